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
// 根据陕环执法函〔2018〕28号. Those of one character stand in stems as well, and
// count only where a whole stem follows.
var stemStops = newWordSet(
	"根据", "按照", "依据", "依照", "印发了", "印发", "下发了", "下发", "文件", "文号", "和", "与", "及", "的", "以", "见", "经", "由", "在", "发文", "编号", "号", "为", "参照", "执行", "转发", "落实",
	"关于", "出台了", "出台", "制定", "原", "即", "省政府办公厅", "人民政府", "办公室", "办公厅", "委员会", "领导小组", "生态环境厅", "生态环境局", "环保厅", "环保局", "水利厅", "水利局", "住建厅", "住建局",
)

// wholeStem is how many characters a stem has at least for a stop in front of
// it: 发 alone is none.
const wholeStem = 3

// stemsWithStops begin, with the stop, what is at home in stems: 渝经信发,
// 工业和信息化部.
var (
	stopsAtHome  = []string{"经信", "经发", "经开", "经贸", "经管", "经济", "经科", "原州", "原阳", "原平", "和政", "和平", "和田", "和顺", "和县", "和国", "及第"}
	namesWithAnd = []string{"工业", "住房", "资源", "农业", "发展", "卫生", "社会保障", "文化"}
)

// bareStems end the stems of numbers that need no year: 国务院令第682号,
// 政府令第56号, 东办秘字第五三一号.
var bareStems = []string{"令", "公告", "字", "通告"}

// orderBodies end the names of those whose orders are numbered 第682号令.
var orderBodies = []string{"国务院", "政府", "部", "厅", "局", "委员会", "总署", "主席", "省", "市"}

// notNumberAfter are what follows 号 where it numbers a thing: 12号楼, 2号水井.
var notNumberAfter = newWordSet(
	"楼", "院", "井", "水井", "线", "路", "门", "机", "泵", "窑", "炉", "库", "坝", "站", "矿", "厂", "池", "船", "闸", "桥", "塔", "点位", "渠", "沟", "段", "桩", "地块", "孔", "房", "铺", "栋", "车间", "生产线", "排污口",
)

// numberReader goes through a text for document numbers.
type numberReader struct {
	p    *parser
	last gongshi.DocNumber // the number before, whose stem and year may hold on
	end  int               // where it ends
}

// findNumbers finds the document numbers: each ends in 号, so that is where to
// look.
func (p *parser) findNumbers() {
	r := numberReader{p: p}
	for at := 0; ; {
		i := indexHan(p.form[at:], "号")
		if i < 0 {
			return
		}
		end := at + i + len("号")
		if d, span, pattern := r.endingAt(at + i); pattern != "" {
			d.Mention = p.mention(span.start, span.end)
			if d.Title = p.citedTitle(span.start); d.Title == "" {
				d.Title = p.titleAfter(span.end)
			}
			p.n.DocumentNumbers = append(p.n.DocumentNumbers, d)
			p.because("document-number", d.Number, pattern, span.start, span.end)
			r.last, r.end = d, span.end
			end = max(end, span.end)
		}
		at = end
	}
}

// endingAt reads backwards the document number whose 号 stands at i. pattern is
// the name of its form, empty when it is none.
func (r *numberReader) endingAt(i int) (d gongshi.DocNumber, span line, pattern string) {
	s := r.p.form
	span.end = i + len("号")
	if notNumberAfter.at(s, span.end) != "" {
		return d, span, ""
	}
	serialStart := serialBack(s, i, r.end)
	if serialStart < 0 {
		return d, span, ""
	}
	d.Serial = serialForm(s[serialStart:i])
	at := yearGap(s, serialStart, r.end)
	ordinal := ""
	if strings.HasSuffix(s[r.end:at], "第") {
		at, ordinal = skipSpaceBack(s, at-len("第")), "第"
	}
	if r.continues(at) {
		return r.another(d, line{start: serialStart, end: span.end})
	}
	year, at, form := yearBack(s, at, r.end)
	d.Year = year
	stemEnd := at
	span.start = stemBack(s, stemEnd, max(r.end, r.p.lastDateEnd(stemEnd)))
	d.Agency = squeeze(s[span.start:stemEnd])
	stem := utf8.RuneCountInString(d.Agency)
	switch {
	case form != "" && stem == 0 && r.continues(at):
		d.Agency = r.last.Agency
		span.start = yearStart(s, at)
		d.Number = d.Agency + "〔" + yearText(year) + "〕" + ordinal + d.Serial + "号"
		return d, span, "stem-of-the-one-before"
	case stem < 2:
		return d, span, ""
	case form != "":
		d.Number = d.Agency + "〔" + yearText(year) + "〕" + ordinal + d.Serial + "号"
		return d, span, form
	case ordinal == "":
		return d, span, ""
	case strings.HasPrefix(s[span.end:], "令") && year == 0 && hasAnySuffix(d.Agency, orderBodies):
		span.end += len("令")
		d.Agency += "令"
		d.Number = d.Agency + "第" + d.Serial + "号"
		return d, span, "order"
	case !hasAnySuffix(d.Agency, bareStems):
		return d, span, ""
	}
	d.Number = d.Agency
	if year > 0 {
		d.Number += yearText(year) + "年"
	}
	d.Number += ordinal + d.Serial + "号"
	return d, span, "no-brackets"
}

// continues tells whether nothing but signs of a list stands between the number
// before and i: 〔2018〕15号、17号.
func (r *numberReader) continues(i int) bool {
	return r.last.Year > 0 && i-r.end < 24 && i > r.end && strings.Trim(r.p.form[r.end:i], " 、,和及与") == ""
}

// another makes a number of a serial that follows a whole number.
func (r *numberReader) another(d gongshi.DocNumber, span line) (gongshi.DocNumber, line, string) {
	d.Agency, d.Year = r.last.Agency, r.last.Year
	d.Number = d.Agency + "〔" + yearText(d.Year) + "〕" + d.Serial + "号"
	return d, span, "serial-of-the-one-before"
}

// yearGap goes back over the blanks between the year and its serial, and over
// the end of a line right behind the bracket.
func yearGap(s string, i, floor int) int {
	at := skipSpaceBack(s, i)
	if at > floor && s[at-1] == '\n' {
		before := skipSpaceBack(s, at-1)
		if r, _ := utf8.DecodeLastRuneInString(s[floor:before]); before > floor && strings.ContainsRune(closeBrackets, r) {
			return before
		}
	}
	return max(at, floor)
}

// yearStart gives where the bracket of the year begins that follows at.
func yearStart(s string, at int) int { return skipAny(s, at, " 、,和及与") }

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
	if year := digitEnd(s, at); year == at+4 && year < end && s[year] == ' ' && hasAnySuffix(s[floor:at], []string{"〔", "[", "("}) {
		at = skipSpace(s, year) // 〔2022 4号: the closing bracket got lost
	}
	if at >= end {
		return -1
	}
	return at
}

// serialForm is a serial in ASCII digits without blanks and leading zeros; a
// list stays a list.
func serialForm(s string) string {
	s = squeeze(s)
	if n, ok := number(s); ok {
		return strconv.Itoa(n)
	}
	return s
}

// yearBack reads the year in front of the serial: 〔2022〕 with any brackets, of
// which one may be lost, 〔16〕 or 〔二〇二二〕 with both, or 2026年 without. form is
// the name of the form when there is a bracket.
func yearBack(s string, i, floor int) (year, start int, form string) {
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
	for at > floor && end-at < 5 && (isDigit(s[at-1]) || s[at-1] == '*') {
		at--
	}
	if at == end && closed {
		return hanYearBack(s, i, end, floor)
	}
	before := skipSpaceBack(s, at)
	opener, n := utf8.DecodeLastRuneInString(s[floor:max(before, floor)])
	open := n > 0 && strings.ContainsRune(openBrackets, opener)
	if open {
		before = skipSpaceBack(s, before-n)
	}
	year, _ = number(s[at:end])
	switch {
	case end-at == 2 && open && closed && strings.ContainsRune("〔[【", opener) && year > 0:
		return century(year), before, "year-of-two-digits"
	case end-at != 4 || year != 0 && (year < firstYear || year > lastYear):
		return 0, i, ""
	case open && closed && opener == '〔' && r == '〕':
		return year, before, "brackets"
	case open && closed:
		return year, before, "other-brackets"
	case open || closed:
		return year, before, "bracket-lost"
	case end == i:
		return 0, i, ""
	}
	return year, before, ""
}

// century gives the year that two digits mean: of this century, unless that is
// far ahead.
func century(n int) int {
	if n > 49 {
		return 1900 + n
	}
	return 2000 + n
}

// hanYearBack reads 〔二〇二二〕, whose closing bracket begins at end.
func hanYearBack(s string, i, end, floor int) (year, start int, form string) {
	at := end
	for k := 0; k < 4 && at > floor; k++ {
		r, n := utf8.DecodeLastRuneInString(s[floor:at])
		if _, digit := hanDigit(r); !digit && r != '0' {
			return 0, i, ""
		}
		at -= n
	}
	before := skipSpaceBack(s, at)
	r, n := utf8.DecodeLastRuneInString(s[floor:max(before, floor)])
	if y, ok := number(s[at:end]); ok && y >= firstYear && y <= lastYear && n > 0 && strings.ContainsRune(openBrackets, r) {
		return y, skipSpaceBack(s, before-n), "year-in-characters"
	}
	return 0, i, ""
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
	for _, w := range stemStops.found(stem, len(stemStops.words)) {
		j := strings.LastIndex(stem, w)
		if j < 0 || j+len(w) == len(stem) || hasAnyPrefix(stem[j:], stopsAtHome) || w == "和" && hasAnySuffix(stem[:j], namesWithAnd) {
			continue
		}
		if (len(w) == len("和") || len(w) > 2*len("和")) && utf8.RuneCountInString(stem[j+len(w):]) < wholeStem {
			continue
		}
		cut = max(cut, j+len(w))
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

// titleAfter gives the title in 《》 right behind a number that ends at i:
// 京政办发〔2016〕26号《…要点》, …号文件《…》.
func (p *parser) titleAfter(i int) string {
	s := p.form
	for _, w := range []string{"文件", "文"} {
		i += len(s[i:]) - len(strings.TrimPrefix(s[i:], w))
	}
	at := skipAny(s, i, " :")
	if !strings.HasPrefix(s[at:], "《") {
		return ""
	}
	depth := 0
	for j, r := range firstRunes(s[at:], maxTitle/3) {
		switch r {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				next := strings.TrimLeft(firstRunes(s[at+j+len("》"):], 4), " ")
				if rest, ok := strings.CutPrefix(next, "("); ok && !hasAnyPrefix(rest, []string{"以下", "下称", "简称", "下同"}) {
					return "" // that of the number in the bracket
				}
				return closeGaps(p.mention(at+len("《"), at+j).Text)
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
