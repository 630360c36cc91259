// Package compliance answers whether a notice says what a close-out notice has
// to say, and whether what it says can be true. A rule is a value in the list
// that [Rules] gives; [Check] runs rules on a notice.
//
// A false alarm costs more than a finding brings. A rule that cannot be decided,
// because the text is not a close-out notice, a part of it could not be read or
// the calendar does not cover the year, says so in a note or says nothing.
package compliance

//go:generate go test -run TestRulesDoc -update

import (
	"cmp"
	"slices"

	"gongshi"
	"gongshi/compliance/workday"
)

// Rule is one thing that is checked.
type Rule struct {
	// ID is stable: PUB for the publicity period, SEC for the sections, IDN for
	// who speaks of what, NUM for document numbers and citations, SUB for the
	// substance, and a number of two digits.
	ID    string
	Title gongshi.Text
	// Checks says what is compared with what, and what is let pass.
	Checks gongshi.Text
	// Basis is the article or custom that the rule rests on.
	Basis gongshi.Text
	// Severity is that of its findings, unless a finding has its own.
	Severity gongshi.Severity
	// Breaks and Holds are a text that breaks the rule and one that does not.
	Breaks, Holds Example
	// Check gives the findings on a notice. It needs to fill only Message,
	// Span, and Severity where it is not that of the rule.
	Check func(*Reading) []gongshi.Finding
}

// WithSeverity gives the rule with another severity. A finding that has one of its
// own, since less is certain, keeps it where it is the lighter.
func (r Rule) WithSeverity(s gongshi.Severity) Rule {
	check := r.Check
	r.Severity = s
	r.Check = func(n *Reading) []gongshi.Finding {
		findings := check(n)
		for i := range findings {
			if own := findings[i].Severity; own != "" && own.AtLeast(s) {
				findings[i].Severity = s
			}
		}
		return findings
	}
	return r
}

// Example is a piece of a notice and what the rule says to it.
type Example struct {
	Text string
	Why  gongshi.Text
}

// Check runs the rules on the notice and gives the findings by place, those
// about something missing first. A nil calendar stands for the official one.
func Check(n *gongshi.Notice, cal *workday.Calendar, rules []Rule) []gongshi.Finding {
	if cal == nil {
		cal = workday.Official()
	}
	reading := &Reading{Notice: n, Calendar: cal}
	var findings []gongshi.Finding
	for _, r := range rules {
		for _, f := range r.Check(reading) {
			f.Rule = r.ID
			f.Severity = cmp.Or(f.Severity, r.Severity)
			f.Basis = cmp.Or(f.Basis, r.Basis)
			f.Notice = n.ID
			f.Source = n.Source.Path
			findings = append(findings, f)
		}
	}
	slices.SortStableFunc(findings, func(a, b gongshi.Finding) int {
		return cmp.Or(
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(a.Span.End, b.Span.End),
			cmp.Compare(a.Rule, b.Rule),
		)
	})
	if len(findings) > 0 { // what the notice is about takes time to tell
		setFingerprints(n, findings)
	}
	return findings
}

// FillPublicity sets the computed numbers of days of the notice's publicity
// period, as far as they are known: all of them need both dates to the day and
// in order, the working days also a calendar that covers the years. A nil
// calendar stands for the official one.
func FillPublicity(n *gongshi.Notice, cal *workday.Calendar) {
	if n.Publicity == nil {
		return
	}
	if cal == nil {
		cal = workday.Official()
	}
	p := n.Publicity
	p.WorkingDays, p.WorkingDaysExcludingFirst, p.CalendarDays = nil, nil, nil
	if days, ok := workday.CalendarDays(p.Start, p.End); ok {
		p.CalendarDays = &days
	}
	if c, err := cal.Count(p.Start, p.End); err == nil {
		p.WorkingDays, p.WorkingDaysExcludingFirst = &c.Working, &c.WorkingExcludingFirst
	}
}
