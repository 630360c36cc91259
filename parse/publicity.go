package parse

import (
	"strings"
	"unicode/utf8"

	"gongshi"
)

// publicityWords begin a statement of the publicity period.
var publicityWords = newWordSet( // 公示时间：2023年10月13日至2023年10月24日
	"公示起止时间", "公示时间", "公示期限", "公示日期", "公示时限", "公示期间", "公示期", "公告期限", "公告时间", "公告期", "予以公示", "进行公示", "现予公告", "社会公示", "公示",
)

// appealWords stand in sentences that grant a time for something else than
// objections to the notice.
var appealWords = []string{"复议", "诉讼", "听证"}

// statement is a place that says something about the period.
type statement struct {
	start, end int
	from, to   gongshi.Date
	days       int
	unit       gongshi.DayUnit
	own        bool // says 公示期 or 公示时间, not just 公示
}

// findPublicity finds the publicity period. Notices state it in one place or in
// two, the dates in one and the length in the other.
func (p *parser) findPublicity() {
	all := p.statements()
	best := -1
	for i, s := range all {
		if best < 0 || s.weight() > all[best].weight() {
			best = i
		}
	}
	if best < 0 {
		return
	}
	s := all[best]
	for _, other := range all {
		if s.days == 0 && (other.own || other.to.IsZero()) {
			s.days, s.unit = other.days, other.unit
		}
		if s.from.IsZero() && other.own {
			s.from, s.to = other.from, other.to
		}
		if !other.to.IsZero() && !s.to.IsZero() && other.own && (other.from != s.from || other.to != s.to) {
			p.note("publicity-several", "公示期不止一个", p.span(other.start, other.end))
		}
	}
	p.n.Publicity = &gongshi.Publicity{
		Start: s.from, End: s.to, StatedDays: s.days, StatedUnit: s.unit, Span: p.span(s.start, s.end),
	}
	if s.from.IsZero() && p.fromPublication(s) {
		p.n.Publicity.Start = p.issued()
	}
}

// weight says how much a statement tells.
func (s statement) weight() int {
	w := 0
	if !s.to.IsZero() {
		w += 4
	}
	if !s.from.IsZero() {
		w += 2
	}
	if s.days > 0 {
		w++
	}
	if s.own {
		w += 2
	}
	return w
}

// fromPublication tells whether the period runs from the day of the notice:
// 公示期自公示之日起7个工作日.
func (p *parser) fromPublication(s statement) bool {
	around := p.form[s.start:min(len(p.form), s.end+30)]
	return containsAny(around, []string{"自公示", "自发布", "自公告", "自本公示", "从公示", "从发布", "之日起", "即日起"}) && p.issued().Exact()
}

// statements finds all places that state a part of the period, in one pass.
func (p *parser) statements() []statement {
	var out []statement
	for at := 0; ; {
		i := indexHan(p.form[at:], "公")
		if i < 0 {
			return out
		}
		at += i
		start := max(0, at-6)
		word := publicityWords.at(p.form, start)
		if word == "" {
			word, start = publicityWords.at(p.form, at), at
		}
		if word == "" {
			at += len("公")
			continue
		}
		s, ok := p.statementAt(start, word)
		if ok {
			out = append(out, s)
			if s.own {
				at = max(s.end, at+len("公"))
				continue
			}
		}
		at = max(at+len("公"), start+len(word))
	}
}

// statementAt reads what a statement that begins with word says: to the end of
// the sentence, and in the next line when the label stands alone.
func (p *parser) statementAt(start int, word string) (statement, bool) {
	s := statement{start: start, own: strings.Contains(word, "期") || strings.Contains(word, "时")}
	from := start + len(word)
	limit := p.sentenceEnd(from)
	if containsAny(p.form[start:limit], appealWords) {
		return s, false
	}
	if s.own && blank(strings.Trim(p.form[from:limit], ":;|为( )")) && limit < len(p.form) {
		limit = p.sentenceEnd(limit + 1)
	}
	a, b := p.hitsWithin(from, limit)
	near, far := 90, 300
	if !s.own {
		near, far = 45, 60
	}
	if a < b && p.hits[a].start-from > near {
		b = a
	}
	if a == b {
		a, b = p.rangeBefore(start)
	}
	if a < b {
		s.takeDates(p, a, b)
	}
	s.takeDays(p, from, min(limit, max(from+far, s.end)))
	s.start = p.openStatement(start)
	if s.end < s.start && a < b {
		s.end = from
	}
	if a < b {
		s.start = min(s.start, p.hits[a].start)
	}
	if !s.own && s.to.IsZero() && !p.announces(start, limit) {
		return s, false
	}
	return s, s.days > 0 || s.own && !s.from.IsZero() || !s.to.IsZero()
}

// announces tells whether the sentence around a bare 公示 makes something public
// now, rather than tell that this is done: 现将情况予以公示, not 都在网站公示10个工作日.
func (p *parser) announces(start, limit int) bool {
	from := max(0, start-240)
	for from < start && !utf8.RuneStart(p.form[from]) {
		from++
	}
	from += max(strings.LastIndexByte(p.form[from:start], '\n'), strings.LastIndex(p.form[from:start], "。")) + 1
	sentence := p.form[from:limit]
	return containsAny(sentence, []string{"现", "以上", "上述", "予以公示", "进行公示", "社会公示", "特此", "公示如下", "异议", "反映", "公示期", "公示时间", "意见"}) ||
		from >= start-3
}

// rangeBefore gives the dates of a range that the same sentence names first:
// 请于1月6日—1月10日反映,公示期5个工作日.
func (p *parser) rangeBefore(start int) (a, b int) {
	from := max(0, start-200)
	from += max(0, strings.LastIndexByte(p.form[from:start], '\n'), strings.LastIndex(p.form[from:start], "。"))
	a, b = p.hitsWithin(from, start)
	if b-a != 2 || !p.hits[b-1].afterRange {
		return a, a
	}
	return a, b
}

// openStatement takes the 在 of 在公示期间(…) along.
func (p *parser) openStatement(start int) int {
	if strings.HasSuffix(p.form[:start], "在") {
		return start - len("在")
	}
	return start
}

// sentenceEnd gives the end of the sentence that goes on at i.
func (p *parser) sentenceEnd(i int) int {
	for j, r := range p.form[i:] {
		if r == '\n' || r == '。' || j > 600 {
			return i + j
		}
	}
	return len(p.form)
}

// takeDates takes the first range among the dates, and of several discontinuous
// ones the first and the last day.
func (s *statement) takeDates(p *parser, a, b int) {
	s.from, s.end = p.hits[a].date, p.hits[a].end
	last := a
	for i := a + 1; i < b; i++ {
		gap := p.form[p.hits[last].end:p.hits[i].start]
		if !p.hits[i].afterRange && strings.Trim(gap, " 、,和及") != "" {
			break
		}
		if p.hits[i].afterRange {
			s.to = p.hits[i].date
		}
		last = i
		s.end = p.hits[i].end
	}
	if !p.hits[a].date.Exact() || p.hits[a].broken {
		s.from = gongshi.Date{}
	}
	if !s.to.Exact() || p.hits[last].broken {
		s.to = gongshi.Date{}
	}
	s.fillYears(p, a)
	if s.own && !s.from.IsZero() {
		p.hits[a].role = gongshi.RolePublicityStart
		if !s.to.IsZero() {
			p.hits[last].role = gongshi.RolePublicityEnd
		}
	} else if !s.from.IsZero() && !s.to.IsZero() {
		p.hits[a].role, p.hits[last].role = gongshi.RolePublicityStart, gongshi.RolePublicityEnd
	}
}

// fillYears gives a period without any year the year of the notice, else of
// the date before it.
func (s *statement) fillYears(p *parser, a int) {
	if s.from.Year != 0 || s.from.IsZero() {
		return
	}
	year := p.issued().Year
	if year == 0 {
		year = p.publishedYear()
	}
	for i := a - 1; i >= 0 && year == 0; i-- {
		year = p.hits[i].date.Year
	}
	s.from.Year = year
	if s.to.Year == 0 && !s.to.IsZero() {
		s.to.Year = year
		if s.to.Month < s.from.Month {
			s.to.Year++
		}
	}
	for i := a; i < len(p.hits) && p.hits[i].date.Year == 0; i++ {
		p.hits[i].date.Year, p.hits[i].inferred = year, true
		if i > a && p.hits[i].date.Month < s.from.Month {
			p.hits[i].date.Year++
		}
	}
	if year == 0 {
		s.from, s.to = gongshi.Date{}, gongshi.Date{}
	}
}

// publishedYear is the year in which the page was put up.
func (p *parser) publishedYear() int {
	for _, h := range p.hits {
		i := p.lineAt(h.start)
		if h.date.Exact() && i < len(p.lines) && p.lines[i].web && isPublished(p.form[p.lines[i].start:h.start], h) {
			return h.date.Year
		}
	}
	return 0
}

// dayUnits are the units of a stated length, the longest first. A bare 日 counts
// days only where no date ends with it.
var dayUnits = []struct {
	text string
	unit gongshi.DayUnit
}{
	{"个工作日", gongshi.UnitWorking}, {"工作日", gongshi.UnitWorking}, {"个自然日", gongshi.UnitCalendar},
	{"自然日", gongshi.UnitCalendar}, {"个日历天", gongshi.UnitCalendar}, {"日历天", gongshi.UnitCalendar},
	{"天", gongshi.UnitCalendar}, {"日", gongshi.UnitCalendar},
}

// atLeast stand in front of a length that a rule asks for.
var atLeast = []string{"不少于", "不得少于", "不低于", "不得低于", "至少", "不短于", "不得短于", "少于", "一般为", "原则上", "原则上为"}

// takeDays finds the stated length between from and to: 共10个工作日, 7天, 七日.
func (s *statement) takeDays(p *parser, from, to int) {
	for to < len(p.form) && !utf8.RuneStart(p.form[to]) {
		to++
	}
	for i := nextNumber(p.form[:to], from); i < to; i = nextNumber(p.form[:to], i) {
		if end := p.dateEnding(i); end > i {
			i = end
			continue
		}
		end := numberEnd(p.form, i)
		n, ok := number(p.form[i:end])
		ok = ok && !hasAnySuffix(p.form[:skipSpaceBack(p.form, i)], atLeast)
		at := skipSpace(p.form, end)
		for _, u := range dayUnits {
			if ok && n > 0 && n < 200 && strings.HasPrefix(p.form[at:], u.text) {
				s.days, s.unit, s.end = n, u.unit, max(s.end, at+len(u.text))
				return
			}
		}
		i = end
	}
}

// dateEnding gives the end of the date that holds i: i when none does.
func (p *parser) dateEnding(i int) int {
	a, _ := p.hitsWithin(max(0, i-40), i)
	for ; a < len(p.hits) && p.hits[a].start <= i; a++ {
		if i < p.hits[a].end {
			return p.hits[a].end
		}
	}
	return i
}
