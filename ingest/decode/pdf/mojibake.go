package pdf

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// recode reads glyphs that are bytes of GB18030 drawn with a Latin font: "ÖÐ"
// for 中. It is false if they are not. The order of drawing must be that of
// the bytes.
func recode(glyphs []glyph) ([]glyph, bool) {
	out := make([]glyph, 0, len(glyphs))
	for i := 0; i < len(glyphs); i++ {
		g := glyphs[i]
		lead, ok := latinByte(g.r)
		if !ok {
			return nil, false
		}
		if lead >= 0x80 && i+1 < len(glyphs) {
			trail, ok := latinByte(glyphs[i+1].r)
			if !ok {
				return nil, false
			}
			g.r = gbk(lead, trail)
			g.w = glyphs[i+1].x + glyphs[i+1].w - g.x
			i++
		}
		out = append(out, g)
	}
	return out, true
}

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
