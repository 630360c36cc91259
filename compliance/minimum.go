package compliance

import (
	"fmt"

	"gongshi"
	"gongshi/compliance/workday"
)

// The shortest usual period: notices of five working days (Junshan 2017) and of
// seven days (Tiedong 2019) were seen, and shorter ones are rare. No rule of the
// whole country fixes one.
const (
	usualWorkingDays  = 5
	usualCalendarDays = 7
)

// pub06 is the rule on the shortest period, with what is demanded built in.
func (d Demands) pub06() Rule {
	return Rule{
		ID:    "PUB06",
		Title: gongshi.Text{Zh: "公示期短于最短期限", En: "The period is shorter than the minimum"},
		Checks: gongshi.Text{
			Zh: fmt.Sprintf("核查方案（--profile）设定了最短期限的，公示期不足即报错误。全国没有统一规定，没有设定的，只在不足%d个工作日且不足%d天时提示。计首日。", usualWorkingDays, usualCalendarDays),
			En: fmt.Sprintf("An error where the profile (--profile) sets a minimum and the period is shorter. No rule of the whole country fixes one: without a profile, a note if the period has fewer than %d working days and fewer than %d days. The first day is counted.", usualWorkingDays, usualCalendarDays),
		},
		Basis: gongshi.Text{
			Zh: "核查方案设定的最短公示期；未设定的，整改销号公示惯例",
			En: "The minimum that the profile sets; without one, practice of close-out notices",
		},
		Severity: gongshi.SeverityError,
		Breaks: Example{
			Text: "公示时间：2023年10月16日至2023年10月18日，共3个工作日。",
			Why:  gongshi.Text{Zh: "只有3个工作日。", En: "3 working days only."},
		},
		Holds: Example{
			Text: "公示时间：2023年10月16日至2023年10月20日，共5个工作日。",
			Why:  gongshi.Text{Zh: "5个工作日。", En: "5 working days."},
		},
		Check: func(n *Reading) []gongshi.Finding {
			l, ok := lengthOf(n)
			if !ok || !isCloseOut(n) {
				return nil
			}
			if d.MinimumDays > 0 {
				return d.tooShort(n, l)
			}
			return unusual(n, l)
		},
	}
}

// length is how long a period is; a kind of day that is not known is negative.
type length struct{ working, calendar int }

// lengthOf counts the days of the period; where only its length is stated, that
// is taken for true.
func lengthOf(n *Reading) (l length, ok bool) {
	l = length{-1, -1}
	p := n.Publicity
	if p == nil {
		return l, false
	}
	if days, ok := workday.CalendarDays(p.Start, p.End); ok {
		l.calendar = days
		if c, err := n.periodDays(); err == nil {
			l.working = c.Working
		}
		return l, true
	}
	if p.StatedDays <= 0 || !p.End.IsZero() {
		return l, false
	}
	if p.StatedUnit == gongshi.UnitWorking {
		l.working = p.StatedDays
	} else {
		l.calendar = p.StatedDays
	}
	return l, true
}

// tooShort compares with the minimum that is demanded. So many days hold at most
// as many working days, and at least so many days.
func (d Demands) tooShort(n *Reading, l length) []gongshi.Finding {
	has := l.calendar
	if d.MinimumUnit == gongshi.UnitWorking && l.working >= 0 {
		has = l.working
	}
	if has < 0 || has >= d.MinimumDays {
		return nil
	}
	unit := unitName(d.MinimumUnit)
	return []gongshi.Finding{{Span: n.Publicity.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("公示期%s，短于核查方案设定的最短%d%s。", l.name().Zh, d.MinimumDays, unit.Zh),
		En: fmt.Sprintf("The period has %s, fewer than the minimum of %s that the profile sets.", l.name().En, plural(d.MinimumDays, unit.En)),
	}}}
}

// unusual notes a period that is shorter than what is usual.
func unusual(n *Reading, l length) []gongshi.Finding {
	if l.working >= usualWorkingDays || l.calendar >= usualCalendarDays {
		return nil
	}
	if l.working < 0 && l.calendar >= usualWorkingDays {
		return nil // 5天: the kind of day is open, see PUB10
	}
	return []gongshi.Finding{{Severity: gongshi.SeverityNote, Span: n.Publicity.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("公示期只有%s，少于通常的%d个工作日；没有设定最短期限，不作判断。", l.name().Zh, usualWorkingDays),
		En: fmt.Sprintf("The period has only %s, fewer than the usual %d working days; no minimum is set to judge it by.", l.name().En, usualWorkingDays),
	}}}
}

func (l length) name() gongshi.Text {
	switch {
	case l.working >= 0 && l.calendar >= 0:
		return gongshi.Text{
			Zh: fmt.Sprintf("%d个工作日（%d天）", l.working, l.calendar),
			En: fmt.Sprintf("%s (%s)", plural(l.working, "working day"), plural(l.calendar, "day")),
		}
	case l.working >= 0:
		return gongshi.Text{Zh: fmt.Sprintf("%d个工作日", l.working), En: plural(l.working, "working day")}
	}
	return gongshi.Text{Zh: fmt.Sprintf("%d天", l.calendar), En: plural(l.calendar, "day")}
}
