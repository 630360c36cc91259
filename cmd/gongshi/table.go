package main

import (
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// columns measures text as a terminal with Chinese fonts shows it: a Han
// character takes two columns.
var columns = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

// table is text in aligned columns.
type table struct {
	rows [][]string
	// path is the column that holds paths, which are cut at their beginning when
	// a row is too long; 0 for none.
	path int
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// leastLast is how many columns of the terminal the last column of a table gets
// before paths are cut.
const leastLast = 24

// write writes the table; rows are cut to the width of a terminal, unless that is
// 0.
func (t *table) write(w io.Writer, width int) error {
	widths := t.widths()
	if width > 0 && t.path > 0 && t.path < len(widths) {
		t.fitPath(widths, width)
	}
	var b strings.Builder
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			if i == t.path && t.path > 0 {
				cell = truncateLeft(cell, widths[i])
			}
			if i < len(row)-1 {
				cell = columns.FillRight(cell, widths[i]) + "  "
			}
			line.WriteString(cell)
		}
		text := strings.TrimRight(line.String(), " ")
		if width > 0 {
			text = columns.Truncate(text, width, "…")
		}
		b.WriteString(text + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *table) widths() []int {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns.StringWidth(cell))
		}
	}
	return widths
}

// fitPath makes the column of paths as narrow as the others need.
func (t *table) fitPath(widths []int, width int) {
	others := 0
	for i, w := range widths {
		switch {
		case i == t.path:
		case i == len(widths)-1:
			others += min(w, leastLast) + 2
		default:
			others += w + 2
		}
	}
	widths[t.path] = min(widths[t.path], max(width-others, leastLast))
}
