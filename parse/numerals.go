package parse

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// hanDigit gives the value of a Chinese digit. Zero has many faces: 〇 the
// character, ○ the circle of old texts, 零, and the Latin O of careless typing.
func hanDigit(r rune) (int, bool) {
	switch r {
	case '〇', '○', '零', 'O', 'Ｏ', 'o', '◯':
		return 0, true
	case '一', '壹':
		return 1, true
	case '二', '两', '贰':
		return 2, true
	case '三', '叁':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

// numerals are the Chinese numerals.
var numerals = newWordSet(strings.Split("〇○零Ｏ◯一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百", "")...)

// hanUnit gives the value of 十 and 百.
func hanUnit(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '百':
		return 100
	}
	return 0
}

// number reads a whole number written in Chinese or ASCII numerals: 三十八,
// 一百二十, 二○二三, 五三一, 12.
func number(s string) (int, bool) {
	if s == "" || len(s) > 24 {
		return 0, false
	}
	if isDigit(s[0]) {
		if n, err := strconv.Atoi(s); err == nil {
			return n, true
		}
	}
	total, digit, digits, units := 0, 0, 0, 0
	for _, r := range s {
		if unit := hanUnit(r); unit > 0 {
			if digits == 0 {
				digit = 1
			}
			if digits > 1 {
				return 0, false
			}
			total += digit * unit
			digit, digits, units = 0, 0, units+1
			continue
		}
		d, ok := hanDigit(r)
		if !ok && r >= '0' && r <= '9' {
			d, ok = int(r-'0'), true
		}
		if !ok || digits > 7 {
			return 0, false
		}
		if d == 0 && units > 0 && digits == 0 {
			continue // 一百零二
		}
		digit = digit*10 + d
		digits++
	}
	if units > 0 && digits > 1 {
		return 0, false
	}
	return total + digit, true
}

// numeralEnd gives the end of the run of Chinese numerals that begins at i: i
// when there is none.
func numeralEnd(s string, i int) int {
	for numerals.may(s, i) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if _, ok := hanDigit(r); (!ok || r == 'O' || r == 'o') && hanUnit(r) == 0 {
			return i
		}
		i += n
	}
	return i
}

// digitEnd gives the end of the run of ASCII digits that begins at i.
func digitEnd(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
