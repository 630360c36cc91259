package bleve

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"gongshi"
	"gongshi/index"
	"gongshi/index/segment"
	"gongshi/normal"
	"gongshi/search/query"
)

// part is a segment of the index, in which documents have numbers of their own.
type part struct {
	*scorch.SegmentSnapshot
	live  *roaring.Bitmap // the documents that are not deleted
	words *segment.Trie
	dicts map[string]postings.TermDictionary
}

func newPart(s *scorch.SegmentSnapshot, words *segment.Trie) *part {
	return &part{s, s.DocNumbersLive(), words, map[string]postings.TermDictionary{}}
}

// bounds is what is known of the documents that match: those that surely do, and
// those of which no other can. Sets are never changed once they are in use.
type bounds struct{ sure, maybe *roaring.Bitmap }

func exactly(docs *roaring.Bitmap) bounds { return bounds{docs, docs} }

func (b bounds) exact() bool { return b.sure == b.maybe }

// match tells which documents match, deleted ones included.
func (p *part) match(ctx context.Context, q query.Node) (bounds, error) {
	if err := ctx.Err(); err != nil { // a clause can read all values of a field
		return bounds{}, err
	}
	switch q := q.(type) {
	case query.All:
		return exactly(p.live), nil
	case query.And:
		return p.join(ctx, q.Nodes, roaring.And)
	case query.Or:
		return p.join(ctx, q.Nodes, roaring.Or)
	case query.Not:
		b, err := p.match(ctx, q.Node)
		if err != nil || b.exact() {
			return exactly(roaring.AndNot(p.live, b.sure)), err
		}
		return bounds{roaring.AndNot(p.live, b.maybe), roaring.AndNot(p.live, b.sure)}, nil
	case query.Word:
		return p.word(q)
	case query.Term:
		docs, err := p.term(q)
		return exactly(docs), err
	case query.Range:
		docs, err := p.span(q)
		return exactly(docs), err
	}
	return bounds{}, fmt.Errorf("a query of type %T", q)
}

func (p *part) join(ctx context.Context, nodes []query.Node, with func(a, b *roaring.Bitmap) *roaring.Bitmap) (bounds, error) {
	var all bounds
	for i, n := range nodes {
		b, err := p.match(ctx, n)
		switch {
		case err != nil:
			return bounds{}, err
		case i == 0:
			all = b
		case all.exact() && b.exact():
			all = exactly(with(all.sure, b.sure))
		default:
			all = bounds{with(all.sure, b.sure), with(all.maybe, b.maybe)}
		}
	}
	if len(nodes) == 0 {
		all = exactly(p.live)
	}
	return all, nil
}

// word tells which documents have a text in its scope.
func (p *part) word(w query.Word) (bounds, error) {
	in := zonesIn(w.In)
	lines := strings.Contains(w.Text, "\n")
	switch n := utf8.RuneCountInString(w.Text); {
	case n == 1 && !lines:
		docs, err := p.beginning(in, w.Text)
		return exactly(docs), err
	case n == 2 && !lines, n > 2 && p.words.IsWord(w.Text):
		docs, err := p.holding(in, w.Text)
		return exactly(docs), err
	}
	maybe, err := p.parts(in, w.Text)
	if err != nil || maybe.IsEmpty() {
		return exactly(maybe), err
	}
	return bounds{roaring.New(), maybe}, nil
}

// parts tells which documents have all that a text is made of.
func (p *part) parts(in []string, text string) (*roaring.Bitmap, error) {
	pieces := map[string]bool{}
	p.words.Words(text, func(start, end int) { pieces[text[start:end]] = true })
	eachPair(text, func(pair string) { pieces[pair] = true })
	docs := p.live
	for piece := range pieces {
		having, err := p.holding(in, piece)
		if err != nil {
			return nil, err
		}
		if docs = roaring.And(docs, having); docs.IsEmpty() {
			break
		}
	}
	return docs, nil
}

// holding tells which documents have a term in any of the fields.
func (p *part) holding(fields []string, term string) (*roaring.Bitmap, error) {
	docs := roaring.New()
	for _, field := range fields {
		dict, err := p.dict(field)
		if err != nil {
			return nil, err
		}
		list, err := dict.PostingsList([]byte(term), nil, nil)
		if err != nil {
			return nil, err
		}
		if err := addTo(docs, list); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// beginning tells which documents have a term with the prefix in any of the
// fields.
func (p *part) beginning(fields []string, prefix string) (*roaring.Bitmap, error) {
	docs := roaring.New()
	for _, field := range fields {
		err := p.eachTerm(field, prefix, func(_ string, list postings.PostingsList) error {
			return addTo(docs, list)
		})
		if err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// keeping tells which documents have a term in the field that is to be kept.
func (p *part) keeping(field string, keep func(term string) bool) (*roaring.Bitmap, error) {
	docs := roaring.New()
	dict, err := p.dict(field)
	if err != nil {
		return nil, err
	}
	var list postings.PostingsList
	terms := termsOf(dict, nil, nil)
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return docs, err
		}
		if !keep(entry.Term) {
			continue
		}
		if list, err = dict.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return nil, err
		}
		if err := addTo(docs, list); err != nil {
			return nil, err
		}
	}
}

// eachTerm calls f with the terms of a field that have a prefix, and the documents
// that have them, until f is called again.
func (p *part) eachTerm(field, prefix string, f func(term string, list postings.PostingsList) error) error {
	dict, err := p.dict(field)
	if err != nil {
		return err
	}
	var first, end []byte
	if prefix != "" {
		first = []byte(prefix)
		end = append([]byte(prefix), 0xFF) // no character begins so
	}
	var list postings.PostingsList
	terms := termsOf(dict, first, end)
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return err
		}
		if list, err = dict.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return err
		}
		if err := f(entry.Term, list); err != nil {
			return err
		}
	}
}

// termsOf gives the terms of a dictionary from first on, up to end, without
// looking at their postings if that can be had.
func termsOf(dict postings.TermDictionary, first, end []byte) postings.DictionaryIterator {
	type quick interface {
		AutomatonIteratorOmitCount(a postings.Automaton, first, end []byte) postings.DictionaryIterator
	}
	if dict, ok := dict.(quick); ok {
		return dict.AutomatonIteratorOmitCount(nil, first, end)
	}
	return dict.AutomatonIterator(nil, first, end)
}

func (p *part) dict(field string) (postings.TermDictionary, error) {
	if dict, ok := p.dicts[field]; ok {
		return dict, nil
	}
	dict, err := p.Segment().Dictionary(field)
	if err == nil {
		p.dicts[field] = dict
	}
	return dict, err
}

// addTo adds the documents of a postings list to a set.
func addTo(docs *roaring.Bitmap, list postings.PostingsList) error {
	into, ok := list.(interface{ OrInto(*roaring.Bitmap) })
	if !ok {
		return fmt.Errorf("%w: postings are kept as %T", index.ErrDamaged, list)
	}
	into.OrInto(docs)
	return nil
}

// term tells which documents have a property, by the values that there are.
func (p *part) term(t query.Term) (*roaring.Bitmap, error) {
	switch t.Field {
	case query.FieldRegion:
		docs, err := p.beginning([]string{fieldCode}, t.Value)
		if err != nil {
			return nil, err
		}
		for _, level := range regionFields {
			named, err := p.keeping(level, func(name string) bool { return strings.HasPrefix(normal.Search(name), t.Value) })
			if err != nil {
				return nil, err
			}
			docs.Or(named)
		}
		return docs, nil
	case query.FieldIssuer:
		return p.keeping(fieldIssuerForm, func(name string) bool { return strings.Contains(name, t.Value) })
	case query.FieldSource:
		return p.keeping(fieldSource, func(path string) bool { return strings.Contains(path, t.Value) })
	case query.FieldNumber:
		return p.keeping(fieldNumber, func(n string) bool { return query.NumberMatches(t.Value, n) })
	case query.FieldPhone:
		return p.keeping(fieldPhone, func(n string) bool { return query.PhoneMatches(t.Value, n) })
	case query.FieldProblem:
		return p.keeping(fieldProblem, func(n string) bool { return query.ProblemMatches(t.Value, n) })
	case query.FieldRule:
		return p.beginning([]string{fieldRule}, t.Value)
	case query.FieldRound:
		return p.holding([]string{fieldRound}, t.Value)
	case query.FieldAuthority:
		return p.holding([]string{fieldAuthority}, t.Value)
	case query.FieldKind:
		return p.holding([]string{fieldKind}, t.Value)
	case query.FieldHas:
		return p.holding([]string{fieldHas}, t.Value)
	}
	return nil, fmt.Errorf("a query for the field %q", t.Field)
}

// regionFields are the levels of administrative divisions.
var regionFields = []string{fieldProvince, fieldCity, fieldCounty}

// span tells which documents have a year or day within a range.
func (p *part) span(r query.Range) (*roaring.Bitmap, error) {
	first, last := r.Days()
	if r.Field == query.FieldYear {
		return p.keeping(fieldYear, func(term string) bool {
			year, err := strconv.Atoi(term)
			return err == nil && first.Year <= year && year <= last.Year
		})
	}
	var failed error
	docs, err := p.keeping(fieldDays, func(term string) bool {
		from, to, _ := strings.Cut(term, "-")
		a, err := parseDay(from)
		z, err2 := parseDay(to)
		if err != nil || err2 != nil {
			failed = fmt.Errorf("%w: days %q", index.ErrDamaged, term)
			return false
		}
		return a.Compare(last) <= 0 && first.Compare(z) <= 0
	})
	if failed != nil {
		return nil, failed
	}
	return docs, err
}

// stored calls f with the encoded record of a document, which is good until f
// returns.
func (p *part) stored(doc uint32, f func(data []byte) error) error {
	undecoded := fmt.Errorf("%w: document %d has no record", index.ErrDamaged, doc)
	err := p.VisitDocument(uint64(doc), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field != fieldRecord {
			return true
		}
		if undecoded = f(value); undecoded != nil {
			undecoded = fmt.Errorf("%w: %w", index.ErrDamaged, undecoded)
		}
		return false
	})
	if err != nil {
		return err
	}
	return undecoded
}

// days gives the day of issue of every document.
func (p *part) days() ([]gongshi.Date, error) {
	days := make([]gongshi.Date, p.FullSize())
	err := p.eachTerm(fieldIssued, "", func(term string, list postings.PostingsList) error {
		day, err := parseDay(term)
		if err != nil {
			return err
		}
		docs := roaring.New()
		if err := addTo(docs, list); err != nil {
			return err
		}
		for doc := range roaring.Values(docs) {
			days[doc] = day
		}
		return nil
	})
	return days, err
}
