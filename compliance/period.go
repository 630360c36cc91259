package compliance

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/compliance/workday"
	"gongshi/normal"
)

var pub04 = Rule{
	ID:    "PUB04",
	Title: gongshi.Text{Zh: "公示期倒置或日期不存在", En: "The period ends before it starts, or on a day that does not exist"},
	Checks: gongshi.Text{
		Zh: "公示截止日早于起始日，或公示起止日是不存在的日期（如2月30日）。截止日未写年份、按次年计才合理的，不报。",
		En: "The last day of the period is before the first, or one of them does not exist (30 February). Let pass where the year of the last day is not written and the next year makes sense.",
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "公示时间：2026年1月9日至2025年1月15日。",
		Why:  gongshi.Text{Zh: "截止日早于起始日。", En: "The last day is before the first."},
	},
	Holds: Example{
		Text: "公示时间：2026年1月9日至2026年1月15日。",
		Why:  gongshi.Text{Zh: "起止有序。", En: "The dates are in order."},
	},
	Check: checkDates,
}

var pub05 = Rule{
	ID:    "PUB05",
	Title: gongshi.Text{Zh: "未写公示期或公示期不完整", En: "No publicity period, or one that is left open"},
	Checks: gongshi.Text{
		Zh: "整改销号公示未写公示期，或只写起始日而无截止日、天数：错误；正文不完整，或通篇没有“公示”“公开”字样（如验收销号意见）的：提示。只写截止日或只写天数而公示无落款日期：警告；有落款日期而只写截止日：提示。有起始日和天数，或有落款日期和天数，视为完整。写了公示期而程序未能读出的，只作提示。",
		En: "An error if a close-out notice states no period, or a first day with neither a last day nor a length; a note if the text is not whole, or never speaks of making anything public (an opinion on acceptance). A warning if it states only a last day or only a length and is not dated; a note if it is dated and states only a last day. A first day with a length, or a dated notice with a length, is complete. A period that is stated but could not be read is a note.",
	},
	Basis: gongshi.Text{
		Zh: "整改销号公示惯例：公示期内接受异议",
		En: "Practice of close-out notices: objections are taken during the period",
	},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "公示时间：2023年10月13日起。",
		Why:  gongshi.Text{Zh: "没有截止日，也没有天数。", En: "Neither a last day nor a length."},
	},
	Holds: Example{
		Text: "公示时间：2023年10月13日起10个工作日。",
		Why:  gongshi.Text{Zh: "起始日和天数确定了公示期。", En: "The first day and the length define the period."},
	},
	Check: checkPeriodStated,
}

// crossing is how many days a period over New Year may have to be taken for one.
const crossing = 60

func checkDates(n *Reading) []gongshi.Finding {
	if f := impossibleDates(n); len(f) > 0 {
		return f
	}
	p := n.Publicity
	if p == nil || !p.Start.Exact() || !p.End.Exact() || p.End.Compare(p.Start) >= 0 || crossesNewYear(n) {
		return nil
	}
	return []gongshi.Finding{{Span: p.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("公示期截止于%s，早于起始日%s。", zhDate(p.End), zhDate(p.Start)),
		En: fmt.Sprintf("The period ends on %s, before it starts on %s.", p.End, p.Start),
	}}}
}

// crossesNewYear tells whether the year of the last day is not written and the
// period is a usual one if that is the next year: 2023年12月28日至1月8日.
func crossesNewYear(n *Reading) bool {
	next := n.Publicity.End
	next.Year++
	days, ok := workday.CalendarDays(n.Publicity.Start, next)
	if !ok || days > crossing {
		return false
	}
	for _, d := range n.Dates {
		if d.Role == gongshi.RolePublicityEnd && d.Inferred {
			return true
		}
	}
	return false
}

// codeImpossible is the code of the parser's diagnostics about dates that are
// written and do not exist.
const codeImpossible = "date-impossible"

// impossibleDates finds the dates of the period that do not exist, in the period
// itself and in what the parser could make no date of.
func impossibleDates(n *Reading) []gongshi.Finding {
	var findings []gongshi.Finding
	labels := labels{text: n.Text}
	for _, d := range n.Diagnostics {
		if written := cut(n.Text, d.Span); d.Code == codeImpossible && written != "" && inPeriod(n, d.Span, &labels) {
			findings = append(findings, gongshi.Finding{Span: d.Span, Message: gongshi.Text{
				Zh: fmt.Sprintf("公示期中的日期“%s”不存在。", written),
				En: fmt.Sprintf("The date %q of the period does not exist.", written),
			}})
		}
	}
	if len(findings) > 0 || n.Publicity == nil {
		return findings
	}
	for _, d := range []gongshi.Date{n.Publicity.Start, n.Publicity.End} {
		if !d.IsZero() && !d.Valid() {
			findings = append(findings, gongshi.Finding{Span: n.Publicity.Span, Message: gongshi.Text{
				Zh: fmt.Sprintf("公示期中的日期%s不存在。", zhDate(d)),
				En: fmt.Sprintf("The date %s of the period does not exist.", d),
			}})
		}
	}
	return findings
}

// inPeriod tells whether the place belongs to the statement of the period: it
// lies within, or follows the word for it on its line.
func inPeriod(n *Reading, s gongshi.Span, l *labels) bool {
	return n.Publicity != nil && n.Publicity.Span.Overlaps(s) || l.before(s.Start)
}

// labels tells of places in a text, best asked from its beginning to its end,
// whether the word for the period stands before them on their line. It looks at
// each part of a line once: a line can be the whole text, with a date in every
// word.
type labels struct {
	text  string
	line  int // where the line begins
	seen  int // how far it was looked at
	found bool
}

// longestLabel is how many bytes the word for the period takes, with whatever
// blanks are between its characters.
const longestLabel = 256

func (l *labels) before(at int) bool {
	if at < l.seen {
		*l = labels{text: l.text}
	}
	if i := strings.LastIndexByte(l.text[l.seen:at], '\n'); i >= 0 {
		l.line, l.found = l.seen+i+1, false
		l.seen = l.line
	}
	from := max(l.line, l.seen-longestLabel)
	for from > l.line && !utf8.RuneStart(l.text[from]) {
		from--
	}
	l.found = l.found || periodLabel.MatchString(normal.Search(l.text[from:at]))
	l.seen = at
	return l.found
}

var (
	// "公示时间:", "公示期为", "在公示期间("
	periodLabel = regexp.MustCompile(`公示(?:时间|日期|期限|期间|期)`)

	// A period that is stated somehow: "公示时间:20221122日至202211243个工作日",
	// "公示期限:自发布之日起七日内"
	periodSomehow = regexp.MustCompile(`公示(?:时间|日期|期限|期间|期)[^。\n]{0,20}?(?:20\d{2}[\d./-]\d+|[\d一二三四五六七八九十*]+(?:个工作日|年|月|天|日))|公示[\d一二三四五六七八九十]+(?:个工作日|天|日)`)
)

func checkPeriodStated(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || len(impossibleDates(n)) > 0 {
		return nil
	}
	p := cmp.Or(n.Publicity, &gongshi.Publicity{})
	starts, ends, lasts, dated := !p.Start.IsZero(), !p.End.IsZero(), p.StatedDays > 0, n.Issued.Exact()
	finding := gongshi.Finding{Span: p.Span}
	switch {
	case starts && (ends || lasts), ends && lasts, lasts && dated:
		return nil
	case starts:
		finding.Message = gongshi.Text{
			Zh: fmt.Sprintf("公示期自%s起，没有截止日，也没有天数。", zhDate(p.Start)),
			En: fmt.Sprintf("The period starts on %s and has neither a last day nor a length.", p.Start),
		}
	case ends && dated:
		finding.Severity = gongshi.SeverityNote
		finding.Message = gongshi.Text{
			Zh: fmt.Sprintf("公示期只写截止日%s，未写起始日；公示日期为%s。", zhDate(p.End), zhDate(n.Issued)),
			En: fmt.Sprintf("Of the period only the last day %s is stated; the notice is dated %s.", p.End, n.Issued),
		}
	case ends:
		finding.Severity = gongshi.SeverityWarning
		finding.Message = gongshi.Text{
			Zh: fmt.Sprintf("公示期只写截止日%s，未写起始日，公示也没有日期。", zhDate(p.End)),
			En: fmt.Sprintf("Of the period only the last day %s is stated, and the notice is not dated.", p.End),
		}
	case lasts:
		finding.Severity = gongshi.SeverityWarning
		finding.Message = gongshi.Text{
			Zh: fmt.Sprintf("公示期只写%d%s，没有起止日，公示也没有日期，无从起算。", p.StatedDays, unitName(p.StatedUnit).Zh),
			En: fmt.Sprintf("Of the period only its length is stated, %s, and the notice is not dated: there is no day to count from.", plural(p.StatedDays, unitName(p.StatedUnit).En)),
		}
	default:
		return []gongshi.Finding{noPeriod(n)}
	}
	return []gongshi.Finding{finding}
}

// noPeriod is the finding on a notice without a period, or with one that the
// parser could not read.
func noPeriod(n *Reading) gongshi.Finding {
	form, origin := normal.SearchMap(n.Text)
	at := periodSomehow.FindStringIndex(form)
	if at == nil {
		return doubted(n, gongshi.Finding{Message: gongshi.Text{
			Zh: "没有写明公示期。",
			En: "No publicity period is stated.",
		}})
	}
	span := origin.Source(gongshi.Span{Start: at[0], End: at[1]})
	return gongshi.Finding{Severity: gongshi.SeverityNote, Span: span, Message: gongshi.Text{
		Zh: fmt.Sprintf("写有公示期，但起止日未能读出，未作判断：“%s”。", cut(n.Text, span)),
		En: fmt.Sprintf("A period is stated but its dates could not be read, so it was not checked: %q.", cut(n.Text, span)),
	}}
}

func unitName(u gongshi.DayUnit) gongshi.Text {
	if u == gongshi.UnitWorking {
		return gongshi.Text{Zh: "个工作日", En: "working day"}
	}
	return gongshi.Text{Zh: "天", En: "day"}
}
