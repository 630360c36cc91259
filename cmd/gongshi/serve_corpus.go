package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"gongshi/index"
	"gongshi/index/bleve"
	"gongshi/index/segment"
	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/search"
	"gongshi/search/query"
)

// served is the corpus of a server. It is searched on an index of the server's own,
// a fork of that in the data folder: so nobody has to wait for the server, neither
// who searches nor who imports, and the server waits for nobody. The fork is made
// anew when the index in the folder has moved on, by whomever; while another
// process holds that one, the server brings its own up to date from the store.
type served struct {
	*app
	store   *store.Store
	log     *slog.Logger
	options search.Options
	forks   string // folder of the forks; "" where the data folder cannot be written to
	writer  lender

	refreshing sync.Mutex

	mu        sync.Mutex
	now       *view
	made      int          // forks so far
	importing *bleve.Index // which an import of this process writes; nil: none
}

// refreshPace is how often the server looks whether the corpus has changed.
const refreshPace = time.Second

// openServed opens the corpus. Where there is none it is made, if that can be.
func (a *app) openServed(ctx context.Context, log *slog.Logger) (*served, error) {
	writable, err := a.makeCorpus(ctx)
	if err != nil {
		return nil, err
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	words, err := segment.LoadTrie()
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	s := &served{app: a, store: st, log: log}
	s.options = search.Options{Cut: cut, IsWord: words.IsWord, Text: (&library{store: st}).notice}
	if writable {
		s.forks = filepath.Join(a.data, "index.serve")
		s.writer.open = func(ctx context.Context) (*store.Store, error) { return store.Open(ctx, a.data) }
		if err := os.RemoveAll(s.forks); err != nil { // of a server that was killed
			return nil, errors.Join(err, st.Close())
		}
	}
	if err := s.refresh(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return s, nil
}

// makeCorpus makes an empty corpus where there is none, and tells whether the data
// folder can be written to.
func (a *app) makeCorpus(ctx context.Context) (writable bool, err error) {
	if err := a.checkData(); err != nil {
		return false, err
	}
	st, err := store.OpenReadOnly(ctx, a.data)
	if errors.Is(err, store.ErrEmpty) {
		corpus, err := a.openForWriting(ctx)
		if err != nil {
			return false, err
		}
		return true, corpus.Close()
	}
	if err != nil {
		return false, err
	}
	return lockfile.CanWrite(a.data), st.Close()
}

// Close closes the corpus. What still searches it ends with an error.
func (s *served) Close() error {
	s.show(nil)
	err := s.store.Close()
	if s.forks != "" {
		err = errors.Join(err, os.RemoveAll(s.forks))
	}
	return err
}

// follow keeps the server's index following the corpus until ctx is done.
func (s *served) follow(ctx context.Context) error {
	pace := time.NewTicker(refreshPace)
	defer pace.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-pace.C:
		}
		if err := s.store.Changed(); err != nil {
			return err
		}
		if err := s.refresh(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("follow the corpus", "error", err)
		}
	}
}

// refresh brings what is searched up to date.
func (s *served) refresh(ctx context.Context) error {
	s.refreshing.Lock()
	defer s.refreshing.Unlock()
	stored, err := s.store.Seq(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	now, importing := s.now, s.importing
	s.mu.Unlock()
	switch {
	case now != nil && now.index != nil && now.waitedFor():
		s.show(s.scan())
		return nil
	case importing != nil:
		return s.followImport(ctx, now, importing)
	case now != nil && now.index != nil && !now.grown && now.seq(ctx) == stored:
		return nil
	}
	return s.reopen(ctx, now, stored)
}

// followImport searches what an import of this process has indexed.
func (s *served) followImport(ctx context.Context, now *view, importing *bleve.Index) error {
	indexed, err := importing.Seq(ctx)
	if err != nil || now != nil && now.index != nil && now.seq(ctx) >= indexed { // a view may be ahead, by the store
		return err
	}
	return s.fork(importing)
}

// reopen searches what the index in the data folder has by now.
func (s *served) reopen(ctx context.Context, now *view, stored uint64) error {
	ix, err := s.apart().openIndex(ctx, s.store)
	if err == nil && s.forks == "" {
		s.show(&view{Searcher: s.searcher(ix, ix), index: ix, close: ix.Close, lock: s.lockName(), holder: lockfile.ReadHolder(s.lockName())})
		return nil
	}
	if err == nil {
		return errors.Join(s.fork(ix), ix.Close())
	}
	_, held := errors.AsType[*lockfile.HeldError](err)
	switch {
	case !held && !errors.Is(err, errUnusable):
		return err
	case held && now != nil && now.index != nil && s.forks != "":
		// Another process imports. What it does to the index comes with the next
		// fork; meanwhile the server's own follows the store.
		now.grown = true
		return ingest.Sync(ctx, s.store, now.index, nil)
	case now == nil || now.index != nil:
		s.log.Info("the index cannot be used: searching the store", "reason", err)
		s.show(s.scan())
	}
	return nil
}

// apart gives what a goroutine needs of the command: standard output is not its.
func (s *served) apart() *app {
	a := *s.app
	a.out, a.shown, a.noProgress = newOutput(io.Discard, func(error) {}), nil, true
	return &a
}

func (s *served) lockName() string { return s.indexFolder() + ".lock" }

// fork makes an index of the server's own of another, and has it searched.
func (s *served) fork(of *bleve.Index) error {
	s.mu.Lock()
	s.made++
	dir := filepath.Join(s.forks, fmt.Sprint(s.made))
	s.mu.Unlock()
	ix, err := of.Fork(dir)
	if err != nil {
		return err
	}
	s.show(&view{Searcher: s.searcher(ix, ix), index: ix, close: func() error { return errors.Join(ix.Close(), os.RemoveAll(dir)) }})
	return nil
}

// scan is a view on the store, without an index.
func (s *served) scan() *view {
	return &view{Searcher: s.searcher(search.Scan(records(s.store)), s.store), close: func() error { return nil }}
}

// searcher searches an index; the state of the corpus that cursors hold to is that
// of what is searched.
func (s *served) searcher(ix search.Index, at interface {
	Seq(context.Context) (uint64, error)
}) search.Searcher {
	options := s.options
	options.State = func(ctx context.Context) (string, error) {
		id, err := s.store.ID(ctx)
		if err != nil {
			return "", err
		}
		seq, err := at.Seq(ctx)
		return fmt.Sprintf("%s/%d", id, seq), err
	}
	return search.New(ix, options)
}

// view is what is searched at a time. It is closed when nobody uses it any more:
// a search ends on what it began with.
type view struct {
	search.Searcher
	index *bleve.Index // nil: the store itself is searched
	close func() error
	grown bool // it holds what the index in the data folder had not yet
	// lock and holder are set where others have to wait for this reader of the index
	// in the data folder: who held its lock in the beginning.
	lock   string
	holder lockfile.Holder

	users   int
	retired bool
}

// seq is the number of the change up to which the view goes.
func (v *view) seq(ctx context.Context) uint64 {
	seq, err := v.index.Seq(ctx)
	if err != nil {
		return 0 // it is made anew
	}
	return seq
}

// waitedFor tells whether somebody waits to write to the index that is read.
func (v *view) waitedFor() bool {
	return v.lock != "" && lockfile.ReadHolder(v.lock) != v.holder && lockfile.ReadHolder(v.lock).PID != 0
}

// show has a view searched from now on.
func (s *served) show(v *view) {
	s.mu.Lock()
	old := s.now
	s.now = v
	idle := old != nil && old.users == 0
	if old != nil {
		old.retired = true
	}
	s.mu.Unlock()
	if idle {
		s.drop(old)
	}
}

func (s *served) drop(v *view) {
	if err := v.close(); err != nil {
		s.log.Warn("close an index", "error", err)
	}
}

// errClosed says that the server has ended.
var errClosed = errors.New("the server has ended")

// use gives the view to search, and what is called when that is done.
func (s *served) use() (*view, func(), error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.now
	if v == nil {
		return nil, nil, errClosed
	}
	v.users++
	return v, sync.OnceFunc(func() {
		s.mu.Lock()
		v.users--
		last := v.retired && v.users == 0
		s.mu.Unlock()
		if last {
			s.drop(v)
		}
	}), nil
}

// covers gives the number of a change that all answers from now on cover.
func (s *served) covers(ctx context.Context) (uint64, error) {
	v, done, err := s.use()
	if err != nil {
		return 0, err
	}
	defer done()
	if v.index == nil {
		return s.store.Seq(ctx)
	}
	return v.index.Seq(ctx)
}

// Search implements [search.Searcher].
func (s *served) Search(ctx context.Context, req search.Request) (*search.Result, error) {
	v, done, err := s.use()
	if err != nil {
		return nil, err
	}
	defer done()
	return v.Search(ctx, req)
}

// Each implements [search.Searcher]. The view is used while the records are gone
// through, each time they are.
func (s *served) Each(ctx context.Context, req search.Request) (query.Node, iter.Seq2[*index.Record, error], error) {
	v, done, err := s.use()
	if err != nil {
		return nil, nil, err
	}
	defer done()
	asked, _, err := v.Each(ctx, req)
	if err != nil {
		return nil, nil, err
	}
	return asked, func(yield func(*index.Record, error) bool) {
		v, done, err := s.use()
		if err != nil {
			yield(nil, err)
			return
		}
		defer done()
		_, records, err := v.Each(ctx, req)
		if err != nil {
			yield(nil, err)
			return
		}
		records(yield)
	}, nil
}

// importFiles imports files, and has them searched when it returns. While another
// process writes it waits.
func (s *served) importFiles(ctx context.Context, paths []string, retry ingest.Retry, progress func(ingest.Progress)) (summary ingest.Summary, err error) {
	st, giveBack, err := s.writer.lend(ctx, ctx.Done())
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, giveBack()) }()
	ix, err := s.waitForIndex(ctx, st)
	if err != nil {
		return summary, err
	}
	s.setImporting(ix)
	summary, err = s.importInto(ctx, &holding{st, ix}, paths, retry, progress)
	// What was stored is shown, and the index let go, however it ended.
	shown := s.refresh(context.WithoutCancel(ctx))
	s.setImporting(nil)
	s.refreshing.Lock() // nobody forks it any more
	closed := ix.Close()
	s.now.grown = true // the index may have been compacted since
	s.refreshing.Unlock()
	return summary, errors.Join(err, shown, closed)
}

func (s *served) setImporting(ix *bleve.Index) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.importing = ix
}

// waitForIndex opens the index in the data folder for writing, once nobody builds
// or reads it.
func (s *served) waitForIndex(ctx context.Context, st *store.Store) (*bleve.Index, error) {
	for {
		ix, err := s.apart().openIndexForWriting(ctx, st)
		if _, held := errors.AsType[*lockfile.HeldError](err); !held {
			return ix, err
		}
		if !sleep(ctx.Done(), refreshPace) {
			return nil, ctx.Err()
		}
	}
}

func (s *served) importInto(ctx context.Context, corpus *holding, paths []string, retry ingest.Retry, progress func(ingest.Progress)) (ingest.Summary, error) {
	reader, closeReader, err := s.newReader("")
	if err != nil {
		return ingest.Summary{}, err
	}
	importer := &ingest.Importer{Reader: reader, Store: corpus.store, Index: corpus.index, Version: version(),
		Retry: retry, Keep: ingest.KeepAll, Progress: progress}
	summary, err := importer.Import(ctx, paths)
	if err = errors.Join(err, closeReader()); err == nil {
		err = s.apart().compact(ctx, corpus)
	}
	return summary, err
}

// write is [desk.Desk.Write].
func (s *served) write(ctx context.Context, change func(*store.Store) error) error {
	if s.writer.open == nil {
		return &os.PathError{Op: "write", Path: s.data, Err: os.ErrPermission}
	}
	patience, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	st, giveBack, err := s.writer.lend(ctx, patience.Done())
	if err != nil {
		return err
	}
	return errors.Join(change(st), giveBack())
}

// lender lends the store for changes. It is open as long as somebody has it, and
// closed in between, so that other processes can write.
type lender struct {
	open func(context.Context) (*store.Store, error)

	mu    sync.Mutex
	store *store.Store
	users int
}

// lend gives the store and what gives it back. While another process holds it, it
// is tried again until enough is closed; then that is a *lockfile.HeldError.
func (l *lender) lend(ctx context.Context, enough <-chan struct{}) (*store.Store, func() error, error) {
	for {
		st, err := l.take(ctx)
		if err == nil {
			return st, sync.OnceValue(l.giveBack), nil
		}
		if _, held := errors.AsType[*lockfile.HeldError](err); !held || !sleep(enough, 100*time.Millisecond) {
			return nil, nil, err
		}
	}
}

func (l *lender) take(ctx context.Context) (*store.Store, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.users == 0 {
		st, err := l.open(ctx)
		if err != nil {
			return nil, err
		}
		l.store = st
	}
	l.users++
	return l.store, nil
}

func (l *lender) giveBack() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.users--; l.users > 0 {
		return nil
	}
	return l.store.Close()
}

// sleep waits, unless it is enough before.
func sleep(enough <-chan struct{}, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-enough:
		return false
	case <-timer.C:
		return true
	}
}
