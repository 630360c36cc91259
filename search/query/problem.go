package query

import (
	"regexp"
	"strconv"
	"strings"

	"gongshi/normal"
)

// problemPattern takes apart "第三项", "问题编号一", "第47-1项问题", "D3HB202406060068".
var problemPattern = regexp.MustCompile(`^(?:问题|任务|清单)?(?:编号|序号)?第?(.+?)(?:[项号个条])?(?:问题|任务)?$`)

// ProblemForm gives the form in which the numbers of problems are compared:
// ASCII digits, lower case, without the words around.
func ProblemForm(s string) string {
	m := problemPattern.FindStringSubmatch(strings.ReplaceAll(normal.Search(s), "\n", ""))
	if m == nil {
		return ""
	}
	parts := strings.Split(m[1], "-")
	for i, part := range parts {
		if n, ok := numeral(part); ok {
			parts[i] = strconv.Itoa(n)
		}
	}
	return strings.Join(parts, "-")
}

// ProblemMatches tells whether the value of a term of FieldProblem matches the
// number of a problem, both in the form of [ProblemForm]: 47 matches 47 and its
// part 47-1, but not 147. Of a code with letters, a piece is enough.
func ProblemMatches(value, number string) bool {
	return value == number || strings.HasPrefix(number, value+"-") ||
		strings.ContainsAny(value, letters) && strings.Contains(number, value)
}

const letters = "abcdefghijklmnopqrstuvwxyz"

// numeral reads a number below 1000, in digits (2, 02) or Chinese (十二, 一百零三,
// 二〇).
func numeral(s string) (n int, ok bool) {
	if s == "" || len(s) > len("九百九十九") {
		return 0, false
	}
	digit, last := -1, 1000
	for _, r := range s {
		unit := map[rune]int{'十': 10, '百': 100}[r]
		value := strings.IndexRune("〇一二三四五六七八九", r) / len("一")
		if strings.ContainsRune("0123456789", r) {
			value = int(r - '0')
		}
		switch {
		case unit > 0 && unit < last:
			n, last, digit = n+max(digit, 1)*unit, unit, -1
		case r == '零' && last < 1000:
		case r == '零' || r == '〇' || value > 0 || r == '0':
			if digit >= 0 && last < 1000 {
				return 0, false
			}
			digit = max(digit, 0)*10 + value
		default:
			return 0, false
		}
	}
	return n + max(digit, 0), true
}

func parseProblem(s string) (Node, *complaint) {
	value := ProblemForm(s)
	if !strings.ContainsAny(value, "0123456789"+letters) {
		return nil, errProblem
	}
	return Term{FieldProblem, value}, nil
}
