package numbering

import "testing"

func TestNumeral(t *testing.T) {
	for _, test := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"decimalZero", 7, "07"}, {"decimalZero", 12, "12"}, {"decimalFullWidth", 30, "３０"}, {"chineseCounting", 21, "二十一"},
		{"chineseLegalSimplified", 12, "拾贰"}, {"decimalEnclosedCircle", 20, "⑳"}, {"decimalEnclosedCircle", 21, "21"},
		{"ideographTraditional", 10, "癸"}, {"upperLetter", 27, "AA"}, {"lowerLetter", 3, "c"}, {"upperRoman", 1994, "MCMXCIV"},
		{"lowerRoman", 4, "iv"}, {"unknown", 5, "5"}, {"none", 5, ""},
	} {
		if got := Numeral(test.format, test.n); got != test.want {
			t.Errorf("%s %d: %q, want %q", test.format, test.n, got, test.want)
		}
	}
}
