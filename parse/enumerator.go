package parse

import (
	"strings"
	"unicode/utf8"
)

// level is how deep an enumerator stands: 一、 before (一) before 1. before (1).
type level int

const (
	levelNone  level = iota // no number
	levelHan                // 一、
	levelHanIn              // (一)
	levelDigit              // 1.  1、
	levelDigIn              // (1)
	levelCount              // 一是
)

// enum is the number in front of a head or item.
type enum struct {
	level level
	num   int
	end   int // after the number, its punctuation and blanks
}

// enumerator reads the number at i: "三、", "(二)", "1.", "2、", "(3)", "一是".
// Doubled and foreign punctuation after it is a slip that people make.
func enumerator(s string, i int) (enum, bool) {
	if i >= len(s) {
		return enum{}, false
	}
	if s[i] == '(' {
		return bracketed(s, i)
	}
	if isDigit(s[i]) {
		return digitEnumerator(s, i)
	}
	end := numeralEnd(s, i)
	if end == i || end-i > 15 {
		return enum{}, false
	}
	num, ok := number(s[i:end])
	if !ok || num == 0 {
		return enum{}, false
	}
	if strings.HasPrefix(s[end:], "是") && num < 20 {
		return enum{levelCount, num, end + len("是")}, true
	}
	after := skipSpace(s, end)
	stop := skipAny(s, after, "、,.．·")
	if stop == after {
		return enum{}, false
	}
	return enum{levelHan, num, skipSpace(s, stop)}, true
}

// bracketed reads "(一)" and "(1)" at i; a comma after it is a slip.
func bracketed(s string, i int) (enum, bool) {
	from := skipSpace(s, i+1)
	lvl, end := levelDigIn, digitEnd(s, from)
	if end == from {
		lvl, end = levelHanIn, numeralEnd(s, from)
	}
	if end == from || end-from > 12 {
		return enum{}, false
	}
	num, ok := number(s[from:end])
	end = skipSpace(s, end)
	if !ok || num == 0 || num > 99 || end >= len(s) || s[end] != ')' {
		return enum{}, false
	}
	return enum{lvl, num, skipSpace(s, skipAny(s, end+1, "、,.:"))}, true
}

// digitEnumerator reads "1." and "1、" at i. "1.31个" is item 1 with a count
// or a decimal number: nobody can tell without the items around it, so it is
// taken as an item only in front of a year or another non-digit.
func digitEnumerator(s string, i int) (enum, bool) {
	end := digitEnd(s, i)
	if end-i > 2 {
		return enum{}, false
	}
	num, _ := number(s[i:end])
	after := skipSpace(s, end)
	r, n := utf8.DecodeRuneInString(s[after:])
	if num == 0 || r != '.' && r != '、' && r != '．' {
		return enum{}, false
	}
	stop := skipSpace(s, skipAny(s, after+n, "、."))
	if r == '.' && stop < len(s) && isDigit(s[stop]) && !startsYear(s[stop:]) {
		return enum{}, false
	}
	return enum{levelDigit, num, stop}, true
}
