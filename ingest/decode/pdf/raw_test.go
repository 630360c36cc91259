package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// raw writes a PDF of bodies of objects, numbered from 1; the first must be the
// catalog. Extra goes into the trailer.
func raw(extra string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, body := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	if !strings.Contains(extra, "/Size") {
		extra += fmt.Sprintf(" /Size %d", len(objects)+1)
	}
	fmt.Fprintf(&b, "trailer\n<< /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", extra, at)
	return b.Bytes()
}

// stream writes a stream with what else its dictionary holds.
func stream(extra string, data []byte) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), extra, data)
}

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
	return raw("", rawCatalog, rawTree, rawPage, stream("", []byte(content)), rawGBK, rawCID, rawLatin)
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
