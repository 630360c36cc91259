// Package grid places the cells of tables whose format says where the edges of a
// cell are, not in which column it stands: rows of different make share their
// columns by that.
package grid

import (
	"slices"

	"gongshi/ingest/decode"
)

// Cell is a cell of a row. Left is where it begins, in twips (1/20 pt).
type Cell struct {
	Text string
	Left int
}

// Table is a table that is being read. The zero value is empty.
type Table struct{ rows [][]Cell }

// Row adds a row. A cell that continues the one above has no text; one that
// continues the cell beside it is none.
func (t *Table) Row(cells []Cell) { t.rows = append(t.rows, cells) }

// Empty tells whether no row has been added.
func (t *Table) Empty() bool { return len(t.rows) == 0 }

// near is the distance up to which two edges are the same: programs round.
const near = 30

// Write adds the table to a text and empties it.
func (t *Table) Write(b *decode.Builder) {
	if t.Empty() {
		return
	}
	edges := t.edges()
	number := b.Table()
	for i, row := range t.rows {
		cells := make([]decode.Cell, len(row))
		for j, cell := range row {
			column, found := slices.BinarySearch(edges, cell.Left)
			if !found {
				column--
			}
			// Edges in disorder: each cell still stands right of the one before.
			if j > 0 {
				column = max(column, cells[j-1].Column+1)
			}
			cells[j] = decode.Cell{Text: cell.Text, Column: column}
		}
		b.Row(number, i, cells)
	}
	t.rows = nil
}

// edges are the places where columns begin.
func (t *Table) edges() []int {
	var all, kept []int
	for _, row := range t.rows {
		for _, cell := range row {
			all = append(all, cell.Left)
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
