package search

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/index"
	"gongshi/search/query"
)

// Parameters of the score, BM25F (Robertson, Zaragoza and Taylor, 2004): the
// numbers of occurrences in the parts of a notice are added up, each with the
// weight of its part, before they are saturated.
const (
	saturation    = 1.2 // k1
	lengthPenalty = 0.5 // b; notices differ in length by how much they quote
	titleWeight   = 3.0
	sectionWeight = 0.5 // on top of the text, of which sections are parts
	pieceWeight   = 0.3 // of a word that is only a piece of what was asked for
)

// scorer scores records for the texts of one query.
type scorer struct {
	terms  []term
	length float64 // average length of a text, in bytes
}

type term struct {
	text   string
	weight float64 // how rare it is among the matches, and how much it counts
}

// newScorer weighs the texts that are asked for, and the words in them, by how
// rare they are.
func (s *searcher) newScorer(ctx context.Context, asked query.Node, found []*index.Record) (*scorer, error) {
	sc := new(scorer)
	if len(found) == 0 {
		return sc, nil // nothing to rank, no dictionary to load
	}
	bytes := 0 // a sum of fractions would depend on the order of the matches
	for _, r := range found {
		bytes += len(r.Text)
	}
	sc.length = float64(bytes) / float64(len(found))
	factors, err := s.texts(asked)
	if err != nil {
		return nil, err
	}
	for _, text := range slices.Sorted(maps.Keys(factors)) {
		rarity, err := s.rarity(ctx, text, found)
		if err != nil {
			return nil, err
		}
		sc.terms = append(sc.terms, term{text, factors[text] * rarity})
	}
	return sc, nil
}

// texts gives the texts that count, with how much: those asked for, and the
// words that they are made of.
func (s *searcher) texts(asked query.Node) (map[string]float64, error) {
	factors := make(map[string]float64)
	words := positiveWords(asked)
	for _, w := range words {
		if s.Cut == nil || w.Quoted || utf8.RuneCountInString(w.Text) < 3 {
			continue
		}
		pieces, err := s.Cut(w.Text)
		if err != nil {
			return nil, err
		}
		for _, piece := range pieces {
			if utf8.RuneCountInString(piece) > 1 {
				factors[piece] = pieceWeight
			}
		}
	}
	for _, w := range words {
		factors[w.Text] = 1
	}
	return factors, nil
}

// rarity is the inverse document frequency of BM25, never below 1.
func (s *searcher) rarity(ctx context.Context, text string, found []*index.Record) (float64, error) {
	var having, total uint64
	if s.DocFreq != nil {
		var err error
		if having, total, err = s.DocFreq(ctx, text); err != nil {
			return 0, err
		}
	}
	if having == 0 {
		total = uint64(len(found))
		for _, r := range found {
			if strings.Contains(r.Text, text) || strings.Contains(r.Heading, text) {
				having++
			}
		}
	}
	n, all := float64(having), float64(total)
	return 1 + math.Log(1+(all-n+0.5)/(n+0.5)), nil
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

func (sc *scorer) of(r *index.Record) float64 {
	score := 0.0
	norm := 1 - lengthPenalty
	if sc.length > 0 {
		norm += lengthPenalty * float64(len(r.Text)) / sc.length
	}
	for _, t := range sc.terms {
		n := float64(strings.Count(r.Text, t.text))
		if n > 0 { // sections are parts of the text
			for _, s := range r.Sections {
				n += sectionWeight * float64(strings.Count(s.Text, t.text))
			}
		}
		n += titleWeight * float64(strings.Count(r.Heading, t.text))
		if n > 0 {
			score += t.weight * n * (saturation + 1) / (n + saturation*norm)
		}
	}
	return score
}
