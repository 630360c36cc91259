package pdf

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf16"
	"unicode/utf8"

	pdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
)

// readPDFiumText gives the glyphs of a page in the order in which they are drawn.
func readPDFiumText(instance pdfium.Pdfium, text references.FPDF_TEXTPAGE) ([]layout.Glyph, error) {
	count, err := instance.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, fmt.Errorf("count characters: %w", err)
	}
	glyphs := make([]layout.Glyph, 0, min(count.Count, maxGlyphs+1))
	places := make([]int, 0, cap(glyphs)) // of the glyphs among PDFium's characters
	odd := false
	var high rune // the first half of a surrogate pair
	for i := range cap(glyphs) {
		char, err := instance.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return glyphs, fmt.Errorf("character %d: %w", i, err)
		}
		r := rune(uint32(char.Unicode))
		if utf16.IsSurrogate(r) {
			pair := utf16.DecodeRune(high, r)
			if high = r; pair == utf8.RuneError {
				continue
			}
			r = pair
		}
		high = 0
		if r == '\r' || r == '\n' {
			continue
		}
		if g, err := measure(instance, text, i); err == nil {
			g.R = symbol(r)
			odd = odd || isOdd(g)
			glyphs, places = append(glyphs, g), append(places, i)
		} // otherwise PDFium made it up, or it stands nowhere
	}
	if odd {
		tellFonts(instance, text, glyphs, places)
	}
	return glyphs, nil
}

// isOdd tells of a character that a font without a good table may be to blame
// for.
func isOdd(g layout.Glyph) bool {
	return g.Lost || !gate.Plain(g.R)
}

// tellFonts numbers the fonts of a page. It takes as long as half of the rest, so
// that pages without an odd character go without.
func tellFonts(instance pdfium.Pdfium, text references.FPDF_TEXTPAGE, glyphs []layout.Glyph, places []int) {
	known := map[string]int{}
	for i := range glyphs {
		font, err := instance.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: text, Index: places[i]})
		if err != nil {
			continue
		}
		if known[font.FontName] == 0 {
			known[font.FontName] = len(known) + 1
		}
		glyphs[i].Font = known[font.FontName]
	}
}

// measure asks where a character stands. Spaces that PDFium made up because of
// a gap are an error: the layout sees the gap itself.
func measure(instance pdfium.Pdfium, text references.FPDF_TEXTPAGE, index int) (layout.Glyph, error) {
	made, err := instance.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: index})
	if err != nil {
		return layout.Glyph{}, err
	}
	if made.IsGenerated {
		return layout.Glyph{}, errors.New("not in the file")
	}
	at, err := instance.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: index})
	if err != nil {
		return layout.Glyph{}, err
	}
	box, err := instance.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: index})
	if err != nil {
		return layout.Glyph{}, err
	}
	g := layout.Glyph{X: at.X, Y: at.Y, W: math.Abs(float64(box.Rect.Right - box.Rect.Left))}
	size, err := instance.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: index})
	if err != nil {
		return layout.Glyph{}, err
	}
	g.Size = size.FontSize
	if m, err := instance.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: index}); err == nil {
		a, b, c, d := float64(m.Matrix.A), float64(m.Matrix.B), float64(m.Matrix.C), float64(m.Matrix.D)
		g.Size *= math.Hypot(c, d)
		g.Skew = min(math.Abs(a), math.Abs(b)) > 0.1*math.Hypot(a, b)
	}
	if lost, err := instance.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: text, Index: index}); err == nil {
		g.Lost = lost.HasUnicodeMapError
	}
	return g, nil
}
