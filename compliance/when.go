package compliance

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/compliance/workday"
)

var pub07 = Rule{
	ID:    "PUB07",
	Title: gongshi.Text{Zh: "公示期早于落款日期或发布日期开始", En: "The period starts before the notice is dated or published"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("公示起始日早于落款日期。没有落款日期而早于网页发布日期、相差不超过%d天的，只作提示：网页日期可能是转发日期。", recent),
		En: fmt.Sprintf("The first day of the period is before the day of the signature. A note if there is none and it is up to %d days before the day on which the page was put up: that may be a repost.", recent),
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "公示时间：2023年10月9日至2023年10月20日。｜岳阳市生态环境局｜2023年10月13日",
		Why:  gongshi.Text{Zh: "落款之前公示已经开始。", En: "The period began before the notice was signed."},
	},
	Holds: Example{
		Text: "公示时间：2023年10月16日至2023年10月27日。｜岳阳市生态环境局｜2023年10月13日",
		Why:  gongshi.Text{Zh: "先落款，后公示。", En: "Signed first, then made public."},
	},
	Check: checkStart,
}

// recent is how many days before the page's date a period may have begun for the
// page to be that of the notice, and not a later copy.
const recent = 30

func checkStart(n *Reading) []gongshi.Finding {
	p := n.Publicity
	if p == nil || !p.Start.Exact() || !p.Start.Valid() || !written(n, p.Start, gongshi.RolePublicityStart) {
		return nil
	}
	if signed := signedOn(n); signed != nil {
		if signed.Date.Compare(p.Start) <= 0 || p.Span.Overlaps(signed.Span) {
			return nil
		}
		return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("公示自%s起，早于落款日期%s（早%d天）。", zhDate(p.Start), zhDate(signed.Date), p.Start.DaysUntil(signed.Date)),
			En: fmt.Sprintf("The period starts on %s, %s before the notice is signed on %s.", p.Start, plural(p.Start.DaysUntil(signed.Date), "day"), signed.Date),
		}}}
	}
	for _, d := range n.Dates {
		if d.Role != gongshi.RolePublished || !d.Date.Exact() || !d.Date.Valid() || d.Inferred {
			continue
		}
		if late := p.Start.DaysUntil(d.Date); late > 0 && late <= recent {
			return []gongshi.Finding{{Severity: gongshi.SeverityNote, Span: p.Span, Message: gongshi.Text{
				Zh: fmt.Sprintf("公示自%s起，网页发布日期为%s，晚%d天。", zhDate(p.Start), zhDate(d.Date), late),
				En: fmt.Sprintf("The period starts on %s; the page was put up on %s, %s later.", p.Start, d.Date, plural(late, "day")),
			}}}
		}
		return nil
	}
	return nil
}

// written tells whether the date stands in the text to the day and the year, in
// its role.
func written(n *Reading, d gongshi.Date, role gongshi.DateRole) bool {
	for _, m := range n.Dates {
		if m.Role == role && m.Date == d {
			return !m.Inferred
		}
	}
	return false
}

var pub08 = Rule{
	ID:    "PUB08",
	Title: gongshi.Text{Zh: "公示截止日不是工作日", En: "The last day of the period is not a working day"},
	Checks: gongshi.Text{
		Zh: "公示截止日按官方工作日历（含调休）是休息日。",
		En: "The last day of the period is off by the official calendar with make-up days.",
	},
	Basis: gongshi.Text{
		Zh: "《民法典》第二百零三条（最后一日是法定休假日的，顺延）",
		En: "Civil Code art. 203 (a last day on a statutory holiday moves to the next day)",
	},
	Severity: gongshi.SeverityNote,
	Breaks: Example{
		Text: "公示时间：2023年10月9日至2023年10月22日。",
		Why:  gongshi.Text{Zh: "10月22日是星期日。", En: "22 October is a Sunday."},
	},
	Holds: Example{
		Text: "公示时间：2025年1月21日至2025年2月8日。",
		Why:  gongshi.Text{Zh: "2月8日是星期六，但调休上班。", En: "8 February is a Saturday, but worked in exchange."},
	},
	Check: func(n *Reading) []gongshi.Finding {
		if n.Publicity == nil || !isCloseOut(n) {
			return nil
		}
		end := n.Publicity.End
		working, known := n.Calendar.IsWorkday(end)
		if working || !known || n.Publicity.Start.Compare(end) > 0 {
			return nil
		}
		day := weekdays[end.Weekday()]
		why := gongshi.Text{Zh: day.Zh, En: day.En}
		if name, listed := n.Calendar.Holiday(end); listed && name != "" {
			why = gongshi.Text{Zh: name + "放假", En: "a day off for " + workday.HolidayName(name).En}
		}
		return []gongshi.Finding{{Span: n.Publicity.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("公示截止日%s不是工作日（%s）。", zhDate(end), why.Zh),
			En: fmt.Sprintf("The period ends on %s, which is not a working day (%s).", end, why.En),
		}}}
	},
}

var pub09 = Rule{
	ID:    "PUB09",
	Title: gongshi.Text{Zh: "公示期多在法定节假日内", En: "Much of the period lies in public holidays"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("公示期内法定节假日（含连放的周末，不含普通周末）达%d天，或超过全部天数的三分之一。", manyHolidays),
		En: fmt.Sprintf("At least %d days of the period, or more than a third, are off for public holidays; plain weekends do not count.", manyHolidays),
	},
	Basis: gongshi.Text{
		Zh: "公示惯例：节假日内难以了解情况、提出异议",
		En: "Practice: in holidays people hardly see a notice or object",
	},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "公示时间：2025年1月21日至2025年2月8日，共10个工作日。",
		Why:  gongshi.Text{Zh: "其中春节放假8天。", En: "8 of the days are off for the Spring Festival."},
	},
	Holds: Example{
		Text: "公示时间：2025年4月1日至2025年4月15日，共10个工作日。",
		Why:  gongshi.Text{Zh: "清明节放假3天，公示共15天。", En: "3 of 15 days are off for the Qingming Festival."},
	},
	Check: checkHolidays,
}

// manyHolidays is how many days of public holidays in a period are too many,
// however long it is.
const manyHolidays = 5

func checkHolidays(n *Reading) []gongshi.Finding {
	if n.Publicity == nil || !isCloseOut(n) {
		return nil
	}
	c, err := n.periodDays()
	if err != nil {
		return nil
	}
	off := 0
	var runs []workday.Run
	for _, r := range c.Off {
		if r.Holiday.Zh != "" {
			off += r.First.DaysUntil(r.Last) + 1
			runs = append(runs, r)
		}
	}
	if off < manyHolidays && 3*off <= c.Calendar {
		return nil
	}
	names := listRuns(runs, gongshi.Text{})
	return []gongshi.Finding{{Span: n.Publicity.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("公示期%d天中有%d天是法定节假日：%s。", c.Calendar, off, names.Zh),
		En: fmt.Sprintf("Of the %s of the period %d are off for public holidays: %s.", plural(c.Calendar, "day"), off, names.En),
	}}}
}

var pub13 = Rule{
	ID:    "PUB13",
	Title: gongshi.Text{Zh: "公示期跨年而年份缺漏或有误", En: "The year is missing or wrong in a period over New Year"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("公示期跨年而截止日未写年份；或起止日相差近一年以上、年份改一年就在%d天以内，年份很可能写错。", crossing),
		En: fmt.Sprintf("The period goes over New Year and the year of its last day is not written; or its dates are a year or so apart, and would be within %d days with one year changed by one.", crossing),
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "公示时间：2023年12月28日至1月8日。",
		Why:  gongshi.Text{Zh: "截止日应写2024年1月8日。", En: "The last day is 8 January 2024."},
	},
	Holds: Example{
		Text: "公示时间：2023年12月28日至2024年1月8日。",
		Why:  gongshi.Text{Zh: "年份写全。", En: "Both years are written."},
	},
	Check: checkNewYear,
}

func checkNewYear(n *Reading) []gongshi.Finding {
	p := n.Publicity
	if p == nil || !p.Start.Exact() || !p.End.Exact() || !p.Start.Valid() || !p.End.Valid() {
		return nil
	}
	if crossesNewYear(n) || p.End.Year == p.Start.Year+1 && p.Start.DaysUntil(p.End) <= crossing && inferred(n, gongshi.RolePublicityEnd) {
		return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("公示期自%s跨年，截止日%d月%d日未写年份。", zhDate(p.Start), p.End.Month, p.End.Day),
			En: fmt.Sprintf("The period from %s goes over New Year, and the year of its last day, %02d-%02d, is not written.", p.Start, p.End.Month, p.End.Day),
		}}}
	}
	if p.End.Compare(p.Start) < 0 || inferred(n, gongshi.RolePublicityEnd) || inferred(n, gongshi.RolePublicityStart) {
		return nil // see PUB04
	}
	days := p.Start.DaysUntil(p.End)
	meant := p.End
	meant.Year--
	if days < 300 || meant.Compare(p.Start) < 0 || p.Start.DaysUntil(meant) > crossing {
		return nil
	}
	return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("公示期自%s至%s长达%d天，年份可能有误：若至%s则为%d天。", zhDate(p.Start), zhDate(p.End), days+1, zhDate(meant), p.Start.DaysUntil(meant)+1),
		En: fmt.Sprintf("The period from %s to %s has %d days; a year may be wrong: to %s it has %d.", p.Start, p.End, days+1, meant, p.Start.DaysUntil(meant)+1),
	}}}
}

// inferred tells whether a part of the date of this role is not written.
func inferred(n *Reading, role gongshi.DateRole) bool {
	for _, d := range n.Dates {
		if d.Role == role {
			return d.Inferred
		}
	}
	return false
}

var pub14 = Rule{
	ID:    "PUB14",
	Title: gongshi.Text{Zh: "写明的星期与日期不符", En: "A stated weekday is wrong"},
	Checks: gongshi.Text{
		Zh: "日期之后写明星期几（如“2023年10月13日（星期五）”）而与日历不符。未写年份的日期不查。",
		En: "A date is followed by a weekday (2023年10月13日（星期五）) that is not that of the date. Dates without a year are let pass.",
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "公示时间：2023年10月13日（星期四）至2023年10月26日（星期四）。",
		Why:  gongshi.Text{Zh: "10月13日是星期五。", En: "13 October is a Friday."},
	},
	Holds: Example{
		Text: "公示时间：2023年10月13日（星期五）至2023年10月26日（星期四）。",
		Why:  gongshi.Text{Zh: "都对。", En: "Both are right."},
	},
	Check: checkWeekdays,
}

// weekdays are the names of the days, from Sunday on.
var weekdays = [7]gongshi.Text{
	{Zh: "星期日", En: "Sunday"}, {Zh: "星期一", En: "Monday"}, {Zh: "星期二", En: "Tuesday"}, {Zh: "星期三", En: "Wednesday"},
	{Zh: "星期四", En: "Thursday"}, {Zh: "星期五", En: "Friday"}, {Zh: "星期六", En: "Saturday"},
}

func checkWeekdays(n *Reading) []gongshi.Finding {
	if recognised(n) {
		return nil
	}
	var findings []gongshi.Finding
	for _, d := range n.Dates {
		if !d.Date.Exact() || !d.Date.Valid() || d.Inferred {
			continue
		}
		day, end, ok := weekdayAt(n.Text, d.Span.End)
		if right := int(d.Date.Weekday()); ok && day != right {
			findings = append(findings, gongshi.Finding{Span: gongshi.Span{Start: d.Span.Start, End: end}, Message: gongshi.Text{
				Zh: fmt.Sprintf("%s是%s，文中写作%s。", zhDate(d.Date), weekdays[right].Zh, weekdays[day].Zh),
				En: fmt.Sprintf("%s is a %s; the text says %s.", d.Date, weekdays[right].En, weekdays[day].En),
			}})
		}
	}
	return findings
}

// weekdayAt reads the weekday behind a date that ends at i: 星期五, (周五),
// （星期日）. end is where its last character ends. The opening hours 周一至周五
// are no weekday of the date.
func weekdayAt(text string, i int) (day, end int, ok bool) {
	rest := strings.TrimLeft(text[i:], " （(\u3000")
	at := len(text) - len(rest)
	if at-i > maxGap {
		return 0, 0, false
	}
	for _, word := range []string{"星期", "礼拜", "周"} {
		name, found := strings.CutPrefix(rest, word)
		if !found {
			continue
		}
		r, size := utf8.DecodeRuneInString(name)
		if r == '天' && word != "周" {
			r = '日'
		}
		day = slices.Index([]rune("日一二三四五六"), r)
		end = at + len(word) + size
		return day, end, day >= 0 && !hasAnyPrefix(text[end:], []string{"至", "到", "-", "—", "、"})
	}
	return 0, 0, false
}

// maxGap is how many bytes of blanks and brackets stand between a date and its
// weekday.
const maxGap = 9
