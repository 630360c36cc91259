package compliance

import (
	"fmt"
	"slices"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/parse/regions"
)

var idn05 = Rule{
	ID:    "IDN05",
	Title: gongshi.Text{Zh: "电话区号、位数或电子邮箱有误", En: "A wrong area code, telephone number or e-mail address"},
	Checks: gongshi.Text{
		Zh: "电话区号不存在，或是外省的区号，或是本省其他市的区号（省会和正文写到的市除外）；“电话”之后的号码位数不对；“电子邮箱”之后不是邮箱地址。打星号、略去或被网站隐去的不报。",
		En: "The area code does not exist, is that of another province, or that of another city of the province (its capital and cities that the text names are let pass); the digits behind 电话 are too few or too many; what stands behind 电子邮箱 is no address. Let pass what is starred, left out or hidden by the site.",
	},
	Basis:    gongshi.Text{Zh: "常理；全国长途区号表", En: "Common sense; the list of area codes"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "岳阳市生态环境局｜监督电话：0930-8245473",
		Why:  gongshi.Text{Zh: "0930是甘肃临夏的区号，岳阳为0730。", En: "0930 is Linxia in Gansu; Yueyang has 0730."},
	},
	Holds: Example{
		Text: "岳阳市生态环境局｜监督电话：0730-8245473",
		Why:  gongshi.Text{Zh: "0730是岳阳的区号。", En: "0730 is Yueyang's."},
	},
	Check: checkContacts,
}

func checkContacts(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || recognised(n) {
		return nil
	}
	var findings []gongshi.Finding
	known := map[string]*gongshi.Text{} // by area code: nil is right
	for _, p := range n.Phones {
		if p.Kind != gongshi.PhoneLandline || p.AreaInferred || p.Area == "" || p.Role == gongshi.PhoneOther {
			continue
		}
		wrong, seen := known[p.Area]
		if !seen {
			if m, ok := wrongArea(n, p.Area); ok {
				wrong = &m
			}
			known[p.Area] = wrong
		}
		if wrong != nil {
			findings = append(findings, gongshi.Finding{Span: p.Span, Message: *wrong})
		}
	}
	return append(append(findings, wrongLengths(n)...), wrongEmails(n)...)
}

// wrongArea tells what is wrong with an area code, if anything is.
func wrongArea(n *Reading, area string) (gongshi.Text, bool) {
	of := regions.OfArea(area)
	if len(of) == 0 {
		return gongshi.Text{
			Zh: fmt.Sprintf("没有%s这个区号。", area),
			En: fmt.Sprintf("There is no area code %s.", area),
		}, true
	}
	if n.Region == nil || n.Region.Code == "" || area == "010" {
		return gongshi.Text{}, false
	}
	province := n.Region.Code[:2]
	for _, code := range of {
		for _, own := range []string{n.Region.Code, n.Region.CurrentCode} {
			if own != "" && related(code, own) {
				return gongshi.Text{}, false
			}
		}
		d := regions.ByCode(code)
		if code == province+"0100" || d != nil && strings.Contains(n.Text, strings.TrimRight(d.Name, "市县区州盟")) {
			return gongshi.Text{}, false
		}
	}
	own, _ := regions.AreaCodes(n.Region.Code)
	if len(own) == 0 || slices.Contains(own, area) {
		return gongshi.Text{}, false
	}
	place := placeOf(of[0])
	return gongshi.Text{
		Zh: fmt.Sprintf("%s是%s的区号，%s的区号为%s。", area, place, lowest(n.Region), strings.Join(own, "、")),
		En: fmt.Sprintf("%s is the area code of %s; %s has %s.", area, place, lowest(n.Region), strings.Join(own, ", ")),
	}, true
}

// placeOf gives the name of a division with its province.
func placeOf(code string) string {
	name := ""
	for _, c := range []string{code[:2] + "0000", code} {
		if d := regions.ByCode(c); d != nil && d.Name != name {
			name += d.Name
		}
	}
	return name
}

// lowest is the lowest level of a region that is known.
func lowest(r *gongshi.Region) string {
	for _, name := range []string{r.County, r.City, r.Province} {
		if name != "" {
			return name
		}
	}
	return ""
}

// Labels of telephone numbers and e-mail addresses.
var (
	phoneLabel  = answer.NewList("电话")
	emailLabels = []*answer.List{answer.NewList("电子邮箱"), answer.NewList("电子邮件")}
)

// wrongLengths finds numbers behind 电话 that have too few or too many digits.
func wrongLengths(n *Reading) []gongshi.Finding {
	var findings []gongshi.Finding
	for _, v := range labelled(n, phoneLabel) {
		at, end := v.start, v.start
		for end < len(n.Text) && (n.Text[end] >= '0' && n.Text[end] <= '9' || n.Text[end] == '-') {
			end++
		}
		span := gongshi.Span{Start: at, End: end}
		written := n.Text[at:end]
		digits := strings.ReplaceAll(written, "-", "")
		if len(digits) < 5 || strings.Trim(written, "-") != written || goesOn(n.Text[end:]) || possible(written, digits) || phoneAt(n, span) {
			continue
		}
		findings = append(findings, gongshi.Finding{Span: span, Message: gongshi.Text{
			Zh: fmt.Sprintf("电话“%s”位数不对（%d位）。", written, len(digits)),
			En: fmt.Sprintf("The telephone number %q has %d digits, which no number has.", written, len(digits)),
		}})
	}
	return findings
}

// possible tells whether so many digits can be a telephone number: with an area
// code or without, mobile, a service, a hotline, and with an extension.
func possible(written, digits string) bool {
	area, local, parted := strings.Cut(written, "-")
	switch n := len(digits); {
	case strings.Contains(local, "-"): // an extension, or groups
		return true
	case digits[0] == '0' && parted:
		return (len(local) == 7 || len(local) == 8) && (len(area) == 3 || len(area) == 4)
	case digits[0] == '0':
		return n >= 10 && n <= 12
	case digits[0] == '1' && n > 6:
		return n == 11
	default:
		return n <= 5 || n == 7 || n == 8 || n == 10 && (digits[0] == '4' || digits[0] == '8')
	}
}

// phoneAt tells whether the parser found a number at the place.
func phoneAt(n *Reading, s gongshi.Span) bool {
	return slices.ContainsFunc(n.Phones, func(p gongshi.Phone) bool { return p.Span.Overlaps(s) })
}

// goesOn tells whether what follows a number is part of it all the same: stars,
// more digits after a blank, an extension.
func goesOn(rest string) bool {
	rest = strings.TrimLeft(rest, " \u3000")
	return hasAnyPrefix(rest, []string{"*", "＊", "×", "X", "x", "…", "(略", "（略", "#"}) || rest != "" && (rest[0] >= '0' && rest[0] <= '9' || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "－") || strings.HasPrefix(rest, "–"))
}

// value is where what is said behind a label begins.
type value struct {
	label string
	start int
}

// labelled gives the values behind labels.
func labelled(n *Reading, labels *answer.List) []value {
	var found []value
	for word := range n.all(labels, n.whole()) {
		end := min(len(n.Text), word.End+12)
		rest := strings.TrimLeft(n.Text[word.End:end], ":： \u3000为")
		if start := end - len(rest); rest != "" && start > word.End {
			found = append(found, value{word.Of(n.Text), start})
		}
	}
	return found
}

// wrongEmails finds what stands behind 邮箱 and is no address.
func wrongEmails(n *Reading) []gongshi.Finding {
	var findings []gongshi.Finding
	for _, label := range emailLabels {
		for _, v := range labelled(n, label) {
			at, end := v.start, v.start
			for end < len(n.Text) && n.Text[end] > ' ' && n.Text[end] < 0x7F && !strings.ContainsRune(",;()<>", rune(n.Text[end])) {
				end++
			}
			span := gongshi.Span{Start: at, End: end}
			if end-at < 6 || !isBadAddress(n.Text[at:end]) || slices.ContainsFunc(n.Emails, func(e gongshi.Email) bool { return e.Span.Overlaps(span) }) {
				continue
			}
			findings = append(findings, gongshi.Finding{Span: span, Message: gongshi.Text{
				Zh: fmt.Sprintf("“%s”不是电子邮箱地址。", span.Of(n.Text)),
				En: fmt.Sprintf("%q is no e-mail address.", span.Of(n.Text)),
			}})
		}
		if len(findings) > 0 {
			break
		}
	}
	return findings
}

// isBadAddress tells whether a word is meant as an address, and is none. Sites
// put [email protected] in its place.
func isBadAddress(s string) bool {
	if strings.ContainsAny(s, "[]*#") || strings.HasPrefix(s, "http") || strings.HasPrefix(s, "www.") {
		return false
	}
	name, zone, ok := strings.Cut(s, "@")
	return !ok && strings.ContainsAny(s, ".") || ok && (name == "" || !strings.Contains(zone, ".") || strings.Contains(zone, "@") || strings.Contains(zone, "..") || strings.HasSuffix(zone, "."))
}

var idn06 = Rule{
	ID:    "IDN06",
	Title: gongshi.Text{Zh: "没有写明提出异议的途径", En: "No way to object is stated"},
	Checks: gongshi.Text{
		Zh: "整改销号公示没有电话、电子邮箱、地址：错误。写有“电话”“地址”等字样而号码、地址未能读出的，不报。",
		En: "An error if a close-out notice has no telephone number, e-mail or postal address. Let pass where a label for one is there and what it says could not be read.",
	},
	Basis:    basisPractice,
	Severity: gongshi.SeverityError,
	Breaks: Example{
		Text: "如有异议，请在公示期内反映。",
		Why:  gongshi.Text{Zh: "没有电话、邮箱、地址。", En: "No telephone, e-mail or address."},
	},
	Holds: Example{
		Text: "如有异议，请在公示期内反映。监督电话：0730-8245473。",
		Why:  gongshi.Text{Zh: "有电话。", En: "There is a telephone number."},
	},
	Check: checkReachable,
}

// contactWords are labels of ways to reach an office.
var contactWords = []string{"电话", "電話", "电 话", "邮箱", "郵箱", "邮件", "地址", "传真", "信箱", "热线", "12345", "12369", "@", "网址", "二维码", "联系方式", "联系人", "来信", "邮编", "手机号"}

func checkReachable(n *Reading) []gongshi.Finding {
	if !isCloseOut(n) || len(kindsOf(n)) == 0 || partRead(n) || len(n.Phones)+len(n.Emails)+len(n.Addresses) > 0 {
		return nil
	}
	if endingOf(n) != endsWhole || !makesPublic(n) || containsAny(n.Text, contactWords) {
		return nil
	}
	f := gongshi.Finding{Message: gongshi.Text{
		Zh: "没有写明可以向谁、如何提出异议：没有电话、电子邮箱和地址。",
		En: "Nothing says how to object: there is no telephone number, e-mail or postal address.",
	}}
	if i := strings.LastIndex(n.Text, "异议"); i >= 0 {
		f.Span = gongshi.Span{Start: i, End: i + len("异议")}
		f.Message = gongshi.Text{
			Zh: "说可以提出异议，而没有写电话、电子邮箱、地址。",
			En: "The notice invites objections and gives no telephone number, e-mail or postal address.",
		}
	}
	return []gongshi.Finding{f}
}
