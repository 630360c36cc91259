package bleve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"sort"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
	api "github.com/blevesearch/bleve_index_api"

	"gongshi/index"
	"gongshi/search/query"
)

// Candidates gives the records that can match the query: all that do, and
// possibly others. Their order means nothing.
func (x *Index) Candidates(ctx context.Context, q query.Node) iter.Seq2[*index.Record, error] {
	return func(yield func(*index.Record, error) bool) {
		if err := x.candidates(ctx, q, yield); err != nil {
			yield(nil, fmt.Errorf("search index: %w", err))
		}
	}
}

func (x *Index) candidates(ctx context.Context, q query.Node, yield func(*index.Record, error) bool) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // a mapped segment that was cut short
	stopped := false
	defer func() {
		if !stopped { // a panic of the caller is not ours to catch
			guard(&err)
		}
	}()
	reader, err := x.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	records := newLoader(reader)
	p := planner{ctx, reader}
	s, err := p.plan(q)
	if err == nil && s == nil {
		s, err = searcher.NewMatchAllSearcher(ctx, reader, 1, options)
	}
	if err != nil {
		return err
	}
	defer s.Close()
	matches := &search.SearchContext{IndexReader: reader,
		DocumentMatchPool: search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0)}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		match, err := s.Next(matches)
		if err != nil || match == nil {
			return err
		}
		record, err := records.load(match.IndexInternalID)
		if err != nil {
			return err
		}
		matches.DocumentMatchPool.Put(match)
		stopped = true
		if !yield(record, nil) {
			return nil
		}
		stopped = false
	}
}

// reader gives the index as it is now.
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

// loader reads records by the numbers that the library gives documents: through
// their ids, as the library's interface would have it, takes twice the time.
type loader struct {
	segments []*scorch.SegmentSnapshot
	starts   []uint64 // the number of the first document of each segment
}

func newLoader(reader *scorch.IndexSnapshot) *loader {
	l := &loader{segments: reader.Segments()}
	next := uint64(0)
	for _, segment := range l.segments {
		l.starts = append(l.starts, next)
		next += uint64(segment.FullSize())
	}
	return l
}

func (l *loader) load(id api.IndexInternalID) (*index.Record, error) {
	number := id.Value()
	at := sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > number }) - 1
	record := new(index.Record)
	undecoded := fmt.Errorf("%w: document %d has no record", index.ErrDamaged, number)
	err := l.segments[at].VisitDocument(number-l.starts[at], func(field string, _ byte, value []byte, _ []uint64) bool {
		if field != fieldRecord {
			return true
		}
		if undecoded = record.UnmarshalBinary(value); undecoded != nil {
			undecoded = fmt.Errorf("%w: %w", index.ErrDamaged, undecoded)
		}
		return false
	})
	return record, cmp.Or(err, undecoded)
}

// options are for searchers that neither score nor know places.
var options = search.SearcherOptions{Score: "none"}

// planner makes searchers of queries. No searcher stands for all documents.
type planner struct {
	ctx    context.Context
	reader api.IndexReader
}

func (p planner) plan(q query.Node) (search.Searcher, error) {
	switch q := q.(type) {
	case query.And:
		return p.and(q.Nodes)
	case query.Or:
		return p.or(q.Nodes)
	case query.Word:
		return p.grams(fieldGrams, q.Text)
	case query.Term:
		return p.term(q)
	case query.Range:
		return p.span(q)
	}
	// What a NOT leaves out cannot be told by candidates for its node, since
	// those may be too many.
	return nil, nil
}

func (p planner) and(nodes []query.Node) (search.Searcher, error) {
	var all []search.Searcher
	for _, n := range nodes {
		s, err := p.plan(n)
		if err != nil {
			return nil, err
		}
		if s != nil {
			all = append(all, s)
		}
	}
	return p.all(all)
}

func (p planner) all(all []search.Searcher) (search.Searcher, error) {
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return all[0], nil
	}
	return searcher.NewConjunctionSearcher(p.ctx, p.reader, all, options)
}

func (p planner) or(nodes []query.Node) (search.Searcher, error) {
	var any []search.Searcher
	for _, n := range nodes {
		s, err := p.plan(n)
		if s == nil || err != nil {
			return nil, err
		}
		any = append(any, s)
	}
	return searcher.NewDisjunctionSearcher(p.ctx, p.reader, any, 1, options)
}

func (p planner) grams(field, text string) (search.Searcher, error) {
	seen := make(map[string]bool)
	var all []search.Searcher
	var failed error
	eachGram([]byte(text), false, func(gram []byte) {
		if seen[string(gram)] || failed != nil {
			return
		}
		seen[string(gram)] = true
		s, err := searcher.NewTermSearcherBytes(p.ctx, p.reader, gram, field, 1, options)
		all, failed = append(all, s), err
	})
	if failed != nil {
		return nil, failed
	}
	return p.all(all)
}

func (p planner) term(q query.Term) (search.Searcher, error) {
	switch q.Field {
	case query.FieldNumber:
		return p.grams(fieldNumber, q.Value)
	case query.FieldPhone:
		// The area code can be missing on either side.
		return p.grams(fieldPhone, q.Value[max(0, len(q.Value)-query.LocalDigits):])
	case query.FieldProblem:
		return p.grams(fieldProblem, q.Value)
	case query.FieldIssuer:
		return p.grams(fieldIssuer, q.Value)
	case query.FieldRegion:
		return searcher.NewTermPrefixSearcher(p.ctx, p.reader, q.Value, fieldRegion, 1, options)
	case query.FieldRule:
		return searcher.NewTermPrefixSearcher(p.ctx, p.reader, q.Value, fieldRule, 1, options)
	case query.FieldRound:
		return searcher.NewTermSearcher(p.ctx, p.reader, q.Value, fieldRound, 1, options)
	case query.FieldAuthority:
		return searcher.NewTermSearcher(p.ctx, p.reader, q.Value, fieldAuth, 1, options)
	case query.FieldKind:
		return searcher.NewTermSearcher(p.ctx, p.reader, q.Value, fieldKind, 1, options)
	case query.FieldHas:
		return searcher.NewTermSearcher(p.ctx, p.reader, q.Value, fieldHas, 1, options)
	}
	return nil, nil
}

// span gives the records of the months or years that a range reaches into.
func (p planner) span(q query.Range) (search.Searcher, error) {
	first, last := q.Days()
	first.Day, last.Day = 0, 0
	field := fieldMonth
	if q.Field == query.FieldYear {
		field, first.Month, last.Month = fieldYear, 0, 0
	}
	included := true
	return searcher.NewTermRangeSearcher(p.ctx, p.reader, []byte(first.String()), []byte(last.String()), &included, &included, field, 1, options)
}

// DocFreq gives in how many records gojieba cuts a word out, and how many
// records there are.
func (x *Index) DocFreq(ctx context.Context, word string) (n, total uint64, err error) {
	defer guard(&err)
	reader, err := x.reader()
	if err != nil {
		return 0, 0, err
	}
	defer reader.Close()
	if total, err = reader.DocCount(); err != nil {
		return 0, 0, err
	}
	terms, err := reader.TermFieldReader(ctx, []byte(word), fieldWords, false, false, false)
	if err != nil {
		return 0, 0, err
	}
	defer terms.Close()
	return terms.Count(), total, nil
}
