package numbering

import "testing"

func TestNumeral(t *testing.T) {
	for _, test := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"decimalZero", 7, "07"}, {"decimalZero", 12, "12"}, {"decimalFullWidth", 30, "３０"}, {"chineseCounting", 21, "二十一"},
		{"chineseLegalSimplified", 12, "拾贰"}, {"ideographLegalTraditional", 22, "貳拾貳"}, {"ideographDigital", 10, "一〇"}, {"decimalEnclosedParen", 2, "⑵"}, {"decimalEnclosedFullstop", 21, "21"}, {"decimalEnclosedCircle", 20, "⑳"}, {"decimalEnclosedCircle", 21, "21"},
		{"ideographTraditional", 10, "癸"}, {"upperLetter", 27, "AA"}, {"lowerLetter", 3, "c"}, {"upperRoman", 1994, "MCMXCIV"},
		{"lowerRoman", 4, "iv"}, {"unknown", 5, "5"}, {"none", 5, ""},
	} {
		if got := Numeral(test.format, test.n); got != test.want {
			t.Errorf("%s %d: %q, want %q", test.format, test.n, got, test.want)
		}
	}
}

// TestList counts two lists that look different but share a count.
func TestList(t *testing.T) {
	count := new(Count)
	list := List{Count: count, Levels: [Levels]Level{
		{Start: 1, Format: "chineseCounting", Text: "%1、"}, {Start: 1, Format: "chineseCounting", Text: "（%2）"}, {Start: 3, Format: "decimal", Text: "%1.%3", Legal: true, NoRestart: true},
		{Start: 1, Format: "bullet", Text: "•"}, {Start: 1, Format: "none", Text: "附："}, {Start: 1, Format: "decimal", Text: "%6", NoSuffix: true},
	}}
	list.Levels[9] = Level{Start: 1, Format: "decimal", Text: "%10/%1."}
	other := List{Count: count, Levels: [Levels]Level{{Start: 1, Format: "decimal", Text: "条%1"}}}
	for i, step := range []struct {
		list  *List
		level int
		want  string
	}{
		{&list, 0, "一、"}, {&list, 1, "（一）"}, {&list, 1, "（二）"}, {&list, 2, "1.3 "}, {&other, 0, "条2 "}, {&list, 1, "（一）"}, {&list, 2, "2.3 "}, {&list, 1, "（二）"}, {&list, 2, "2.4 "}, {&list, 3, ""}, {&list, 4, "附："},
		{&list, 5, "1"}, {&list, 9, "1/二."}, {&list, 99, "2/二."}, {&list, -1, "三、"},
	} {
		if got := step.list.Next(step.level); got != step.want {
			t.Errorf("step %d: %q, want %q", i, got, step.want)
		}
	}
	count.Restart(0, 7)
	count.Restart(99, 7)
	if got := list.Next(0); got != "七、" {
		t.Errorf("%q", got)
	}
}
