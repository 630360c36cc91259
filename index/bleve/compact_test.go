package bleve

import (
	"path/filepath"
	"testing"

	"gongshi/index"
	"gongshi/index/indextest"
)

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
