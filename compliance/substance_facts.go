package compliance

import (
	"fmt"
	"iter"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/compliance/answer"
)

// minAccount is how many Han characters an account has at least that is missed a
// fact in: a sentence on a small problem can be all there is to say.
const minAccount = 60

var sub04 = Rule{
	ID:    "SUB04",
	Title: gongshi.Text{Zh: "落实情况没有数量、日期和地点", En: "What was done has no quantity, no date and no place"},
	Checks: gongshi.Text{
		Zh: fmt.Sprintf("整改落实情况至少%d个汉字，没有一个数量、百分比、金额、日期，也没有河湖、村镇、企业的名称。文号、书名号和引号中的数字、条目序号和“一批”“第一”不算。", minAccount),
		En: fmt.Sprintf("What was done has at least %d Han characters, and no quantity, percentage, sum, date, nor the name of a water, a village or an enterprise. Document numbers, numbers within 《》 and quotation marks, those of items, 一批 and 第一 do not count.", minAccount),
	},
	Basis:    basisSurface,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：工作不力。二、整改目标：提升。三、整改措施：加强领导。四、整改落实情况：严格落实《责任追究办法》（平办发〔2022〕4号）精神，建立健全履职报告制度和督查考核制度，把生态环境保护工作成效列为干部评价的一项内容，同评先评优和提拔使用挂起钩来，年终逐级述职，切实做到齐抓共管。",
		Why:  gongshi.Text{Zh: "只有一个文号。", En: "A document number is all there is."},
	},
	Holds: Example{
		Text: "一、反馈问题：工作不力。二、整改目标：提升。三、整改措施：加强领导。四、整改落实情况：严格落实《责任追究办法》（平办发〔2022〕4号）精神，建立健全履职报告制度和督查考核制度，把生态环境保护工作成效列为干部评价的一项内容，约谈履职不力的干部十二人，切实做到齐抓共管，形成工作合力。",
		Why:  gongshi.Text{Zh: "约谈十二人是数量。", En: "Twelve persons are a quantity."},
	},
	Check: checkFigures,
}

var sub05 = Rule{
	ID:    "SUB05",
	Title: gongshi.Text{Zh: "称已完成而文中写明尚未完成", En: "Called complete, while the text says that something is not"},
	Checks: gongshi.Text{
		Zh: "公示称整改已完成、达到要求或可以销号，而落实情况写有“尚未完成”“仍未建成”等，或预计、力争在公示之后的日期完成：错误；写有“正在建设”“正在施工”等：警告；完成率不足100%而同一句称“全部完成”：错误。同一句又写已完成，或说的是整改以前（原、此前、督察时、检查发现）的，不算；“对尚未完成的”也不算。",
		En: "The notice says that all is done, meets the goal or can be closed out, and what was done says 尚未完成, 仍未建成, or that something will be complete on a day after the notice: error; 正在建设, 正在施工: warning; a rate of completion below 100% in a sentence with 全部完成: error. Not if the same sentence goes on to say that it is done, or speaks of the time before; nor 对尚未完成的.",
	},
	Basis:    gongshi.Text{Zh: "常理；整改完成方可销号", En: "Common sense; a problem is closed out when it is solved"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "一、反馈问题：污水直排。二、整改目标：不再直排。三、整改措施：建设污水厂。四、整改落实情况：污水厂主体已完工，配套管网尚未建成。该问题整改已完成，符合销号要求。",
		Why:  gongshi.Text{Zh: "管网尚未建成。", En: "The pipes are not laid."},
	},
	Holds: Example{
		Text: "一、反馈问题：污水直排。二、整改目标：不再直排。三、整改措施：建设污水厂。四、整改落实情况：督察时尚未建成的管网，现已建成12公里。该问题整改已完成，符合销号要求。",
		Why:  gongshi.Text{Zh: "说的是督察时，现已建成。", En: "That was at the inspection; by now they are."},
	},
	Check: checkUnfinished,
}

var sub09 = Rule{
	ID:    "SUB09",
	Title: gongshi.Text{Zh: "“一刀切”用语", En: "Wording of blanket closures"},
	Checks: gongshi.Text{
		Zh: "整改目标、措施、落实情况写有“一律停产”“一律关停”“一律关闭”“一律停工”“先停再说”等。“不得”“禁止”“避免”等否定的，或只对违法、逾期、不达标、拒不整改等情形的，不算。",
		En: "Goal, measures or what was done have 一律停产, 一律关停, 一律关闭, 一律停工, 先停再说. Not where it is forbidden or avoided, nor where it is only for those who broke the law, are late or do not meet the standard.",
	},
	Basis: gongshi.Text{
		Zh: "湖南省突出生态环境问题验收销号标准（2019年）：不得有“一律停产”等表述；生态环境部禁止环保“一刀切”工作意见（2018年）",
		En: "Hunan's standard for closing out (2019) bans wording like 一律停产; the ministry's opinion against blanket measures (2018)",
	},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：砖厂污染。二、整改目标：达标。三、整改措施：对辖区内砖厂一律停产。四、整改落实情况：12家砖厂完成改造。",
		Why:  gongshi.Text{Zh: "不问情形，全部停产。", En: "All of them, whatever they did."},
	},
	Holds: Example{
		Text: "一、反馈问题：砖厂污染。二、整改目标：达标。三、整改措施：对逾期不改造的砖厂一律停产。四、整改落实情况：12家砖厂完成改造。",
		Why:  gongshi.Text{Zh: "只对逾期不改的。", En: "Only those that are late."},
	},
	Check: checkBlanket,
}

var sub12 = Rule{
	ID:    "SUB12",
	Title: gongshi.Text{Zh: "反馈的违法行为没有查处结果", En: "A violation was found, and nothing says how it was dealt with"},
	Checks: gongshi.Text{
		Zh: "反馈问题写明违法行为（偷排、非法倾倒、私设暗管、弄虚作假、未批先建、超标排放等），而全文其他部分没有查处、处罚、责令、取缔、拆除、问责等任何处理。原文有删节或另见附件的，不作判断。",
		En: "The problem names a violation (偷排, 非法倾倒, 私设暗管, 弄虚作假, 未批先建, 超标排放, …), and nowhere else does the notice speak of a case, a fine, an order, a closure, a removal or of anyone called to account. No verdict where the text is cut or points to an attachment.",
	},
	Basis:    basisStandard,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：某公司私设暗管偷排废水。二、整改目标：达标排放。三、整改措施：加强管理。四、整改落实情况：该公司已建成废水处理站1座，稳定运行。",
		Why:  gongshi.Text{Zh: "偷排没有任何处理。", En: "Nothing came of it."},
	},
	Holds: Example{
		Text: "一、反馈问题：某公司私设暗管偷排废水。二、整改目标：达标排放。三、整改措施：加强管理。四、整改落实情况：对该公司罚款20万元，封堵暗管1处。",
		Why:  gongshi.Text{Zh: "有处罚。", En: "A fine."},
	},
	Check: checkPunished,
}

func checkFigures(n *Reading) []gongshi.Finding {
	done, ok := account(n)
	if !ok || hasFigure(done.text) || answer.HasName(done.text) || !done.isWhole() {
		return nil
	}
	han := countHan(done.text)
	if han < minAccount {
		return nil
	}
	zh, en := "也没有文号", "nor a document number"
	if numbers := numbersIn(n); len(numbers) > 0 {
		zh, en = "只有文号"+strings.Join(numbers, "、"), "but for the document numbers "+strings.Join(numbers, ", ")
	}
	return []gongshi.Finding{{Span: done.place, Message: gongshi.Text{
		Zh: fmt.Sprintf("落实情况%d个汉字，没有一个数量、日期、地点或企业，%s。", han, zh),
		En: fmt.Sprintf("What was done has %d Han characters, and no quantity, date, place or enterprise, %s.", han, en),
	}}}
}

// numbersIn gives the document numbers in what was done.
func numbersIn(n *Reading) []string {
	var numbers []string
	for _, s := range n.Section(gongshi.SectionImplementation) {
		for _, d := range n.DocumentNumbers {
			if s.Span.Contains(d.Span) {
				numbers = append(numbers, d.Text)
			}
		}
	}
	return numbers
}

// quoted are the pairs of marks in which numbers are no facts of the account.
var quoted = map[rune]rune{'《': '》', '“': '”', '〔': '〕', '[': ']', '【': '】', '﹝': '﹞'}

// numerals are Chinese numerals that begin a quantity; 一 begins too much else.
const numerals = "二三四五六七八九十百千两"

// hasFigure tells whether a text has a number that is a fact.
func hasFigure(text string) bool {
	for range figures(text) {
		return true
	}
	return false
}

// figures gives the numbers of a text that are facts: digits that are neither of an
// item nor of a document, and Chinese numerals before a unit.
func figures(text string) iter.Seq[string] {
	return func(yield func(string) bool) { eachFigure(text, yield) }
}

func eachFigure(text string, yield func(string) bool) {
	lineStart := true
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if end, ok := quoted[r]; ok {
			if j := strings.IndexRune(text[i:], end); j > 0 && j < maxQuoted {
				i += j + utf8.RuneLen(end)
				lineStart = false
				continue
			}
		}
		if unicode.IsDigit(r) {
			end := i
			for end < len(text) && !isItemMark(text, i, end, lineStart) && (text[end] == '.' && end+1 < len(text) && isDigit(text[end+1]) || isDigit(text[end]) || text[end] >= 0x80 && unicode.IsDigit(first(text[end:]))) {
				end += max(1, utf8.RuneLen(first(text[end:])))
			}
			if !isItemNumber(text, i, end, lineStart) && !strings.HasPrefix(text[end:], "号") && !yield(text[i:end]) {
				return
			}
			lineStart, i = false, end
			continue
		}
		if (strings.ContainsRune(numerals, r) || r == '一' && strings.ContainsRune("百千万十", first(text[i+size:]))) && !strings.HasSuffix(text[:i], "第") {
			if m := hanQuantity.FindString(text[i:min(len(text), i+maxNumeral)]); m != "" && !isSetNumber(text[i:]) && !yield(m) {
				return
			}
			for (r == '一' || strings.ContainsRune(numerals, r)) && r != utf8.RuneError { // the rest of the numeral
				i += size
				r, size = utf8.DecodeRuneInString(text[i:])
			}
			lineStart = false
			continue
		}
		if r == '\n' || r == '。' || r == '；' || r == ';' {
			lineStart = true
		} else if !unicode.IsSpace(r) && r != '(' && r != '（' {
			lineStart = false
		}
		i += size
	}
}

const (
	maxQuoted  = 240 // bytes between marks
	maxNumeral = 48  // bytes of a numeral with its unit
)

func first(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// isItemMark tells whether a full stop behind digits ends the number of an item that a
// year follows: 1.2021年.
func isItemMark(text string, start, end int, lineStart bool) bool {
	return lineStart && text[end] == '.' && end-start <= 2 && glued.MatchString(text[end:min(len(text), end+8)])
}

var (
	glued = regexp.MustCompile(`^\.(?:19|20)\d\d年`)

	// "十二人", "三百吨", "五千余亩", "一百二十万元"
	hanQuantity = regexp.MustCompile(`^[一二三四五六七八九十百千万两]+(?:余|多)?(?:个|处|家|台|座|条|项|名|户|人|次|吨|米|亩|套|宗|起|艘|辆|口|眼|公里|元|件|棵|株|场|期|份|公顷|平方|立方|头|天|年)`)
)

// isItemNumber tells whether the digits number an item: at the beginning of a line or
// sentence, one or two of them, with a mark behind.
func isItemNumber(text string, start, end int, lineStart bool) bool {
	return lineStart && end-start <= 2 && end < len(text) && strings.ContainsRune(".．、)）, ", first(text[end:]))
}

// setNumbers are numerals of slogans.
var setNumbers = []string{"四个意识", "四个自信", "两个维护", "两个确立", "三个必须", "六个百分之百", "两个清单", "四个最严", "五个一", "三个治污", "两山", "五位一体", "四个全面"}

func isSetNumber(text string) bool {
	for _, s := range setNumbers {
		if strings.HasPrefix(text, s) {
			return true
		}
	}
	return false
}

// sentenceEnds are the marks and line ends behind sentences.
var sentenceEnds = answer.NewList("。", "；", ";", "\n", "！")

// sentences gives the places of the sentences of a section.
func (n *Reading) sentences(s gongshi.Section) iter.Seq[gongshi.Span] {
	return func(yield func(gongshi.Span) bool) {
		start := s.Span.Start
		for end := range n.all(sentenceEnds, s.Span) {
			if end.Start > start && !yield(gongshi.Span{Start: start, End: end.Start}) {
				return
			}
			start = end.End
		}
		if start < s.Span.End && s.Span.End <= len(n.Text) {
			yield(gongshi.Span{Start: start, End: s.Span.End})
		}
	}
}

var (
	// "配套管网尚未建成", "仍未完成验收"; not "对尚未完成的加大推进力度"
	notDone = regexp.MustCompile(`(?:尚未|仍未|还未|未能|还没有|尚没有)(?:全部|全面|完全|如期|按期)?(?:完成|建成|到位|开工|投运|投入使用|通水|整改|拆除|销号|落实|验收)[^的，。；]{0,8}`)

	// "正在建设", "正在加快施工"
	underWay = regexp.MustCompile(`正在(?:加快|抓紧|有序|积极|全力)?(?:建设|施工|推进|实施|办理|整改|安装|调试|编制|招标|拆除|开展前期)`)

	// "预计2024年6月底完工", "力争2025年底前建成"
	planned = regexp.MustCompile(`(?:力争|预计|计划|拟于|将于|确保)(?:在|于)?(20\d\d)年(?:(\d{1,2})月)?(?:\d{1,2}日|底|末)?(?:前|之前|以前)?(?:全面|全部)?(?:完成|建成|投运|开工|投入|通水|完工|竣工)`)

	// "完成率98%", "整改率为95.6％"
	rate = regexp.MustCompile(`(?:完成|整改|办结|销号)率(?:为|达到|达|是)?(\d+(?:\.\d+)?)[%％]`)
)

// doubts stand in every sentence that says that something is not done, allDone in
// one that says that everything is.
var (
	doubts  = answer.NewList("未", "没有", "正在", "力争", "预计", "计划", "拟于", "将于", "确保")
	allDone = answer.NewList("全部完成")
)

// find matches a pattern on a text that has one of the words; patterns are slow.
func find(pattern *regexp.Regexp, text string, words ...string) []string {
	if !hasWord(text, words) {
		return nil
	}
	return pattern.FindStringSubmatch(text)
}

func findIndex(pattern *regexp.Regexp, text string, words ...string) []int {
	if !hasWord(text, words) {
		return nil
	}
	return pattern.FindStringIndex(text)
}

// Words of the time before, and of what came after it.
var (
	earlier   = answer.NewList("原", "曾", "此前", "当时", "督察时", "督察期间", "督察组", "检查时", "排查", "发现", "反馈", "接到", "收到", "举报", "现场检查", "以前", "整改前", "若", "如", "凡", "对于", "不得", "前期")
	afterward = answer.NewList("现已", "目前已", "已于", "均已", "已全部", "已经", "后来", "随后", "现在", "目前已", "已完成", "已建成")
	complete  = answer.NewList("整改已完成", "已完成整改", "整改完成", "全部完成", "均已完成", "已全部", "整改到位", "符合销号", "达到销号", "同意销号", "可以销号", "符合办结", "销号要求", "销号条件", "达到整改目标", "达到了整改目标", "验收合格")
)

func checkUnfinished(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || !n.has(complete, n.whole()) {
		return nil
	}
	var findings []gongshi.Finding
	for _, s := range n.Section(gongshi.SectionImplementation) {
		if !n.has(doubts, s.Span) && !n.has(allDone, s.Span) {
			continue
		}
		for span := range n.sentences(s) {
			if !n.has(doubts, span) && !n.has(allDone, span) {
				continue
			}
			if f, ok := unfinished(n, span); ok {
				f.Span = span
				findings = append(findings, f)
			}
		}
	}
	return findings
}

// unfinished judges a sentence of what was done.
func unfinished(n *Reading, sentence gongshi.Span) (f gongshi.Finding, ok bool) {
	text := sentence.Of(n.Text)
	if m := find(rate, text, "完成率", "整改率", "办结率", "销号率"); m != nil && n.has(allDone, sentence) && !strings.HasPrefix(m[1], "100") && number(m[1]) < 100 {
		return gongshi.Finding{Message: gongshi.Text{
			Zh: fmt.Sprintf("称“全部完成”，而“%s”。", m[0]),
			En: fmt.Sprintf("It says that all is done (全部完成), and %q.", m[0]),
		}}, true
	}
	if !n.has(doubts, sentence) || n.has(earlier, sentence) || n.has(afterward, sentence) {
		return f, false
	}
	if at := findIndex(notDone, text, "尚未", "仍未", "还未", "未能", "没有"); at != nil && !strings.HasPrefix(text[at[1]:], "的") {
		return gongshi.Finding{Message: gongshi.Text{
			Zh: fmt.Sprintf("公示称整改已完成，而落实情况写有“%s”。", text[at[0]:at[1]]),
			En: fmt.Sprintf("The notice calls the problem solved, and what was done says %q.", text[at[0]:at[1]]),
		}}, true
	}
	if m := find(planned, text, "20"); m != nil && n.Issued.Exact() {
		then := gongshi.Date{Year: int(number(m[1])), Month: int(number(m[2]))}
		if then.Year > n.Issued.Year || then.Year == n.Issued.Year && then.Month > n.Issued.Month {
			return gongshi.Finding{Message: gongshi.Text{
				Zh: fmt.Sprintf("公示（%s）称整改已完成，而落实情况写有“%s”。", zhDate(n.Issued), m[0]),
				En: fmt.Sprintf("The notice of %s calls the problem solved, and what was done says %q.", n.Issued, m[0]),
			}}, true
		}
	}
	if m := find(underWay, text, "正在"); m != nil {
		at := m[0]
		return gongshi.Finding{Severity: gongshi.SeverityWarning, Message: gongshi.Text{
			Zh: fmt.Sprintf("公示称整改已完成，而落实情况写有“%s”。", at),
			En: fmt.Sprintf("The notice calls the problem solved, and what was done says %q.", at),
		}}, true
	}
	return f, false
}

var (
	// "一律停产", "全部一律关停"
	blanket = regexp.MustCompile(`一律(?:予以|实施|实行|依法)?(?:停产|关停|关闭|停工|停业)|先停再说`)

	// blanketWords are parts of it.
	blanketWords = answer.NewList("一律", "先停再说")

	conditions = answer.NewList("逾期", "不达标", "未达标", "超标", "拒不", "违法", "违规", "非法", "未批", "无证", "不符合", "限期", "仍", "不得", "禁止", "严禁", "避免", "杜绝", "防止", "不搞", "不能", "反对",
		"整改无望", "不合格", "禁养区", "未取得", "未安装", "不到位", "未完成", "手续不全", "淘汰", "情节严重", "屡")
)

func checkBlanket(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) {
		return nil
	}
	var findings []gongshi.Finding
	for _, s := range n.Sections {
		if s.Kind != gongshi.SectionGoal && s.Kind != gongshi.SectionMeasures && s.Kind != gongshi.SectionImplementation || !n.has(blanketWords, s.Span) {
			continue
		}
		for span := range n.sentences(s) {
			text := span.Of(n.Text)
			at := blanket.FindStringIndex(text)
			if at == nil || conditions.In(text[:at[0]]) {
				continue
			}
			words := text[at[0]:at[1]]
			findings = append(findings, gongshi.Finding{
				Span: gongshi.Span{Start: span.Start + at[0], End: span.Start + at[1]},
				Message: gongshi.Text{
					Zh: fmt.Sprintf("写有“%s”，没有限定情形。", words),
					En: fmt.Sprintf("It says %q, with no condition.", words),
				},
			})
		}
	}
	return findings
}

var (
	violations = answer.NewList("偷排", "偷倒", "私设暗管", "非法倾倒", "非法排放", "非法处置", "非法占用", "非法采", "非法开采", "非法填埋", "非法捕捞", "违法排", "违法占", "违法建", "违法采", "违法开采",
		"违法倾倒", "弄虚作假", "数据造假", "未批先建", "无证排污", "无证采", "无证开采", "超标排放", "盗采", "毁林", "违规占用", "违规倾倒", "违规采", "违规开采")
	consequences = answer.NewList("处罚", "罚款", "罚金", "立案", "查处", "移送", "移交", "拘留", "问责", "追责", "责任追究", "处分", "诫勉", "约谈", "通报", "责令", "没收", "查封", "扣押", "取缔", "关停", "关闭", "拆除",
		"封堵", "吊销", "注销", "停产", "停业", "停工", "改正", "执法", "起诉", "判", "刑", "赔偿", "清退", "腾退", "退出", "收回", "打击", "处理决定", "依法处理", "退还", "追缴", "警告", "批评", "检讨", "打捞", "恢复植被", "复垦")
)

func checkPunished(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || len(n.Section(gongshi.SectionImplementation)) == 0 {
		return nil
	}
	issue := n.Section(gongshi.SectionIssue)
	at, ok := gongshi.Span{}, false
	for i := 0; i < len(issue) && !ok; i++ {
		at, ok = n.foremost(violations, issue[i].Span)
	}
	if !ok || punishes(n, issue) || answer.IsCut(n.Text) {
		return nil
	}
	named := at.Of(n.Text)
	return []gongshi.Finding{{Span: at, Message: gongshi.Text{
		Zh: fmt.Sprintf("反馈问题写有“%s”，其他各节没有查处、处罚、责令或问责等任何处理。", named),
		En: fmt.Sprintf("The problem names %q, and no other section speaks of a case, a fine, an order or of anyone called to account.", named),
	}}}
}

// punishes tells whether the notice speaks of a consequence outside its sections on
// the problem.
func punishes(n *Reading, issue []gongshi.Section) bool {
	at := 0
	for _, s := range issue {
		if s.Span.Start >= at {
			if n.has(consequences, gongshi.Span{Start: at, End: s.Span.Start}) {
				return true
			}
			at = s.Span.End
		}
	}
	return n.has(consequences, gongshi.Span{Start: at, End: len(n.Text)})
}
