package export

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gongshi"
	"gongshi/internal/spreadsheet"
	"gongshi/search/compare"
)

// Comparison is a table of package compare, to be written in a language.
type Comparison struct {
	*compare.Table
	Lang string
}

func (t Comparison) tr(zh, en string) string { return gongshi.Text{Zh: zh, En: en}.In(t.Lang) }

// Write writes it as JSON, CSV or a workbook, with what the options say of it
// where the format has room for that.
func (t Comparison) Write(w io.Writer, o Options) error {
	switch o.Format {
	case "json":
		return writeJSON(w, struct {
			About
			*compare.Table
		}{o.About, t.Table})
	case CSV:
		rows, err := spreadsheet.NewCSV(w)
		if err != nil {
			return err
		}
		return t.rows(rows)
	case XLSX:
		rows, err := spreadsheet.NewXLSX(w, t.tr("比对", "Comparison"), 18, 18, 10, 10, 12, 12, 12, 12, 12, 12, 60)
		if err != nil {
			return err
		}
		if err := rows.AddSheet(t.tr("说明", "About"), o.About.Rows(t.Lang, gongshi.Text{Zh: "公示份数", En: "notices"}), 16, 70); err != nil {
			return errors.Join(err, rows.Discard())
		}
		return t.rows(rows)
	}
	return fmt.Errorf("no format %q", o.Format)
}

// Head names the columns of a cell: the values, and what is counted.
func (t Comparison) Head() []string {
	var head []string
	for _, by := range t.By {
		head = append(head, FacetName(by).In(t.Lang))
	}
	return append(head, t.tr("公示", "notices"), t.tr("问题", "problems"), t.tr("最早", "first"), t.tr("最晚", "last"))
}

// Cells gives what is counted in one of the cells of Every, under the head.
func (t Comparison) Cells(c *compare.Cell) []string {
	var cells []string
	for i, by := range t.By {
		value, stated := c.Values[by]
		switch {
		case stated:
			value = FacetValue(by, value).In(t.Lang)
		case c == &t.Total && i == 0:
			value = t.tr("合计", "total")
		case c != &t.Total:
			value = t.tr("（未写明）", "(not stated)")
		}
		cells = append(cells, value)
	}
	return append(cells, fmt.Sprint(c.Notices), fmt.Sprint(c.Problems), c.First.String(), c.Last.String())
}

// Every gives the cells and, behind them, the total.
func (t Comparison) Every() []*compare.Cell {
	var all []*compare.Cell
	for i := range t.Table.Cells {
		all = append(all, &t.Table.Cells[i])
	}
	return append(all, &t.Total)
}

// rows writes the table for spreadsheet programs.
func (t Comparison) rows(rows spreadsheet.Writer) error {
	head := t.Head()
	if t.Topic {
		for _, kind := range compare.Kinds {
			name := kind.Name().In(t.Lang)
			head = append(head, name+t.tr("：节数", ": sections"), name+t.tr("：提到", ": mentioning"), name+t.tr("：比例", ": share"))
		}
	}
	if err := rows.Row(append(head, t.tr("例句", "examples"))...); err != nil {
		return err
	}
	for _, c := range t.Every() {
		row := t.Cells(c)
		if t.Topic {
			for _, kind := range compare.Kinds {
				s := c.Sections[kind]
				row = append(row, fmt.Sprint(s.Sections), fmt.Sprint(s.Mentioning), Percent(s))
			}
		}
		if err := rows.Row(append(row, strings.Join(ExampleLines(c), "\n"))...); err != nil {
			return err
		}
	}
	return rows.Close()
}

// Percent writes a share as "75%", one of nothing as "".
func Percent(s compare.Share) string {
	if s.Sections == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f%%", 100*s.Share)
}

// ExampleLines gives the examples of a cell, each with the id of its notice.
func ExampleLines(c *compare.Cell) []string {
	var lines []string
	for _, e := range c.Examples {
		text := e.Text
		if text == "" {
			text = e.Title
		}
		lines = append(lines, e.Notice+"  "+strings.ReplaceAll(text, "\n", " "))
	}
	return lines
}
