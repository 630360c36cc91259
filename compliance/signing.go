package compliance

import (
	"fmt"
	"strings"

	"gongshi"
	"gongshi/parse/regions"
)

var idn03 = Rule{
	ID:    "IDN03",
	Title: gongshi.Text{Zh: "落款单位与标题所指地区不一", En: "The signing body is of another place than the title"},
	Checks: gongshi.Text{
		Zh: "标题和落款单位都写明地区（全称），而两者互不包含，如标题为甲县、落款为乙县。标题写有几个地区的，有一个相符即可；重名的地区按任一可能相符即可。",
		En: "Title and signing body both name a place by its full name, and neither lies in the other. One of several places in the title is enough, and so is one of several places of one name.",
	},
	Basis:    basisSense,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "信丰县关于第11项问题整改销号情况的公示｜安远县生态环境局",
		Why:  gongshi.Text{Zh: "不是一个县。", En: "Two counties."},
	},
	Holds: Example{
		Text: "信丰县关于第11项问题整改销号情况的公示｜赣州市信丰生态环境局",
		Why:  gongshi.Text{Zh: "信丰县属赣州市。", En: "Xinfeng is a county of Ganzhou."},
	},
	Check: checkSigner,
}

func checkSigner(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || recognised(n) || n.Title == "" || n.Issuer == "" || strings.Contains(n.Issuer, "、") {
		return nil
	}
	titled, signed := placesIn(searchForm(n.Title)), placesIn(searchForm(n.Issuer))
	if len(titled) == 0 || len(signed) == 0 || meet(titled, signed) {
		return nil
	}
	return []gongshi.Finding{{Span: lastOf(n, n.Issuer), Message: gongshi.Text{
		Zh: fmt.Sprintf("标题写%s，落款为%s，不是同一地区。", titled[0].name, n.Issuer),
		En: fmt.Sprintf("The title speaks of %s, and %s signs: not the same place.", titled[0].name, n.Issuer),
	}}}
}

// placeName is a division's full name and the codes of what it can mean.
type placeName struct {
	name  string
	codes []string
}

// placesIn finds the divisions that a short text names in full.
func placesIn(s string) []placeName {
	var found []placeName
	for i := 0; i < len(s); {
		end, short, divisions := regions.At(s, i)
		if end == i {
			i++
			continue
		}
		if !short {
			p := placeName{name: s[i:end]}
			for _, d := range divisions {
				p.codes = append(p.codes, d.Code)
			}
			found = append(found, p)
		}
		i = end
	}
	return found
}

// meet tells whether a place of one list lies in one of the other.
func meet(a, b []placeName) bool {
	for _, p := range a {
		for _, q := range b {
			if p.meets(q) {
				return true
			}
		}
	}
	return false
}

func (p placeName) meets(q placeName) bool {
	if p.name == q.name {
		return true
	}
	for _, x := range p.codes {
		for _, y := range q.codes {
			if related(x, y) {
				return true
			}
		}
	}
	return false
}

// related tells whether one division lies in the other, now or after changes.
func related(x, y string) bool {
	for _, x := range versions(x) {
		for _, y := range versions(y) {
			if regions.Within(x, y) || regions.Within(y, x) {
				return true
			}
		}
	}
	return false
}

// versions are the code of a division and that of what it is today.
func versions(code string) []string {
	if d := regions.ByCode(code); d != nil && d.Current() != code {
		return []string{code, d.Current()}
	}
	return []string{code}
}

// lastOf is the last place of a short text; zero where it goes over lines.
func lastOf(n *Reading, s string) gongshi.Span {
	if i := strings.LastIndex(n.Text, s); i >= 0 && s != "" {
		return gongshi.Span{Start: i, End: i + len(s)}
	}
	return gongshi.Span{}
}

var idn04 = Rule{
	ID:    "IDN04",
	Title: gongshi.Text{Zh: "没有落款日期或落款晚于发布", En: "No date of signature, or one after publication"},
	Checks: gongshi.Text{
		Zh: "整改销号公示没有落款日期：警告；有网页发布日期的，提示。落款日期晚于网页发布日期：警告。日期未能读全的不报；所引文件年份晚于公示的，见 NUM02。",
		En: "A warning if a close-out notice has no date of signature; a note if the page says when it was put up. A warning if it was signed after that. Nothing is said of dates that could not be read in full; for cited documents of later years see NUM02.",
	},
	Basis:    gongshi.Text{Zh: "GB/T 9704—2012（公文署成文日期）", En: "GB/T 9704-2012 (an official document is dated)"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "岳阳市生态环境局",
		Why:  gongshi.Text{Zh: "没有写落款日期。", En: "It is not dated."},
	},
	Holds: Example{
		Text: "岳阳市生态环境局｜2023年10月13日",
		Why:  gongshi.Text{Zh: "有落款日期。", En: "It is dated."},
	},
	Check: checkSigned,
}

// undecidedDates are the codes of the parser's diagnostics about what is a date,
// but not a whole one.
var undecidedDates = []string{"date-undecided", "date-impossible", "date-without-year"}

func checkSigned(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || len(kindsOf(n)) == 0 || partRead(n) {
		return nil
	}
	published := publishedOn(n)
	for _, d := range n.Dates {
		if d.Role != gongshi.RoleSigned {
			continue
		}
		late := published != nil && !d.Inferred && d.Date.Exact() && d.Date.Valid() && d.Date.Compare(published.Date) > 0
		if !late {
			return nil
		}
		return []gongshi.Finding{{Span: d.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("落款日期%s晚于网页发布日期%s。", zhDate(d.Date), zhDate(published.Date)),
			En: fmt.Sprintf("The notice is signed on %s, after the page was put up on %s.", d.Date, published.Date),
		}}}
	}
	if endingOf(n) != endsWhole || datedSomehow(n) {
		return nil
	}
	f := gongshi.Finding{Message: gongshi.Text{Zh: "没有落款日期。", En: "The notice is not dated."}}
	if published != nil {
		f.Severity = gongshi.SeverityNote
		f.Message = gongshi.Text{
			Zh: fmt.Sprintf("没有落款日期；网页发布日期为%s。", zhDate(published.Date)),
			En: fmt.Sprintf("The notice is not dated; the page was put up on %s.", published.Date),
		}
	}
	return []gongshi.Finding{f}
}

// publishedOn gives the day on which the page around the notice was put up, nil
// where none is stated in full.
func publishedOn(n *Reading) *gongshi.DateMention {
	for i := range n.Dates {
		if d := &n.Dates[i]; d.Role == gongshi.RolePublished && d.Date.Exact() && d.Date.Valid() && !d.Inferred {
			return d
		}
	}
	return nil
}

// datedSomehow tells whether a date stands behind the sections that was not read
// in full, or may be that of the signature: 20201125, 2019年1221日.
func datedSomehow(n *Reading) bool {
	rest := tail(n)
	for _, d := range n.Diagnostics {
		for _, code := range undecidedDates {
			if d.Code == code && d.Span.Start >= rest.Start {
				return true
			}
		}
	}
	for _, d := range n.Dates {
		if d.Role == gongshi.RoleBody && d.Span.Start >= rest.Start {
			return true
		}
	}
	return strings.Contains(rest.Of(n.Text), "*") || digitsAlone(rest.Of(n.Text))
}

// digitsAlone tells whether a line of the text is a date whose 年月日 were lost.
func digitsAlone(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if len(line) >= 6 && len(line) <= 12 && strings.HasPrefix(line, "20") && strings.Trim(line, "0123456789年月日-./ ") == "" {
			return true
		}
	}
	return false
}
