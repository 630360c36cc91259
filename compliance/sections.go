package compliance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongshi"
)

// minHan is how many Han characters an implementation section has at least that
// says anything. 已完成整改 or 已按要求整改到位 is shorter; the shortest real one
// that names what was done is longer, or has a number in it.
const minHan = 10

// sectionNames are the sections that every close-out notice is looked at for.
var sectionNames = map[gongshi.SectionKind]gongshi.Text{
	gongshi.SectionIssue:          {Zh: "反馈问题", En: "problem (反馈问题)"},
	gongshi.SectionGoal:           {Zh: "整改目标", En: "goal (整改目标)"},
	gongshi.SectionMeasures:       {Zh: "整改措施", En: "measures (整改措施)"},
	gongshi.SectionImplementation: {Zh: "整改落实情况", En: "implementation (整改落实情况)"},
}

// basisPlan is what the plan, and so the account of it, has to set out.
var basisPlan = gongshi.Text{
	Zh: "《中央生态环境保护督察整改工作办法》（2022年）：整改方案明确整改目标、主要任务、具体措施",
	En: "Measures for the rectification work of central inspections (2022): a plan sets out goals, tasks and measures",
}

// basisPractice is what the notices of all provinces tell.
var basisPractice = gongshi.Text{
	Zh: "整改销号公示惯例",
	En: "Practice of close-out notices",
}

var sec01 = Rule{
	ID:    "SEC01",
	Title: gongshi.Text{Zh: "缺少反馈问题", En: "The problem is missing"},
	Checks: gongshi.Text{
		Zh: "整改销号公示有分节而没有一节写反馈问题（整改问题、整改任务、整改事项等）：错误；问题写在开头的引号中或问题标题中的，提示；有标题而无内容：警告。全文没有分节的，四节合报一条警告；读来不是整改销号公示的，提示未作判断。",
		En: "An error if a close-out notice has sections and none of them states the problem (反馈问题, 整改问题, 整改任务, 整改事项, …), a note if the opening quotes it or the title of a group of sections tells it; a warning if the section is empty. One warning for all four sections if the notice has none at all; a note that nothing was checked if the text does not read as a close-out notice.",
	},
	Basis:    basisPractice,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "一、整改目标……二、整改措施……三、整改落实情况……",
		Why:  gongshi.Text{Zh: "没有反馈问题一节。", En: "No section states the problem."},
	},
	Holds: Example{
		Text: "一、整改任务……二、整改目标……三、整改措施……四、整改完成情况……",
		Why:  gongshi.Text{Zh: "“整改任务”即反馈问题。", En: "整改任务 is a label of the problem."},
	},
	Check: sectionCheck(gongshi.SectionIssue, false),
}

var sec02 = Rule{
	ID:    "SEC02",
	Title: gongshi.Text{Zh: "缺少整改目标", En: "The goal is missing"},
	Checks: gongshi.Text{
		Zh: "整改销号公示有分节而没有一节写整改目标（目标任务、办结目标等）：错误；与其他内容合写（“整改目标完成情况”）的，或当地公示、信访件公示通常没有这一节的，提示；有标题而无内容：警告。",
		En: "An error if a close-out notice has sections and none of them states the goal (整改目标, 目标任务, 办结目标, …); a note if a label names it together with something else (整改目标完成情况), or if the usual notice of the province, or on a petition, has none; a warning if the section is empty.",
	},
	Basis:    basisPlan,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "一、反馈问题……二、整改措施……三、整改落实情况……",
		Why:  gongshi.Text{Zh: "没有整改目标一节。", En: "No section states the goal."},
	},
	Holds: Example{
		Text: "一、整改问题……二、重点措施……三、目标任务……四、整改完成情况……",
		Why:  gongshi.Text{Zh: "“目标任务”即整改目标，先后不论。", En: "目标任务 is a label of the goal; the order is free."},
	},
	Check: sectionCheck(gongshi.SectionGoal, false),
}

var sec03 = Rule{
	ID:    "SEC03",
	Title: gongshi.Text{Zh: "缺少整改措施", En: "The measures are missing"},
	Checks: gongshi.Text{
		Zh: "整改销号公示有分节而没有一节写整改措施（重点措施等）：错误；与其他内容合写（“整改措施落实情况”）的，或当地公示（吉林、山西、江西）、信访件公示通常没有这一节的，提示；有标题而无内容：警告。“整改措施及完成情况”合为一节的，两项都算有。",
		En: "An error if a close-out notice has sections and none of them states the measures (整改措施, 重点措施, …); a note if a label names them together with something else (整改措施落实情况), or if the usual notice of the province (吉林, 山西, 江西), or on a petition, has none; a warning if the section is empty. A combined section 整改措施及完成情况 counts for both.",
	},
	Basis:    basisPlan,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "一、反馈问题……二、整改目标……三、整改落实情况……",
		Why:  gongshi.Text{Zh: "没有整改措施一节。", En: "No section states the measures."},
	},
	Holds: Example{
		Text: "一、反馈问题……二、整改目标……三、整改措施及完成情况……",
		Why:  gongshi.Text{Zh: "措施与完成情况合写。", En: "Measures and implementation in one section."},
	},
	Check: sectionCheck(gongshi.SectionMeasures, false),
}

var sec04 = Rule{
	ID:    "SEC04",
	Title: gongshi.Text{Zh: "缺少整改落实情况或内容过短", En: "The implementation is missing or says nothing"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("整改销号公示有分节而没有一节写整改落实情况（整改完成情况、整改主要工作及成效等），或其内容不足%d个汉字、没有数字、也不指向附件：错误；有标题而无内容：警告。", minHan),
		En: fmt.Sprintf("An error if a close-out notice has sections and none of them states the implementation (整改落实情况, 整改完成情况, 整改主要工作及成效, …), or if that has fewer than %d Han characters, no number and no pointer to an attachment; a warning if the section is empty.", minHan),
	},
	Basis:    basisPractice,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "一、反馈问题……二、整改目标……三、整改措施……四、整改落实情况：已完成整改。",
		Why:  gongshi.Text{Zh: "只有套话，没有说明做了什么。", En: "A formula that does not say what was done."},
	},
	Holds: Example{
		Text: "一、反馈问题……二、整改目标……三、整改措施……四、整改落实情况：拆除违建3处。",
		Why:  gongshi.Text{Zh: "虽短而有数字。", En: "Short, but with a number."},
	},
	Check: sectionCheck(gongshi.SectionImplementation, false),
}

// sectionCheck makes the check for one kind of section. One that is demanded is
// missing whatever the usual notice of the province is made of.
func sectionCheck(kind gongshi.SectionKind, demanded bool) func(*Reading) []gongshi.Finding {
	return func(n *Reading) []gongshi.Finding {
		if kind == gongshi.SectionIssue {
			if f := checkSectioned(n); f != nil {
				return f
			}
		}
		findings := checkSection(n, kind, demanded)
		if kind == gongshi.SectionImplementation {
			findings = append(findings, checkSubstance(n)...)
		}
		return findings
	}
}

// asked gives the rule on a kind of section as it is demanded: as it is where
// nothing is, else strict, or without a finding.
func (d Demands) asked(kind gongshi.SectionKind, r Rule) Rule {
	switch {
	case d.Required == nil:
	case slices.Contains(d.Required, kind):
		r.Check = sectionCheck(kind, true)
	default:
		r.Check = func(*Reading) []gongshi.Finding { return nil }
	}
	return r
}

// checkSectioned tells of a text whose sections cannot be checked: it has none
// of the main ones, or is no close-out notice. It is nil for all others.
func checkSectioned(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) {
		return []gongshi.Finding{{Severity: gongshi.SeverityNote, Message: gongshi.Text{
			Zh: "从标题、开头和分节看不是整改销号公示，未核对各节和公示期是否齐全。",
			En: "By its title, opening and sections the text is not a close-out notice; whether sections and period are complete was not checked.",
		}}}
	}
	if len(kindsOf(n)) > 0 {
		return nil
	}
	return []gongshi.Finding{{Severity: gongshi.SeverityWarning, Message: gongshi.Text{
		Zh: "没有标明反馈问题、整改目标、整改措施、整改落实情况的分节，内容可能写在正文段落或附件中。",
		En: "No section is labelled as problem (反馈问题), goal (整改目标), measures (整改措施) or implementation (整改落实情况); they may stand in running text or in an attachment.",
	}}}
}

// checkSection finds a missing or empty section of the kind. In a notice about
// several problems it is missing for a problem if others have one of their own.
func checkSection(n *Reading, kind gongshi.SectionKind, demanded bool) []gongshi.Finding {
	if !isCloseOut(n) || len(kindsOf(n)) == 0 {
		return nil // see checkSectioned
	}
	sections := n.Section(kind)
	if len(sections) == 0 {
		return lacking(n, kind, demanded)
	}
	findings := missingForProblems(n, kind)
	if !slices.ContainsFunc(sections, func(s gongshi.Section) bool { return !isEmpty(s) }) {
		name := nameOf(kind)
		findings = append(findings, gongshi.Finding{
			Severity: gongshi.SeverityWarning,
			Span:     place(sections[0]),
			Message: gongshi.Text{
				Zh: fmt.Sprintf("“%s”一节只有标题，没有内容。", label(sections[0], name.Zh)),
				En: fmt.Sprintf("The section on the %s has a label, %q, and no text.", name.En, label(sections[0], name.Zh)),
			},
		})
	}
	return findings
}

// lacking is the finding on a section that is not there, as far as that says
// anything.
func lacking(n *Reading, kind gongshi.SectionKind, demanded bool) []gongshi.Finding {
	_, main := sectionNames[kind]
	f := missingSection(n, kind)
	if partRead(n) || couldFollow(n) || !main && endingOf(n) != endsWhole {
		if !main {
			return nil
		}
		f.Severity = gongshi.SeverityNote
		f.Message.Zh += "原文未全部读出或不完整，未作判断。"
		f.Message.En += " The text is not whole, so nothing is held against it."
		return []gongshi.Finding{f}
	}
	if demanded {
		return []gongshi.Finding{f}
	}
	if !main && statedElsewhere(n, kind) {
		return nil
	}
	if where, ok := toldElsewhere(n, kind); ok {
		f.Severity, f.Span = gongshi.SeverityNote, where
		f.Message.Zh += fmt.Sprintf("有关内容写在“%s”中。", oneLine(where.Of(n.Text)))
		f.Message.En += fmt.Sprintf(" It is told of in %q.", oneLine(where.Of(n.Text)))
	}
	if whose, ok := lacksByTemplate(n, kind); ok {
		f.Severity = gongshi.SeverityNote
		f.Message.Zh += fmt.Sprintf("%s的公示通常没有这一节。", whose.Zh)
		f.Message.En += fmt.Sprintf(" The usual %s lack it.", whose.En)
	}
	return []gongshi.Finding{f}
}

// couldFollow tells whether the text is over before it says what was done: what
// is missing may have stood behind.
func couldFollow(n *Reading) bool {
	done := len(n.Section(gongshi.SectionImplementation))+len(n.Section(gongshi.SectionAcceptance)) > 0
	return !done && endingOf(n) != endsWhole
}

// nameOf is what a section of the kind is called in messages.
func nameOf(kind gongshi.SectionKind) gongshi.Text {
	if name, ok := sectionNames[kind]; ok {
		return name
	}
	name := kind.Name()
	return gongshi.Text{Zh: name.Zh, En: name.En + " (" + name.Zh + ")"}
}

// missingSection names what is missing and what is there.
func missingSection(n *Reading, kind gongshi.SectionKind) gongshi.Finding {
	var there []string
	for _, s := range n.Sections {
		if l := label(s, nameOf(s.Kind).Zh); l != "" && !slices.Contains(there, l) {
			there = append(there, l)
		}
	}
	name, list := nameOf(kind), strings.Join(there, "；")
	return gongshi.Finding{Message: gongshi.Text{
		Zh: fmt.Sprintf("缺少%s：文中各节为“%s”。", name.Zh, list),
		En: fmt.Sprintf("No section states the %s; the sections are: %s.", name.En, list),
	}}
}

// missingForProblems finds the problems that have sections of their own, but
// none of this kind though at least two other problems have one.
func missingForProblems(n *Reading, kind gongshi.SectionKind) []gongshi.Finding {
	has := map[int]bool{}
	for _, s := range n.Section(kind) {
		has[s.Problem] = true
	}
	if len(has) < 2 {
		return nil // the section is for all problems together
	}
	var findings []gongshi.Finding
	seen := map[int]bool{}
	for _, s := range n.Sections {
		if seen[s.Problem] || has[s.Problem] || s.Problem < 0 || s.Problem >= len(n.Problems) {
			continue
		}
		seen[s.Problem] = true
		p, name := n.Problems[s.Problem], nameOf(kind)
		findings = append(findings, gongshi.Finding{Span: p.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("问题“%s”缺少%s，而其他问题有。", p.Text, name.Zh),
			En: fmt.Sprintf("No section states the %s of the problem %q; other problems have one.", name.En, p.Text),
		}})
	}
	return findings
}

// pointers are words by which a section refers to text elsewhere.
var pointers = []string{"附件", "附表", "附后", "详见", "见下", "下表", "如下"}

// checkSubstance finds an implementation that is a formula: all its sections
// together are too short, without a number and without a pointer elsewhere.
func checkSubstance(n *Reading) []gongshi.Finding {
	sections := n.Section(gongshi.SectionImplementation)
	var all strings.Builder
	for _, s := range sections {
		if hasHan(s.Text, minHan) {
			return nil
		}
		all.WriteString(s.Text)
	}
	han := countHan(all.String())
	if han == 0 || han >= minHan || !isCloseOut(n) || counts(all.String()) {
		return nil
	}
	for _, p := range pointers {
		if strings.Contains(all.String(), p) {
			return nil
		}
	}
	written := strings.TrimSpace(all.String())
	return []gongshi.Finding{{Span: place(sections[0]), Message: gongshi.Text{
		Zh: fmt.Sprintf("整改落实情况只有%d个汉字（少于%d个），没有说明做了什么：“%s”。", han, minHan, written),
		En: fmt.Sprintf("The implementation (整改落实情况) has %d Han characters, fewer than %d, and does not say what was done: %q.", han, minHan, written),
	}}}
}

// Numbers in Chinese numerals, with what they count: 三处, 十二家, 两台.
var hanCount = regexp.MustCompile(`[一二三四五六七八九十百千万两]+(?:余|多)?[个处家台座条项名户人次吨米亩套宗起艘辆口眼公里]`)

// counts tells whether a text has a number, in either script.
func counts(s string) bool {
	return strings.ContainsFunc(s, unicode.IsNumber) || hanCount.MatchString(s)
}

// isEmpty tells whether the section says nothing: its body has neither letters
// nor digits. A body of asterisks or dots has been blanked out by whoever
// stored the text and is not empty.
func isEmpty(s gongshi.Section) bool {
	return len(s.Items) == 0 && !strings.ContainsFunc(s.Text, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("*＊×….", r)
	})
}

// place is where the section stands: its body, or its label if it has none.
func place(s gongshi.Section) gongshi.Span {
	if s.Span.Len() == 0 {
		return s.LabelSpan
	}
	return s.Span
}

// label gives the label as written, on one line; the name where it has none.
func label(s gongshi.Section, name string) string {
	if l := strings.Join(strings.Fields(s.Label), " "); l != "" {
		return l
	}
	return name
}

// hasHan tells whether a text has so many Han characters, or more.
func hasHan(s string, least int) bool {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			least--
		}
		if least <= 0 {
			return true
		}
	}
	return least <= 0
}

func countHan(s string) int {
	n := 0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}
