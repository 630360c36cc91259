package parse

import (
	"strconv"
	"strings"

	"gongshi"
)

// lostCounts are the units of a number that a date ran into when the characters
// between them got lost: "202211243个工作日" was 2022年11月24日(3个工作日).
var lostCounts = []string{"个工作日", "个自然日", "工作日", "个工", "天", "时", "時"}

// lostDate reads a date in digits of which 年, 月 or 日 are missing: 20221122,
// 2025724日, 20258610个工作日. It is decided only when there is one way to read
// it, and taken only where something says that it is a date.
func lostDate(s string, i, end int) (dateHit, bool) {
	digits := s[i:end]
	if len(digits) < 6 || len(digits) > 11 || digits[:2] != "20" && digits[:2] != "19" {
		return dateHit{}, false
	}
	year, _ := strconv.Atoi(digits[:4])
	if year > lastLost || afterCode(s, i) {
		return dateHit{}, false
	}
	h := dateHit{start: i, end: end, date: gongshi.Date{Year: year}, lost: true}
	for _, unit := range lostCounts {
		if strings.HasPrefix(s[end:], unit) {
			return h.splitCounted(digits[4:], i)
		}
	}
	if len(digits) > 8 {
		return dateHit{}, false
	}
	day := strings.HasPrefix(s[end:], "日")
	if !day && !standsAlone(s, i, end) {
		return dateHit{}, false
	}
	return h.splitRest(s, digits[4:], end), true
}

// lastLost is the last year of which digits alone are believed: 2038719 is the
// number of a phone.
const lastLost = 2035

// afterCode tells whether the digits at i go on with those of a phone: 0566—2038719.
func afterCode(s string, i int) bool {
	for _, dash := range []string{"-", "—", "–", "―", "－", ")", " "} {
		before, ok := strings.CutSuffix(s[:i], dash)
		if !ok {
			continue
		}
		from := len(before)
		for from > 0 && isDigit(before[from-1]) {
			from--
		}
		if n := len(before) - from; n >= 3 && n <= 4 && before[from] == '0' {
			return true
		}
	}
	return false
}

// standsAlone tells whether nothing else is written on the line of s[i:end],
// or a label or range sign stands in front of it.
func standsAlone(s string, i, end int) bool {
	after := skipSpace(s, end)
	if after < len(s) && s[after] != '\n' {
		_, ok := rangeGap(s, end)
		if !ok && !hasAnyPrefix(s[after:], []string{"责任编辑", "来源", "|", ")"}) {
			return false
		}
		if ok {
			return true
		}
	}
	before := skipSpaceBack(s, i)
	return before == 0 || s[before-1] == '\n' || before+2 <= i || hasAnySuffix(s[:before], []string{"日期", "时间", "至", "日期:", "时间:", "-", "—", "~"})
}

// option is one way to read a lost date: it ends at end, and count is what it
// ran into.
type option struct {
	date       gongshi.Date
	end, count int
}

// splitRest reads the month and day in digits that nothing separates.
func (h dateHit) splitRest(s, digits string, end int) dateHit {
	h.lost = true
	if strings.HasPrefix(s[end:], "日") {
		end += len("日")
	}
	for m := 1; m <= 2 && m < len(digits); m++ {
		if d, ok := monthDay(h.date.Year, digits[:m], digits[m:]); ok {
			h.options = append(h.options, option{date: d, end: end})
		}
	}
	h.end = end
	return h.decide()
}

// splitCounted reads month, day and a count that ran into each other; the count
// stays outside of the date.
func (h dateHit) splitCounted(digits string, start int) (dateHit, bool) {
	for m := 1; m <= 2; m++ {
		for d := 1; d <= 2 && m+d < len(digits); d++ {
			count, _ := strconv.Atoi(digits[m+d:])
			if digits[m+d] == '0' || count < 1 || count > 60 {
				continue
			}
			if date, ok := monthDay(h.date.Year, digits[:m], digits[m:m+d]); ok {
				h.options = append(h.options, option{date, start + 4 + m + d, count})
			}
		}
	}
	return h.decide(), len(h.options) > 0
}

// decide takes the only option; with several the date stays undecided.
func (h dateHit) decide() dateHit {
	h.broken = len(h.options) != 1
	if h.broken {
		h.date = gongshi.Date{Year: h.date.Year}
		return h
	}
	h.date, h.end = h.options[0].date, h.options[0].end
	return h
}

// after drops the options for the end of a range that its start rules out:
// before it, or nearer to it than the count of days that follows.
func (h dateHit) after(start dateHit) dateHit {
	if !h.lost || len(h.options) < 2 || start.broken || !start.date.Exact() || start.date.Year == 0 {
		return h
	}
	var left []option
	for _, o := range h.options {
		if days := start.date.DaysUntil(o.date) + 1; days >= max(1, o.count) && days <= 90 {
			left = append(left, o)
		}
	}
	h.options = left
	return h.decide()
}

// monthDay reads a month and a day in digits; a lone zero in front is padding
// only when the number has two digits.
func monthDay(year int, month, day string) (gongshi.Date, bool) {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := gongshi.Date{Year: year, Month: m, Day: d}
	return date, m > 0 && d > 0 && len(day) <= 2 && date.Valid()
}
