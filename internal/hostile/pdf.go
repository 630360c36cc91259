package hostile

import (
	"bytes"
	"fmt"
	"strings"

	"gongshi/internal/forge"
)

// line is what documents say that can be read in spite of all.
const line = "整改销号情况公示：城区生活污水溢流问题已完成整改。"

// Objects of a PDF file with one page: its content is object 4, its font 5 and
// 6; what else there is begins at 7.
const (
	pdfCatalog = "<< /Type /Catalog /Pages 2 0 R >>"
	pdfTree    = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
)

func pdfPage(resources string) string {
	return "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> " + resources + " >> >>"
}

// pdf is a file of one page with a line of text, behind which content is drawn.
func pdf(resources, content string, more ...string) []byte {
	return pdfOf(pdfCatalog, pdfTree, pdfPage(resources), forge.PDFStream("", []byte(pdfLine+content)), more...)
}

var pdfLine = forge.PDFShow(80, 700, line)

func pdfOf(catalog, tree, page, content string, more ...string) []byte {
	font, descendant := forge.PDFFonts(5)
	return forge.PDF("", append([]string{catalog, tree, page, content, font, descendant}, more...)...)
}

// pdfs are PDF files. The package that reads them has more of them, of single
// objects that take its engines down.
var pdfs = []Case{
	{Name: "pdf: two tables of contents in a ring", Aim: Loop, Make: func() []byte {
		return pdfTables(2, true)
	}, Codes: []string{"", "damaged", "timeout", "crashed", "limit"}},
	{Name: "pdf: 20,000 tables of contents", Aim: Time, Make: func() []byte {
		return pdfTables(20_000, false)
	}, Codes: []string{"", "damaged", "timeout", "crashed", "limit"}},
	{Name: "pdf: a table of four billion objects", Aim: Memory, Make: func() []byte {
		return pdfXrefStream("/Size 2147483647 /Index [0 2147483647] /W [0 0 1]", forge.Zlib(make([]byte, 64<<20)))
	}, Codes: []string{"damaged", "timeout", "crashed", "limit", "empty"}},
	{Name: "pdf: a table with fields of a gigabyte", Aim: Memory, Make: func() []byte {
		return pdfXrefStream("/Size 3 /Index [0 3] /W [1073741824 1073741824 1073741824]", forge.Zlib(make([]byte, 1<<10)))
	}, Codes: []string{"damaged", "timeout", "crashed", "limit", "empty"}},
	{Name: "pdf: outlines in a ring", Aim: Loop, Make: func() []byte {
		return pdfOf("<< /Type /Catalog /Pages 2 0 R /Outlines 7 0 R /PageMode /UseOutlines >>", pdfTree, pdfPage(""), forge.PDFStream("", []byte(pdfLine)),
			"<< /Type /Outlines /First 8 0 R /Last 8 0 R /Count 2147483647 >>", "<< /Title (x) /Parent 8 0 R /Next 8 0 R /First 8 0 R >>")
	}, Codes: []string{""}},
	{Name: "pdf: a pattern painted with itself", Aim: Loop, Make: func() []byte {
		return pdf("/Pattern << /P 7 0 R >>", "/Pattern cs /P scn 0 0 500 500 re f",
			forge.PDFStream("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .001 /YStep .001 /Resources << /Pattern << /P 7 0 R >> >>", []byte("/Pattern cs /P scn 0 0 500 500 re f")))
	}, Codes: []string{"", "timeout", "limit", "crashed"}},
	{Name: "pdf: a letter drawn with itself", Aim: Loop, Make: func() []byte {
		return pdf("", "BT /F1 9 Tf (a) Tj ET",
			"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [9] /CharProcs << /a 8 0 R >> /Encoding << /Differences [97 /a] >> /Resources << /Font << /F1 7 0 R >> >> >>",
			forge.PDFStream("", []byte("BT /F1 9 Tf (aaaaaaaaaa) Tj ET")))
	}, Codes: []string{"", "timeout", "limit", "crashed"}},
	{Name: "pdf: a font that descends from itself", Aim: Loop, Make: func() []byte {
		return forge.PDF("", pdfCatalog, pdfTree, pdfPage(""), forge.PDFStream("", []byte(pdfLine)),
			"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 5 0 R /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>")
	}, Codes: []string{"", "damaged", "empty", "needs-ocr", "timeout", "limit", "crashed"}},
	{Name: "pdf: pages, two of each, thirty levels deep", Aim: Size, Make: func() []byte {
		objects := []string{"<< /Type /Catalog /Pages 2 0 R >>"}
		for i := range 30 {
			objects = append(objects, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R %[1]d 0 R] /Count %d >>", i+3, 1<<(30-i)))
		}
		objects = append(objects, "<< /Type /Page /MediaBox [0 0 595 842] /Contents 33 0 R >>", forge.PDFStream("", []byte("0 0 m")))
		return forge.PDF("", objects...)
	}, Codes: []string{"damaged", "empty", "limit", "timeout", "crashed", "needs-ocr"}},
	{Name: "pdf: one page 100,000 times", Aim: Size, Make: func() []byte {
		return pdfOf(pdfCatalog, "<< /Type /Pages /Kids ["+strings.Repeat("3 0 R ", 100_000)+"] /Count 100000 >>", pdfPage(""), forge.PDFStream("", []byte(pdfLine)))
	}, Codes: []string{"", "limit", "timeout", "crashed", "damaged"}, Slow: true},
	{Name: "pdf: object streams in a ring", Aim: Loop, Make: func() []byte {
		return pdfObjectStream("/N 1 /First 4 /Extends 7 0 R", "9 0 << /A 9 0 R >>", "<< /Length 7 0 R /Type /ObjStm /N 1 /First 4 /Extends 7 0 R >>\nstream\n7 0 << >>\nendstream")
	}, Codes: []string{"", "damaged", "timeout", "crashed", "limit", "empty"}},
	{Name: "pdf: an object stream of two billion", Aim: Memory, Make: func() []byte {
		return pdfObjectStream("/N 2147483647 /First 2147483646", "9 0 << /A 9 0 R >>")
	}, Codes: []string{"", "damaged", "timeout", "crashed", "limit", "empty"}},
	{Name: "pdf: a flate bomb five deep", Aim: Size, Make: func() []byte {
		data := bytes.Repeat([]byte(" "), 64<<20)
		for range 5 {
			data = forge.Zlib(data)
		}
		return pdfOf(pdfCatalog, pdfTree, pdfPage(""), forge.PDFStream("/Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode /FlateDecode]", data))
	}, Codes: []string{"", "empty", "damaged", "limit", "timeout", "crashed"}},
	{Name: "pdf: a bomb of run lengths", Aim: Size, Make: func() []byte {
		// 128 blanks for two bytes, twice over.
		inner := append(bytes.Repeat([]byte{129, ' '}, 1<<20), 128)
		return pdfOf(pdfCatalog, pdfTree, pdfPage(""), forge.PDFStream("/Filter [/FlateDecode /RunLengthDecode]", forge.Zlib(inner)))
	}, Codes: []string{"empty", "damaged", "limit", "timeout", "crashed", "needs-ocr"}},
	{Name: "pdf: a picture of 60,000 × 60,000", Aim: Memory, Make: func() []byte {
		return pdfPicture("/Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode", forge.Zlib(make([]byte, 8<<20)), "[0 0 595 842]")
	}, Codes: []string{"", "needs-ocr", "empty", "damaged", "limit", "timeout", "crashed"}, Slow: true},
	{Name: "pdf: a page of a kilometre", Aim: Memory, Make: func() []byte {
		return pdfPicture("/Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray", make([]byte, 64), "[0 0 2834645 2834645]")
	}, Codes: []string{"needs-ocr", "empty", "damaged", "limit", "timeout", "crashed"}},
	{Name: "pdf: a picture of lies in JPEG 2000", Aim: Crash, Make: func() []byte {
		codestream := append([]byte("\xff\x4f\xff\x51\x00\x2f\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01"), forge.Noise(4096)...)
		return pdfPicture("/Width 600 /Height 800 /Filter /JPXDecode", codestream, "[0 0 595 842]")
	}, Codes: []string{"needs-ocr", "empty", "damaged", "limit", "timeout", "crashed"}},
	{Name: "pdf: glyphs at the end of the world", Aim: Crash, Make: func() []byte {
		var b strings.Builder
		for _, n := range []string{"1e38", "-1e38", "340282346638528859811704183484516925440", "99999999999999999999999999999999999999999999", "0.0000000000000000000000000000000000000000001"} {
			for _, m := range []string{"%s 0 0 %[1]s 0 0 Tm", "1 0 0 1 %s %[1]s Tm", "%s Tz 1 0 0 1 5 5 Tm", "%s Tc 1 0 0 1 5 5 Tm", "%s Ts 1 0 0 1 5 5 Tm"} {
				fmt.Fprintf(&b, "BT /F1 16 Tf "+m+" <d5fbb8c4> Tj ET\n", n)
			}
		}
		return pdf("", b.String())
	}, Codes: []string{"", "needs-ocr", "damaged"}},
	{Name: "pdf: a million glyphs on one spot", Aim: Time, Make: func() []byte {
		return pdf("", strings.Repeat("BT /F1 16 Tf 1 0 0 1 80 600 Tm <d5fbb8c4cffabac5> Tj ET\n", 250_000))
	}, Codes: []string{"", "needs-ocr", "timeout", "limit"}, Slow: true},
	{Name: "pdf: a cipher of its own", Aim: Crash, Make: func() []byte {
		return forge.PDF("/Encrypt << /Filter /Standard /V 5 /R 6 /Length 2147483647 /O (x) /U (y) /OE (z) /UE () /P -1 /Perms () >> /ID [(a) (b)]", pdfCatalog, pdfTree, pdfPage(""), forge.PDFStream("", []byte(pdfLine)))
	}, Codes: []string{"encrypted", "damaged", "crashed"}},
	{Name: "pdf: a string of 40 MB that does not end", Aim: Memory, Make: func() []byte {
		return append(pdf("", ""), append([]byte("\n9 0 obj\n("), bytes.Repeat([]byte("("), 40<<20)...)...)
	}, Codes: []string{"", "damaged", "timeout", "limit", "crashed"}},
}

// pdfTables is a good file with many tables of contents behind it, each naming
// the one before, the first the last if they are a ring.
func pdfTables(n int, ring bool) []byte {
	data := pdf("", "")
	before := bytes.LastIndex(data, []byte("\nxref\n")) + 1
	const size = 76
	last := len(data) + (n-1)*size
	for i := range n {
		if i == 0 && ring {
			before = last
		}
		table := fmt.Sprintf("xref\n0 0\ntrailer\n<< /Size 7 /Root 1 0 R /Prev %d >>", before)
		before = len(data)
		data = append(data, fmt.Sprintf("%-*s\n", size-1, table)...)
	}
	return append(data, fmt.Sprintf("startxref\n%d\n%%%%EOF\n", before)...)
}

// pdfXrefStream is a file whose table of contents is a packed stream.
func pdfXrefStream(entries string, packed []byte) []byte {
	head := "%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
	return fmt.Appendf(nil, "%s3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", head, forge.PDFStream("/Type /XRef /Root 1 0 R /Filter /FlateDecode "+entries, packed), len(head))
}

// pdfObjectStream is a file whose page needs an object that a stream should
// hold.
func pdfObjectStream(entries, content string, more ...string) []byte {
	font, descendant := forge.PDFFonts(5)
	body := forge.PDF("", append([]string{pdfCatalog, pdfTree, pdfPage("/XObject 9 0 R"), forge.PDFStream("", []byte(pdfLine)), font, descendant,
		forge.PDFStream("/Type /ObjStm "+entries, []byte(content))}, more...)...)
	// Objects 1 to 8 are where they are, 9 is said to lie in object 7.
	table := []byte{0, 0, 0, 0, 0, 255}
	for i := range 8 {
		place := max(0, bytes.Index(body, fmt.Appendf(nil, "\n%d 0 obj", i+1))+1)
		table = append(table, 1, 0, byte(place>>16), byte(place>>8), byte(place), 0)
	}
	table = append(table, 2, 0, 0, 0, 7, 0)
	at := len(body)
	return fmt.Appendf(body, "11 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", forge.PDFStream("/Type /XRef /Root 1 0 R /Size 10 /W [1 4 1]", table), at)
}

// pdfPicture is a file with nothing but a picture on a page of a size.
func pdfPicture(entries string, data []byte, box string) []byte {
	return forge.PDF("", pdfCatalog, pdfTree,
		"<< /Type /Page /Parent 2 0 R /MediaBox "+box+" /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
		forge.PDFStream("", []byte("595 0 0 842 0 0 cm /I Do")), forge.PDFStream("/Type /XObject /Subtype /Image "+entries, data))
}
