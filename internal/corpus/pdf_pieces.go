package corpus

import (
	"bytes"
	"fmt"
	"image"
)

// Piece is text at a place of a page, in points from the lower left.
type Piece struct {
	Text    string
	X, Y, W float64 // of a W that is not 0, lines are broken at it, and set Leading apart
}

// Leading is from line to line of a piece.
const Leading = leading

// PDFPieces writes pages of pieces, as programs write columns and tables.
func PDFPieces(pages [][]Piece) []byte {
	w := newPDFWriter("")
	kids := ""
	w.object(1, "<< /Type /Catalog /Pages 2 0 R >>")
	w.font(3, 4, "STSong-Light", GBKEUC)
	for i, pieces := range pages {
		id := 6 + 2*i
		kids += fmt.Sprintf("%d 0 R ", id)
		w.object(id, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
			pageWidth, pageHeight, id+1))
		var b bytes.Buffer
		for _, p := range pieces {
			lines := []string{p.Text}
			if p.W > 0 {
				lines = breakLines(p.Text, p.W/bodySize, 0)
			}
			for j, l := range lines {
				fmt.Fprintf(&b, "BT /F1 %g Tf %g %g Td <%X> Tj ET\n", bodySize, p.X, p.Y-float64(j)*leading, encodeGB(l))
			}
		}
		w.stream(id+1, b.Bytes())
	}
	w.object(2, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), kids))
	return w.close()
}

// PDFScan writes a page that is nothing but an image of so many dots an inch, black
// on white.
func PDFScan(img image.Image, dots float64) []byte {
	b := img.Bounds()
	stride := (b.Dx() + 7) / 8
	bits := make([]byte, stride*b.Dy())
	for y := range b.Dy() {
		for x := range b.Dx() {
			if r, _, _, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA(); r >= 0x8000 {
				bits[y*stride+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	w := newPDFWriter("")
	width, height := float64(b.Dx())*72/dots, float64(b.Dy())*72/dots
	w.object(1, "<< /Type /Catalog /Pages 2 0 R >>")
	w.object(2, "<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
	w.object(3, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>", width, height))
	w.stream(4, fmt.Appendf(nil, "q %g 0 0 %g 0 0 cm /I Do Q", width, height))
	w.streamOf(5, fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray", b.Dx(), b.Dy()), bits)
	return w.close()
}
