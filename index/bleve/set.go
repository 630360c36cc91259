package bleve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"gongshi"
	"gongshi/index"
	"gongshi/search"
	"gongshi/search/query"
)

// set is a [search.Set]: documents of the index as it was when they were
// looked for.
type set struct {
	index  *Index
	reader *scorch.IndexSnapshot
	parts  []*part
	hits   []*roaring.Bitmap // of each part
}

// Match gives the records that match the query.
func (x *Index) Match(ctx context.Context, q query.Node) (_ search.Set, err error) {
	s, err := x.snapshot()
	if err != nil {
		return nil, fmt.Errorf("search index: %w", err)
	}
	if s.hits, err = s.within(ctx, q, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("search index: %w", err), s.Close())
	}
	return s, nil
}

// snapshot is the index as it is now.
func (x *Index) snapshot() (*set, error) {
	reader, err := x.reader()
	if err != nil {
		return nil, err
	}
	s := &set{index: x, reader: reader}
	for _, segment := range reader.Segments() {
		s.parts = append(s.parts, newPart(segment, x.words))
	}
	return s, nil
}

// reader is the library's view of the index as it is now.
func (x *Index) reader() (*scorch.IndexSnapshot, error) {
	advanced, err := x.ix.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%w: it is kept as %T", index.ErrDamaged, reader), reader.Close())
	}
	return snapshot, nil
}

// Close lets the library delete the segments that the set needed.
func (s *set) Close() error { return s.reader.Close() }

// within gives the documents that match, of each part, among some; nil stands for
// all.
func (s *set) within(ctx context.Context, q query.Node, among []*roaring.Bitmap) (hits []*roaring.Bitmap, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // a mapped segment that was cut short
	defer guard(&err)
	doubtful := make([]*roaring.Bitmap, len(s.parts))
	for i, p := range s.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, err := p.match(ctx, q)
		if err != nil {
			return nil, err
		}
		room := p.live
		if among != nil {
			room = among[i]
		}
		hits = append(hits, roaring.And(b.sure, room))
		if !b.exact() {
			doubtful[i] = roaring.AndNot(b.maybe, b.sure)
			doubtful[i].And(room)
		}
	}
	return hits, s.verify(ctx, q, hits, doubtful)
}

// verify compares doubtful documents with the query, and adds those that match.
func (s *set) verify(ctx context.Context, q query.Node, hits, doubtful []*roaring.Bitmap) error {
	var places []place
	for i, docs := range doubtful {
		if docs == nil {
			continue
		}
		for doc := range roaring.Values(docs) {
			places = append(places, place{i, doc})
		}
	}
	matching := make([]bool, len(places))
	err := s.each(ctx, places, func(i int, data []byte) error {
		var r index.Record
		err := r.Borrow(data)
		matching[i] = err == nil && search.Match(q, &r)
		return err
	})
	for i, at := range places {
		if matching[i] {
			hits[at.part].Add(at.doc)
		}
	}
	return err
}

// place is where a document is.
type place struct {
	part int
	doc  uint32
}

// each calls f with the encoded records of documents, in several goroutines.
func (s *set) each(ctx context.Context, places []place, f func(i int, data []byte) error) error {
	const share = 64 // documents that a goroutine takes at once
	shares := make(chan int)
	var work sync.WaitGroup
	failures := make([]error, min(runtime.GOMAXPROCS(0), (len(places)+share-1)/share))
	for w := range failures {
		work.Go(func() {
			for from := range shares {
				if failures[w] == nil {
					failures[w] = s.some(places[from:min(len(places), from+share)], func(i int, data []byte) error { return f(from+i, data) })
				}
			}
		})
	}
	for from := 0; from < len(places) && ctx.Err() == nil; from += share {
		shares <- from
	}
	close(shares)
	work.Wait()
	return errors.Join(append(failures, ctx.Err())...)
}

func (s *set) some(places []place, f func(i int, data []byte) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	for i, at := range places {
		if err := s.parts[at.part].stored(at.doc, func(data []byte) error { return f(i, data) }); err != nil {
			return err
		}
	}
	return nil
}

// Len is the number of records.
func (s *set) Len() int {
	n := uint64(0)
	for _, docs := range s.hits {
		n += docs.GetCardinality()
	}
	return int(n)
}

// All gives the records in the order of the index's documents.
func (s *set) All(ctx context.Context) iter.Seq2[*index.Record, error] {
	return func(yield func(*index.Record, error) bool) {
		for i, docs := range s.hits {
			for doc := range roaring.Values(docs) {
				var record *index.Record
				err := ctx.Err()
				if err == nil {
					record = new(index.Record)
					err = s.some([]place{{i, doc}}, func(_ int, data []byte) error { return record.UnmarshalBinary(data) })
				}
				if !yield(record, err) || err != nil {
					return
				}
			}
		}
	}
}

// First gives a part of the order of the records.
func (s *set) First(ctx context.Context, preferred []query.Node, offset, n int) ([]*index.Record, error) {
	groups := [][]*roaring.Bitmap{s.hits}
	for _, q := range preferred {
		matching, err := s.within(ctx, q, s.hits)
		if err != nil {
			return nil, err
		}
		var finer [][]*roaring.Bitmap
		for _, group := range groups {
			first, then := make([]*roaring.Bitmap, len(group)), make([]*roaring.Bitmap, len(group))
			for i := range group {
				first[i], then[i] = roaring.And(group[i], matching[i]), roaring.AndNot(group[i], matching[i])
			}
			finer = append(finer, first, then)
		}
		groups = finer
	}
	var places []place
	for _, group := range groups {
		size := 0
		for _, docs := range group {
			size += int(docs.GetCardinality())
		}
		if size <= offset {
			offset -= size
			continue
		}
		if len(places) == n {
			break
		}
		some, err := s.newest(group, offset, min(n-len(places), size-offset))
		if err != nil {
			return nil, err
		}
		places, offset = append(places, some...), 0
	}
	records := make([]*index.Record, len(places))
	err := s.each(ctx, places, func(i int, data []byte) error {
		records[i] = new(index.Record)
		return records[i].UnmarshalBinary(data)
	})
	return records, err
}

// newest gives n of some documents from offset on, newest first, those of a day
// by their ids. There are as many.
func (s *set) newest(among []*roaring.Bitmap, offset, n int) (_ []place, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	var all []dated
	for i, docs := range among {
		if docs.IsEmpty() {
			continue
		}
		days, err := s.index.columns.days(s.parts[i])
		if err != nil {
			return nil, err
		}
		for doc := range roaring.Values(docs) {
			all = append(all, dated{days[doc], place{i, doc}})
		}
	}
	slices.SortFunc(all, func(a, b dated) int { return b.day.Compare(a.day) })
	var places []place
	for from := 0; from < offset+n; {
		day := all[from].day
		to := from + 1
		for to < len(all) && all[to].day == day {
			to++
		}
		if to > offset {
			if err := s.byID(all[from:to]); err != nil {
				return nil, err
			}
			for _, d := range all[max(from, offset):min(to, offset+n)] {
				places = append(places, d.place)
			}
		}
		from = to
	}
	return places, nil
}

// dated is a document with its day of issue.
type dated struct {
	day gongshi.Date
	place
}

// byID sorts documents by their ids.
func (s *set) byID(docs []dated) error {
	if len(docs) == 1 {
		return nil
	}
	ids := make(map[place]string, len(docs))
	for _, d := range docs {
		id, err := s.parts[d.part].DocID(uint64(d.doc))
		if err != nil {
			return err
		}
		ids[d.place] = string(id)
	}
	slices.SortFunc(docs, func(a, b dated) int { return strings.Compare(ids[a.place], ids[b.place]) })
	return nil
}

// Counts counts the values of a facet.
func (s *set) Counts(ctx context.Context, facet string) (counts map[string]int, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	fields := facetFields[facet]
	if fields == nil {
		return nil, fmt.Errorf("nothing is known to count by %q", facet)
	}
	counts = map[string]int{}
	for i, p := range s.parts {
		having := map[string]*roaring.Bitmap{}
		for _, field := range fields {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			err := p.eachTerm(field, "", func(value string, list postings.PostingsList) error {
				if !isFacetValue(field, value) {
					return nil
				}
				docs := cmp.Or(having[value], roaring.New())
				having[value] = docs
				return addTo(docs, list)
			})
			if err != nil {
				return nil, err
			}
		}
		for value, docs := range having {
			if n := int(docs.AndCardinality(s.hits[i])); n > 0 {
				counts[value] += n
			}
		}
	}
	return counts, nil
}

// facetFields are the fields that have the values of a facet.
var facetFields = map[string][]string{
	"round": {fieldRound}, "authority": {fieldAuthority},
	"province": {fieldProvince}, "city": {fieldCity}, "county": {fieldCounty}, "region": regionFields,
	"issuer": {fieldIssuer}, "rule": {fieldRule}, "has": {fieldHas}, "kind": {fieldKind}, "year": {fieldYear},
}

// isFacetValue tells the values of a field that are counted from those that only
// can be asked for.
func isFacetValue(field, value string) bool {
	switch field {
	case fieldRound:
		return !strings.HasSuffix(value, "-lookback")
	case fieldHas:
		return slices.Contains(gongshi.SectionKinds[:], gongshi.SectionKind(value))
	}
	return true
}

// Having counts the records that have the texts.
func (x *Index) Having(ctx context.Context, texts []string) (counts []int, total int, err error) {
	s, err := x.snapshot()
	if err != nil {
		return nil, 0, fmt.Errorf("count in index: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	s.hits = make([]*roaring.Bitmap, len(s.parts))
	counts = make([]int, len(texts))
	for i, text := range texts {
		if s.hits, err = s.within(ctx, query.Word{Text: text}, nil); err != nil {
			return nil, 0, fmt.Errorf("count in index: %w", err)
		}
		counts[i] = s.Len()
	}
	for _, p := range s.parts {
		total += int(p.live.GetCardinality())
	}
	return counts, total, nil
}

// columns are the days of issue by segment; segments never change.
type columns struct {
	mu    sync.Mutex
	known map[uint64][]gongshi.Date
}

func (c *columns) days(p *part) ([]gongshi.Date, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if days, ok := c.known[p.Id()]; ok {
		return days, nil
	}
	days, err := p.days()
	if err != nil {
		return nil, err
	}
	if c.known == nil || len(c.known) > mostColumns {
		c.known = map[uint64][]gongshi.Date{}
	}
	c.known[p.Id()] = days
	return days, nil
}

// mostColumns bounds what is kept of segments that may be gone.
const mostColumns = 256

var _ search.Index = (*Index)(nil)
