package bleve

import (
	"path/filepath"
	"testing"

	"gongshi/index"
	"gongshi/index/indextest"
)

// Segments are left as they come while an index is filled; tidying merges those
// that are small.
func TestTidy(t *testing.T) {
	opened, err := OpenWrite(t.Context(), filepath.Join(t.TempDir(), "index"))
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	records := indextest.Records(600, 500)
	for i := range 12 {
		if err := opened.Apply(t.Context(), index.Batch{Put: records[i*50 : i*50+50], Seq: uint64(i + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := opened.segments(); err != nil || n != 12 {
		t.Errorf("%d segments before, %v", n, err)
	}
	if err := opened.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := opened.segments(); err != nil || n != 1 {
		t.Errorf("%d segments after, %v", n, err)
	}
	if n, err := count(t.Context(), opened); err != nil || n != len(records) {
		t.Errorf("%d records, %v", n, err)
	}
}

// An index that was compacted has what it had, in one segment, and goes on.
func TestCompact(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	opened, err := OpenWrite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	records := indextest.Records(600, 500)
	for i := range 12 {
		batch := index.Batch{Put: records[i*50 : i*50+50], Seq: uint64(i + 1)}
		if i > 0 {
			batch.Delete = []string{records[i*50-1].ID}
		}
		if err := opened.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	before, err := count(t.Context(), opened)
	if err != nil || before != 589 {
		t.Fatalf("%d records, %v", before, err)
	}
	if err := opened.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := opened.segments(); err != nil || n != 1 {
		t.Errorf("%d segments, %v", n, err)
	}
	if err := opened.Apply(t.Context(), index.Batch{Put: records[:50], Seq: 13}); err != nil {
		t.Fatal(err)
	}
	if scattered, err := opened.Scattered(); err != nil || scattered {
		t.Errorf("two segments are scattered: %v", err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	after, err := count(t.Context(), again)
	if seq, _ := again.Seq(t.Context()); err != nil || after != before+1 || seq != 13 {
		t.Errorf("%d records, sequence number %d, %v; want %d", after, seq, err, before+1)
	}
}
