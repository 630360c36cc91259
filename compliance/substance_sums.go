package compliance

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
)

var sub07 = Rule{
	ID:    "SUB07",
	Title: gongshi.Text{Zh: "合计、百分比与文中数字不符", En: "A sum or a percentage does not agree with its own figures"},
	Checks: gongshi.Text{
		Zh: "同一句中：“共N个，其中A个……，其余B个”各部分之和与N不等（任何一种组合都不等才报）；“N家中M家……率P%”与M÷N相差超过1个百分点；“由A%提高（下降）到B%，提高（下降）C个百分点”与B-A相差超过0.1。约数（余、多、约、近）不算。",
		En: "Within a sentence: the parts of “N in all, of these A …, the other B” do not add up to N in any combination; “of N, M …, a rate of P%” is more than 1 point from M÷N; “from A% to B%, by C points” is more than 0.1 from B−A. Approximate numbers (余, 多, 约, 近) are let pass.",
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "一、反馈问题：砖厂污染。二、整改目标：达标。三、整改措施：治理砖厂。四、整改落实情况：全县共有砖厂20家，其中12家完成改造，其余7家关闭。",
		Why:  gongshi.Text{Zh: "12加7是19，不是20。", En: "12 and 7 are 19."},
	},
	Holds: Example{
		Text: "一、反馈问题：砖厂污染。二、整改目标：达标。三、整改措施：治理砖厂。四、整改落实情况：全县共有砖厂20家，其中12家完成改造，其余8家关闭。",
		Why:  gongshi.Text{Zh: "12加8是20。", En: "12 and 8 are 20."},
	},
	Check: checkSums,
}

var sub08 = Rule{
	ID:    "SUB08",
	Title: gongshi.Text{Zh: "指标按文中数字反而变差", En: "An indicator got worse by the text's own figures"},
	Checks: gongshi.Text{
		Zh: "落实情况写污染物浓度（氨氮、总磷、化学需氧量、PM2.5 等）“由A上升到B”，或“由A降至B”而B大于A，或水质类别“由Ⅲ类变为Ⅳ类”“由Ⅳ类改善为Ⅴ类”。进水浓度、去除率等越高越好的，不算。",
		En: "What was done says that a pollutant (氨氮, 总磷, 化学需氧量, PM2.5, …) rose from A to B, or fell from A to B with B above A, or that a class of water went from Ⅲ to Ⅳ. Not for what is better when higher, such as the concentration of what comes in, or the rate of removal.",
	},
	Basis:    gongshi.Text{Zh: "常理；整改后环境质量应改善", En: "Common sense; what is put right gets better"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "一、反馈问题：断面超标。二、整改目标：达标。三、整改措施：治理。四、整改落实情况：清淤3公里，断面总磷浓度由0.12毫克/升降至0.21毫克/升。",
		Why:  gongshi.Text{Zh: "写“降至”而数字变大。", En: "It “fell” to a higher figure."},
	},
	Holds: Example{
		Text: "一、反馈问题：断面超标。二、整改目标：达标。三、整改措施：治理。四、整改落实情况：清淤3公里，断面总磷浓度由0.21毫克/升降至0.12毫克/升，污水厂进水化学需氧量由71毫克/升提高到168毫克/升。",
		Why:  gongshi.Text{Zh: "总磷下降；进水浓度提高说明收集改善。", En: "Phosphorus fell; a stronger inflow means that less is lost."},
	},
	Check: checkReversal,
}

var (
	// "20家", "7余家": a number and its unit
	counted = regexp.MustCompile(`(\d+)(余|多|来)?(个|家|处|座|起|件|宗|项|台|套|条|户|人|名|眼|口|艘|辆|吨|公里|亩|万亩|万元|平方米|立方米)`)

	// "612家规模化养殖场中，586家配套了粪污处理设施，配套率95.8%"
	quotient = regexp.MustCompile(`(\d+)(个|家|处|座|起|件|宗|项|台|套|条|户|眼|口)[^，,。；;\d]{0,18}中[，,]?[^，,。；;\d]{0,6}?(\d+)(个|家|处|座|起|件|宗|项|台|套|条|户|眼|口)[^，,。；;\d]{0,18}[，,][^，,。；;\d]{0,10}率(?:为|达到|达|是)?(\d+(?:\.\d+)?)[%％]`)

	// "由31.4%提高到86.7%，提高55.3个百分点"
	points = regexp.MustCompile(`(?:由|从)[^，,。；;\d]{0,12}(\d+(?:\.\d+)?)[%％](?:提高|提升|上升|增加|增长|下降|降低|减少|降)(?:到|至|为)(?:了)?[^，,。；;\d]{0,8}(\d+(?:\.\d+)?)[%％][，,][^，,。；;\d]{0,8}(?:提高|提升|上升|增加|增长|下降|降低|减少)(?:了)?(\d+(?:\.\d+)?)个百分点`)
)

// Tolerances, in points: what is rounded or cut off is not wrong.
const (
	quotientTolerance = 1.0
	pointsTolerance   = 0.1 + 1e-9
)

func checkSums(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) {
		return nil
	}
	var findings []gongshi.Finding
	for _, s := range n.Sections {
		if s.Kind != gongshi.SectionImplementation && s.Kind != gongshi.SectionAcceptance && s.Kind != gongshi.SectionIssue || !n.has(sumWords, s.Span) {
			continue
		}
		for span := range n.sentences(s) {
			if span.Len() > maxSentence || !n.has(sumWords, span) {
				continue
			}
			text := span.Of(n.Text)
			for _, message := range []gongshi.Text{wrongSum(text), wrongQuotient(text), wrongPoints(text)} {
				if message.Zh != "" {
					findings = append(findings, gongshi.Finding{Span: span, Message: message})
				}
			}
		}
	}
	return findings
}

// sumWords stand with every sum and percentage that is looked at.
var sumWords = answer.NewList("其余", "剩余", "率", "百分点")

// maxSentence is the length in bytes of a sentence from which on it is a table or
// a list, and its numbers belong to too many things.
const maxSentence = 600

// maxCounts is how many numbers of one unit a sentence has at most that every way
// to add them is tried.
const maxCounts = 10

// wrongSum finds a sentence whose total is not the sum of its parts. The total is
// the first number, the rest is called so, and any of the numbers between may
// be a part: it is wrong only if no choice of them adds up.
func wrongSum(text string) (t gongshi.Text) {
	if !hasWord(text, []string{"其余", "剩余"}) {
		return t
	}
	total, unit, rest, last := -1, "", -1, 0
	var between []int
	for _, m := range counted.FindAllStringSubmatchIndex(text, -1) {
		n, err := strconv.Atoi(text[m[2]:m[3]])
		ahead := text[last:m[0]]
		if err != nil || m[4] >= 0 || hasWord(ahead, []string{"约", "近", "逾", "超过"}) || strings.HasSuffix(ahead, ".") {
			return t
		}
		others := hasWord(ahead, []string{"其余", "剩余"})
		last = m[1]
		switch {
		case total < 0:
			if others {
				return t
			}
			total, unit = n, text[m[6]:m[7]]
		case text[m[6]:m[7]] != unit:
		case others:
			if rest >= 0 {
				return t
			}
			rest = n
		case rest < 0:
			between = append(between, n)
		}
	}
	if total < 0 || rest < 0 || len(between) == 0 || len(between) > maxCounts || !hasWord(text, []string{"共", "其中", "全部", "总"}) || addsUp(between, total-rest) {
		return t
	}
	list := make([]string, len(between))
	for i, n := range between {
		list[i] = strconv.Itoa(n)
	}
	parts := strings.Join(list, "、")
	return gongshi.Text{
		Zh: fmt.Sprintf("合计%d%s，而各部分%s、其余%d%s加不出%d。", total, unit, parts, rest, unit, total),
		En: fmt.Sprintf("%d%s in all, but the parts %s and the rest of %d do not add up to it.", total, unit, strings.Join(list, ", "), rest),
	}
}

// addsUp tells whether some of the numbers add up to the sum.
func addsUp(numbers []int, sum int) bool {
	for chosen := range 1 << len(numbers) {
		s := 0
		for i, n := range numbers {
			if chosen>>i&1 == 1 {
				s += n
			}
		}
		if s == sum {
			return true
		}
	}
	return false
}

func wrongQuotient(text string) (t gongshi.Text) {
	if !strings.Contains(text, "率") || !strings.ContainsAny(text, "%％") {
		return t
	}
	m := quotient.FindStringSubmatch(text)
	if m == nil || m[2] != m[4] || hasWord(m[0], []string{"约", "余", "近", "多"}) {
		return t
	}
	all, some, stated := number(m[1]), number(m[3]), number(m[5])
	if all == 0 || some > all {
		return t
	}
	computed := some / all * 100
	if math.Abs(computed-stated) <= quotientTolerance {
		return t
	}
	return gongshi.Text{
		Zh: fmt.Sprintf("写明%s%%，而%s÷%s为%.1f%%。", m[5], m[3], m[1], computed),
		En: fmt.Sprintf("It states %s%%, but %s of %s is %.1f%%.", m[5], m[3], m[1], computed),
	}
}

func wrongPoints(text string) (t gongshi.Text) {
	if !strings.Contains(text, "百分点") {
		return t
	}
	m := points.FindStringSubmatch(text)
	if m == nil {
		return t
	}
	from, to, stated := number(m[1]), number(m[2]), number(m[3])
	if math.Abs(math.Abs(to-from)-stated) <= pointsTolerance {
		return t
	}
	return gongshi.Text{
		Zh: fmt.Sprintf("由%s%%到%s%%相差%.1f个百分点，写明%s个。", m[1], m[2], math.Abs(to-from), m[3]),
		En: fmt.Sprintf("From %s%% to %s%% is %.1f points; it states %s.", m[1], m[2], math.Abs(to-from), m[3]),
	}
}

func number(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64) // of digits; nothing is 0
	return f
}

// pollutants are better when lower.
var pollutants = []string{"氨氮", "总磷", "总氮", "化学需氧量", "高锰酸盐指数", "生化需氧量", "PM2.5", "PM10", "二氧化硫", "氮氧化物", "臭氧", "颗粒物", "氟化物", "重金属", "铊", "锑", "镉", "砷", "铅", "锰"}

var (
	polluting = answer.NewList(pollutants...)

	// "总磷浓度由0.12毫克/升降至0.21毫克/升", "氨氮从1.2毫克/升上升到1.5毫克/升"
	trend = regexp.MustCompile(`(` + strings.ReplaceAll(strings.Join(pollutants, "|"), ".", `\.`) + `)[^，,。；;\d]{0,24}(?:由|从)[^，,。；;\d]{0,14}(\d+(?:\.\d+)?)(毫克/升|微克/立方米|毫克/立方米|微克/升|毫克／升|mg/L)?[^，,。；;\d]{0,4}?(上升|升高|升|增加|提高|下降|降低|降|减少|变|改善)(?:到|至|为)(?:了)?[^，,。；;\d]{0,8}(\d+(?:\.\d+)?)(毫克/升|微克/立方米|毫克/立方米|微克/升|毫克／升|mg/L)?`)

	// "由Ⅲ类下降为Ⅳ类", "由Ⅳ类改善为Ⅴ类"
	class = regexp.MustCompile(`(?:由|从)[^，,。；;ⅠⅡⅢⅣⅤ]{0,12}?(劣?[ⅠⅡⅢⅣⅤ])类[^，,。；;ⅠⅡⅢⅣⅤ]{0,4}?(?:上升|提升|下降|改善|恶化|降|升|变|好转)(?:到|至|为)[^，,。；;ⅠⅡⅢⅣⅤ]{0,6}?(劣?[ⅠⅡⅢⅣⅤ])类`)

	// betterHigher stand with figures that are better when higher.
	betterHigher = answer.NewList("进水", "进厂", "去除", "削减", "负荷", "收集", "处理能力", "督察前", "整改前", "此前", "限值")
)

// movers are the words before the figure that another one follows.
var movers = answer.NewList("由", "从")

// classes are the classes of water, best first.
var classes = map[string]int{"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "劣Ⅴ": 6}

func checkReversal(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) {
		return nil
	}
	var findings []gongshi.Finding
	for _, s := range n.Sections {
		if !isAccount(s) {
			continue
		}
		for span := range n.sentences(s) {
			if !n.has(movers, span) {
				continue
			}
			text := span.Of(n.Text)
			for at := 0; at < len(text); {
				clause := text[at:]
				if i := strings.IndexAny(clause, "，,"); i >= 0 {
					clause = clause[:i]
				}
				if message := reversal(clause); message.Zh != "" {
					findings = append(findings, gongshi.Finding{
						Span: gongshi.Span{Start: span.Start + at, End: span.Start + at + len(clause)}, Message: message,
					})
				}
				at += len(clause)
				if at < len(text) {
					at += len(string(first(text[at:])))
				}
			}
		}
	}
	return findings
}

func reversal(clause string) (t gongshi.Text) {
	if len(clause) > maxSentence || !movers.In(clause) || betterHigher.In(clause) {
		return t
	}
	if m := find(class, clause, "类"); m != nil && classes[m[2]] > classes[m[1]] {
		return gongshi.Text{
			Zh: fmt.Sprintf("水质由%s类到%s类，是变差。", m[1], m[2]),
			En: fmt.Sprintf("From class %s to class %s the water got worse.", m[1], m[2]),
		}
	}
	if !polluting.In(clause) {
		return t
	}
	m := find(trend, clause, "到", "至", "为")
	if m == nil || m[3] != "" && m[6] != "" && m[3] != m[6] || m[6] == "" && m[3] != "" || number(m[5]) <= number(m[2]) || strings.Contains(clause, "%") {
		return t
	}
	return gongshi.Text{
		Zh: fmt.Sprintf("%s由%s到%s，是变差。", m[1], m[2]+m[3], m[5]+m[6]),
		En: fmt.Sprintf("%s went from %s to %s, which is worse.", m[1], m[2]+m[3], m[5]+m[6]),
	}
}
