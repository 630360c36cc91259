package report

import (
	"cmp"
	_ "embed"
	"html/template"
	"io"
	"slices"
	"time"

	"gongshi"
	"gongshi/compliance"
	"gongshi/internal/chart"
)

//go:embed page.html
var page string

var pages = template.Must(template.New("").Parse(page))

// severities are those of findings, in the order in which they are told.
var severities = [...]gongshi.Severity{gongshi.SeverityError, gongshi.SeverityWarning, gongshi.SeverityNote}

// NewHTML writes a page for people that needs nothing beside it. Findings are
// written as they come; those of one notice have to come one after the other.
// What they come to, and the chart of it, is at the end; the beginning leads there.
func NewHTML(w io.Writer, o Options) (Writer, error) {
	h := &htmlPage{Options: o, w: w, rules: map[string][]int{}}
	return h, pages.ExecuteTemplate(w, "head", map[string]any{
		"Lang": o.tr("zh-CN", "en"), "Title": o.tr("公示核查报告", "Findings on notices"),
		"Made":    o.tr("生成于 ", "made on ") + time.Now().Format(time.DateOnly) + ", gongshi " + o.Version,
		"Summary": o.tr("汇总", "Summary"),
	})
}

type htmlPage struct {
	Options
	w      io.Writer
	notice string
	any    bool
	rules  map[string][]int // findings that count, by severity
}

func (h *htmlPage) Put(item Item) error {
	if !h.any || h.notice != item.Notice {
		name := "first"
		if h.any {
			name = "next"
		}
		title := item.Title
		if title == "" {
			title = h.tr("（无标题）", "(no title)")
		}
		err := pages.ExecuteTemplate(h.w, name, map[string]any{"Title": title, "Notice": item.Notice, "Source": item.Source})
		if err != nil {
			return err
		}
		h.any, h.notice = true, item.Notice
	}
	h.count(&item)
	return pages.ExecuteTemplate(h.w, "finding", map[string]any{
		"Rule": item.Rule, "Severity": string(item.Severity), "SeverityName": item.Severity.Name().In(h.Lang), "State": h.state(&item), "Known": item.Known || item.Dismissed != nil,
		"Message": item.Message.In(h.Lang), "Quote": item.Quote, "Basis": h.tr("依据：", "basis: ") + item.Basis.In(h.Lang),
	})
}

func (h *htmlPage) Close(t Totals) error {
	type count struct {
		Name string
		N    int
	}
	counts := []count{{h.tr("公示", "notices"), t.Notices}}
	for _, s := range severities {
		counts = append(counts, count{s.Name().In(h.Lang), t.Counts[s]})
	}
	if h.Baseline {
		counts = append(counts, count{h.tr("其中已知", "known of these"), t.Known})
	}
	if t.Dismissed > 0 {
		counts = append(counts, count{h.tr("另有已搁置", "dismissed besides"), t.Dismissed})
	}
	return pages.ExecuteTemplate(h.w, "foot", map[string]any{
		"Any": h.any, "Counts": counts, "Chart": h.chart(), "Summary": h.tr("汇总", "Summary"), "Unread": t.Unread, "UnreadTitle": h.tr("未能读取、没有核查的文件", "Files that could not be read and were not checked"),
	})
}

// count counts a finding for the chart, as totals do.
func (h *htmlPage) count(item *Item) {
	if item.Dismissed != nil {
		return
	}
	if h.rules[item.Rule] == nil {
		h.rules[item.Rule] = make([]int, len(severities))
	}
	if i := slices.Index(severities[:], item.Severity); i >= 0 {
		h.rules[item.Rule][i]++
	}
}

// chart shows how often which rule was broken, the most frequent ones first.
func (h *htmlPage) chart() template.HTML {
	if len(h.rules) == 0 {
		return ""
	}
	var rows []chart.Row
	for rule, counts := range h.rules {
		label := rule
		if i := slices.IndexFunc(h.Rules, func(r compliance.Rule) bool { return r.ID == rule }); i >= 0 {
			label += " " + h.Rules[i].Title.In(h.Lang)
		}
		rows = append(rows, chart.Row{Label: label, Values: counts})
	}
	slices.SortFunc(rows, func(a, b chart.Row) int {
		return cmp.Or(cmp.Compare(sum(b.Values), sum(a.Values)), cmp.Compare(a.Label, b.Label))
	})
	var parts []string
	for _, s := range severities {
		parts = append(parts, s.Name().In(h.Lang))
	}
	return chart.Stacked(chart.Options{ID: "by-rule", Title: h.tr("各规则的发现", "Findings by rule"), Width: 720}, parts, rows)
}

func sum(values []int) (n int) {
	for _, v := range values {
		n += v
	}
	return n
}
