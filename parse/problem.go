package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// numbered is a problem's number found in form.
type numbered struct {
	start, end int
	number     string
	weak       bool // 第三条: a part of a problem as often as a problem
}

// findProblems says which problems the notice is about. A notice with several
// groups of sections has a problem a group; else the number is taken from the
// title, the lead or a label, in this order.
func (p *parser) findProblems() {
	if len(p.groups) > 1 {
		p.groupProblems()
		return
	}
	for i, zone := range p.zones() {
		if i == 1 && (p.headProblem() || p.columnProblem()) {
			return
		}
		if found := problemNumbers(p.form, zone.start, zone.end); len(found) > 0 {
			for _, f := range found {
				p.addProblem(f.start, f.end, f.number)
			}
			return
		}
	}
	p.numberSections()
}

// headProblem takes the number of the only problem from the head of its issue.
func (p *parser) headProblem() bool {
	if len(p.groups) != 1 {
		return false
	}
	h := p.heads[p.groups[0]]
	if h.number == "" || len(h.kinds) == 0 {
		return false
	}
	p.addProblem(max(h.start, h.enum.end), h.end, h.number)
	return true
}

// columnProblem takes the number of the only row of a table from its column of
// problem numbers.
func (p *parser) columnProblem() bool {
	if len(p.groups) != 1 {
		return false
	}
	n := p.heads[p.groups[0]].rowNumber
	if !n.found() || n.rows {
		return false
	}
	num, ok := cellNumber(p.of(n.cell))
	if ok {
		p.addProblem(n.cell.start, n.cell.end, num)
	}
	return ok
}

// numberSections takes the number from a field that says nothing else: 问题编号 /
// 三十一.
func (p *parser) numberSections() {
	for i, h := range p.heads {
		if len(h.kinds) != 1 || h.kinds[0] != gongshi.SectionOther || !hasAnySuffix(trimHead(p.form[h.start:h.end]), []string{"编号", "序号"}) {
			continue
		}
		end := len(p.form)
		if i+1 < len(p.heads) {
			end = p.heads[i+1].start
		}
		body := p.trimBorders(h.body, max(h.body, end))
		if num, numEnd, ok := compound(p.form, body.start); ok && numEnd == body.end {
			p.addProblem(body.start, body.end, num)
		}
	}
}

func (p *parser) addProblem(start, end int, num string) {
	for _, known := range p.n.Problems {
		if known.Number == num {
			return
		}
	}
	p.n.Problems = append(p.n.Problems, gongshi.Problem{Mention: p.mention(start, end), Number: num})
}

// groupProblems gives each group of sections its problem: the title above it or
// the row's id, and the number by which the notice counts it.
func (p *parser) groupProblems() {
	counted := p.countsProblems()
	for _, i := range p.groups {
		p.n.Problems = append(p.n.Problems, p.problemOf(p.heads[i], counted))
	}
}

// problemOf gives the problem of the group that begins with h. counted tells
// that the heads' own numbers count the problems.
func (p *parser) problemOf(h head, counted bool) gongshi.Problem {
	if h.row > 0 {
		return p.problemOfRow(h)
	}
	problem := gongshi.Problem{Mention: p.mention(h.start, max(h.start, h.end))}
	if len(h.kinds) > 0 && !h.problem && isLabel(p.form[max(h.start, h.enum.end):max(h.start, h.enum.end, h.end)]) {
		problem.Mention = p.openingOfProblem(h)
	}
	if h.number != "" {
		problem.Number = h.number
		if at := max(h.start, h.enum.end); len(h.kinds) > 0 {
			problem.Mention = p.mention(at, max(at, h.end))
		}
	} else if found := problemNumbers(p.form, h.start, h.end); len(found) > 0 {
		problem = gongshi.Problem{Mention: p.mention(found[0].start, found[0].end), Number: found[0].number}
	} else if counted && h.enum.num > 0 {
		problem.Number = strconv.Itoa(h.enum.num)
	}
	return problem
}

// problemOfRow gives the problem of a row of a table.
func (p *parser) problemOfRow(h head) gongshi.Problem {
	if h.rowNumber.found() && !h.rows {
		if num, ok := cellNumber(p.of(h.cell)); ok {
			return gongshi.Problem{Mention: p.mention(h.cell.start, h.cell.end), Number: num}
		}
	}
	if f, ok := petitionBefore(p.form, h.body); ok {
		return gongshi.Problem{Mention: p.mention(f.start, f.end), Number: f.number}
	}
	if num, ok := cellNumber(p.of(h.cell)); ok && h.rowNumber.found() {
		return gongshi.Problem{Mention: p.mention(h.cell.start, h.cell.end), Number: num}
	}
	return gongshi.Problem{Mention: p.openingOfProblem(h), Number: strconv.Itoa(h.row)}
}

// countsProblems tells whether the numbers of the groups' heads go up, as those
// of problems do: where each group begins with 一、反馈问题 they number sections.
func (p *parser) countsProblems() bool {
	last := 0
	for _, i := range p.groups {
		num := p.heads[i].enum.num
		if num > 0 && num <= last {
			return false
		}
		last = max(last, num)
	}
	return true
}

// petitionBefore finds the last petition id in the 200 bytes before i.
func petitionBefore(s string, i int) (numbered, bool) {
	for at := i; at > max(0, i-200); at-- {
		if f, ok := petitionAt(s, at); ok {
			return f, true
		}
	}
	return numbered{}, false
}

// problemNumbers finds the numbers in s[from:to] in all their forms. Weak forms
// count only where there is no other.
func problemNumbers(s string, from, to int) []numbered {
	var strong, weak []numbered
	for at := from; at < to; {
		found := numbersAt(s[:to], at)
		for _, f := range found {
			if f.weak {
				weak = append(weak, f)
			} else {
				strong = append(strong, f)
			}
			at = skipBracket(s[:to], max(at, f.end))
		}
		if len(found) == 0 {
			_, n := utf8.DecodeRuneInString(s[at:])
			at += n
		}
	}
	if len(strong) > 0 {
		return strong
	}
	return weak
}

// skipBracket skips a bracket at i, in which another list's number of the same
// problem stands: 序号8(市序号9).
func skipBracket(s string, i int) int {
	if i < len(s) && s[i] == '(' {
		if end := strings.IndexByte(s[i:min(len(s), i+40)], ')'); end > 0 {
			return i + end
		}
	}
	return i
}

// numbersAt reads the number or list of numbers that begins at i.
func numbersAt(s string, i int) []numbered {
	switch r, _ := utf8.DecodeRuneInString(s[i:]); {
	case r == '编' || r == '序':
		return codeNumber(s, i)
	case r == '第':
		return ordinalNumbers(s, i)
	case r == '问' || r == '任' || r == '事':
		return trailingNumber(s, i)
	case r == '【':
		return bracketNumber(s, i)
	case r == 'D' || r == 'X':
		if f, ok := petitionAt(s, i); ok {
			return []numbered{f}
		}
	case r == '清':
		if rest, ok := strings.CutPrefix(s[i:], "清单"); ok {
			return plainNumber(s, len(s)-len(rest), []string{"号"})
		}
	case r >= '0' && r <= '9':
		if i == 0 || !isWordByte(s[i-1]) && s[i-1] != '.' && s[i-1] != '-' {
			return plainNumber(s, i, []string{"号问题", "号任务", "号整改", "号反馈"})
		}
	}
	return nil
}

// petitionAt reads the id of a petition: D3HB202406060068, X140000201812090003.
func petitionAt(s string, i int) (numbered, bool) {
	if i >= len(s) || s[i] != 'D' && s[i] != 'X' || i > 0 && s[i-1] >= 'A' && s[i-1] <= 'z' {
		return numbered{}, false
	}
	end := i
	digits := 0
	for end < len(s) && end-i <= 24 && (isDigit(s[end]) || s[end] >= 'A' && s[end] <= 'Z') {
		if isDigit(s[end]) {
			digits++
		}
		end++
	}
	return numbered{start: i, end: end, number: s[i:end]}, digits >= 11 && end-i <= 24 && end-i-digits <= 5
}

// codeNumber reads 问题编号一, 编号:36, 序号8, 编号364(35-11).
func codeNumber(s string, i int) []numbered {
	word := anyPrefix(s[i:], []string{"编号", "序号"})
	if word == "" {
		return nil
	}
	if hasAnySuffix(s[:i], []string{"证书", "许可证", "受理", "文件", "信用", "证", "备案", "登记", "举报", "信访"}) {
		if f, ok := petitionAt(s, skipAny(s, i+len(word), ": 为")); ok {
			return []numbered{f}
		}
		return nil
	}
	at := skipAny(s, i+len(word), ": 为是第|")
	if f, ok := petitionAt(s, at); ok {
		return []numbered{f}
	}
	num, end, ok := codeAt(s, at)
	if ok = ok && namesProblem(s, i, end); !ok {
		num, end, ok = compound(s, at)
	}
	if !ok {
		num, end, ok = prefixed(s, at)
	}
	if !ok {
		return nil
	}
	start := i
	for _, before := range []string{"问题", "任务", "整改问题", "反馈问题"} {
		if strings.HasSuffix(s[:i], before) {
			start = i - len(before)
			break
		}
	}
	return []numbered{{start: start, end: end, number: num}}
}

// namesProblem tells whether the 编号 at i, whose code goes to end, is that of a
// problem: 问题编号, 问题(编号…), 编号…问题. All sorts of things have codes.
func namesProblem(s string, i, end int) bool {
	problems := []string{"问题", "任务", "整改事项"}
	if hasAnySuffix(s[:i], problems) || hasAnySuffix(s[:i], []string{"整改", "反馈"}) {
		return true
	}
	after := strings.TrimPrefix(strings.TrimPrefix(s[end:], "号"), ")")
	if hasAnyPrefix(strings.TrimPrefix(after, "的"), problems) {
		return true
	}
	before, bracket := strings.CutSuffix(s[:i], "(")
	return bracket && hasAnySuffix(strings.TrimRight(before, " ”\"》"), problems)
}

// prefixed reads a number with the list's name or letter in front: 邢台036, K-14.
// The name of a place is no part of the number, a letter is.
func prefixed(s string, i int) (num string, end int, ok bool) {
	at := i
	if at < len(s) && s[at] >= 'A' && s[at] <= 'Z' {
		at = skipAny(s, at+1, "-")
		if end = digitEnd(s, at); end > at && end-at <= 3 {
			return s[i:end], end, true
		}
		return "", i, false
	}
	for n := 0; n < 4 && at < len(s); n++ {
		if isDigit(s[at]) && n > 1 {
			if digitEnd(s, at)-at > 4 {
				return "", i, false
			}
			return compound(s, at)
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		if !isHan(r) {
			break
		}
		at += size
	}
	return "", i, false
}

// namedAfter are what may follow 问题二十七 where that is a number.
var namedAfter = []string{"整改", "完成", "销号", "验收", ")", "”", "》", "的", "(", ":", "情况", "公示", "任务", "、"}

// trailingNumber reads 问题二十七 and 整改任务十一, a number behind what it counts.
func trailingNumber(s string, i int) []numbered {
	word := anyPrefix(s[i:], []string{"问题", "任务", "事项"})
	if word == "" || !hasAnySuffix(s[:i], []string{"反馈", "整改", "督察", "清单", "报告", "意见", "交办"}) {
		return nil
	}
	num, end, ok := compound(s, i+len(word))
	if !ok || end < len(s) && !hasAnyPrefix(s[end:], namedAfter) {
		return nil
	}
	return []numbered{{start: i, end: end, number: num, weak: true}}
}

// compound reads a number with an optional part after a hyphen: 三十八, 47-1.
func compound(s string, i int) (num string, end int, ok bool) {
	c, ok := componentAt(s, i)
	if !ok || c.width > 4 || c.value == 0 {
		return "", i, false
	}
	num, end = strconv.Itoa(c.value), c.end
	if end+1 < len(s) && s[end] == '-' && isDigit(s[end+1]) {
		if sub, ok := componentAt(s, end+1); ok && sub.width <= 3 {
			return num + "-" + strconv.Itoa(sub.value), sub.end, true
		}
	}
	return num, end, true
}

// ordinalUnits follow the number in 第N项.
var ordinalUnits = []string{"项", "号", "个", "条", "类"}

// notProblems follow numbers that count something else: 第1项整改措施.
var notProblems = []string{"督", "文", "令", "公告", "整改措施", "措施", "规定"}

// problemContext are words next to 第N项 that make it a problem's number.
var problemContext = []string{"问题", "整改", "任务", "反馈", "事项", "清单", "督察", "销号", "方案"}

// ordinalNumbers reads 第三十八项, 第07号, 第47-1项, 第四十七项问题五, 第七、八项.
func ordinalNumbers(s string, i int) []numbered {
	at := i + len("第")
	var out []numbered
	for {
		num, end, ok := compound(s, skipSpace(s, at))
		if !ok {
			return nil
		}
		out = append(out, numbered{start: at, end: end, number: num})
		next := skipSpace(s, end)
		rest, more := strings.CutPrefix(s[next:], "、")
		if !more {
			at = next
			break
		}
		at = len(s) - len(rest)
		at += len(rest) - len(strings.TrimPrefix(rest, "第"))
	}
	unit := anyPrefix(s[at:], ordinalUnits)
	if unit == "" {
		return nil
	}
	end := at + len(unit)
	if hasAnyPrefix(s[end:], notProblems) {
		return nil
	}
	before, after := lastRunes(s[:i], 10), firstRunes(s[end:], 6)
	if !hasAnyPrefix(after, []string{":", "、第", "和第"}) && !containsAny(after, problemContext) && !containsAny(before, problemContext[:6]) {
		return nil
	}
	out[0].start, out[len(out)-1].end = i, end
	last := &out[len(out)-1]
	if rest, ok := strings.CutPrefix(s[end:], "问题"); ok {
		if sub, subEnd, ok := compound(rest, 0); ok && !isDigit(rest[0]) && !hasAnyPrefix(rest[subEnd:], []string{"些", "是", "个", "定", "直", "部", "样", "般"}) {
			last.number += "-" + sub
			last.end = len(s) - len(rest) + subEnd
		}
	}
	for j := range out {
		out[j].weak = unit == "条" || unit == "类"
	}
	return out
}

// lastRunes gives the last n runes of s.
func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

// plainNumber reads 243号问题 and 清单16号.
func plainNumber(s string, i int, units []string) []numbered {
	num, end, ok := compound(s, i)
	if !ok || !hasAnyPrefix(s[skipSpace(s, end):], units) {
		return nil
	}
	return []numbered{{start: i, end: skipSpace(s, end) + len("号"), number: num}}
}

// bracketNumber reads 【43】.
func bracketNumber(s string, i int) []numbered {
	at := i + len("【")
	num, end, ok := compound(s, at)
	if !ok || !strings.HasPrefix(s[end:], "】") {
		return nil
	}
	return []numbered{{start: i, end: end + len("】"), number: num}}
}
