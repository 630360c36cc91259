package index

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi"
)

func TestAlphabet(t *testing.T) {
	characters := []rune(alphabet)
	if !utf8.ValidString(alphabet) || len(characters) != 4096 {
		t.Errorf("%d characters", len(characters))
	}
	slices.Sort(characters)
	if len(slices.Compact(characters)) != 4096 {
		t.Error("a character has two numbers")
	}
}

// Indexes that are there are read by this code: one that writes something else
// needs another version, and another digest here.
func TestEncodingVersion(t *testing.T) {
	r := NewRecord(notice(), nil)
	data, err := r.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(append(data, alphabet...))
	const want = "5 2bbf4e57"
	if got := string('0'+rune(data[0])) + " " + hex.EncodeToString(sum[:4]); got != want {
		t.Errorf("version and digest are %s, want %s", got, want)
	}
}

func TestDamagedCode(t *testing.T) {
	whole := appendCode(nil, "整改\U0010FFFF\xFF")
	if text, ok := decodeText(whole); !ok || text != "整改\U0010FFFF\xFF" {
		t.Errorf("%q, %v", text, ok)
	}
	number := func(n int) (code []byte) { // as appendCode writes it
		for ; n >= stoppers; n = (n - stoppers) / continuers {
			code = append(code, byte(stoppers+(n-stoppers)%continuers))
		}
		return append(code, byte(n))
	}
	for name, code := range map[string][]byte{
		"cut short":          whole[:len(whole)-1],
		"behind the last":    number(4096 + utf8.MaxRune + 1 + 256),
		"a surrogate":        number(4096 + 0xD800),
		"five bytes":         {0xFF, 0xFF, 0xFF, 0xFF, 0},
		"all that fits four": {0xFF, 0xFF, 0xFF, stoppers - 1},
	} {
		if text, ok := decodeText(code); ok {
			t.Errorf("%s: %q", name, text)
		}
	}
}

func FuzzCode(f *testing.F) {
	f.Add("一、反馈问题:雨污分流不到位,2021年仍未完成。\n")
	f.Add("\xE4\xB8\x80\xB8\U0001F600\uFFFD\xFF〇龘")
	f.Fuzz(func(t *testing.T, text string) {
		code := appendCode(nil, text)
		if got, ok := decodeText(code); !ok || got != text {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
		if n := codeLength(text); n != len(code) {
			t.Errorf("the code of %q has %d bytes, not %d", text, len(code), n)
		}
	})
}

// A text is found in the code of another if it stands in it, byte for byte: whatever
// piece of it is taken, and whatever else is asked for.
func FuzzNeedle(f *testing.F) {
	f.Add("一、反馈问题:雨污分流不到位,2021年仍未完成。", 3, 12, "分流不")
	f.Add("整整整改整改龘龘一\xE4\xB8", 9, 9, "\xB8")
	f.Add("aab aaab", 3, 4, "")
	f.Fuzz(func(t *testing.T, text string, at, length int, other string) {
		code := appendCode(nil, text)
		asked := []string{other, text}
		if 0 <= at && at <= len(text) && 0 <= length && length <= len(text)-at {
			piece := text[at : at+length]
			asked = append(asked, piece, piece+other, other+piece)
		}
		for _, text2 := range asked {
			if got, want := NewNeedle(text2).in(code), strings.Contains(text, text2); got != want {
				t.Errorf("%q in %q: %v", text2, text, got)
			}
		}
	})
}

// What is asked of the texts of an encoded record is answered as its record would.
func FuzzTexts(f *testing.F) {
	f.Add("关于公示", "一、反馈问题:雨污分流不到位,2021年仍未完成。\n", 13, 20, 50, 9, "分流")
	f.Add("", "\xE4\xB8\x80一二", 1, 3, 3, 4, "\xB8")
	f.Fuzz(func(t *testing.T, heading, text string, at, length, at2, length2 int, asked string) {
		r := Record{ID: "n", Heading: heading, Text: text}
		for i, place := range [][2]int{{at, length}, {at2, length2}, {at, length2}} {
			if at, n := place[0], place[1]; 0 <= at && at <= len(text) && 0 <= n && n <= len(text)-at {
				r.Sections = append(r.Sections, Section{gongshi.SectionKinds[i%2], at, text[at : at+n]})
			}
		}
		data, err := r.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var texts Texts
		if err := texts.Open(data); err != nil {
			t.Fatal(err)
		}
		needle := NewNeedle(asked)
		compare := func(where string, got, want bool) {
			if got != want {
				t.Errorf("%q in the %s of %+v: %v", asked, where, r, got)
			}
		}
		compare("title", texts.InTitle(needle), strings.Contains(heading, asked))
		compare("text", texts.InText(needle), strings.Contains(text, asked))
		for _, kind := range gongshi.SectionKinds {
			compare(string(kind), texts.InSection(kind, needle), slices.ContainsFunc(r.Sections, func(s Section) bool {
				return s.Kind == kind && strings.Contains(s.Text, asked)
			}))
		}
	})
}
