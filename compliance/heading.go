package compliance

import (
	"fmt"
	"slices"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/normal"
)

var sec10 = Rule{
	ID:    "SEC10",
	Title: gongshi.Text{Zh: "标题要素不全", En: "The title does not say what the notice is about"},
	Checks: gongshi.Text{
		Zh: "标题既没有写是哪次督察（轮次、警示片、信访件等），也没有写问题编号，引号中也没有写是什么问题：警告。只缺其中之一，或没有“公示”“公告”“公开”字样：提示。未读出标题的不查。",
		En: "A warning if the title names neither the inspection (its round, a warning film, a petition, …) nor the number of the problem, nor the problem itself in quotation marks; a note if one of the two is missing, or a word for making public. Nothing is said where no title was found.",
	},
	Basis:    basisPractice,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "突出生态环境问题整改验收销号公示",
		Why:  gongshi.Text{Zh: "看不出是哪次督察、哪个问题。", En: "Neither inspection nor problem can be told."},
	},
	Holds: Example{
		Text: "关于第二轮中央生态环境保护督察反馈第11项问题整改销号情况的公示",
		Why:  gongshi.Text{Zh: "轮次、编号、公示俱全。", En: "Round, number and kind are there."},
	},
	Check: checkTitle,
}

// inspectionWords name what brought the problem up, publicWords what the title
// says is done.
var (
	inspectionWords = []string{"督察", "督查", "回头看", "警示片", "信访", "转办", "交办", "排查", "自查", "挂牌督办", "洞庭清波", "举报"}
	publicWords     = []string{"公示", "公告", "公开", "一览表", "公布"}
	numberMarks     = []string{"编号", "序号", "问题清单", "任务清单", "个问题", "项问题", "号问题", "项整改", "项任务", "批", "“", "”", "\"", "【"}
)

func checkTitle(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || n.Title == "" || recognised(n) {
		return nil
	}
	title := searchForm(n.Title)
	inspection := containsAny(title, inspectionWords)
	problem := containsAny(title, numberMarks) || len(listNumbers(title)) > 0 || inTitle(n, title)
	var zh, en []string
	if !inspection {
		zh, en = append(zh, "督察轮次或来源"), append(en, "the inspection")
	}
	if !problem {
		zh, en = append(zh, "问题编号"), append(en, "the number of the problem")
	}
	if !containsAny(title, publicWords) {
		zh, en = append(zh, "“公示”字样"), append(en, "what is done (公示)")
	}
	if len(zh) == 0 {
		return nil
	}
	f := gongshi.Finding{Span: titlePlace(n), Message: gongshi.Text{
		Zh: fmt.Sprintf("标题没有写%s：“%s”。", strings.Join(zh, "、"), oneLine(n.Title)),
		En: fmt.Sprintf("The title does not name %s: %q.", strings.Join(en, ", "), oneLine(n.Title)),
	}}
	if inspection || problem {
		f.Severity = gongshi.SeverityNote
	}
	return []gongshi.Finding{f}
}

// inTitle tells whether the title holds the number of a problem in a form of its
// own, as the parser read it.
func inTitle(n *Reading, title string) bool {
	return slices.ContainsFunc(n.Problems, func(p gongshi.Problem) bool {
		return p.Text != "" && strings.Contains(title, searchForm(p.Text))
	})
}

// titlePlace is where the title stands on one line; zero where it goes over
// several, or stands outside the text.
func titlePlace(n *Reading) gongshi.Span {
	if i := strings.Index(n.Text[:min(len(n.Text), 4000)], n.Title); i >= 0 {
		return gongshi.Span{Start: i, End: i + len(n.Title)}
	}
	return gongshi.Span{}
}

var sec09 = Rule{
	ID:    "SEC09",
	Title: gongshi.Text{Zh: "附件缺失或附件名称与标题不符", En: "An attachment is not there, or its name contradicts the title"},
	Checks: gongshi.Text{
		Zh: "附件名称中的问题编号与标题中同一形式的编号不同：错误。正文称“见附件”而文中没有附件：提示，附件可能另存。",
		En: "An error if the number of the problem in the name of the attachment differs from that of the same form in the title. A note if the text refers to an attachment that is not in it: it may be a file of its own.",
	},
	Basis:    gongshi.Text{Zh: "常理", En: "Common sense"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "关于反馈问题（序号十）整改完成情况的公示｜附件：反馈问题（序号一）整改完成情况表",
		Why:  gongshi.Text{Zh: "标题为序号十，附件为序号一。", En: "No. 10 in the title, No. 1 in the attachment."},
	},
	Holds: Example{
		Text: "关于反馈问题（序号十）整改完成情况的公示｜附件：反馈问题（序号10）整改完成情况表",
		Why:  gongshi.Text{Zh: "同一编号。", En: "The same number."},
	},
	Check: checkAttachments,
}

// attachmentPointers refer to an attachment.
var attachmentPointers = answer.NewList("见附件", "附件所示", "附后", "见附表")

// attached begins the name of an attachment, and is part of what refers to one.
var attached = answer.NewList("附")

func checkAttachments(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || !n.has(attached, n.whole()) {
		return nil
	}
	lines := attachmentLines(n)
	if f := contradiction(n, lines); f != nil {
		return f
	}
	if len(lines) > 0 || partRead(n) {
		return nil
	}
	pointer, ok := n.foremost(attachmentPointers, n.whole())
	if !ok || hasAttachmentFile(n.Text) {
		return nil
	}
	said := pointer.Of(n.Text)
	return []gongshi.Finding{{Severity: gongshi.SeverityNote, Span: pointer, Message: gongshi.Text{
		Zh: fmt.Sprintf("正文称“%s”，文中没有附件。", said),
		En: fmt.Sprintf("The text says %q and no attachment is in it.", said),
	}}}
}

// attachmentLines are the lines that begin an attachment or name one.
func attachmentLines(n *Reading) []gongshi.Span {
	var found []gongshi.Span
	end := 0
	for word := range n.all(attached, n.whole()) {
		at := word.Start
		if at < end || !opensLine(n.Text, at) || !hasAnyPrefix(normal.Search(n.Text[at:min(at+24, len(n.Text))]), []string{"附件", "附表", "附:"}) {
			continue
		}
		end = len(n.Text)
		if j := strings.IndexByte(n.Text[at:], '\n'); j >= 0 {
			end = at + j
		}
		found = append(found, gongshi.Span{Start: at, End: end})
	}
	return found
}

// opensLine tells whether nothing but blanks stands before a place on its line.
func opensLine(text string, at int) bool {
	before := strings.TrimRight(text[max(0, at-60):at], " \t\u3000|（(")
	return before == "" || strings.HasSuffix(before, "\n")
}

// fileNames end the names of files to be downloaded.
var fileNames = []string{".doc", ".pdf", ".xls", ".zip", ".wps", ".rar", ".jpg", "附件下载", "附件预览", "附件："}

func hasAttachmentFile(text string) bool { return containsAny(text, fileNames) }

// contradiction finds an attachment named with another number of the problem
// than the title.
func contradiction(n *Reading, lines []gongshi.Span) []gongshi.Finding {
	if len(lines) == 0 || n.Title == "" {
		return nil
	}
	stated := listNumbers(searchForm(n.Title))
	if len(stated) != 1 {
		return nil
	}
	for _, l := range lines {
		named := listNumbers(searchForm(cut(n.Text, l)))
		if len(named) != 1 || named[0].form != stated[0].form || sameNumber(named[0], stated[0]) {
			continue
		}
		return []gongshi.Finding{{Span: l, Message: gongshi.Text{
			Zh: fmt.Sprintf("标题的问题编号为%s，附件“%s”的编号为%s。", stated[0].number, oneLine(l.Of(n.Text)), named[0].number),
			En: fmt.Sprintf("The problem is No. %s in the title, and No. %s in the attachment %q.", stated[0].number, named[0].number, oneLine(l.Of(n.Text))),
		}}}
	}
	return nil
}

// sameNumber tells whether two numbers are one, or one is a part of the other:
// 47 and 47-1.
func sameNumber(a, b listNumber) bool {
	return a.number == b.number || strings.HasPrefix(a.number, b.number+"-") || strings.HasPrefix(b.number, a.number+"-")
}
