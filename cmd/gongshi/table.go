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
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// write writes the table; the last column is cut so that a row fits into
// width columns, unless width is 0.
func (t *table) write(w io.Writer, width int) error {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns.StringWidth(cell))
		}
	}
	var b strings.Builder
	for _, row := range t.rows {
		used := 0
		for i, cell := range row {
			if i == len(row)-1 {
				if width > 0 {
					cell = columns.Truncate(cell, max(width-used, 20), "…")
				}
				b.WriteString(cell)
				break
			}
			b.WriteString(columns.FillRight(cell, widths[i]))
			b.WriteString("  ")
			used += widths[i] + 2
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
