package compliance

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/normal"
)

// hanDigits are the Chinese digits by value.
const hanDigits = "〇一二三四五六七八九"

// wholeNumber reads the number that s begins with, in ASCII digits or Chinese
// numerals below a thousand; size is how many bytes it takes, 0 where there is
// none.
func wholeNumber(s string) (n, size int) {
	for size < len(s) && size < 9 && s[size] >= '0' && s[size] <= '9' {
		n, size = 10*n+int(s[size]-'0'), size+1
	}
	if size > 0 {
		return n, size
	}
	digit, digits := 0, 0 // the one that waits for its 十 or 百, and all so far
	for size < len(s) {
		r, width := utf8.DecodeRuneInString(s[size:])
		at := strings.IndexRune(hanDigits, r)
		switch {
		case r == '零' || r == '○':
			digit, digits = 10*digit, digits+1
		case at >= 0:
			digit, digits = 10*digit+at/len("一"), digits+1
		case r == '十' && digits <= 1:
			n, digit, digits = n+10*max(digit, 1), 0, 0
		case r == '百' && digits == 1:
			n, digit, digits = n+100*digit, 0, 0
		default:
			return n + digit, size
		}
		if size += width; size > 15 {
			return 0, 0
		}
	}
	return n + digit, size
}

// listNumber is the number of a problem as a notice gives it: 第11项, 序号十.
type listNumber struct {
	form       string // 第项, 第号, 序号, 编号: numbers of different forms are of different lists
	list       bool   // 方案 or 清单 stands before it: the list is one of ours
	number     string // 11, 47-1
	start, end int
}

// listNumbers finds the numbers of problems in a text in the form of
// [searchForm].
func listNumbers(s string) []listNumber {
	var found []listNumber
	for at := 0; at < len(s); {
		r, width := utf8.DecodeRuneInString(s[at:])
		word := ""
		switch {
		case r == '第':
			word = "第"
		case r == '序' && strings.HasPrefix(s[at:], "序号"), r == '编' && strings.HasPrefix(s[at:], "编号"):
			word = s[at : at+len("序号")]
		}
		if word != "" {
			if l, ok := listNumberAt(s, at, word); ok {
				found = append(found, l)
				at = l.end
				continue
			}
		}
		at += width
	}
	return found
}

// problemWords stand next to 第N项 where that is a problem's.
var problemWords = []string{"问题", "整改", "任务", "反馈", "事项"}

// listNumberAt reads the number whose word stands at i.
func listNumberAt(s string, i int, word string) (listNumber, bool) {
	at := i + len(word)
	at += len(anyPrefix(s[at:], []string{":第", "为第", ":", "为", "第"}))
	n, size := wholeNumber(s[at:])
	if size == 0 || n == 0 || n > 999 {
		return listNumber{}, false
	}
	l := listNumber{form: word, number: strconv.Itoa(n), start: i, end: at + size}
	if rest, ok := strings.CutPrefix(s[l.end:], "-"); ok {
		if sub, size := wholeNumber(rest); size > 0 && sub > 0 {
			l.number += "-" + strconv.Itoa(sub)
			l.end += 1 + size
		}
	}
	before, after := around(s, l.start, l.end, 36)
	l.list = strings.Contains(before, "方案") || strings.Contains(before, "清单") || strings.Contains(before, "任务")
	if word != "第" {
		// 证书编号12, 受理编号3: things have numbers too.
		return l, !hasAnySuffix(before, []string{"证书", "许可证", "受理", "文件", "信用", "备案", "登记", "证", "举报", "信访"}) && !hasAnyPrefix(after, []string{"号文", "."})
	}
	for _, unit := range []string{"项", "号", "个"} {
		if rest, ok := strings.CutPrefix(after, unit); ok {
			l.form, l.end = word+unit, l.end+len(unit)
			return l, !strings.HasPrefix(rest, "整改措施") && (hasAnyPrefix(rest, problemWords) || containsAny(before[max(0, len(before)-18):], problemWords) || rest == "" || hasAnyPrefix(rest, []string{")", "("}))
		}
	}
	return listNumber{}, false
}

// searchForm gives the form of a short text that numbers are looked for in.
func searchForm(s string) string { return strings.Map(normal.Simplified, normal.Search(s)) }
