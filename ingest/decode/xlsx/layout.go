package xlsx

import (
	"context"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
	"gongshi/ingest/decode/internal/workbook"
)

// layouts are the sheets of a workbook, without the texts of their cells: what is
// hidden, what is merged, and the numbers. They are read by us, part by part and
// within limits. The library would build each sheet as a whole for it, with all
// the empty rows and cells before the last; and it takes a part with broken XML
// as complete.
type layouts struct {
	sheets  map[string]*layout
	boxless []string // sheets whose text boxes cannot be read
}

// layout is a sheet.
type layout struct {
	*workbook.Sheet
	numbers map[int][]int // the columns, by row, of cells that are read
	broken  error         // why it cannot be read to its end
}

func newLayout(name string) *layout {
	return &layout{Sheet: workbook.New(name), numbers: make(map[int][]int)}
}

// of gives the sheet of a name.
func (l *layouts) of(name string) *layout {
	if s := l.sheets[name]; s != nil {
		return s
	}
	return newLayout(name)
}

func readLayouts(ctx context.Context, data []byte) (*layouts, error) {
	p, err := pack.Open(ctx, data)
	if err != nil {
		return nil, err
	}
	main := p.Target("", "/officeDocument", "xl/workbook.xml")
	if !p.Has(main) {
		return nil, &decode.Error{Code: decode.CodeUnsupported, Detail: "no workbook: " + decode.Sniff(data)}
	}
	parts := make(map[string]string)
	for _, r := range p.Relations(main) {
		parts[r.ID] = r.Target
	}
	all := &layouts{sheets: make(map[string]*layout)}
	var order []*layout
	var part []string
	from1904 := false
	err = p.Walk(main, func(_ *pack.Part, name string, e pack.Start) (bool, error) {
		switch name {
		case "workbookPr":
			from1904 = isOn(e, "date1904")
		case "sheet":
			s := newLayout(pack.Attr(e, "name"))
			state := pack.Attr(e, "state")
			s.Hidden = state == "hidden" || state == "veryHidden"
			all.sheets[s.Name] = s
			order, part = append(order, s), append(part, parts[relationID(e)])
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	formats, err := readFormats(p, main, from1904)
	if err != nil {
		return nil, err
	}
	texts := sharedTexts(p)
	for i, s := range order {
		c := &cells{layout: s, formats: formats, texts: texts, row: -1}
		if err := c.read(p, part[i]); err != nil {
			return nil, err
		}
		if err := all.boxes(p, part[i], s); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// boxes reads the text boxes of a sheet.
func (l *layouts) boxes(p *pack.Package, part string, s *layout) error {
	for _, r := range p.Relations(part) {
		if !strings.HasSuffix(r.Type, "/drawing") {
			continue
		}
		if err := readBoxes(p, r.Target, s.Sheet); decode.CodeOf(err) == decode.CodeDamaged {
			l.boxless = append(l.boxless, s.Name)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// relationID is the r:id of an element, which may have another id.
func relationID(e pack.Start) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// noteRow gives the number of a row that follows another, and notes if it is
// hidden.
func noteRow(s *workbook.Sheet, before int, e pack.Start) int {
	row := before + 1
	if n, err := strconv.Atoi(pack.Attr(e, "r")); err == nil {
		row = n - 1
	}
	if isOn(e, "hidden") {
		s.HideRow(row)
	}
	return row
}

func noteColumns(s *workbook.Sheet, e pack.Start) {
	from, err := strconv.Atoi(pack.Attr(e, "min"))
	to, err2 := strconv.Atoi(pack.Attr(e, "max"))
	if err == nil && err2 == nil && isOn(e, "hidden") {
		s.HideColumns(workbook.Range{From: from - 1, To: to - 1})
	}
}

// sharedTexts gives the lengths of the texts that cells share. What is broken in
// the list is left for the library to find.
func sharedTexts(p *pack.Package) (lengths []int) {
	const part = "xl/sharedStrings.xml" // where the library looks, too
	if !p.Has(part) {
		return nil
	}
	_ = p.Walk(part, func(r *pack.Part, name string, _ pack.Start) (bool, error) {
		switch name {
		case "si":
			lengths = append(lengths, 0)
		case "rPh":
			return true, r.Skip()
		case "t":
			text, err := r.Text()
			if len(lengths) > 0 {
				lengths[len(lengths)-1] += len(text)
			}
			return true, err
		}
		return false, nil
	})
	return lengths
}

// readBoxes reads the texts of the shapes that lie over a sheet.
func readBoxes(p *pack.Package, part string, s *workbook.Sheet) error {
	if !p.Has(part) {
		return nil
	}
	r, err := p.Part(part, pack.Local)
	if err != nil {
		return err
	}
	defer r.Close()
	var box strings.Builder
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		switch name {
		case "t":
			text, err := r.Text()
			box.WriteString(text)
			return err
		case "txBody":
			err := r.Each(element)
			s.Box(box.String())
			box.Reset()
			return err
		case "p", "br":
			box.WriteByte('\n')
		case "Fallback": // shows the same as what it stands in for
			return r.Skip()
		}
		return r.Each(element)
	}
	return r.Each(element)
}

func isOn(e pack.Start, attr string) bool {
	value := pack.Attr(e, attr)
	return value == "1" || value == "true"
}

// area reads "A1:F1".
func area(ref string) (workbook.Area, bool) {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return workbook.Area{}, false
	}
	column, row, err := excelize.CellNameToCoordinates(from)
	lastColumn, lastRow, err2 := excelize.CellNameToCoordinates(to)
	if err != nil || err2 != nil {
		return workbook.Area{}, false
	}
	return workbook.Area{
		Row: min(row, lastRow) - 1, Column: min(column, lastColumn) - 1,
		LastRow: max(row, lastRow) - 1, LastColumn: max(column, lastColumn) - 1,
	}, true
}
