package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/normal"
)

// titleEnds are the last words of titles.
var titleEnds = []string{ // 关于…整改销号情况的公示
	"公示", "公示表", "公告", "公开", "通知", "通报", "意见", "报告", "方案", "办法", "规则", "规定", "决定", "批复", "情况", "函", "清单", "一览表", "公示书", "总结", "打算", "讲话",
	"说明", "令", "细则", "条例", "要点", "计划", "通告", "公开情况", "销号表", "公开表", "登记表", "汇总表", "情况表", "请示", "答复", "纪要", "说明书",
}

// findBody finds where the matter above the notice ends: at the first line of
// prose or of a section.
func (p *parser) findBody() {
	first := len(p.form)
	if len(p.heads) > 0 {
		first = p.heads[0].start
	}
	p.body = len(p.lines)
	for i, l := range p.lines {
		if l.start >= first {
			p.body = i
			return
		}
		if s := p.of(l); !l.web && isProse(s) {
			p.body = i
			return
		}
	}
}

// isProse tells whether a line is a sentence of the notice's body.
func isProse(s string) bool {
	bare := withoutTitles(s)
	if isTitleEnd(s) && utf8.RuneCountInString(s) < 90 && !strings.Contains(bare, "。") {
		return false
	}
	if hasAnyPrefix(s, []string{"根据", "按照", "为贯彻", "为落实", "依据", "现将", "经"}) {
		return true
	}
	return strings.Contains(bare, "。") || strings.HasSuffix(s, ":") && utf8.RuneCountInString(s) > 16 || utf8.RuneCountInString(bare) > 120
}

// withoutTitles takes what stands in 《》 out of s.
func withoutTitles(s string) string {
	if !strings.Contains(s, "《") && !strings.Contains(s, "》") {
		return s
	}
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '《':
			depth++
		case '》':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// findTitle finds the title above the body: lines that end as titles do, with
// the lines above that belong to it. The title that the format states serves
// when the text has none.
func (p *parser) findTitle() {
	for i := 0; i < p.body && i < 60; i++ {
		l := p.lines[i]
		if s := p.of(l); !p.maySay(i) || !isTitleEnd(s) {
			continue
		}
		if own, ok := p.ownTitle(i); ok {
			i = own
		}
		first := p.titleStart(i)
		i = p.titleEnd(first, i)
		p.titleAt = line{start: p.lines[first].start, end: p.lines[i].end}
		p.titleAt.start = p.skipColumn(p.titleAt)
		if i+1 < p.body && isBatch(p.of(p.lines[i+1])) {
			i++
			p.titleAt.end = p.lines[i].end
		}
		p.n.Title = p.joinTitle(first, i)
		return
	}
	if p.oneLineTitle() || p.bareTitle() || p.headline() {
		return
	}
	p.n.Title = pageTitle(p.doc.Title)
}

// titleEnd goes on from a line that ends as titles do to the line where the
// title ends: 关于…督察反馈意见 / 第二十六项问题整改销号情况的公示. What is about something
// is called 的公示, 的通知 in the end.
func (p *parser) titleEnd(first, i int) int {
	whole := p.joined(first, i)
	if !isOpenTitle(whole) {
		return i
	}
	for j := i + 1; j <= i+3 && j < p.body && p.maySay(j); j++ {
		next := p.of(p.lines[j])
		if strings.HasPrefix(next, "关于") || isOrganisation(next) || isDocNumberLine(next) {
			break
		}
		whole += next
		if isTitleEnd(next) && (!isOpenTitle(whole) || containsAny(next, []string{"的", "公示"})) {
			return j
		}
	}
	return i
}

// joined gives lines as one.
func (p *parser) joined(first, last int) string {
	var b strings.Builder
	for _, l := range p.lines[first : last+1] {
		b.WriteString(p.of(l))
	}
	return b.String()
}

// isOpenTitle tells whether a title says what it is about and not yet what it
// is.
func isOpenTitle(s string) bool {
	s = squeeze(s)
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	if !strings.Contains(s, "关于") {
		return strings.Contains(s, "督察") && hasAnySuffix(s, []string{"意见", "清单", "报告", "方案"})
	}
	for _, end := range titleEnds {
		if strings.HasSuffix(s, "的"+end) || strings.HasSuffix(s, "公示") || strings.HasSuffix(s, "公示表") {
			return false
		}
	}
	return true
}

// ownTitle gives the line where the notice's own title ends, when the one in
// line i is the page's: the page's stamp stands between the two.
func (p *parser) ownTitle(i int) (int, bool) {
	stamped := false
	for j := i + 1; j < p.body && j < i+12; j++ {
		stamped = stamped || p.lines[j].web
		s := p.of(p.lines[j])
		if !stamped || !p.maySay(j) || !isTitleEnd(s) || !strings.Contains(s, "公示") && !strings.Contains(s, "关于") {
			continue
		}
		// The same title again, with a slip, is no other one.
		return j, !alike(p.joined(p.titleStart(j), j), p.joined(p.titleStart(i), i))
	}
	return i, false
}

// alike tells whether nearly all characters of a stand in b in their order.
func alike(a, b string) bool {
	rest, found, all := b, 0, 0
	for _, r := range a {
		all++
		if i := strings.IndexRune(rest, r); i >= 0 && i < 24 {
			found++
			rest = rest[i+utf8.RuneLen(r):]
		}
	}
	return found*10 >= all*9
}

// headline takes the line above the page's stamp as the title, which news do
// not end as offices end theirs.
func (p *parser) headline() bool {
	for i := 0; i+1 < p.body && i < 20; i++ {
		l, stamp := p.lines[i], p.lines[i+1]
		s := p.of(l)
		n := utf8.RuneCountInString(s)
		if !stamp.web || !p.maySay(i) || n < 8 || n > 60 || isOrganisation(s) || strings.Contains(s, " > ") || len(scanDates(p.of(stamp))) == 0 {
			continue
		}
		p.titleAt = l
		p.n.Title = p.joinTitle(i, i)
		return true
	}
	return false
}

// isBatch tells whether a line under a title belongs to it: (第33批 2018年12月12日).
func isBatch(s string) bool {
	return strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && containsAny(s, []string{"第", "批", "试行", "序号", "编号"})
}

// maySay tells whether a line above the body can be part of a title.
func (p *parser) maySay(i int) bool {
	l := p.lines[i]
	s := p.of(l)
	return !l.web && !strings.Contains(s, "|") && !isDateLine(s) && len(s) < 420 && !strings.HasPrefix(s, "附件") && !strings.HasPrefix(s, "(20")
}

// isTitleEnd tells whether a line ends as a title does; a bracket with a batch
// or number may follow.
func isTitleEnd(s string) bool {
	s = strings.TrimRight(squeeze(s), "?*")
	if strings.HasSuffix(s, ")") {
		if i := strings.LastIndexByte(s, '('); i > 0 {
			s = s[:i]
		}
	}
	n := utf8.RuneCountInString(s)
	return n >= 4 && hasAnySuffix(s, titleEnds) && !strings.Contains(withoutTitles(s), "。") && !isOrganisation(s)
}

// titleStart goes up from the line where a title ends to where it begins: over
// the issuer in the official form, and over lines that a long title was broken
// into. A line that ends a title itself is another one.
func (p *parser) titleStart(last int) int {
	first := last
	for first > 0 && last-first < 5 && p.maySay(first-1) {
		above := p.of(p.lines[first-1])
		if isTitleEnd(above) || strings.HasSuffix(above, ":") || isDocNumberLine(above) {
			break
		}
		here := p.of(p.lines[first])
		official := strings.HasPrefix(here, "关于") && isOrganisation(above)
		broken := !strings.HasPrefix(here, "关于") && (strings.HasPrefix(above, "关于") || opensTitle(above, here)) ||
			strings.HasPrefix(above, "(") && first > 1 && strings.Contains(p.of(p.lines[first-2]), "关于")
		if !official && !broken {
			break
		}
		first--
	}
	return first
}

// opensTitle tells whether a title that begins in the line above goes on here.
func opensTitle(above, here string) bool {
	return utf8.RuneCountInString(above) >= 6 && containsAny(above, []string{"关于", "督察", "整改", "生态环境"}) && !isOrganisation(above) ||
		strings.HasPrefix(here, "(") || strings.Count(above, "《") > strings.Count(above, "》")
}

// skipColumn gives where a title begins behind the name of the site's column:
// "通知公告 关于…".
func (p *parser) skipColumn(l line) int {
	s := p.form[l.start:l.end]
	for _, c := range columnNames {
		if rest, ok := strings.CutPrefix(s, c+" "); ok {
			return skipSpace(p.form, l.end-len(rest))
		}
	}
	return l.start
}

// joinTitle gives the title's lines as one, as the notice writes them.
func (p *parser) joinTitle(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		start := p.lines[i].start
		if i == first {
			start = p.skipColumn(p.lines[i])
		}
		b.WriteString(p.mention(start, p.lines[i].end).Text)
	}
	return closeGaps(b.String())
}

// closeGaps takes out the blanks that a line break left between Han characters
// or punctuation; those around digits and letters are the typist's.
func closeGaps(s string) string {
	if strings.IndexFunc(s, unicode.IsSpace) < 0 && utf8.ValidString(s) {
		return s
	}
	runes := []rune(strings.TrimSpace(s))
	out := runes[:0:0]
	for i := 0; i < len(runes); i++ {
		if !unicode.IsSpace(runes[i]) {
			out = append(out, runes[i])
			continue
		}
		j := i
		for j+1 < len(runes) && unicode.IsSpace(runes[j+1]) {
			j++
		}
		if len(out) > 0 && j+1 < len(runes) && (isNarrow(out[len(out)-1]) || isNarrow(runes[j+1])) {
			out = append(out, ' ')
		}
		i = j
	}
	return string(out)
}

func isNarrow(r rune) bool { return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// bareTitle takes a spaced out "公 示" right above the body as the title.
func (p *parser) bareTitle() bool {
	if p.body == 0 || p.body >= len(p.lines) {
		return false
	}
	i := p.body - 1
	for i > 0 && p.lines[i].web && isWebLine(p.of(p.lines[i])) {
		i--
	}
	l := p.lines[i]
	s := p.of(l)
	if name := squeeze(s); name == s || name != "公示" && name != "公告" && name != "通告" {
		return false
	}
	p.titleAt = l
	p.n.Title = squeeze(p.mention(l.start, l.end).Text)
	return true
}

// oneLineTitle finds the title in front of a page's stamp when the whole notice
// stands on a line: "关于…的公示 发布时间:… 一、整改任务…".
func (p *parser) oneLineTitle() bool {
	if len(p.lines) == 0 || p.body > 0 || len(p.heads) == 0 || p.lines[0].start >= p.heads[0].start {
		return false
	}
	start, limit := p.lines[0].start, p.heads[0].start
	for at := start; at < limit; {
		next := nextGap(p.form, at, limit)
		if s := p.form[start:next]; isColumnName(s) {
			start = skipSpace(p.form, next)
		} else if isTitleEnd(s) && utf8.RuneCountInString(s) < 90 {
			p.titleAt = p.trim(start, next)
			p.titleAt.start = p.skipColumn(p.titleAt)
			p.n.Title = closeGaps(p.mention(p.titleAt.start, p.titleAt.end).Text)
			return true
		}
		at = max(next+1, start)
	}
	return false
}

func nextGap(s string, i, limit int) int {
	if j := strings.IndexByte(s[i:limit], ' '); j >= 0 {
		return i + j
	}
	return limit
}

// siteSigns stand between a page's title and the name of its site.
const siteSigns = "_|-—–"

// pageTitle takes the name of the site off the title of a page. A title that
// does not end as titles do is the name of a site or a file.
func pageTitle(s string) string {
	s = closeGaps(s)
	ends := func(s string) bool {
		form, _ := normal.Pattern(s)
		return isTitleEnd(form)
	}
	if ends(s) {
		return s
	}
	for i, r := range s {
		if i > 0 && strings.ContainsRune(siteSigns, r) && ends(s[:i]) {
			return strings.TrimSpace(s[:i])
		}
	}
	return ""
}
