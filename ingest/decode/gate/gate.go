// Package gate answers whether a text can be what a page shows. Fonts without a
// character table, wrong tables and mistaken encodings give text without an
// error; it is told by its characters.
package gate

import (
	"fmt"
	"strings"
	"unicode"

	"gongshi/ingest/charset"
)

// Verdict says whether a text can be what the page shows, judged by its
// characters alone: it does not see text that is missing or in a wrong order,
// nor common characters in the place of others.
type Verdict struct {
	// Reasons are the signs of garbage that were found, in English.
	Reasons []string
	// Shares of all characters but white space: Broken are U+FFFD, private use
	// and controls; Latin are accented letters and signs of Latin-1 and its
	// extensions; Odd are scripts and rare Han that notices do not use.
	Broken, Latin, Odd float64
	// Common is the share of common characters among the Han characters; 1 if
	// there are too few to tell.
	Common float64
}

// What is doubted is read with the other engine as well; what is refused by
// then is not taken for text. Good pages have no broken characters, and nine
// common ones among ten Han.
const (
	doubtBroken, refuseBroken = 0.01, 0.08
	doubtLatin, refuseLatin   = 0.10, 0.25
	doubtOdd, refuseOdd       = 0.05, 0.15
	doubtCommon, refuseCommon = 0.60, 0.45
	doubtCapitals             = 0.01
	enoughHan                 = 20
	refuseAll                 = 0.25 // of all three kinds of signs together
)

// Doubted tells whether anything about the text is odd.
func (v Verdict) Doubted() bool { return len(v.Reasons) > 0 }

// Accented tells whether more of the text are accented letters than Chinese
// texts have: bytes of another encoding may have been taken for Latin letters.
func (v Verdict) Accented() bool { return v.Latin > doubtLatin }

// Refused tells whether the text is garbage rather than text. The codes of a font
// without a table fall into all kinds of characters, few of each.
func (v Verdict) Refused() bool {
	return v.Broken+v.Latin+v.Odd > refuseAll || v.Broken > refuseBroken || v.Latin > refuseLatin || v.Odd > refuseOdd || v.Common < refuseCommon
}

// Badness orders verdicts, 0 being the best.
func (v Verdict) Badness() float64 {
	return v.Broken/refuseBroken + v.Latin/refuseLatin + v.Odd/refuseOdd + max(0, doubtCommon-v.Common)/(doubtCommon-refuseCommon)
}

// String gives the reasons, or "good".
func (v Verdict) String() string {
	if !v.Doubted() {
		return "good"
	}
	return strings.Join(v.Reasons, ", ")
}

// Judge looks at the characters of a text.
func Judge(text string) Verdict {
	var all, broken, latin, odd, han, common, digits, capitals int
	for _, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		all++
		switch {
		case '0' <= r && r <= '9', '０' <= r && r <= '９':
			digits++
		case 'A' <= r && r <= 'Z', r == '?':
			capitals++
		}
		switch classify(r) {
		case classBroken:
			broken++
		case classLatin:
			latin++
		case classOdd:
			odd++
		case classHan:
			han++
			if charset.Common(r) {
				common++
			}
		}
	}
	v := Verdict{Broken: share(broken, all), Latin: share(latin, all), Odd: share(odd, all), Common: 1}
	if han >= enoughHan {
		v.Common = share(common, han)
	}
	v.note(v.Broken > doubtBroken, "unreadable characters", v.Broken)
	v.note(v.Latin > doubtLatin, "accented Latin letters", v.Latin)
	v.note(v.Odd > doubtOdd, "scripts out of place", v.Odd)
	v.note(v.Common < doubtCommon, "common Han characters, of all Han only", v.Common)
	if han >= enoughHan && digits == 0 {
		v.note(share(capitals, all) > doubtCapitals, "capitals and question marks, but no digit", share(capitals, all))
	}
	return v
}

func (v *Verdict) note(found bool, what string, share float64) {
	if found {
		v.Reasons = append(v.Reasons, fmt.Sprintf("%s %.0f%%", what, 100*share))
	}
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// class is what a character says about the text it stands in.
type class int

const (
	classPlain class = iota
	classHan
	classBroken
	classLatin
	classOdd
)

// classes give the first class whose last code point a character does not
// exceed, in the order of the code points.
var classes = []struct {
	last  rune
	class class
}{
	{0x001F, classBroken}, // controls
	{0x007E, classPlain},
	{0x009F, classBroken}, // controls
	{0x00AF, classLatin},  // ¡¢£¤¥¦§©
	{0x00B1, classPlain},  // ° ±
	{0x00B6, classLatin},
	{0x00B7, classPlain}, // middle dot
	{0x00D6, classLatin},
	{0x00D7, classPlain}, // multiplication sign
	{0x024F, classLatin}, // accented letters
	{0x036F, classOdd},   // phonetic letters, combining marks
	{0x045F, classPlain}, // Greek, Cyrillic: in every Chinese font
	{0x1FFF, classOdd},   // Hebrew to extended Greek
	{0x27BF, classPlain}, // punctuation, symbols, enclosed numbers
	{0x2E7F, classOdd},
	{0x2FDF, classPlain}, // radicals: browsers' stand-ins for Han
	{0x2FFF, classOdd},
	{0x312F, classPlain}, // Chinese punctuation, kana, bopomofo
	{0x31FF, classOdd},
	{0x33FF, classPlain}, // enclosed letters, units
	{0x4DFF, classOdd},   // Extension A, hexagrams
	{0x9FFF, classHan},
	{0xD7FF, classOdd},    // Yi, Hangul and others
	{0xF8FF, classBroken}, // surrogates, private use
	{0xFAFF, classPlain},  // compatibility Han
	{0xFE0F, classOdd},
	{0xFE6F, classPlain}, // vertical and small forms
	{0xFEFF, classOdd},
	{0xFFEF, classPlain},  // full-width forms
	{0xFFFF, classBroken}, // U+FFFD and no characters
	{0x3FFFF, classOdd},   // Extensions B and on
	{unicode.MaxRune, classBroken},
}

// Plain tells whether a character is one of those that notices consist of.
func Plain(r rune) bool {
	c := classify(r)
	return c == classPlain || c == classHan || unicode.IsSpace(r)
}

func classify(r rune) class {
	for _, c := range classes {
		if r <= c.last {
			return c.class
		}
	}
	return classBroken
}
