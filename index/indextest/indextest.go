// Package indextest is the suite that every index has to pass: it answers as
// comparing each record with the query would, follows batches as a whole, and
// is the same after it was opened again.
package indextest

import (
	"context"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/index"
	"gongshi/search"
	"gongshi/search/query"
)

// Index is what is tested.
type Index interface {
	index.Writer
	search.Index
	Close() error
}

// TestIndex runs the suite. open opens the index in an empty folder for
// writing, or the one that was closed there.
func TestIndex(t *testing.T, open func(t *testing.T, dir string) Index) {
	tests := []struct {
		name string
		run  func(t *testing.T, b *bench)
	}{
		{"empty", testEmpty},
		{"equal to a scan", testEqual},
		{"order", testOrder},
		{"follows the store", testFollows},
		{"batch order", testBatchOrder},
		{"sequence", testSequence},
		{"cancel", testCancel},
		{"stop", testStop},
		{"snapshot", testSnapshot},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := &bench{open: open, dir: t.TempDir() + "/index", truth: map[string]index.Record{}}
			b.Index = open(t, b.dir)
			defer func() {
				if err := b.Index.Close(); err != nil {
					t.Error(err)
				}
			}()
			test.run(t, b)
		})
	}
}

// bench is an index with what should be in it.
type bench struct {
	Index
	open  func(t *testing.T, dir string) Index
	dir   string
	truth map[string]index.Record
	seq   uint64
}

func (b *bench) apply(t *testing.T, batch index.Batch) {
	t.Helper()
	b.seq++
	batch.Seq = b.seq
	if err := b.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	for _, id := range batch.Delete {
		delete(b.truth, id)
	}
	for _, r := range batch.Put {
		b.truth[r.ID] = r
	}
}

func (b *bench) reopen(t *testing.T) {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b.Index = b.open(t, b.dir)
}

// scan is the truth as an index.
func (b *bench) scan() search.Scan {
	return func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for _, r := range b.truth {
				if !yield(&r, nil) {
					return
				}
			}
		}
	}
}

// check compares the answer to a query with the truth: the same records, each
// once, each as it was put in.
func (b *bench) check(t *testing.T, asked string) {
	t.Helper()
	q, err := query.Parse(asked)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]index.Record{}
	seen := map[string]bool{}
	for r, err := range b.Candidates(t.Context(), q) {
		if err != nil {
			t.Fatalf("%q: %v", asked, err)
		}
		if seen[r.ID] {
			t.Errorf("%q: %s is a candidate twice", asked, r.ID)
		}
		seen[r.ID] = true
		if search.Match(q, r) {
			got[r.ID] = *r
		}
	}
	want := map[string]index.Record{}
	for id, r := range b.truth {
		if search.Match(q, &r) {
			want[id] = r
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: %d records, want %d: -want +got\n%.2000s", asked, len(got), len(want), diff)
	}
}

func (b *bench) checkAll(t *testing.T) {
	t.Helper()
	for _, asked := range queries {
		b.check(t, asked)
	}
}

// fill puts n invented notices in, some to a batch.
func (b *bench) fill(t *testing.T, n int) []index.Record {
	t.Helper()
	records := Records(n, 1500)
	for batch := range slices.Chunk(records, 70) {
		b.apply(t, index.Batch{Put: batch})
	}
	return records
}

func testEmpty(t *testing.T, b *bench) {
	if seq, err := b.Seq(t.Context()); seq != 0 || err != nil {
		t.Errorf("sequence number %d, %v of an empty index", seq, err)
	}
	b.checkAll(t)
	b.apply(t, index.Batch{})
	b.checkAll(t)
}

func testEqual(t *testing.T, b *bench) {
	records := b.fill(t, 250)
	b.checkAll(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range 600 {
		b.check(t, invent(r, records, 3))
	}
}

// The order of hits is the scorer's, not the index's.
func testOrder(t *testing.T, b *bench) {
	b.fill(t, 250)
	for _, asked := range queries {
		for _, order := range []string{search.SortRelevance, search.SortDate} {
			req := search.Request{Query: asked, Sort: order, Limit: 1000, Facets: search.FacetNames()}
			want, err := search.New(b.scan(), search.Options{}).Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			// What else the index knows about words may not matter here.
			got, err := search.New(struct{ search.Index }{b.Index}, search.Options{}).Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			want.TookMS, got.TookMS = 0, 0
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q by %s: -want +got\n%.2000s", asked, order, diff)
			}
		}
	}
}

// Random steps, each checked, some after closing and opening.
func testFollows(t *testing.T, b *bench) {
	records := b.fill(t, 60)
	r := rand.New(rand.NewPCG(3, 4))
	for step := range 25 {
		var batch index.Batch
		for range r.IntN(6) {
			batch.Delete = append(batch.Delete, records[r.IntN(len(records))].ID)
		}
		for range r.IntN(6) {
			id := records[r.IntN(len(records))].ID
			if slices.ContainsFunc(batch.Put, func(r index.Record) bool { return r.ID == id }) {
				continue
			}
			changed := index.NewRecord(Notice(1000+r.IntN(100), 1500))
			changed.ID = id
			batch.Put = append(batch.Put, changed)
		}
		b.apply(t, batch)
		if step%8 == 7 {
			b.reopen(t)
		}
		for range 5 {
			b.check(t, queries[r.IntN(len(queries))])
		}
		b.check(t, "")
	}
	b.checkAll(t)
}

// What a batch deletes and puts is there afterwards; deleting what is not there
// does nothing.
func testBatchOrder(t *testing.T, b *bench) {
	records := b.fill(t, 3)
	b.apply(t, index.Batch{Delete: []string{records[0].ID, "nobody"}, Put: records[:1]})
	b.check(t, "")
	b.apply(t, index.Batch{Delete: []string{records[0].ID, records[1].ID, records[2].ID}})
	b.checkAll(t)
}

func testSequence(t *testing.T, b *bench) {
	b.fill(t, 80)
	b.reopen(t)
	if seq, err := b.Seq(t.Context()); seq != b.seq || err != nil {
		t.Errorf("sequence number %d, %v after opening again, want %d", seq, err, b.seq)
	}
	b.check(t, "")
	lower := Records(90, 500)[89]
	if err := b.Apply(t.Context(), index.Batch{Put: []index.Record{lower}, Seq: b.seq - 1}); err == nil {
		t.Error("the sequence number went down")
	}
	b.check(t, "")
	b.seq-- // the same number again is what a repeated step has
	b.apply(t, index.Batch{Put: []index.Record{lower}})
	b.check(t, "")
}

func testCancel(t *testing.T, b *bench) {
	records := b.fill(t, 10)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range b.Candidates(ctx, query.All{}) {
		if err != nil {
			break
		}
	}
	if err := b.Apply(ctx, index.Batch{Delete: []string{records[0].ID}, Put: Records(20, 500), Seq: b.seq + 1}); err == nil {
		t.Error("a batch was applied although the context was done")
	}
	b.check(t, "")
	n := 0
	var failed error
	for r, err := range b.Candidates(ctx, query.All{}) {
		if failed = err; r != nil {
			n++
		}
	}
	if failed == nil && n < len(records) {
		t.Errorf("%d of %d candidates, and no error", n, len(records))
	}
}

// A caller can stop, and then write.
func testStop(t *testing.T, b *bench) {
	b.fill(t, 80)
	n := 0
	for _, err := range b.Candidates(t.Context(), query.All{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	b.apply(t, index.Batch{Put: Records(90, 500)[80:]})
	b.check(t, "")
}

// What is written while candidates are read changes nothing about them.
func testSnapshot(t *testing.T, b *bench) {
	records := b.fill(t, 30)
	before := map[string]gongshi.Date{}
	for _, r := range records {
		before[r.ID] = r.Issued
	}
	got := map[string]gongshi.Date{}
	for r, err := range b.Candidates(t.Context(), query.All{}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 {
			var batch index.Batch
			for _, r := range records[:20] {
				batch.Delete = append(batch.Delete, r.ID)
			}
			b.apply(t, batch)
		}
		got[r.ID] = r.Issued
	}
	if diff := cmp.Diff(before, got); diff != "" {
		t.Error(diff)
	}
	b.check(t, "")
}
