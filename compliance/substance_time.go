package compliance

import (
	"cmp"
	"fmt"
	"time"

	"gongshi"
)

// lateDays is how many days after its deadline a problem is closed out before the
// notice has to say that it was solved in time: acceptance at three levels and
// the period take months.
const lateDays = 365

var sub06 = Rule{
	ID:    "SUB06",
	Title: gongshi.Text{Zh: "公示明显晚于整改时限，或早于目标时间", En: "The notice is long after the deadline, or before the time of its own goal"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("公示日期晚于整改时限%d天以上，而落实情况、验收情况没有一个时限之前或之后三个月以内的日期：警告。整改目标写明到某时的状态，而公示在此之前：提示（可能提前完成）。时限为长期坚持的不算。", lateDays),
		En: fmt.Sprintf("A warning if the notice is more than %d days after the deadline and what was done has no date before it, or up to three months after; a note if the goal is a state at a time after the notice (it may have been reached early). Not for 长期坚持.", lateDays),
	},
	Basis: gongshi.Text{
		Zh: "《中央生态环境保护督察整改工作办法》（2022年）：整改方案逐项明确完成时限",
		En: "Measures for the rectification work of central inspections (2022): a plan sets a time limit for each item",
	},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：污水直排。二、整改目标：不再直排。三、整改措施：建设污水厂。四、整改时限：2020年12月底。五、整改落实情况：2022年8月建成污水厂1座，2023年7月通过验收。",
		Why:  gongshi.Text{Zh: "时限2020年，2022年才建成，2023年10月公示。", En: "Due in 2020, built in 2022, made public in October 2023."},
	},
	Holds: Example{
		Text: "一、反馈问题：污水直排。二、整改目标：不再直排。三、整改措施：建设污水厂。四、整改时限：2020年12月底。五、整改落实情况：2020年11月建成污水厂1座，2023年7月通过验收。",
		Why:  gongshi.Text{Zh: "按时建成，只是公示晚。", En: "Built in time, made public late."},
	},
	Check: checkOverdue,
}

// graceDays is how long after the deadline a date still shows that it was kept,
// nearly: acceptance follows the work.
const graceDays = 92

func checkOverdue(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) {
		return nil
	}
	issued := n.Issued
	if !issued.Exact() && n.Publicity != nil {
		issued = n.Publicity.Start
	}
	if !issued.Exact() || !issued.Valid() {
		return nil
	}
	findings := append(checkLate(n, issued), checkEarly(n, issued)...)
	if len(findings) > 0 {
		if done, ok := account(n); !ok || !done.isWhole() {
			return nil
		}
	}
	return findings
}

// checkLate judges the last deadline of each problem.
func checkLate(n *Reading, issued gongshi.Date) []gongshi.Finding {
	last := map[int]gongshi.Deadline{}
	open := map[int]bool{}
	var problems []int
	for _, d := range n.Deadlines {
		if d.Ongoing || d.Immediate || d.Completed || d.Date.IsZero() || !d.Date.Valid() {
			open[d.Problem] = true
			continue
		}
		if have, ok := last[d.Problem]; !ok {
			problems = append(problems, d.Problem)
			last[d.Problem] = d
		} else if lastDay(d.Date).Compare(lastDay(have.Date)) > 0 {
			last[d.Problem] = d
		}
	}
	var findings []gongshi.Finding
	for _, p := range problems {
		due := lastDay(last[p].Date)
		if days := due.DaysUntil(issued); open[p] || days <= lateDays || doneInTime(n, p, due) {
			continue
		}
		findings = append(findings, gongshi.Finding{Span: last[p].Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("整改时限为%s，公示于%s，晚%d天；落实情况中没有一个日期表明按期完成。", zhDate(last[p].Date), zhDate(issued), due.DaysUntil(issued)),
			En: fmt.Sprintf("The deadline was %s, the notice is of %s, %d days later; no date in what was done shows that it was kept.", last[p].Date, issued, due.DaysUntil(issued)),
		}})
	}
	return findings
}

// doneInTime tells whether what was done has a date up to the deadline, or hardly
// after it, or none at all: then nothing shows that it was late.
func doneInTime(n *Reading, problem int, due gongshi.Date) bool {
	dated := false
	for _, s := range n.Sections {
		if s.Problem != problem && len(n.Problems) > 1 || !isAccount(s) {
			continue
		}
		for _, d := range n.Dates {
			if !s.Span.Contains(d.Span) || !d.Date.Valid() {
				continue
			}
			dated = true
			if d.Date.Compare(due.AddDays(graceDays)) <= 0 {
				return true
			}
		}
	}
	return !dated
}

// checkEarly notes goals of a time that had not come.
func checkEarly(n *Reading, issued gongshi.Date) []gongshi.Finding {
	for _, s := range n.Section(gongshi.SectionGoal) {
		for _, d := range n.Dates {
			if !s.Span.Contains(d.Span) || !d.Date.Valid() || d.Inferred || lastDay(d.Date).Compare(issued) <= 0 {
				continue
			}
			return []gongshi.Finding{{Severity: gongshi.SeverityNote, Span: d.Span, Message: gongshi.Text{
				Zh: fmt.Sprintf("整改目标的时间是%s，公示于%s，当时还没有到；如提前完成，不影响销号。", d.Text, zhDate(issued)),
				En: fmt.Sprintf("The goal is of %s, and the notice of %s is before it; it may have been reached early.", d.Date, issued),
			}}}
		}
	}
	return nil
}

// lastDay is the last day of a month or year, and a day itself.
func lastDay(d gongshi.Date) gongshi.Date {
	if d.Day != 0 {
		return d
	}
	t := time.Date(d.Year, time.Month(cmp.Or(d.Month, 12))+1, 0, 0, 0, 0, 0, time.UTC)
	return gongshi.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
