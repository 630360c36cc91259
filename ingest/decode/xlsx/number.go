package xlsx

import (
	"math"
	"strconv"
	"strings"

	"gongshi/ingest/decode/internal/pack"
	"gongshi/ingest/decode/internal/workbook"
)

// formats are the formats of the styles of cells, and what writes numbers in
// them. The library writes numbers, too, but only some formats as Excel does.
type formats struct {
	numbers *workbook.Numbers
	codes   map[int]string
	styles  []int // their formats
}

// readFormats reads the table of styles. What is broken in it is left for the
// library to find.
func readFormats(p *pack.Package, main string, from1904 bool) (*formats, error) {
	numbers, err := workbook.NewNumbers(from1904)
	if err != nil {
		return nil, err
	}
	f := &formats{numbers: numbers, codes: make(map[int]string)}
	part := p.Target(main, "/styles", "xl/styles.xml")
	if !p.Has(part) {
		return f, nil
	}
	ofCells := false
	_ = p.Walk(part, func(_ *pack.Part, name string, e pack.Start) (bool, error) {
		id, err := strconv.Atoi(pack.Attr(e, "numFmtId"))
		switch {
		case name == "cellXfs":
			ofCells = true
		case name == "cellStyles", name == "dxfs":
			ofCells = false
		case name == "numFmt" && err == nil:
			f.codes[id] = pack.Attr(e, "formatCode")
		case name == "xf" && ofCells:
			f.styles = append(f.styles, id) // 0 if it does not say
		}
		return false, nil
	})
	return f, nil
}

// text writes the value of a cell of a style; false for values that are no
// numbers and styles without a format.
func (f *formats) text(style, value string) (string, bool) {
	i, _ := strconv.Atoi(style) // none is the first
	if i < 0 || i >= len(f.styles) {
		return "", false
	}
	built := f.styles[i]
	code := f.codes[built]
	number, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(number) || math.IsInf(number, 0) || built == 0 && code == "" {
		return "", false
	}
	return f.numbers.Text(number, built, code), true
}
