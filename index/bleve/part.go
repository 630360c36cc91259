package bleve

import (
	"context"
	"fmt"
	"slices"
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

// verdict is a query with what is known of it and of what it is made of.
type verdict struct {
	bounds
	query  query.Node
	of     []verdict
	needle *index.Needle // of a word that is not known exactly
}

// judge tells which documents match, deleted ones included.
func (p *part) judge(ctx context.Context, q query.Node) (verdict, error) {
	if err := ctx.Err(); err != nil { // a clause can read all values of a field
		return verdict{}, err
	}
	var known bounds
	var err error
	switch q := q.(type) {
	case query.All:
		known = exactly(p.live)
	case query.And:
		return p.join(ctx, q, q.Nodes, roaring.And)
	case query.Or:
		return p.join(ctx, q, q.Nodes, roaring.Or)
	case query.Not:
		return p.not(ctx, q)
	case query.Word:
		return p.word(q)
	case query.Term:
		var docs *roaring.Bitmap
		docs, err = p.term(q)
		known = exactly(docs)
	case query.Range:
		var docs *roaring.Bitmap
		docs, err = p.span(q)
		known = exactly(docs)
	default:
		err = fmt.Errorf("a query of type %T", q)
	}
	return verdict{bounds: known, query: q}, err
}

func (p *part) not(ctx context.Context, q query.Not) (verdict, error) {
	sub, err := p.judge(ctx, q.Node)
	if err != nil {
		return verdict{}, err
	}
	all := verdict{exactly(roaring.AndNot(p.live, sub.sure)), q, []verdict{sub}, nil}
	if !sub.exact() {
		all.sure = roaring.AndNot(p.live, sub.maybe)
	}
	return all, nil
}

func (p *part) join(ctx context.Context, q query.Node, nodes []query.Node, with func(a, b *roaring.Bitmap) *roaring.Bitmap) (verdict, error) {
	all := verdict{bounds: exactly(p.live), query: q}
	for i, n := range nodes {
		sub, err := p.judge(ctx, n)
		if err != nil {
			return verdict{}, err
		}
		all.of = append(all.of, sub)
		switch {
		case i == 0:
			all.bounds = sub.bounds
		case all.exact() && sub.exact():
			all.bounds = exactly(with(all.sure, sub.sure))
		default:
			all.bounds = bounds{with(all.sure, sub.sure), with(all.maybe, sub.maybe)}
		}
	}
	return all, nil
}

// word tells which documents have a text in its scope.
func (p *part) word(w query.Word) (verdict, error) {
	in := zonesIn(w.In)
	lines := strings.Contains(w.Text, "\n")
	var docs *roaring.Bitmap
	var err error
	switch n := utf8.RuneCountInString(w.Text); {
	case n == 1 && !lines:
		docs, err = p.beginning(in, w.Text)
	case n == 2 && !lines, n > 2 && p.words.IsWord(w.Text):
		docs, err = p.holding(in, w.Text)
	default:
		docs, err = p.parts(in, w.Text)
		if err == nil && !docs.IsEmpty() {
			return verdict{bounds{roaring.New(), docs}, w, nil, index.NewNeedle(w.Text)}, nil
		}
	}
	return verdict{bounds: exactly(docs), query: w}, err
}

// holds tells whether a document matches, by its texts where it is not known.
func (v *verdict) holds(doc uint32, texts *index.Texts) bool {
	switch {
	case v.sure.Contains(doc):
		return true
	case v.exact(), !v.maybe.Contains(doc):
		return false
	}
	switch q := v.query.(type) {
	case query.And:
		return !slices.ContainsFunc(v.of, func(sub verdict) bool { return !sub.holds(doc, texts) })
	case query.Or:
		return slices.ContainsFunc(v.of, func(sub verdict) bool { return sub.holds(doc, texts) })
	case query.Not:
		return !v.of[0].holds(doc, texts)
	case query.Word:
		return stands(v.needle, q.In, texts)
	}
	return false // all others are known exactly
}

// stands tells whether a text stands in its scope.
func stands(text *index.Needle, in query.Scope, texts *index.Texts) bool {
	switch in {
	case "":
		return texts.InTitle(text) || texts.InText(text)
	case query.InTitle:
		return texts.InTitle(text)
	}
	return texts.InSection(gongshi.SectionKind(in), text)
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
	docs := newUnion()
	for _, field := range fields {
		err := p.eachTerm(field, prefix, func(_ string, list postings.PostingsList) error {
			return docs.add(list)
		})
		if err != nil {
			return nil, err
		}
	}
	return docs.all(), nil
}

// keeping tells which documents have a term in the field that is to be kept.
func (p *part) keeping(field string, keep func(term string) bool) (*roaring.Bitmap, error) {
	docs := newUnion()
	dict, err := p.dict(field)
	if err != nil {
		return nil, err
	}
	var list postings.PostingsList
	terms := termsOf(dict, nil, nil)
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return docs.all(), err
		}
		if !keep(entry.Term) {
			continue
		}
		if list, err = dict.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return nil, err
		}
		if err := docs.add(list); err != nil {
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

// union is a set that is gathered from many small ones. Each is first added to a
// few others: adding it to a large set would move much of that.
type union struct {
	large, few *roaring.Bitmap
	n          int // sets in few
}

func newUnion() *union { return &union{large: roaring.New(), few: roaring.New()} }

func (u *union) add(list postings.PostingsList) error {
	const most = 64
	if u.n == most {
		u.all()
	}
	u.n++
	return addTo(u.few, list)
}

// all gives the set of all documents that were added.
func (u *union) all() *roaring.Bitmap {
	u.large.Or(u.few)
	u.few, u.n = roaring.New(), 0
	return u.large
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
		if query.IsWholeNumber(t.Value) {
			return p.holding([]string{fieldNumber}, t.Value)
		}
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
