package parse

import (
	"cmp"
	"iter"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// inspectionWords are what the mentions of an inspection turn on.
var inspectionWords = []struct {
	text      string
	authority gongshi.Authority // for what never is a 督察
}{
	{"督察", ""},                                         // 第二轮中央生态环境保护督察
	{"回头看", ""},                                        // 中央环保督察“回头看”
	{"警示片", gongshi.AuthorityOther},                    // 长江经济带生态环境警示片
	{"排查", gongshi.AuthorityOther},                     // 2023年自排查突出生态环境问题
	{"挂牌督办", gongshi.AuthorityOther},                   // 省级挂牌督办
	{"洞庭清波", gongshi.AuthorityOther},                   // 洞庭清波专项行动
	{"自查", gongshi.AuthorityOther},                     // 自查发现
	{"第一轮", ""}, {"第二轮", ""}, {"第三轮", ""}, {"第四轮", ""}, // 《江苏省贯彻落实第二轮…整改方案》
}

// visit is a mention of an inspection in form.
type visit struct {
	start, end int
	authority  gongshi.Authority
	round      int
	lookback   bool
	year       int
	old        bool // 环保督察, as the first round was called
	body       bool // a body (督察组), not the inspection itself
	outside    bool // in a title that is not in the text
}

// findInspection finds whose inspection it was: what the title says, else a
// section's label, else the lead, else the first mention. What the first
// mention leaves open, later ones of the same authority may say. The rules that
// a notice goes by speak last: they hold for any inspection.
func (p *parser) findInspection() {
	var chosen choice
	var rules []visit
	chosen.take(p.pageTitleVisits())
	for _, zone := range p.zones() {
		if chosen.settled() {
			break
		}
		said, byRules := ownFirst(p.form, zone.start, visits(p.form, zone.start, zone.end))
		chosen.take(said)
		rules = append(rules, byRules...)
	}
	if !chosen.settled() {
		chosen.take(rules)
	}
	v := chosen.visit
	if v == nil || v.authority == "" && v.round == 0 && !v.lookback {
		return
	}
	v.imply()
	found := &gongshi.Inspection{Authority: v.authority, Round: v.round, Lookback: v.lookback, Year: v.year}
	if !v.outside {
		m := p.mention(v.start, v.end)
		found.Text, found.Span = m.Text, m.Span
	}
	p.n.Inspection = found
}

// choice is the mention that was chosen, once there is one.
type choice struct{ visit *visit }

// take takes the first mention there is, and completes it from others.
func (c *choice) take(all []visit) {
	for _, v := range all {
		if c.visit == nil {
			c.visit = &v
			continue
		}
		c.visit.complete(v)
	}
}

// settled tells whether there is nothing left to ask.
func (c *choice) settled() bool {
	return c.visit != nil && c.visit.authority != "" && c.visit.round > 0
}

// pageTitleVisits finds the mentions in a title that only the format states,
// which stands nowhere in the text.
func (p *parser) pageTitleVisits() []visit {
	if p.titleAt.end > 0 || p.n.Title == "" {
		return nil
	}
	title := p.folded(p.n.Title)
	said, _ := ownFirst(title, 0, visits(title, 0, len(title)))
	for i := range said {
		said[i].outside = true
	}
	return said
}

// ownFirst puts the mentions within 《》 behind the others: the rules that a
// notice goes by may be those for another inspection, and are kept apart.
func ownFirst(s string, from int, all []visit) (said, rules []visit) {
	var own, plans []visit
	open := -1 // where a title is open, as far as was read
	for _, v := range all {
		for ; from < v.start; from = nextTitleMark(s, from) {
			switch {
			case strings.HasPrefix(s[from:], "《"):
				open = from
				from += len("《")
			case strings.HasPrefix(s[from:], "》"):
				open = -1
				from += len("》")
			default:
				from += runeLen(s[from])
			}
		}
		switch {
		case open < 0 || open >= v.start:
			own = append(own, v)
		case inRules(s[v.end:]):
			rules = append(rules, v)
		default:
			plans = append(plans, v)
		}
	}
	return append(own, plans...), rules
}

// inRules tells whether the title that goes on with s is that of rules, which
// hold for any inspection, not of a plan for one.
func inRules(s string) bool {
	title, _, ok := strings.Cut(firstRunes(s, 60), "》")
	if i := strings.LastIndexByte(title, '('); i > 0 && strings.HasSuffix(title, ")") {
		title = title[:i]
	}
	title = strings.TrimSuffix(strings.TrimSuffix(title, "通知"), "的") // 《关于印发〈…办法〉的通知》
	title = strings.TrimRight(title, "〉>\"”")
	return ok && hasAnySuffix(title, []string{"办法", "规则", "规定", "细则", "规程", "条例", "规范", "制度", "程序", "标准", "指南"})
}

// zones are the parts of a notice in which to look for its inspection and
// problem, the most telling first.
func (p *parser) zones() iter.Seq2[int, line] {
	return func(yield func(int, line) bool) {
		first := p.firstZones()
		for i, zone := range first {
			if !yield(i, zone) {
				return
			}
		}
		for i, h := range p.heads {
			if !yield(len(first)+i, line{start: h.start, end: h.end}) {
				return
			}
		}
		yield(len(first)+len(p.heads), line{end: len(firstRunes(p.form, 3000))})
	}
}

// firstZones are the title and the lead.
func (p *parser) firstZones() [2]line {
	lead := line{start: p.bodyStart(), end: len(p.form)}
	if len(p.heads) > 0 {
		lead.end = max(lead.start, p.heads[0].start)
	}
	if lead.end-lead.start > 6000 {
		lead.end = lead.start + len(firstRunes(p.form[lead.start:], 2000))
	}
	return [2]line{p.titleAt, lead}
}

// visits finds the mentions of inspections in s[from:to].
func visits(s string, from, to int) []visit {
	var out []visit
	for at := from; at < to; {
		w := -1
		if inspectionSet.may(s[:to], at) {
			w = inspectionWordAt(s[:to], at)
		}
		if w < 0 {
			at += runeLen(s[at])
			continue
		}
		word := inspectionWords[w].text
		v := visitAt(s, from, at, word, inspectionWords[w].authority)
		if v.taken() && !ordinary(s[:to], word, at) && !namedLater(s[:to], word, at+len(word)) {
			out = append(out, v)
		}
		at += len(word)
	}
	return out
}

// ordinary tells whether 自查 or 排查 at i is what was done about a problem, not
// what brought it up: 经县级自查, 开展排查.
func ordinary(s, word string, i int) bool {
	after, before := s[i+len(word):], s[:i]
	switch word {
	case "自查":
		return !hasAnyPrefix(after, []string{"发现", "问题", "出", "突出", "反馈", "自纠问题"})
	case "排查":
		return !hasAnySuffix(before, []string{"自", "大"}) && !hasAnyPrefix(after, []string{"突出", "问题"})
	}
	return false
}

// inspectionSet are the texts of inspectionWords.
var inspectionSet = func() *wordSet {
	var words []string
	for _, w := range inspectionWords {
		words = append(words, w.text)
	}
	return newWordSet(words...)
}()

// inspectionWordAt gives the index of the word at i: -1 when there is none.
func inspectionWordAt(s string, i int) int {
	for k, w := range inspectionWords {
		if strings.HasPrefix(s[i:], w.text) {
			return k
		}
	}
	return -1
}

// namedLater tells whether a bare 第二轮 goes on to name its inspection: that
// mention says more.
func namedLater(s, word string, i int) bool {
	if !strings.HasPrefix(word, "第") {
		return false
	}
	rest := firstRunes(s[i:], 22)
	j := strings.Index(rest, "督察")
	return j >= 0 && !strings.ContainsAny(rest[:j], ",;\n") && !strings.ContainsAny(rest[:j], "。、《》")
}

// taken tells whether a mention says anything: 督察 and 回头看 are ordinary words
// without an authority or round.
func (v visit) taken() bool {
	return v.authority != "" || v.round > 0
}

// visitAt reads the mention around the word at i: the words in front of it say
// whose inspection it was, and which round. other is the authority where they do
// not.
func visitAt(s string, floor, i int, word string, other gongshi.Authority) visit {
	floor = max(floor, i-90)
	for floor < i && !utf8.RuneStart(s[floor]) {
		floor++
	}
	start := i
	for start > floor {
		r, n := utf8.DecodeLastRuneInString(s[floor:start])
		if !isHan(r) && !(r >= '0' && r <= '9') && r != ' ' {
			break
		}
		start -= n
	}
	// 中央环境保护督察组督察反馈意见: what stands before an earlier 督察 is that one's.
	if j := strings.LastIndex(s[start:i], "督察"); j >= 0 && word == "督察" {
		start += j + len("督察")
	}
	before := s[start:i]
	v := visit{start: start, end: i + len(word)}
	if strings.HasPrefix(word, "第") {
		before = word
		v.start = i
		v.round, _ = number(strings.TrimSuffix(strings.TrimPrefix(word, "第"), "轮"))
		return v.lookAhead(s)
	}
	v.round = roundIn(before)
	v.authority = cmp.Or(authorityIn(before, word), other)
	if !v.taken() {
		return v // whatever else it says
	}
	v.old = strings.HasSuffix(before, "环保") && !strings.HasSuffix(before, "生态环保") || strings.HasSuffix(before, "环境保护") && !strings.HasSuffix(before, "生态环境保护")
	v.start += mentionStart(before)
	v.year = yearIn(before)
	return v.lookAhead(s)
}

// lookAhead takes “回头看” behind the mention along.
func (v visit) lookAhead(s string) visit {
	if strings.HasSuffix(s[v.start:v.end], "回头看") {
		v.lookback = true
	}
	rest := s[v.end:min(len(s), v.end+24)]
	for _, l := range []string{"“回头看”", "\"回头看\"", "'回头看'", "回头看", "‘回头看’", "及“回头看”", "“回头看", "”回头看“"} {
		if strings.HasPrefix(rest, l) {
			v.lookback, v.end = true, v.end+len(l)
			break
		}
	}
	v.body = strings.HasPrefix(s[v.end:], "组")
	return v
}

// centralWords and provincialWords say whose inspection it was, next to 督察.
var (
	centralWords    = newWordSet("中央", "国家环保", "国务院")
	provincialWords = newWordSet("省委", "省级", "省生态", "省环", "省第", "自治区生态", "自治区环", "自治区级", "自治区第", "自治区党委", "市委生态", "市级生态", "全省", "省政府", "省内")
	otherWords      = []string{"海洋", "土地", "粮食", "水利"}
)

// authorityIn says whose inspection the words before 督察 make it. The nearest
// word decides: 中央、省有关生态环境保护督察.
func authorityIn(before, word string) gongshi.Authority {
	before = squeeze(before)
	if word != "督察" && word != "回头看" {
		return ""
	}
	if hasAnySuffix(before, otherWords) {
		return gongshi.AuthorityOther
	}
	central, provincial := centralWords.lastIndex(before), provincialWords.lastIndex(before)
	switch {
	case central < 0 && provincial < 0:
		if word == "督察" && hasAnySuffix(before, []string{"省", "自治区"}) {
			return gongshi.AuthorityProvincial
		}
		return ""
	case central >= provincial:
		return gongshi.AuthorityCentral
	}
	return gongshi.AuthorityProvincial
}

// roundIn reads the last 第N轮 in s.
func roundIn(s string) int {
	s = squeeze(s)
	end := strings.LastIndex(s, "轮")
	if end < 0 {
		return 0
	}
	start := strings.LastIndex(s[:end], "第")
	if start < 0 {
		if strings.HasSuffix(s[:end], "首") {
			return 1
		}
		return 0
	}
	n, ok := number(s[start+len("第") : end])
	if !ok || n > 9 {
		return 0
	}
	return n
}

// yearIn reads the year in front of a round: 2021年第二轮.
func yearIn(s string) int {
	i := strings.LastIndex(s, "年")
	if i < 0 {
		return 0
	}
	at := skipSpaceBack(s, i)
	if at < 4 || digitEnd(s, at-4) < at {
		return 0
	}
	year, _ := number(s[at-4 : at])
	if year < 2015 || year > lastYear {
		return 0
	}
	return year
}

// mentionStarts begin the name of an inspection.
var mentionStarts = newWordSet("第一轮", "第二轮", "第三轮", "第四轮", "首轮", "中央", "省级", "省委", "省生态", "省环", "省第", "自治区", "国家", "市级", "市委", "生态环境保护", "环境保护", "环保")

// mentionStart gives where in the words before 督察 its name begins: at the
// year, the round, or the authority.
func mentionStart(before string) int {
	best := mentionStarts.index(before)
	if best < 0 {
		return 0
	}
	if i := strings.LastIndex(before[:best], "年"); i >= 0 && strings.TrimSpace(before[i+len("年"):best]) == "" {
		at := skipSpaceBack(before, i)
		if at >= 4 && digitEnd(before, at-4) >= at {
			return at - 4
		}
	}
	return best
}

// complete fills what v leaves open from another mention, unless that speaks of
// another authority's inspection.
func (v *visit) complete(o visit) {
	if v.authority != "" && o.authority != "" && v.authority != o.authority || v.authority == gongshi.AuthorityOther {
		return
	}
	if v.outside && v.authority == o.authority { // here it can be pointed at
		v.start, v.end, v.outside = o.start, o.end, o.outside
	}
	if v.authority == "" {
		v.authority = o.authority
	}
	if v.round == 0 {
		v.round = o.round
	}
	if v.year == 0 {
		v.year = o.year
	}
	v.lookback = v.lookback || o.lookback && o.authority == v.authority
	v.old = v.old && o.old
}

// imply fills in the round that a name or year implies: the first round was
// never called that, its 回头看 belongs to it, and since 2019 each year has been
// of one round.
func (v *visit) imply() {
	if v.authority == "" && v.round > 0 {
		v.authority = gongshi.AuthorityCentral
	}
	if v.authority != gongshi.AuthorityCentral || v.round > 0 {
		return
	}
	switch {
	case v.lookback || v.old && v.year < 2019:
		v.round = 1
	case v.year >= 2016 && v.year <= 2018:
		v.round = 1
	case v.year >= 2019 && v.year <= 2022:
		v.round = 2
	case v.year >= 2023 && v.year <= 2027:
		v.round = 3
	}
}
