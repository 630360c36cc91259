package compliance

import (
	"fmt"
	"strings"

	"gongshi"
)

// repealed is a rule that notices cite, and the day from which on another stands
// in its place.
type repealed struct {
	title string
	since gongshi.Date
	by    string
}

// repeals are the rules on inspections that were repealed: article by article in
// the regulation that took their place.
var repeals = []repealed{
	{"中央生态环境保护督察工作规定", gongshi.Date{Year: 2025, Month: 4, Day: 28}, "生态环境保护督察工作条例"},
}

var num05 = Rule{
	ID:    "NUM05",
	Title: gongshi.Text{Zh: "所引依据已废止", En: "A rule is cited that was repealed"},
	Checks: gongshi.Text{
		Zh: "公示落款时所引文件已经废止：" + repealList().Zh + "。",
		En: "A rule is cited that was repealed when the notice was signed: " + repealList().En + ".",
	},
	Basis:    gongshi.Text{Zh: "《生态环境保护督察工作条例》（2025年4月28日）", En: "Regulation on the work of environmental inspections (28 April 2025)"},
	Severity: gongshi.SeverityNote,
	Breaks: Example{
		Text: "根据《中央生态环境保护督察工作规定》｜2025年10月13日",
		Why:  gongshi.Text{Zh: "2025年4月28日起由条例代替。", En: "Replaced on 28 April 2025."},
	},
	Holds: Example{
		Text: "根据《中央生态环境保护督察工作规定》｜2023年10月13日",
		Why:  gongshi.Text{Zh: "当时有效。", En: "In force at the time."},
	},
	Check: checkRepealed,
}

func repealList() gongshi.Text {
	var zh, en []string
	for _, r := range repeals {
		zh = append(zh, fmt.Sprintf("《%s》（%s起由《%s》代替）", r.title, zhDate(r.since), r.by))
		en = append(en, fmt.Sprintf("《%s》 (since %s 《%s》)", r.title, r.since, r.by))
	}
	return gongshi.Text{Zh: strings.Join(zh, "；"), En: strings.Join(en, "; ")}
}

func checkRepealed(n *Reading) []gongshi.Finding {
	signed := signedOn(n)
	if signed == nil {
		return nil
	}
	for _, r := range repeals {
		if signed.Date.Compare(r.since) <= 0 {
			continue
		}
		for _, c := range n.CitedTitles {
			before, _ := around(n.Text, c.Span.Start, c.Span.End, 6)
			if c.Title != r.title || strings.HasSuffix(before, "原") {
				continue
			}
			return []gongshi.Finding{{Span: c.Span, Message: gongshi.Text{
				Zh: fmt.Sprintf("《%s》自%s起由《%s》代替，公示落款为%s。", r.title, zhDate(r.since), r.by, zhDate(signed.Date)),
				En: fmt.Sprintf("《%s》 was replaced by 《%s》 on %s; the notice is signed on %s.", r.title, r.by, r.since, signed.Date),
			}}}
		}
	}
	return nil
}

var num06 = Rule{
	ID:    "NUM06",
	Title: gongshi.Text{Zh: "书名号不成对", En: "《 and 》 do not match"},
	Checks: gongshi.Text{
		Zh: "同一段中书名号《》不成对。图像识别的文字不查。",
		En: "《 and 》 do not match within a paragraph. Text recognised on images is let pass.",
	},
	Basis:    basisSense,
	Severity: gongshi.SeverityNote,
	Breaks: Example{
		Text: "根据《某市整改方案",
		Why:  gongshi.Text{Zh: "缺“》”。", En: "The closing mark is missing."},
	},
	Holds: Example{
		Text: "根据《某市整改方案》",
		Why:  gongshi.Text{Zh: "成对。", En: "They match."},
	},
	Check: checkTitleMarks,
}

// codeUnbalanced is the code of the parser's diagnostics about 《 or 》 without
// its partner.
const codeUnbalanced = "title-unbalanced"

func checkTitleMarks(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || recognised(n) {
		return nil
	}
	var findings []gongshi.Finding
	for _, d := range n.Diagnostics {
		if d.Code != codeUnbalanced || cut(n.Text, d.Span) == "" {
			continue
		}
		before, after := around(n.Text, d.Span.Start, d.Span.End, 45)
		if strings.Contains(before+after, "…") { // words were left out
			continue
		}
		findings = append(findings, gongshi.Finding{Span: d.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("“%s”不成对。", d.Span.Of(n.Text)),
			En: fmt.Sprintf("%q has no partner.", d.Span.Of(n.Text)),
		}})
	}
	return findings
}
