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
// writing, or the one that was closed there; words are what a searcher over it is
// told of words.
func TestIndex(t *testing.T, words search.Options, open func(t *testing.T, dir string) Index) {
	tests := []struct {
		name string
		run  func(t *testing.T, b *bench)
	}{
		{"empty", testEmpty},
		{"equal to a scan", testEqual},
		{"order", testOrder},
		{"first", testFirst},
		{"wide", testWide},
		{"having", testHaving},
		{"follows the store", testFollows},
		{"batch order", testBatchOrder},
		{"sequence", testSequence},
		{"cancel", testCancel},
		{"stop", testStop},
		{"snapshot", testSnapshot},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := &bench{open: open, words: words, dir: t.TempDir() + "/index", truth: map[string]index.Record{}}
			b.Index = open(t, b.dir)
			t.Cleanup(func() { // after the sets
				if err := b.Index.Close(); err != nil {
					t.Error(err)
				}
			})
			test.run(t, b)
		})
	}
}

// bench is an index with what should be in it.
type bench struct {
	Index
	open  func(t *testing.T, dir string) Index
	words search.Options
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
	set, err := b.Match(t.Context(), q)
	if err != nil {
		t.Fatalf("%q: %v", asked, err)
	}
	defer func() {
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	}()
	got := map[string]index.Record{}
	for r, err := range set.All(t.Context()) {
		if err != nil {
			t.Fatalf("%q: %v", asked, err)
		}
		if _, ok := got[r.ID]; ok {
			t.Errorf("%q: %s is found twice", asked, r.ID)
		}
		got[r.ID] = *r
	}
	if set.Len() != len(got) {
		t.Errorf("%q: a set of %d has %d", asked, set.Len(), len(got))
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

// match asks the index, and closes the set with the test.
func (b *bench) match(t *testing.T, q query.Node) search.Set {
	t.Helper()
	set, err := b.Match(t.Context(), q)
	if err != nil {
		t.Fatalf("%q: %v", q, err)
	}
	t.Cleanup(func() {
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	})
	return set
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
			want, err := search.New(b.scan(), b.words).Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			got, err := search.New(b.Index, b.words).Search(t.Context(), req)
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

// First gives any part of the order that its preferred queries make.
func testFirst(t *testing.T, b *bench) {
	b.fill(t, 250)
	title := func(text string) query.Node { return query.Word{In: query.InTitle, Text: text} }
	issue := func(text string) query.Node { return query.Word{In: query.Scope(gongshi.SectionIssue), Text: text} }
	for _, preferred := range [][]query.Node{
		nil,
		{title("公示")},
		{title("岳阳"), issue("污")},
		{query.And{Nodes: []query.Node{title("岳阳"), issue("雨污")}}, query.Or{Nodes: []query.Node{title("二轮"), issue("总磷")}}, query.Not{Node: issue("长江")}},
	} {
		for _, asked := range []string{"", "污", "雨污分流", "-洞庭湖", "没有这样的词"} {
			q, err := query.Parse(asked)
			if err != nil {
				t.Fatal(err)
			}
			want, err := b.scan().Match(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got := b.match(t, q)
			for _, part := range [][2]int{{0, 10}, {0, 1000}, {7, 5}, {240, 100}, {1000, 10}, {3, 0}} {
				a, err := want.First(t.Context(), preferred, part[0], part[1])
				if err != nil {
					t.Fatal(err)
				}
				z, err := got.First(t.Context(), preferred, part[0], part[1])
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(ids(a), ids(z)); diff != "" {
					t.Errorf("%q, %v, %v: -want +got\n%.2000s", asked, preferred, part, diff)
				}
			}
		}
	}
}

func ids(records []*index.Record) []string {
	all := []string{}
	for _, r := range records {
		all = append(all, r.ID)
	}
	return all
}

// Having counts as a scan does, also after records went.
func testHaving(t *testing.T, b *bench) {
	records := b.fill(t, 250)
	texts := []string{"污", "雨污", "x", "，", "没有", "公示", "pm", "2.", "年1", "、农"}
	if b.words.IsWord != nil {
		for _, word := range []string{"雨污分流", "水产养殖", "污水处理", "生态环境保护督察", "没有这样的词"} {
			if b.words.IsWord(word) {
				texts = append(texts, word)
			}
		}
	}
	for range 2 {
		want, all, err := b.scan().Having(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		got, total, err := b.Having(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" || all != total {
			t.Errorf("%q of %d, want of %d: -want +got\n%s", texts, total, all, diff)
		}
		var batch index.Batch
		for _, r := range records[:100] {
			batch.Delete = append(batch.Delete, r.ID)
		}
		b.apply(t, batch)
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
	if set, err := b.Match(ctx, query.All{}); err == nil {
		t.Error("a match although the context was done", set.Close())
	}
	if err := b.Apply(ctx, index.Batch{Delete: []string{records[0].ID}, Put: Records(20, 500), Seq: b.seq + 1}); err == nil {
		t.Error("a batch was applied although the context was done")
	}
	b.check(t, "")
	n := 0
	var failed error
	for r, err := range b.match(t, query.All{}).All(ctx) {
		if failed = err; r != nil {
			n++
		}
	}
	if failed == nil && n < len(records) {
		t.Errorf("%d of %d records, and no error", n, len(records))
	}
}

// A caller can stop, and then write.
func testStop(t *testing.T, b *bench) {
	b.fill(t, 80)
	n := 0
	for _, err := range b.match(t, query.All{}).All(t.Context()) {
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

// What is written while a set is read changes nothing about it.
func testSnapshot(t *testing.T, b *bench) {
	records := b.fill(t, 30)
	before := map[string]gongshi.Date{}
	for _, r := range records {
		before[r.ID] = r.Issued
	}
	got := map[string]gongshi.Date{}
	for r, err := range b.match(t, query.All{}).All(t.Context()) {
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
