// Package bleve keeps an index of records in a folder, with the bleve library.
// It answers which records match a query as [gongshi/search.Match] does, but
// compares only those records that it cannot tell of otherwise.
//
// What it knows exactly are texts of one or two characters and words of the
// dictionary, in each part of a notice, and the values of all other fields. A
// query is evaluated on sets of documents (bitmaps), segment by segment, by the
// library's own dictionaries and postings; its searchers, which go from document
// to document and score, are not used.
package bleve

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"gongshi/index"
	"gongshi/index/segment"
	"gongshi/internal/lockfile"
)

// layout is the version of what this package makes of a record.
const layout = "5"

// version is that of the whole index: records, layout, dictionary.
func version() string { return index.Version + "/" + layout + "/" + segment.Version() }

// Keys of what the index knows about itself.
var (
	versionKey = []byte("gongshi.version")
	seqKey     = []byte("gongshi.seq")
	storeKey   = []byte("gongshi.store")
)

// Index is an open index. It is a [gongshi/index.Writer] unless it was opened
// for reading.
type Index struct {
	dir   string
	ix    bleve.Index
	words *segment.Trie
	lock  *lockfile.Lock // nil when opened for reading
	end   sync.Once

	columns columns
}

// OpenRead opens the index in the folder for reading. Errors: fs.ErrNotExist,
// [index.ErrStale], [index.ErrDamaged], and *lockfile.HeldError while another
// process writes.
func OpenRead(dir string) (*Index, error) {
	ix, err := open(dir, map[string]any{"read_only": true, "bolt_timeout": "300ms"})
	if _, held := errors.AsType[*lockfile.HeldError](err); held {
		// Who is it? Nobody any more, perhaps.
		lock, named := lockfile.Acquire(lockName(dir))
		if errors.Is(named, fs.ErrPermission) { // not ours to take
			return nil, &lockfile.HeldError{Path: dir, Holder: lockfile.ReadHolder(lockName(dir))}
		}
		if named != nil {
			return nil, named
		}
		return nil, errors.Join(err, lock.Release())
	}
	return ix, err
}

// OpenWrite opens the index in the folder for writing, and creates it if there
// is none. Its files are compared with their checksums, since what is added to a
// damaged index would be lost with it. Errors: [index.ErrStale],
// [index.ErrDamaged], and *lockfile.HeldError while another process writes, or
// others still read after ten seconds.
func OpenWrite(ctx context.Context, dir string) (*Index, error) { return openWrite(ctx, dir, "10s") }

func openWrite(ctx context.Context, dir, wait string) (_ *Index, err error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, fmt.Errorf("create folder of the index: %w", err)
	}
	lock, err := lockfile.Acquire(lockName(dir))
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.Release())
		}
	}()
	if err := finishSwap(dir); err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := create(dir); err != nil {
			return nil, err
		}
	}
	ix, err := open(dir, map[string]any{"bolt_timeout": wait, "scorchMergePlanOptions": seldom})
	if err != nil {
		return nil, err
	}
	if err := ix.verify(ctx); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	ix.lock = lock
	return ix, nil
}

func lockName(dir string) string { return dir + ".lock" }

// open opens an index that is there. The library tells hardly any reason when
// it cannot, so what is known to go wrong is looked at first.
func open(dir string, config map[string]any) (_ *Index, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", index.ErrDamaged, p)
		}
	}()
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	// Opened for writing without this file, the library deletes all segments.
	if root, err := os.Stat(filepath.Join(dir, "store", "root.bolt")); err != nil {
		return nil, fmt.Errorf("%w: %w", index.ErrDamaged, err)
	} else if root.Size() == 0 {
		return nil, fmt.Errorf("%w: root.bolt is empty", index.ErrDamaged)
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // a mapped file that was cut short
	ix, err := bleve.OpenUsing(dir, config)
	if err != nil && err.Error() == "timeout" { // that of bbolt, which the library does not wrap
		return nil, &lockfile.HeldError{Path: dir}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", index.ErrDamaged, err)
	}
	made, err := ix.GetInternal(versionKey)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", index.ErrDamaged, err), ix.Close())
	}
	if string(made) != version() {
		return nil, errors.Join(fmt.Errorf("%w: it is %q, this program makes %q", index.ErrStale, made, version()), ix.Close())
	}
	words, err := segment.LoadTrie()
	if err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return &Index{dir: dir, ix: ix, words: words}, nil
}

// create makes an empty index. Creating one is not atomic in the library: it is
// done aside, and renamed when it is whole.
func create(dir string) error {
	aside := dir + ".new"
	if err := os.RemoveAll(aside); err != nil {
		return fmt.Errorf("create index: %w", err)
	}
	ix, err := bleve.NewUsing(aside, indexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return fmt.Errorf("create index: %w", err)
	}
	if err := errors.Join(ix.SetInternal(versionKey, []byte(version())), ix.Close()); err != nil {
		return fmt.Errorf("create index: %w", err)
	}
	if err := os.Rename(aside, dir); err != nil {
		return fmt.Errorf("create index: %w", err)
	}
	return nil
}

// indexMapping is one that maps nothing: documents are made by hand.
func indexMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// Close closes the index, and lets other processes write to it.
// Closing it again does nothing.
func (x *Index) Close() (err error) {
	x.end.Do(func() {
		err = x.ix.Close()
		if x.lock != nil {
			err = errors.Join(err, x.lock.Release())
		}
	})
	return err
}

// Store names the store that the index follows.
func (x *Index) Store(context.Context) (string, error) {
	value, err := x.ix.GetInternal(storeKey)
	if err != nil {
		return "", fmt.Errorf("read the index's store: %w", err)
	}
	return string(value), nil
}

// Seq is the sequence number of the last batch.
func (x *Index) Seq(context.Context) (uint64, error) {
	value, err := x.ix.GetInternal(seqKey)
	if err != nil {
		return 0, fmt.Errorf("read sequence number: %w", err)
	}
	if len(value) != 8 {
		return 0, nil
	}
	return binary.BigEndian.Uint64(value), nil
}

// Count is the number of records.
func (x *Index) Count() (uint64, error) { return x.ix.DocCount() }

// guard turns a panic of the library, which damaged segments cause, into an
// error.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v\n%s", index.ErrDamaged, p, debug.Stack())
	}
}
