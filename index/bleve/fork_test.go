package bleve

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"gongshi/index"
	"gongshi/search/query"
)

func forkRecords(from, to int) []index.Record {
	var records []index.Record
	for i := from; i < to; i++ {
		records = append(records, index.Record{ID: fmt.Sprintf("%016x", i), Title: fmt.Sprintf("公示%d", i), Rules: []string{"PUB01"}})
	}
	return records
}

// matches is the number of records of the rule that all have.
func matches(t *testing.T, ix *Index) int {
	t.Helper()
	set, err := ix.Match(t.Context(), query.Term{Field: query.FieldRule, Value: "PUB01"})
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	return set.Len()
}

// A fork holds what the index does, of a reader and of a writer, with and without
// what is not on the disk yet; after that they have nothing to do with each other.
func TestFork(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	w, err := OpenWrite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	apply := func(ix *Index, seq uint64, records []index.Record) {
		t.Helper()
		if err := ix.Apply(t.Context(), index.Batch{Put: records, Seq: seq, Store: "a"}); err != nil {
			t.Fatal(err)
		}
	}
	forks := 0
	fork := func(ix *Index) *Index {
		t.Helper()
		forks++
		f, err := ix.Fork(filepath.Join(t.TempDir(), fmt.Sprint(forks)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	empty := fork(w)
	apply(w, 10, forkRecords(0, 10))
	ofWriter := fork(w)
	apply(w, 20, forkRecords(10, 20))
	apply(ofWriter, 30, forkRecords(100, 103))
	if got := []int{matches(t, empty), matches(t, ofWriter), matches(t, w)}; got[0] != 0 || got[1] != 13 || got[2] != 20 {
		t.Errorf("found %d, want 0, 13, 20", got)
	}
	if seq, err := ofWriter.Seq(t.Context()); err != nil || seq != 30 {
		t.Errorf("the fork is at %d, %v", seq, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	ofReader := fork(r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}

	// The fork is nobody's reader: the index can be written to, compacted, deleted.
	if w, err = OpenWrite(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	apply(w, 40, forkRecords(5, 50))
	if err := w.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if n := matches(t, ofReader); n != 20 {
		t.Errorf("the fork of a reader finds %d, want 20", n)
	}
	apply(ofReader, 41, forkRecords(60, 61))
	if n := matches(t, ofReader); n != 21 {
		t.Errorf("the fork of a reader finds %d, want 21", n)
	}
}

// Segments are shared by links, where there are links.
func TestForkShares(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	w, err := OpenWrite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Apply(t.Context(), index.Batch{Put: forkRecords(0, 10), Seq: 10}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	aside := filepath.Join(filepath.Dir(dir), "fork")
	f, err := r.Fork(aside)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	segments, err := filepath.Glob(filepath.Join(aside, "store", "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("segments: %q, %v", segments, err)
	}
	for _, path := range segments {
		ours, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := os.Stat(filepath.Join(dir, "store", filepath.Base(path)))
		if err != nil || !os.SameFile(ours, theirs) {
			t.Errorf("%s is a copy", path)
		}
	}
	if _, err := r.Fork(aside); err == nil {
		t.Error("a fork took the place of another")
	}
}

// Without links, segments are copied.
func TestSegmentIsCopied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zap")
	r, w := io.Pipe()
	go func() { w.Write([]byte("a segment")); w.Close() }()
	s := &segmentFile{path: path}
	if n, err := io.Copy(s, r); n != 9 || err != nil {
		t.Fatal(n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "a segment" {
		t.Errorf("%q, %v", data, err)
	}
}
