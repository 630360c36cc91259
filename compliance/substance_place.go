package compliance

import (
	"fmt"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/parse/regions"
)

var sub11 = Rule{
	ID:    "SUB11",
	Title: gongshi.Text{Zh: "文中留有其他县区的机关", En: "An office of another county is left in the text"},
	Checks: gongshi.Text{
		Zh: "公示属于某县区，而整改目标、措施、落实情况的一句以另一县区的党委、政府或部门为主语（“平江县委、县政府……”），该县区没有在标题、反馈问题和责任单位中出现，这一句没有提到本县区，也不是“与”“会同”“联合”“移交”等共同办理的：可能是照抄其他县区的文本。",
		En: "The notice is of one county, and in its goal, measures or account a sentence has a party committee, government or bureau of another county as its subject, though neither title nor problem nor responsible units name that county, the sentence does not name the notice's own, and nothing says that the two act together: the text may be copied from another county.",
	},
	Basis:    gongshi.Text{Zh: "常理；文本照抄即表面整改", En: "Common sense; copied text is rectification on paper"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "一、反馈问题：污水直排。二、整改目标：不再直排。三、整改措施：建设污水厂。四、整改落实情况：汉寿县人民政府高度重视，召开会议3次。建成污水厂1座。",
		Why:  gongshi.Text{Zh: "平江县的公示，主语是汉寿县人民政府。", En: "A notice of Pingjiang on what Hanshou's government did."},
	},
	Holds: Example{
		Text: "一、反馈问题：污水直排。二、整改目标：不再直排。三、整改措施：建设污水厂。四、整改落实情况：平江县人民政府高度重视，与汉寿县人民政府联合执法3次。建成污水厂1座。",
		Why:  gongshi.Text{Zh: "两县联合执法。", En: "The two counties act together."},
	},
	Check: checkOtherCounty,
}

// offices follow the name of a county as the first word for who acts.
var offices = []string{"委、", "委常委", "委书记", "委办", "人民政府", "政府", "生态环境局", "环保局", "水利局", "住房和城乡建设局", "住建局", "农业农村局", "自然资源局", "城市管理"}

var officeWords = answer.NewList(offices...)

// together are words before or after another county that say why it is named.
var together = []string{"与", "和", "及", "同", "会同", "会商", "联", "协", "商", "向", "由", "经", "被", "对", "赴", "到", "在", "于", "从", "据", "按", "帮", "函", "邻", "跨", "上游", "下游", "移交", "移送", "接", "收", "原"}

func checkOtherCounty(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || n.Region == nil || n.Region.County == "" || n.Region.Code == "" || strings.HasSuffix(n.Region.Code, "00") {
		return nil
	}
	var findings []gongshi.Finding
	for _, s := range n.Sections {
		if s.Kind != gongshi.SectionGoal && s.Kind != gongshi.SectionMeasures && s.Kind != gongshi.SectionImplementation {
			continue
		}
		for span := range n.sentences(s) {
			text := span.Of(n.Text)
			if !n.has(officeWords, span) || strings.Contains(text, n.Region.County) {
				continue
			}
			begin := subject(text)
			name := otherCounty(n, text[begin:])
			if name == "" || mentioned(n, name) {
				continue
			}
			if f, ok := acting(name, text[begin:]); ok {
				f.Span = gongshi.Span{Start: span.Start + begin, End: span.Start + begin + len(name)}
				f.Message.Zh += fmt.Sprintf("，而公示属于%s。", n.Region.County)
				f.Message.En += fmt.Sprintf("; the notice is of %s.", n.Region.County)
				findings = append(findings, f)
			}
		}
	}
	return findings
}

// subject gives where the text of a sentence begins behind its item's number.
func subject(text string) int {
	for i, r := range text {
		if r == '区' || r >= 0x4E00 && !strings.ContainsRune("一二三四五六七八九十是", r) {
			return i
		}
	}
	return len(text)
}

// otherCounty gives the county at the beginning of a text, in full, if it is not that
// of the notice under any of its names.
func otherCounty(n *Reading, text string) string {
	end, short, divisions := regions.At(text, 0)
	if short || len(divisions) == 0 {
		return ""
	}
	own := n.Region.Code
	if d := regions.ByCode(own); d != nil {
		own = d.Current()
	}
	for _, d := range divisions {
		if d.Level() != regions.County || d.Code == n.Region.Code || d.Current() == own {
			return ""
		}
	}
	return text[:end]
}

// mentioned tells whether the notice names the county where that has a reason.
func mentioned(n *Reading, county string) bool {
	if strings.Contains(n.Title, county) || strings.Contains(n.Issuer, county) {
		return true
	}
	for _, s := range n.Sections {
		if (s.Kind == gongshi.SectionIssue || s.Kind == gongshi.SectionResponsible) && strings.Contains(s.Text, county) {
			return true
		}
	}
	for _, u := range n.ResponsibleUnits {
		if strings.Contains(u.Name, county) {
			return true
		}
	}
	return false
}

// acting tells whether a text that begins with the name of a county goes on with an
// office of it that does something on its own.
func acting(county, text string) (f gongshi.Finding, ok bool) {
	rest := text[len(county):]
	for _, office := range offices {
		if !strings.HasPrefix(rest, office) {
			continue
		}
		for _, word := range together {
			if strings.Contains(clause(rest[len(office):]), word) {
				return f, false
			}
		}
		return gongshi.Finding{Message: gongshi.Text{
			Zh: fmt.Sprintf("写的是“%s%s”", county, strings.TrimSuffix(office, "、")),
			En: fmt.Sprintf("It speaks of %q", county+strings.TrimSuffix(office, "、")),
		}}, true
	}
	return f, false
}

// clause gives a text up to its first comma.
func clause(s string) string {
	if i := strings.IndexAny(s, "，,"); i >= 0 {
		return s[:i]
	}
	return s
}
