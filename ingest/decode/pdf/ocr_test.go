package pdf

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
	"gongshi/ingest/decode/ocr"
	"gongshi/ingest/decode/worker"
	"gongshi/internal/corpus"
	"gongshi/internal/cputime"
	"gongshi/internal/forge"
	"gongshi/normal"
)

func needsTesseract(t *testing.T) {
	t.Helper()
	if _, err := ocr.Find(); err != nil {
		t.Skip(err)
	}
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A scan of two pages, read in a worker: its paragraphs go on over the page, its
// page numbers are gone.
func TestScan(t *testing.T) {
	needsTesseract(t)
	pool := newPool(t, worker.Options{Size: 1})
	doc, err := pool.Decode(t.Context(), "pdf", decode.Input{Data: file(t, "testdata/scan.pdf")})
	if err != nil {
		t.Fatal(err)
	}
	want := string(file(t, "testdata/scan.txt"))
	if got := decodetest.Accuracy(doc.Text, want); got < 0.93 {
		t.Errorf("%.3f of the characters are right:\n%s", got, doc.Text)
	}
	if n, of := strings.Count(doc.Text, "\n"), strings.Count(want, "\n"); n < of-1 || n > of+3 {
		t.Errorf("%d paragraphs of %d:\n%s", n, of, doc.Text)
	}
	if strings.Contains(doc.Text, "— 1 —") || strings.Contains(doc.Text, "\n1\n") {
		t.Errorf("page numbers in %q", doc.Text)
	}
	if s := doc.Source; s.Method != gongshi.MethodOCR || s.Engine != "tesseract" || s.Pages != 2 {
		t.Errorf("%+v", s)
	}
	if !slices.Equal(doc.PageMethods, []gongshi.Method{gongshi.MethodOCR, gongshi.MethodOCR}) || !slices.Contains(decodetest.Codes(doc), "ocr-page") {
		t.Errorf("%v, %+v", doc.PageMethods, doc.Diagnostics)
	}
	doc, err = pool.Decode(t.Context(), "pdf", decode.Input{Data: file(t, "testdata/scan.pdf"), OCRPages: 1})
	if err != nil || !slices.Equal(doc.PageMethods, []gongshi.Method{gongshi.MethodOCR, ""}) || !slices.Contains(decodetest.Codes(doc), "ocr-missing") {
		t.Errorf("one page only: %+v, %v", doc, err)
	}
}

// Without the program a scan says what is missing, and a good file is read as ever.
func TestWithoutTesseract(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	pool := newPool(t, worker.Options{Size: 1})
	_, err := pool.Decode(t.Context(), "pdf", decode.Input{Data: file(t, "testdata/scan.pdf")})
	if decode.CodeOf(err) != decode.CodeNeedsOCR || !strings.Contains(err.Error(), "tesseract was not found on the PATH") {
		t.Errorf("got %v", err)
	}
	n := corpus.Invent(3, 0, corpus.LongNotice)
	doc, err := pool.Decode(t.Context(), "pdf", decode.Input{Data: corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs})})
	if err != nil || doc.PageMethods != nil || doc.Source.Method != gongshi.MethodPDFText {
		t.Errorf("%+v, %v", doc, err)
	}
}

// Fonts that are to blame for garbage. The objects of the page are those of raw_test.
const (
	fontUntabled = "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+FZXBSK /Encoding /Identity-H /DescendantFonts [9 0 R] >>"
	cidUntabled  = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+FZXBSK /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)

// garbled writes a page whose font F1 is GBK with this table, and F3 has no table
// at all.
func garbled(t testing.TB, content, table string) []byte {
	t.Helper()
	page := strings.Replace(rawPage, rawFonts, "<< /Font << /F1 5 0 R /F2 7 0 R /F3 8 0 R >> >>", 1)
	gbk := rawGBK
	if table != "" {
		gbk = strings.Replace(gbk, ">>", "/ToUnicode 10 0 R >>", 1)
	}
	return forge.PDF("", rawCatalog, rawTree, page, forge.PDFStream("", []byte(content)), gbk, rawCID, rawLatin, fontUntabled, cidUntabled, forge.PDFStream("", []byte(table)))
}

// showCodes draws numbers of glyphs.
func showCodes(font string, x, y, size float64, n int) string {
	var codes strings.Builder
	for i := range n {
		fmt.Fprintf(&codes, "%04X", 300+i*977%19000)
	}
	return fmt.Sprintf("BT /%s %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n", font, size, x, y, codes.String())
}

// tableOf maps each character of a text to the one so far behind it.
func tableOf(t testing.TB, text string, shift rune) string {
	t.Helper()
	var b strings.Builder
	n := 0
	for _, r := range text {
		code := strings.TrimSuffix(strings.TrimPrefix(show(t, "F1", 0, 0, 1, string(r)), "BT /F1 1 Tf 1 0 0 1 0 0 Tm "), " Tj ET\n")
		fmt.Fprintf(&b, "%s <%04X>\n", code, r+shift)
		n++
	}
	return fmt.Sprintf("/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange %d beginbfchar\n%sendbfchar endcmap", n, b.String())
}

// Garbage is never a success: a text comes back right, or with marks where
// characters are lost, or not at all.
func TestGarbage(t *testing.T) {
	const first, second = "城区排水管网雨污混接，生活污水溢流进入青石河，", "青石桥断面氨氮浓度多次超过地表水四类标准。"
	body := show(t, "F1", 80, 700, 16, first) + show(t, "F1", 80, 672, 16, second)
	mojibake := show(t, "F2", 80, 700, 16, first) + show(t, "F2", 80, 672, 16, second)
	lost := strings.Repeat("\uFFFD", 9)
	tests := []struct {
		about string
		data  []byte
		text  string // without it, the file needs OCR
		codes []string
	}{
		{"good", garbled(t, body, ""), first + second, nil},
		{"no table", garbled(t, showCodes("F3", 80, 700, 16, 28)+showCodes("F3", 80, 672, 16, 28), ""), "", nil},
		{"a title without a table", garbled(t, showCodes("F3", 80, 750, 16, 9)+body, ""), lost + first + second, []string{"page-lost"}},
		{"a table that is wrong", garbled(t, body, tableOf(t, first+second, 0x3000)), first + second, nil},
		{"a table into private use", garbled(t, body, tableOf(t, first+second, 0x8000)), first + second, nil},
		{"bytes in a Latin font", garbled(t, mojibake, ""), first + second, []string{"gbk-recovered"}},
		{"controls", garbled(t, "BT /F2 16 Tf 80 700 Td <0102030405060708> Tj ET", ""), "", nil},
	}
	t.Setenv("PATH", t.TempDir()) // nothing is recognised
	pool := newPool(t, worker.Options{Size: 1})
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			doc, err := pool.Decode(t.Context(), "pdf", decode.Input{Data: test.data})
			if test.text == "" {
				if decode.CodeOf(err) != decode.CodeNeedsOCR {
					t.Errorf("%+v, %v", doc, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(strings.Fields(doc.Text), ""); got != test.text {
				t.Errorf("got %q, want %q", got, test.text)
			}
			codes := slices.DeleteFunc(decodetest.Codes(doc), func(code string) bool {
				return code == "garbled-text" || code == "second-engine" || code == "ocr-missing"
			})
			if !slices.Equal(codes, test.codes) {
				t.Errorf("diagnostics %+v, want %v", doc.Diagnostics, test.codes)
			}
		})
	}
}

// picture writes a page that shows an image, with text that is not seen.
func picture(t testing.TB, img image.Image, points, height float64, text string) []byte {
	t.Helper()
	b := img.Bounds()
	var pixels bytes.Buffer
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, _ := img.At(x, y).RGBA()
			pixels.Write([]byte{byte(r >> 8), byte(g >> 8), byte(bl >> 8)})
		}
	}
	page := strings.Replace(rawPage, rawFonts, "<< /Font << /F1 5 0 R /F2 7 0 R /F3 8 0 R >> /XObject << /I 10 0 R >> >>", 1)
	page = strings.Replace(page, "595 842", fmt.Sprintf("%g %g", points, height), 1)
	content := fmt.Sprintf("q %g 0 0 %g 0 0 cm /I Do Q 3 Tr\n%s", points, height, text)
	pixmap := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode", b.Dx(), b.Dy())
	return forge.PDF("", rawCatalog, rawTree, page, forge.PDFStream("", []byte(content)), rawGBK, rawCID, rawLatin, fontUntabled, cidUntabled,
		forge.PDFStream(pixmap, deflated(t, pixels.String(), 1)))
}

// A document number in a font without a table is read from the picture of the
// page; the rest of the page stays as the file has it.
func TestFillFromPicture(t *testing.T) {
	if cputime.Raced { // make test runs this without the detector too
		t.Skip("drawing pages takes many times as long")
	}
	needsTesseract(t)
	img, _, err := image.Decode(bytes.NewReader(file(t, "../image/testdata/notice.png")))
	if err != nil {
		t.Fatal(err)
	}
	const points, scale = 585, 0.45
	height := scale * float64(img.Bounds().Dy())
	var body strings.Builder
	body.WriteString(showCodes("F3", 205, height-87, 16, 11))
	for i := range 8 {
		body.WriteString(show(t, "F1", 72, height-170-25*float64(i), 13, fmt.Sprintf("第%d行文字是文件里写明的，同图上的并不一样，须照文件的写法保留下来。", i+1)))
	}
	data := picture(t, img, points, height, body.String())
	doc, err := newPool(t, worker.Options{Size: 1}).Decode(t.Context(), "pdf", decode.Input{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	number, rest, _ := strings.Cut(normal.Search(doc.Text), "\n")
	if !strings.Contains(number, "2023") || !strings.Contains(number, "15号") || strings.Contains(number, "\uFFFD") {
		t.Errorf("the number is %q", number)
	}
	if strings.Count(rest, "须照文件的写法保留下来") != 8 || strings.Contains(rest, "洞庭湖") {
		t.Errorf("the rest is %q", rest)
	}
	if doc.Source.Engine != PDFium || doc.Source.Method != gongshi.MethodOCR || !slices.Contains(decodetest.Codes(doc), "ocr-part") {
		t.Errorf("%+v, %+v", doc.Source, doc.Diagnostics)
	}
}

// Text that a scanning program put behind the image of a page counts, and is known
// to be recognised.
func TestHiddenLayer(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 300, 400))
	text := ""
	for i := range 6 {
		text += show(t, "F1", 72, 700-28*float64(i), 16, "城区排水管网雨污混接，生活污水溢流进入河流，水质超标。")
	}
	hidden := picture(t, img, 595, 842, text)
	doc, err := decode.Run(t.Context(), Format(), decode.Input{Data: hidden, OCRPages: -1})
	if err != nil || strings.Count(doc.Text, "生活污水") != 6 {
		t.Fatalf("%+v, %v", doc, err)
	}
	if doc.Source.Method != gongshi.MethodOCR || !slices.Contains(decodetest.Codes(doc), "ocr-layer") {
		t.Errorf("%+v, %v", doc.Source, doc.Diagnostics)
	}
	seen := bytes.Replace(hidden, []byte("Q 3 Tr"), []byte("Q 0 Tr"), 1)
	doc, err = decode.Run(t.Context(), Format(), decode.Input{Data: seen, OCRPages: -1})
	if err != nil || doc.Source.Method != gongshi.MethodPDFText || doc.PageMethods != nil {
		t.Errorf("text over an image: %+v, %v", doc, err)
	}
}
