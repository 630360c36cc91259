package pdf

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/internal/corpus"
	"gongshi/normal"
)

// squeezed is a text without what layout does to it.
func squeezed(s string) string {
	return strings.Join(strings.Fields(normal.Search(s)), "")
}

// A notice of several pages comes back whole, paragraph by paragraph, whichever
// encoding its fonts have; page numbers and page breaks are gone.
func TestNoticesComeBack(t *testing.T) {
	tests := []struct {
		encoding     corpus.Encoding
		engine, wins string
	}{
		{corpus.GBKEUC, "", "pdfium"},
		{corpus.UniGBUCS2, "", "pdfium"},
		{corpus.UniGBUCS2, "ledongthuc", "ledongthuc"},
		{corpus.UniGBUCS2, "pdfium", "pdfium"},
	}
	for _, test := range tests {
		t.Run(string(test.encoding)+"/"+test.engine, func(t *testing.T) {
			for i := range 3 {
				n := corpus.Invent(3, i, corpus.LongNotice)
				doc := readPDF(t, corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs, Encoding: test.encoding}), test.engine)
				if doc.Source.Engine != test.wins || doc.Source.Method != gongshi.MethodPDFText || doc.Source.Pages < 2 {
					t.Errorf("read by %q, %q, %d pages", doc.Source.Engine, doc.Source.Method, doc.Source.Pages)
				}
				if got, want := squeezed(doc.Text), squeezed(n.Text()); got != want {
					t.Errorf("notice %d is another text:\n%s\nwant\n%s", i, doc.Text, n.Text())
				}
				for _, line := range strings.Split(n.Text(), "\n") {
					if len(line) > 300 && !strings.Contains(normal.Search(doc.Text), normal.Search(line)) {
						t.Errorf("notice %d: a paragraph is broken: %.60s…", i, line)
					}
				}
				for _, page := range doc.Pages {
					if page.Start < 0 || page.End > len(doc.Text) || page.Start > page.End {
						t.Errorf("page %v of a text of %d bytes", page, len(doc.Text))
					}
				}
			}
		})
	}
}

func readPDF(t *testing.T, data []byte, engine string) *gongshi.Document {
	t.Helper()
	doc, err := decode.Run(t.Context(), Format(), decode.Input{Name: "x.pdf", Data: data, PDFEngine: engine})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Fonts that ledongthuc cannot read are garbage, and garbage is no text.
func TestGarbageIsAnError(t *testing.T) {
	n := corpus.Invent(3, 0, corpus.LongNotice)
	_, err := decode.Run(t.Context(), Format(), decode.Input{
		Data: corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs, Encoding: corpus.GBKEUC}), PDFEngine: "ledongthuc"})
	if decode.CodeOf(err) != decode.CodeNeedsOCR {
		t.Errorf("got %v, want %s", err, decode.CodeNeedsOCR)
	}
}

func TestBadFiles(t *testing.T) {
	tests := []struct {
		name string
		code decode.Code
	}{
		{"truncated.pdf", decode.CodeDamaged},
		{"encrypted.pdf", decode.CodeEncrypted},
	}
	for _, test := range tests {
		data, err := os.ReadFile(filepath.Join("../../../testdata/broken", test.name))
		if err != nil {
			t.Fatal(err)
		}
		_, err = decode.Run(t.Context(), Format(), decode.Input{Name: test.name, Data: data})
		if decode.CodeOf(err) != test.code {
			t.Errorf("%s: %v, want %s", test.name, err, test.code)
		}
	}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		head string
		want bool
	}{
		{"%PDF-1.4\n", true},
		{"junk\n%PDF-1.7", true},
		{"\xef\xbb\xbf%PDF-1.4", true},
		{"", false},
		{"%PD", false},
		{"<html>%PDF", false},
		{strings.Repeat(" ", 4096) + "%PDF-1.4", false},
	}
	for _, test := range tests {
		if got := Format().Match([]byte(test.head)); got != test.want {
			t.Errorf("Match(%.20q) = %v", test.head, got)
		}
	}
}
