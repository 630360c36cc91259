package search

import (
	"cmp"
	"slices"

	"gongshi"
	"gongshi/search/query"
)

// Snippets shows where a notice matches a query, as the hits of a search do.
func Snippets(asked query.Node, n *gongshi.Notice) []Snippet { return snippets(asked, n) }

// Places gives all places in the text of a notice at which a query matches, in
// order; those that touch are one.
func Places(asked query.Node, n *gongshi.Notice) []gongshi.Span {
	var all []gongshi.Span
	for part, marks := range searched(n, positiveWords(asked)) {
		if part.at < 0 {
			continue
		}
		for _, m := range marks {
			all = append(all, gongshi.Span{Start: part.at + m.Start, End: part.at + m.End})
		}
	}
	slices.SortFunc(all, func(a, b gongshi.Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	return joined(all)
}

// joined makes one span of those that touch. They are in order.
func joined(spans []gongshi.Span) []gongshi.Span {
	var merged []gongshi.Span
	for _, s := range spans {
		if k := len(merged) - 1; k >= 0 && s.Start <= merged[k].End {
			merged[k].End = max(merged[k].End, s.End)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}
