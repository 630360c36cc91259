// Package spreadsheet writes tables for spreadsheet programs, row by row. What the
// cells say is text and nothing else: it comes from files that anybody may have
// made, and must not be taken for a formula.
package spreadsheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
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
		if literal[i] != "" && strings.ContainsRune("=+-@\t\r", rune(literal[i][0])) {
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
	rows       *sheet
	head, body int
	written    int
	// Cut counts the cells that did not hold all of their text.
	Cut int
}

// NewXLSX writes a workbook with one sheet of that name; widths are those of its
// columns, in characters, the last that of all further ones. The head stays in sight. The file is written by Close.
func NewXLSX(w io.Writer, name string, widths ...float64) (*Workbook, error) {
	file := excelize.NewFile()
	x := &Workbook{to: w, file: file}
	var err error
	if err = file.SetSheetName(file.GetSheetName(0), name); err != nil {
		return nil, err
	}
	if x.head, err = file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return nil, err
	}
	if x.body, err = file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return nil, err
	}
	x.rows, err = x.sheet(name, widths)
	return x, err
}

// sheet is one that is being written.
type sheet struct {
	*excelize.StreamWriter
	widths []float64
}

// width is that of a column, counted from 0; the last that is stated holds for those
// behind it, too.
func (s *sheet) width(column int) float64 {
	if len(s.widths) == 0 {
		return 9
	}
	return s.widths[min(column, len(s.widths)-1)]
}

// lineHeight is that of a line of text in points, and maxHeight the most that a row can
// have.
const lineHeight, maxHeight = 15, 409

// height is what a row needs for its cells to be read whole, as far as a row can
// have it. Spreadsheet programs differ in whether they find it out themselves.
func (s *sheet) height(cells []any) float64 {
	most := 1
	for i, cell := range cells {
		text, _ := cell.(string)
		lines := 0
		for line := range strings.SplitSeq(text, "\n") {
			lines += max(1, int(math.Ceil(columns(line)/(s.width(i)-1))))
		}
		most = max(most, lines)
	}
	return min(float64(most)*lineHeight, maxHeight)
}

// columns is about how wide a text is, in characters of the Latin alphabet.
func columns(s string) float64 {
	n := 0.0
	for _, r := range s {
		if r >= 0x2E80 {
			n += 1.1
		}
		n++
	}
	return n
}

// sheet begins the rows of a sheet. On paper it lies across and is as wide as a page,
// with its head on each.
func (x *Workbook) sheet(name string, widths []float64) (*sheet, error) {
	across, a4, one, any, fit := "landscape", 9, 1, 0, true
	if err := x.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &across, Size: &a4, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return nil, err
	}
	if err := x.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return nil, err
	}
	if err := x.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: "'" + name + "'!$1:$1"}); err != nil {
		return nil, err
	}
	stream, err := x.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, width := range widths {
		to := i + 1
		if to == len(widths) {
			to = max(to, 64)
		}
		if err := stream.SetColWidth(i+1, to, width); err != nil {
			return nil, err
		}
	}
	return &sheet{stream, widths}, stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// Printed restricts what is printed of a sheet to its first columns: what programs need
// and people do not stands behind them.
func (x *Workbook) Printed(name string, columns int) error {
	last, err := excelize.ColumnNumberToName(columns)
	if err != nil {
		return err
	}
	return x.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: name, RefersTo: "'" + name + "'!$A:$" + last})
}

// Row writes a row of the first sheet.
func (x *Workbook) Row(cells ...string) error {
	if x.written == excelize.TotalRows {
		return fmt.Errorf("a sheet holds no more than %d rows: use CSV", excelize.TotalRows)
	}
	x.written++
	return x.set(x.rows, x.written, texts(cells))
}

// texts gives cells that are texts.
func texts(cells []string) []any {
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = cell
	}
	return values
}

// set writes a row of texts and numbers.
func (x *Workbook) set(rows *sheet, number int, cells []any) error {
	style := x.body
	if number == 1 {
		style = x.head
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		if text, ok := cell.(string); ok {
			cell = x.fit(clean(text))
		}
		values[i] = excelize.Cell{StyleID: style, Value: cell}
	}
	return rows.SetRow(fmt.Sprintf("A%d", number), values, excelize.RowOpts{Height: rows.height(cells)})
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

// AddSheet adds a sheet of texts behind those that there are, its first row the head.
func (x *Workbook) AddSheet(name string, table [][]string, widths ...float64) error {
	rows := make([][]any, len(table))
	for i, row := range table {
		rows[i] = texts(row)
	}
	return x.AddTable(name, rows, widths...)
}

// AddTable adds a sheet behind those that there are, its first row the head. An int
// is a number, which can be summed, a string a text, nil an empty cell.
func (x *Workbook) AddTable(name string, table [][]any, widths ...float64) error {
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
