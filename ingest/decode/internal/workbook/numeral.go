package workbook

import (
	"regexp"
	"strings"
)

// numeralSet are the numerals in which a format can have a number written.
type numeralSet struct {
	digits [10]string
	places [4]string // ten, a hundred, a thousand
}

// numeralSets are the kinds of numerals by what stands in the brackets.
var numeralSets = map[string]numeralSet{
	"dbnum1": {[10]string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, [4]string{"", "十", "百", "千"}},
	"dbnum2": {[10]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}, [4]string{"", "拾", "佰", "仟"}},
	"dbnum3": {[10]string{"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"}, [4]string{"", "十", "百", "千"}},
}

// groups are the names of four digits each.
var groups = []string{"", "万", "亿", "万亿"}

// write writes a number of ASCII digits as Excel does: 一十, 一百〇五, 一.五. What
// is too large for that stays as it is.
func (s numeralSet) write(number string) string {
	whole, fraction, _ := strings.Cut(number, ".")
	if strings.Trim(whole+fraction, "0123456789") != "" || len(whole) > 4*len(groups) {
		return number
	}
	text := s.whole(whole)
	if fraction == "" {
		return text
	}
	text += "."
	for _, c := range fraction {
		text += s.digits[c-'0']
	}
	return text
}

func (s numeralSet) whole(number string) string {
	var b strings.Builder
	gap, filled := false, false // a digit was zero, one of the group was not
	for i, c := range number {
		place := len(number) - 1 - i
		if c == '0' {
			gap = b.Len() > 0
		} else {
			if gap {
				b.WriteString(s.digits[0])
			}
			b.WriteString(s.digits[c-'0'] + s.places[place%4])
			gap, filled = false, true
		}
		if place%4 == 0 && filled {
			b.WriteString(groups[place/4])
			filled = false
		}
	}
	if b.Len() == 0 {
		return s.digits[0]
	}
	return b.String()
}

var (
	// A date in Chinese numerals, digit by digit: "二○二四年七月二二日".
	numeralDate = regexp.MustCompile(`^[〇○零一二三四五六七八九]{4}年(?:[〇○一二三四五六七八九]{1,2}月)?(?:[〇○一二三四五六七八九]{1,2}日)?$`)
	// "二二日", "一○月"
	twoDigits = regexp.MustCompile(`([一二三])([〇○一二三四五六七八九])([月日])`)
)

// numerals writes the dates of a format in Chinese numerals as they are displayed:
// 二十二日, where the library that formats them gives digits, 二二日.
func numerals(text string) string {
	if !numeralDate.MatchString(text) {
		return text
	}
	text = twoDigits.ReplaceAllStringFunc(text, func(s string) string {
		m := twoDigits.FindStringSubmatch(s)
		tens, ones := strings.TrimPrefix(m[1], "一"), strings.Trim(m[2], "〇○")
		return tens + "十" + ones + m[3]
	})
	return strings.ReplaceAll(text, "○", "〇")
}
