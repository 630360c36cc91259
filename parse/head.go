package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// head is the head of a section: its label, and where its body begins.
type head struct {
	kinds      []gongshi.SectionKind // several for 整改措施及完成情况
	enum       enum
	start, end int    // the label with its number, in form
	body       int    // where the text after it begins
	bodyEnd    int    // where it must end at the latest; 0 when open
	exact      bool   // the whole label is in the table
	contact    bool   // names what is no content: 受理电话
	problem    bool   // names a problem; its sections follow
	item       bool   // an unknown numbered head, taken only in its series
	row        int    // row of a table, counted from 1
	rowNumber         // of the row of a table
	number     string // the problem's number, where the head is one
}

// strongWords stand in labels that only notices about rectification use; 工作目标
// or 责任单位 stand in plans and circulars as well.
var strongWords = []string{"整改", "整治", "反馈", "督察", "转办", "交办", "办结", "销号", "验收", "实施主体", "举报", "信访", "完成情况", "问题"}

// qualifierBans are words that make a numbered head a sentence of its own, not
// a label with a qualifier: 三、强化整改措施.
var qualifierBans = []string{
	"关于", "强化", "加强", "落实各", "明确", "制定", "细化", "推进", "严格", "采取", "压实", "健全", "完善", "确保", "加大", "抓好", "狠抓", "切实", "实现",
	"全面", "深入", "坚持", "是", "不", "对", "按", "将", "了", "已", ",", "。", "《", "聚焦", "提高", "创新", "突出", "有效", "认真", "积极", "高质量", "紧盯",
}

// headAt reads the head that a line begins with.
func headAt(t *text, l line) (head, bool) {
	s := t.form[:l.end]
	start := skipAny(s, l.start, "#*·•>| ")
	if start >= l.end {
		return head{}, false
	}
	h := head{start: start}
	at := start
	if e, ok := enumerator(s, start); ok && e.level != levelCount {
		h.enum, at = e, e.end
	}
	if at >= l.end {
		return head{}, false
	}
	if found, ok := numberHead(s, h, at); ok {
		return found, true
	}
	if found, ok := wholeHead(s, h, at); ok {
		return found, true
	}
	return prefixHead(s, h, at)
}

// lineHead is what headAt found in a line: each line is asked for its head for
// itself and as the one that follows the line above.
type lineHead struct {
	line  line
	head  head
	found bool
}

// headOf reads the head that line i begins with.
func (p *parser) headOf(i int) (head, bool) {
	if l := p.lines[i]; p.lineHead.line != l {
		h, ok := headAt(p.text, l)
		p.lineHead = lineHead{l, h, ok}
	}
	return p.lineHead.head, p.lineHead.found
}

// numberHead reads a problem's number that stands where a label would:
// "问题编号5:", "编号8:", "【43】".
func numberHead(s string, h head, at int) (head, bool) {
	if inner, ok := strings.CutPrefix(s[at:], "【"); ok {
		n := digitEnd(inner, 0)
		if n > 0 && n <= 3 && strings.HasPrefix(inner[n:], "】") {
			h.end = at + len("【") + n + len("】")
			return h.asIssue(skipSpace(s, h.end)), true
		}
		return head{}, false
	}
	rest := strings.TrimPrefix(s[at:], "问题")
	for _, word := range []string{"编号", "序号"} {
		after, ok := strings.CutPrefix(rest, word)
		if !ok {
			continue
		}
		c, ok := componentAt(after, 0)
		alone := ok && strings.Trim(after[c.end:], ": ") == ""
		if ok && c.width <= 4 && strings.HasPrefix(after[c.end:], ":") && (alone || len(strings.TrimSpace(after[c.end:])) > 30) {
			h.end = len(s) - len(after) + c.end + 1
			return h.asIssue(skipSpace(s, h.end)), true
		}
	}
	return head{}, false
}

func (h head) asIssue(body int) head {
	h.kinds, h.body, h.exact, h.problem = []gongshi.SectionKind{gongshi.SectionIssue}, body, true, true
	return h
}

// wholeHead reads a head whose end is plain: a colon, a bracket, the line's end.
func wholeHead(s string, h head, at int) (head, bool) {
	if inner := skipInspection(s, at); inner > at && inner < len(s) {
		if q, ok := wholeHead(s, h, inner); ok && q.exact && slices.Contains(q.kinds, gongshi.SectionIssue) {
			return q, true
		}
	}
	end, body := len(s), len(s)
	if strings.HasPrefix(s[at:], "【") {
		i := strings.Index(s[at:], "】")
		if i < 0 {
			return head{}, false
		}
		end, body = at+i+len("】"), skipAny(s, at+i+len("】"), ": ")
	} else if i := indexEither(s[at:min(len(s), at+160)], ':', ';'); i >= 0 {
		end, body = at+i+1, skipAny(s, at+i+1, ": ")
	}
	if end-at > 160 {
		return head{}, false
	}
	name := s[at:end]
	kinds, contact, ok := classify(name)
	if ok {
		h.kinds, h.contact, h.exact = kinds, contact, true
		h.end, h.body = end, body
		return h, true
	}
	if h.enum.level == levelNone || utf8.RuneCountInString(name) > 32 {
		return head{}, false
	}
	kind, ok := looseKind(name)
	if !ok && !containsAny(strings.TrimRight(name, "。,"), qualifierBans) {
		kind, ok = endingKind(name)
	}
	h.kinds, h.end, h.body = []gongshi.SectionKind{kind}, end, body
	return h, ok
}

// runsOn are words behind a label's words that make a sentence of them:
// 二、整改措施要再细化。
var runsOn = []string{
	"的", "及", "和", "与", "、", "为", "是", ")", "”", "》", "要", "须", "应", "必须", "再", "更", "得到", "不", "未", "滞后", "缓慢", "落后", "取得", "推进", "有力", "明确", "落地",
}

// prefixHead reads a head that runs into its text: behind a full stop, a blank
// or nothing at all (一、整改任务秸秆禁烧…).
func prefixHead(s string, h head, at int) (head, bool) {
	if inner := skipInspection(s, at); inner > at && inner < len(s) && h.enum.level == levelHan {
		if q, ok := prefixHead(s, h, inner); ok && slices.Contains(q.kinds, gongshi.SectionIssue) {
			return q, true
		}
	}
	l, end, ok := labelAt(s, at)
	if !ok || end >= len(s) {
		return head{}, false
	}
	h.kinds, h.contact, h.exact = []gongshi.SectionKind{l.kind}, l.contact, true
	h.end, h.body = end, skipAny(s, end, " 。,.")
	switch {
	case h.enum.level == levelNone:
		return h, strings.HasPrefix(s[end:], "  ") && !l.contact
	case h.enum.level != levelHan && h.enum.level != levelHanIn:
		return head{}, false
	case h.body > end:
		return h, h.body < len(s)
	}
	rest := s[end:]
	if hasAnyPrefix(rest, runsOn) {
		return head{}, false
	}
	return h, strings.ContainsAny(rest, ",;") || strings.Contains(rest, "。") || l.contact || utf8.RuneCountInString(rest) > 24
}

// An inspection's name in front of a label: 中央生态环境保护督察 in
// 中央生态环境保护督察反馈意见整改任务.
var inspectionName = regexp.MustCompile(`^(?:20\d\d年)?(?:第[一二三四]轮)?(?:中央|省级|省委|省|自治区|国家|市级)?第?[一二三四五六七八]?(?:生态)?(?:环境保护|环保|海洋)督察组?(?:[“"']?回头看[”"']?)?`)

// inspectionStarts are what inspectionName begins with.
var inspectionStarts = newWordSet("20", "第", "中央", "省", "自治区", "国家", "市级", "一", "二", "三", "四", "五", "六", "七", "八", "生态", "环境保护", "环保", "海洋")

// skipInspection skips the name of an inspection at i.
func skipInspection(s string, i int) int {
	near := s[i:min(len(s), i+120)]
	if !inspectionStarts.may(s, i) || !strings.Contains(near, "督察") { // as in nearly every line
		return i
	}
	return i + len(inspectionName.FindString(near))
}

// findHeads finds everything that may be a section's head; resolveHeads says
// which are.
func (p *parser) findHeads() {
	rows := p.tableHeads()
	inTable := make(map[int]bool, len(rows.lines))
	for _, i := range rows.lines {
		inTable[i] = true
	}
	var found []head
	for i := 0; i < len(p.lines); i++ {
		l := p.lines[i]
		if inTable[i] || l.web {
			continue
		}
		if inline := p.inlineHeads(l); len(inline) > 0 {
			found = append(found, inline...)
			continue
		}
		if h, ok := p.issueHead(i); ok {
			found = append(found, h)
			continue
		}
		if h, ok := p.problemLine(i); ok {
			found = append(found, h)
			continue
		}
		if h, ok := p.brokenLabel(i); ok {
			found = append(found, h)
			i++
			continue
		}
		if h, ok := p.headOf(i); ok {
			found = append(found, h)
			continue
		}
		if h, ok := unknownHead(p.form, l); ok {
			found = append(found, h)
		}
	}
	p.heads = mergeHeads(withoutColumns(p.form, p.resolveHeads(found)), rows.heads)
}

// withoutColumns leaves out bare labels of which at least three follow each
// other with nothing between them: the head of a table whose cells nobody can
// tell apart. What follows the last one is any of their content.
func withoutColumns(s string, heads []head) []head {
	var kept []head
	for i := 0; i < len(heads); {
		end := i + 1
		for end < len(heads) && heads[end-1].enum.level == levelNone && heads[end].enum.level == levelNone &&
			!heads[end-1].problem && blank(s[heads[end-1].end:heads[end].start]) && !strings.ContainsAny(s[heads[end-1].start:heads[end-1].end], ":【") {
			end++
		}
		if end-i < 3 {
			kept = append(kept, heads[i:end]...)
		}
		i = end
	}
	return kept
}

// problemLine reads what stands above the sections of one problem among
// several: its number alone, 第26项, or 问题二:垃圾填埋场渗滤液(问题编号十二).
func (p *parser) problemLine(i int) (head, bool) {
	l := p.lines[i]
	if i+1 >= len(p.lines) || l.end-l.start > 300 {
		return head{}, false
	}
	next, ok := p.headOf(i + 1)
	if !ok || !next.exact || next.contact || next.enum.num > 1 {
		return head{}, false
	}
	start := l.start
	if num, ok := countedProblem(p.of(l)); ok {
		h := head{start: l.start, end: l.end, body: l.end, problem: true, exact: true, number: num}
		if found := problemNumbers(p.form, l.start, l.end); len(found) > 0 {
			h.number = found[0].number
		}
		return h, true
	}
	if l.end-l.start > 60 {
		return head{}, false
	}
	if e, ok := enumerator(p.form[:l.end], start); ok {
		start = e.end
	}
	found := numbersAt(p.form[:min(len(p.form), p.lines[i+1].end)], start)
	if len(found) != 1 || found[0].end > l.end || found[0].start > start || strings.Trim(p.form[found[0].end:l.end], ": 问题整改任务事项") != "" {
		return head{}, false
	}
	return head{start: l.start, end: l.end, body: l.end, problem: true, exact: true, number: found[0].number}, true
}

// countedProblem reads the number of a title such as 问题二:渗滤液处置不到位.
func countedProblem(s string) (num string, ok bool) {
	rest, ok := strings.CutPrefix(s, "问题")
	if !ok || strings.Contains(strings.TrimSuffix(s, "。"), "。") || hasAnyPrefix(rest, []string{"编号", "序号"}) {
		return "", false
	}
	num, end, ok := compound(rest, 0)
	return num, ok && end < len(rest) && hasAnyPrefix(rest[end:], []string{":", "、", ".", " ", ","})
}

// brokenLabel reads a label that a narrow cell broke over two lines: 交办问题 /
// 基本情况.
func (p *parser) brokenLabel(i int) (head, bool) {
	if i+1 >= len(p.lines) {
		return head{}, false
	}
	a, b := p.lines[i], p.lines[i+1]
	if a.end-a.start > 24 || b.end-b.start > 24 || strings.ContainsAny(p.form[a.start:b.end], "|:,") {
		return head{}, false
	}
	kinds, contact, ok := classify(p.of(a) + p.of(b))
	if _, _, whole := classify(p.of(b)); !ok || whole {
		return head{}, false
	}
	return head{kinds: kinds, contact: contact, exact: true, start: a.start, end: b.end, body: b.end}, true
}

// unknownHead reads a numbered head that is no label: a problem's title, or a
// section by a name of its own.
func unknownHead(s string, l line) (head, bool) {
	e, ok := enumerator(s[:l.end], l.start)
	if !ok || e.level != levelHan && e.level != levelHanIn || e.end >= l.end {
		return head{}, false
	}
	h := head{enum: e, start: l.start, end: l.end, body: l.end, item: true}
	rest := s[e.end:l.end]
	if i := strings.IndexByte(rest, ':'); i > 0 && i <= 45 {
		h.end, h.body = e.end+i+1, skipSpace(s, e.end+i+1)
		rest = rest[:i]
	}
	n := utf8.RuneCountInString(rest)
	return h, n <= 60 && !strings.Contains(strings.TrimSuffix(rest, "。"), "。") && (n <= 24 || !strings.HasSuffix(rest, "。"))
}

// inlineHeads finds the heads in a line that holds a whole notice: numbered
// ones in ascending order, or at least two labels with colons.
func (p *parser) inlineHeads(l line) []head {
	if l.end-l.start < 120 {
		return nil
	}
	s := p.form[:l.end]
	var found []head
	var kind gongshi.SectionKind // the first one
	several := false
	last := 0
	for at := l.start; at < l.end; at = nextSentence(s, at) {
		h, ok := inlineHead(s, at, at == l.start)
		if !ok || h.enum.level == levelHan && h.enum.num <= last {
			continue
		}
		if h.enum.level == levelHan {
			last = h.enum.num
		}
		found = append(found, h)
		switch {
		case h.contact:
		case kind == "":
			kind = h.kinds[0]
		default:
			several = several || h.kinds[0] != kind
		}
	}
	if !several {
		return nil
	}
	return found
}

// inlineHead reads a head in the middle of a line, where only a number or a
// colon tells it from running text.
func inlineHead(s string, at int, first bool) (head, bool) {
	h := head{start: at}
	if e, ok := enumerator(s, at); ok && (e.level == levelHan || e.level == levelHanIn) {
		h.enum, at = e, e.end
	}
	if at >= len(s) {
		return head{}, false
	}
	l, end, ok := labelAt(s, at)
	if !ok || end >= len(s) {
		return head{}, false
	}
	h.kinds, h.contact, h.exact = []gongshi.SectionKind{l.kind}, l.contact, true
	h.end, h.body = end, skipAny(s, end, ":; 。")
	if s[end] == ':' {
		h.end = end + 1
	}
	if h.enum.level == levelNone {
		return h, s[end] == ':' && !l.contact
	}
	return h, h.body > end || first || h.enum.level == levelHan && !hasAnyPrefix(s[end:], connectives)
}

// nextSentence gives where the next sentence or blank-separated part begins
// after i.
func nextSentence(s string, i int) int {
	for ; i < len(s); i += runeLen(s[i]) {
		switch b := s[i]; {
		case b >= utf8.RuneSelf && b != 0xE3 && b != 0xE2: // most bytes of every text
		case b == ';' || b == '!' || b == ' ' || b == '|':
			return skipSpace(s, i+1)
		case strings.HasPrefix(s[i:], "。") || strings.HasPrefix(s[i:], "…"):
			return skipSpace(s, i+len("。"))
		}
	}
	return min(i, len(s))
}
