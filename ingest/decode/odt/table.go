package odt

import (
	"errors"
	"slices"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
)

// table writes a table, a row a line.
func (w *walker) table() error {
	number, row := w.out.Table(), 0
	var visit pack.Visitor
	visit = func(name string, e pack.Start) error {
		switch {
		case name == "table:table-row":
			cells, err := w.row()
			w.out.Row(number, row, cells)
			row++
			return errors.Join(err, w.checkLength(0))
		case isLeftOut(name):
			return w.part.Skip()
		}
		return w.part.Each(visit)
	}
	return w.part.Each(visit)
}

// row reads a row. Of a merged cell the first place has the text; places below
// it are empty cells, and places beside it are none.
func (w *walker) row() (cells []decode.Cell, err error) {
	const mostColumns = 64 // word processors have no more
	column, beside := 0, 0
	err = w.part.Each(func(name string, e pack.Start) error {
		if name != "table:table-cell" && name != "table:covered-table-cell" {
			return w.part.Skip()
		}
		times := repeated(e, "number-columns-repeated")
		if name == "table:covered-table-cell" && beside > 0 {
			beside -= times
			column += times
			return w.part.Skip()
		}
		text := ""
		if name == "table:table-cell" {
			beside = repeated(e, "number-columns-spanned") - 1
			if text, err = w.aside(); err != nil {
				return err
			}
		} else if err := w.part.Skip(); err != nil {
			return err
		}
		shown := min(times, mostColumns-column)
		if text != "" { // only empty cells are worth being repeated
			shown = min(shown, 1)
		}
		cells = slices.Grow(cells, max(shown, 0))
		for i := range shown {
			cells = append(cells, decode.Cell{Text: text, Column: column + i})
		}
		column += times
		return nil
	})
	return cells, err
}
