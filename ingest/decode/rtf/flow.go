package rtf

import (
	"strings"
	"unicode"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/grid"
)

// flow is a text that is being written: that of the document, or of a text box.
type flow struct {
	out   *decode.Builder
	line  strings.Builder // the paragraph
	label string          // the number of the list item that it is
	cell  strings.Builder // the paragraphs of the cell
	cells []string        // of the row
	row   rowMake
	table grid.Table
	boxes []string // the texts of text boxes that hang on the paragraph
}

// rowMake is what a row says about its cells.
type rowMake struct {
	left  int
	cells []cellMake
	next  cellMake // the one whose right edge has not come yet
}

// cellMake is a cell of a row: where it ends, and whether it goes on with the one
// beside or above it.
type cellMake struct {
	right         int
	beside, above bool
}

func newFlow() *flow { return &flow{out: new(decode.Builder)} }

// paragraph is what is known of a paragraph at its end.
type paragraph struct {
	inTable bool
	level   int // of a heading from 1, 0 for none
}

// take gives the text of the paragraph, with its number.
func (f *flow) take() string {
	text := strings.TrimFunc(f.line.String(), unicode.IsSpace)
	if text != "" {
		text = f.label + text
	}
	f.line.Reset()
	f.label = ""
	return text
}

// end ends a paragraph.
func (f *flow) end(p paragraph) {
	text := f.take()
	if p.inTable || len(f.cells) > 0 {
		f.cell.WriteString(text + "\n")
		for _, box := range f.boxes {
			f.cell.WriteString(box)
		}
		f.boxes = nil
		return
	}
	f.leaveTable()
	if p.level > 0 {
		f.out.Heading(text, p.level)
	} else {
		f.out.Line(text)
	}
	for _, box := range f.boxes {
		f.out.Line(box)
	}
	f.boxes = nil
}

// endCell ends a cell.
func (f *flow) endCell() {
	f.end(paragraph{inTable: true})
	f.cells = append(f.cells, strings.Trim(f.cell.String(), "\n"))
	f.cell.Reset()
}

// endRow ends a row, with the make that was last said.
func (f *flow) endRow() {
	var cells []grid.Cell
	left := f.row.left
	for i, text := range f.cells {
		as := cellMake{right: left + 1000}
		if i < len(f.row.cells) {
			as = f.row.cells[i]
		}
		switch {
		case as.above:
			cells = append(cells, grid.Cell{Left: left})
		case !as.beside || text != "":
			cells = append(cells, grid.Cell{Text: text, Left: left})
		}
		left = as.right
	}
	if len(cells) > 0 {
		f.table.Row(cells)
	}
	f.cells = nil
}

// leaveTable writes the table that came before.
func (f *flow) leaveTable() {
	if f.cell.Len() > 0 {
		f.cells = append(f.cells, strings.Trim(f.cell.String(), "\n"))
		f.cell.Reset()
	}
	if len(f.cells) > 0 {
		f.endRow()
	}
	f.table.Write(f.out)
}

// finish ends the text.
func (f *flow) finish() {
	f.end(paragraph{inTable: f.cell.Len() > 0})
	f.leaveTable()
}
