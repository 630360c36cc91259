package parse

import (
	"strings"
	"unicode/utf8"
)

// tailStart begins a sentence of a notice's tail when one of words is in the
// sentence too; none are needed when there are none.
type tailStart struct {
	prefixes []string
	words    []string
	inline   bool // also in the middle of a line
}

// tailStarts are how the sentences after the last section begin.
var tailStarts = []tailStart{
	// 如对该问题整改完成情况有异议,请在公示期间…
	{[]string{"如对", "若对", "如果对", "如有", "若有", "凡对", "对该", "对上述", "对以上", "对此", "对公示", "对本", "有异议", "社会各界", "任何单位", "单位和个人", "广大", "公众", "请社会", "欢迎", "公示期"},
		[]string{"异议", "不同意见", "提出意见", "反映", "监督"}, true},
	// 以上整改情况向社会公示
	{[]string{"以上", "上述", "现将", "现就", "现予", "现向", "现面向", "现对", "特将", "为接受", "为广泛", "拟对", "按照", "根据", "经公示", "我", "目前,该"},
		[]string{"社会公示", "进行公示", "予以公示", "公示如下", "接受社会监督", "现予公示", "公示期", "公开公示", "公示无异议", "向社会公开"}, false},
	{[]string{"以上", "上述", "现将", "整改情况向", "整改情况予以", "整改完成情况向", "现对整改", "现就整改", "现向社会"}, []string{"公示", "公开"}, true},
	// 公示时间:2023年10月13日至2023年10月24日
	{[]string{"公示时间", "公示期限", "公示期", "公示日期", "公示时限", "公告期", "在公示期", "公示起止", "特此公示", "特此公告", "特此说明", "现予公示", "予以公示"}, nil, true},
	// 监督电话:0730-8245473
	{[]string{"监督电话", "联系电话", "举报电话", "受理电话", "受理部门", "受理单位", "受理地址", "监督举报", "公示电话", "咨询电话", "投诉电话", "联系人", "联系地址",
		"联系单位", "联系方式", "电子邮箱", "电子邮件", "通讯地址", "通信地址", "邮寄的以", "邮寄地址", "反馈电话", "信访电话", "值班电话", "手机号码", "意见反馈", "公示单位"}, nil, true},
	{[]string{"电话", "传真", "邮箱", "地址", "邮编", "联 系", "电 话", "传 真", "附件", "附:", "(联系", "(此件", "抄送", "(附件"}, nil, false},
}

// tailHeads are all prefixes of tailStarts: most sentences begin with none.
var tailHeads = func() *wordSet {
	words := []string{"公示"} // statesLength
	for _, t := range tailStarts {
		words = append(words, t.prefixes...)
	}
	return newWordSet(words...)
}()

// isTailSentence tells whether s begins a notice's tail. inline asks for what
// is clear even in the middle of a paragraph.
func isTailSentence(s string, inline bool) bool {
	start := skipBytes(s, 0, "(* ")
	if !tailHeads.may(s, start) {
		return false
	}
	if e, ok := enumerator(s, 0); ok && e.level != levelHan && e.level != levelNone && e.end < len(s) {
		return false // an item
	}
	s = s[start:]
	sentence := ""
	for _, t := range tailStarts {
		if inline && !t.inline || !hasAnyPrefix(s, t.prefixes) {
			continue
		}
		if t.words == nil {
			return true
		}
		if sentence == "" {
			sentence = firstRunes(s, 200)
			if i := strings.Index(sentence, "。"); i >= 0 {
				sentence = s[:i]
			}
		}
		if containsAny(sentence, t.words) {
			return true
		}
	}
	return statesLength(s)
}

// statesLength tells whether s begins with how long the notice is made public:
// 公示5天:10月13日-10月17日.
func statesLength(s string) bool {
	rest, ok := strings.CutPrefix(s, "公示")
	if !ok || rest == "" || !startsNumber(rest, 0) {
		return false
	}
	rest = rest[numberEnd(rest, 0):]
	for _, u := range dayUnits {
		if strings.HasPrefix(rest, u.text) {
			return true
		}
	}
	return false
}

// conclusionStarts begin the paragraph that says that all is done.
var conclusionStarts = []string{"截至", "截止", "目前", "综上", "至此", "经", "该", "以上", "上述", "通过", "鉴于", "现", "各项", "综合", "对照", "按照", "所有"}

// conclusionWords say that the problem is to be struck off the list.
var conclusionWords = []string{"符合", "达到", "具备", "满足", "同意", "拟", "申请", "可以", "予以", "申报", "准予"}

// isConclusion tells whether a paragraph concludes the notice: 截至目前,各项整改
// 措施均已完成,符合办结销号要求。
func isConclusion(s string) bool {
	if _, ok := enumerator(s, 0); ok || utf8.RuneCountInString(s) > 120 {
		return false
	}
	return hasAnyPrefix(s, conclusionStarts) && (strings.Contains(s, "销号") || strings.Contains(s, "办结")) && containsAny(s, conclusionWords)
}

// contentEnd gives where the content of a section ends that could go on to
// limit: before a conclusion, the publicity statement, contacts, a signature
// or the web page.
func (p *parser) contentEnd(h head, limit int) int {
	first := p.lineAt(h.body)
	content := false
	if names := p.signature.names; len(names) > 0 && names[0].start > h.body+1 {
		limit = min(limit, names[0].start)
	}
	for i := first; i < len(p.lines) && p.lines[i].start < limit; i++ {
		l := p.lines[i]
		start := max(l.start, h.body)
		own := i == first && (h.contact || start > l.start)
		s := p.form[start:min(l.end, limit)]
		if !own && !(h.contact && !content) && (l.web || isTailSentence(s, false)) {
			return start
		}
		if content && (isSignatureLine(s) || isConclusion(s)) {
			return start
		}
		if at := inlineTail(s, own && h.contact); at >= 0 {
			return start + at
		}
		content = content || start < l.end
	}
	return limit
}

// inlineTail gives where the tail begins in the middle of a line: -1 when it
// does not.
func inlineTail(s string, contact bool) int {
	for at := nextSentence(s, 0); at < len(s) && at > 0; at = nextSentence(s, at) {
		if isTailSentence(s[at:], true) && !contact {
			return at
		}
	}
	return -1
}

// isSignatureLine tells whether a line is a signature, a date under one, or
// both.
func isSignatureLine(s string) bool {
	s = strings.TrimSpace(s)
	if isDateLine(s) {
		return true
	}
	if len(s) < 9 || strings.HasSuffix(s, "。") {
		return false
	}
	name, h, ok := cutDate(s)
	if ok && (isOrganisation(name) || utf8.RuneCountInString(name) <= 20 && strings.HasSuffix(s[:h.start], "  ") && !strings.ContainsAny(name, ":,;")) {
		return true
	}
	return isOrganisation(s) && !strings.Contains(s, "、") && utf8.RuneCountInString(squeeze(s)) >= 5
}

// isDateLine tells whether a line is a date and nothing else.
func isDateLine(s string) bool {
	s = strings.Trim(s, " ()?|")
	if s == "" || len(s) > 60 || !startsNumber(s, 0) {
		return false
	}
	h, ok := dateAt(s, 0)
	return ok && h.date.Day > 0 && strings.Trim(s[h.end:], " |)") == ""
}

// endsInDay tells whether s ends as dates with a day do: the text of most lines
// need not be read for dates.
func endsInDay(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	_, han := hanDigit(r)
	return han || hanUnit(r) > 0 || r >= '0' && r <= '9' || r == '日' || r == '号'
}

// cutDate takes the date off the end of a line.
func cutDate(s string) (before string, h dateHit, ok bool) {
	if !endsInDay(strings.TrimRight(s, " |)")) {
		return s, h, false
	}
	last := max(0, len(s)-300)
	for last > 0 && !utf8.RuneStart(s[last]) {
		last++
	}
	hits := scanDates(s[last:])
	if len(hits) == 0 {
		return s, h, false
	}
	h = hits[len(hits)-1]
	h.start, h.end = h.start+last, h.end+last
	return strings.TrimSpace(s[:h.start]), h, h.date.Day > 0 && strings.Trim(s[h.end:], " |)") == ""
}
