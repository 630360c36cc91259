// Package flow writes the text of formats in which a document is a row of
// paragraphs, of which some end a cell and some end a row of a table. Such
// formats say where the edges of a cell are, not in which column it stands: rows
// of different make share their columns by that.
package flow

import (
	"strings"

	"gongshi/ingest/decode"
)

// Flow is a text that is being written: that of a document, or of a text box.
type Flow struct {
	// Out is where the text goes. The last table is in it after Finish.
	Out *decode.Builder
	// Line is the paragraph so far, Label the number of the list item that it is.
	Line  strings.Builder
	Label string
	// Boxes are the texts of text boxes that hang on the paragraph.
	Boxes []string

	cell  strings.Builder // the paragraphs of the cell
	cells []string        // of the row
	made  Row             // how the last row was made
	table table
}

// New gives an empty flow.
func New() *Flow { return &Flow{Out: new(decode.Builder)} }

// Paragraph is what a paragraph is.
type Paragraph struct {
	InTable bool
	// Level is that of a heading from 1, 0 for other paragraphs.
	Level int
}

// take gives the text of the paragraph, with its number.
func (f *Flow) take() string {
	text := strings.TrimSpace(f.Line.String())
	if text != "" && f.Label != "" {
		text = f.Label + text
	}
	f.Line.Reset()
	f.Label = ""
	return text
}

// End ends a paragraph.
func (f *Flow) End(p Paragraph) {
	text := f.take()
	boxes := f.Boxes
	f.Boxes = nil
	if p.InTable || len(f.cells) > 0 {
		f.cell.WriteString(text)
		f.cell.WriteByte('\n')
		f.cell.WriteString(strings.Join(boxes, ""))
		return
	}
	f.leaveTable()
	if p.Level > 0 {
		f.Out.Heading(text, p.Level)
	} else {
		f.Out.Line(text)
	}
	for _, box := range boxes {
		f.Out.Line(box)
	}
}

// EndInner ends a cell or a row of a table within the cell: it is flattened, its
// cells apart by tabs.
func (f *Flow) EndInner(row bool) {
	f.cell.WriteString(f.take())
	if row {
		f.cell.WriteByte('\n')
	} else {
		f.cell.WriteByte('\t')
	}
}

// EndCell ends a cell.
func (f *Flow) EndCell() {
	f.End(Paragraph{InTable: true})
	f.cells = append(f.cells, strings.Trim(f.cell.String(), "\n"))
	f.cell.Reset()
}

// Row is how a row is made: where it begins, in twips (1/20 pt), and its cells.
type Row struct {
	Left  int
	Cells []Cell
}

// Cell is the make of a cell: where it ends, and whether it goes on with the one
// beside or above it.
type Cell struct {
	Right         int
	Beside, Above bool
}

// EndRow ends a row.
func (f *Flow) EndRow(r Row) {
	const usual = 1000 // the width of a cell of which nothing is said
	var cells []placed
	left := r.Left
	for i, text := range f.cells {
		as := Cell{Right: left + usual}
		if i < len(r.Cells) {
			as = r.Cells[i]
		}
		switch {
		case as.Above:
			cells = append(cells, placed{left: left})
		case !as.Beside || text != "":
			cells = append(cells, placed{text: text, left: left})
		}
		left = as.Right
	}
	if len(cells) > 0 {
		f.table = append(f.table, cells)
	}
	f.cells, f.made = nil, r
}

// leaveTable writes the table that came before. What came of a row that has no
// end is its last row, made as the one before.
func (f *Flow) leaveTable() {
	if f.cell.Len() > 0 {
		f.cells = append(f.cells, strings.Trim(f.cell.String(), "\n"))
		f.cell.Reset()
	}
	if len(f.cells) > 0 {
		f.EndRow(f.made)
	}
	f.table.write(f.Out)
	f.table, f.made = nil, Row{}
}

// Finish ends the text.
func (f *Flow) Finish() {
	f.End(Paragraph{InTable: f.cell.Len() > 0})
	f.leaveTable()
}
