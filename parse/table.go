package parse

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// cell is a cell of a table that the format knows; rows and columns
// count from 0 in it.
type cell struct {
	start, end         int // bytes of the notice's own text
	row, column, table int
}

// tableHeads are the heads found in tables, and the lines that tables take.
type tableHeads struct {
	heads []head
	lines []int
}

// columnOnly are labels of columns that hold no content: 序号, 受理编号.
var columnOnly = []string{
	"序号", "受理编号", "问题编号", "编号", "问题序号", "行政区域", "问题类型", "污染类型", "备注", "是否属实", "是否办结", "问责情况",
	"责任人被处理情况", "整改类型", "整改状态", "举报编号", "信访编号", "所属区域", "类型", "批次", "任务编号",
}

// blockCells gives the cells that the format itself knows, in the notice's own
// offsets.
func blockCells(doc *gongshi.Document, places []place) []cell {
	var cells []cell
	at := 0
	for _, b := range doc.Blocks {
		if b.Kind != gongshi.BlockCell {
			continue
		}
		for at < len(places) && places[at].end <= b.Span.Start {
			at++
		}
		if at == len(places) || b.Span.Len() == 0 || places[at].src >= b.Span.End {
			continue
		}
		last := at
		for last+1 < len(places) && places[last+1].src < b.Span.End {
			last++
		}
		c := cell{row: b.Row, column: b.Column, table: b.Table}
		c.start = ownOffset(places[at], max(b.Span.Start, places[at].src))
		c.end = ownOffset(places[last], min(b.Span.End, places[last].end))
		cells = append(cells, c)
	}
	return cells
}

func ownOffset(p place, src int) int { return p.own + src - p.src }

// tableHeads finds the heads in tables: in those of the format, and in lines
// with "|" or tabs between cells.
func (p *parser) tableHeads() tableHeads {
	var out tableHeads
	for i := 0; i < len(p.lines); {
		end, rows := p.cellRows(i)
		if end == i {
			if end = p.tableEnd(i); end > i {
				rows = p.rows(i, end)
			} else if end, rows = p.flatTable(i); end == i {
				i++
				continue
			}
		}
		if heads := p.readTable(rows); len(heads) > 0 {
			out.heads = append(out.heads, heads...)
			for ; i < end; i++ {
				out.lines = append(out.lines, i)
			}
		}
		i = end
	}
	return out
}

// cellRows reads the table of the format that begins in line i: the line after
// it, and its rows. A cell can have several paragraphs.
func (p *parser) cellRows(i int) (end int, rows [][]line) {
	first := p.cellAt(p.lines[i].start)
	if first < 0 {
		return i, nil
	}
	last := -1
	for end = i; end < len(p.lines); end++ {
		k := p.cellAt(p.lines[end].start)
		if k < 0 || p.cells[k].table != p.cells[first].table {
			break
		}
		for _, piece := range p.pieces(p.lines[end]) {
			k := p.cellAt(piece.start)
			switch {
			case k < 0:
				continue
			case k == last:
				row := rows[len(rows)-1]
				row[len(row)-1].end = piece.end
				continue
			case last < 0 || p.cells[k].row != p.cells[last].row:
				rows = append(rows, nil)
			}
			row := rows[len(rows)-1]
			for len(row) < p.cells[k].column {
				row = append(row, line{})
			}
			rows[len(rows)-1] = append(row, piece)
			last = k
		}
	}
	return end, rows
}

// cellAt gives the index of the format's cell in which form[at] lies: -1 when
// there is none.
func (p *parser) cellAt(at int) int {
	if len(p.cells) == 0 {
		return -1
	}
	own := p.span(at, at+1).Start
	i := sort.Search(len(p.cells), func(i int) bool { return p.cells[i].end > own })
	if i == len(p.cells) || p.cells[i].start > own {
		return -1
	}
	return i
}

// pieces cuts a line at its cell borders; empty cells are left out.
func (p *parser) pieces(l line) []line {
	var out []line
	start := l.start
	for at := l.start; at <= l.end; at++ {
		if at < l.end && p.form[at] != '|' {
			continue
		}
		if c := p.trim(start, at); c.start < c.end {
			out = append(out, c)
		}
		start = at + 1
	}
	return out
}

// tableEnd gives the line after the table that begins at line i: i when none
// does. A cell of several paragraphs may leave up to eight lines without a
// border.
func (p *parser) tableEnd(i int) int {
	if p.lines[i].web || !strings.Contains(p.of(p.lines[i]), "|") {
		return i
	}
	end := i + 1
	for j := end; j < len(p.lines) && j < end+8; j++ {
		if strings.Contains(p.of(p.lines[j]), "|") {
			end = j + 1
		}
	}
	return end
}

// rows cuts lines into rows of cells. A line without a border goes on with the
// cell before it.
func (p *parser) rows(from, to int) [][]line {
	var rows [][]line
	for i := from; i < to; i++ {
		l := p.lines[i]
		s := p.of(l)
		if !strings.Contains(s, "|") {
			if n := len(rows); n > 0 && len(rows[n-1]) > 0 {
				rows[n-1][len(rows[n-1])-1].end = l.end
			}
			continue
		}
		var row []line
		start := l.start
		for at := l.start; at <= l.end; at++ {
			if at < l.end && p.form[at] != '|' {
				continue
			}
			if c := p.trim(start, at); c.start < c.end || start > l.start && at < l.end {
				row = append(row, c)
			}
			start = at + 1
		}
		rows = append(rows, row)
	}
	return rows
}

// readTable reads the sections of a table: below a row of labels, next to a
// label, or, with one cell a line, in the order of the labels.
func (p *parser) readTable(rows [][]line) []head {
	if single(rows) {
		rows = p.regroup(rows)
	}
	var heads []head
	var columns []head
	var ranks []int
	row := 0
	for i, cells := range rows {
		if labels := p.labelRow(cells); labels != nil && !p.isPairs(cells, rows[i+1:]) {
			columns, ranks = labels, p.ranks(cells)
			continue
		}
		if columns != nil && (p.isPairs(cells, nil) || p.isTailRow(cells)) {
			columns = nil // what follows is no row of it
		}
		if columns != nil && len(cells)*2 >= len(columns) {
			row++
			number := p.numberOfRow(ranks, cells)
			for i := 0; i < len(cells) && i < len(columns); i++ {
				heads = appendCell(heads, columns[i].numbered(number), cells[i], row)
			}
			continue
		}
		heads = append(heads, p.pairs(cells)...)
	}
	if !p.worthwhile(heads) {
		return nil
	}
	return heads
}

// isPairs tells whether a row of labels is one of labels and values in turn:
// 整改时限 | 2022年12月31日 | 责任单位 | 浈江区人民政府. Where the values could be
// labels that no table has, the rows that follow show it: a row as long without a
// label is one of cells.
func (p *parser) isPairs(cells []line, after [][]line) bool {
	if len(cells)%2 != 0 || len(cells) < 4 {
		return false
	}
	said := false
	for i, c := range cells {
		if _, isLabel := p.cellLabel(c); isLabel != (i%2 == 0) {
			return false
		}
		if i%2 == 1 {
			said = said || isValue(p.of(c))
		}
	}
	return said || len(after) == 0 || len(after[0]) != len(cells) || slices.ContainsFunc(after[0], p.isColumn)
}

// isValue tells whether a cell says something, as the label of a column does not:
// a day, a figure, a sentence, a name.
func isValue(s string) bool {
	return strings.ContainsAny(s, "0123456789") || strings.Contains(s, "。") || isOrganisation(s)
}

// isTailRow tells whether a row is no row of the columns above it but the end of
// the notice: 公示时间:… | 联系电话:….
func (p *parser) isTailRow(cells []line) bool {
	for _, c := range cells {
		if c.start < c.end {
			return isTailSentence(p.of(c), false)
		}
	}
	return false
}

// worthwhile tells whether the table has sections at all: two kinds of them.
func (p *parser) worthwhile(heads []head) bool {
	kinds := map[gongshi.SectionKind]bool{}
	for _, h := range heads {
		if h.kinds[0] != gongshi.SectionOther {
			kinds[h.kinds[0]] = true
		}
	}
	return len(kinds) >= 2
}

func appendCell(heads []head, column head, c line, row int) []head {
	if len(column.kinds) == 0 || c.start >= c.end {
		return heads
	}
	column.body, column.bodyEnd, column.row = c.start, c.end, row
	return append(heads, column)
}

// numbered gives the head of a column with the number of a row.
func (h head) numbered(n rowNumber) head {
	h.rowNumber = n
	return h
}

// labelRow reads a row of labels; nil when it is none. A cell that names no
// content has no kinds.
func (p *parser) labelRow(cells []line) []head {
	if len(cells) < 3 {
		return nil
	}
	columns := make([]head, len(cells))
	named := 0
	for i, c := range cells {
		h, ok := p.cellLabel(c)
		if ok {
			named++
		}
		columns[i] = h
	}
	if named < 2 || named*2 < len(cells) {
		return nil
	}
	return columns
}

// cellLabel reads a cell that is a label.
func (p *parser) cellLabel(c line) (head, bool) {
	if c.end-c.start > 60 || c.start >= c.end {
		return head{}, false
	}
	s := p.of(c)
	at := c.start
	if e, ok := enumerator(s, 0); ok {
		at += e.end
	}
	name := squeeze(p.form[at:c.end])
	kinds, contact, ok := classify(name)
	if !ok {
		return head{}, false
	}
	h := head{start: c.start, end: c.end, exact: true}
	for _, o := range columnOnly {
		if trimHead(name) == o {
			return h, true
		}
	}
	if !contact {
		h.kinds = kinds
	}
	return h, true
}

// pairs reads a row of labels and values side by side.
func (p *parser) pairs(cells []line) []head {
	var heads []head
	for i := 0; i+1 < len(cells); i++ {
		h, ok := p.cellLabel(cells[i])
		if !ok {
			continue
		}
		if _, isLabel := p.cellLabel(cells[i+1]); isLabel {
			continue
		}
		heads = appendCell(heads, h, cells[i+1], 0)
		i++
	}
	return heads
}

// single tells whether the rows have one cell each, as pages give that put each
// cell on a line.
func single(rows [][]line) bool {
	for _, r := range rows {
		if len(r) > 1 {
			return false
		}
	}
	return len(rows) > 4
}

// regroup makes rows of single cells: the leading run of short cells up to the
// last label is the row of labels, and the values follow in rows as long.
func (p *parser) regroup(rows [][]line) [][]line {
	var cells []line
	for _, r := range rows {
		if len(r) == 0 {
			r = []line{{}}
		}
		cells = append(cells, r[0])
	}
	width, named := 0, 0
	for i, c := range cells {
		if utf8.RuneCountInString(p.of(c)) > 16 {
			break
		}
		if _, ok := p.cellLabel(c); ok {
			width, named = i+1, named+1
		}
	}
	if named < 3 {
		return rows
	}
	var out [][]line
	for len(cells) > width {
		out = append(out, cells[:width])
		cells = cells[width:]
	}
	return append(out, cells)
}
