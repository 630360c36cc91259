package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/ingest/charset"
	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
)

// Fonts are judged one by one: a font without a character table may have been
// used for nothing but titles and numbers.
const (
	// enoughMarks are needed to judge a font by its characters.
	enoughMarks = 8
	// lostFont is the share of lost characters from which the others of a font
	// are lost as well: their codes happen to be those of characters.
	lostFont = 0.2
)

// lose marks as lost what stands in fonts whose text is garbage, and counts what
// is lost. Glyphs that tell no font are judged as a page only.
func lose(glyphs []layout.Glyph) ([]layout.Glyph, int) {
	fonts := map[int][]layout.Glyph{}
	for _, g := range glyphs {
		fonts[g.Font] = append(fonts[g.Font], g)
	}
	garbage, right := map[int]bool{}, map[int]bool{}
	for font, own := range fonts {
		right[font] = isRight(own)
		garbage[font] = font != 0 && !right[font] && isGarbage(own)
	}
	out := make([]layout.Glyph, len(glyphs))
	count := 0
	for i, g := range glyphs {
		g.Lost = (g.Lost && !right[g.Font] || garbage[g.Font]) && !unicode.IsSpace(g.R)
		if g.Lost {
			g.R = utf8.RuneError
			count++
		}
		out[i] = g
	}
	return out, count
}

// isRight tells whether the codes of what seems lost in a font make a text all the
// same, as those of the invisible fonts on scans do, and of old Latin fonts.
func isRight(glyphs []layout.Glyph) bool {
	var codes []layout.Glyph
	for _, g := range glyphs {
		if g.Lost {
			codes = append(codes, g)
		}
	}
	text := layout.Text(codes)
	return len(codes) > 0 && (isChinese(text) || isLatin(text))
}

// isChinese tells whether a text is Chinese; numbers of glyphs taken for codes make
// hardly a common character.
func isChinese(text string) bool {
	all, common := 0, 0
	for _, r := range text {
		if !unicode.IsSpace(r) {
			all++
			if charset.Common(r) || 0x3000 <= r && r < 0x3100 { // punctuation, kana
				common++
			}
		}
	}
	return 2*common > all && !gate.Judge(text).Doubted()
}

// isLatin tells whether a text can be words of letters, or numbers. Subsets of
// fonts number their glyphs in a way that turns letters into others: then there
// are control characters, or much punctuation, or too few vowels.
func isLatin(text string) bool {
	var all, letters, vowels, numeric int
	for _, r := range text {
		switch {
		case r == ' ', r == 0xA0:
			continue
		case r < ' ', r > '~':
			return false
		case '0' <= r && r <= '9', strings.ContainsRune(".,-/:%()", r):
			numeric++
		case 'a' <= r|0x20 && r|0x20 <= 'z':
			letters++
			if strings.ContainsRune("aeiou", r|0x20) {
				vowels++
			}
		}
		all++
	}
	return numeric == all || 4*(letters+numeric) >= 3*all && 5*vowels >= letters
}

// isGarbage judges the text of a font.
func isGarbage(glyphs []layout.Glyph) bool {
	marks := layout.Marks(glyphs)
	switch lost := len(glyphs) - len(told(glyphs)); {
	case float64(lost) > lostFont*float64(marks):
		return true
	case marks < enoughMarks:
		return false
	}
	return gate.Judge(layout.Text(told(glyphs))).Refused()
}

// told gives the glyphs that are not lost.
func told(glyphs []layout.Glyph) []layout.Glyph {
	out := make([]layout.Glyph, 0, len(glyphs))
	for _, g := range glyphs {
		if !g.Lost {
			out = append(out, g)
		}
	}
	return out
}
