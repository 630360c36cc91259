package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// Brackets around the year of a document number; people use all of them, and
// lose some.
const openBrackets, closeBrackets = "〔[(【﹝{", "〕])】﹞}"

// stemStops are words of running text in front of a number's stem:
// 根据陕环执法函〔2018〕28号.
var stemStops = []string{
	"根据", "按照", "依据", "依照", "印发了", "印发", "下发了", "下发", "文件", "文号", "和", "与", "及", "的", "以", "见", "经", "由", "在", "发文", "编号", "号", "参照", "执行", "转发", "落实",
}

// namesWithAnd are what stands in front of 和 in the names of departments:
// 工业和信息化部.
var namesWithAnd = []string{"工业", "住房", "资源", "农业", "发展", "卫生", "社会保障", "文化"}

// bareStems end the stems of numbers that need no year: 国务院令第682号,
// 政府令第56号, 东办秘字第五三一号.
var bareStems = []string{"令", "公告", "字", "通告"}

// findNumbers finds the document numbers: each ends in 号, so that is where to
// look.
func (p *parser) findNumbers() {
	last := 0
	for at := 0; ; {
		i := strings.Index(p.form[at:], "号")
		if i < 0 {
			return
		}
		end := at + i + len("号")
		if d, start, ok := p.numberEndingAt(at+i, last); ok {
			d.Mention = p.mention(start, end)
			d.Title = p.citedTitle(start)
			p.n.DocumentNumbers = append(p.n.DocumentNumbers, d)
			last = end
		}
		at = end
	}
}

// numberEndingAt reads backwards the document number whose 号 stands at i, down
// to floor.
func (p *parser) numberEndingAt(i, floor int) (d gongshi.DocNumber, start int, ok bool) {
	s := p.form
	serialStart := serialBack(s, i, floor)
	if serialStart < 0 {
		return d, 0, false
	}
	d.Serial = serialForm(s[serialStart:i])
	at := skipSpaceBack(s, serialStart)
	ordinal := ""
	if strings.HasSuffix(s[floor:at], "第") {
		at, ordinal = skipSpaceBack(s, at-len("第")), "第"
	}
	year, at, bracketed := yearBack(s, at, floor)
	d.Year = year
	stemEnd := at
	start = stemBack(s, stemEnd, max(floor, p.lastDateEnd(stemEnd)))
	d.Agency = squeeze(s[start:stemEnd])
	switch {
	case d.Agency == "" || utf8.RuneCountInString(d.Agency) < 2 && !bracketed:
		return d, 0, false
	case bracketed:
		d.Number = d.Agency + "〔" + yearText(year) + "〕" + ordinal + d.Serial + "号"
		return d, start, utf8.RuneCountInString(d.Agency) >= 2
	case ordinal == "" || !hasAnySuffix(d.Agency, bareStems):
		return d, 0, false
	}
	d.Number = d.Agency
	if year > 0 {
		d.Number += yearText(year) + "年"
	}
	d.Number += ordinal + d.Serial + "号"
	return d, start, true
}

func yearText(year int) string {
	if year == 0 {
		return "****"
	}
	return strconv.Itoa(year)
}

// serialBack gives where the serial in front of 号 begins: 4, 15、17、28, 五三一,
// and stars where it was made unreadable.
func serialBack(s string, i, floor int) int {
	at := skipSpaceBack(s, i)
	end := at
	for at > floor {
		r, n := utf8.DecodeLastRuneInString(s[floor:at])
		_, han := hanDigit(r)
		list := (r == '、' || r == ' ' || r == '-') && at < end
		if !(r >= '0' && r <= '9') && r != '*' && !(han && r != 'O' && r != 'o') && hanUnit(r) == 0 && !list {
			break
		}
		at -= n
		if end-at > 60 {
			return -1
		}
	}
	at = skipAny(s, at, "、 -")
	if at >= end {
		return -1
	}
	return at
}

// serialForm is a serial in ASCII digits without blanks; a list stays a list.
func serialForm(s string) string {
	s = squeeze(s)
	if n, ok := number(s); ok && !isDigit(s[0]) {
		return strconv.Itoa(n)
	}
	return s
}

// yearBack reads the year in front of the serial: 〔2022〕 with any brackets, of
// which one may be lost, or 2026年 without brackets.
func yearBack(s string, i, floor int) (year, start int, bracketed bool) {
	at := i
	r, n := utf8.DecodeLastRuneInString(s[floor:at])
	closed := n > 0 && strings.ContainsRune(closeBrackets, r)
	if closed {
		at = skipSpaceBack(s, at-n)
	}
	if rest := s[floor:at]; !closed && strings.HasSuffix(rest, "年") {
		at = skipSpaceBack(s, at-len("年"))
	}
	end := at
	for at > floor && (isDigit(s[at-1]) || s[at-1] == '*') {
		at--
	}
	if end-at != 4 {
		return 0, i, false
	}
	year, _ = number(s[at:end])
	if year != 0 && (year < firstYear || year > lastYear) {
		return 0, i, false
	}
	before := skipSpaceBack(s, at)
	r, n = utf8.DecodeLastRuneInString(s[floor:before])
	open := n > 0 && strings.ContainsRune(openBrackets, r)
	if open {
		before = skipSpaceBack(s, before-n)
	}
	if !open && !closed && end == i {
		return 0, i, false
	}
	return year, before, open || closed
}

// stemBack gives where the stem that ends at i begins: Han characters back to a
// sign, a blank, or a word of running text.
func stemBack(s string, i, floor int) int {
	at := i
	for n := 0; at > floor && n < 24; n++ {
		r, size := utf8.DecodeLastRuneInString(s[floor:at])
		if !isHan(r) && r != '*' {
			break
		}
		at -= size
	}
	stem := s[at:i]
	cut := 0
	for _, w := range stemStops {
		j := strings.LastIndex(stem, w)
		if j >= 0 && j+len(w) < len(stem) && !(w == "和" && hasAnySuffix(stem[:j], namesWithAnd)) {
			cut = max(cut, j+len(w))
		}
	}
	if strings.HasSuffix(stem, "字") {
		for _, w := range []string{"委员会", "政府", "政务院"} {
			if j := strings.LastIndex(stem, w); j >= 0 {
				cut = max(cut, j+len(w))
			}
		}
	}
	return at + cut
}

// lastDateEnd gives the end of the last day named before i, at which no stem
// goes on: 八月十四日政政董字第三三号.
func (p *parser) lastDateEnd(i int) int {
	_, b := p.hitsWithin(max(0, i-120), i)
	if b > 0 && p.hits[b-1].end <= i && p.hits[b-1].date.Exact() {
		return p.hits[b-1].end
	}
	return 0
}

// citedTitle gives the title in 《》 right before a number: 《…办法》(岳办发…).
func (p *parser) citedTitle(at int) string {
	s := p.form
	at = skipSpaceBack(s, at)
	if at > 0 && s[at-1] == '(' {
		at = skipSpaceBack(s, at-1)
	}
	if !strings.HasSuffix(s[:at], "》") {
		return ""
	}
	depth := 0
	for i := at; i > 0 && at-i < 900; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		switch r {
		case '》':
			depth++
		case '《':
			if depth--; depth == 0 {
				return closeGaps(p.mention(i+n, at-len("》")).Text)
			}
		case '\n':
			return ""
		}
	}
	return ""
}

// isDocNumberLine tells whether a line is a document number and nothing else.
func isDocNumberLine(s string) bool {
	return len(s) < 90 && strings.HasSuffix(s, "号") && strings.ContainsAny(s, openBrackets+closeBrackets)
}
