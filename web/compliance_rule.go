package web

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/compliance"
	"gongshi/ingest/store"
	"gongshi/search"
)

// ruleFindings is the page of a rule: what it says, and the notices with its findings.
type ruleFindings struct {
	Rule           *compliance.Rule
	SeverityName   string
	Form           complianceForm
	Tabs           []tab
	Total          int // notices
	From, To       int
	Notices        []checkedNotice
	Left           int // findings of this page that the severity leaves out
	Dismissed      int
	Previous, Next string
	Search         string
	Exports        []link
}

// checkedNotice is a notice with the findings that are shown.
type checkedNotice struct {
	ID, Title, Issuer, Issued string
	Findings                  []shownFinding
}

// shownFinding is a finding as pages show it.
type shownFinding struct {
	Rule, SeverityName string
	Severity           gongshi.Severity
	Message, Quote     string
	Basis              string
	Notice             string
	Fingerprint        string
	Others             []link
	Dismissed          *store.Dismissal
	Back               string // where the form for dismissing leads back to
}

// perPage is how many notices a page of findings has.
const perPage = 20

var errNoRule = &problem{http.StatusNotFound,
	gongshi.Text{Zh: "没有这条规则", En: "There is no such rule"},
	gongshi.Text{Zh: "请从合规页的列表进入。", En: "Use the list on the page about compliance."}}

// rule shows a rule and the notices with its findings.
func (v *visit) rule() error {
	id := v.r.PathValue("id")
	rules := v.allRules()
	i := slices.IndexFunc(rules, func(r compliance.Rule) bool { return r.ID == id })
	if i < 0 {
		return errNoRule
	}
	if rules[i].Check == nil {
		return v.redirect("/compliance/corpus?rule=" + url.QueryEscape(id))
	}
	asked := clean(v.r.URL.Query())
	least, err := severityOf(asked)
	if err != nil {
		return err
	}
	data := &ruleFindings{Rule: &rules[i], SeverityName: rules[i].Severity.Name().In(v.lang), Tabs: v.complianceTabs("/compliance"),
		Form: v.complianceForm(v.r.URL.Path, omit(asked, "rule"), least)}
	exported := omit(asked, "offset")
	exported["rule"] = []string{id}
	data.Exports = v.exportLinks(exported)
	if err := v.within(func(ctx context.Context) error { return v.ruleNotices(ctx, asked, least, data) }); err != nil {
		return err
	}
	return v.show("rule", page{Title: id + " " + data.Rule.Title.In(v.lang), Path: "/compliance", Data: data})
}

// ruleNotices fills in the notices of the page.
func (v *visit) ruleNotices(ctx context.Context, asked url.Values, least gongshi.Severity, data *ruleFindings) error {
	req, err := requestOf(asked)
	if err != nil {
		return err
	}
	req.Rules, req.Sort, req.Limit, req.Cursor = []string{data.Rule.ID}, search.SortDate, perPage, ""
	found, err := v.Search.Search(ctx, req)
	if err != nil {
		return err
	}
	dismissed, err := v.dismissals(ctx)
	if err != nil {
		return err
	}
	data.Total, data.From, data.To = found.Total, req.Offset+1, req.Offset+len(found.Hits)
	for _, hit := range found.Hits {
		checked, err := v.Store.Notice(ctx, hit.ID)
		if err != nil {
			return err
		}
		n := checkedNotice{ID: hit.ID, Title: checked.Notice.Title, Issuer: checked.Notice.Issuer, Issued: checked.Notice.Issued.String()}
		for i := range checked.Findings {
			f := &checked.Findings[i]
			if f.Rule != data.Rule.ID {
				continue
			}
			if !f.Severity.AtLeast(least) {
				data.Left++
				continue
			}
			shown := v.shownFinding(f, &checked.Notice, dismissed)
			if shown.Dismissed != nil {
				data.Dismissed++
			}
			n.Findings = append(n.Findings, shown)
		}
		data.Notices = append(data.Notices, n)
	}
	v.pageLinks(asked, req.Offset, data)
	return nil
}

// pageLinks links the pages before and behind, and the same notices in the search.
func (v *visit) pageLinks(asked url.Values, offset int, data *ruleFindings) {
	if offset > 0 {
		data.Previous = withQuery(v.r.URL.Path, at(asked, offset-perPage))
	}
	if offset+perPage < data.Total {
		data.Next = withQuery(v.r.URL.Path, at(asked, offset+perPage))
	}
	same := omit(asked, "severity", "offset")
	same["rule"] = []string{data.Rule.ID}
	data.Search = withQuery("/", same)
}

// at gives the parameters of the page that begins behind so many.
func at(asked url.Values, offset int) url.Values {
	values := omit(maps.Clone(asked), "offset")
	if offset > 0 {
		values.Set("offset", strconv.Itoa(offset))
	}
	return values
}

// shownFinding makes a finding ready to be shown.
func (v *visit) shownFinding(f *gongshi.Finding, n *gongshi.Notice, dismissed map[string]store.Dismissal) shownFinding {
	shown := shownFinding{Rule: f.Rule, Severity: f.Severity, SeverityName: f.Severity.Name().In(v.lang), Message: f.Message.In(v.lang),
		Quote: quoteOf(n.Text, f.Span), Basis: f.Basis.In(v.lang), Notice: f.Notice, Fingerprint: f.Fingerprint, Back: v.r.URL.RequestURI()}
	if d, ok := dismissed[f.Fingerprint]; ok {
		shown.Dismissed = &d
	}
	return shown
}

// maxQuote is how many characters of a notice are quoted.
const maxQuote = 200

// quoteOf gives the text at a place, cut where it is long.
func quoteOf(text string, s gongshi.Span) string {
	if s.Start < 0 || s.End > len(text) || s.Len() <= 0 {
		return ""
	}
	runes := []rune(strings.TrimSpace(s.Of(text)))
	if len(runes) > maxQuote {
		return string(runes[:maxQuote]) + "…"
	}
	return string(runes)
}

// isAsked tells whether an id begins as one of the values does; so it is where there are none.
func isAsked(id string, values []string) bool {
	return len(values) == 0 || slices.ContainsFunc(values, func(begin string) bool {
		return strings.HasPrefix(id, strings.ToUpper(strings.TrimSpace(begin)))
	})
}
