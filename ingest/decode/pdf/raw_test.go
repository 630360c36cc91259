package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/internal/forge"
)

// deflated writes a compressed stream of a text n times over.
func deflated(t testing.TB, text string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	chunk := []byte(strings.Repeat(text, 1000))
	for ; n >= 1000; n -= 1000 {
		if _, err := w.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Write([]byte(strings.Repeat(text, n))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Objects of a file of one page: the catalog is 1, the tree 2, the page 3, its
// content 4, its fonts 5 (GBK) with 6 and 7 (Latin).
const (
	rawCatalog = "<< /Type /Catalog /Pages 2 0 R >>"
	rawTree    = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
	rawPage    = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources " + rawFonts + " >>"
	rawFonts   = "<< /Font << /F1 5 0 R /F2 7 0 R >> >>"
	rawGBK     = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [6 0 R] >>"
	rawCID     = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] " +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
	rawLatin = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
)

// onePage writes a file of one page with this content.
func onePage(content string) []byte {
	return forge.PDF("", rawCatalog, rawTree, rawPage, forge.PDFStream("", []byte(content)), rawGBK, rawCID, rawLatin)
}

// show writes the operators that draw a line of text in a font, in GBK bytes.
func show(t testing.TB, font string, x, y, size float64, text string) string {
	t.Helper()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("BT /%s %g Tf 1 0 0 1 %g %g Tm <%x> Tj ET\n", font, size, x, y, gbk)
}
