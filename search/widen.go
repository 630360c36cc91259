package search

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gongshi"
	"gongshi/search/pinyin"
	"gongshi/search/query"
	"gongshi/search/synonym"
)

// Widened is a word of a query that stands for others, too.
type Widened struct {
	Word string `json:"word"`
	// By tells which switch did it.
	By   query.Stand `json:"by"`
	With []string    `json:"with"`
}

// Text says so.
func (w Widened) Text() gongshi.Text {
	with := strings.Join(w.With, "、")
	if w.By == query.StandPinyin {
		return gongshi.Text{
			Zh: fmt.Sprintf("“%s”按拼音也检索：%s", w.Word, with),
			En: fmt.Sprintf("%q is read as pinyin and stands for %s, too", w.Word, with)}
	}
	return gongshi.Text{
		Zh: fmt.Sprintf("“%s”按同义词也检索：%s", w.Word, with),
		En: fmt.Sprintf("%q has synonyms and stands for %s, too", w.Word, with)}
}

// narrowed says that not all words were widened.
var narrowed = gongshi.Text{
	Zh: fmt.Sprintf("同义词和拼音最多加入 %d 个词：后面的词没有扩展，请减少词语，或把不需要扩展的词放进引号", query.MaxWidened),
	En: fmt.Sprintf("synonyms and pinyin add %d words at most: the last words stand for themselves only. Use fewer words, or quote those that need none", query.MaxWidened)}

// widen widens the words of a query by what the request switches on.
func (req *Request) widen(asked query.Node) (wide query.Node, narrow bool) {
	wide = asked
	if req.Synonyms {
		wide, narrow = query.Widen(wide, query.StandSynonym, synonym.Of)
	}
	if req.Pinyin {
		var also bool
		wide, also = query.Widen(wide, query.StandPinyin, pinyin.Words)
		narrow = narrow || also
	}
	return wide, narrow
}

// WidenedIn lists the words of a query that stand for others, too, each once.
func WidenedIn(asked query.Node) []Widened {
	var all []Widened
	seen := map[string]bool{}
	query.Walk(asked, func(n query.Node, _ bool) {
		or, ok := n.(query.Or)
		if !ok {
			return
		}
		var w Widened
		for _, other := range or.Nodes[1:] {
			if other, ok := other.(query.Word); ok && other.Stands != "" {
				w.By, w.With = other.Stands, append(w.With, other.Text)
			}
		}
		if w.Word = written(or); w.With != nil && !seen[w.Word+" "+string(w.By)] {
			seen[w.Word+" "+string(w.By)] = true
			all = append(all, w)
		}
	})
	return all
}

// written gives the word that was written, of one that was widened: its first.
func written(n query.Node) string {
	switch n := n.(type) {
	case query.Or:
		return written(n.Nodes[0])
	case query.Word:
		return n.Text
	}
	return ""
}

// widening is a query as it was written, widened, and that with the filters of
// the request.
type widening struct{ asked, wide, full query.Node }

// widePage gives the hits that the request wants to see, of a query that may have
// been widened: by relevance, what matches as it was written comes first.
func (s *searcher) widePage(ctx context.Context, w widening, set Set, req Request) (_ []ranked, err error) {
	if req.Sort == SortDate || req.Limit == 0 || set.Len() == 0 || len(WidenedIn(w.wide)) == 0 {
		return s.page(ctx, w.wide, set, req)
	}
	exact, err := s.index.Match(ctx, query.And{Nodes: []query.Node{w.full, w.asked}})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, exact.Close()) }()
	page, err := s.page(ctx, w.asked, exact, req)
	if err != nil || len(page) == req.Limit || exact.Len() == set.Len() {
		return page, err
	}
	rest, err := s.index.Match(ctx, query.And{Nodes: []query.Node{w.full, query.Not{Node: w.asked}}})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rest.Close()) }()
	req.Offset, req.Limit = max(0, req.Offset-exact.Len()), req.Limit-len(page)
	more, err := s.page(ctx, w.wide, rest, req)
	return append(page, more...), err
}
