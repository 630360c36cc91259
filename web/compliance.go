package web

import (
	"context"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"

	"gongshi"
	"gongshi/compliance"
	"gongshi/ingest/store"
	"gongshi/internal/chart"
	"gongshi/search"
)

// overview is what the first page on compliance shows.
type overview struct {
	Form    complianceForm
	Notices int // that the filters leave
	With    int // of these, with findings that the filters leave
	ByRule  tally
	ByPlace tally
	ByRound tally
	Exports []link
	Tabs    []tab
}

// tally is counts of notices with findings by something.
type tally struct {
	Head    string
	Picture template.HTML
	Rows    []tallied
}

// tallied is a row of a tally.
type tallied struct {
	Name, Link   string
	Title        string // of a rule
	Severity     gongshi.Severity
	SeverityName string
	With, Of     int // of so many notices
}

// Percent is the share of notices with findings.
func (t tallied) Percent() string {
	if t.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f%%", 100*float64(t.With)/float64(t.Of))
}

// tab is one of the pages on compliance.
type tab struct {
	Name, URL string
	Here      bool
}

// complianceForm is the filters of the pages on compliance.
type complianceForm struct {
	Action     string
	Query      string
	Severities []choice
	Filters    []filterField
	Kept       []field // parameters that the form passes on
}

// severities are those of findings, heaviest first.
var severities = []gongshi.Severity{gongshi.SeverityError, gongshi.SeverityWarning, gongshi.SeverityNote}

// compliance counts findings by rule, region and round.
func (v *visit) compliance() error {
	asked := clean(v.r.URL.Query())
	least, err := severityOf(asked)
	if err != nil {
		return err
	}
	data := &overview{Form: v.complianceForm("/compliance", asked, least), Tabs: v.complianceTabs("/compliance"), Exports: v.exportLinks(asked)}
	if err := v.within(func(ctx context.Context) error { return v.tally(ctx, asked, least, data) }); err != nil {
		return err
	}
	return v.show("compliance", page{Title: v.tr("合规", "Compliance"), Path: "/compliance", Data: data})
}

// severityOf gives the least severity that is asked for; "" for any.
func severityOf(asked url.Values) (gongshi.Severity, error) {
	least := gongshi.Severity(asked.Get("severity"))
	if least == "" || slices.Contains(severities, least) {
		return least, nil
	}
	return "", &search.RequestError{Field: "severity", Value: string(least), Message: gongshi.Text{
		Zh: "可用 error（错误）、warning（警告）、note（提示）。", En: "Use error, warning or note."}}
}

// allRules are the rules on a notice and those on the corpus.
func (v *visit) allRules() []compliance.Rule {
	return append(slices.Clone(v.Rules), compliance.CorpusRules()...)
}

// rulesAsked gives the rules on notices that are asked for: those whose severity is that or a
// heavier one, and whose ids begin as one of the parameters says.
func (v *visit) rulesAsked(asked url.Values, least gongshi.Severity) (ids []string, some bool) {
	for i := range v.Rules {
		if r := &v.Rules[i]; r.Severity.AtLeast(least) && isAsked(r.ID, asked["rule"]) {
			ids = append(ids, r.ID)
		}
	}
	return ids, least != "" || len(asked["rule"]) > 0
}

// tally fills in the counts. A notice counts once in each row, whatever the number of its
// findings.
func (v *visit) tally(ctx context.Context, asked url.Values, least gongshi.Severity, data *overview) error {
	ids, some := v.rulesAsked(asked, least)
	req, err := requestOf(asked)
	if err != nil {
		return err
	}
	req.Rules, req.Limit, req.Offset, req.Cursor = nil, 0, 0, ""
	req.Facets = []string{"round", "province", "city", "county"}
	every, err := v.Search.Search(ctx, req)
	if err != nil {
		return err
	}
	data.Notices = every.Total
	if every.SyntaxError != nil {
		return badSyntax(every)
	}
	with := &search.Result{Facets: map[string][]search.FacetCount{}}
	if len(ids) > 0 || !some {
		req.Rules = ids
		req.Facets = append(req.Facets, "rule")
		if with, err = v.Search.Search(ctx, req); err != nil {
			return err
		}
	}
	data.With = with.Total
	data.ByRule = v.tallyRules(asked, ids, with.Facets["rule"], every.Total)
	place := placeFacet(every)
	data.ByPlace = v.tallyFacet(asked, place, "region", with.Facets[place], every.Facets[place])
	data.ByRound = v.tallyFacet(asked, "round", "round", with.Facets["round"], every.Facets["round"])
	return nil
}

// placeFacet is the highest level of regions at which there are several.
func placeFacet(r *search.Result) string {
	best := "province"
	for _, level := range []string{"province", "city", "county"} {
		if len(r.Facets[level]) > 0 {
			best = level
		}
		if len(r.Facets[level]) > 1 {
			break
		}
	}
	return best
}

// tallyRules counts by rule, most frequent first. The chart has its parts by the severity of
// the rules.
func (v *visit) tallyRules(asked url.Values, ids []string, counts []search.FacetCount, of int) tally {
	t := tally{Head: v.tr("规则", "Rule")}
	var rows []chart.Row
	for _, c := range counts {
		i := slices.IndexFunc(v.Rules, func(r compliance.Rule) bool { return r.ID == c.Value })
		if i < 0 || !slices.Contains(ids, c.Value) {
			continue
		}
		r := &v.Rules[i]
		t.Rows = append(t.Rows, tallied{Name: r.ID, Title: r.Title.In(v.lang), Link: withQuery("/compliance/rule/"+url.PathEscape(r.ID), omit(asked, "rule")),
			Severity: r.Severity, SeverityName: r.Severity.Name().In(v.lang), With: c.Count, Of: of})
		rows = append(rows, chart.Row{Label: r.ID + " " + r.Title.In(v.lang), Values: []int{c.Count}})
	}
	if len(rows) > 0 {
		t.Picture = chart.Bars(chart.Options{ID: "by-rule", Title: v.tr("各规则有发现的公示份数", "Notices with findings, by rule"), Width: 560}, rows)
	}
	return t
}

// tallyFacet counts by the values of a facet, which the filter of that name takes.
func (v *visit) tallyFacet(asked url.Values, facet, filter string, with, every []search.FacetCount) tally {
	t := tally{Head: propertyName(facet).In(v.lang)}
	found := make(map[string]int)
	for _, c := range with {
		found[c.Value] = c.Count
	}
	var rows []chart.Row
	for _, c := range every {
		name := v.valueName(facet, c.Value)
		narrower := maps.Clone(asked)
		narrower[filter] = []string{c.Value}
		t.Rows = append(t.Rows, tallied{Name: name, Link: withQuery("/compliance", narrower), With: found[c.Value], Of: c.Count})
		rows = append(rows, chart.Row{Label: name, Values: []int{found[c.Value]}})
	}
	if len(rows) > 0 {
		t.Picture = chart.Bars(chart.Options{ID: "by-" + facet, Title: v.tr("有发现的公示份数：", "Notices with findings by ") + t.Head}, rows)
	}
	t.Rows = t.Rows[:min(len(t.Rows), maxTallied)]
	return t
}

// maxTallied is how many rows a tally has in its table.
const maxTallied = 100

// omit gives the parameters without some of them, and without the language.
func omit(values url.Values, names ...string) url.Values {
	kept := maps.Clone(values)
	for _, name := range append(names, "lang") {
		delete(kept, name)
	}
	return kept
}

// complianceForm fills in the filters of a page.
func (v *visit) complianceForm(action string, asked url.Values, least gongshi.Severity) complianceForm {
	form := complianceForm{Action: action, Query: asked.Get("q"), Filters: v.filterFields(asked, "round", "region", "year", "issuer")}
	form.Severities = []choice{{"", v.tr("全部级别", "all severities"), least == ""}}
	for _, s := range severities {
		name := s.Name().In(v.lang)
		if s != gongshi.SeverityError {
			name += v.tr("及以上", " and above")
		}
		form.Severities = append(form.Severities, choice{string(s), name, s == least})
	}
	for _, name := range []string{"rule", "section", "synonyms", "pinyin"} {
		for _, value := range asked[name] {
			form.Kept = append(form.Kept, field{name, value})
		}
	}
	return form
}

// complianceTabs leads to the pages on compliance.
func (v *visit) complianceTabs(here string) []tab {
	tabs := []tab{
		{Name: v.tr("各份公示", "Single notices"), URL: "/compliance"},
		{Name: v.tr("公示之间", "Between notices"), URL: "/compliance/corpus"},
		{Name: v.tr("覆盖情况", "Coverage"), URL: "/compliance/coverage"},
		{Name: v.tr("已搁置", "Dismissed"), URL: "/compliance/dismissed"},
	}
	for i := range tabs {
		tabs[i].Here = tabs[i].URL == here
	}
	return tabs
}

// dismissals gives those that hold today, by fingerprint.
func (v *visit) dismissals(ctx context.Context) (map[string]store.Dismissal, error) {
	all, err := v.Store.Dismissals(ctx)
	hold := make(map[string]store.Dismissal)
	for _, d := range all {
		if d.Holds(v.today()) {
			hold[d.Fingerprint] = d
		}
	}
	return hold, err
}

// today is the day where the server runs.
func (v *visit) today() gongshi.Date {
	now := v.Now()
	return gongshi.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}
