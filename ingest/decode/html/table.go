package html

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/ingest/decode"
)

// isData tells whether a table holds data, not the layout of the page: two rows
// or more with two filled cells, no table or heading within, and no cell that
// outweighs all the others.
func isData(table *html.Node) bool {
	rows, most, all := 0, 0, 0
	for n := range table.Descendants() {
		switch {
		case n.DataAtom == atom.Table || headings[n.DataAtom] > 0:
			return false
		case n.DataAtom != atom.Tr:
			continue
		}
		filled := 0
		for _, cell := range cells(n) {
			han := hanIn(cell)
			all, most = all+han, max(most, han)
			if hasText(cell) {
				filled++
			}
		}
		if filled >= 2 {
			rows++
		}
	}
	const page = 300 // characters of a cell that can be an article
	return rows >= 2 && (most < page || most*10 < all*8)
}

func hasText(n *html.Node) bool {
	for child := range n.Descendants() {
		if child.Type == html.TextNode && strings.TrimSpace(child.Data) != "" {
			return true
		}
	}
	return false
}

func cells(row *html.Node) []*html.Node {
	var out []*html.Node
	for n := range row.ChildNodes() {
		if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
			out = append(out, n)
		}
	}
	return out
}

// Bounds of what a table may claim.
const (
	maxColumns = 200
	maxSpan    = 1000
)

// table writes a table, a row a line. Merged cells come once, where they begin.
func (w *writer) table(table *html.Node) {
	number, row := w.out.Table(), 0
	var taken [maxColumns]int // rows that a cell from above still covers
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Caption:
			w.node(n)
		case atom.Tr:
			w.row(number, row, n, &taken)
			row++
		}
	}
}

func (w *writer) row(table, row int, tr *html.Node, taken *[maxColumns]int) {
	var out []decode.Cell
	for column := range taken {
		taken[column]--
	}
	column := 0
	for _, n := range cells(tr) {
		for column < maxColumns && taken[column] >= 0 {
			column++
		}
		out = append(out, decode.Cell{Text: cellText(n), Column: column})
		wide, high := span(n, "colspan"), span(n, "rowspan")
		for ; wide > 0 && column < maxColumns; wide-- {
			taken[column] = high - 1
			column++
		}
	}
	w.out.Row(table, row, out)
	for column := range taken {
		taken[column] = max(taken[column], 0)
	}
}

// cellText is the text of a cell, a paragraph a line.
func cellText(n *html.Node) string {
	inner := newWriter()
	inner.children(n)
	inner.breakLine()
	return inner.out.Text()
}

func span(n *html.Node, key string) int {
	size, err := strconv.Atoi(attr(n.Attr, key))
	if err != nil || size < 1 {
		return 1
	}
	return min(size, maxSpan)
}
