package corpus

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// Encoding is the predefined CMap that a PDF codes its characters with. The
// fonts are not embedded and have no ToUnicode map: a reader must know the CMap.
type Encoding string

// The encodings of [PDF].
const (
	GBKEUC     Encoding = "GBK-EUC-H"
	UniGBUCS2  Encoding = "UniGB-UCS2-H"
	GBEUC      Encoding = "GB-EUC-H" // GB 2312 only
	GBKpEUC    Encoding = "GBKp-EUC-H"
	GBK2K      Encoding = "GBK2K-H"
	UniGBUTF16 Encoding = "UniGB-UTF16-H"
	// Glyphs are the numbers of the glyphs in Adobe-GB1, of characters of GB 2312.
	Glyphs Encoding = "Identity-H"
)

// Layout is a document to be set on A4 pages as official documents are: 22
// lines a page, 28 characters a line, justified, page numbers "— 1 —" at the
// foot. Paragraphs flow over pages, so most page breaks fall inside sentences.
type Layout struct {
	Paragraphs []Paragraph
	Encoding   Encoding // GBKEUC if empty
	Head       string   // stands at the head of every page
	// Password encrypts the file (RC4, 128 bits); it is needed to open it.
	Password string
}

// The page, in points. The measure is that of GB/T 9704 with a body of 16 pt.
const (
	pageWidth   = 595.0
	pageHeight  = 842.0
	marginLeft  = 74.0
	marginTop   = 105.0
	measure     = 448.0
	bodySize    = 16.0
	titleSize   = 22.0
	footerSize  = 14.0
	headSize    = 10.5
	leading     = 29.0
	linesOnPage = 22
)

// PDF sets the layout and writes it as a PDF 1.4 file. Streams are not
// compressed, so that its bytes never depend on a compressor.
func PDF(layout Layout) []byte {
	if layout.Encoding == "" {
		layout.Encoding = GBKEUC
	}
	lines := setLines(layout.Paragraphs)
	w := newPDFWriter(layout.Password)
	const catalog, tree, bodyFont, headFont, firstPage = 1, 2, 3, 4, 9
	w.object(catalog, "<< /Type /Catalog /Pages 2 0 R >>")
	w.font(bodyFont, 5, "STSong-Light", layout.Encoding)
	w.font(headFont, 7, "SimHei", layout.Encoding)
	var kids []string
	for page := 0; page*linesOnPage < len(lines); page++ {
		id := firstPage + 2*page
		kids = append(kids, fmt.Sprintf("%d 0 R", id))
		w.object(id, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R "+
			"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>", pageWidth, pageHeight, id+1))
		onPage := lines[page*linesOnPage : min((page+1)*linesOnPage, len(lines))]
		w.stream(id+1, pageContent(onPage, page+1, layout))
	}
	w.object(tree, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " ")))
	return w.close()
}

// font writes a Type 0 font and what it stands on: id is the font, next and
// next+1 are taken by its descendant and the descriptor. ASCII is half an em
// wide: CIDs 1-95 in one CMap, 814-939 in the other.
func (w *pdfWriter) font(id, next int, name string, encoding Encoding) {
	w.object(id, fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s-%s /Encoding /%s /DescendantFonts [%d 0 R] >>",
		name, encoding, encoding, next))
	w.object(next, fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo << /Registry %s /Ordering %s /Supplement 2 >> "+
		"/DW 1000 /W [1 95 500 814 939 500] /FontDescriptor %d 0 R >>", name, w.text(next, "Adobe"), w.text(next, "GB1"), next+1))
	w.object(next+1, fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "+
		"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>", name))
}

// pageContent draws the lines of a page and its number.
func pageContent(lines []textLine, number int, layout Layout) []byte {
	var b bytes.Buffer
	b.WriteString("BT\n")
	x, y := 0.0, 0.0
	draw := func(l textLine, toX, toY float64) {
		if l.text == "" {
			return
		}
		font := "F1"
		if l.bold {
			font = "F2"
		}
		fmt.Fprintf(&b, "/%s %g Tf %.3f Tc %.2f %.2f Td <%X> Tj\n", font, l.size, l.space, toX-x, toY-y, layout.Encoding.encode(l.text))
		x, y = toX, toY
	}
	for i, l := range lines {
		draw(l, marginLeft+l.indent, pageHeight-marginTop-float64(i)*leading)
	}
	draw(textLine{text: layout.Head, size: headSize}, marginLeft, pageHeight-60)
	foot := textLine{text: fmt.Sprintf("— %d —", number), size: footerSize}
	draw(foot, (pageWidth-foot.width())/2, 70)
	b.WriteString("ET\n")
	return b.Bytes()
}

// encode gives the character codes of s.
func (e Encoding) encode(s string) []byte {
	switch e {
	case GBKEUC, GBEUC, GBKpEUC, GBK2K:
		return encodeGB(s)
	case Glyphs:
		return glyphs(encodeGB(s))
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}

// rows are where the glyphs of a row of GB 2312 begin that has no gaps before the
// characters in use: row, first cell, glyph.
var rows = [][3]int{
	{0xA1, 0xA1, 96}, {0xA2, 0xB1, 190}, {0xA2, 0xE5, 240}, {0xA2, 0xF1, 250}, {0xA3, 0xA1, 262}, {0xA4, 0xA1, 356}, {0xA5, 0xA1, 439},
}

// glyphs gives the numbers of the glyphs of GB 2312 codes, two bytes each.
func glyphs(codes []byte) []byte {
	var out []byte
	for i := 0; i < len(codes); i++ {
		number := int(codes[i]) - 0x20 + 1 // proportional ASCII
		if codes[i] >= 0x80 && i+1 < len(codes) {
			number = glyph(int(codes[i]), int(codes[i+1]))
			i++
		}
		out = append(out, byte(number>>8), byte(number))
	}
	return out
}

// glyph gives the number of a glyph of two bytes. Row 0xD7 has five characters less
// than the others.
func glyph(row, cell int) int {
	if row >= 0xB0 {
		number := 940 + 94*(row-0xB0) + cell - 0xA1
		if row > 0xD7 {
			number -= 5
		}
		return number
	}
	number := 0
	for _, r := range rows {
		if r[0] == row && r[1] <= cell {
			number = r[2] + cell - r[1]
		}
	}
	return number
}
