package search

import (
	"gongshi"
	"gongshi/search/query"
)

// Snippets shows where a notice matches a query, as the hits of a search do.
func Snippets(asked query.Node, n *gongshi.Notice) []Snippet { return snippets(asked, n) }
