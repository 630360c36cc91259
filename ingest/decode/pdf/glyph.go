package pdf

import "unicode"

// A glyph is a character where an engine says that it is drawn, in points; y
// grows upwards.
type glyph struct {
	r    rune
	x, y float64 // origin: left end of the glyph on its baseline
	w    float64 // advance
	size float64 // of the font, in points
	skew bool    // drawn at a slant, as watermarks are
}

// A page is what an engine found on a page.
type page struct {
	glyphs []glyph
	// drawn tells that something is on the page, text or not.
	drawn bool
	// lettered tells of a page without glyphs that something on it may be text
	// all the same; a scan is drawn but not lettered.
	lettered bool
	// scanned tells that images cover most of a page that has little text.
	scanned bool
	// trouble is why the page could not be read; the glyphs may be a part.
	trouble error
}

// text is what the page says, in the order of its glyphs: good for judging its
// characters, not for reading.
func (p page) text() string {
	runes := make([]rune, len(p.glyphs))
	for i, g := range p.glyphs {
		runes[i] = g.r
	}
	return string(runes)
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
