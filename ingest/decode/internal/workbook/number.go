package workbook

import (
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Culture are the formats that depend on where the reader is: in China.
var Culture = excelize.Options{ShortDatePattern: "yyyy/m/d", CultureInfo: excelize.CultureNameZhCN}

// Numbers writes numbers as they are displayed. The library knows the formats of
// workbooks, but only within one: here, one with a single cell.
type Numbers struct {
	book   *excelize.File
	styles map[format]int
	last   int
}

// format is a format of numbers: a code, or the number of a built-in one.
type format struct {
	built int
	code  string
}

// mostFormats bounds the formats of a workbook. Numbers in others come plain.
const mostFormats = 4000

const place, only = "A1", "Sheet1"

// NewNumbers gives the numbers of a workbook, whose days can count from 1904.
func NewNumbers(from1904 bool) (*Numbers, error) {
	n := &Numbers{book: excelize.NewFile(Culture), styles: make(map[format]int)}
	if !from1904 {
		return n, nil
	}
	return n, n.book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904})
}

// Text writes a number in the format of the code, or in the built-in one if there
// is no code.
func (n *Numbers) Text(value float64, built int, code string) string {
	plain := general(value)
	if built == 0 && code == "" || strings.EqualFold(code, "general") {
		return plain
	}
	style, ok := n.style(format{built, code})
	if !ok {
		return plain
	}
	if n.book.SetCellFloat(only, place, value, -1, 64) != nil {
		return plain
	}
	if style != n.last {
		if n.book.SetCellStyle(only, place, place, style) != nil {
			return plain
		}
		n.last = style
	}
	text, err := n.book.GetCellValue(only, place)
	if err != nil {
		return plain
	}
	return text
}

// general writes a number of which no format is said: with 15 digits, as they are
// kept.
func general(value float64) string {
	const digits = 15
	text := strconv.FormatFloat(value, 'G', digits, 64)
	if strings.Contains(text, "E") {
		if rounded, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(rounded) >= 1e-9 && math.Abs(rounded) < 1e20 {
			return strconv.FormatFloat(rounded, 'f', -1, 64)
		}
	}
	return text
}

func (n *Numbers) style(f format) (style int, ok bool) {
	if style, ok := n.styles[f]; ok {
		return style, style >= 0
	}
	if len(n.styles) >= mostFormats {
		return 0, false
	}
	look := &excelize.Style{NumFmt: f.built}
	if f.code != "" {
		look = &excelize.Style{CustomNumFmt: &f.code}
	}
	style, err := n.book.NewStyle(look)
	if err != nil {
		style = -1
	}
	n.styles[f] = style
	return style, style >= 0
}
