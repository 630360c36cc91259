package compliance

import (
	"fmt"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/normal"
)

var idn07 = Rule{
	ID:    "IDN07",
	Title: gongshi.Text{Zh: "公开了个人信息", En: "Personal data are exposed"},
	Checks: gongshi.Text{
		Zh: "写有校验码正确的18位身份证号码：错误；写有未遮盖的手机号码，或“家庭住址”“户籍地址”等之后写有地址：警告。网页页脚的号码不论，消息中的号码遮盖中间几位。",
		En: "An error if there is a citizen's identity number of 18 digits with a right check digit; a warning if there is a mobile number with all its digits, or an address behind 家庭住址, 户籍地址 and the like. Numbers in the footer of the page are let pass; messages mask what they quote.",
	},
	Basis: gongshi.Text{
		Zh: "国务院办公厅2018年政务公开工作要点（个人信息去标识化）",
		En: "Main points of open government 2018, State Council office (personal data are to be made anonymous)",
	},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "联系人：张某某，手机：13812345678。",
		Why:  gongshi.Text{Zh: "手机号码应遮盖。", En: "A mobile number has to be masked."},
	},
	Holds: Example{
		Text: "联系人：张某某，手机：138****5678，电话：0730-8245473。",
		Why:  gongshi.Text{Zh: "手机号码已遮盖。", En: "The number is masked."},
	},
	Check: checkPersonal,
}

func checkPersonal(n *Reading) []gongshi.Finding {
	var findings []gongshi.Finding
	for _, p := range n.Phones {
		if p.Kind != gongshi.PhoneMobile || p.Role == gongshi.PhoneOther || strings.Contains(p.Number, "*") || len(p.Number) != 11 {
			continue
		}
		masked := p.Number[:3] + "****" + p.Number[7:]
		findings = append(findings, gongshi.Finding{Span: p.Span, Message: gongshi.Text{
			Zh: fmt.Sprintf("写有手机号码%s，应当遮盖，或改用办公电话。", masked),
			En: fmt.Sprintf("The mobile number %s is shown in full: mask it, or give an office telephone.", masked),
		}})
	}
	findings = append(findings, identityNumbers(n)...)
	return append(findings, homes(n)...)
}

// identityNumbers finds citizens' identity numbers (GB 11643).
func identityNumbers(n *Reading) []gongshi.Finding {
	var findings []gongshi.Finding
	for at := idLength - 2; at < len(n.Text); { // a number has a digit at one of these
		if !isDigit(n.Text[at]) {
			at += idLength - 1
			continue
		}
		i, end := at, at
		for i > 0 && isDigit(n.Text[i-1]) {
			i--
		}
		for end < len(n.Text) && isDigit(n.Text[end]) {
			end++
		}
		if end-i == idLength-1 && end < len(n.Text) && (n.Text[end] == 'X' || n.Text[end] == 'x') {
			end++
		}
		if isIdentity(n.Text[i:end]) && !letterAt(n.Text, i-1) && !letterAt(n.Text, end) {
			number := n.Text[i:end]
			findings = append(findings, gongshi.Finding{Severity: gongshi.SeverityError, Span: gongshi.Span{Start: i, End: end}, Message: gongshi.Text{
				Zh: fmt.Sprintf("写有身份证号码%s************。", number[:6]),
				En: fmt.Sprintf("A citizen's identity number is shown: %s************.", number[:6]),
			}})
		}
		at = end + idLength - 2
	}
	return findings
}

const idLength = 18

// isIdentity tells whether s is an identity number: a place, a day of birth, and
// a check digit that is right.
func isIdentity(s string) bool {
	if len(s) != idLength || s[0] < '1' || s[0] > '6' {
		return false
	}
	birth, err := gongshi.ParseDate(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
	if err != nil || birth.Year < 1900 || birth.Year > 2100 {
		return false
	}
	weights := [idLength - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return "10X98765432"[sum%11] == strings.ToUpper(s)[idLength-1]
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// letterAt tells whether a Latin letter or a digit stands at i: the number is
// part of a longer code.
func letterAt(s string, i int) bool {
	return i >= 0 && i < len(s) && (isDigit(s[i]) || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z')
}

// homeWords are labels of the address of a person.
var homeWords = answer.NewList("家庭住址", "家庭地址", "户籍地址", "现住址")

// longAddress is how many bytes an address has at most.
const longAddress = 120

func homes(n *Reading) []gongshi.Finding {
	var findings []gongshi.Finding
	for _, v := range labelled(n, homeWords) {
		at, end := v.start, v.start+len(firstBytes(n.Text[v.start:], longAddress))
		if i := strings.IndexAny(n.Text[at:end], "\n。；，,;"); i >= 0 {
			end = at + i
		}
		said := normal.Search(n.Text[at:end])
		if strings.Contains(said, "*") || !containsAny(said, []string{"号", "村", "组", "室", "栋", "镇", "街", "路"}) {
			continue
		}
		findings = append(findings, gongshi.Finding{Span: gongshi.Span{Start: at, End: end}, Message: gongshi.Text{
			Zh: fmt.Sprintf("“%s”之后写有个人住址。", v.label),
			En: fmt.Sprintf("The address of a person is shown behind %q.", v.label),
		}})
	}
	return findings
}
