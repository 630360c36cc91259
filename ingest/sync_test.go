package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/index"
	"gongshi/ingest"
	"gongshi/internal/corpus"
)

// whole is an index that keeps the records.
type whole struct {
	memory
	records map[string]index.Record
}

func (w *whole) Apply(ctx context.Context, b index.Batch) error {
	for _, id := range b.Delete {
		delete(w.records, id)
	}
	for _, r := range b.Put {
		w.records[r.ID] = r
	}
	return w.memory.Apply(ctx, b)
}

func newWhole() *whole {
	return &whole{memory: memory{ids: map[string]bool{}}, records: map[string]index.Record{}}
}

// What an import hands on to the index is what the store would have given: also
// where a notice has several forms and places, or was read again at another place.
func TestIndexHasWhatTheStoreGives(t *testing.T) {
	b, folder := newBench(t), t.TempDir()
	followed := newWhole()
	b.Importer.Index = followed
	write := func(name string, i int) {
		t.Helper()
		err := os.WriteFile(filepath.Join(folder, name), []byte(corpus.Invent(3, i, corpus.LongNotice).Text()), 0o600)
		if err != nil {
			t.Fatal(err)
		}
	}
	check := func() {
		t.Helper()
		anew := newWhole()
		if err := ingest.Sync(t.Context(), b.store, anew, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(anew.records, followed.records); diff != "" || len(anew.records) == 0 {
			t.Errorf("%d records in the store (-), index (+):\n%s", len(anew.records), diff)
		}
		if followed.seq != anew.seq {
			t.Errorf("the index is at change %d, the store at %d", followed.seq, anew.seq)
		}
	}
	for i := range 3 * index.BatchRecords / 2 {
		write(fmt.Sprintf("%05d.txt", i), i)
	}
	write("copy of 00001.txt", 1)
	b.run(filepath.Join(testdata, "renditions"), filepath.Join(testdata, "notices"), folder)
	check()
	// The place that gave a notice gives another one; the copy stands for the first.
	write("00001.txt", 3*index.BatchRecords)
	b.run(folder)
	check()
	b.Retry = ingest.RetryAll
	b.run(folder)
	check()
}
