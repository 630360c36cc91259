package bleve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
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
	known := make([]verdict, len(s.parts))
	var doubtful []place
	for i, p := range s.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if known[i], err = p.judge(ctx, q); err != nil {
			return nil, err
		}
		room := p.live
		if among != nil {
			room = among[i]
		}
		hits = append(hits, roaring.And(known[i].sure, room))
		if known[i].exact() {
			continue
		}
		docs := roaring.AndNot(known[i].maybe, known[i].sure)
		docs.And(room)
		for doc := range roaring.Values(docs) {
			doubtful = append(doubtful, place{i, doc})
		}
	}
	return hits, s.verify(ctx, known, doubtful, hits)
}

// verify reads documents of which the query's judgement leaves in doubt whether
// they match, and adds those that do.
func (s *set) verify(ctx context.Context, known []verdict, doubtful []place, hits []*roaring.Bitmap) error {
	matching := make([]bool, len(doubtful))
	err := inShares(ctx, len(doubtful), func(from, to int) error {
		var texts index.Texts
		return s.read(doubtful[from:to], func(i int, data []byte) error {
			err := texts.Open(data)
			at := doubtful[from+i]
			matching[from+i] = err == nil && known[at.part].holds(at.doc, &texts)
			return err
		})
	})
	found := make([][]uint32, len(hits))
	for i, at := range doubtful {
		if matching[i] {
			found[at.part] = append(found[at.part], at.doc)
		}
	}
	for i, docs := range found {
		hits[i].AddMany(docs)
	}
	return err
}

// place is where a document is.
type place struct {
	part int
	doc  uint32
}

// inShares calls f with ranges that together are those from 0 to n, in several
// goroutines.
func inShares(ctx context.Context, n int, f func(from, to int) error) error {
	const share = 64 // that a goroutine takes at once
	shares := make(chan int)
	var work sync.WaitGroup
	failures := make([]error, min(runtime.GOMAXPROCS(0), (n+share-1)/share))
	for w := range failures {
		work.Go(func() {
			for from := range shares {
				if failures[w] == nil {
					failures[w] = f(from, min(n, from+share))
				}
			}
		})
	}
	for from := 0; from < n && ctx.Err() == nil; from += share {
		shares <- from
	}
	close(shares)
	work.Wait()
	return errors.Join(append(failures, ctx.Err())...)
}

// read calls f with the encoded records of documents, each good until f returns.
func (s *set) read(places []place, f func(i int, data []byte) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	var plain []byte
	var found bool
	var unread error
	now := 0
	visit := func(field string, _ byte, value []byte, _ []uint64) bool {
		if found = field == fieldRecord; found {
			plain = mask(plain[:0], value)
			unread = f(now, plain)
		}
		return !found
	}
	for i, at := range places {
		now, found = i, false
		err := s.parts[at.part].VisitDocument(uint64(at.doc), visit)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("%w: document %d has no record", index.ErrDamaged, at.doc)
		case unread != nil:
			return fmt.Errorf("%w: %w", index.ErrDamaged, unread)
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
					err = s.read([]place{{i, doc}}, func(_ int, data []byte) error { return record.UnmarshalBinary(data) })
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
	err := inShares(ctx, len(places), func(from, to int) error {
		return s.read(places[from:to], func(i int, data []byte) error {
			records[from+i] = new(index.Record)
			return records[from+i].UnmarshalBinary(data)
		})
	})
	return records, err
}

// newest gives n of some documents from offset on, newest first, those of a day
// by their ids. There are as many. Only those of the days that are given are
// sorted.
func (s *set) newest(among []*roaring.Bitmap, offset, n int) (_ []place, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer guard(&err)
	columns := make([]*column, len(among))
	counts := map[gongshi.Date]int{}
	for i, docs := range among {
		if docs.IsEmpty() {
			continue
		}
		if columns[i], err = s.index.columns.of(s.parts[i]); err != nil {
			return nil, err
		}
		columns[i].count(docs, counts)
	}
	var given []dated
	days, before := daysAround(counts, offset, n)
	for i, docs := range among {
		if columns[i] != nil {
			given = columns[i].among(docs, days, i, given)
		}
	}
	slices.SortFunc(given, func(a, b dated) int { return b.day.Compare(a.day) })
	for from := 0; from < len(given); {
		to := from + counts[given[from].day]
		if err := s.byID(given[from:to]); err != nil {
			return nil, err
		}
		from = to
	}
	places := make([]place, n)
	for i := range places {
		places[i] = given[offset-before+i].place
	}
	return places, nil
}

// daysAround gives the days of n documents from offset on, and how many are newer,
// by how many each day has.
func daysAround(counts map[gongshi.Date]int, offset, n int) (days map[gongshi.Date]bool, before int) {
	days = map[gongshi.Date]bool{}
	passed := 0
	for _, day := range slices.SortedFunc(maps.Keys(counts), func(a, b gongshi.Date) int { return b.Compare(a) }) {
		if passed >= offset+n {
			break
		}
		passed += counts[day]
		if passed > offset {
			days[day] = true
		} else {
			before = passed
		}
	}
	return days, before
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

var _ search.Index = (*Index)(nil)
