// Package spreadsheet writes tables for spreadsheet programs, row by row. What the
// cells say is text and nothing else: it comes from files that anybody may have
// made, and must not be taken for a formula.
package spreadsheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

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

// CellLimit is how many UTF-16 units a cell of a workbook holds at most; cut is what
// stands at the end of one that says more.
const (
	CellLimit = 32767
	cut       = "……〔超出单元格上限，此处截断 / cut: the cell is full〕"
)

// MaxRows is how many rows a sheet holds below its head.
const MaxRows = excelize.TotalRows - 1

// Workbook writes a workbook whose first sheet is the table.
type Workbook struct {
	to         io.Writer
	file       *excelize.File
	rows       *excelize.StreamWriter
	head, body int
	written    int
	// Cut counts the cells that did not hold all of their text.
	Cut int
}

// NewXLSX writes a workbook with one sheet of that name; widths are those of its
// columns, in characters. The head stays in sight. The file is written by Close.
func NewXLSX(w io.Writer, name string, widths ...float64) (*Workbook, error) {
	file := excelize.NewFile()
	x := &Workbook{to: w, file: file}
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
	x.rows, err = x.sheet(name, widths)
	return x, err
}

// sheet begins the rows of a sheet.
func (x *Workbook) sheet(name string, widths []float64) (*excelize.StreamWriter, error) {
	rows, err := x.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, width := range widths {
		if err := rows.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	return rows, rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// Row writes a row of the first sheet.
func (x *Workbook) Row(cells ...string) error {
	if x.written == excelize.TotalRows {
		return fmt.Errorf("a sheet holds no more than %d rows: use CSV", excelize.TotalRows)
	}
	x.written++
	return x.set(x.rows, x.written, cells)
}

func (x *Workbook) set(rows *excelize.StreamWriter, number int, cells []string) error {
	style := x.body
	if number == 1 {
		style = x.head
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: x.fit(clean(cell))}
	}
	return rows.SetRow(fmt.Sprintf("A%d", number), values)
}

// fit cuts what a cell cannot hold, and says so in the cell.
func (x *Workbook) fit(s string) string {
	if len(s) <= CellLimit { // as many bytes are never more units
		return s
	}
	units, room, end := 0, CellLimit-len(utf16.Encode([]rune(cut))), 0
	for i, r := range s {
		if units <= room {
			end = i
		}
		units += utf16.RuneLen(r)
	}
	if units <= CellLimit {
		return s
	}
	x.Cut++
	return s[:end] + cut
}

// AddSheet adds a sheet behind those that there are, its first row the head.
func (x *Workbook) AddSheet(name string, table [][]string, widths ...float64) error {
	if _, err := x.file.NewSheet(name); err != nil {
		return err
	}
	rows, err := x.sheet(name, widths)
	if err != nil {
		return err
	}
	for i, row := range table {
		if err := x.set(rows, i+1, row); err != nil {
			return err
		}
	}
	return rows.Flush()
}

// Close writes the file.
func (x *Workbook) Close() error {
	defer x.file.Close()
	if err := x.rows.Flush(); err != nil {
		return err
	}
	return x.file.Write(x.to)
}

// Discard gives up the workbook; after Close it does nothing.
func (x *Workbook) Discard() error { return x.file.Close() }
