package forge

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// PDF writes a PDF file of the bodies of its objects, numbered from 1; the first
// must be the catalog. Extra goes into the trailer.
func PDF(extra string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	places := make([]int, len(objects))
	for i, body := range objects {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, place := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", place)
	}
	if !strings.Contains(extra, "/Size") {
		extra = fmt.Sprintf("/Size %d %s", len(objects)+1, extra)
	}
	fmt.Fprintf(&b, "trailer\n<< /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", extra, table)
	return b.Bytes()
}

// PDFStream writes a stream with what else its dictionary holds.
func PDFStream(extra string, data []byte) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), extra, data)
}

// PDFFonts are the objects of a font for Chinese text in GBK: put them where
// the page wants its fonts, the second right behind the first, whose number is
// given.
func PDFFonts(first int) (font, descendant string) {
	return fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [%d 0 R] >>", first+1),
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 " +
			"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
}

// PDFShow writes the operators that draw a line of text in the font F1.
func PDFShow(x, y float64, text string) string {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	must(err)
	return fmt.Sprintf("BT /F1 16 Tf 1 0 0 1 %g %g Tm <%x> Tj ET\n", x, y, gbk)
}
