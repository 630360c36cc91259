package flow

import (
	"slices"

	"gongshi/ingest/decode"
)

// placed is a cell and where it begins.
type placed struct {
	text string
	left int
}

// table is a table that is being read.
type table [][]placed

// near is the distance up to which two edges are the same: programs round.
const near = 30

// write adds the table to a text.
func (t table) write(b *decode.Builder) {
	if len(t) == 0 {
		return
	}
	edges := t.edges()
	number := b.Table()
	for i, row := range t {
		cells := make([]decode.Cell, len(row))
		for j, cell := range row {
			column, found := slices.BinarySearch(edges, cell.left)
			if !found {
				column--
			}
			// Edges in disorder: each cell still stands right of the one before.
			if j > 0 {
				column = max(column, cells[j-1].Column+1)
			}
			cells[j] = decode.Cell{Text: cell.text, Column: column}
		}
		b.Row(number, i, cells)
	}
}

// edges are the places where columns begin.
func (t table) edges() []int {
	var all, kept []int
	for _, row := range t {
		for _, cell := range row {
			all = append(all, cell.left)
		}
	}
	slices.Sort(all)
	for _, edge := range all {
		if n := len(kept); n == 0 || edge-kept[n-1] >= near {
			kept = append(kept, edge)
		}
	}
	return kept
}
