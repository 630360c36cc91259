package compliance

import (
	"fmt"
	"slices"
	"strings"

	"gongshi"
	"gongshi/normal"
)

var sec08 = Rule{
	ID:    "SEC08",
	Title: gongshi.Text{Zh: "分节序号跳号、重号、倒置或同一节重复", En: "Sections with gaps, doubles or turns in their numbers, or doubled"},
	Checks: gongshi.Text{
		Zh: "各节标题的中文序号（一、二、三、）有跳号、重号或倒置；或同名的一节出现两次而内容不同。一份公示写多个问题的、分节在表格中的、跳过的号在正文中找得到的，不报。",
		En: "The Chinese numerals of the section labels (一、二、三、) have a gap, a double or go back; or a section of the same name is there twice, with other words. Let pass: notices on several problems, sections in tables, and a number that is left out of the labels but begins a line of the text.",
	},
	Basis:    gongshi.Text{Zh: "常理；GB/T 9704—2012（结构层次序数依次标注）", En: "Common sense; GB/T 9704-2012 (levels are numbered in order)"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题……二、整改目标……四、整改措施……五、整改落实情况……",
		Why:  gongshi.Text{Zh: "没有三。", En: "There is no 三."},
	},
	Holds: Example{
		Text: "一、反馈问题……二、整改措施……三、整改目标……四、整改落实情况……",
		Why:  gongshi.Text{Zh: "序号连续，先后不论。", En: "The numbers go on; the order of the contents is free."},
	},
	Check: checkOutline,
}

// numberedSection is a section whose label begins with a Chinese numeral.
type numberedSection struct {
	gongshi.Section
	number int
	name   string // the label without its number
}

func checkOutline(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || partRead(n) || len(n.Problems) > 1 {
		return nil
	}
	var all []numberedSection
	for _, s := range n.Sections {
		if s.Problem > 0 {
			return nil
		}
		if number, name, ok := labelNumber(s.Label); ok && s.LabelSpan.End > s.LabelSpan.Start {
			if k := len(all) - 1; k >= 0 && all[k].LabelSpan == s.LabelSpan {
				continue // one section of two kinds
			}
			all = append(all, numberedSection{s, number, name})
		}
	}
	for i := 1; i < len(all); i++ {
		a, b := all[i-1], all[i]
		switch {
		case b.number == a.number+1:
		case b.number > a.number+1 && allIn(n.Text[a.LabelSpan.End:b.LabelSpan.Start], a.number+1, b.number-1):
		case b.number == 1 && a.number > 1: // another list begins
			return nil
		default:
			return []gongshi.Finding{turn(a, b)}
		}
	}
	return doubled(all)
}

// labelNumber reads 三、整改措施.
func labelNumber(label string) (number int, name string, ok bool) {
	form := normal.Search(label)
	if form == "" || form[0] < 0x80 {
		return 0, "", false
	}
	number, size := wholeNumber(form)
	name, ok = strings.CutPrefix(form[size:], "、")
	if !ok {
		name, ok = strings.CutPrefix(form[size:], ",")
		name = strings.TrimPrefix(name, "、")
	}
	return number, strings.TrimRight(name, ":;。,"), ok && size > 0 && number > 0
}

// allIn tells whether each of the numbers begins a line of the text: the section
// is there, under a label that the parser does not know.
func allIn(text string, from, to int) bool {
	for i := from; i <= to; i++ {
		if i > 19 || !containsAny(text, []string{hanNumber(i) + "、", hanNumber(i) + ",", hanNumber(i) + "，", hanNumber(i) + "."}) {
			return false
		}
	}
	return true
}

// hanNumber writes a number below twenty.
func hanNumber(n int) string {
	digits := []rune(hanDigits)
	switch {
	case n < 10:
		return string(digits[n])
	case n == 10:
		return "十"
	}
	return "十" + string(digits[n-10])
}

func turn(a, b numberedSection) gongshi.Finding {
	what := gongshi.Text{Zh: "跳号", En: "a gap"}
	switch {
	case a.number == b.number:
		what = gongshi.Text{Zh: "重号", En: "the same number twice"}
	case a.number > b.number:
		what = gongshi.Text{Zh: "倒置", En: "a turn"}
	}
	first, second := label(a.Section, ""), label(b.Section, "")
	return gongshi.Finding{Span: b.LabelSpan, Message: gongshi.Text{
		Zh: fmt.Sprintf("分节序号%s：“%s”之后是“%s”。", what.Zh, first, second),
		En: fmt.Sprintf("The numbers of the sections have %s: %q is followed by %q.", what.En, first, second),
	}}
}

// doubled finds a section that is there twice under one name.
func doubled(all []numberedSection) []gongshi.Finding {
	first := map[string]numberedSection{}
	for _, b := range all {
		a, again := first[b.name]
		if !again {
			first[b.name] = b
		}
		if !again || b.name == "" || isEmpty(b.Section) || b.Kind == gongshi.SectionOther {
			continue
		}
		return []gongshi.Finding{{Span: b.LabelSpan, Message: gongshi.Text{
			Zh: fmt.Sprintf("“%s”一节出现两次：“%s”与“%s”。", b.name, label(a.Section, ""), label(b.Section, "")),
			En: fmt.Sprintf("The section %q is there twice: %q and %q.", b.name, label(a.Section, ""), label(b.Section, "")),
		}}}
	}
	return nil
}

var sec11 = Rule{
	ID:    "SEC11",
	Title: gongshi.Text{Zh: "正文不完整", En: "The text is cut short"},
	Checks: gongshi.Text{
		Zh: "各节之后没有落款、日期、联系方式和公示期，且全文止于逗号、顿号、冒号、左括号或省略号：错误；全文止于最后一节的句末：提示。有的页未能识别的，提示。正文不完整的，不再报其后可能写有的内容缺失。",
		En: "An error if nothing of signature, date, contact and period stands behind the sections and the text is over with a comma, a colon, an opening bracket or dots; a note if it is over with the last sentence of the last section, or if pages could not be read. What may have stood behind is then not reported as missing.",
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "已建成污水管网并投入运行，沿线的污水都，",
		Why:  gongshi.Text{Zh: "最后一节没有写完，也没有落款。", En: "The last section does not end, and nobody signs."},
	},
	Holds: Example{
		Text: "已建成污水管网并投入运行。｜公示时间：2023年10月14日至2023年10月27日，共10个工作日。",
		Why:  gongshi.Text{Zh: "各节之后写有公示期。", En: "The period follows the sections."},
	},
	Check: checkWhole,
}

func checkWhole(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || len(kindsOf(n)) == 0 {
		return nil
	}
	for _, d := range n.Diagnostics {
		if slices.Contains(unreadCodes, d.Code) {
			return []gongshi.Finding{{Severity: gongshi.SeverityNote, Message: gongshi.Text{
				Zh: "原文有一部分没有读出（" + d.Message + "），缺少的内容未作判断。",
				En: "A part of the source could not be read (" + d.Message + "); nothing is said of what is missing.",
			}}}
		}
	}
	end := endingOf(n)
	if end == endsWhole {
		return nil
	}
	last := lastWords(n.Text)
	f := gongshi.Finding{Span: last, Message: gongshi.Text{
		Zh: fmt.Sprintf("正文没有写完，止于“%s”，也没有落款和联系方式。", last.Of(n.Text)),
		En: fmt.Sprintf("The text breaks off with %q; there is no signature and no contact.", last.Of(n.Text)),
	}}
	if end == endsOpen {
		f.Severity = gongshi.SeverityNote
		f.Message = gongshi.Text{
			Zh: fmt.Sprintf("正文止于“%s”，其后没有落款、日期和联系方式，可能不完整。", last.Of(n.Text)),
			En: fmt.Sprintf("The text ends with %q; no signature, date or contact follows, so it may not be whole.", last.Of(n.Text)),
		}
	}
	return []gongshi.Finding{f}
}

// lastRunes is how many characters of the end of a text are shown.
const lastRunes = 12

// lastWords is the place of the last characters of a text.
func lastWords(text string) gongshi.Span {
	end := len(strings.TrimRight(text, " \t\n\u3000|"))
	start := end
	for range lastRunes {
		if start == 0 || text[start-1] == '\n' {
			break
		}
		start--
		for start > 0 && text[start]&0xC0 == 0x80 {
			start--
		}
	}
	return gongshi.Span{Start: start, End: end}
}
