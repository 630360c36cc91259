package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/report"
	"gongshi/ingest/store"
	"gongshi/search"
)

// reportForm is a form of a report, with what opens it and what a browser is told of it.
type reportForm struct {
	name, mediaType string
	open            func(io.Writer, report.Options) (report.Writer, error)
}

var reportForms = []reportForm{
	{"html", "text/html; charset=utf-8", report.NewHTML},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.NewXLSX},
	{"csv", "text/csv; charset=utf-8", report.NewCSV},
	{"sarif", "application/sarif+json", report.NewSARIF},
}

// exportLinks leads to the report of what the parameters leave, in each form.
func (v *visit) exportLinks(asked url.Values) []link {
	var links []link
	for _, form := range reportForms {
		values := omit(asked, "offset", "format")
		values.Set("format", form.name)
		links = append(links, link{Name: form.name, URL: "/compliance/report?" + values.Encode()})
	}
	return links
}

func badRound(value string) error {
	return &search.RequestError{Field: "round", Value: value, Message: gongshi.Text{Zh: "轮次写数字，如 2。", En: "Write a number, as 2."}}
}

// report streams the findings that the parameters leave. What is wrong is known before the first
// byte; a failure behind it breaks the connection off, so that nobody takes a piece for the whole.
func (v *visit) report() error {
	asked := clean(v.r.URL.Query())
	i := slices.IndexFunc(reportForms, func(f reportForm) bool { return f.name == asked.Get("format") })
	if i < 0 {
		return &search.RequestError{Field: "format", Value: asked.Get("format"), Message: gongshi.Text{Zh: "可用 html、xlsx、csv、sarif。", En: "Use html, xlsx, csv or sarif."}}
	}
	r, err := v.newReport(asked)
	if err != nil {
		return err
	}
	form := reportForms[i]
	header := v.w.Header()
	header.Set("Content-Type", form.mediaType)
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="gongshi-check-%s.%s"`, v.today(), form.name))
	header.Set("Cache-Control", "no-store")
	if v.r.Method == http.MethodHead {
		return nil
	}
	if r.writer, err = form.open(v.w, report.Options{Lang: v.lang, Version: v.Version, Rules: r.rules}); err == nil {
		err = r.write(v.r.Context())
	}
	if err != nil {
		if v.r.Context().Err() == nil {
			v.Log.Error("report", "err", err)
		}
		panic(http.ErrAbortHandler)
	}
	return nil
}

// findingsReport is a report that is being written.
type findingsReport struct {
	visit     *visit
	request   search.Request
	rules     []compliance.Rule // that are asked for
	least     gongshi.Severity
	dismissed map[string]store.Dismissal
	between   map[string][]*betweenFinding // by notice
	writer    report.Writer
	totals    report.Totals
}

// newReport reads what a report is asked for.
func (v *visit) newReport(asked url.Values) (*findingsReport, error) {
	req, err := requestOf(asked)
	if err != nil {
		return nil, err
	}
	r := &findingsReport{visit: v, request: req, between: make(map[string][]*betweenFinding), totals: report.Totals{Counts: make(map[gongshi.Severity]int)}}
	r.request.Limit, r.request.Offset, r.request.Cursor = 0, 0, ""
	r.request.Rules = nil // of a notice only the findings of these are given, whichever it has
	if r.least, err = severityOf(asked); err != nil {
		return nil, err
	}
	for _, rule := range v.allRules() {
		if isAsked(rule.ID, asked["rule"]) {
			r.rules = append(r.rules, rule)
		}
	}
	// A filter that cannot be used is told now.
	probe, err := v.Search.Search(v.r.Context(), r.request)
	if err != nil {
		return nil, err
	}
	if probe.SyntaxError != nil {
		return nil, badSyntax(probe)
	}
	if r.dismissed, err = v.dismissals(v.r.Context()); err != nil {
		return nil, err
	}
	state, err := v.pass.state(v.r.Context(), v)
	if err != nil {
		return nil, err
	}
	if state.passed == nil { // a report does not name rules that nothing was held to
		r.rules = slices.DeleteFunc(r.rules, func(rule compliance.Rule) bool { return rule.Check == nil })
		return r, nil
	}
	for i := range state.Findings {
		f := &state.Findings[i]
		r.between[f.Notice] = append(r.between[f.Notice], f)
	}
	return r, nil
}

// write writes the findings of all notices that match, notice by notice.
func (r *findingsReport) write(ctx context.Context) error {
	_, records, err := r.visit.Search.Each(ctx, r.request)
	if err != nil {
		return err
	}
	for record, err := range records {
		if err != nil {
			return err
		}
		r.totals.Notices++
		told, tells := r.writer.(report.NoticeWriter)
		if !tells && len(record.Rules) == 0 && len(r.between[record.ID]) == 0 {
			continue
		}
		checked, err := r.visit.Store.Notice(ctx, record.ID)
		if err != nil {
			return err
		}
		if tells {
			told.Notice(&checked.Notice)
		}
		if err := r.put(checked); err != nil {
			return err
		}
	}
	return r.writer.Close(r.totals)
}

// put writes the findings of a notice, those between notices behind its own.
func (r *findingsReport) put(checked *store.Checked) error {
	for i := range checked.Findings {
		if err := r.item(checked, &checked.Findings[i], nil); err != nil {
			return err
		}
	}
	for _, f := range r.between[checked.Notice.ID] {
		if err := r.item(checked, &f.Finding.Finding, f.Others); err != nil {
			return err
		}
	}
	return nil
}

func (r *findingsReport) item(checked *store.Checked, f *gongshi.Finding, others []string) error {
	if !f.Severity.AtLeast(r.least) || !slices.ContainsFunc(r.rules, func(rule compliance.Rule) bool { return rule.ID == f.Rule }) {
		return nil
	}
	item := report.Item{Finding: *f, Title: checked.Notice.Title, Text: checked.Notice.Text, Others: others}
	if s := f.Span; s.Len() > 0 && s.End <= len(item.Text) {
		item.Quote = s.Of(item.Text)
	}
	if d, ok := r.dismissed[f.Fingerprint]; ok {
		item.Dismissed = &report.Dismissal{Reason: d.Reason, Until: d.Until}
		r.totals.Dismissed++
	} else {
		r.totals.Counts[f.Severity]++
	}
	return r.writer.Put(item)
}
