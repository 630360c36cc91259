package compare

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
	"gongshi/search/query"
)

// topic is what a query asks for in words, wherever they stand: whether one
// section speaks of it is a question of its own. What the query leaves out, and
// properties such as the region, are no part of it; nor is the place of a word,
// so that a notice that names something among its problems (issue:雨污分流) can be
// asked whether what was done speaks of it, too.
type topic struct {
	formula query.Node // of And, Or and Word; nil where no word is asked for
	words   []string
}

func topicOf(asked query.Node) topic {
	t := topic{formula: wordsOf(asked)}
	if t.formula != nil {
		query.Walk(t.formula, func(n query.Node, _ bool) {
			if w, ok := n.(query.Word); ok && !slices.Contains(t.words, w.Text) {
				t.words = append(t.words, w.Text)
			}
		})
	}
	return t
}

// wordsOf keeps the words of a query.
func wordsOf(n query.Node) query.Node {
	kept := func(nodes []query.Node) (list []query.Node) {
		for _, n := range nodes {
			if n = wordsOf(n); n != nil {
				list = append(list, n)
			}
		}
		return list
	}
	switch n := n.(type) {
	case query.Word:
		return query.Word{Text: n.Text, Quoted: n.Quoted}
	case query.And:
		if nodes := kept(n.Nodes); len(nodes) > 0 {
			return query.And{Nodes: nodes}
		}
	case query.Or:
		if nodes := kept(n.Nodes); len(nodes) > 0 {
			return query.Or{Nodes: nodes}
		}
	}
	return nil
}

func (t topic) empty() bool { return t.formula == nil }

// in tells whether a text, in the form in which texts are compared, speaks of the
// topic.
func (t topic) in(text string) bool { return t.formula != nil && holds(t.formula, text) }

func holds(n query.Node, text string) bool {
	switch n := n.(type) {
	case query.Word:
		return strings.Contains(text, n.Text)
	case query.And:
		return !slices.ContainsFunc(n.Nodes, func(sub query.Node) bool { return !holds(sub, text) })
	case query.Or:
		return slices.ContainsFunc(n.Nodes, func(sub query.Node) bool { return holds(sub, text) })
	}
	return false
}

// How many characters of a line are quoted before and behind the first word.
const (
	quotedBefore = 16
	quotedBehind = 40
)

// quote cuts the first place that has a word of the topic out of a text, as it is
// written there; nothing where none has.
func (t topic) quote(text string) string {
	folded, origin := normal.SearchMap(text)
	first := gongshi.Span{Start: -1}
	for _, word := range t.words {
		if at := strings.Index(folded, word); at >= 0 && (first.Start < 0 || at < first.Start) {
			first = gongshi.Span{Start: at, End: at + len(word)}
		}
	}
	if first.Start < 0 {
		return ""
	}
	place := origin.Source(first)
	start, end := place.Start, place.End
	for n := 0; n < quotedBefore && start > 0 && text[start-1] != '\n'; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	for n := 0; n < quotedBehind && end < len(text) && text[end] != '\n'; n++ {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return strings.Clone(strings.TrimSpace(text[start:end]))
}
