package normal

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"gongshi"
)

func TestForms(t *testing.T) {
	tests := []struct{ in, pattern, search string }{
		{"", "", ""},
		{"公示时间：２０２３年", "公示时间:2023年", "公示时间:2023年"},
		{"关于 2021 年第二轮", "关于 2021 年第二轮", "关于2021年第二轮"},
		{"PM2.5 and  O3", "PM2.5 and  O3", "pm2.5 and o3"},
		{"长江\u200b大保护\ufeff", "长江大保护", "长江大保护"},
		{"⻓江⺠生⼤", "长江民生大", "长江民生大"},
		{"一\n\n  二　三", "一\n\n  二 三", "一\n二三"},
		{"\n 一\n", "\n 一\n", "一"},
		{"國際論壇，乾縣ＰＭ", "國際論壇,乾縣PM", "国际论坛,干县pm"},
		{"㈠①", "(一)1", "(一)1"},
		{"坏\xff字", "坏\uFFFD字", "坏\uFFFD字"},
		{"岳办发〔2022〕４号，“一岗双责”", "岳办发〔2022〕4号,“一岗双责”", "岳办发〔2022〕4号,“一岗双责”"},
	}
	for _, test := range tests {
		if got, _ := Pattern(test.in); got != test.pattern {
			t.Errorf("Pattern(%q) = %q, want %q", test.in, got, test.pattern)
		}
		if got := Search(test.in); got != test.search {
			t.Errorf("Search(%q) = %q, want %q", test.in, got, test.search)
		}
	}
}

// Every character of a form leads back to a piece of the source that folds to it.
func FuzzForms(f *testing.F) {
	for _, s := range []string{"关于 2021 年（问题编号一）", "⻓江 \n PM２.５", "a\xffb\x00\u200b", "①㈠ﬃ\u2028x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pattern, origin := Pattern(s)
		end := 0
		for i, r := range pattern {
			from := origin.Source(gongshiSpan(i, i+len(string(r))))
			if from.Start < 0 || from.End > len(s) || from.Start > from.End || from.End < end {
				t.Fatalf("Pattern(%q): %q at %d comes from %v", s, r, i, from)
			}
			if again, _ := Pattern(from.Of(s)); !contains(again, r) {
				t.Fatalf("Pattern(%q): %q at %d comes from %q", s, r, i, from.Of(s))
			}
			end = from.Start
		}
		plain, mapped := Search(s), ""
		mapped, origin = SearchMap(s)
		if plain != mapped {
			t.Fatalf("Search(%q) = %q, SearchMap %q", s, plain, mapped)
		}
		if Search(plain) != plain {
			t.Fatalf("Search(%q) = %q, and again %q", s, plain, Search(plain))
		}
		if from := origin.Source(gongshiSpan(0, len(mapped))); from.End > len(s) {
			t.Fatalf("SearchMap(%q) comes from %v", s, from)
		}
	})
}

func gongshiSpan(start, end int) gongshi.Span { return gongshi.Span{Start: start, End: end} }

func contains(s string, want rune) bool {
	for _, r := range s {
		if r == want {
			return true
		}
	}
	return false
}

// What is folded by a look at its first byte, or by a table, folds as NFKC does.
func TestShortcuts(t *testing.T) {
	for r := rune(0x20); r < 0x10000; r++ {
		s := string(r)
		if r >= 0xD800 && r < 0xE000 {
			continue
		}
		if plainEnd(s, 0) == len(s) && norm.NFKC.String(s) != s {
			t.Errorf("%q is taken as it is, and folds to %q", s, norm.NFKC.String(s))
		}
		if r >= '！' && r <= '～' && fold(r, s) != norm.NFKC.String(s) {
			t.Errorf("%q folds to %q, want %q", s, fold(r, s), norm.NFKC.String(s))
		}
	}
}
