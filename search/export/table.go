package export

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/internal/spreadsheet"
)

// tableWriter writes a notice a row.
type tableWriter struct {
	o    Options
	rows spreadsheet.Writer
	book *spreadsheet.Workbook // nil for CSV
	more []string              // what stands in every row of a CSV file
}

func newCSV(w io.Writer, o Options) (Writer, error) {
	rows, err := spreadsheet.NewCSV(w)
	if err != nil {
		return nil, err
	}
	about := o.About
	t := &tableWriter{o: o, rows: rows,
		more: []string{fmt.Sprint(about.Count), about.Query, about.Filters.String(), about.Version, about.Index, about.Time.Format(time.RFC3339)}}
	return t, t.head()
}

func newXLSX(w io.Writer, o Options) (Writer, error) {
	book, err := spreadsheet.NewXLSX(w, gongshi.Text{Zh: "公示", En: "Notices"}.In(o.Lang), columnWidths...)
	if err != nil {
		return nil, err
	}
	t := &tableWriter{o: o, rows: book, book: book}
	return t, t.head()
}

func (e *tableWriter) Put(number int, n *store.Checked, forms []store.Rendition) error {
	var cells []string
	for _, c := range columns {
		cells = append(cells, c.of(n, e.o.Lang))
	}
	places := Places(&n.Notice, forms)
	cells = append(cells, cmp.Or(strings.Join(places, "\n"), n.Notice.Source.Path), n.Notice.ID)
	return e.rows.Row(append(append([]string{fmt.Sprint(number)}, cells...), e.more...)...)
}

// The heads of the columns around those of columns, and of what every row of a CSV
// file says.
var (
	numberHead = gongshi.Text{Zh: "序号", En: "number"}
	placeHeads = []gongshi.Text{{Zh: "来源", En: "source"}, {Zh: "编号", En: "id"}}
	aboutHeads = []gongshi.Text{{Zh: "总份数", En: "count"}, {Zh: "查询", En: "query"}, {Zh: "筛选", En: "filters"},
		{Zh: "程序版本", En: "program"}, {Zh: "索引版本", En: "index"}, {Zh: "导出时间", En: "time"}}
)

func (e *tableWriter) head() error {
	head := []string{numberHead.In(e.o.Lang)}
	for _, c := range columns {
		head = append(head, c.name.In(e.o.Lang))
	}
	behind := placeHeads
	if e.book == nil {
		behind = append(behind[:len(behind):len(behind)], aboutHeads...)
	}
	for _, name := range behind {
		head = append(head, name.In(e.o.Lang))
	}
	return e.rows.Row(head...)
}

func (e *tableWriter) Close() error {
	if e.book != nil {
		rows := e.o.About.Rows(e.o.Lang, gongshi.Text{Zh: "份数", En: "notices"})
		if err := e.book.AddSheet(gongshi.Text{Zh: "导出说明", En: "About"}.In(e.o.Lang), rows, 16, 80); err != nil {
			return err
		}
		if e.book.Cut > 0 && e.o.Shortened != nil {
			e.o.Shortened(e.book.Cut)
		}
	}
	return e.rows.Close()
}

func (e *tableWriter) Discard() error {
	if e.book != nil {
		return e.book.Discard()
	}
	return nil
}

// columnWidths are the widths of the columns of a workbook.
var columnWidths = []float64{6, 50, 30, 12, 12, 12, 12, 12, 14, 10, 24, 14, 50, 50, 50, 50, 24, 18, 40, 50, 18}

// column is a column of exported tables.
type column struct {
	name gongshi.Text
	of   func(n *store.Checked, lang string) string
}

// columns are the columns between the number of a row and its source.
var columns = []column{
	{gongshi.Text{Zh: "标题", En: "title"}, func(n *store.Checked, _ string) string { return n.Notice.Title }},
	{gongshi.Text{Zh: "发布单位", En: "issuer"}, func(n *store.Checked, _ string) string { return n.Notice.Issuer }},
	{gongshi.Text{Zh: "日期", En: "issued"}, func(n *store.Checked, _ string) string { return n.Notice.Issued.String() }},
	{gongshi.Text{Zh: "公示开始", En: "publicity start"}, func(n *store.Checked, _ string) string { return publicityOf(n).Start.String() }},
	{gongshi.Text{Zh: "公示结束", En: "publicity end"}, func(n *store.Checked, _ string) string { return publicityOf(n).End.String() }},
	{gongshi.Text{Zh: "省", En: "province"}, func(n *store.Checked, _ string) string { return regionOf(n).Province }},
	{gongshi.Text{Zh: "市", En: "city"}, func(n *store.Checked, _ string) string { return regionOf(n).City }},
	{gongshi.Text{Zh: "区县", En: "county"}, func(n *store.Checked, _ string) string { return regionOf(n).County }},
	{gongshi.Text{Zh: "行政区划代码", En: "region code"}, func(n *store.Checked, _ string) string { return regionOf(n).Code }},
	{gongshi.Text{Zh: "督察", En: "inspection"}, func(n *store.Checked, lang string) string {
		if n.Notice.Inspection == nil {
			return ""
		}
		return InspectionName(n.Notice.Inspection, lang)
	}},
	{gongshi.Text{Zh: "问题编号", En: "problems"}, func(n *store.Checked, _ string) string {
		return joined(n.Notice.Problems, func(p gongshi.Problem) string { return cmp.Or(p.Number, p.Text) })
	}},
	sectionColumn(gongshi.SectionIssue), sectionColumn(gongshi.SectionGoal), sectionColumn(gongshi.SectionMeasures), sectionColumn(gongshi.SectionImplementation),
	{gongshi.Text{Zh: "文号", En: "documents"}, func(n *store.Checked, _ string) string {
		return joined(n.Notice.DocumentNumbers, func(d gongshi.DocNumber) string { return d.Number })
	}},
	{gongshi.Text{Zh: "电话", En: "phones"}, func(n *store.Checked, _ string) string {
		return joined(n.Notice.Phones, func(p gongshi.Phone) string { return p.Number })
	}},
	{gongshi.Text{Zh: "核查结果", En: "findings"}, func(n *store.Checked, lang string) string {
		return joined(n.Findings, func(f gongshi.Finding) string {
			return f.Rule + " " + f.Severity.Name().In(lang) + " " + f.Message.In(lang)
		})
	}},
}

func sectionColumn(kind gongshi.SectionKind) column {
	return column{kind.Name(), func(n *store.Checked, _ string) string {
		return joined(n.Notice.Section(kind), func(s gongshi.Section) string { return s.Text })
	}}
}

// joined gives what there is to say of the elements, each thing once and on a
// line of its own.
func joined[E any](list []E, say func(E) string) string {
	var lines []string
	said := make(map[string]bool)
	for _, e := range list {
		if text := strings.TrimSpace(say(e)); text != "" && !said[text] {
			said[text] = true
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

func publicityOf(n *store.Checked) gongshi.Publicity {
	if n.Notice.Publicity == nil {
		return gongshi.Publicity{}
	}
	return *n.Notice.Publicity
}

func regionOf(n *store.Checked) gongshi.Region {
	if n.Notice.Region == nil {
		return gongshi.Region{}
	}
	return *n.Notice.Region
}
