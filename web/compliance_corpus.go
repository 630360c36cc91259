package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"gongshi"
	"gongshi/compliance"
	"gongshi/ingest/store"
)

// betweenPage is the page of findings between notices.
type betweenPage struct {
	Tabs           []tab
	Form           complianceForm
	State          passState
	Rules          []tallied
	Rule           *compliance.Rule // that is asked for alone
	Notices        []checkedNotice
	Shown          int
	Total          int
	From           int
	Dismissed      int
	Previous, Next string
}

// between lists what the notices of the corpus show beside each other.
func (v *visit) between() error {
	asked := clean(v.r.URL.Query())
	least, err := severityOf(asked)
	if err != nil {
		return err
	}
	data := &betweenPage{Tabs: v.complianceTabs("/compliance/corpus"), Form: v.complianceForm("/compliance/corpus", asked, least)}
	offset, err := number(asked, "offset", 0, maxBetween)
	if err != nil {
		return err
	}
	err = v.within(func(ctx context.Context) error {
		if data.State, err = v.pass.state(ctx, v); err != nil || data.State.passed == nil {
			return err
		}
		dismissed, err := v.dismissals(ctx)
		if err != nil {
			return err
		}
		v.fillBetween(data, asked, offset, least, dismissed)
		return nil
	})
	if err != nil {
		return err
	}
	for _, r := range compliance.CorpusRules() {
		if asked.Get("rule") == r.ID {
			data.Rule = &r
		}
	}
	return v.show("between", page{Title: v.tr("公示之间的发现", "Findings between notices"), Path: "/compliance", Data: data})
}

// fillBetween fills in the findings of the page and what they come to.
func (v *visit) fillBetween(data *betweenPage, asked url.Values, offset int, least gongshi.Severity, dismissed map[string]store.Dismissal) {
	counts := make(map[string]int)
	var chosen []*betweenFinding
	for i := range data.State.Findings {
		f := &data.State.Findings[i]
		if !f.Severity.AtLeast(least) {
			continue
		}
		counts[f.Rule]++
		if isAsked(f.Rule, asked["rule"]) {
			chosen = append(chosen, f)
		}
	}
	for _, r := range compliance.CorpusRules() {
		narrower := omit(asked, "rule", "offset")
		narrower.Set("rule", r.ID)
		data.Rules = append(data.Rules, tallied{Name: r.ID, Title: r.Title.In(v.lang), Link: "/compliance/corpus?" + narrower.Encode(),
			Severity: r.Severity, SeverityName: r.Severity.Name().In(v.lang), With: counts[r.ID]})
	}
	offset = min(offset, len(chosen))
	shown := chosen[offset:min(offset+perPage, len(chosen))]
	data.Total, data.From, data.Shown = len(chosen), offset+1, len(shown)
	for _, f := range shown {
		v.addBetween(data, f, dismissed)
	}
	if offset > 0 {
		data.Previous = withQuery(v.r.URL.Path, at(asked, offset-perPage))
	}
	if offset+len(shown) < len(chosen) {
		data.Next = withQuery(v.r.URL.Path, at(asked, offset+perPage))
	}
}

// addBetween puts a finding with those of its notice.
func (v *visit) addBetween(data *betweenPage, f *betweenFinding, dismissed map[string]store.Dismissal) {
	shown := v.shownFinding(&f.Finding.Finding, &gongshi.Notice{}, dismissed)
	shown.Quote = f.Quote
	for i, id := range f.Others[:len(f.Titles)] {
		name := f.Titles[i]
		if name == "" {
			name = id
		}
		shown.Others = append(shown.Others, link{Name: name, URL: "/notice/" + url.PathEscape(id)})
	}
	if n := len(f.Others) - len(f.Titles); n > 0 {
		shown.Others = append(shown.Others, link{Name: "+" + strconv.Itoa(n)})
	}
	if shown.Dismissed != nil {
		data.Dismissed++
	}
	i := slices.IndexFunc(data.Notices, func(n checkedNotice) bool { return n.ID == f.Notice })
	if i < 0 {
		data.Notices = append(data.Notices, checkedNotice{ID: f.Notice, Title: f.Title})
		i = len(data.Notices) - 1
	}
	data.Notices[i].Findings = append(data.Notices[i].Findings, shown)
}
