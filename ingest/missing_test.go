package ingest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// A path with nothing at it kept all others from being imported.
func TestMissingPaths(t *testing.T) {
	b := newBench(t)
	dir := t.TempDir()
	good, gone, below := filepath.Join(dir, "good.txt"), filepath.Join(dir, "不存在"), filepath.Join(dir, "good.txt", "below")
	text := corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text())
	if err := os.WriteFile(good, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s := b.run(gone, good, below)
	if s.Seen != 3 || s.Imported != 1 || s.Failed != 2 {
		t.Errorf("%+v", s)
	}
	for i, f := range s.Failures {
		if f.Path != []string{gone, below}[i] || f.Stage != ingest.StageArchive || f.Code != ingest.CodeMissing {
			t.Errorf("failure %+v", f)
		}
	}
	if got := failed(t, b); !cmp.Equal(got, []string{gone, below}) {
		t.Errorf("the ledger has failures of %q", got)
	}

	// Only missing paths: nothing was asked for that can be done.
	if _, err := b.Import(t.Context(), []string{gone, below}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing but missing paths: %v", err)
	}

	// What is gone when it is retried is said to be, and its notice stays.
	if err := os.Remove(good); err != nil {
		t.Fatal(err)
	}
	b.Retry = ingest.RetryAll
	if s := b.run(good); s.Failed != 1 || s.Failures[0].Code != ingest.CodeMissing {
		t.Errorf("retried: %+v", s)
	}
	if n, err := b.store.CountNotices(t.Context()); n != 1 || err != nil {
		t.Errorf("%d notices, %v", n, err)
	}
	b.Retry = ingest.RetryNothing

	// What was missing and is there now is not missing in the ledger.
	if err := os.Mkdir(gone, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{good, filepath.Join(gone, "good.txt")} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if s := b.run(gone, good); s.Failed != 0 || s.Seen != 2 {
		t.Errorf("%+v", s)
	}
	if got := failed(t, b); !cmp.Equal(got, []string{below}) {
		t.Errorf("the ledger has failures of %q", got)
	}
}

func failed(t *testing.T, b *bench) (paths []string) {
	t.Helper()
	for src, err := range b.store.Sources(t.Context(), store.StateFailed) {
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, src.Path)
	}
	return paths
}

func TestReadAllGoesOnBehindMissingPaths(t *testing.T) {
	dir := t.TempDir()
	good, gone := filepath.Join(dir, "good.txt"), filepath.Join(dir, "gone")
	if err := os.WriteFile(good, corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text()), 0o600); err != nil {
		t.Fatal(err)
	}
	r := reader()
	var begun, codes []string
	r.Begin = func(path string) { begun = append(begun, path) }
	visit := func(_ string, reading *ingest.Reading) error {
		code := ""
		if reading.Failure != nil {
			code = reading.Failure.Code
		}
		codes = append(codes, code)
		return nil
	}
	if err := r.ReadAll(t.Context(), []string{gone, good}, visit); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(codes, []string{ingest.CodeMissing, ""}) || !cmp.Equal(begun, []string{good}) {
		t.Errorf("codes %q, begun %q", codes, begun)
	}
	if err := r.ReadAll(t.Context(), []string{gone}, visit); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing but a missing path: %v", err)
	}
}
