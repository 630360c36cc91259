package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/index"
	"gongshi/ingest/store"
	"gongshi/internal/spreadsheet"
	"gongshi/search"
)

type exportOptions struct {
	request search.Request
	format  string
	output  string
}

var exportFormats = []string{"jsonl", "csv", "xlsx"}

func newExportCommand(a *app) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   a.tr("export [查询]", "export [QUERY]"),
		Short: a.tr("导出全部命中的公示：jsonl、csv、xlsx", "every match as jsonl, csv or xlsx"),
		Long: a.tr(`导出全部命中的公示，不限数量；不写查询和筛选时导出整个资料库。
例：
  gongshi export 雨污分流 -o 雨污分流.xlsx       电子表格（按文件名选格式）
  gongshi export 总磷 轮次:2 > 总磷.jsonl        一行一份，内容与 show --json 相同
  gongshi export --region 岳阳 --format csv -o 岳阳.csv
格式：
  jsonl  第一行是 {"export": {…}}：查询、筛选、版本、时间、份数；最后一行是 {"export_end": {"count": N}}，没有它就是没写完
  csv    UTF-8，一份一行；每行都有序号、总份数、查询、筛选、版本、时间，最后一行的序号小于总份数就是没写完
  xlsx   一份一行，查询、筛选、版本、时间、份数在第二张表；一格最多 32767 字，更长的截断并写明
单元格都是文本，不会被当作公式。csv 中以 = + - @ 开头的文本前加 '。先后次序不定。-o 的文件写完整后才出现，中断不留半截文件。
查询写错时不执行。没有查到时结束码为 1。`,
			`Writes every match, without limit; without a query and filters, the whole corpus.
Examples:
  gongshi export 雨污分流 -o found.xlsx          a spreadsheet (the name says the format)
  gongshi export 总磷 round:2 > found.jsonl      a notice a line, as show --json gives it
  gongshi export --region 岳阳 --format csv -o yueyang.csv
Formats:
  jsonl  the first line is {"export": {…}} with query, filters, versions, time and count; the last is
         {"export_end": {"count": N}}: without it the file was cut
  csv    UTF-8, a notice a row; every row has its number, how many there are, query, filters, version and time: a file
         whose last number is less than that was cut
  xlsx   a notice a row; query, filters, versions, time and count on the second sheet; a cell holds 32,767 characters, what
         is longer is cut and says so
Cells are texts, never formulas; in csv, texts that begin with = + - @ get a ' in front. The order is none in particular. The file of -o appears once it is
whole; an interruption leaves none. A query that does not parse is refused. Exit code 1 when nothing is found.`),
		Args:        cobra.ArbitraryArgs,
		Annotations: map[string]string{takesQuery: ""}, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.notEmpty(cmd, append(filterNames, "output")...); err != nil {
				return err
			}
			o.request.Query = joinQuery(args)
			return runExport(cmd.Context(), a, o)
		},
	}
	a.filterFlags(cmd, &o.request)
	a.outputFlags(cmd, &o.format, &o.output, exportFormats...)
	return cmd
}

func runExport(ctx context.Context, a *app, o exportOptions) (err error) {
	if o.format, err = a.outputFormat(o.format, o.output, "jsonl", exportFormats...); err != nil {
		return err
	}
	if o.output != "" {
		a.interrupted = fmt.Sprintf(a.tr("没有写出 %s。", " %s was not written."), o.output)
	}
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	about, _, records, err := a.every(ctx, corpus, o.request)
	if err != nil {
		return err
	}
	if about.Count, err = count(records); err != nil {
		return err
	}
	if _, records, err = corpus.Each(ctx, o.request); err != nil { // from the beginning
		return err
	}
	if o.format == "xlsx" && about.Count > spreadsheet.MaxRows {
		return fmt.Errorf(a.tr("共 %d 份，一张表最多 %d 行：请用 csv 或 jsonl", "%d notices, and a sheet holds %d rows: use csv or jsonl"), about.Count, spreadsheet.MaxRows)
	}
	to, err := a.openTarget(o.output)
	if err != nil {
		return err
	}
	if err := to.end(a.export(ctx, to, o.format, corpus, records, about)); err != nil {
		return err
	}
	if o.output != "" {
		a.say(a.tr("已写入 %s：%d 份公示", "%s: %d notices"), printable(o.output), about.Count)
	}
	if about.Count == 0 {
		a.say("%s", a.tr("没有查到。可以减少词语、换用 OR，或去掉筛选。", "Nothing found. Try fewer words, OR, or no filters."))
		return exit(exitNothing)
	}
	return nil
}

func count(records iter.Seq2[*index.Record, error]) (n int, err error) {
	for _, err := range records {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// export writes the notices of the records, one after the other.
func (a *app) export(ctx context.Context, w io.Writer, format string, corpus *library, records iter.Seq2[*index.Record, error], about provenance) (err error) {
	out, err := a.newExporter(w, format, about)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, out.discard())
		}
	}()
	shown := a.newProgress()
	defer shown.done()
	done := 0
	for r, err := range records {
		if err != nil {
			return err
		}
		found, err := corpus.store.Notice(ctx, r.ID)
		if err != nil {
			return err
		}
		forms, err := corpus.store.Renditions(ctx, r.ID)
		if err != nil {
			return err
		}
		done++
		if err := out.put(done, found, forms); err != nil {
			return err
		}
		shown.update(standing{done: done, total: about.Count, unit: a.tr("份公示", "notices")})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if done != about.Count { // the file would say something else than it holds
		return fmt.Errorf(a.tr("导出期间资料库有变化（数到 %d 份，写出 %d 份）：请再运行一次", "the corpus changed meanwhile: %d notices were counted and %d written. Run the command again"), about.Count, done)
	}
	return out.close()
}

// exporter writes notices in one format.
type exporter interface {
	put(number int, n *store.Checked, forms []store.Rendition) error
	close() error
	// discard gives up what was written.
	discard() error
}

func (a *app) newExporter(w io.Writer, format string, about provenance) (exporter, error) {
	if format == "jsonl" {
		return &jsonExporter{a, w, about}, writeJSON(w, map[string]provenance{"export": about})
	}
	t := &tableExporter{app: a, about: about}
	if format == "csv" {
		rows, err := spreadsheet.NewCSV(w)
		if err != nil {
			return nil, err
		}
		t.rows, t.more = rows, []string{fmt.Sprint(about.Count), about.Query, about.Filters.String(), about.Version, about.Index, about.Time.Format(time.RFC3339)}
		return t, t.head()
	}
	book, err := spreadsheet.NewXLSX(w, a.tr("公示", "Notices"), exportWidths...)
	if err != nil {
		return nil, err
	}
	t.rows, t.book = book, book
	return t, t.head()
}

// jsonExporter writes a notice a line.
type jsonExporter struct {
	*app
	w     io.Writer
	about provenance
}

func (e *jsonExporter) put(_ int, n *store.Checked, forms []store.Rendition) error {
	return writeJSON(e.w, e.noticeJSON(&n.Notice, printed{findings: n.Findings, forms: forms}))
}

func (e *jsonExporter) close() error {
	return writeJSON(e.w, map[string]map[string]int{"export_end": {"count": e.about.Count}})
}

func (e *jsonExporter) discard() error { return nil }

// tableExporter writes a notice a row.
type tableExporter struct {
	*app
	rows  spreadsheet.Writer
	book  *spreadsheet.Workbook // nil for CSV
	about provenance
	more  []string // what stands in every row of a CSV file
}

func (e *tableExporter) put(number int, n *store.Checked, forms []store.Rendition) error {
	var cells []string
	for _, c := range exportColumns {
		cells = append(cells, c.of(e.app, n))
	}
	places := printed{forms: forms}.places(&n.Notice)
	cells = append(cells, cmp.Or(strings.Join(places, "\n"), n.Notice.Source.Path), n.Notice.ID)
	return e.rows.Row(append(append([]string{fmt.Sprint(number)}, cells...), e.more...)...)
}

func (e *tableExporter) head() error {
	head := []string{e.tr("序号", "number")}
	for _, c := range exportColumns {
		head = append(head, c.name.In(e.lang))
	}
	head = append(head, e.tr("来源", "source"), e.tr("编号", "id"))
	if e.book == nil {
		head = append(head, e.tr("总份数", "count"), e.tr("查询", "query"), e.tr("筛选", "filters"), e.tr("程序版本", "program"), e.tr("索引版本", "index"), e.tr("导出时间", "time"))
	}
	return e.rows.Row(head...)
}

func (e *tableExporter) close() error {
	if e.book != nil {
		if err := e.book.AddSheet(e.tr("导出说明", "About"), e.provenanceRows(e.about, e.tr("份数", "notices")), 16, 80); err != nil {
			return err
		}
		if e.book.Cut > 0 {
			e.say(e.tr("有 %d 格的文字超过 32767 字，已截断；全文请用 jsonl 或 csv 导出", "%d cells were cut to 32,767 characters: jsonl and csv have all of the text"), e.book.Cut)
		}
	}
	return e.rows.Close()
}

func (e *tableExporter) discard() error {
	if e.book != nil {
		return e.book.Discard()
	}
	return nil
}

// exportWidths are the widths of the columns of a workbook.
var exportWidths = []float64{6, 50, 30, 12, 12, 12, 12, 12, 14, 10, 24, 14, 50, 50, 50, 50, 24, 18, 40, 50, 18}

// exportColumn is a column of exported tables.
type exportColumn struct {
	name gongshi.Text
	of   func(a *app, n *store.Checked) string
}

// exportColumns are the columns between the number of a row and its source.
var exportColumns = []exportColumn{
	{gongshi.Text{Zh: "标题", En: "title"}, func(_ *app, n *store.Checked) string { return n.Notice.Title }},
	{gongshi.Text{Zh: "发布单位", En: "issuer"}, func(_ *app, n *store.Checked) string { return n.Notice.Issuer }},
	{gongshi.Text{Zh: "日期", En: "issued"}, func(_ *app, n *store.Checked) string { return n.Notice.Issued.String() }},
	{gongshi.Text{Zh: "公示开始", En: "publicity start"}, func(_ *app, n *store.Checked) string { return publicityOf(n).Start.String() }},
	{gongshi.Text{Zh: "公示结束", En: "publicity end"}, func(_ *app, n *store.Checked) string { return publicityOf(n).End.String() }},
	{gongshi.Text{Zh: "省", En: "province"}, func(_ *app, n *store.Checked) string { return regionOf(n).Province }},
	{gongshi.Text{Zh: "市", En: "city"}, func(_ *app, n *store.Checked) string { return regionOf(n).City }},
	{gongshi.Text{Zh: "区县", En: "county"}, func(_ *app, n *store.Checked) string { return regionOf(n).County }},
	{gongshi.Text{Zh: "行政区划代码", En: "region code"}, func(_ *app, n *store.Checked) string { return regionOf(n).Code }},
	{gongshi.Text{Zh: "督察", En: "inspection"}, func(a *app, n *store.Checked) string {
		if n.Notice.Inspection == nil {
			return ""
		}
		return a.inspectionName(n.Notice.Inspection)
	}},
	{gongshi.Text{Zh: "问题编号", En: "problems"}, func(_ *app, n *store.Checked) string {
		return joined(n.Notice.Problems, func(p gongshi.Problem) string { return cmp.Or(p.Number, p.Text) })
	}},
	sectionColumn(gongshi.SectionIssue), sectionColumn(gongshi.SectionGoal), sectionColumn(gongshi.SectionMeasures), sectionColumn(gongshi.SectionImplementation),
	{gongshi.Text{Zh: "文号", En: "documents"}, func(_ *app, n *store.Checked) string {
		return joined(n.Notice.DocumentNumbers, func(d gongshi.DocNumber) string { return d.Number })
	}},
	{gongshi.Text{Zh: "电话", En: "phones"}, func(_ *app, n *store.Checked) string {
		return joined(n.Notice.Phones, func(p gongshi.Phone) string { return p.Number })
	}},
	{gongshi.Text{Zh: "核查结果", En: "findings"}, func(a *app, n *store.Checked) string {
		return joined(n.Findings, func(f gongshi.Finding) string {
			return f.Rule + " " + f.Severity.Name().In(a.lang) + " " + f.Message.In(a.lang)
		})
	}},
}

func sectionColumn(kind gongshi.SectionKind) exportColumn {
	return exportColumn{kind.Name(), func(_ *app, n *store.Checked) string {
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
