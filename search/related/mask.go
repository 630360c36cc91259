package related

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/parse/regions"
)

// What stands for a place and for a number in a masked text.
const (
	place  = '@'
	number = '#'
)

// isNumeral tells of the Chinese numerals; those that stand in other words are
// masked too, in either text alike.
func isNumeral(r rune) bool {
	switch r {
	case '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '两':
		return true
	}
	return false
}

func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// mask gives the letters of a text, each place and each number, and with it each
// date, as one sign: what is the same in the notice of another district or of
// another round. The text has the form in which texts are compared.
func mask(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	last := rune(0)
	put := func(r rune) {
		if last = r; r != 0 {
			b.WriteRune(r)
		}
	}
	for i := 0; i < len(s); {
		if end, _, _ := regions.At(s, i); end > i {
			if last != place { // 湖南省岳阳市 is one place
				put(place)
			}
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case '0' <= r && r <= '9', isNumeral(r):
			if last != number {
				put(number)
			}
		case r == '.' && last == number: // 2.6
		case isHan(r), unicode.IsLetter(r):
			put(r)
		default:
			if last == number {
				last = 0 // 3,5 are two numbers
			}
		}
	}
	return b.String()
}
