package numbering

import (
	"strconv"
	"strings"

	"gongshi/ingest/decode"
)

// signs are the formats that have a sign for each of the first numbers.
var signs = map[string][]rune{
	"decimalEnclosedCircle":        []rune("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
	"decimalEnclosedCircleChinese": []rune("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
	"decimalEnclosedParen":         []rune("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
	"decimalEnclosedFullstop":      []rune("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
	"ideographEnclosedCircle":      []rune("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
	"ideographTraditional":         []rune("甲乙丙丁戊己庚辛壬癸"),
	"ideographZodiac":              []rune("子丑寅卯辰巳午未申酉戌亥"),
}

var (
	legalSimplified = strings.NewReplacer("一", "壹", "二", "贰", "三", "叁", "四", "肆", "五", "伍", "六", "陆", "七", "柒",
		"八", "捌", "九", "玖", "十", "拾", "百", "佰", "千", "仟")
	legalTraditional = strings.NewReplacer("一", "壹", "二", "貳", "三", "參", "四", "肆", "五", "伍", "六", "陸", "七", "柒",
		"八", "捌", "九", "玖", "十", "拾", "百", "佰", "千", "仟")
)

// Numeral writes a number in a format of Office Open XML (ST_NumberFormat). What
// it does not know, and numbers that a format has no sign for, come in digits.
func Numeral(format string, n int) string {
	if runes, ok := signs[format]; ok && n >= 1 && n <= len(runes) {
		return string(runes[n-1])
	}
	switch format {
	case "none", "bullet":
		return ""
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand":
		return decode.ChineseNumeral(n)
	case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital":
		return eachDigit(n, []rune("〇一二三四五六七八九"))
	case "chineseLegalSimplified":
		return legalSimplified.Replace(decode.ChineseNumeral(n))
	case "ideographLegalTraditional", "japaneseLegal":
		return legalTraditional.Replace(decode.ChineseNumeral(n))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "decimalFullWidth", "decimalFullWidth2":
		return eachDigit(n, []rune("０１２３４５６７８９"))
	case "upperLetter":
		return letters(n, 'A')
	case "lowerLetter":
		return letters(n, 'a')
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	}
	return strconv.Itoa(n)
}

// eachDigit writes a number digit by digit in other digits.
func eachDigit(n int, digits []rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return digits[r-'0']
		}
		return r
	}, strconv.Itoa(n))
}

// letters counts a, b, … z, aa, bb, …
func letters(n int, first rune) string {
	const longest = 20
	if n < 1 || n > 26*longest {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, sign := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= sign.value; n -= sign.value {
			b.WriteString(sign.text)
		}
	}
	return b.String()
}
