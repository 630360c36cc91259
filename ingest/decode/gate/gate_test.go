package gate

import (
	"strings"
	"testing"

	"gongshi/internal/corpus"
)

func TestGate(t *testing.T) {
	good := corpus.Invent(5, 0, corpus.LongNotice).Text()
	if v := Judge(good); v.Doubted() {
		t.Errorf("a notice is judged bad: %v", v)
	}
	for name, text := range map[string]string{
		"replacement": strings.Repeat("整改\uFFFD", 50),
		"private use": strings.Repeat("整改\uE001", 50),
		"mojibake":    strings.Repeat("ÕûÖÎÇé¿ö", 50),
		// The codes of a font without a table, as they come.
		"some of each": strings.Repeat("整改销号情况公示如下", 7) + strings.Repeat("\uFFFD\uFFFDÉÈÊÄÖÜəɛʃ", 3),
		"rare":         strings.Repeat("䶮䶴犇骉麤龘鱻", 20),
	} {
		if v := Judge(text); !v.Refused() {
			t.Errorf("%s passes", name)
		}
	}
}

// Each sign of garbage counts from its threshold on, and no earlier.
func TestThresholds(t *testing.T) {
	const plain = "整"
	with := func(odd string, n int) string { return strings.Repeat(odd, n) + strings.Repeat(plain, 1000-n) }
	for _, test := range []struct {
		about, odd       string
		doubted, refused int // up to so many of a thousand are not
		accented         bool
	}{
		{"private use", "\uE001", 10, 80, false},
		{"controls", "\x03", 10, 80, false},
		{"accents", "ö", 100, 250, true},
		{"scripts out of place", "ש", 50, 150, false},
		{"rare Han", "䶮", 50, 150, false}, // Extension A
		{"uncommon Han", "犇", 400, 550, false},
	} {
		for _, n := range []int{0, test.doubted, test.doubted + 1, test.refused, test.refused + 1} {
			v := Judge(with(test.odd, n))
			if v.Doubted() != (n > test.doubted) || v.Refused() != (n > test.refused) {
				t.Errorf("%s, %d of a thousand: doubted %v, refused %v: %v", test.about, n, v.Doubted(), v.Refused(), v)
			}
			if want := test.accented && n > test.doubted; v.Accented() != want {
				t.Errorf("%s, %d of a thousand: accented %v", test.about, n, v.Accented())
			}
		}
	}
}

// Capitals in a Chinese text without digits are numbers of glyphs; a few Han characters
// say nothing about which are common.
func TestCapitals(t *testing.T) {
	for _, test := range []struct {
		text    string
		doubted bool
	}{
		{strings.Repeat("整", 99) + "A", false},
		{strings.Repeat("整", 98) + "AB", true},
		{strings.Repeat("整", 97) + "AB1", false},
		{strings.Repeat("整", enoughHan-1) + "ABC", false},
		{strings.Repeat("犇", enoughHan-1), false},
		{strings.Repeat("犇", enoughHan), true},
	} {
		if v := Judge(test.text); v.Doubted() != test.doubted {
			t.Errorf("%.30s…: %v", test.text, v)
		}
	}
}

// The table of classes is in order and repeats none.
func TestClasses(t *testing.T) {
	for i := 1; i < len(classes); i++ {
		if a, b := classes[i-1], classes[i]; a.last >= b.last || a.class == b.class {
			t.Errorf("%U %v is followed by %U %v", a.last, a.class, b.last, b.class)
		}
	}
}
