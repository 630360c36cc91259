package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/export"
)

// FindingsInput asks for a page of findings.
type FindingsInput struct {
	Caller
	FilterParameters
	Severities []string `query:"severity,explode" maxItems:"3" enum:"error,warning,note" doc:"Only findings of these severities. May be repeated." example:"[\"error\"]"`
	Dismissed  string   `query:"dismissed" enum:"all,no,only" default:"all" doc:"Whether findings that were dismissed are given, left out, or all that is given."`
	PageParameters
}

// FindingsOutput is a page of findings.
type FindingsOutput struct{ Body Findings }

// Findings is a page of findings.
type Findings struct {
	Notices  int            `json:"notices" doc:"How many notices match the query and its filters and have a finding of one of the rules, whatever its severity." example:"12"`
	Findings []FoundFinding `json:"findings"`
	Next     string         `json:"next,omitempty" doc:"The cursor of the next page; absent on the last. A page that has it can be short, or empty, where few findings are of the severity asked for."`
	Warnings []string       `json:"warnings,omitempty" doc:"What of the query may have been meant otherwise, in the language of the caller."`
}

// FoundFinding is a finding with its notice.
type FoundFinding struct {
	export.Finding
	Title     string       `json:"title,omitempty" doc:"The title of the notice."`
	Issued    gongshi.Date `json:"issued,omitzero" doc:"The day of the notice."`
	Dismissed *Dismissal   `json:"dismissed,omitempty" doc:"Why the finding does not count, where somebody said so and it still holds."`
}

func (h *handler) addFindings() {
	op := get("list-findings", "/findings", "compliance", "List findings",
		"What the rules say of the notices that match, newest notices first, in the order of their texts. Findings that were dismissed are marked. Those that need the notices of the whole corpus beside each other are not among them: gongshi check computes these.")
	op.within, op.problems = h.limits.query, queryProblems
	add(h, op, h.findings)
}

// batchNotices is how many notices are looked up at once, mostLooked after how many
// a page ends though it is not full.
const (
	batchNotices = 50
	mostLooked   = 1000
)

// findingsCursor is where a page of findings ended: behind the finding with that
// number of a notice, which is on a page of notices that another cursor leads to.
type findingsCursor struct {
	Page   string       `json:"p,omitempty"`
	Issued gongshi.Date `json:"d,omitzero"`
	ID     string       `json:"i,omitempty"`
	Done   int          `json:"n,omitempty"`
}

// passed tells whether a hit comes before the notice at which the cursor stands,
// in the order of dates.
func (c *findingsCursor) passed(hit *search.Hit) bool {
	return c.ID != "" && cmp.Or(c.Issued.Compare(hit.Issued), strings.Compare(hit.ID, c.ID)) < 0
}

func (h *handler) findings(ctx context.Context, in *FindingsInput) (*FindingsOutput, error) {
	if err := in.parse(); err != nil {
		return nil, err
	}
	lang := langOf(ctx)
	var at findingsCursor
	if err := decodeCursor(in.Cursor, &at, lang); err != nil {
		return nil, err
	}
	held, err := h.dismissals(ctx)
	if err != nil {
		return nil, err
	}
	page := &findingsPage{in: in, held: held, lang: lang, out: Findings{Findings: []FoundFinding{}}}
	req := in.request()
	req.Sort, req.Limit = search.SortDate, batchNotices
	if len(req.Rules) == 0 {
		req.Rules = h.kindsOfRules()
	}
	for looked := 0; ; looked += batchNotices {
		req.Cursor = at.Page
		found, err := h.Search.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		page.out.Notices, page.out.Warnings = found.Total, warnings(in.Q, found.Widened, lang)
		full, err := page.add(ctx, h.Store, &at, found.Hits)
		if err != nil {
			return nil, err
		}
		if !full {
			at = findingsCursor{Page: found.Next}
		}
		if full || found.Next == "" || looked+batchNotices >= mostLooked {
			break
		}
	}
	if at != (findingsCursor{}) {
		page.out.Next = encodeCursor(at)
	}
	return &FindingsOutput{page.out}, nil
}

// kindsOfRules gives the letters with which the ids of rules begin: asking for
// them all asks for notices with any finding.
func (h *handler) kindsOfRules() []string {
	var kinds []string
	for _, rule := range h.Rules {
		if kind := strings.TrimRight(rule.ID, "0123456789"); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// findingsPage gathers a page of findings.
type findingsPage struct {
	in   *FindingsInput
	held map[string]*Dismissal
	lang string
	out  Findings
}

// add adds the findings of notices from where the cursor stands, which it moves;
// full tells that one more would be too many.
func (p *findingsPage) add(ctx context.Context, st *store.Store, at *findingsCursor, hits []search.Hit) (full bool, err error) {
	for i := range hits {
		hit := &hits[i]
		if at.passed(hit) {
			continue
		}
		done := 0
		if at.ID == hit.ID {
			done = at.Done
		}
		checked, err := st.Notice(ctx, hit.ID)
		if err != nil {
			return false, err
		}
		for k := range checked.Findings {
			if k < done || !p.wants(&checked.Findings[k]) {
				continue
			}
			if len(p.out.Findings) == p.in.Limit {
				at.Issued, at.ID, at.Done = hit.Issued, hit.ID, k
				return true, nil
			}
			f := export.NewFinding(&checked.Findings[k], p.lang)
			p.out.Findings = append(p.out.Findings, FoundFinding{f, hit.Title, hit.Issued, p.held[f.Fingerprint]})
		}
	}
	return false, nil
}

// wants tells whether a finding is one that is asked for.
func (p *findingsPage) wants(f *gongshi.Finding) bool {
	rule := func(begin string) bool { return strings.HasPrefix(f.Rule, strings.ToUpper(begin)) }
	if len(p.in.Rules) > 0 && !slices.ContainsFunc(p.in.Rules, rule) {
		return false
	}
	if len(p.in.Severities) > 0 && !slices.Contains(p.in.Severities, string(f.Severity)) {
		return false
	}
	switch dismissed := p.held[f.Fingerprint] != nil; p.in.Dismissed {
	case "no":
		return !dismissed
	case "only":
		return dismissed
	}
	return true
}

// RulesInput asks for the rules.
type RulesInput struct{ Caller }

// RulesOutput is the rules.
type RulesOutput struct{ Body RuleList }

// RuleList is the rules that are checked.
type RuleList struct {
	Rules []Rule `json:"rules"`
}

// Rule is one thing that is checked.
type Rule struct {
	ID       string           `json:"id" example:"PUB01"`
	Title    string           `json:"title"`
	Checks   string           `json:"checks" doc:"What is compared with what, and what is let pass."`
	Basis    string           `json:"basis" doc:"The article or custom that it rests on."`
	Severity gongshi.Severity `json:"severity" enum:"error,warning,note" doc:"That of its findings, unless one has its own."`
}

func (h *handler) addRules() {
	op := get("list-rules", "/rules", "compliance", "List rules", "The rules whose findings are in the corpus, by id, in the language of the caller.")
	add(h, op, func(ctx context.Context, _ *RulesInput) (*RulesOutput, error) {
		lang, all := langOf(ctx), []Rule{}
		for _, r := range h.Rules {
			all = append(all, Rule{r.ID, r.Title.In(lang), r.Checks.In(lang), r.Basis.In(lang), r.Severity})
		}
		return &RulesOutput{RuleList{all}}, nil
	})
}

// problems that a change can end with.
var changeProblems = []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusServiceUnavailable}
