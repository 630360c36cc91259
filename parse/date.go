package parse

import (
	"strings"
	"unicode/utf8"

	"gongshi"
)

// Years outside of these are no dates of notices: they are misread numbers.
const firstYear, lastYear = 1949, 2099

// dateHit is a date found in a text's form.
type dateHit struct {
	start, end int
	date       gongshi.Date // Year 0: not written
	inferred   bool
	lost       bool // 年, 月 or 日 got lost on the way: 20221122日
	stamp      bool // written with signs, as on web pages: 2022-11-22
	broken     bool // no day of the calendar, or not decidable
	afterRange bool // the end of a range
	role       gongshi.DateRole
	options    []option // ways to read a lost date
}

// scanDates finds the dates in s in one pass.
func scanDates(s string) []dateHit {
	var hits []dateHit
	for i := nextNumber(s, 0); i < len(s); i = nextNumber(s, i) {
		h, ok := dateAt(s, i)
		if !ok {
			i = numberEnd(s, i)
			continue
		}
		hits = append(hits, h)
		i = h.end
		if end, ok := rangeEnd(s, hits[len(hits)-1]); ok {
			hits = append(hits, end)
			i = end.end
		}
		for {
			next, ok := nextDay(s, hits[len(hits)-1])
			if !ok {
				break
			}
			hits = append(hits, next)
			i = next.end
		}
	}
	return hits
}

// startsNumber tells whether a number begins at i.
func startsNumber(s string, i int) bool {
	if s[i] < utf8.RuneSelf {
		return isDigit(s[i])
	}
	return numerals.may(s, i) && numeralEnd(s, i) > i
}

// nextNumber gives where the next number from i on begins, the end of s where none
// does.
func nextNumber(s string, i int) int {
	for i < len(s) {
		switch {
		case s[i] < utf8.RuneSelf:
			if isDigit(s[i]) {
				return i
			}
			i++
		case numerals.may(s, i) && numeralEnd(s, i) > i:
			return i
		default:
			i += runeLen(s[i])
		}
	}
	return len(s)
}

// numberEnd gives the end of the number at i.
func numberEnd(s string, i int) int {
	if isDigit(s[i]) {
		// A Chinese zero and an ASCII zero get mixed: 二0二一. That is for
		// mixedEnd; digits first are digits only.
		return digitEnd(s, i)
	}
	return mixedEnd(s, i)
}

// mixedEnd gives the end of a run of Chinese numerals in which zero may be any
// sign: 二○二三, 二0二三, 二O二三.
func mixedEnd(s string, i int) int {
	for i < len(s) {
		if s[i] == '0' || s[i] == 'O' || s[i] == 'o' {
			i++
			continue
		}
		end := numeralEnd(s, i)
		if end == i {
			return i
		}
		i = end
	}
	return i
}

// component is a number of a date with its width in characters.
type component struct{ value, width, end int }

func componentAt(s string, i int) (component, bool) {
	i = skipSpace(s, i)
	if i >= len(s) || !startsNumber(s, i) {
		return component{}, false
	}
	end := numberEnd(s, i)
	value, ok := number(s[i:end])
	return component{value, utf8.RuneCountInString(s[i:end]), end}, ok
}

// dateAt reads the date that begins at i.
func dateAt(s string, i int) (dateHit, bool) {
	c, ok := componentAt(s, i)
	if i < len(s) && isDigit(s[i]) && i > 0 && isWordByte(s[i-1]) {
		return dateHit{}, false
	}
	switch {
	case !ok:
		return dateHit{}, false
	case c.width == 4 && c.value >= firstYear && c.value <= lastYear:
		return yearFirst(s, i, c)
	case c.width <= 3:
		return monthFirst(s, i, c)
	case isDigit(s[i]):
		return lostDate(s, i, c.end)
	}
	return dateHit{}, false
}

// isWordByte tells whether a number that follows b is part of a code.
func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || isDigit(b) || b == '+'
}

// yearFirst reads 2023年10月13日, 2023年10月, 2023年, 2023-10-13, 2021.2.26.
func yearFirst(s string, i int, year component) (dateHit, bool) {
	h := dateHit{start: i, end: year.end, date: gongshi.Date{Year: year.value}}
	at := skipSpace(s, year.end)
	if next, ok := strings.CutPrefix(s[at:], "年"); ok {
		h.end = len(s) - len(next)
		return afterYear(s, h), true
	}
	if at >= len(s) || strings.IndexByte("-./", s[at]) < 0 {
		return h, false
	}
	sign := s[at]
	m, ok := componentAt(s, at+1)
	if !ok || m.width > 2 || m.end >= len(s) || s[m.end] != sign {
		return h, false
	}
	d, ok := componentAt(s, m.end+1)
	if !ok || d.width > 2 || m.value < 1 || m.value > 12 || d.value < 1 || d.value > 31 {
		return h, false
	}
	h.date.Month, h.date.Day, h.end, h.stamp = m.value, d.value, d.end, true
	return h.checked(), true
}

// afterYear reads what follows 年: 10月13日, 10月, 1221日 (月 lost), 底.
func afterYear(s string, h dateHit) dateHit {
	m, ok := componentAt(s, h.end)
	if !ok {
		return h.withPhase(s)
	}
	lost := m.width >= 3 || m.width == 2 && m.value > 12 && strings.HasPrefix(s[m.end:], "日")
	if lost && isDigit(s[m.end-1]) && m.width <= 4 && !followedByCount(s, m.end) {
		return h.splitRest(s, s[m.end-m.width:m.end], m.end)
	}
	at := skipSpace(s, m.end)
	rest, isMonth := strings.CutPrefix(s[at:], "月")
	if !isMonth || m.width > 2 && m.value > 12 || m.value == 0 {
		return h
	}
	h.date.Month, h.end = m.value, len(s)-len(rest)
	return h.withDay(s)
}

// withDay reads the day after 月; 日 is often left out at a range or line end.
func (h dateHit) withDay(s string) dateHit {
	d, ok := componentAt(s, h.end)
	if !ok || d.width > 3 || d.value == 0 || d.value > 39 {
		return h.withPhase(s).checked()
	}
	at := skipSpace(s, d.end)
	if r, n := utf8.DecodeRuneInString(s[at:]); r == '日' || r == '号' {
		h.date.Day, h.end = d.value, at+n
		return h.checked()
	}
	if followedByCount(s, d.end) {
		return h.checked()
	}
	h.date.Day, h.end = d.value, d.end
	return h.checked()
}

// withPhase takes 底, 末, 初, 中旬 along with a month or year.
func (h dateHit) withPhase(s string) dateHit {
	rest := s[h.end:]
	for _, phase := range []string{"上旬", "中旬", "下旬", "月底", "底", "末", "初"} {
		if strings.HasPrefix(rest, phase) {
			h.end += len(phase)
			break
		}
	}
	return h
}

// checked marks a date that no calendar has: 2月30日.
func (h dateHit) checked() dateHit {
	d := h.date
	if d.Year == 0 {
		d.Year = 2000 // a leap year: 2月29日 may be right
	}
	h.broken = h.broken || !d.Valid()
	return h
}

// followedByCount tells whether the number before i counts something rather
// than names a day: 2019年3个, 11月20余.
func followedByCount(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[skipSpace(s, i):])
	return strings.ContainsRune("个名家次项件条余多万亿吨元%.座处户人公平米", r)
}

// monthFirst reads 8月23日 and 八月二十三日, whose year must be found elsewhere.
func monthFirst(s string, i int, m component) (dateHit, bool) {
	at := skipSpace(s, m.end)
	rest, ok := strings.CutPrefix(s[at:], "月")
	if !ok || m.value < 1 || m.value > 12 {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: len(s) - len(rest), date: gongshi.Date{Month: m.value}}
	d, ok := componentAt(s, h.end)
	if !ok || d.width > 3 {
		return h, false
	}
	at = skipSpace(s, d.end)
	r, n := utf8.DecodeRuneInString(s[at:])
	switch {
	case r == '日' || r == '号':
		h.end = at + n
	case r == '前' || r == '至' || r == '起':
		h.end = d.end
	default:
		return h, false
	}
	h.date.Day = d.value
	return h.checked(), d.value > 0 && d.value < 40
}

// rangeSigns stand between the two dates of a range.
const rangeSigns = "至到~-—–―─－～∼〜"

// rangeGap gives where the second date of a range can begin after the first
// one's end: behind (星期一), 起, a time of day and the sign of the range.
func rangeGap(s string, i int) (next int, ok bool) {
	i = skipSpace(s, i)
	if i < len(s) && s[i] == '(' {
		if end := strings.IndexByte(s[i:min(len(s), i+24)], ')'); end > 0 {
			i += end + 1
		}
	}
	i = skipTime(s, skipSpace(s, i))
	for _, w := range []string{"起", "开始", "上午", "下午"} {
		i = skipSpace(s, i)
		i += len(s[i:]) - len(strings.TrimPrefix(s[i:], w))
	}
	i = skipSpace(s, i)
	end := skipAny(s, i, rangeSigns)
	if end == i || end-i > 9 {
		return i, false
	}
	return skipSpace(s, end), true
}

// skipTime skips a time of day: 18时, 8:30.
func skipTime(s string, i int) int {
	j := digitEnd(s, i)
	if j == i || j-i > 2 {
		return i
	}
	for _, w := range []string{"时", "点", "時"} {
		if strings.HasPrefix(s[j:], w) {
			return j + len(w)
		}
	}
	if j < len(s) && s[j] == ':' {
		if k := digitEnd(s, j+1); k == j+3 {
			return k
		}
	}
	return i
}

// rangeEnd reads the end of a range whose start is h: in full, without its
// year (8月28日), or as a bare day (28日).
func rangeEnd(s string, h dateHit) (dateHit, bool) {
	i, ok := rangeGap(s, h.end)
	if !ok || i >= len(s) {
		return dateHit{}, false
	}
	if end, ok := dateAt(s, i); ok {
		end.afterRange = true
		return end.after(h).inherit(h), true
	}
	c, ok := componentAt(s, i)
	if !ok {
		return dateHit{}, false
	}
	at := skipSpace(s, c.end)
	r, n := utf8.DecodeRuneInString(s[at:])
	end := dateHit{start: i, end: at + n, date: h.date, inferred: true, afterRange: true}
	switch {
	case (r == '日' || r == '号') && h.date.Day > 0 && c.value > 0 && c.value <= 31:
		end.date.Day = c.value
	case r == '月' && h.date.Day == 0 && h.date.Month > 0 && c.value > 0 && c.value <= 12:
		end.date.Month = c.value
	default:
		return dateHit{}, false
	}
	return end.checked(), true
}

// nextDay reads a bare day that an enumeration goes on with: 10月16日、17日.
func nextDay(s string, h dateHit) (dateHit, bool) {
	rest, ok := strings.CutPrefix(s[h.end:], "、")
	if !ok || h.date.Day == 0 || h.lost {
		return dateHit{}, false
	}
	i := len(s) - len(rest)
	c, ok := componentAt(s, i)
	if !ok || c.width > 3 || c.value < 1 || c.value > 31 || !strings.HasPrefix(s[c.end:], "日") {
		return dateHit{}, false
	}
	next := dateHit{start: i, end: c.end + len("日"), date: h.date, inferred: true}
	next.date.Day = c.value
	return next.checked(), true
}

// inherit gives the end of a range the year of its start, or the next one when
// the range goes over New Year.
func (h dateHit) inherit(start dateHit) dateHit {
	if h.date.Year != 0 || start.date.Year == 0 {
		return h
	}
	h.date.Year, h.inferred = start.date.Year, true
	if h.date.Month < start.date.Month {
		h.date.Year++
	}
	return h.checked()
}
