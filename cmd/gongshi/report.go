package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"strconv"

	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/spreadsheet"
)

// retryCommand is what brings failed sources back in.
const retryCommand = "gongshi ledger --retry"

// runReport prints the operator's report.
func runReport(ctx context.Context, a *app, format string) (err error) {
	print, ok := map[string]func(*app, *ingest.Report) error{
		"": (*app).reportText, "text": (*app).reportText, "json": (*app).reportJSON, "csv": (*app).reportCSV, "html": (*app).reportHTML,
	}[format]
	if a.json {
		print, ok = (*app).reportJSON, true
	}
	if !ok {
		return fmt.Errorf("--format %q: %s", format, a.tr("可用 text、json、csv 或 html", "use text, json, csv or html"))
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	r, err := ingest.NewReport(ctx, st)
	if err != nil {
		return err
	}
	return print(a, r)
}

// reportJSON prints the report for programs.
func (a *app) reportJSON(r *ingest.Report) error {
	out := struct {
		*ingest.Report
		Failures []failureJSON `json:"failures"`
		Retry    string        `json:"retry,omitempty"`
	}{Report: r, Failures: []failureJSON{}}
	for i := range r.Failures {
		out.Failures = append(out.Failures, a.failureJSON(&r.Failures[i]))
	}
	if len(r.Failures) > 0 {
		out.Retry = retryCommand
	}
	return a.printJSON(out)
}

// A part of the report as a table with a heading.
type reportPart struct {
	Title string
	Head  []string
	Rows  [][]string
}

// parts gives the report as tables, which text, CSV and HTML share.
func (a *app) parts(r *ingest.Report) []reportPart {
	states := reportPart{a.tr("文件去向", "What became of the files"), []string{a.tr("状态", "state"), a.tr("数量", "count")}, nil}
	for _, t := range r.States {
		states.Rows = append(states.Rows, []string{a.stateName(store.State(t.Value)), strconv.Itoa(t.Count)})
	}
	states.Rows = append(states.Rows, []string{a.tr("合计", "total"), strconv.Itoa(r.Seen)})
	codes := reportPart{a.tr("原因", "Reasons"), []string{a.tr("状态", "state"), a.tr("代码", "code"), a.tr("数量", "count"), a.tr("说明", "meaning")}, nil}
	for _, t := range r.Codes {
		codes.Rows = append(codes.Rows, []string{a.stateName(t.State), t.Code, strconv.Itoa(t.Count), ingest.Advice(t.Code).In(a.lang)})
	}
	containers := reportPart{a.tr("压缩包", "Archives"), []string{a.tr("压缩包", "archive"), a.tr("文件", "members"), a.tr("失败", "failed")}, nil}
	for _, c := range r.Containers {
		containers.Rows = append(containers.Rows, []string{c.Path, strconv.Itoa(c.Members), strconv.Itoa(c.Failed)})
	}
	return []reportPart{states, codes, containers,
		tallyPart(a.tr("公示按格式", "Notices by format"), a.tr("格式", "format"), a.tr("数量", "count"), r.MediaTypes),
		tallyPart(a.tr("公示按读取方式", "Notices by how they were read"), a.tr("方式", "method"), a.tr("数量", "count"), r.Methods),
		tallyPart(a.tr("公示按类别", "Notices by kind"), a.tr("类别", "kind"), a.tr("数量", "count"), r.Kinds),
		a.missingPart(r), a.failurePart(r)}
}

func tallyPart(title, value, count string, tallies []ingest.Tally) reportPart {
	part := reportPart{title, []string{value, count}, nil}
	for _, t := range tallies {
		part.Rows = append(part.Rows, []string{t.Value, strconv.Itoa(t.Count)})
	}
	return part
}

// missingPart is the view of the sections that the close-out notices lack.
func (a *app) missingPart(r *ingest.Report) reportPart {
	part := reportPart{a.tr("整改销号公示缺少的章节", "Sections that close-out notices lack"), []string{a.tr("省份", "province"), a.tr("公示", "notices")}, nil}
	for _, kind := range ingest.ReportedKinds {
		part.Head = append(part.Head, a.tr("缺", "no ")+kind.Name().In(a.lang))
	}
	for _, m := range r.Missing {
		row := []string{cmp.Or(m.Province, a.tr("（未识别）", "(unknown)")), strconv.Itoa(m.Notices)}
		for _, kind := range ingest.ReportedKinds {
			row = append(row, strconv.Itoa(m.Lacking[kind]))
		}
		part.Rows = append(part.Rows, row)
	}
	return part
}

func (a *app) failurePart(r *ingest.Report) reportPart {
	part := reportPart{a.tr("未能导入的文件", "Files that could not be imported"), []string{a.tr("代码", "code"), a.tr("文件", "file"), a.tr("说明", "what to do")}, nil}
	for i := range r.Failures {
		f := &r.Failures[i]
		part.Rows = append(part.Rows, []string{f.Code, f.Path, f.Message(a.lang)})
	}
	return part
}

func (a *app) reportText(r *ingest.Report) error {
	for _, part := range a.parts(r) {
		if len(part.Rows) == 0 {
			continue
		}
		a.print("%s", part.Title)
		var t table
		t.add(indented(part.Head)...)
		for _, row := range part.Rows {
			t.add(indented(row)...)
		}
		if err := t.write(a.stdout, 0); err != nil {
			return err
		}
		a.print("")
	}
	if len(r.Failures) > 0 {
		a.print(a.tr("重试：%s", "to retry: %s"), retryCommand)
	}
	return nil
}

func indented(row []string) []string {
	cells := make([]string, len(row))
	for i, cell := range row {
		cells[i] = printable(cell)
	}
	cells[0] = "  " + cells[0]
	return cells
}

// reportCSV prints the tables one after the other, a blank line between them.
func (a *app) reportCSV(r *ingest.Report) error {
	w, err := spreadsheet.NewCSV(a.stdout)
	if err != nil {
		return err
	}
	for i, part := range a.parts(r) {
		if i > 0 {
			err = errors.Join(err, w.Row())
		}
		err = errors.Join(err, w.Row(part.Title), w.Row(part.Head...))
		for _, row := range part.Rows {
			err = errors.Join(err, w.Row(row...))
		}
	}
	return errors.Join(err, w.Close())
}

//go:embed report.html
var reportPage string

var reportTemplate = template.Must(template.New("report").Parse(reportPage))

func (a *app) reportHTML(r *ingest.Report) error {
	lang := "zh-CN"
	if a.lang == "en" {
		lang = "en"
	}
	retry := ""
	if len(r.Failures) > 0 {
		retry = retryCommand
	}
	return reportTemplate.Execute(a.stdout, map[string]any{
		"Lang": lang, "Title": a.tr("导入报告", "Import report"), "Parts": a.parts(r), "RetryLabel": a.tr("重试：", "To retry: "), "Retry": retry,
		"Notices": fmt.Sprintf(a.tr("公示 %d 份", "%d notices"), r.Notices),
	})
}
