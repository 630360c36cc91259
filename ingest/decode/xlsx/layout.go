package xlsx

import (
	"context"
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
	"gongshi/ingest/decode/internal/workbook"
)

// layouts are the sheets of a workbook, without their cells: what is hidden and
// what is merged. They are read by us, part by part and within limits. The
// library would build each sheet as a whole for it, with all the empty rows and
// cells before the last; and it takes a part with broken XML as complete.
type layouts struct {
	sheets map[string]*workbook.Sheet
	broken []string // sheets whose text boxes cannot be read
}

// of gives the sheet of a name.
func (l *layouts) of(name string) *workbook.Sheet {
	if s := l.sheets[name]; s != nil {
		return s
	}
	return workbook.New(name)
}

func localName(n xml.Name) string { return n.Local }

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
	all := &layouts{sheets: make(map[string]*workbook.Sheet)}
	var order []*workbook.Sheet
	var part []string
	err = visit(p, main, func(name string, e pack.Start) {
		if name == "sheet" {
			s := workbook.New(pack.Attr(e, "name"))
			state := pack.Attr(e, "state")
			s.Hidden = state == "hidden" || state == "veryHidden"
			all.sheets[s.Name] = s
			order, part = append(order, s), append(part, parts[relationID(e)])
		}
	})
	if err != nil {
		return nil, err
	}
	texts := sharedTexts(p)
	for i, s := range order {
		if err := readLayout(p, part[i], s, texts); err != nil {
			return nil, err
		}
		for _, r := range p.Relations(part[i]) {
			if strings.HasSuffix(r.Type, "/drawing") {
				if err := readBoxes(p, r.Target, s); decode.CodeOf(err) == decode.CodeDamaged {
					all.broken = append(all.broken, s.Name)
				} else if err != nil {
					return nil, err
				}
			}
		}
	}
	return all, nil
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

// visit calls see for all elements of a part.
func visit(p *pack.Package, part string, see func(name string, e pack.Start)) error {
	r, err := p.Part(part, localName)
	if err != nil {
		return err
	}
	defer r.Close()
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		see(name, e)
		return r.Each(element)
	}
	return r.Each(element)
}

// readLayout reads what a sheet says beside its cells. Texts are the lengths of
// the texts that cells share: the library puts them in a whole row at once, which
// a few bytes for each cell can make as long as they like.
func readLayout(p *pack.Package, part string, s *workbook.Sheet, texts []int) error {
	if !p.Has(part) {
		return nil
	}
	r, err := p.Part(part, localName)
	if err != nil {
		return err
	}
	defer r.Close()
	row, size, shared := -1, 0, false
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		switch name {
		case "row":
			row = noteRow(s, row, e)
		case "col":
			noteColumns(s, e)
		case "mergeCell":
			if a, ok := area(pack.Attr(e, "ref")); ok {
				s.Merge(a)
			}
		case "c":
			shared = pack.Attr(e, "t") == "s"
		case "v":
			if !shared {
				break
			}
			index, err := r.Text()
			if err != nil {
				return err
			}
			if i, err := strconv.Atoi(strings.TrimSpace(index)); err == nil && i >= 0 && i < len(texts) {
				size += texts[i]
			}
			if size > decode.MaxText {
				return tooLong()
			}
			return nil
		}
		return r.Each(element)
	}
	return r.Each(element)
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
	r, err := p.Part(part, localName)
	if err != nil {
		return nil
	}
	defer r.Close()
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		switch name {
		case "si":
			lengths = append(lengths, 0)
		case "rPh":
			return r.Skip()
		case "t":
			text, err := r.Text()
			if len(lengths) > 0 {
				lengths[len(lengths)-1] += len(text)
			}
			return err
		}
		return r.Each(element)
	}
	_ = r.Each(element)
	return lengths
}

// readBoxes reads the texts of the shapes that lie over a sheet.
func readBoxes(p *pack.Package, part string, s *workbook.Sheet) error {
	if !p.Has(part) {
		return nil
	}
	r, err := p.Part(part, localName)
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
