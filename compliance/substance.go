package compliance

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gongshi"
	"gongshi/compliance/answer"
)

// substanceRules ask whether what was done answers what was found, as far as the
// notice tells: it is all that they see.
var substanceRules = []Rule{sub01, sub02, sub03, sub04, sub05, sub06, sub07, sub08, sub09, sub11, sub12}

// basisStandard is what the provinces ask of a problem before it is closed out.
var basisStandard = gongshi.Text{
	Zh: "《安徽省突出生态环境问题整改验收销号管理办法（试行）》（2019年）：措施全部落实、违法行为查处到位、整改效果符合要求；湖南省突出生态环境问题验收销号标准（2019年）",
	En: "Provincial rules on closing out (Anhui 2019, Hunan 2019): all measures carried out, violations punished, the effect shown",
}

// basisSurface is the practice against rectification on paper.
var basisSurface = gongshi.Text{
	Zh: "中央生态环境保护督察通报的表面整改、敷衍整改、虚假整改情形",
	En: "Cases of rectification on paper that central inspections made public",
}

// minConcrete is how many concrete words a problem or a measure has at least, of
// at least minConcepts concepts, that it can be called unanswered: with fewer,
// other words for the same are too likely.
const (
	minConcrete = 4
	minConcepts = 3
)

// commonRun is how many characters outside set phrases a measure and an item have
// in common, one after the other, that the item speaks of the measure whatever
// the words of the lexicon say.
const commonRun = 6

var sub01 = Rule{
	ID:    "SUB01",
	Title: gongshi.Text{Zh: "落实情况没有回应反馈问题", En: "What was done does not speak of the problem"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("反馈问题至少有%d个具体词（污染种类、设施、指标、河湖、地点、企业，按词表和名称后缀识别，政治性套语不计），分属至少%d类，而整改落实情况和验收情况没有一个词提到其中任何一类。原文有删节或另见附件的，不作判断。", minConcrete, minConcepts),
		En: fmt.Sprintf("The problem has at least %d concrete words (pollution, works, indicators, waters, places, enterprises; by a list of words and by what names end in; set phrases do not count) of at least %d concepts, and what was done has no word of any of them. No verdict where the text is cut or points to an attachment.", minConcrete, minConcepts),
	},
	Basis:    basisStandard,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：污水管网不配套，水产养殖污染突出，尾矿库治理滞后，扬尘明显。二、整改目标：问题得到解决。三、整改措施：加强学习。四、整改落实情况：召开常委会会议3次，组织干部学习12次，压实各级责任。",
		Why:  gongshi.Text{Zh: "管网、养殖、尾矿库都没有提到。", En: "Not a word on pipes, fish farming and tailings."},
	},
	Holds: Example{
		Text: "一、反馈问题：污水管网不配套，水产养殖污染突出，尾矿库治理滞后，扬尘明显。二、整改目标：问题得到解决。三、整改措施：建设管网。四、整改落实情况：新建雨污分流管道12公里，退养鱼塘300亩。",
		Why:  gongshi.Text{Zh: "管道、鱼塘回应了管网和养殖。", En: "Pipes and fish ponds answer the problem in other words."},
	},
	Check: func(n *Reading) []gongshi.Finding {
		return eachProblem(n, problemDoubtful, checkProblem)
	},
}

var sub02 = Rule{
	ID:    "SUB02",
	Title: gongshi.Text{Zh: "整改措施没有对应的落实情况", En: "A measure that nothing in what was done answers"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("逐条对照整改措施与落实情况：一条措施至少有%d个具体词，而落实情况各条没有提到其中任何一类，也没有提到措施中的执法、排查、考核等工作，也没有连续%d个字（套语不计）与之相同。措施与落实情况合写、原文有删节或另见附件的，不作判断。", minConcrete, commonRun),
		En: fmt.Sprintf("Holds measures against what was done, one by one: a measure with at least %d concrete words is unanswered if no item has a word of any of their concepts, nor speaks of the inspections, fines or reviews that the measure has, nor shares %d characters in a row (set phrases do not count). No verdict where both stand in one section, or where the text is cut or points to an attachment.", minConcrete, commonRun),
	},
	Basis:    basisStandard,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：园区环境管理不严，总磷超标。二、整改目标：达标。三、整改措施：（一）清退网箱养殖，疏浚河道，控制总磷。（二）加强园区锅炉管理。四、整改落实情况：（一）改造园区锅炉5台，安装脱硫设施5套。（二）组织培训2期。",
		Why:  gongshi.Text{Zh: "措施（一）的养殖、河道、总磷都没有下文。", En: "Nothing on fish farming, the river bed and phosphorus."},
	},
	Holds: Example{
		Text: "一、反馈问题：园区环境管理不严，总磷超标。二、整改目标：达标。三、整改措施：（一）清退网箱养殖，疏浚河道，控制总磷。（二）加强园区锅炉管理。四、整改落实情况：（一）改造园区锅炉5台，安装脱硫设施5套。（二）拆除围网3200亩。",
		Why:  gongshi.Text{Zh: "“围网”回应了网箱养殖。", En: "Nets answer the cages."},
	},
	Check: func(n *Reading) []gongshi.Finding {
		return eachProblem(n, measureDoubtful, checkMeasures)
	},
}

// minCopied is the share of an item that stands in a measure from which on it
// repeats the measure, and minLetters the length of an item that is compared.
const (
	minCopied  = 0.5
	minLetters = 24
)

var sub03 = Rule{
	ID:    "SUB03",
	Title: gongshi.Text{Zh: "落实情况照抄措施或只写打算", En: "What was done repeats a measure, or only says what is meant to be done"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("落实情况的一条至少%d个字，有%d%%以上（按连续4字以上计）与某条措施相同，而且没有数字，也没有“已”“完成”“建成”等结果；或者整个落实情况只有“将”“拟”“计划”“下一步”等打算，没有数字和结果。措施与落实情况合写、原文有删节或另见附件的，不作判断。", minLetters, int(minCopied*100)),
		En: fmt.Sprintf("An item of at least %d characters of which more than %d%% stand in a measure (in runs of four characters or more) and that has neither a number nor a result (已, 完成, 建成, …); or what was done has nothing but intentions (将, 拟, 计划, 下一步). No verdict where both stand in one section, or where the text is cut or points to an attachment.", minLetters, int(minCopied*100)),
	},
	Basis:    basisSurface,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：（一）加强组织领导。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改。四、整改落实情况：（一）成立领导小组，召开会议3次。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改，促进环境改善。",
		Why:  gongshi.Text{Zh: "第（二）条照抄措施，没有结果。", En: "The second item is the measure again, without a result."},
	},
	Holds: Example{
		Text: "一、反馈问题：污染突出。二、整改目标：改善。三、整改措施：（一）加强组织领导。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改。四、整改落实情况：（一）成立领导小组，召开会议3次。（二）深入打好污染防治攻坚战，分级分步分段推进突出问题整改，已完成23个。",
		Why:  gongshi.Text{Zh: "重复了措施，但有结果。", En: "The measure again, with a result."},
	},
	Check: func(n *Reading) []gongshi.Finding {
		return append(eachProblem(n, itemDoubtful, checkCopies), checkIntentions(n)...)
	},
}

// eachProblem runs a check on the matrix of each problem that has sections, if a
// quick look says that it may find something.
func eachProblem(n *Reading, doubtful func(*Reading, int) bool, check func(*Reading, *answer.Matrix) []gongshi.Finding) []gongshi.Finding {
	if !isCloseOut(n) {
		return nil
	}
	var findings []gongshi.Finding
	var seen []int
	for _, s := range n.Sections {
		if slices.Contains(seen, s.Problem) {
			continue
		}
		seen = append(seen, s.Problem)
		if len(seen) > maxProblems {
			break
		}
		if !doubtful(n, s.Problem) {
			continue
		}
		if m := answer.Of(n.Notice, s.Problem); !m.Cut && len(m.Items) > 0 {
			findings = append(findings, check(n, m)...)
		}
	}
	return findings
}

func problemDoubtful(n *Reading, problem int) bool { return n.doubtOn(problem).issue }

func measureDoubtful(n *Reading, problem int) bool { return n.doubtOn(problem).measure }

// itemDoubtful tells whether an item of what was done has no result.
func itemDoubtful(n *Reading, problem int) bool {
	for _, s := range n.Sections {
		if s.Problem != problem || !isAccount(s) {
			continue
		}
		items := s.Items
		if len(items) < 2 {
			items = []gongshi.Span{s.Span}
		}
		for _, item := range items {
			if text := cut(n.Text, item); !hasResult(text) && letters(text) >= minLetters {
				return true
			}
		}
	}
	return false
}

// letters counts the letters and digits of a text.
func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			n++
		}
	}
	return n
}

// maxProblems is how many problems of a notice are looked at; the most that a real
// one has is a few dozen.
const maxProblems = 200

func checkProblem(n *Reading, m *answer.Matrix) []gongshi.Finding {
	open := unanswered(m.Problem)
	if open == nil {
		return nil
	}
	place, list := m.Items[0].Span, listTerms(open)
	if label := labelOf(n, place); !label.IsZero() {
		place = label
	}
	return []gongshi.Finding{{Span: place, Message: gongshi.Text{
		Zh: fmt.Sprintf("反馈问题中的具体事项，落实情况一项也没有提到：%s（共%d个词）。", list.Zh, len(open)),
		En: fmt.Sprintf("What was done has no word on any concrete thing in the problem: %s (%d in all).", list.En, len(open)),
	}}}
}

// unanswered gives the concrete words of terms if they are enough and none is
// answered, else nil.
func unanswered(terms []answer.Term) []answer.Term {
	concrete := answer.Words(terms, answer.Concrete)
	concepts := map[string]bool{}
	for i := range concrete {
		if concrete[i].Answered {
			return nil
		}
		if !concrete[i].IsName() {
			concepts[concrete[i].Concept()] = true
		}
	}
	if len(concrete) < minConcrete || len(concepts) < minConcepts {
		return nil
	}
	return concrete
}

// labelOf gives the label of the section in which a place lies.
func labelOf(n *Reading, place gongshi.Span) gongshi.Span {
	for _, s := range n.Sections {
		if s.Span.Contains(place) {
			return s.LabelSpan
		}
	}
	return gongshi.Span{}
}

// maxListed is how many words a message lists.
const maxListed = 12

func listTerms(terms []answer.Term) gongshi.Text {
	var list []string
	for _, t := range terms[:min(len(terms), maxListed)] {
		list = append(list, t.Text)
	}
	t := gongshi.Text{Zh: strings.Join(list, "、"), En: strings.Join(list, ", ")}
	if len(terms) > maxListed {
		t.Zh, t.En = t.Zh+"等", t.En+", …"
	}
	return t
}

func checkMeasures(_ *Reading, m *answer.Matrix) []gongshi.Finding {
	if m.Together {
		return nil
	}
	var findings []gongshi.Finding
	for i := range m.Measures {
		open := m.Unanswered(i, commonRun)
		if len(open) < minConcrete {
			continue
		}
		list := listTerms(open)
		findings = append(findings, gongshi.Finding{Span: m.Measures[i].Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("第%d条措施没有对应的落实情况：%d条措施、%d条落实情况，没有一条提到其中的%s。", i+1, len(m.Measures), len(m.Items), list.Zh),
			En: fmt.Sprintf("Nothing in what was done answers measure %d (of %d; %d items of what was done): no word on %s.", i+1, len(m.Measures), len(m.Items), list.En),
		}})
	}
	return findings
}

func checkCopies(_ *Reading, m *answer.Matrix) []gongshi.Finding {
	if m.Together {
		return nil
	}
	var findings []gongshi.Finding
	for j := range m.Items {
		item := &m.Items[j]
		if letters(item.Text) < minLetters || hasResult(item.Text) {
			continue
		}
		best, copied := 0, make([]float64, len(m.Measures))
		for i := range m.Measures {
			copied[i] = m.Cell(i, j).Copied
			if copied[i] > copied[best] {
				best = i
			}
		}
		if len(m.Measures) == 0 || copied[best] < minCopied {
			continue
		}
		share := int(copied[best] * 100)
		findings = append(findings, gongshi.Finding{Span: item.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("第%d条落实情况有%d%%与第%d条措施逐字相同，没有数字，也没有结果。", j+1, share, best+1),
			En: fmt.Sprintf("Item %d of what was done is, to %d%%, measure %d word for word, with neither a number nor a result.", j+1, share, best+1),
		}})
	}
	return findings
}

// results are words of something done, intentions words of something meant.
var (
	results = answer.NewList("已", "完成", "建成", "达到", "印发", "出台", "制定了", "成立", "建立了", "通过", "投入", "拆除", "关闭", "关停", "取缔",
		"清理", "清运", "立案", "处罚", "实现", "新增", "整治到位", "整改到位", "落实到位", "开展了", "落实了", "组织了", "召开", "安装", "修复了", "未发现")
	intentions = answer.NewList("下一步", "将进一步", "将继续", "将加大", "将加快", "将按", "拟于", "计划于", "力争", "争取在", "预计")
)

// hasResult tells whether a text says that something was done: with a word for it
// or with a number.
func hasResult(text string) bool { return results.In(text) || hasFigure(text) }

func hasWord(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

func checkIntentions(n *Reading) []gongshi.Finding {
	means := slices.ContainsFunc(n.Sections, func(s gongshi.Section) bool { return isAccount(s) && n.has(intentions, s.Span) })
	if !means {
		return nil
	}
	done, ok := account(n)
	if !ok || hasResult(done.text) || !done.isWhole() {
		return nil
	}
	return []gongshi.Finding{{Span: done.place, Message: gongshi.Text{
		Zh: fmt.Sprintf("落实情况（%d个汉字）只写打算，没有数字和结果。", countHan(done.text)),
		En: fmt.Sprintf("What was done (%d Han characters) has only intentions, neither a number nor a result.", countHan(done.text)),
	}}}
}

// told is all that a close-out notice says of what was done.
type told struct {
	text  string
	place gongshi.Span
}

// isWhole tells whether nothing of it was left out or stands elsewhere.
func (t *told) isWhole() bool { return !answer.IsCut(t.text) }

// isAccount tells whether a section is on what was done.
func isAccount(s gongshi.Section) bool {
	return s.Kind == gongshi.SectionImplementation || s.Kind == gongshi.SectionAcceptance
}

// account gives what was done in all sections on it, for a close-out notice.
func account(n *Reading) (t told, ok bool) {
	if !isCloseOut(n) {
		return t, false
	}
	var b strings.Builder
	for _, s := range n.Sections {
		if !isAccount(s) {
			continue
		}
		if s.Kind == gongshi.SectionImplementation && t.place.IsZero() {
			t.place = s.LabelSpan
			if t.place.IsZero() {
				t.place = s.Span
			}
		}
		b.WriteString(s.Text)
		b.WriteByte('\n')
	}
	t.text = b.String()
	return t, !t.place.IsZero()
}
