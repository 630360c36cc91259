package compliance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
)

var basisSense = gongshi.Text{Zh: "常理", En: "Common sense"}

var idn01 = Rule{
	ID:    "IDN01",
	Title: gongshi.Text{Zh: "标题与正文开头的问题编号不一", En: "Title and opening name different problems"},
	Checks: gongshi.Text{
		Zh: "标题只有一个问题编号，而正文开头公示该问题的一句（“现将……公示如下”）中同一形式的编号（第N项、第N号、序号、编号）都与之不同。一处编号前写明方案或清单、另一处没有写的，可能出自不同清单，不报。附件名称见 SEC09。",
		En: "The title has one number of a problem, and the sentence that makes it public (现将…公示如下) has numbers of the same form (第N项, 第N号, 序号, 编号) and none of them is that. Let pass where a plan or list is named with one of the two only: the lists may differ. For names of attachments see SEC09.",
	},
	Basis:    basisSense,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "关于反馈意见第11项问题整改销号情况的公示｜现将反馈意见第12项问题整改销号情况公示如下：",
		Why:  gongshi.Text{Zh: "标题为第11项，正文为第12项。", En: "No. 11 in the title, No. 12 in the text."},
	},
	Holds: Example{
		Text: "关于反馈意见第十一项问题整改销号情况的公示｜现将反馈意见第11项问题整改销号情况公示如下：",
		Why:  gongshi.Text{Zh: "同一编号，写法不同。", En: "One number in two scripts."},
	},
	Check: checkProblemNumber,
}

func checkProblemNumber(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || n.Title == "" || recognised(n) || len(n.Sections) == 0 {
		return nil
	}
	stated := listNumbers(searchForm(n.Title))
	if len(stated) != 1 {
		return nil
	}
	place, ok := announcement(n)
	if !ok {
		return nil
	}
	var other *listNumber
	for _, l := range listNumbers(searchForm(place.Of(n.Text))) {
		if l.form != stated[0].form || l.list != stated[0].list {
			continue
		}
		if sameNumber(l, stated[0]) {
			return nil
		}
		other = &l
	}
	if other == nil {
		return nil
	}
	return []gongshi.Finding{{Span: place, Message: gongshi.Text{
		Zh: fmt.Sprintf("标题的问题编号为%s，正文开头为%s。", stated[0].number, other.number),
		En: fmt.Sprintf("The problem is No. %s in the title and No. %s in the opening.", stated[0].number, other.number),
	}}}
}

// announcingWords begin the sentence that makes something public.
var announcingWords = answer.NewList("现将", "现对", "现就", "现予", "现把", "現將", "現對", "現就")

// announcement is the place of the words that make the result public, from 现将
// on, in the opening of the notice.
func announcement(n *Reading) (gongshi.Span, bool) {
	text := lead(n).Of(n.Text)
	start := -1
	for word := range n.all(announcingWords, lead(n)) {
		start = word.Start // the last one
	}
	if start < 0 {
		return gongshi.Span{}, false
	}
	end := len(text)
	if i := strings.Index(text[start:], "。"); i >= 0 {
		end = start + i
	}
	return gongshi.Span{Start: start, End: len(strings.TrimRight(text[:end], " \n\u3000"))}, true
}

var idn02 = Rule{
	ID:    "IDN02",
	Title: gongshi.Text{Zh: "督察轮次、批次、年份与省份不可能相符", En: "Round, batch, year and province cannot go together"},
	Checks: gongshi.Text{
		Zh: "按中央生态环境保护督察历次进驻情况核对：公示早于该轮督察进驻该省；所写年份早于进驻，或该年进驻该省的是另一轮；所写批次没有去该省。省级督察、没有写明轮次的、" + known.String() + "之后的进驻不作判断。依据不足以确认的批次只报警告。",
		En: "By the list of visits of the central inspections: the notice is older than the visit of that round to the province; the year named is before the visit, or that of another round's visit; the batch named did not go to the province. Nothing is said of provincial inspections, of a round that is not written, and of visits after " + known.String() + ". A warning where the list rests on common knowledge only.",
	},
	Basis:    gongshi.Text{Zh: "中央生态环境保护督察历次进驻的官方通报", En: "Official reports on the visits of central inspections"},
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "湖南省生态环境厅关于第三轮中央生态环境保护督察反馈问题整改销号情况的公示｜2023年10月13日",
		Why:  gongshi.Text{Zh: "第三轮督察2024年才到湖南。", En: "The third round came to Hunan in 2024."},
	},
	Holds: Example{
		Text: "湖南省生态环境厅关于2021年第二轮中央生态环境保护督察反馈问题整改销号情况的公示｜2023年10月13日",
		Why:  gongshi.Text{Zh: "第二轮督察2021年4月进驻湖南。", En: "The second round came to Hunan in April 2021."},
	},
	Check: checkRound,
}

func checkRound(n *Reading) []gongshi.Finding {
	in := n.Inspection
	if !isCloseOut(n) || in == nil || in.Authority != gongshi.AuthorityCentral || in.Round == 0 || n.Region == nil || n.Region.Province == "" || recognised(n) {
		return nil
	}
	if !strings.ContainsAny(in.Text, "轮輪") && !in.Lookback { // the round is only implied by an old name
		return nil
	}
	if f := wrongBatch(n); f != nil {
		return f
	}
	if in.Lookback && in.Round != 1 { // 回头看 is a visit of the first round only
		return nil
	}
	v := visitOf(n.Region.Province, in.Round, in.Lookback)
	if v == nil {
		return tooEarly(n)
	}
	f := gongshi.Finding{Span: in.Span}
	if !v.sure {
		f.Severity = gongshi.SeverityWarning
	}
	name := roundName(in.Round, in.Lookback)
	signed, year := signedOn(n), 0
	if strings.Contains(searchForm(in.Text), strconv.Itoa(in.Year)) { // else it is taken from the words around
		year = in.Year
	}
	switch other := otherVisit(n.Region.Province, in); {
	case signed != nil && before(signed.Date, v.began):
		f.Message = gongshi.Text{
			Zh: fmt.Sprintf("落款为%s，而%s中央督察%s才进驻%s。", zhDate(signed.Date), name.Zh, zhDate(v.began), n.Region.Province),
			En: fmt.Sprintf("The notice is signed on %s, but the %s came to %s only in %s.", signed.Date, name.En, n.Region.Province, v.began),
		}
	case year != 0 && year < v.began.Year:
		f.Message = gongshi.Text{
			Zh: fmt.Sprintf("“%s”：%s中央督察%s才进驻%s。", calledBy(in), name.Zh, zhDate(v.began), n.Region.Province),
			En: fmt.Sprintf("%q: the %s came to %s only in %s.", calledBy(in), name.En, n.Region.Province, v.began),
		}
	case year != 0 && other != nil && year > v.began.Year+1:
		if !other.sure {
			f.Severity = gongshi.SeverityWarning
		}
		otherName := roundName(other.round, other.lookback)
		f.Message = gongshi.Text{
			Zh: fmt.Sprintf("“%s”：%d年进驻%s的是%s中央督察，%s于%s进驻。", calledBy(in), in.Year, n.Region.Province, otherName.Zh, name.Zh, zhDate(v.began)),
			En: fmt.Sprintf("%q: in %d it was the %s that came to %s; the %s came in %s.", calledBy(in), in.Year, otherName.En, n.Region.Province, name.En, v.began),
		}
	default:
		return nil
	}
	return []gongshi.Finding{f}
}

// calledBy is the inspection as the notice calls it, without the issuer that the
// title has in front of it.
func calledBy(in *gongshi.Inspection) string {
	text := in.Text
	if i := strings.LastIndex(text, "关于"); i >= 0 {
		text = text[i+len("关于"):]
	}
	return oneLine(text)
}

// tooEarly finds a notice on a round that had not begun anywhere, or had not come
// to the province as long as the list is complete.
func tooEarly(n *Reading) []gongshi.Finding {
	signed, in := signedOn(n), n.Inspection
	if signed == nil || in.Lookback {
		return nil
	}
	begin := beginOf(in.Round, false)
	name := roundName(in.Round, false)
	switch {
	case before(signed.Date, begin):
		return []gongshi.Finding{{Span: in.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("落款为%s，而%s中央督察%s才开始。", zhDate(signed.Date), name.Zh, zhDate(begin)),
			En: fmt.Sprintf("The notice is signed on %s, but the %s began only in %s.", signed.Date, name.En, begin),
		}}}
	case !begin.IsZero() && before(signed.Date, known):
		return []gongshi.Finding{{Span: in.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("落款为%s，而到%s为止%s中央督察没有进驻%s。", zhDate(signed.Date), zhDate(known), name.Zh, n.Region.Province),
			En: fmt.Sprintf("The notice is signed on %s, but up to %s the %s had not come to %s.", signed.Date, known, name.En, n.Region.Province),
		}}}
	}
	return nil
}

// otherVisit gives the visit of another round to the province in the year that
// the notice names.
func otherVisit(province string, in *gongshi.Inspection) *visit {
	i := slices.IndexFunc(visits, func(v visit) bool {
		return v.began.Year == in.Year && v.went(province) && (v.round != in.Round || v.lookback != in.Lookback)
	})
	if i < 0 {
		return nil
	}
	return &visits[i]
}

// wrongBatch finds a batch that did not go to the province.
func wrongBatch(n *Reading) []gongshi.Finding {
	in := n.Inspection
	_, after, ok := strings.Cut(searchForm(in.Text), "轮第")
	if !ok || in.Lookback {
		return nil
	}
	batch, size := wholeNumber(after)
	if size == 0 || !strings.HasPrefix(after[size:], "批") {
		return nil
	}
	i := slices.IndexFunc(visits, func(v visit) bool { return v.round == in.Round && v.batch == batch && !v.lookback })
	right := visitOf(n.Region.Province, in.Round, false)
	if i < 0 || right == nil || right.batch == batch {
		return nil
	}
	f := gongshi.Finding{Span: in.Span, Message: gongshi.Text{
		Zh: fmt.Sprintf("“%s”：进驻%s的是%s第%d批。", calledBy(in), n.Region.Province, roundName(in.Round, false).Zh, right.batch),
		En: fmt.Sprintf("%q: it was batch %d of the %s that came to %s.", calledBy(in), right.batch, roundName(in.Round, false).En, n.Region.Province),
	}}
	if !right.sure || !visits[i].sure {
		f.Severity = gongshi.SeverityWarning
	}
	return []gongshi.Finding{f}
}

// roundName is what a round is called.
func roundName(round int, lookback bool) gongshi.Text {
	ordinals := map[int]gongshi.Text{1: {Zh: "第一轮", En: "first round"}, 2: {Zh: "第二轮", En: "second round"}, 3: {Zh: "第三轮", En: "third round"}}
	name, ok := ordinals[round]
	if !ok {
		name = gongshi.Text{Zh: fmt.Sprintf("第%d轮", round), En: fmt.Sprintf("round %d", round)}
	}
	if lookback {
		return gongshi.Text{Zh: "“回头看”", En: "second visit (回头看) of the " + name.En}
	}
	return name
}
