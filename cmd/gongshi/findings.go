package main

import (
	"cmp"
	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/report"
	"gongshi/search/export"
)

// newReport gives what writes the findings in the format of the options.
func (a *app) newReport(o checkOptions, rules []compliance.Rule) (report.Writer, error) {
	options := report.Options{Lang: a.lang, Version: version(), Rules: rules, Baseline: o.baseline != ""}
	switch o.format {
	case "json":
		return &jsonReport{a, options}, nil
	case "sarif":
		return report.NewSARIF(a.out, options)
	case "csv":
		return report.NewCSV(a.out, options)
	case "xlsx":
		return report.NewXLSX(a.out, options)
	case "html":
		return report.NewHTML(a.out, options)
	}
	return &textReport{app: a, options: options, hideNotes: o.severity == ""}, nil
}

// findingJSON is a finding as CONTRACT fixes it.
type findingJSON struct {
	export.Finding
	// Baseline is new or unchanged; absent without a baseline.
	Baseline string `json:"baseline_state,omitempty"`
	// Others are the notices that have part in it, as the one whose text it is.
	Others []string `json:"others,omitempty"`
	// Dismissed says why it does not count.
	Dismissed *report.Dismissal `json:"dismissed,omitempty"`
}

// jsonReport writes a finding a line.
type jsonReport struct {
	*app
	options report.Options
}

func (r *jsonReport) Put(item report.Item) error {
	out := findingJSON{Finding: export.NewFinding(&item.Finding, r.lang), Others: item.Others, Dismissed: item.Dismissed}
	if r.options.Baseline {
		out.Baseline = "new"
		if item.Known {
			out.Baseline = "unchanged"
		}
	}
	return r.printJSON(out)
}

func (r *jsonReport) Close(report.Totals) error { return nil }

// textReport writes findings for people, notice by notice.
type textReport struct {
	*app
	options   report.Options
	hideNotes bool // they are only counted
	notice    string
	hidden    int
}

func (r *textReport) Put(item report.Item) error {
	if item.Dismissed != nil {
		return nil // it is counted
	}
	if r.hideNotes && item.Severity == gongshi.SeverityNote {
		r.hidden++
		return nil
	}
	if r.notice != item.Notice {
		if r.notice != "" {
			r.print("")
		}
		r.notice = item.Notice
		r.print("%s\n  %s  %s", printable(cmp.Or(item.Title, r.tr("（无标题）", "(no title)"))), item.Notice, printable(item.Source))
	}
	r.printFinding(&item, item.Text)
	return nil
}

func (r *textReport) Close(t report.Totals) error {
	if r.notice != "" {
		r.print("")
	}
	r.print(r.tr("核查公示 %d 份：错误 %d，警告 %d，提示 %d", "%d notices checked: %d errors, %d warnings, %d notes"),
		t.Notices, t.Counts[gongshi.SeverityError], t.Counts[gongshi.SeverityWarning], t.Counts[gongshi.SeverityNote])
	if r.options.Baseline {
		r.print(r.tr("其中基线中已知 %d，新增 %d", "known by the baseline: %d, new: %d"), t.Known,
			t.Counts[gongshi.SeverityError]+t.Counts[gongshi.SeverityWarning]+t.Counts[gongshi.SeverityNote]-t.Known)
	}
	if t.Dismissed > 0 {
		r.print(r.tr("另有已搁置 %d（用 --dismissed 列出）", "dismissed besides: %d (--dismissed lists them)"), t.Dismissed)
	}
	if r.hidden > 0 {
		r.print(r.tr("提示没有列出，要看请加 --severity note", "notes are not listed: --severity note shows them"))
	}
	return nil
}

// printFinding prints a finding with the place in the text of the notice that it speaks
// of.
func (a *app) printFinding(item *report.Item, text string) {
	known := ""
	if item.Known {
		known = a.tr("（已知）", " (known)")
	}
	a.print("  %s %s%s  %s", item.Rule, item.Severity.Name().In(a.lang), known, printable(item.Message.In(a.lang)))
	a.printPlace(text, item.Span)
	a.print("        %s%s", a.tr("依据：", "basis: "), printable(item.Basis.In(a.lang)))
	a.print("        %s%s", a.tr("指纹：", "fingerprint: "), item.Fingerprint)
}

// quote gives the text that a finding speaks of.
func quote(n *gongshi.Notice, f *gongshi.Finding) string {
	if f.Span.Len() <= 0 || f.Span.End > len(n.Text) {
		return ""
	}
	return f.Span.Of(n.Text)
}
