package parse

import (
	"strings"
	"unicode/utf8"

	"gongshi"
)

// A table that a page gave away cell by cell, a line each: first the labels of
// its columns, then the cells of its rows. Nothing says where a row ends, so
// the cells are believed only where they fit their columns.

// flatTable reads such a table from line i on: the line after it and its rows,
// that of the labels in front. end is i where there is none.
func (p *parser) flatTable(i int) (end int, rows [][]line) {
	if i < p.noFlat {
		return i, nil
	}
	labels, at := p.flatLabels(i)
	p.noFlat = at // what begins within these labels has fewer of them
	if labels == nil {
		return i, nil
	}
	cells, end := p.flatCells(at)
	rows = [][]line{labels}
	width := len(labels)
	for len(cells) > 0 {
		n := min(width, len(cells))
		row := cells[:n]
		if n < width-1 || !p.fits(labels, row) {
			break
		}
		rows, cells = append(rows, row), cells[n:]
	}
	if len(rows) == 1 {
		return i, nil
	}
	return end, rows
}

// maxColumns is how many columns such a table has at most.
const maxColumns = 20

// flatLabels reads the labels of columns from line i on, a line each or broken
// over two: at least four lines that are nothing else, three of them labels, two
// of these about the problem or its rectification.
func (p *parser) flatLabels(i int) (labels []line, next int) {
	named, content := 0, 0
	for i < len(p.lines) && !p.lines[i].web {
		l := p.lines[i]
		if s := p.of(l); longerThan(s, 12) || strings.ContainsAny(s, ":|,") {
			break
		}
		h, ok := p.cellLabel(l)
		if !ok && i+1 < len(p.lines) {
			if h, ok = p.brokenColumn(l, p.lines[i+1]); ok {
				l.end = p.lines[i+1].end
				i++
			}
		}
		if !ok {
			break
		}
		if len(h.kinds) > 0 && isContent(h.kinds[0]) {
			content++
		}
		named++
		labels = append(labels, l)
		i++
	}
	if named < 4 || named > maxColumns || content < 2 {
		return nil, i
	}
	return labels, i
}

// isColumn tells whether a cell is the label of a column.
func (p *parser) isColumn(l line) bool {
	_, ok := p.cellLabel(l)
	return ok
}

// brokenColumn reads the label of a column that a narrow cell broke over two
// lines: 整改 over 目标.
func (p *parser) brokenColumn(a, b line) (head, bool) {
	both := line{start: a.start, end: b.end}
	if both.end-both.start >= 60 {
		return head{}, false
	}
	return p.cellLabel(both)
}

// maxCells is how many cells are read of such a table.
const maxCells = 2000

// flatCells reads the cells from line i on. Items that count on belong to one
// cell.
func (p *parser) flatCells(i int) (cells []line, end int) {
	var last enum
	for ; i < len(p.lines) && len(cells) < maxCells; i++ {
		l := p.lines[i]
		s := p.of(l)
		if l.web || isTailSentence(s, false) || len(cells) > 0 && isSignatureLine(s) && !p.cellOfNames(s) {
			break
		}
		e, ok := enumerator(s, 0)
		if ok && e.level != levelHan && e.num > 1 && e.num == last.num+1 && e.level == last.level && len(cells) > 0 {
			cells[len(cells)-1].end = l.end
		} else {
			cells = append(cells, l)
		}
		last = e
	}
	return cells, i
}

// cellOfNames tells whether a line of names may be a cell of 责任单位: a signature
// has a date below or in it.
func (p *parser) cellOfNames(s string) bool {
	_, _, dated := cutDate(s)
	return !dated
}

// fits tells whether the cells of a row are what their columns promise.
func (p *parser) fits(labels, row []line) bool {
	for i, c := range row {
		h, _ := p.cellLabel(labels[i])
		s := p.of(c)
		switch {
		case len(h.kinds) == 0:
			if label := squeeze(p.of(labels[i])); strings.HasSuffix(label, "号") && utf8.RuneCountInString(s) > 24 {
				return false
			}
		case h.kinds[0] == gongshi.SectionDeadline:
			if utf8.RuneCountInString(s) > 40 || len(scanDates(s)) == 0 && !containsAny(s, []string{"立行立改", "长期", "持续", "立即", "完成"}) {
				return false
			}
		case h.kinds[0] == gongshi.SectionResponsible:
			if strings.Contains(s, "。") || !containsAny(s, organisationEnds) {
				return false
			}
		case isContent(h.kinds[0]):
			if utf8.RuneCountInString(s) < 6 {
				return false
			}
		}
	}
	return true
}
