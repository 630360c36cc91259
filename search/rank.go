package search

import (
	"cmp"
	"context"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongshi"
	"gongshi/index"
	"gongshi/search/query"
)

// Parameters of the score, BM25F (Robertson, Zaragoza and Taylor, 2004): the
// numbers of occurrences in the parts of a notice are added up, each with the
// weight of its part, before they are saturated. The length that texts are
// measured by is fixed, so that a notice has the same score in every index.
const (
	saturation    = 1.2  // k1
	lengthPenalty = 0.5  // b; notices differ in length by how much they quote
	usualLength   = 6000 // bytes of text
	titleWeight   = 4.0
	pieceWeight   = 0.3 // of a word that is only a piece of what was asked for
	standWeight   = 0.5 // of a word that stands for one that was asked for
	otherWeight   = 0.2 // of a place that a word was not asked for in
	nearWeight    = 0.5 // of two words asked for that stand side by side
	nearDistance  = 60  // bytes between them that halve it
)

// sectionWeights come on top of the text, of which sections are parts. What a
// notice is about stands in the problem.
var sectionWeights = map[gongshi.SectionKind]float64{
	gongshi.SectionIssue:          1.5,
	gongshi.SectionGoal:           0.5,
	gongshi.SectionMeasures:       0.5,
	gongshi.SectionImplementation: 0.5,
}

// window is how many matches are scored, those that are preferred: see
// [searcher.preferred]. A query with more matches asks for something common, and
// the rest follow in that order.
const window = 256

// ranked is a record with its score.
type ranked struct {
	record *index.Record
	score  float64
}

// page gives the hits that the request wants to see.
func (s *searcher) page(ctx context.Context, asked query.Node, set Set, req Request) ([]ranked, error) {
	req.Offset = min(req.Offset, set.Len())
	req.Limit = min(req.Limit, set.Len()-req.Offset)
	if req.Limit == 0 {
		return nil, nil
	}
	score, err := s.newScorer(ctx, asked)
	if err != nil {
		return nil, err
	}
	var all []ranked
	take := func(preferred []query.Node, offset, n int) error {
		found, err := set.First(ctx, preferred, offset, n)
		all = append(all, score.all(found)...)
		return err
	}
	if req.Sort == SortDate {
		return all, take(nil, req.Offset, req.Limit)
	}
	preferred, err := s.preferred(asked)
	if err != nil {
		return nil, err
	}
	end := req.Offset + req.Limit
	if req.Offset < window {
		if err := take(preferred, 0, window); err != nil {
			return nil, err
		}
		slices.SortFunc(all, func(a, b ranked) int {
			return cmp.Or(cmp.Compare(b.score, a.score), newestFirst(a.record, b.record))
		})
		all = all[min(req.Offset, len(all)):min(end, len(all))]
	}
	if at := max(window, req.Offset); end > at {
		err = take(preferred, at, end-at)
	}
	return all, err
}

// preferred gives queries by which matches come before others: those with all
// words in the title, with all in title or problem, with any in the title.
func (s *searcher) preferred(asked query.Node) ([]query.Node, error) {
	var inTitle, inIssue []query.Node
	for _, w := range positiveWords(asked) {
		texts, err := s.countable(w.Text)
		if err != nil {
			return nil, err
		}
		for _, text := range texts {
			title := query.Word{In: query.InTitle, Text: text}
			if len(inTitle) == mostPreferred || slices.Contains(inTitle, query.Node(title)) {
				continue
			}
			inTitle = append(inTitle, title)
			inIssue = append(inIssue, query.Or{Nodes: []query.Node{title, query.Word{In: query.Scope(gongshi.SectionIssue), Text: text}}})
		}
	}
	switch len(inTitle) {
	case 0:
		return nil, nil
	case 1:
		return []query.Node{inTitle[0], inIssue[0]}, nil
	}
	return []query.Node{query.And{Nodes: inTitle}, query.And{Nodes: inIssue}, query.Or{Nodes: inTitle}}, nil
}

// mostPreferred bounds the texts that matches are preferred by.
const mostPreferred = 8

// countable gives texts in place of one, of which an index knows exactly where
// they stand: it itself, else the words in it, else its pairs of characters.
func (s *searcher) countable(text string) ([]string, error) {
	if s.isCountable(text) {
		return []string{text}, nil
	}
	words, err := s.cut(text)
	if err != nil {
		return nil, err
	}
	words = slices.DeleteFunc(words, func(word string) bool {
		return utf8.RuneCountInString(word) < 2 || !s.isCountable(word)
	})
	if len(words) > 0 {
		return words, nil
	}
	return pairs(text), nil
}

func (s *searcher) isCountable(text string) bool {
	if strings.Contains(text, "\n") {
		return false
	}
	return utf8.RuneCountInString(text) <= 2 || s.IsWord != nil && s.IsWord(text)
}

func (s *searcher) cut(text string) ([]string, error) {
	if s.Cut == nil {
		return []string{text}, nil
	}
	return s.Cut(text)
}

// pairs gives the pairs of neighbouring characters in the lines of a text.
func pairs(text string) []string {
	var all []string
	before := -1
	for i, r := range text {
		if before >= 0 && r != '\n' {
			all = append(all, text[before:i+utf8.RuneLen(r)])
		}
		if before = i; r == '\n' {
			before = -1
		}
	}
	return all
}

// scorer scores records for the texts of one query.
type scorer struct {
	terms []term
	near  []near
}

type term struct {
	text   string
	in     query.Scope
	weight float64 // how rare it is, and how much it counts
}

// near is two words that were asked for side by side.
type near struct {
	first, second string
	weight        float64
}

// newScorer weighs the texts that are asked for, and the words in them, by how
// rare they are.
func (s *searcher) newScorer(ctx context.Context, asked query.Node) (*scorer, error) {
	words := positiveWords(asked)
	factors := map[query.Word]float64{}
	words = slices.DeleteFunc(words, func(w query.Word) bool {
		if w.Stands != "" {
			factors[query.Word{Text: w.Text, In: w.In}] = standWeight
		}
		return w.Stands != ""
	})
	for _, w := range words {
		pieces, err := s.pieces(w)
		if err != nil {
			return nil, err
		}
		for _, piece := range pieces {
			factors[query.Word{Text: piece, In: w.In}] = pieceWeight
		}
	}
	for _, w := range words {
		factors[query.Word{Text: w.Text, In: w.In}] = 1
	}
	rarity, err := s.rarities(ctx, maps.Keys(factors))
	if err != nil {
		return nil, err
	}
	sc := new(scorer)
	for w, factor := range factors {
		sc.terms = append(sc.terms, term{w.Text, w.In, factor * rarity[w.Text]})
	}
	// The sum of fractions depends on their order.
	slices.SortFunc(sc.terms, func(a, b term) int { return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.in, b.in)) })
	for i := 1; i < len(words); i++ {
		a, b := words[i-1].Text, words[i].Text
		if a != b {
			sc.near = append(sc.near, near{a, b, nearWeight * min(rarity[a], rarity[b])})
		}
	}
	return sc, nil
}

// pieces gives the words that a text that is asked for is made of.
func (s *searcher) pieces(w query.Word) ([]string, error) {
	if w.Quoted || utf8.RuneCountInString(w.Text) < 3 {
		return nil, nil
	}
	pieces, err := s.cut(w.Text)
	return slices.DeleteFunc(pieces, func(piece string) bool { return utf8.RuneCountInString(piece) < 2 }), err
}

// rarities gives the inverse document frequencies of BM25, never below 1. Of a
// text that an index cannot count, it is that of its rarest pair of characters.
func (s *searcher) rarities(ctx context.Context, words func(func(query.Word) bool)) (map[string]float64, error) {
	parts := map[string][]string{}
	counted := map[string]int{}
	for w := range words {
		parts[w.Text] = []string{w.Text}
		if !s.isCountable(w.Text) {
			parts[w.Text] = pairs(w.Text)
		}
		for _, part := range parts[w.Text] {
			counted[part] = 0
		}
	}
	texts := slices.Sorted(maps.Keys(counted))
	counts, total, err := s.index.Having(ctx, texts)
	if err != nil {
		return nil, err
	}
	for i, text := range texts {
		counted[text] = counts[i]
	}
	rarity := map[string]float64{}
	for text, parts := range parts {
		least := total
		for _, part := range parts {
			least = min(least, counted[part])
		}
		n, all := float64(least), float64(total)
		rarity[text] = 1 + math.Log(1+(all-n+0.5)/(n+0.5))
	}
	return rarity, nil
}

// positiveWords gives the texts that a match can have, in their order.
func positiveWords(n query.Node) []query.Word {
	var words []query.Word
	query.Walk(n, func(n query.Node, negated bool) {
		if w, ok := n.(query.Word); ok && !negated {
			words = append(words, w)
		}
	})
	return words
}

// all scores records, in several goroutines.
func (sc *scorer) all(found []*index.Record) []ranked {
	scored := make([]ranked, len(found))
	var work sync.WaitGroup
	share := (len(found) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for from := 0; from < len(found); from += share {
		work.Go(func() {
			for i := from; i < min(from+share, len(found)); i++ {
				scored[i] = ranked{found[i], sc.of(found[i])}
			}
		})
	}
	work.Wait()
	return scored
}

func (sc *scorer) of(r *index.Record) float64 {
	score := 0.0
	norm := 1 - lengthPenalty + lengthPenalty*float64(len(r.Text))/usualLength
	for _, t := range sc.terms {
		if n := t.occurrences(r); n > 0 {
			score += t.weight * n * (saturation + 1) / (n + saturation*norm)
		}
	}
	for _, n := range sc.near {
		score += n.weight * n.closeness(r)
	}
	return score
}

// occurrences counts the places of a term, each with its weight.
func (t *term) occurrences(r *index.Record) float64 {
	n := 0.0
	for _, at := range places(r.Text, t.text, mostPlaces) {
		n += t.weigh("", 1)
		for i := range r.Sections { // are parts of the text
			s := &r.Sections[i]
			if s.At <= at && at+len(t.text) <= s.At+len(s.Text) {
				weight := sectionWeights[s.Kind]
				if t.in == query.Scope(s.Kind) {
					weight = max(weight, 1)
				}
				n += t.weigh(query.Scope(s.Kind), weight)
			}
		}
	}
	return n + float64(strings.Count(r.Heading, t.text))*t.weigh(query.InTitle, titleWeight)
}

// mostPlaces is how many places of a term count: more of them hardly change the
// score.
const mostPlaces = 64

// weigh is the weight of a place in a scope.
func (t *term) weigh(in query.Scope, weight float64) float64 {
	if t.in != "" && t.in != in {
		return weight * otherWeight
	}
	return weight
}

// closeness is 1 where the second word follows the first, and less the further
// apart they stand at their closest.
func (n *near) closeness(r *index.Record) float64 {
	least := -1
	for _, text := range []string{r.Heading, r.Text} {
		a, b := places(text, n.first, mostPlaces), places(text, n.second, mostPlaces)
		for i, j := 0, 0; i < len(a) && j < len(b); {
			gap := b[j] - a[i] - len(n.first)
			if b[j] < a[i] {
				gap = a[i] - b[j] - len(n.second)
			}
			if gap = max(gap, 0); least < 0 || gap < least {
				least = gap
			}
			if a[i] < b[j] {
				i++
			} else {
				j++
			}
		}
	}
	if least < 0 {
		return 0
	}
	return nearDistance / float64(nearDistance+least)
}

// places gives where a text has another, at most n times.
func places(text, sub string, n int) []int {
	var all []int
	for at := 0; len(all) < n; {
		i := strings.Index(text[at:], sub)
		if i < 0 {
			break
		}
		all = append(all, at+i)
		at += i + len(sub)
	}
	return all
}
