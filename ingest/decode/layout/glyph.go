package layout

import "unicode"

// A Glyph is a character where a page has it, in points; Y grows upwards.
type Glyph struct {
	R    rune
	X, Y float64 // origin: left end of the glyph on its baseline
	W    float64 // advance
	Size float64 // of the font
	Skew bool    // drawn at a slant, as watermarks are
	// Font tells the fonts of a page apart; 0 is any.
	Font int
	// Lost tells that the file does not say which character it is; R is its code,
	// which may be right.
	Lost bool
}

// Text is what glyphs say, in the order in which they come: good for judging
// the characters, not for reading.
func Text(glyphs []Glyph) string {
	runes := make([]rune, len(glyphs))
	for i, g := range glyphs {
		runes[i] = g.R
	}
	return string(runes)
}

// Marks counts the glyphs that may become text and are seen on the paper.
func Marks(glyphs []Glyph) int {
	n := 0
	for _, g := range glyphs {
		if keep(g.R) && !blank(g.R) {
			n++
		}
	}
	return n
}

// keep tells whether a character may become text. What is left out: controls,
// which are what fonts without a character table leave behind, halves of
// surrogate pairs, and code points that are no characters.
func keep(r rune) bool {
	switch {
	case r < 0x20, 0x7F <= r && r < 0xA0:
		return false
	case 0xD800 <= r && r <= 0xDFFF, r&0xFFFE == 0xFFFE, 0xFDD0 <= r && r <= 0xFDEF, r > unicode.MaxRune:
		return false
	case r == 0xFEFF, r == 0x200B, r == 0x00AD:
		return false
	}
	return true
}

// wide tells whether a character fills a square: Han, kana, full-width forms.
func wide(r rune) bool {
	return 0x2E80 <= r && r <= 0xD7FF || 0xF900 <= r && r <= 0xFAFF || 0xFE10 <= r && r <= 0xFE6F ||
		0xFF01 <= r && r <= 0xFF60 || 0xFFE0 <= r && r <= 0xFFE6 || r >= 0x20000
}

// blank tells whether a character leaves the paper white.
func blank(r rune) bool { return unicode.IsSpace(r) }

// Advance guesses the width of a character.
func Advance(r rune, size float64) float64 {
	if wide(r) || r == '—' || r == '…' {
		return size
	}
	return size / 2
}
