package compliance

import (
	"errors"
	"fmt"
	"regexp"

	"gongshi"
	"gongshi/compliance/workday"
	"gongshi/normal"
)

// basisDays is what counting rests on: the first day is not counted by law, but
// counting it is widespread and to the letter of "from … to …".
var basisDays = gongshi.Text{
	Zh: "《民法典》第二百零一条（开始的当日不计入）；国务院办公厅各年度节假日安排通知",
	En: "Civil Code art. 201 (the first day is not counted); the State Council's yearly notices on public holidays",
}

var pub01 = Rule{
	ID:    "PUB01",
	Title: gongshi.Text{Zh: "公示工作日天数与日历不符", En: "The stated working days do not match the calendar"},
	Checks: gongshi.Text{
		Zh: "按官方工作日历（含调休）数公示起止日之间的工作日。计首日与不计首日两种算法都不等于所写天数时才报错。",
		En: "Counts the working days between the dates of the period by the official calendar with make-up days. Wrong only if the stated number is right neither with nor without the first day.",
	},
	Basis:    basisDays,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "公示时间：2023年10月13日至2023年10月24日，共10个工作日。",
		Why: gongshi.Text{
			Zh: "期间只有8个工作日，不计首日为7个。",
			En: "There are 8 working days, 7 without the first day.",
		},
	},
	Holds: Example{
		Text: "公示时间：2025年1月21日至2025年2月8日，共10个工作日。",
		Why: gongshi.Text{
			Zh: "春节放假，1月26日和2月8日调休上班，正好10个工作日。",
			En: "With the Spring Festival off and 26 January and 8 February worked in exchange there are 10.",
		},
	},
	Check: checkWorkingDays,
}

var pub02 = Rule{
	ID:    "PUB02",
	Title: gongshi.Text{Zh: "公示天数只按一种算法相符", En: "The stated days are right by one way of counting only"},
	Checks: gongshi.Text{
		Zh: "所写工作日天数在计首日、不计首日两种算法中只有一种相符时，说明是哪一种；自然日天数只在不计首日才相符时说明。",
		En: "Says which way of counting the stated working days are right by, if it is only one of the two: with the first day or without. Says of calendar days when they are right only without the first day.",
	},
	Basis:    basisDays,
	Severity: gongshi.SeverityNote,
	Breaks: Example{
		Text: "公示时间：2023年10月16日至2023年10月20日，共5个工作日。",
		Why: gongshi.Text{
			Zh: "计首日为5个工作日，不计首日只有4个。",
			En: "5 working days with the first day, 4 without.",
		},
	},
	Holds: Example{
		Text: "公示时间：2023年10月14日至2023年10月20日，共5个工作日。",
		Why: gongshi.Text{
			Zh: "首日是星期六，两种算法都是5个工作日。",
			En: "The first day is a Saturday: 5 either way.",
		},
	},
	Check: checkConvention,
}

var pub03 = Rule{
	ID:    "PUB03",
	Title: gongshi.Text{Zh: "公示自然日天数与起止日不符", En: "The stated calendar days do not match the dates"},
	Checks: gongshi.Text{
		Zh: "所写天数（天、日、自然日）与起止日之间的天数比较，计首日与不计首日都不符才报错；只写“天”“日”而按工作日相符的，见 PUB10。",
		En: "Compares the stated number of days (天, 日, 自然日) with the dates. Wrong only if it is right neither with nor without the first day; a bare 天 or 日 that is right as working days is left to PUB10.",
	},
	Basis:    gongshi.Text{Zh: "常理；《民法典》第二百零一条", En: "Common sense; Civil Code art. 201"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "公示期为7天（2019年8月22日至2019年8月25日）。",
		Why:  gongshi.Text{Zh: "起止之间共4天。", En: "The dates hold 4 days."},
	},
	Holds: Example{
		Text: "公示期为7天（2019年8月22日至2019年8月28日）。",
		Why:  gongshi.Text{Zh: "起止之间共7天。", En: "The dates hold 7 days."},
	},
	Check: checkCalendarDays,
}

var pub10 = Rule{
	ID:    "PUB10",
	Title: gongshi.Text{Zh: "公示天数单位不明，读法不同结论不同", En: "The unit of the stated days is unclear, and it matters"},
	Checks: gongshi.Text{
		Zh: "只写“天”“日”、未写工作日或自然日：按自然日不符而按工作日相符时提示。",
		En: "A bare 天 or 日, neither working nor calendar days: noted if it is wrong as calendar days and right as working days.",
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityNote,
	Breaks: Example{
		Text: "公示时间：2023年10月13日至2023年10月26日，共10天。",
		Why:  gongshi.Text{Zh: "起止之间共14天，其中10个工作日。", En: "14 days, of which 10 are working days."},
	},
	Holds: Example{
		Text: "公示时间：2023年10月13日至2023年10月22日，共10天。",
		Why:  gongshi.Text{Zh: "起止之间共10天。", En: "The dates hold 10 days."},
	},
	Check: checkUnit,
}

var pub15 = Rule{
	ID:    "PUB15",
	Title: gongshi.Text{Zh: "公示年份不在工作日历之内，不作判断", En: "The calendar does not cover the year: no verdict"},
	Checks: gongshi.Text{
		Zh: "需要数工作日而公示期所在年份的节假日安排不在工作日历之内时，说明未作判断；不按周一至周五推算。",
		En: "Says that no verdict is given where working days have to be counted in a year whose holidays are not known. Monday to Friday is not assumed.",
	},
	Basis: gongshi.Text{
		Zh: "节假日安排由国务院办公厅逐年通知",
		En: "Holidays are arranged by the State Council year by year",
	},
	Severity: gongshi.SeverityNote,
	Breaks: Example{
		Text: "公示时间：2014年10月13日至2014年10月24日，共10个工作日。",
		Why:  gongshi.Text{Zh: "工作日历自2015年起。", En: "The calendar begins with 2015."},
	},
	Holds: Example{
		Text: "公示时间：2014年10月13日至2014年10月22日，共10天。",
		Why:  gongshi.Text{Zh: "自然日不需要工作日历。", En: "Calendar days need no calendar."},
	},
	Check: checkCovered,
}

// statedPeriod gives the period if its length is stated and both ends are days
// in order, so that the two can be compared.
func statedPeriod(n *Reading) (p *gongshi.Publicity, calendarDays int, ok bool) {
	p = n.Publicity
	if p == nil || p.StatedDays <= 0 {
		return nil, 0, false
	}
	calendarDays, ok = workday.CalendarDays(p.Start, p.End)
	return p, calendarDays, ok
}

func checkWorkingDays(n *Reading) []gongshi.Finding {
	p, _, ok := statedPeriod(n)
	if !ok || p.StatedUnit != gongshi.UnitWorking {
		return nil
	}
	c, err := n.periodDays()
	if err != nil || p.StatedDays == c.Working || p.StatedDays == c.WorkingExcludingFirst {
		return nil // without a calendar: see PUB15
	}
	off, due := daysOff(c), dueDays(p, n.Calendar)
	return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("写明公示%d个工作日，而%s至%s为%d个工作日（不计首日为%d个）。%s%s",
			p.StatedDays, zhDate(p.Start), zhDate(p.End), c.Working, c.WorkingExcludingFirst, due.Zh, off.Zh),
		En: fmt.Sprintf("The notice states %s, but %s to %s holds %d (%d if the first day is not counted).%s%s",
			plural(p.StatedDays, "working day"), p.Start, p.End, c.Working, c.WorkingExcludingFirst, due.En, off.En),
	}}}
}

// dueDays says on which days the stated working days would have ended; empty
// where that is not known.
func dueDays(p *gongshi.Publicity, cal *workday.Calendar) gongshi.Text {
	with, err := cal.Nth(p.Start, p.StatedDays, false)
	if err != nil {
		return gongshi.Text{}
	}
	without, err := cal.Nth(p.Start, p.StatedDays, true)
	if err != nil {
		return gongshi.Text{}
	}
	return gongshi.Text{
		Zh: fmt.Sprintf("满%d个工作日应至%s（不计首日则至%s）。", p.StatedDays, zhDate(with), zhDate(without)),
		En: fmt.Sprintf(" %s would have ended on %s (%s if the first day is not counted).", plural(p.StatedDays, "working day"), with, without),
	}
}

func checkConvention(n *Reading) []gongshi.Finding {
	p, calendarDays, ok := statedPeriod(n)
	if !ok {
		return nil
	}
	unit := gongshi.Text{Zh: "个工作日", En: "working day"}
	with, without := calendarDays, calendarDays-1
	if p.StatedUnit == gongshi.UnitWorking {
		c, err := n.periodDays()
		if err != nil {
			return nil
		}
		with, without = c.Working, c.WorkingExcludingFirst
	} else {
		unit = gongshi.Text{Zh: "天", En: "calendar day"}
		if p.StatedDays == with {
			return nil // the plain reading of calendar days
		}
	}
	if with == without || p.StatedDays != with && p.StatedDays != without {
		return nil
	}
	way := gongshi.Text{Zh: "计首日", En: "with"}
	if p.StatedDays == without {
		way = gongshi.Text{Zh: "不计首日", En: "without"}
	}
	return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("写明公示%d%s，只按%s的算法相符：%s至%s计首日为%d%s，不计首日为%d%s。",
			p.StatedDays, unit.Zh, way.Zh, zhDate(p.Start), zhDate(p.End), with, unit.Zh, without, unit.Zh),
		En: fmt.Sprintf("The stated %s are right only %s the first day: %s to %s holds %d with it and %d without.",
			plural(p.StatedDays, unit.En), way.En, p.Start, p.End, with, without),
	}}}
}

// calendarClaim gives the period if its stated length is in calendar days and
// wrong as such, with and without the first day.
func calendarClaim(n *Reading) (p *gongshi.Publicity, calendarDays int, wrong bool) {
	p, calendarDays, ok := statedPeriod(n)
	if !ok || p.StatedUnit == gongshi.UnitWorking || p.StatedDays == calendarDays || p.StatedDays == calendarDays-1 {
		return nil, 0, false
	}
	return p, calendarDays, true
}

// "7个自然日", "7日历天"
var calendarUnit = regexp.MustCompile(`自然[日天]|日历[日天]`)

// isBare tells whether a length in calendar days is one only because nothing
// else is said: 天 or 日, and no 自然日.
func isBare(n *Reading, p *gongshi.Publicity) bool {
	return !calendarUnit.MatchString(normal.Search(cut(n.Text, p.Span)))
}

func checkCalendarDays(n *Reading) []gongshi.Finding {
	p, calendarDays, wrong := calendarClaim(n)
	if !wrong {
		return nil
	}
	if isBare(n, p) {
		c, err := n.periodDays()
		if err != nil || p.StatedDays == c.Working || p.StatedDays == c.WorkingExcludingFirst {
			return nil // undecided or unclear: see PUB15 and PUB10
		}
	}
	end := p.Start.AddDays(p.StatedDays - 1)
	return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("写明公示%d天，而%s至%s共%d天（不计首日为%d天）。满%d天应至%s（不计首日则至%s）。",
			p.StatedDays, zhDate(p.Start), zhDate(p.End), calendarDays, calendarDays-1, p.StatedDays, zhDate(end), zhDate(end.AddDays(1))),
		En: fmt.Sprintf("The notice states %s, but %s to %s holds %d (%d if the first day is not counted). %s would have ended on %s (%s if the first day is not counted).",
			plural(p.StatedDays, "day"), p.Start, p.End, calendarDays, calendarDays-1, plural(p.StatedDays, "day"), end, end.AddDays(1)),
	}}}
}

func checkUnit(n *Reading) []gongshi.Finding {
	p, calendarDays, wrong := calendarClaim(n)
	if !wrong || !isBare(n, p) {
		return nil
	}
	c, err := n.periodDays()
	if err != nil || p.StatedDays != c.Working && p.StatedDays != c.WorkingExcludingFirst {
		return nil
	}
	return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("写明公示%d天，未写明是工作日还是自然日：%s至%s共%d个自然日，不符；为%d个工作日（不计首日为%d个），相符。",
			p.StatedDays, zhDate(p.Start), zhDate(p.End), calendarDays, c.Working, c.WorkingExcludingFirst),
		En: fmt.Sprintf("The notice states %s without saying of which kind: %s to %s holds %d calendar days, which does not match, and %s (%d if the first day is not counted), which does.",
			plural(p.StatedDays, "day"), p.Start, p.End, calendarDays, plural(c.Working, "working day"), c.WorkingExcludingFirst),
	}}}
}

func checkCovered(n *Reading) []gongshi.Finding {
	p, _, ok := statedPeriod(n)
	if !ok {
		return nil
	}
	if p.StatedUnit != gongshi.UnitWorking {
		if _, _, wrong := calendarClaim(n); !wrong || !isBare(n, p) {
			return nil
		}
	}
	_, err := n.periodDays()
	var unknown *workday.UnknownYearError
	if !errors.As(err, &unknown) {
		return nil
	}
	from, to := n.Calendar.Years()
	return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("%s至%s的工作日无法核对：工作日历（%d—%d年）不含%d年。", zhDate(p.Start), zhDate(p.End), from, to, unknown.Year),
		En: fmt.Sprintf("The working days from %s to %s cannot be checked: the calendar (%d to %d) does not cover %d.", p.Start, p.End, from, to, unknown.Year),
	}}}
}
