package pinyin

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/normal"
)

// Every word has as many syllables as characters, each of Latin letters, and is in
// the form in which texts are compared.
func TestTable(t *testing.T) {
	all := table()
	if len(all) < 1500 {
		t.Fatalf("there are %d words", len(all))
	}
	seen := map[string]bool{}
	for _, w := range all {
		if len(w.syllables) != utf8.RuneCountInString(w.text) {
			t.Errorf("%q has %d syllables", w.text, len(w.syllables))
		}
		for _, reading := range slices.Concat(w.syllables...) {
			if reading == "" || strings.Trim(reading, "abcdefghijklmnopqrstuvwxyz") != "" {
				t.Errorf("%q has the syllable %q", w.text, reading)
			}
		}
		if seen[w.text] || w.text != normal.Search(w.text) {
			t.Errorf("%q is there twice, or not in normal form", w.text)
		}
		seen[w.text] = true
	}
}

// Each word is found by each of its readings.
func TestEveryWord(t *testing.T) {
	for _, w := range table() {
		text := ""
		for _, readings := range w.syllables {
			text += readings[len(readings)-1]
		}
		if found := Words(text); !slices.Contains(found, w.text) && len(found) < MaxWords {
			t.Errorf("%q gives %q, and not %q", text, found, w.text)
		}
		if len(Words(text)) > MaxWords {
			t.Errorf("%q gives more than %d words", text, MaxWords)
		}
	}
}

func TestWords(t *testing.T) {
	tests := []struct{ text, want string }{
		{"wushui", "污水"}, {"yuwufenliu", "雨污分流"}, {"heichoushuiti", "黑臭水体"}, {"changjiang", "长江"},
		{"zhongjinshu", "重金属"}, {"lvhua", "绿化"}, {"lühua", "绿化"}, {"luhua", "绿化"}, {"xuqin", "畜禽"}, {"chuqin", "畜禽"},
	}
	for _, test := range tests {
		if got := Words(test.text); !slices.Contains(got, test.want) {
			t.Errorf("%q: %q, want %q among them", test.text, got, test.want)
		}
	}
	for _, text := range []string{"", "wushu", "ushui", "wushuix", "cod", "vocs", "wu shui", "WUSHUI", "污水", "wushui1", "w", "ü"} {
		if got := Words(text); len(got) > 0 {
			t.Errorf("%q: %q, want none", text, got)
		}
	}
}
