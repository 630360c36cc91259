// Package workbook writes the sheets of a workbook: a sheet is a table, what is
// merged comes once, what is hidden or empty not at all.
package workbook

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongshi"
	"gongshi/ingest/decode"
)

// Sheet is a sheet as it is read. Rows and columns count from 0.
type Sheet struct {
	Name string
	// Hidden sheets are left out, and so are hidden rows and columns.
	Hidden  bool
	rows    map[int][]cell
	order   []int
	merged  []Area
	without lines // hidden rows
	columns lines // hidden columns
	boxes   []string
}

type cell struct {
	column int
	text   string
}

// Area is a merged cell, all ends included.
type Area struct{ Row, Column, LastRow, LastColumn int }

// New gives an empty sheet.
func New(name string) *Sheet {
	return &Sheet{Name: name, rows: make(map[int][]cell)}
}

// Add adds a cell with its text as it is displayed.
func (s *Sheet) Add(row, column int, text string) {
	text = strings.TrimSpace(strings.Map(plain, text))
	if text == "" {
		return
	}
	if s.rows[row] == nil {
		s.order = append(s.order, row)
	}
	s.rows[row] = append(s.rows[row], cell{column, text})
}

// Merge says that an area is one cell: the first of it.
func (s *Sheet) Merge(a Area) {
	if a.LastRow > a.Row || a.LastColumn > a.Column {
		s.merged = append(s.merged, a)
	}
}

// HideRow and HideColumns leave out rows and columns.
func (s *Sheet) HideRow(row int) { s.without = append(s.without, Range{row, row}) }

// HideColumns is like HideRow for a range of columns.
func (s *Sheet) HideColumns(r Range) { s.columns = append(s.columns, r) }

// Box adds the text of a text box. It comes behind the cells, a paragraph a line.
func (s *Sheet) Box(text string) {
	if text = strings.TrimFunc(strings.Map(plain, text), unicode.IsSpace); text != "" {
		s.boxes = append(s.boxes, text)
	}
}

// Empty tells whether the sheet has no text.
func (s *Sheet) Empty() bool { return len(s.rows)+len(s.boxes) == 0 }

// plain leaves out what is not seen.
func plain(r rune) rune {
	switch {
	case r == '\r', r == '\u200b', r == '\ufeff', r == '\u00ad', unicode.IsControl(r) && r != '\n' && r != '\t':
		return -1
	case r == '\u00a0':
		return ' '
	}
	return r
}

// Write writes the sheets one after another, and says what was left out. Where
// there are several, one that does not begin with a title of its own gets its
// name for it, unless a program gave the name.
func Write(sheets []*Sheet, doc *gongshi.Document) error {
	out := new(decode.Builder)
	var shown []*Sheet
	var hidden []string
	lines := 0
	for _, s := range sheets {
		if s.Hidden {
			if !s.Empty() {
				hidden = append(hidden, s.Name)
			}
			continue
		}
		lines += s.hideLines()
		if !s.Empty() {
			shown = append(shown, s)
		}
	}
	for _, s := range shown {
		if len(shown) > 1 && !givenName.MatchString(s.Name) && !s.hasTitle() {
			out.Heading(s.Name, 1)
		}
		if err := s.write(out); err != nil {
			return err
		}
	}
	remarks := decode.Remarks(doc.Diagnostics)
	if len(hidden) > 0 {
		remarks.Say("hidden-left-out", "hidden sheets are not part of the text: %q", hidden)
	}
	remarks.Count(lines, "hidden-left-out", "%d cells in hidden rows or columns are not part of the text")
	doc.Diagnostics = remarks
	return out.Finish(doc)
}

// The names that programs give to sheets: "Sheet1", "工作表2".
var givenName = regexp.MustCompile(`^(?i:sheet|工作表)\s*\d*$`)

// hasTitle tells whether the first row with text is a single cell.
func (s *Sheet) hasTitle() bool {
	slices.Sort(s.order)
	for _, row := range s.order {
		if n := len(s.rows[row]); n > 0 {
			return n == 1
		}
	}
	return false
}

// write writes the rows. Columns in which nothing stands are no columns.
func (s *Sheet) write(out *decode.Builder) error {
	slices.Sort(s.order)
	used := s.usedColumns()
	areas := newAreas(s.merged)
	number := out.Table()
	for _, row := range s.order {
		if cells := s.cells(row, used, areas); len(cells) > 0 {
			out.Row(number, row, cells)
		}
		if out.Len() > decode.MaxText {
			return decode.TextTooLong()
		}
	}
	for _, box := range s.boxes {
		out.Line(box)
	}
	return nil
}

func (s *Sheet) usedColumns() []int {
	seen := make(map[int]bool)
	var out []int
	for _, list := range s.rows {
		for _, c := range list {
			if !seen[c.column] {
				seen[c.column] = true
				out = append(out, c.column)
			}
		}
	}
	slices.Sort(out)
	return out
}

// cells gives the cells of a row up to the last with text. The places that a
// merged cell takes beside its first are none, those below it are empty.
func (s *Sheet) cells(row int, used []int, areas *areas) []decode.Cell {
	texts := make(map[int]string)
	last := -1
	covering := areas.at(row)
	for _, c := range s.rows[row] {
		if a := covering.of(c.column); a == nil || a.Row == row && a.Column == c.column {
			texts[c.column] = c.text
			last = max(last, c.column)
		}
	}
	var out []decode.Cell
	for _, column := range used {
		if column > last {
			break
		}
		if a := covering.of(column); a != nil && column > a.Column {
			continue
		}
		out = append(out, decode.Cell{Text: texts[column], Column: column})
	}
	return out
}
