package page

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/ingest/charset"
	"gongshi/ingest/decode/layout"
)

// recode reads glyphs that are bytes of GB18030 drawn with a Latin font: "ÖÐ"
// for 中. It is false if they are not, or do not make Chinese: most pairs must be
// common characters or their punctuation. The order of drawing must be that of
// the bytes.
func recode(glyphs []layout.Glyph) ([]layout.Glyph, bool) {
	out := make([]layout.Glyph, 0, len(glyphs))
	pairs, common := 0, 0
	for i := 0; i < len(glyphs); i++ {
		g := glyphs[i]
		lead, ok := latinByte(g.R)
		if !ok {
			return nil, false
		}
		if lead >= 0x80 && i+1 < len(glyphs) {
			next := glyphs[i+1]
			trail, ok := latinByte(next.R)
			if !ok {
				return nil, false
			}
			if trail == '-' {
				trail = softHyphen
			}
			g.R = gbk(lead, trail)
			g.W = next.X + next.W - g.X
			i++
			pairs++
			if charset.Common(g.R) || g.R > 0x7F && unicode.In(g.R, unicode.P, unicode.Z) {
				common++
			}
		}
		out = append(out, g)
	}
	return out, 2*common >= pairs
}

// softHyphen is a byte that PDFium takes for a hyphen. A hyphen is no second byte.
const softHyphen = 0xAD

// latinByte gives the byte that a Latin font drew as r: Windows-1252, or
// Latin-1 where that has no character.
func latinByte(r rune) (byte, bool) {
	if b, ok := charmap.Windows1252.EncodeRune(r); ok {
		return b, true
	}
	return byte(r), r <= 0xFF
}

// gbk gives the character of two bytes, U+FFFD if there is none.
func gbk(lead, trail byte) rune {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes([]byte{lead, trail})
	if err != nil {
		return utf8.RuneError
	}
	r, size := utf8.DecodeRune(text)
	if size != len(text) {
		return utf8.RuneError
	}
	return r
}
