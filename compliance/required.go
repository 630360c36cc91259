package compliance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
)

// basisItems is what reports of the 2022 measures say a plan has for each item.
var basisItems = gongshi.Text{
	Zh: "《中央生态环境保护督察整改工作办法》（2022年）：整改方案逐项明确责任单位、完成时限",
	En: "Measures for the rectification work of central inspections (2022): a plan names responsible units and time limits item by item",
}

var sec05 = Rule{
	ID:    "SEC05",
	Title: gongshi.Text{Zh: "缺少整改时限", En: "The time limit is missing"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("整改销号公示有分节，而没有一节写整改时限（完成时限、整改期限等），整改目标和措施中也没有写何时完成（如“2020年底前”）。%s的公示和信访件公示通常没有这一节，只作提示。", lackingProvinces(gongshi.SectionDeadline)),
		En: fmt.Sprintf("A close-out notice has sections, none of them states the time limit (整改时限, 完成时限, 整改期限, …), and neither goal nor measures say by when (2020年底前). A note where the usual notice lacks it: in %s, and on petitions.", lackingProvinces(gongshi.SectionDeadline)),
	},
	Basis:    basisItems,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题……二、整改目标……三、整改措施……四、整改落实情况……",
		Why:  gongshi.Text{Zh: "没有写何时完成。", En: "Nothing says by when."},
	},
	Holds: Example{
		Text: "一、反馈问题……二、整改目标：2020年底前消除污水直排。三、整改措施……四、整改落实情况……",
		Why:  gongshi.Text{Zh: "时限写在整改目标中。", En: "The time limit stands in the goal."},
	},
	Check: sectionCheck(gongshi.SectionDeadline, false),
}

var sec06 = Rule{
	ID:    "SEC06",
	Title: gongshi.Text{Zh: "缺少责任单位", En: "The responsible unit is missing"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("整改销号公示有分节，而没有一节写责任单位（整改实施主体、牵头单位等），正文也没有写哪个单位牵头或负责整改。%s的公示和信访件公示通常没有这一节，只作提示。", lackingProvinces(gongshi.SectionResponsible)),
		En: fmt.Sprintf("A close-out notice has sections, none of them names the responsible unit (责任单位, 整改实施主体, …), and the text names no unit that leads. A note where the usual notice lacks it: in %s, and on petitions.", lackingProvinces(gongshi.SectionResponsible)),
	},
	Basis:    basisItems,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题……二、整改目标……三、整改措施……四、整改落实情况……",
		Why:  gongshi.Text{Zh: "没有写由谁整改。", En: "Nothing says who has to act."},
	},
	Holds: Example{
		Text: "一、反馈问题……二、整改实施主体：某镇人民政府。三、整改目标……四、整改措施……五、整改落实情况……",
		Why:  gongshi.Text{Zh: "“整改实施主体”即责任单位。", En: "整改实施主体 is a label of the responsible unit."},
	},
	Check: sectionCheck(gongshi.SectionResponsible, false),
}

var sec07 = Rule{
	ID:    "SEC07",
	Title: gongshi.Text{Zh: "没有整改是否到位的结论", En: "No conclusion on whether the problem was put right"},
	Checks: gongshi.Text{
		Zh: "整改销号公示没有验收情况一节，开头、落实情况和各节之后也没有一处说整改已经完成、全部到位、通过验收、达到目标或符合销号要求。",
		En: "A close-out notice has no section on acceptance, and neither opening nor implementation nor what follows says that the work is done, was accepted, reached its goal or meets the standard.",
	},
	Basis:    basisPractice,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题……二、整改目标……三、整改措施……四、整改落实情况：县住建局正在建设污水管网，计划铺设5公里。",
		Why:  gongshi.Text{Zh: "没有说整改到位。", En: "Nothing says that the problem was put right."},
	},
	Holds: Example{
		Text: "一、反馈问题……二、整改目标……三、整改措施……四、整改落实情况：各项措施均已完成，符合销号要求。",
		Why:  gongshi.Text{Zh: "有结论。", En: "There is a conclusion."},
	},
	Check: checkConclusion,
}

// soonWords follow a time by which something has to be done: 2020年底前.
var soonWords = []string{"前", "底", "末", "之前", "以前", "内"}

// statedElsewhere tells whether the notice says in running text what it has no
// section for: a time limit in goal or measures; a unit that leads.
func statedElsewhere(n *Reading, kind gongshi.SectionKind) bool {
	if kind == gongshi.SectionResponsible {
		return len(n.ResponsibleUnits) > 0 || n.has(leadWords, n.whole()) || n.has(traditional, n.whole()) && leadWords.In(plain(n.Text))
	}
	if len(n.Deadlines) > 0 || n.has(brokenLabels, n.whole()) {
		return true
	}
	for _, s := range n.Sections {
		if s.Kind != gongshi.SectionGoal && s.Kind != gongshi.SectionMeasures {
			continue
		}
		if n.has(termWords, s.Span) {
			return true
		}
		for _, d := range n.Dates {
			if s.Span.Contains(d.Span) && isTerm(n.Text, d) {
				return true
			}
		}
	}
	return false
}

// leadWords tell who has to act, termWords by when, without a date.
var (
	leadWords = answer.NewList("责任单位", "牵头", "责任主体", "实施主体", "责任部门", "配合单位", "整改主体", "责任 单位", "责 任 单 位", "责任\n单位")
	termWords = answer.NewList("立行立改", "长期坚持", "年底前", "月底前", "年底以前", "月底以前", "个月内", "年内", "完成时限", "整改时限", "限期")
	// Labels broken by layout, in cells that the parser took for no section.
	brokenLabels = answer.NewList("完成 时限", "整改 时限", "完成\n时限", "整改\n时限")
)

// isTerm tells whether a date is one by which something has to be done: 前 or 底
// follows it.
func isTerm(text string, d gongshi.DateMention) bool {
	after := text[d.Span.End:min(len(text), d.Span.End+12)]
	return hasAnyPrefix(strings.TrimLeft(after, " \u3000"), soonWords) || hasAnySuffix(d.Text, soonWords)
}

// conclusions say that a problem was put right. Labels
// and titles hold 整改完成情况 as well, which says nothing.
var conclusions = answer.NewList(
	"已完成", "全部", "均已", "完成整改", "达到", "销号要求", "完工", "验收合格", "已建成", "整改到位", "通过验收", "同意销号",
	"已经", "已基本", "已全面", "已整改", "已落实", "已达", "已按", "已办结", "已得到", "已通", "已销号", "已实现", "已拆除", "已消除", "已解决",
	"整改完毕", "落实到位", "完成了", "完成率", "完成时间", "按期完成", "按时完成", "如期完成", "竣工", "取缔", "消除",
	"销号条件", "销号标准", "予以销号", "准予销号", "拟销号", "申请销号", "申请验收", "可以销号", "办结销号",
	"验收通过", "通过了验收", "核查验收", "达标", "目标达成", "得到解决", "有效解决", "问题解决", "符合整改", "符合要求", "符合验收", "整改结论",
)

// minTold is how many Han characters an implementation section has at least that
// tells of the work, so that a conclusion is to be expected.
const minTold = 15

// closingLabels are those of sections that say that the work is over.
var closingLabels = []string{"完成时间", "结论", "验收", "销号"}

func checkConclusion(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || len(n.Section(gongshi.SectionImplementation)) == 0 || len(n.Section(gongshi.SectionAcceptance)) > 0 {
		return nil
	}
	if partRead(n) || endingOf(n) != endsWhole || n.has(dots, n.whole()) {
		return nil
	}
	for _, s := range n.Sections {
		if containsAny(s.Label, closingLabels) {
			return nil
		}
	}
	if n.has(conclusions, lead(n)) || n.has(conclusions, tail(n)) {
		return nil
	}
	said := []string{lead(n).Of(n.Text), tail(n).Of(n.Text)}
	done := ""
	for _, s := range n.Section(gongshi.SectionImplementation) {
		if n.has(conclusions, s.Span) {
			return nil
		}
		done += s.Text
	}
	said = append(said, done)
	if slices.ContainsFunc(said, concludes) || countHan(done) < minTold || containsAny(done, pointers) {
		return nil // the last two: see SEC04, or the attachment
	}
	// Blanks or traditional characters may part the words.
	if slices.ContainsFunc(said, func(text string) bool { return concludes(plain(text)) }) {
		return nil
	}
	return []gongshi.Finding{{Message: gongshi.Text{
		Zh: "全文没有说明整改是否完成、是否通过验收或符合销号要求。",
		En: "Nothing in the text says whether the work is done, was accepted or meets the standard for closing out.",
	}}}
}

func concludes(text string) bool {
	return conclusions.In(text) || doneAtEnd.MatchString(text)
}

// dots stand where words were left out.
var dots = answer.NewList("…")

// doneAtEnd is 整改完成 that ends a clause, unlike that of 整改完成情况.
var doneAtEnd = regexp.MustCompile(`整改完成[。，；,;！\n]|整改完成$`)
