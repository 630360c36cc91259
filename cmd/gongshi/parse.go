package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/compliance/report"
	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/parse"
	"gongshi/search/export"
)

type parseOptions struct {
	paths     []string
	pdfEngine string
	explain   bool
}

func newParseCommand(a *app) *cobra.Command {
	var o parseOptions
	cmd := &cobra.Command{
		Use:   a.tr("parse 路径…", "parse PATH…"),
		Short: a.tr("读取并解析文件，不存储", "read and parse files, storing nothing"),
		Long: a.tr("读取并解析文件，不存储；加 --json 时每行输出一份公示。",
			"Reads and parses files as import does, storing nothing; with --json one notice a line."),
		Args: a.somePaths,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.paths, err = a.paths(args); err != nil {
				return err
			}
			return runParse(cmd.Context(), a, o)
		},
	}
	a.readerFlags(cmd, &o.pdfEngine)
	cmd.Flags().BoolVar(&o.explain, "explain", false, a.tr("说明各章节、要素的识别依据：规则名与位置", "say why each section and mention was taken: name of the pattern, place"))
	return cmd
}

func runParse(ctx context.Context, a *app, o parseOptions) error {
	unread, err := a.readFiles(ctx, o.paths, o.pdfEngine, func(r *ingest.Reading) error {
		var reasons [][]parse.Reason
		if o.explain && r.Document != nil {
			_, reasons = parse.Explain(r.Document)
		}
		for i := range r.Notices {
			p := printed{findings: r.Findings[i]}
			if reasons != nil {
				p.explain = reasons[i]
			}
			if err := a.printNotice(&r.Notices[i], p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(unread) > 0 {
		return exit(exitSomeFailed)
	}
	return nil
}

// noticeJSON is a notice as CONTRACT fixes it, with what the corpus knows of
// it beside.
type noticeJSON struct {
	export.Notice
	// Explain says why each section and mention was taken.
	Explain []parse.Reason `json:"explain,omitempty"`
	// Answers hold what was done against the problem and the measures.
	Answers []answer.Account `json:"answers,omitempty"`
}

// printed is what is printed with a notice.
type printed struct {
	findings []gongshi.Finding
	forms    []store.Rendition
	explain  []parse.Reason
	answers  bool
}

// noticeJSON is what programs get of a notice.
func (a *app) noticeJSON(n *gongshi.Notice, with printed) noticeJSON {
	out := noticeJSON{Notice: export.NewNotice(n, with.findings, with.forms, a.lang), Explain: with.explain}
	if with.answers {
		out.Answers = answer.Accounts(n)
	}
	return out
}

func (a *app) printNotice(n *gongshi.Notice, with printed) error {
	if a.json {
		return a.printJSON(a.noticeJSON(n, with))
	}
	findings, places := with.findings, export.Places(n, with.forms)
	if len(places) == 0 {
		places = []string{n.Source.Path}
	}
	a.printFacts(n, places)
	a.print("")
	a.printText(n)
	if len(findings) > 0 {
		a.print("\n%s", a.tr("核查结果：", "Findings:"))
		for i := range findings {
			a.printFinding(&report.Item{Finding: findings[i]}, n.Text)
		}
	}
	if with.answers {
		a.printAnswers(n)
	}
	a.printReasons(with.explain)
	for _, d := range n.Diagnostics {
		a.print("  %s %s: %s", d.Stage, d.Code, printable(d.Message))
	}
	a.print("")
	return nil
}

// printReasons prints where and by which pattern each thing was found: line,
// column and byte offset in the notice's text.
func (a *app) printReasons(reasons []parse.Reason) {
	if len(reasons) == 0 {
		return
	}
	a.print("\n%s", a.tr("识别依据（行:列 字节）：", "Why (line:column byte):"))
	var t table
	for _, r := range reasons {
		what := r.What
		if r.Value != "" {
			what += "=" + r.Value
		}
		t.add(fmt.Sprintf("  %d:%d %d", r.Line, r.Column, r.Span.Start), what, r.Pattern, printable(shorten(r.Text, 40)))
	}
	t.write(a.out, 0)
}

// shorten gives the first n characters of s on one line.
func shorten(s string, n int) string {
	runes := []rune(strings.ReplaceAll(s, "\n", " "))
	if len(runes) > n {
		return string(runes[:n]) + "…"
	}
	return string(runes)
}

// printFacts prints what was extracted, one fact a line.
func (a *app) printFacts(n *gongshi.Notice, places []string) {
	var t table
	fact := func(zh, en, value string) {
		if value != "" {
			t.add(a.tr(zh, en), printable(value))
		}
	}
	fact("编号", "id", n.ID)
	fact("类别", "kind", a.kindWithReason(n))
	fact("标题", "title", n.Title)
	fact("发布单位", "issuer", n.Issuer)
	fact("日期", "issued", n.Issued.String())
	if r := n.Region; r != nil {
		fact("地区", "region", strings.TrimSpace(r.Province+" "+r.City+" "+r.County+" "+r.Code))
	}
	if i := n.Inspection; i != nil {
		fact("督察", "inspection", a.inspectionName(i))
	}
	var problems []string
	for _, p := range n.Problems {
		problems = append(problems, p.Text)
	}
	fact("问题编号", "problems", strings.Join(problems, "、"))
	if p := n.Publicity; p != nil {
		fact("公示期", "publicity", a.publicityText(p))
	}
	var numbers, phones []string
	for _, d := range n.DocumentNumbers {
		numbers = append(numbers, d.Number)
	}
	for _, p := range n.Phones {
		phones = append(phones, p.Number)
	}
	fact("文号", "documents", strings.Join(numbers, "、"))
	fact("电话", "phones", strings.Join(phones, "、"))
	for _, f := range moreFacts(n) {
		fact(f.zh, f.en, strings.Join(f.values, "、"))
	}
	for _, place := range places {
		fact("来源", "source", place)
	}
	fact("读取方式", "read by", strings.Join(nonEmpty(n.Source.MediaType, n.Source.Charset, string(n.Source.Method), n.Source.Engine), " "))
	t.write(a.out, 0)
}

// namedValues are the values of a fact with its name.
type namedValues struct {
	zh, en string
	values []string
}

// moreFacts gives what else was found, as the notice writes it.
func moreFacts(n *gongshi.Notice) []namedValues {
	emails, addresses := namedValues{zh: "邮箱", en: "e-mail"}, namedValues{zh: "地址", en: "address"}
	units, deadlines := namedValues{zh: "责任单位", en: "responsible"}, namedValues{zh: "时限", en: "deadline"}
	petitions, quantities := namedValues{zh: "信访件", en: "petitions"}, namedValues{zh: "数量", en: "quantities"}
	for _, e := range n.Emails {
		emails.values = append(emails.values, e.Address)
	}
	for _, a := range n.Addresses {
		addresses.values = append(addresses.values, a.Text)
	}
	for _, u := range n.ResponsibleUnits {
		units.values = append(units.values, u.Name)
	}
	for _, d := range n.Deadlines {
		deadlines.values = append(deadlines.values, d.Text)
	}
	for _, p := range n.Petitions {
		petitions.values = append(petitions.values, p.ID)
	}
	for _, q := range n.Quantities {
		quantities.values = append(quantities.values, q.Text)
	}
	return []namedValues{emails, addresses, units, deadlines, petitions, quantities}
}

// kindWithReason names the kind of a text, with what shows it.
func (a *app) kindWithReason(n *gongshi.Notice) string {
	name := n.Kind.Name().In(a.lang)
	if name == "" {
		return ""
	}
	return name + " (" + n.KindReason + ")"
}

func nonEmpty(values ...string) []string {
	var kept []string
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

func (a *app) inspectionName(i *gongshi.Inspection) string {
	return export.InspectionName(i, a.lang)
}

func (a *app) publicityText(p *gongshi.Publicity) string {
	text := p.Start.String() + " … " + p.End.String()
	if p.StatedDays > 0 {
		unit := a.tr("日", "days")
		if p.StatedUnit == gongshi.UnitWorking {
			unit = a.tr("个工作日", "working days")
		}
		text += fmt.Sprintf(a.tr("，声明 %d %s", ", stated %d %s"), p.StatedDays, unit)
	}
	if p.WorkingDays != nil && p.CalendarDays != nil {
		text += fmt.Sprintf(a.tr("，实为 %d 个工作日、%d 日", ", in fact %d working days, %d days"), *p.WorkingDays, *p.CalendarDays)
	}
	return text
}
