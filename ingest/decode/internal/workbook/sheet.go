// Package workbook writes the sheets of a workbook: a sheet is a table, what is
// merged comes once, what is hidden or empty not at all.
package workbook

import (
	"fmt"
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
	without map[int]bool // hidden rows
	columns []Range
	boxes   []string
}

type cell struct {
	column int
	text   string
}

// Range is a range of columns, both ends included.
type Range struct{ From, To int }

// Area is a merged cell, all ends included.
type Area struct{ Row, Column, LastRow, LastColumn int }

// New gives an empty sheet.
func New(name string) *Sheet {
	return &Sheet{Name: name, rows: make(map[int][]cell), without: make(map[int]bool)}
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
	s.rows[row] = append(s.rows[row], cell{column, numerals(text)})
}

// Merge says that an area is one cell: the first of it.
func (s *Sheet) Merge(a Area) {
	if a.LastRow > a.Row || a.LastColumn > a.Column {
		s.merged = append(s.merged, a)
	}
}

// HideRow and HideColumns leave out rows and columns.
func (s *Sheet) HideRow(row int) { s.without[row] = true }

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

var (
	// A date in Chinese numerals, digit by digit: "二○二四年七月二二日".
	numeralDate = regexp.MustCompile(`^[〇○零一二三四五六七八九]{4}年(?:[〇○一二三四五六七八九]{1,2}月)?(?:[〇○一二三四五六七八九]{1,2}日)?$`)
	// "二二日", "一○月"
	twoDigits = regexp.MustCompile(`([一二三])([〇○一二三四五六七八九])([月日])`)
)

// numerals writes the dates of cells in Chinese numerals as they are displayed:
// 二十二日, where the library that formats them gives digits, 二二日.
func numerals(text string) string {
	if !numeralDate.MatchString(text) {
		return text
	}
	text = twoDigits.ReplaceAllStringFunc(text, func(s string) string {
		m := twoDigits.FindStringSubmatch(s)
		tens, ones := strings.TrimPrefix(m[1], "一"), strings.Trim(m[2], "〇○")
		return tens + "十" + ones + m[3]
	})
	return strings.ReplaceAll(text, "○", "〇")
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
		switch {
		case s.Empty():
		case s.Hidden:
			hidden = append(hidden, s.Name)
		default:
			shown = append(shown, s)
		}
	}
	for _, s := range shown {
		lines += s.hiddenLines()
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

// hiddenLines takes out the cells in hidden rows and columns and counts them.
func (s *Sheet) hiddenLines() (cells int) {
	for row, list := range s.rows {
		kept := slices.DeleteFunc(list, func(c cell) bool { return s.without[row] || s.hides(c.column) })
		cells += len(list) - len(kept)
		s.rows[row] = kept
	}
	return cells
}

func (s *Sheet) hides(column int) bool {
	return slices.ContainsFunc(s.columns, func(r Range) bool { return column >= r.From && column <= r.To })
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
			return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("more than %d MB of text", decode.MaxText>>20)}
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
