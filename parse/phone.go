package parse

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/parse/regions"
)

// phoneLabels stand in front of phone numbers; of those in a line the nearest
// says what the number is for.
var phoneLabels = []struct {
	text string
	role gongshi.PhoneRole
}{
	// 传真:0730-8245474
	{"传真", gongshi.PhoneFax}, {"传 真", gongshi.PhoneFax}, {"fax", gongshi.PhoneFax}, {"Fax", gongshi.PhoneFax}, {"FAX", gongshi.PhoneFax},
	// 监督电话:0730-8245473
	{"电话", gongshi.PhoneContact}, {"电 话", gongshi.PhoneContact}, {"热线", gongshi.PhoneContact}, {"手机", gongshi.PhoneContact},
	{"联系人", gongshi.PhoneContact}, {"联系方式", gongshi.PhoneContact}, {"拨打", gongshi.PhoneContact}, {"致电", gongshi.PhoneContact},
	{"监督", gongshi.PhoneContact}, {"举报", gongshi.PhoneContact}, {"Tel", gongshi.PhoneContact}, {"TEL", gongshi.PhoneContact},
	// 邮编:725000
	{"邮编", notPhone}, {"邮政编码", notPhone}, {"标识码", notPhone}, {"备案", notPhone}, {"索引号", notPhone}, {"编号", notPhone}, {"信用代码", notPhone},
	{"许可证", notPhone}, {"安备", notPhone}, {"ICP", notPhone}, {"邮箱", notPhone}, {"QQ", notPhone}, {"qq", notPhone}, {"浏览", notPhone}, {"阅读", notPhone}, {"点击", notPhone},
	{"账号", notPhone}, {"证号", notPhone}, {"文号", notPhone}, {"案号", notPhone}, {"代码", notPhone}, {"访问量", notPhone}, {"次数", notPhone}, {"编码", notPhone},
}

// notPhone marks labels of what only looks like a phone number.
const notPhone gongshi.PhoneRole = "none"

// findPhones finds the phone numbers, run of digits by run of digits.
func (p *parser) findPhones() {
	s := p.form
	prevEnd, prevRole := -1, gongshi.PhoneRole("")
	footer := p.footerStart()
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i += runeLen(s[i])
			continue
		}
		n, ok := phoneAt(s, i, prevEnd)
		if !ok || p.dateEnding(i) > i {
			i = digitEnd(s, i)
			continue
		}
		role, label := p.phoneRole(n.start)
		if role == "" && prevEnd >= 0 && continuesList(s[prevEnd:n.start]) {
			role, label = prevRole, "list"
		}
		if role == notPhone || role == "" && !n.plain {
			i = digitEnd(s, i)
			continue
		}
		if n.kind == gongshi.PhoneLandline {
			n = n.withExtension(s)
		}
		prevEnd, prevRole = n.end, role
		p.addPhone(n, role, footer)
		if p.explained {
			p.because("phone", string(p.n.Phones[len(p.n.Phones)-1].Role), n.form+" "+cmp.Or(label, "alone"), n.start, n.end)
		}
		i = n.end
	}
}

// addPhone adds a number. One that stands in the frame of the web page is not
// the notice's, whatever its label says.
func (p *parser) addPhone(n phoneNumber, role gongshi.PhoneRole, footer int) {
	if role == "" {
		role = gongshi.PhoneOther
	}
	if i := p.lineAt(n.start); n.start >= footer || i < len(p.lines) && p.lines[i].web {
		role = gongshi.PhoneOther
	}
	p.n.Phones = append(p.n.Phones, gongshi.Phone{
		Mention: p.mention(n.start, n.end), Number: n.number, Kind: n.kind, Role: role, Area: areaOf(n.number),
	})
}

// footerStart gives where the web page goes on under the signed notice.
func (p *parser) footerStart() int {
	signed := -1
	if i := p.signature.date; i >= 0 && p.hits[i].start >= p.bodyStart() { // not the date under the title
		signed = p.hits[i].end
	}
	for _, name := range p.signature.names {
		signed = max(signed, name.end)
	}
	if signed < 0 {
		return len(p.form)
	}
	for i := p.lineAt(signed); i < len(p.lines); i++ {
		if p.lines[i].web && p.lines[i].start >= signed {
			return p.lines[i].start
		}
	}
	return len(p.form)
}

// phoneRole says what the nearest label before the number in its line makes of
// it. A label alone on the line before speaks for the number as well.
func (p *parser) phoneRole(at int) (role gongshi.PhoneRole, label string) {
	i := p.lineAt(at)
	if i >= len(p.lines) {
		return "", ""
	}
	start := max(p.lines[i].start, at-150)
	if i > 0 && p.lines[i].start == at {
		if above := p.of(p.lines[i-1]); strings.HasSuffix(above, ":") || len(above) < 60 && !isDigit(above[0]) {
			start = p.lines[i-1].end - len(lastRunes(above, 16))
		}
	}
	before := p.form[start:at]
	best := -1
	for _, l := range phoneLabels {
		if j := strings.LastIndex(before, l.text); j > best {
			role, label, best = l.role, l.text, j
		}
	}
	if best >= 0 && strings.Contains(before[best:], "。") {
		return "", ""
	}
	if role == gongshi.PhoneFax && hasAnySuffix(before[:best], []string{"电话(", "电话/", "电话、", "电话及", "电话兼"}) {
		return gongshi.PhoneContact, label
	}
	return role, label
}

// inferAreas gives the local numbers the area code of the other numbers of the
// notice, if these have but one, else that of its region.
func (p *parser) inferAreas() {
	var written, ofRegion string
	for _, phone := range p.n.Phones {
		switch {
		case phone.Area == "" || phone.Area == written:
		case written == "":
			written = phone.Area
		default:
			return // of two places: who knows
		}
	}
	if r := p.n.Region; r != nil && r.Code != "" {
		if areas, inUse := regions.AreaCodes(r.Code); inUse == 1 {
			ofRegion = areas[0]
		}
	}
	area := cmp.Or(written, ofRegion)
	for i := range p.n.Phones {
		if phone := &p.n.Phones[i]; area != "" && phone.Area == "" && phone.Kind == gongshi.PhoneLandline {
			phone.Area, phone.AreaInferred = area, true
		}
	}
}

// continuesList tells whether a number after gap belongs to a list of numbers:
// "84111549(教务部)\n84115582".
func continuesList(gap string) bool {
	if utf8.RuneCountInString(gap) > 24 {
		return false
	}
	if i := strings.IndexByte(gap, '('); i >= 0 {
		if j := strings.IndexByte(gap[i:], ')'); j > 0 {
			gap = gap[:i] + gap[i+j+1:]
		}
	}
	for _, tag := range []string{"</p>", "<p>", "<br>", "<br/>"} {
		gap = strings.ReplaceAll(gap, tag, "")
	}
	return strings.Trim(gap, " 、,/;\n或和及") == ""
}

// countryCodes are the ways to write China's.
var countryCodes = []string{"+86-", "+86", "0086-", "86-"} // +86-0730-8245473

// afterCountryCode tells whether s ends with China's country code.
func afterCountryCode(s string) bool {
	for _, code := range countryCodes {
		if before, ok := strings.CutSuffix(s, code); ok {
			return before == "" || !isWordByte(before[len(before)-1])
		}
	}
	return false
}

// phoneNumber is a number found in form.
type phoneNumber struct {
	start, end int
	number     string
	kind       gongshi.PhoneKind
	form       string
	plain      bool // a phone number even without a label: 0730-8245473
}

// phoneAt reads the phone number at i: with an area code, a mobile, a service
// number, a hotline or a bare local one. after is where the number before it
// ended: 8245473/8245474.
func phoneAt(s string, i, after int) (phoneNumber, bool) {
	if i > 0 && (isWordByte(s[i-1]) || strings.IndexByte(".-/_*", s[i-1]) >= 0) && !(s[i-1] == '/' && after == i-1) && !afterCountryCode(s[:i]) {
		return phoneNumber{}, false
	}
	end := digitEnd(s, i)
	digits := s[i:end]
	n := phoneNumber{start: i, end: end, form: "local"}
	switch {
	case digits[0] == '0' && (len(digits) == 3 || len(digits) == 4):
		return n.withArea(s)
	case digits[0] == '0' && len(digits) >= 10 && len(digits) <= 12:
		area := areaLength(digits)
		n.number, n.kind, n.form = digits[:area]+"-"+digits[area:], gongshi.PhoneLandline, "area-code-joined"
		return n, len(digits)-area >= 7 && len(digits)-area <= 8
	case digits[0] == '1' && len(digits) == 11 && digits[1] >= '3':
		n.number, n.kind, n.plain, n.form = digits, gongshi.PhoneMobile, true, "mobile"
		return n, ends(s, end)
	case digits[0] == '1' && len(digits) == 3 && strings.HasPrefix(s[end:], "****"):
		return n.masked(s)
	case digits[0] == '1' && len(digits) == 3 && digits[1] >= '3':
		return n.grouped(s)
	case (digits == "400" || digits == "800") && end < len(s) && s[end] == '-':
		return n.service(s)
	case len(digits) == 5 && digits[:2] == "12" || digits == "110" || digits == "119":
		n.number, n.kind, n.form = digits, gongshi.PhoneHotline, "hotline"
		return n, ends(s, end) && len(digits) == 5
	case (len(digits) == 7 || len(digits) == 8) && digits[0] >= '2':
		n.number, n.kind = digits, gongshi.PhoneLandline
		return n, ends(s, end)
	}
	return n, false
}

// withArea reads the number after an area code: 0730-8245473, 0563—2833132,
// (0531)66226651, 0739 2599509.
func (n phoneNumber) withArea(s string) (phoneNumber, bool) {
	area := s[n.start:n.end]
	at := skipAny(s, n.end, "-—–―─－_) ")
	end := digitEnd(s, at)
	if at == n.end || at-n.end > 12 || end-at < 7 || end-at > 8 || s[at] == '0' || !ends(s, end) {
		return n, false
	}
	if len(area) == 3 && area[1] != '1' && area[1] != '2' || len(area) == 4 && (area[1] == '1' || area[1] == '2') {
		return n, false
	}
	n.plain = strings.TrimSpace(s[n.end:at]) != ""
	n.number, n.kind, n.end, n.form = area+"-"+s[at:end], gongshi.PhoneLandline, end, "area-code"
	if n.start > 0 && s[n.start-1] == '(' && strings.Contains(s[n.end-(end-at)-3:at], ")") {
		n.start--
	}
	return n, true
}

// areaLength is the length of the area code that digits begin with: the codes
// of the largest cities are 010 and 02x.
func areaLength(digits string) int {
	if digits[1] == '1' || digits[1] == '2' {
		return 3
	}
	return 4
}

// masked reads 138****1234.
func (n phoneNumber) masked(s string) (phoneNumber, bool) {
	at := n.end + len("****")
	end := digitEnd(s, at)
	n.number, n.kind, n.plain, n.form = s[n.start:end], gongshi.PhoneMobile, true, "masked"
	n.end = end
	return n, end-at == 4
}

// grouped reads a mobile number in groups: 138 8700 1234, 138-8700-1234. Only a
// label tells it from figures side by side.
func (n phoneNumber) grouped(s string) (phoneNumber, bool) {
	number := s[n.start:n.end]
	for range 2 {
		if n.end >= len(s) || s[n.end] != ' ' && s[n.end] != '-' {
			return n, false
		}
		at := n.end + 1
		n.end = digitEnd(s, at)
		number += s[at:n.end]
		if n.end-at != 4 {
			return n, false
		}
	}
	n.number, n.kind, n.form = number, gongshi.PhoneMobile, "mobile-grouped"
	return n, ends(s, n.end)
}

// withExtension takes an extension along: 59732890转8012. It is no part of the
// number, but of the phone as written.
func (n phoneNumber) withExtension(s string) phoneNumber {
	rest, ok := strings.CutPrefix(s[skipSpace(s, n.end):], "转")
	if !ok {
		return n
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "分机"), "号")
	at := skipSpace(s, len(s)-len(rest))
	if end := digitEnd(s, at); end > at && end-at <= 5 {
		n.end = end
	}
	return n
}

// service reads 400-810-0999.
func (n phoneNumber) service(s string) (phoneNumber, bool) {
	end := n.end
	for end < len(s) && (isDigit(s[end]) || s[end] == '-') {
		end++
	}
	digits := strings.ReplaceAll(s[n.start:end], "-", "")
	n.end, n.kind, n.plain, n.form = end, gongshi.PhoneService, true, "service"
	if len(digits) != 10 {
		return n, false
	}
	n.number = digits[:3] + "-" + digits[3:6] + "-" + digits[6:]
	return n, true
}

// ends tells whether a number is not followed by more of a code.
func ends(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	if s[i] == '-' { // an extension has up to four digits
		return digitEnd(s, i+1)-i <= 5
	}
	if s[i] == '.' || s[i] == '/' {
		return i+1 >= len(s) || !isDigit(s[i+1]) || s[i] == '/'
	}
	if isWordByte(s[i]) || s[i] == '%' || s[i] == '@' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return !strings.ContainsRune("年月个元吨万亿亩户人米号平公", r)
}
