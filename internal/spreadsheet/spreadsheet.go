// Package spreadsheet writes tables for spreadsheet programs, row by row. What the
// cells say is text and nothing else: it comes from files that anybody may have
// made, and must not be taken for a formula.
package spreadsheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Writer writes a table. The first row is its head.
type Writer interface {
	Row(cells ...string) error
	// Close writes what is left. It does not close the file.
	Close() error
}

// byteOrderMark tells spreadsheet programs that a CSV file is in UTF-8; without
// it they take it for the encoding of the system.
const byteOrderMark = "\uFEFF"

// NewCSV writes comma-separated values in UTF-8.
func NewCSV(w io.Writer) (Writer, error) {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return nil, err
	}
	return csvWriter{csv.NewWriter(w)}, nil
}

type csvWriter struct{ w *csv.Writer }

func (c csvWriter) Row(cells ...string) error {
	literal := make([]string, len(cells))
	for i, cell := range cells {
		literal[i] = clean(cell)
		// A spreadsheet program calculates what begins so.
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			literal[i] = "'" + literal[i]
		}
	}
	return c.w.Write(literal)
}

func (c csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// clean takes characters out that XML cannot hold and terminals would obey.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// NewXLSX writes a workbook with one sheet of that name; widths are those of its
// columns, in characters. The head stays in sight. The file is written by Close.
func NewXLSX(w io.Writer, name string, widths ...float64) (Writer, error) {
	file := excelize.NewFile()
	x := &xlsxWriter{to: w, file: file}
	var err error
	if err = file.SetSheetName(file.GetSheetName(0), name); err != nil {
		return nil, err
	}
	if x.head, err = file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, err
	}
	if x.body, err = file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return nil, err
	}
	if x.rows, err = file.NewStreamWriter(name); err != nil {
		return nil, err
	}
	for i, width := range widths {
		if err := x.rows.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	err = x.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	return x, err
}

type xlsxWriter struct {
	to         io.Writer
	file       *excelize.File
	rows       *excelize.StreamWriter
	head, body int
	written    int
}

func (x *xlsxWriter) Row(cells ...string) error {
	if x.written == excelize.TotalRows {
		return fmt.Errorf("a sheet holds no more than %d rows: use CSV", excelize.TotalRows)
	}
	style := x.body
	if x.written == 0 {
		style = x.head
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: clean(cell)}
	}
	x.written++
	return x.rows.SetRow(fmt.Sprintf("A%d", x.written), values)
}

func (x *xlsxWriter) Close() error {
	defer x.file.Close()
	if err := x.rows.Flush(); err != nil {
		return err
	}
	return x.file.Write(x.to)
}
