// Package corpus answers what only the notices of a corpus beside each other show:
// one problem under two numbers, one document number with two titles, an account
// that is that of another county, a problem that comes back.
//
// A [Pass] is given every notice once, in any order, and keeps of each only hashes and a
// few short texts: 1.7 KB for a notice of 8 KB, and while it searches 0.3 KB more. What it finds is in the
// order in which the notices came.
//
// Near-copies are found by an index of clauses: every clause, with names, numbers and
// set phrases masked, is hashed, the hashes of all notices are sorted, and a
// notice is compared with those that have its clauses. That is a banding with a
// clause for a band. MinHash over shingles would choose candidates that have to share
// whole clauses in the end all the same, so it could only lose some; and it sees
// likeness of whole texts, not that half of a long one is copied from a short one. A clause
// with very many holders is a formula and compares nothing, which keeps the work in
// proportion to the number of clauses.
package corpus

import (
	"cmp"
	"iter"
	"slices"

	"gongshi"
	"gongshi/compliance"
)

// Finding is a finding that other notices have part in.
type Finding struct {
	gongshi.Finding
	// Others are the ids of those notices, the most important one first.
	Others []string
}

// Pass gathers the notices of a corpus.
type Pass struct {
	rules   map[string]compliance.Rule
	records []record
	clauses clauseIndex
	titles  titles
}

// record is what is kept of a notice.
type record struct {
	id, source, identity string
	county               string // code, "" where it is not known to the county
	issued               gongshi.Date
	inspection           inspection
	numbers              []string
	issue                string // the problem, letters only, cut
	issueHash            uint64
	issueSpan            gongshi.Span
	names, concepts      []string
	account              gongshi.Span
	clauses              []clause
}

// New starts a pass with those of the rules that are rules on a corpus.
func New(rules []compliance.Rule) *Pass {
	p := &Pass{rules: map[string]compliance.Rule{}}
	for _, r := range rules {
		p.rules[r.ID] = r
	}
	return p
}

// Add takes a notice into account. What is no close-out notice is not compared.
func (p *Pass) Add(n *gongshi.Notice) {
	if n.Kind != gongshi.KindCloseOut {
		return
	}
	r := record{id: n.ID, source: n.Source.Path, identity: compliance.Identity(n), issued: n.Issued, inspection: inspectionOf(n)}
	if n.Region != nil && n.Region.County != "" {
		r.county = n.Region.Code
	}
	r.problem(n)
	if p.has("SUB10") {
		r.account, r.clauses = accountOf(n)
	}
	if p.has("NUM04") {
		p.titles.add(n, len(p.records))
	}
	p.records = append(p.records, r)
}

func (p *Pass) has(rule string) bool {
	_, ok := p.rules[rule]
	return ok
}

// Findings gives what is found among the notices so far.
func (p *Pass) Findings() iter.Seq[Finding] {
	var all []found
	if p.has("IDN08") {
		all = append(all, p.numbersDiffer()...)
	}
	if p.has("NUM04") {
		all = append(all, p.titles.differ()...)
	}
	if p.has("SUB10") {
		all = append(all, p.copies()...)
	}
	if p.has("SUB13") {
		all = append(all, p.returns()...)
	}
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.record, b.record), cmp.Compare(a.rule, b.rule), cmp.Compare(a.span.Start, b.span.Start))
	})
	return func(yield func(Finding) bool) {
		for i := range all {
			if !yield(p.finding(&all[i])) {
				return
			}
		}
	}
}

// found is a finding before it is written out.
type found struct {
	rule    string
	record  int
	others  []int // records
	span    gongshi.Span
	about   string // what tells it from others of its rule, notice and first other
	message gongshi.Text
}

// finding writes a finding out. Its fingerprint hangs on what the two notices are
// about and not on where they lie or who else is like them.
func (p *Pass) finding(f *found) Finding {
	r := &p.records[f.record]
	rule := p.rules[f.rule]
	out := Finding{Finding: gongshi.Finding{
		Rule: f.rule, Severity: rule.Severity, Basis: rule.Basis, Notice: r.id, Source: r.source, Message: f.message, Span: f.span,
	}}
	parts := []string{f.rule, r.identity, f.about}
	for i, other := range f.others {
		out.Others = append(out.Others, p.records[other].id)
		if i == 0 {
			parts = append(parts, p.records[other].identity)
		}
	}
	out.Fingerprint = compliance.Fingerprint(parts...)
	return out
}

// Check runs the rules over the notices and gives what is found; it ends with the first
// error of the notices.
func Check(notices iter.Seq2[*gongshi.Notice, error], rules []compliance.Rule) (iter.Seq[Finding], error) {
	p := New(rules)
	for n, err := range notices {
		if err != nil {
			return nil, err
		}
		p.Add(n)
	}
	return p.Findings(), nil
}
