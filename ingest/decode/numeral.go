package decode

import (
	"strconv"
	"strings"
)

var chineseDigits = []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// ChineseNumeral writes a number as the automatic numbering of word processors
// and browsers does: 一, 十, 十二, 二十, 一百零五. Numbers outside 1 to 9999 come
// in ASCII digits.
func ChineseNumeral(n int) string {
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	if n >= 10 && n < 20 {
		return "十" + chineseDigits[n-10]
	}
	var b strings.Builder
	zero := false
	for _, place := range []struct {
		size int
		name string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		digit := n / place.size % 10
		if digit == 0 {
			zero = b.Len() > 0
			continue
		}
		if zero {
			b.WriteString("零")
			zero = false
		}
		b.WriteString(chineseDigits[digit] + place.name)
	}
	return b.String()
}
