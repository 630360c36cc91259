package pdf

import (
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
	"gongshi/ingest/decode/ocr"
	"gongshi/normal"
)

// The set that several projects share: the same notice as many programs write it.
// Page numbers, which the known text does not have, must be gone.
func TestShared(t *testing.T) {
	known := normal.Search(string(decodetest.Shared(t, "a.txt")))
	tests := []struct {
		name     string
		least    float64
		engine   string
		scan     bool   // recognised by us
		layer    bool   // recognised by others
		contains string // where the text is another one
	}{
		{name: "a-aes256-empty-user-password.pdf", least: 0.999, engine: PDFium},
		{name: "a-chromium-type3.pdf", least: 0.999, engine: PDFium},
		{name: "a-double-drawn-bold.pdf", least: 0.999, engine: PDFium},
		{name: "a-gbk-bytes-in-latin-font.pdf", least: 0.999, engine: PDFium},
		{name: "a-gbk-char-per-text-object.pdf", least: 0.999, engine: PDFium},
		{name: "a-gbk-euc-h-nonembedded.pdf", least: 0.999, engine: PDFium},
		{name: "a-gbk-form-xobject.pdf", least: 0.999, engine: PDFium},
		{name: "a-ghostscript-wrong-tounicode.pdf", least: 0.999, engine: PDFium},
		{name: "a-identity-h-adobe-gb1-nonembedded.pdf", least: 0.999, engine: PDFium},
		{name: "a-libreoffice-footer.pdf", least: 0.999, engine: PDFium},
		{name: "a-unigb-ucs2-h-reportlab.pdf", least: 0.999, engine: PDFium},
		{name: "a-wkhtmltopdf-kangxi-radicals.pdf", least: 0.999, engine: PDFium},
		{name: "a-identity-h-no-tounicode.pdf", least: 0.95, engine: ocr.Engine, scan: true},
		{name: "a-scan.pdf", least: 0.95, engine: ocr.Engine, scan: true},
		{name: "a-scan-with-ocr-layer.pdf", least: 0.97, engine: PDFium, layer: true},
		{name: "pub-ofdrw-Test-same-font-names.pdf", engine: PDFium, contains: "下面是字体的测试"},
		{name: "pub-pdfplumber-pr-136-scan-gbk-ocr-layer.pdf", engine: PDFium, layer: true, contains: "股份有限公司"},
	}
	_, missing := ocr.Find()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := decode.Run(t.Context(), Format(), decode.Input{Data: decodetest.Shared(t, test.name)})
			if test.scan && missing != nil {
				if decode.CodeOf(err) != decode.CodeNeedsOCR {
					t.Errorf("%+v, %v", doc, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if test.contains != "" && !strings.Contains(squeezed(doc.Text), test.contains) {
				t.Errorf("no %q in %.500s…", test.contains, doc.Text)
			}
			got := decodetest.Accuracy(normal.Search(doc.Text), known)
			if test.contains == "" && got < test.least {
				t.Errorf("%.4f of the characters are right, want %v", got, test.least)
			}
			if doc.Source.Engine != test.engine || (test.scan || test.layer) != (doc.PageMethods != nil && doc.PageMethods[0] == gongshi.MethodOCR) {
				t.Errorf("read by %q, %v", doc.Source.Engine, doc.PageMethods)
			}
			t.Logf("%.4f %s %v, %d pages, %v", got, doc.Source.Engine, doc.Source.Method, doc.Source.Pages, decodetest.Codes(doc))
		})
	}
}
