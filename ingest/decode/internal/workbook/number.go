package workbook

import (
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Culture are the formats that depend on where the reader is: in China.
var Culture = excelize.Options{ShortDatePattern: "yyyy/m/d", CultureInfo: excelize.CultureNameZhCN}

// Numbers writes numbers as they are displayed. Which section of a format is for
// a number is found here: the library takes the first for zero and knows no
// conditions. It writes numbers in a section, but only within a workbook: here,
// one with a single cell.
type Numbers struct {
	book     *excelize.File
	styles   map[format]int
	last     int
	sections map[string][]section // by code
	size     int                  // of the codes
}

// format is a format of numbers: a code, or the number of a built-in one.
type format struct {
	built int
	code  string
}

// Bounds of the formats of a workbook. Numbers in others come plain.
const (
	mostFormats = 4000
	longestCode = 2000    // bytes; Excel has 255 characters at most
	mostCode    = 1 << 20 // bytes of all codes
)

// accounts are the built-in formats with several sections, as they are in China.
var accounts = map[int]string{
	41: `_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `,
	42: `_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ `,
	43: `_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `,
	44: `_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ `,
}

const place, only = "A1", "Sheet1"

// NewNumbers gives the numbers of a workbook, whose days can count from 1904.
func NewNumbers(from1904 bool) (*Numbers, error) {
	n := &Numbers{book: excelize.NewFile(Culture), styles: make(map[format]int), sections: make(map[string][]section)}
	if !from1904 {
		return n, nil
	}
	return n, n.book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904})
}

// Text writes a number in the format of the code, or in the built-in one if there
// is no code.
func (n *Numbers) Text(value float64, built int, code string) string {
	if code == "" {
		code = accounts[built]
	}
	if code == "" {
		if built == 0 {
			return general(value)
		}
		return numerals(n.formatted(value, format{built: built}))
	}
	sections, ok := n.read(code)
	if !ok {
		return general(value)
	}
	s, ok := choose(sections, value)
	if !ok {
		return general(value)
	}
	if s.below {
		value = -value
	}
	code = s.other
	if value == 0 {
		code = s.zero
	}
	switch {
	case s.isGeneral():
		return s.general(value)
	case code == "":
		return ""
	}
	return numerals(s.expand(n.formatted(value, format{code: code})))
}

// read reads a code; false if it is one too many, or too long.
func (n *Numbers) read(code string) ([]section, bool) {
	if sections, ok := n.sections[code]; ok {
		return sections, true
	}
	if len(n.sections) >= mostFormats || len(code) > longestCode || n.size > mostCode {
		return nil, false
	}
	n.size += len(code)
	sections := ofNumbers(sectionsOf(code))
	imply(sections)
	n.sections[code] = sections
	return sections, true
}

// formatted lets the library write a number.
func (n *Numbers) formatted(value float64, f format) string {
	plain := general(value)
	style, ok := n.style(f)
	if !ok || n.book.SetCellFloat(only, place, value, -1, 64) != nil {
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
