// Package normal gives the forms of a text in which equal things are written
// equally: one for matching patterns, one for searching. Each comes with the
// way back to the text it was made of, since spans always point there.
//
// Folding goes character by character, so that every piece of the result comes
// from exactly one character: compatibility forms by NFKC (full-width letters,
// digits and punctuation, Kangxi radicals, ligatures), the CJK Radicals
// Supplement that browsers leave in PDF files by the Unicode property
// Equivalent_Unified_Ideograph.
package normal

//go:generate sh -c "perl gen.pl | gofmt > radicals_gen.go"

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gongshi"
)

// Pattern gives the form that patterns are matched on: ASCII for full-width
// letters, digits and punctuation, one kind of space, no invisible characters.
// Line ends and the number of spaces stay. 。 、 “ ” 《 》 〔 〕 have no ASCII
// form and stay as they are.
func Pattern(s string) (string, gongshi.OffsetMap) {
	w := gongshi.NewRewriter(s)
	w.Grow(len(s), len(s)/24+1) // a sign that folds every eight characters
	for i := 0; i < len(s); {
		if end := plainEnd(s, i); end > i {
			w.Copy(i, end)
			i = end
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		from := gongshi.Span{Start: i, End: i + n}
		if folded := fold(r, s[i:i+n]); folded == s[i:i+n] {
			w.Copy(i, i+n)
		} else {
			w.Put(folded, from)
		}
		i += n
	}
	return w.Result()
}

// plainEnd gives the end of the characters from i on that fold to themselves by
// their bytes: printed ASCII, line ends, ideographs from U+4E00 to U+9FFF, and the
// punctuation from U+3001 to U+3011, 、 to 】.
func plainEnd(s string, i int) int {
	for i < len(s) {
		b := s[i]
		if b < utf8.RuneSelf {
			if (b < 0x20 || b == 0x7F) && b != '\n' {
				return i
			}
			i++
			continue
		}
		if b < 0xE3 || b > 0xE9 || i+3 > len(s) {
			return i
		}
		c, d := s[i+1], s[i+2]
		switch {
		case c&0xC0 != 0x80 || d&0xC0 != 0x80:
			return i
		case b == 0xE3 && (c != 0x80 || d < 0x81 || d > 0x91):
			return i
		case b == 0xE4 && c < 0xB8:
			return i
		}
		i += 3
	}
	return i
}

// Search gives the form in which texts and queries are compared: as Pattern,
// in lower case, in simplified characters, and without white space next to anything but a Latin letter or
// a digit on both sides, since Chinese is written without spaces and typists
// differ ("2021 年" and "2021年"). A line end is kept where one is kept at all,
// as "\n".
func Search(s string) string {
	out, _ := search(s, false)
	return out
}

// SearchMap is Search with the way back.
func SearchMap(s string) (string, gongshi.OffsetMap) { return search(s, true) }

func search(s string, mapped bool) (string, gongshi.OffsetMap) {
	var w *gongshi.Rewriter
	var b strings.Builder
	if mapped {
		w = gongshi.NewRewriter(s)
	} else {
		b.Grow(len(s))
	}
	put := func(folded string, from gongshi.Span) {
		if !mapped {
			b.WriteString(folded)
		} else if folded == s[from.Start:from.End] {
			w.Copy(from.Start, from.End)
		} else {
			w.Put(folded, from)
		}
	}
	var last rune
	var gap gongshi.Span
	var gapText string
	for i := 0; i < len(s); {
		if end := ideographsEnd(s, i); end > i {
			if gapText == "\n" && last != 0 {
				put(gapText, gap)
			}
			put(s[i:end], gongshi.Span{Start: i, End: end})
			gapText, last, i = "", '一', end // which one does not matter
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		from := gongshi.Span{Start: i, End: i + n}
		i += n
		folded := fold(r, s[from.Start:from.End])
		if folded == "" {
			continue
		}
		if strings.TrimSpace(folded) == "" {
			if gapText == "" {
				gap, gapText = from, " "
			}
			gap.End = from.End
			if strings.Contains(folded, "\n") {
				gapText = "\n"
			}
			continue
		}
		folded = strings.Map(Simplified, strings.ToLower(folded))
		first, _ := utf8.DecodeRuneInString(folded)
		if gapText != "" && (gapText == "\n" && last != 0 || isLatin(last) && isLatin(first)) {
			put(gapText, gap)
		}
		gapText = ""
		put(folded, from)
		last, _ = utf8.DecodeLastRuneInString(folded)
	}
	if mapped {
		return w.Result()
	}
	return b.String(), gongshi.OffsetMap{}
}

// ideographsEnd gives the end of the ideographs from i on, U+4E00 to U+9FFF, that
// are their own simplified forms: most of every text.
func ideographsEnd(s string, i int) int {
	table := simplified()
	for i+3 <= len(s) {
		a, b, c := s[i], s[i+1], s[i+2]
		if (a < 0xE5 || a > 0xE9) && (a != 0xE4 || b < 0xB8) || b&0xC0 != 0x80 || c&0xC0 != 0x80 ||
			table[(rune(a)&0xF<<12|rune(b)&0x3F<<6|rune(c)&0x3F)-firstIdeograph] != 0 {
			return i
		}
		i += 3
	}
	return i
}

// isLatin tells whether a space next to r separates words.
func isLatin(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && r < 0x2E80
}

// fold gives what the character r, written as s, folds to; empty for a
// character that nobody sees.
func fold(r rune, s string) string {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF: // an ideograph: most of every text
		return s
	case r < utf8.RuneSelf:
		return foldASCII(r, s)
	case r == '。' || r == '、' || r == '“' || r == '”' || r == '《' || r == '》' || r == '〔' || r == '〕' || r == '【' || r == '】': // punctuation of most texts
		return s
	case r >= '！' && r <= '～': // full-width ASCII
		return ascii[r-'！':][:1]
	case r == utf8.RuneError && len(s) == 1:
		return "\uFFFD"
	case r == 0x2028 || r == 0x2029 || r == 0x85:
		return "\n"
	case unicode.In(r, unicode.Cf, unicode.Cc):
		return ""
	case unicode.IsSpace(r):
		return " "
	}
	if ideograph, ok := radicals[r]; ok {
		return string(ideograph)
	}
	// Spacing accents fold to a space and a mark; no space is written there.
	return strings.ReplaceAll(norm.NFKC.String(s), " ", "")
}

// ascii are the characters that the full-width ones from ！ to ～ stand for.
const ascii = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

func foldASCII(r rune, s string) string {
	switch {
	case r == '\n':
		return s
	case r == '\t' || r == '\v' || r == '\f':
		return " "
	case r < 0x20 || r == 0x7F:
		return ""
	}
	return s
}
