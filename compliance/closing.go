package compliance

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/compliance/answer"
)

var pub11 = Rule{
	ID:    "PUB11",
	Title: gongshi.Text{Zh: "公示期未满即称已销号或定于期内销号", En: "Closed out, or to be closed out, before the period is over"},
	Checks: gongshi.Text{
		Zh: "公示的开头、最后一节的末段或各节之后写明在公示截止日之前已于某日销号、或拟在某月某日销号：错误；只写“已销号”“已完成销号”而无日期、落款又不晚于截止日：警告。各节中其他地方的“销号”不论。",
		En: "An error if opening, conclusion or the last line of the last section say that the problem was, or is to be, closed out on a day or in a month before the period ends; a warning if they only say 已销号 or 已完成销号 in a notice signed before that. The word is let pass anywhere else in the sections.",
	},
	Basis:    gongshi.Text{Zh: "整改销号公示惯例：公示期满无异议方予销号", En: "Practice: a problem is closed out when the period is over without objections"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "该问题拟于2023年10月20日销号。｜公示时间：2023年10月16日至2023年10月27日。",
		Why:  gongshi.Text{Zh: "10月20日公示期未满。", En: "The period is not over on 20 October."},
	},
	Holds: Example{
		Text: "该问题拟于2023年11月销号。｜公示时间：2023年10月16日至2023年10月27日。",
		Why:  gongshi.Text{Zh: "期满后销号。", En: "After the period."},
	},
	Check: checkClosed,
}

var (
	// "拟于2023年10月20日销号", "将在11月份予以销号", "已于10月20日完成销号"
	closedOn = regexp.MustCompile(`(拟|计划|将|已|已经)(?:于|在)(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日|份|底|末|底前)?(?:前)?[^。；，,;\n]{0,12}?销号`)

	// "该问题已完成销号", "已予以验收销号"
	closedAlready = regexp.MustCompile(`已(?:经|予以|予|正式|全部|顺利|按程序|完成|验收|整改|办理|并|了)*销号`)
)

// notClosed are what follows 已…销号 where that says something else: 已整改销号问题,
// 已完成销号申请.
var notClosed = []string{"问题", "的", "申请", "条件", "要求", "标准", "审核", "评审", "材料", "资料", "程序", "前", "工作方案", "情况", "事项", "任务", "现场", "验收", "公示", "备案"}

// closedWord is part of both.
var closedWord = answer.NewList("销号")

func checkClosed(n *Reading) []gongshi.Finding {
	p := n.Publicity
	if !isCloseOut(n) || p == nil || !p.End.Exact() || !p.End.Valid() {
		return nil
	}
	for _, zone := range []gongshi.Span{lead(n), lastLine(n), tail(n)} {
		if !n.has(closedWord, zone) {
			continue
		}
		text := zone.Of(n.Text)
		if m := findClosedOn(text); m != nil {
			if f, ok := closedBefore(text, m, p); ok {
				f.Span = gongshi.Span{Start: zone.Start + m[0], End: zone.Start + m[1]}
				return []gongshi.Finding{f}
			}
			continue
		}
		if len(n.Sections) == 0 {
			continue // the whole text: who knows of what it is said
		}
		if m := closedAlready.FindStringIndex(text); m != nil && !hasAnyPrefix(text[m[1]:], notClosed) && signedWithin(n) {
			return []gongshi.Finding{{Severity: gongshi.SeverityWarning, Span: gongshi.Span{Start: zone.Start + m[0], End: zone.Start + m[1]}, Message: gongshi.Text{
				Zh: fmt.Sprintf("公示期至%s才满，文中已称“%s”。", zhDate(p.End), text[m[0]:m[1]]),
				En: fmt.Sprintf("The period is over on %s, and the text says already that the problem is closed out: %q.", p.End, text[m[0]:m[1]]),
			}}}
		}
	}
	return nil
}

// findClosedOn finds closedOn, whose last word it looks for first: to search all of
// a text for a pattern takes long.
func findClosedOn(text string) []int {
	const last, most = "销号", 150 // bytes of the longest match
	for at := 0; ; at += len(last) {
		i := strings.Index(text[at:], last)
		if i < 0 {
			return nil
		}
		at += i
		from := max(0, at-most)
		for !utf8.RuneStart(text[from]) {
			from++
		}
		if !strings.Contains(text[from:at], "月") {
			continue
		}
		if m := closedOn.FindStringSubmatchIndex(text[from : at+len(last)]); m != nil {
			for k := range m {
				if m[k] >= 0 {
					m[k] += from
				}
			}
			return m
		}
	}
}

// lastLine is the last line of the last section, where that has others: often the
// conclusion, without a label of its own.
func lastLine(n *Reading) gongshi.Span {
	last := lastContent(n)
	body := strings.TrimRight(last.Of(n.Text), " \n\u3000")
	i := strings.LastIndexByte(body, '\n')
	if i < 0 {
		return gongshi.Span{}
	}
	return gongshi.Span{Start: last.Start + i + 1, End: last.Start + len(body)}
}

// closedBefore tells whether the day, or the whole month, named in a match of
// closedOn is before the end of the period.
func closedBefore(text string, m []int, p *gongshi.Publicity) (gongshi.Finding, bool) {
	number := func(i int) int {
		if m[2*i] < 0 {
			return 0
		}
		v, err := strconv.Atoi(text[m[2*i]:m[2*i+1]])
		if err != nil {
			return 0
		}
		return v
	}
	on := gongshi.Date{Year: number(2), Month: number(3), Day: number(4)}
	if on.Year == 0 {
		on.Year = p.End.Year
	}
	if !on.Valid() {
		return gongshi.Finding{}, false
	}
	last := on
	if on.Day == 0 { // the month has to be over
		last = gongshi.Date{Year: on.Year, Month: on.Month, Day: 28}
		for last.AddDays(1).Month == on.Month {
			last = last.AddDays(1)
		}
	}
	if last.Compare(p.End) >= 0 {
		return gongshi.Finding{}, false
	}
	said := text[m[0]:m[1]]
	return gongshi.Finding{Message: gongshi.Text{
		Zh: fmt.Sprintf("文中称“%s”，而公示期至%s才满。", said, zhDate(p.End)),
		En: fmt.Sprintf("The text says %q, but the period is over only on %s.", said, p.End),
	}}, true
}

// signedWithin tells whether the notice is signed, and not after its period.
func signedWithin(n *Reading) bool {
	signed := signedOn(n)
	return signed != nil && signed.Date.Compare(n.Publicity.End) <= 0
}

var pub12 = Rule{
	ID:    "PUB12",
	Title: gongshi.Text{Zh: "公示期前后不一", En: "Two different periods"},
	Checks: gongshi.Text{
		Zh: "分节以外有两处写明公示起止日，起止日不同。措施、落实情况各节中的公示（如方案公示）不论。",
		En: "Outside the sections the dates of the period are stated twice, and differ. What measures and implementation say of other periods is let pass.",
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "公示期为2023年10月16日至2023年10月27日。｜公示时间：2023年10月16日至2023年10月20日。",
		Why:  gongshi.Text{Zh: "截止日不同。", En: "They end on different days."},
	},
	Holds: Example{
		Text: "公示期为2023年10月16日至2023年10月27日。｜公示时间：2023年10月16日至2023年10月27日。",
		Why:  gongshi.Text{Zh: "两处相同。", En: "Both are the same."},
	},
	Check: checkTwoPeriods,
}

// codeSeveral is the code of the parser's diagnostics about a second period that
// is not the first.
const codeSeveral = "publicity-several"

func checkTwoPeriods(n *Reading) []gongshi.Finding {
	p := n.Publicity
	if p == nil || !isCloseOut(n) || recognised(n) || within(n, p.Span) || datesIn(n, p.Span) < 2 {
		return nil
	}
	for _, d := range n.Diagnostics {
		if d.Code != codeSeveral || within(n, d.Span) || d.Span.Overlaps(p.Span) {
			continue
		}
		if said := cut(n.Text, d.Span); said != "" && datesIn(n, d.Span) >= 2 {
			return []gongshi.Finding{{Span: d.Span, Message: gongshi.Text{
				Zh: fmt.Sprintf("公示期写了两处而不同：“%s”与“%s”。", oneLine(cut(n.Text, p.Span)), oneLine(said)),
				En: fmt.Sprintf("Two periods are stated, and they differ: %q and %q.", oneLine(cut(n.Text, p.Span)), oneLine(said)),
			}}}
		}
	}
	return nil
}

// datesIn counts the days that are written to the day and the year in a place.
func datesIn(n *Reading, s gongshi.Span) int {
	count := 0
	for _, d := range n.Dates {
		if s.Contains(d.Span) && d.Date.Exact() && !d.Inferred {
			count++
		}
	}
	return count
}

// longQuote is how many characters of a text a message quotes.
const longQuote = 60

// oneLine is a text as a message quotes it: on one line, and not too long.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= longQuote {
		return s
	}
	return string([]rune(s)[:longQuote]) + "…"
}
