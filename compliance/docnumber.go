package compliance

import (
	"fmt"
	"strings"

	"gongshi"
	"gongshi/normal"
)

var num01 = Rule{
	ID:    "NUM01",
	Title: gongshi.Text{Zh: "发文字号格式不规范", En: "A document number is not in the standard form"},
	Checks: gongshi.Text{
		Zh: "发文字号的年份没有用六角括号〔〕，或序号加“第”、有前导零，或年份只写两位。令、公告等不用括号的不查，图像识别的文字不查。",
		En: "The year of a document number is not in 〔〕, or 第 or a zero stands before the serial, or the year has two digits only. Orders and announcements, which have no brackets, are let pass, and so is text recognised on images.",
	},
	Basis:    gongshi.Text{Zh: "GB/T 9704—2012 7.2.5", En: "GB/T 9704-2012 7.2.5"},
	Severity: gongshi.SeverityNote,
	Breaks: Example{
		Text: "根据《某市整改方案》（君办发【2018】07号）",
		Why:  gongshi.Text{Zh: "应写作君办发〔2018〕7号。", En: "It should be 君办发〔2018〕7号."},
	},
	Holds: Example{
		Text: "根据《某市整改方案》（君办发〔2018〕7号）",
		Why:  gongshi.Text{Zh: "六角括号，序号无前导零。", En: "The right brackets, and no zero."},
	},
	Check: checkNumberForm,
}

// looseSpace are blanks that layout puts into a document number.
var looseSpace = strings.NewReplacer(" ", "", "\u3000", "", "\n", "", "\t", "")

func checkNumberForm(n *Reading) []gongshi.Finding {
	if recognised(n) {
		return nil
	}
	var findings []gongshi.Finding
	seen := map[string]bool{}
	for _, d := range n.DocumentNumbers {
		written := looseSpace.Replace(d.Text)
		zh, en := formFaults(d, written)
		if len(zh) == 0 || seen[written] {
			continue
		}
		seen[written] = true
		findings = append(findings, gongshi.Finding{Span: d.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("发文字号“%s”%s，规范写法为%s。", written, strings.Join(zh, "、"), strings.Replace(d.Number, "第", "", 1)),
			En: fmt.Sprintf("The document number %q has %s; the standard form is %s.", written, strings.Join(en, " and "), strings.Replace(d.Number, "第", "", 1)),
		}})
	}
	return findings
}

// bracketForms are the brackets that stand in place of 〔〕, in compatibility
// forms too.
const bracketForms = "[]【】()（）［］﹝﹞{}｛｝"

// formFaults lists what is wrong with a number as it is written.
func formFaults(d gongshi.DocNumber, written string) (zh, en []string) {
	if d.Year == 0 || !strings.HasPrefix(d.Number, d.Agency+"〔") || strings.Contains(d.Serial, "、") || !strings.Contains(written, d.Agency) {
		return nil, nil
	}
	rest := written[strings.Index(written, d.Agency)+len(d.Agency):]
	switch {
	case strings.ContainsAny(rest, bracketForms):
		zh, en = append(zh, "没有用六角括号〔〕"), append(en, "other brackets than 〔〕")
	case strings.Count(rest, "〔")+strings.Count(rest, "〕") < 2:
		zh, en = append(zh, "缺六角括号"), append(en, "a bracket missing")
	}
	form := normal.Search(rest)
	digits := strings.TrimLeft(form, "〔【[(﹝{")
	if n := leadingDigits(digits); n == 2 {
		zh, en = append(zh, "年份只写两位"), append(en, "a year of two digits")
	}
	if strings.Contains(form, "第") {
		zh, en = append(zh, "序号前加“第”"), append(en, "第 before the serial")
	}
	serial := form
	if i := strings.LastIndexAny(form, "〕】])﹞}第"); i >= 0 {
		serial = strings.TrimLeft(form[i:], "〕】])﹞}第")
	}
	if strings.HasPrefix(serial, "0") && leadingDigits(serial) > 1 && !strings.Contains(serial, "-") {
		zh, en = append(zh, "序号有前导零"), append(en, "a zero before the serial")
	}
	return zh, en
}

// leadingDigits counts the ASCII digits that s begins with.
func leadingDigits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

var num02 = Rule{
	ID:    "NUM02",
	Title: gongshi.Text{Zh: "所引文件年份晚于公示", En: "A cited document is of a later year than the notice"},
	Checks: gongshi.Text{
		Zh: "发文字号的年份晚于公示落款的年份，也晚于公示截止日的年份。",
		En: "The year of a document number is later than that of the signature, and later than that of the end of the period.",
	},
	Basis:    basisSense,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "根据《某市整改方案》（岳办发〔2024〕4号）｜2023年10月13日",
		Why:  gongshi.Text{Zh: "2023年的公示引用了2024年的文件。", En: "A notice of 2023 cites a document of 2024."},
	},
	Holds: Example{
		Text: "根据《某市整改方案》（岳办发〔2022〕4号）｜2023年10月13日",
		Why:  gongshi.Text{Zh: "文件在先。", En: "The document is older."},
	},
	Check: checkLaterNumbers,
}

func checkLaterNumbers(n *Reading) []gongshi.Finding {
	signed := signedOn(n)
	if signed == nil || recognised(n) || !isCloseOut(n) {
		return nil
	}
	latest := signed.Date.Year
	if p := n.Publicity; p != nil {
		latest = max(latest, p.End.Year, p.Start.Year)
	}
	if published := publishedOn(n); published != nil {
		latest = max(latest, published.Date.Year)
	}
	var findings []gongshi.Finding
	for _, d := range n.DocumentNumbers {
		if d.Year <= latest || d.Year > latest+50 {
			continue
		}
		findings = append(findings, gongshi.Finding{Span: d.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("公示落款%s，所引文件%s为%d年。", zhDate(signed.Date), d.Number, d.Year),
			En: fmt.Sprintf("The notice is signed on %s and cites %s, of %d.", signed.Date, d.Number, d.Year),
		}})
	}
	return findings
}

var num03 = Rule{
	ID:    "NUM03",
	Title: gongshi.Text{Zh: "整改方案的文号早于督察", En: "The plan is numbered before the inspection it is for"},
	Checks: gongshi.Text{
		Zh: "贯彻落实中央督察反馈意见的整改方案、清单，其发文字号的年份早于该轮督察进驻（或反馈）该省的年份；省份不明的，按该轮最早进驻的年份。方案名称写明轮次，或写“环境保护督察”（第一轮旧称）的才查；按旧称或凭记忆的批次只报警告。",
		En: "A plan or list on what a central inspection found has a number of a year before that round came to the province, or told it what it found; where the province is not known, before the round began. Only titles are looked at that name the round or the first round's old name 环境保护督察; a warning where the year rests on common knowledge only.",
	},
	Basis:    gongshi.Text{Zh: "常理；中央生态环境保护督察历次进驻的官方通报", En: "Common sense; official reports on the visits of central inspections"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "岳阳市生态环境局｜根据《岳阳市贯彻落实第二轮中央生态环境保护督察反馈意见整改方案》（岳办发〔2019〕7号）",
		Why:  gongshi.Text{Zh: "第二轮督察2021年进驻湖南。", En: "The second round came to Hunan in 2021."},
	},
	Holds: Example{
		Text: "岳阳市生态环境局｜根据《岳阳市贯彻落实第二轮中央生态环境保护督察反馈意见整改方案》（岳办发〔2022〕7号）",
		Why:  gongshi.Text{Zh: "方案在督察之后。", En: "The plan came after the inspection."},
	},
	Check: checkEarlyPlans,
}

func checkEarlyPlans(n *Reading) []gongshi.Finding {
	if recognised(n) {
		return nil
	}
	var findings []gongshi.Finding
	for _, d := range n.DocumentNumbers {
		if d.Year == 0 || !strings.Contains(d.Title, "中央") {
			continue
		}
		round, lookback, ok := plannedFor(searchForm(d.Title))
		if !ok {
			continue
		}
		since, sure, where := firstYear(n, round, lookback)
		if since == 0 || d.Year >= since {
			continue
		}
		f := gongshi.Finding{Span: d.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("《%s》的文号%s为%d年，而%s中央督察%d年才%s。", oneLine(d.Title), d.Number, d.Year, roundName(round, lookback).Zh, since, where.Zh),
			En: fmt.Sprintf("《%s》 is numbered %s, of %d, but the %s %s only in %d.", oneLine(d.Title), d.Number, d.Year, roundName(round, lookback).En, where.En, since),
		}}
		if !sure {
			f.Severity = gongshi.SeverityWarning
		}
		findings = append(findings, f)
	}
	return findings
}

// plannedFor reads out of the title of a plan which round of the central
// inspections it is for.
func plannedFor(title string) (round int, lookback, ok bool) {
	if !containsAny(title, []string{"整改方案", "整改实施方案", "整改任务", "整改清单", "整改工作方案", "整改措施清单"}) || !strings.Contains(title, "督察") {
		return 0, false, false
	}
	central := title[strings.Index(title, "中央")+len("中央"):]
	if i := strings.Index(central, "督察"); i > len("第二轮第三生态环境保护") {
		return 0, false, false // the words between are about something else
	}
	for r, name := range []string{"第一轮", "第二轮", "第三轮"} {
		if strings.Contains(title, name) {
			round = r + 1
		}
	}
	lookback = strings.Contains(title, "回头看")
	old := hasAnyPrefix(central, []string{"环境保护督察", "环保督察", "第一环境保护督察", "第二环境保护督察", "第三环境保护督察", "第四环境保护督察", "第五环境保护督察", "第六环境保护督察", "第七环境保护督察", "第八环境保护督察"})
	switch {
	case lookback && round <= 1:
		return 1, true, true
	case round > 0 && !lookback:
		return round, false, true
	case old && round == 0:
		return 1, false, true
	}
	return 0, false, false
}

// firstYear is the year in which the round came to the province, or told it what
// it found; where the province is not known, that in which the round began.
func firstYear(n *Reading, round int, lookback bool) (year int, sure bool, what gongshi.Text) {
	if n.Region == nil || n.Region.Province == "" {
		return beginOf(round, lookback).Year, true, gongshi.Text{Zh: "开始", En: "began"}
	}
	v := visitOf(n.Region.Province, round, lookback)
	if v == nil {
		return beginOf(round, lookback).Year, true, gongshi.Text{Zh: "开始", En: "began"}
	}
	if !v.told.IsZero() {
		return v.told.Year, v.sure, gongshi.Text{Zh: "向" + n.Region.Province + "反馈意见", En: "told its findings to " + n.Region.Province}
	}
	return v.began.Year, v.sure, gongshi.Text{Zh: "进驻" + n.Region.Province, En: "came to " + n.Region.Province}
}
