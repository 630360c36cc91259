package docx

import (
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
)

// table writes a table, a row a line.
func (w *walker) table() error {
	number, row := w.out.Table(), 0
	var visit pack.Visitor
	visit = func(name string, _ pack.Start) error {
		switch {
		case name == "w:tr":
			cells, err := w.row()
			if cells != nil {
				w.out.Row(number, row, cells)
				row++
			}
			return err
		case name == "mc:AlternateContent":
			return w.alternative(visit)
		case isLeftOut(name):
			return w.part.Skip()
		}
		return w.part.Each(visit)
	}
	return w.part.Each(visit)
}

// row reads a row; a deleted one has no cells.
func (w *walker) row() (cells []decode.Cell, err error) {
	deleted, column := false, 0
	var visit pack.Visitor
	visit = func(name string, _ pack.Start) error {
		switch {
		case name == "w:trPr":
			return w.part.Each(func(name string, e pack.Start) error {
				switch name {
				case "w:del":
					deleted = true
				case "w:gridBefore":
					column = bounded(number(e))
				}
				return w.part.Skip()
			})
		case name == "w:tc":
			text, wide, err := w.cell()
			cells = append(cells, decode.Cell{Text: text, Column: column})
			column += wide
			return err
		case isLeftOut(name):
			return w.part.Skip()
		}
		return w.part.Each(visit)
	}
	err = w.part.Each(visit)
	if deleted {
		return nil, err
	}
	return cells, err
}

// cell reads a cell and how many columns it takes. One that continues the cell
// above is empty, and so is one whose deletion was tracked.
func (w *walker) cell() (text string, wide int, err error) {
	wide = 1
	continued := false
	text, err = w.aside(func(name string, e pack.Start) error {
		if name != "w:tcPr" {
			return w.block(name, e)
		}
		return w.part.Each(func(name string, e pack.Start) error {
			switch name {
			case "w:gridSpan":
				wide = max(1, bounded(number(e)))
			case "w:vMerge", "w:hMerge":
				continued = continued || pack.Attr(e, "val") != "restart"
			case "w:cellDel":
				continued = true
			}
			return w.part.Skip()
		})
	})
	if continued {
		text = ""
	}
	return text, wide, err
}

// bounded keeps a number of columns within what tables have.
func bounded(n int) int { return min(max(n, 0), 1000) }
