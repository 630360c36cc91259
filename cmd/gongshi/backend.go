package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/index"
	"gongshi/index/bleve"
	"gongshi/index/segment"
	"gongshi/ingest"
	"gongshi/ingest/archive"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/eml"
	"gongshi/ingest/decode/pdf"
	"gongshi/ingest/decode/worker"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/search"
)

// readerFlags are the flags of commands that read files.
func (a *app) readerFlags(cmd *cobra.Command, pdfEngine *string) {
	cmd.Flags().StringVar(pdfEngine, "pdf-engine", "", a.tr("只用一种 PDF 引擎：pdfium 或 ledongthuc（默认择优）",
		"only one PDF engine: pdfium or ledongthuc (default: the better text)"))
	completeFlag(cmd, "pdf-engine", values("pdfium", "ledongthuc")...)
	cmd.Flags().IntVar(&a.ocrPages, "ocr-pages", decode.DefaultOCRPages, a.tr("每个文件最多识别多少页图片（需要 tesseract；0 为不识别）",
		"how many pages of a file are recognised on images at most (by tesseract; 0: none)"))
	a.passwordFlag(cmd)
}

// newReader gives what reads files, and what ends its workers.
func (a *app) newReader(pdfEngine string) (*ingest.Reader, func() error, error) {
	switch pdfEngine {
	case "", "pdfium", "ledongthuc":
	default:
		return nil, nil, errors.New(a.tr("--pdf-engine 可用 pdfium 或 ledongthuc", "--pdf-engine: use pdfium or ledongthuc"))
	}
	pool, err := worker.New(worker.Options{Again: pdf.Fallback})
	if err != nil {
		return nil, nil, err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	passwords, err := readPasswords(a.passwordFile)
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return &ingest.Reader{
		Isolated: pool.Read, PDFEngine: pdfEngine,
		OCRPages: cmp.Or(a.ocrPages, -1),
		Calendar: workday.Official(), Rules: compliance.Rules(),
		Archives: archive.Walker{Command: []string{program}, Passwords: passwords, Mail: &archive.Mail{Match: eml.Format().Match, Attached: eml.Attached}},
	}, pool.Close, nil
}

// openStore opens the store for reading.
func (a *app) openStore(ctx context.Context) (*store.Store, error) {
	if err := a.checkData(); err != nil {
		return nil, err
	}
	return store.OpenReadOnly(ctx, a.data)
}

// openExisting opens the store for writing; a folder without one gets none.
func (a *app) openExisting(ctx context.Context) (*store.Store, error) {
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	return store.Open(ctx, a.data)
}

func (a *app) indexFolder() string { return filepath.Join(a.data, "index") }

// holding is a store with the index that follows it, open for writing.
type holding struct {
	store *store.Store
	index *bleve.Index
}

func (c *holding) Close() error {
	var err error
	if c.index != nil {
		err = c.index.Close()
	}
	return errors.Join(err, c.store.Close())
}

// openForWriting opens store and index. An index that another version made, or
// that is damaged, is built anew: everything in it is in the store.
func (a *app) openForWriting(ctx context.Context) (*holding, error) {
	if err := a.checkData(); err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, a.data)
	if err != nil {
		return nil, err
	}
	ix, err := a.openIndexForWriting(ctx, st)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &holding{st, ix}, nil
}

// openIndexForWriting opens the index of a store that is open for writing.
func (a *app) openIndexForWriting(ctx context.Context, st *store.Store) (*bleve.Index, error) {
	ix, err := bleve.OpenWrite(ctx, a.indexFolder())
	if err == nil {
		if _, ours, e := ingest.Follows(ctx, st, ix); e != nil || !ours {
			err = errors.Join(e, ix.Close())
			if err == nil {
				err = errForeign
			}
		}
	}
	if errors.Is(err, index.ErrStale) || errors.Is(err, index.ErrDamaged) {
		a.say("%s", a.tr("检索索引需要重建，正在由库重建…", "the search index has to be built anew, from the store …"))
		if err = a.rebuild(ctx, st); err == nil {
			ix, err = bleve.OpenWrite(ctx, a.indexFolder())
		}
	}
	return ix, err
}

func (a *app) rebuild(ctx context.Context, st *store.Store) error {
	return bleve.Rebuild(ctx, a.indexFolder(), func(ctx context.Context, w index.Writer) error {
		return a.sync(ctx, st, w)
	})
}

// sync brings an index up to date with the store.
func (a *app) sync(ctx context.Context, st *store.Store, w index.Writer) error {
	total, err := st.CountNotices(ctx)
	if err != nil {
		return err
	}
	stored, err := st.Seq(ctx)
	if err != nil {
		return err
	}
	if indexed, err := w.Seq(ctx); err == nil && indexed <= stored {
		total = min(total, int(stored-indexed))
	}
	shown := a.newProgress()
	defer shown.done()
	now := standing{total: total, unit: a.tr("份公示", "notices")}
	shown.update(now)
	return ingest.Sync(ctx, st, w, func(done int) {
		now.done = done
		shown.update(now)
	})
}

// library is a corpus open for searching.
type library struct {
	search.Searcher
	store *store.Store
	index *bleve.Index // nil while an import holds it
	// seq is the number of a change that the answers cover: what comes while they
	// are given has a higher one.
	seq uint64
}

// notice gives the notice of the library with exactly that id.
func (l *library) notice(ctx context.Context, id string) (*gongshi.Notice, error) {
	return l.store.Unchecked(ctx, id)
}

// state names the state of the corpus that the library searches.
func (l *library) state(ctx context.Context) (string, error) {
	id, err := l.store.ID(ctx)
	return fmt.Sprintf("%s/%d", id, l.seq), err
}

func (l *library) Close() error {
	var err error
	if l.index != nil {
		err = l.index.Close()
	}
	return errors.Join(err, l.store.Close())
}

// openForReading opens the corpus for searching. The index is brought up to
// date first, if an interrupted import left it behind. While an import holds
// the index, or where it can neither be read nor made, the store is searched
// without it: slower, with the same answers.
func (a *app) openForReading(ctx context.Context) (*library, error) {
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	l := &library{store: st}
	if l.seq, err = st.Seq(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	l.index, err = a.openIndex(ctx, st)
	var found search.Index = l.index
	if _, held := errors.AsType[*lockfile.HeldError](err); held {
		a.say("%s", a.tr("另一进程正在导入或重建索引：直接检索库中已有的内容，它结束之前结果可能不全。",
			"another process is importing or building the index: searching what is stored so far; until it ends, results can be incomplete"))
		found, err = search.Scan(records(st)), nil
	} else if errors.Is(err, errUnusable) {
		if text := shortageOf(err); text != nil {
			a.say("%s", a.ofShortage(text))
		}
		a.say(a.tr("数据目录 %s 不能写入，其中的索引不能使用：直接检索库中内容，会慢一些。",
			"the data folder %s cannot be written to and its index cannot be used: searching the store without it, which is slower"), a.data)
		found, err = search.Scan(records(st)), nil
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	words, err := segment.LoadTrie()
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	options := search.Options{Text: l.notice, Cut: cut, IsWord: words.IsWord, State: l.state}
	l.Searcher = search.New(found, options)
	return l, nil
}

// errUnusable says that the index is not current, and may not be made so.
var errUnusable = errors.New("the index cannot be used")

// openIndex opens the index for reading once it holds all that the store does.
func (a *app) openIndex(ctx context.Context, st *store.Store) (*bleve.Index, error) {
	ix, err := bleve.OpenRead(a.indexFolder())
	current := false
	if err == nil {
		if current, err = upToDate(ctx, st, ix); current && err == nil {
			return ix, nil
		}
		err = errors.Join(err, ix.Close())
	}
	if _, held := errors.AsType[*lockfile.HeldError](err); !held && !lockfile.CanWrite(a.data) {
		return nil, errors.Join(errUnusable, err)
	}
	switch {
	case errors.Is(err, index.ErrStale), errors.Is(err, index.ErrDamaged), errors.Is(err, fs.ErrNotExist):
		a.say("%s", a.tr("检索索引需要重建，正在由库重建…", "the search index has to be built anew, from the store …"))
		err = a.rebuild(ctx, st)
	case err == nil:
		err = a.catchUp(ctx, st)
	}
	if err != nil {
		if shortageOf(err) != nil { // the disk is full: what is there can be searched
			err = errors.Join(errUnusable, err)
		}
		return nil, err
	}
	return bleve.OpenRead(a.indexFolder())
}

// errForeign says that an index follows another store: this one was replaced.
var errForeign = fmt.Errorf("%w: it follows another store", index.ErrStale)

func upToDate(ctx context.Context, st *store.Store, ix *bleve.Index) (bool, error) {
	current, ours, err := ingest.Follows(ctx, st, ix)
	if err == nil && !ours {
		err = errForeign
	}
	return current, err
}

func (a *app) catchUp(ctx context.Context, st *store.Store) error {
	ix, err := bleve.OpenWrite(ctx, a.indexFolder())
	if err != nil {
		return err
	}
	return errors.Join(a.sync(ctx, st, ix), ix.Close())
}

// records gives the records of all notices in the store.
func records(st *store.Store) search.Scan {
	return func(ctx context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for checked, err := range st.Notices(ctx) {
				if err != nil {
					yield(nil, err)
					return
				}
				record := index.NewRecord(&checked.Notice, checked.Findings)
				if !yield(&record, nil) {
					return
				}
			}
		}
	}
}

// cut cuts a text into words as gojieba does.
func cut(text string) ([]string, error) {
	tokens, err := segment.Cut(text)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
	}
	return words, err
}

func newReindexCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: a.tr("由库重建检索索引", "build the search index again from the store"),
		Long: a.tr("由库重建检索索引，建好后替换旧的；期间仍可检索。",
			"Builds the search index again from the store and swaps it in; searching goes on meanwhile."),
		Args: a.noArgs, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, _ []string) error { return runReindex(cmd.Context(), a) },
	}
}

func runReindex(ctx context.Context, a *app) (err error) {
	a.interrupted = a.tr("原有的索引没有改动。", " The index is as it was.")
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := a.rebuild(ctx, st); err != nil {
		return err
	}
	n, err := st.CountNotices(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]int{"notices": n})
	}
	a.print(a.tr("索引已重建，共 %d 份公示。", "the index is built: %d notices"), n)
	return nil
}
