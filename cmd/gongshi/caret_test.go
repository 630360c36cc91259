package main

import (
	"strings"
	"testing"

	"gongshi"
)

func TestPlaceIsMarked(t *testing.T) {
	const text = "第一行\n　　公示时间：2023年10月13日，共10个工作日。abc\n最后"
	tests := []struct {
		name, place string
		width       int
		line, marks string
	}{
		{"Han and digits", "共10个工作日", 80, "公示时间：2023年10月13日，共10个工作日。abc", strings.Repeat(" ", 26) + "^^^^^^^^^^^^"},
		{"Latin", "abc", 80, "公示时间：2023年10月13日，共10个工作日。abc", strings.Repeat(" ", 40) + "^^^"},
		{"beginning of the line", "　　公示时间", 80, "公示时间：2023年10月13日，共10个工作日。abc", "^^^^^^^^"},
		{"two lines", "abc\n最后", 80, "公示时间：2023年10月13日，共10个工作日。abc", strings.Repeat(" ", 40) + "^^^…"},
		{"last line", "最后", 80, "最后", "^^^^"},
		{"cut on both sides", "共10个工作日", 24, "…13日，共10个工作日。abc", "       ^^^^^^^^^^^^"},
		{"cut behind", "公示时间", 20, "公示时间：2023年10…", "^^^^^^^^"},
		{"a place too long", "2023年10月13日，共10个工作日", 18, "…间：2023年10月13…", "     ^^^^^^^^^^^^^"},
	}
	for _, test := range tests {
		at := strings.Index(text, test.place)
		m, ok := mark(text, gongshi.Span{Start: at, End: at + len(test.place)})
		if !ok {
			t.Errorf("%s: no place", test.name)
			continue
		}
		line, marks := m.lines(test.width)
		if line != test.line || marks != test.marks {
			t.Errorf("%s:\n%s|\n%s|\nwant\n%s|\n%s|", test.name, line, marks, test.line, test.marks)
		}
		if w := columns.StringWidth(line); w > test.width {
			t.Errorf("%s: %d columns", test.name, w)
		}
	}
	for _, s := range []gongshi.Span{{}, {Start: 5, End: 5}, {Start: 5, End: 4}, {Start: 0, End: 1000}, {Start: 9, End: 10}} {
		if _, ok := mark(text, s); ok {
			t.Errorf("%v is marked", s)
		}
	}
}

// A place in a text that would steer the terminal does not.
func TestMarkedPlaceIsPrintable(t *testing.T) {
	m, _ := mark("a\x1b[31mb\tc", gongshi.Span{Start: 0, End: 8})
	if line, marks := m.lines(80); strings.ContainsAny(line, "\x1b\t") || columns.StringWidth(line) != len(marks)+1 {
		t.Errorf("%q %q", line, marks)
	}
}
