package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gongshi/index/bleve"
	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
	"gongshi/internal/lockfile"
	"gongshi/search"
)

// testApp is a command on a data folder, whose words are thrown away.
func testApp(t *testing.T, data string) *app {
	t.Helper()
	a := &app{environment: &environment{getenv: func(string) string { return "" }, stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard},
		lang: "zh", data: data, noProgress: true}
	a.out = newOutput(io.Discard, func(err error) { t.Error(err) })
	return a
}

// invented writes an invented notice into a folder and gives its path.
func invented(t *testing.T, folder string, i int) string {
	t.Helper()
	n := corpus.Invent(11, i, corpus.ShortNotice)
	path := filepath.Join(folder, n.Name+".txt")
	write(t, path, corpus.Text(n.Text()), 0o600)
	return path
}

func openTestCorpus(t *testing.T, data string) *served {
	t.Helper()
	s, err := testApp(t, data).openServed(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// found is how many notices a server finds, each of them by both ways.
func found(t *testing.T, s *served) int {
	t.Helper()
	result, err := s.Search(t.Context(), search.Request{Query: "整改", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	_, records, err := s.Each(t.Context(), search.Request{Query: "整改"})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != result.Total {
		t.Errorf("Search finds %d, Each %d", result.Total, n)
	}
	return n
}

// importWith imports a path as an import does that holds store and index.
func importWith(t *testing.T, a *app, corpus *holding, path string) {
	t.Helper()
	reader, closeReader, err := a.newReader("")
	if err != nil {
		t.Fatal(err)
	}
	im := &ingest.Importer{Reader: reader, Store: corpus.store, Index: corpus.index, Workers: 1}
	_, err = im.Import(t.Context(), []string{path})
	if err := errors.Join(err, closeReader()); err != nil {
		t.Fatal(err)
	}
}

// A server finds what another process imports, while it does and after it, and
// stands in nobody's way.
func TestServedBesideAnImport(t *testing.T) {
	folder, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	s := openTestCorpus(t, data)
	if n := found(t, s); n != 0 {
		t.Fatalf("an empty corpus has %d notices", n)
	}
	other := testApp(t, data)
	holds, err := other.openForWriting(t.Context())
	if err != nil {
		t.Fatalf("the server keeps others from writing: %v", err)
	}
	for i := range 3 {
		importWith(t, other, holds, invented(t, folder, i))
		if err := s.refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := found(t, s); n != i+1 {
			t.Errorf("during the import it finds %d, want %d", n, i+1)
		}
	}
	held := s.write(t.Context(), func(*store.Store) error { return nil })
	if _, ok := errors.AsType[*lockfile.HeldError](held); !ok {
		t.Errorf("a change meanwhile: %v", held)
	}
	if s.now.index == nil {
		t.Error("the server has let go of its index")
	}
	if err := holds.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := found(t, s); n != 3 || s.now.grown {
		t.Errorf("after the import it finds %d, on an index of its own making: %v", n, s.now.grown)
	}
	before := s.now
	if err := s.refresh(t.Context()); err != nil || s.now != before {
		t.Errorf("nothing has changed, and the index was opened again (%v)", err)
	}
	// Others search the index itself.
	ix, err := bleve.OpenRead(filepath.Join(data, "index"))
	if err != nil {
		t.Fatal(err)
	}
	ix.Close()
}

// While the server itself imports, it finds what is indexed, and changes of short
// duration go on; when the import returns all is found.
func TestServedWhileImporting(t *testing.T) {
	folder, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	s := openTestCorpus(t, data)
	for i := range 5 {
		invented(t, folder, i)
	}
	changed := false
	summary, err := s.importFiles(t.Context(), []string{folder}, ingest.RetryNothing, func(ingest.Progress) {
		if changed {
			return
		}
		changed = true
		if err := s.write(t.Context(), func(st *store.Store) error {
			return st.PutSavedQuery(t.Context(), store.SavedQuery{Name: "a", Query: "总磷", Filters: []byte("{}")})
		}); err != nil {
			t.Errorf("a change meanwhile: %v", err)
		}
		if err := s.refresh(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if err != nil || summary.Notices != 5 {
		t.Fatal(summary, err)
	}
	if n := found(t, s); n != 5 {
		t.Errorf("it finds %d, want 5", n)
	}
	if !changed {
		t.Error("no progress was told")
	}
	// The corpus is free again, for this process and for others.
	holds, err := testApp(t, data).openForWriting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// An import waits for another, and can be told to stop waiting.
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error, 1)
	go func() {
		_, err := s.importFiles(ctx, []string{folder}, ingest.RetryNothing, func(ingest.Progress) {})
		waiting <- err
	}()
	cancel()
	if err := <-waiting; err == nil {
		t.Error("two imported at once")
	}
	if err := holds.Close(); err != nil {
		t.Fatal(err)
	}
	if summary, err := s.importFiles(t.Context(), []string{folder}, ingest.RetryNothing, func(ingest.Progress) {}); err != nil || summary.Unchanged != 5 {
		t.Error(summary, err)
	}
}

// A search ends on the index that it began with, however often that is changed.
func TestServedIsSwapped(t *testing.T) {
	folder, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	s := openTestCorpus(t, data)
	if _, err := s.importFiles(t.Context(), []string{invented(t, folder, 0)}, ingest.RetryNothing, func(ingest.Progress) {}); err != nil {
		t.Fatal(err)
	}
	end := make(chan struct{})
	var searching sync.WaitGroup
	for range 4 {
		searching.Go(func() {
			for {
				select {
				case <-end:
					return
				default:
				}
				if n := found(t, s); n != 1 {
					t.Errorf("found %d", n)
					return
				}
			}
		})
	}
	// Half way through the records of one, its index is replaced.
	_, records, err := s.Each(t.Context(), search.Request{})
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			s.refreshing.Lock()
			s.now.grown = true
			s.refreshing.Unlock()
			if err := s.refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if r.Title == "" {
			t.Error("the record is gone")
		}
	}
	close(end)
	searching.Wait()
	forks, err := filepath.Glob(filepath.Join(data, "index.serve", "*"))
	if err != nil || len(forks) != 1 {
		t.Errorf("forks that are left: %q, %v", forks, err)
	}
}

func TestByteSize(t *testing.T) {
	for text, want := range map[string]byteSize{"1": 1, "500MB": 500 << 20, "2GB": 2 << 30, "2g": 2 << 30, "1 KiB": 1 << 10, "3 mb": 3 << 20, "7B": 7} {
		var b byteSize
		if err := b.Set(text); err != nil || b != want {
			t.Errorf("%q: %d, %v, want %d", text, b, err, want)
		}
		if again := b.String(); (&b).Set(again) != nil || b != want {
			t.Errorf("%q is written %q", text, again)
		}
	}
	for _, text := range []string{"", "MB", "-1", "0", "1.5GB", "1TB", "9999999999GB", "lots"} {
		b := byteSize(5)
		if b.Set(text) == nil || b != 5 {
			t.Errorf("%q was taken for %d", text, b)
		}
	}
}
