package all

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

func zipped(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestFind gives each format its own, whatever the name of the file, and names
// what nobody reads.
func TestFind(t *testing.T) {
	ole := func(stream string) string {
		return string(decodetest.OLE(decodetest.Stream{Name: stream, Data: make([]byte, 5000)}))
	}
	tests := []struct {
		name, data string
		format     string
		code       decode.Code
		detail     string
	}{
		{"a.pdf", "%PDF-1.7\n", "pdf", "", ""},
		{"a.txt", "\r\n %PDF-1.7\n", "pdf", "", ""},
		{"a.pdf", "<!DOCTYPE html><html><body>404", "html", "", ""},
		{"a.docx", "<html xmlns:w='urn:x'><body>", "html", "", ""},
		{"a.doc", zipped(t, "[Content_Types].xml", "word/document.xml"), "docx", "", ""},
		{"a.pdf", "整改销号公示", "text", "", ""},
		{"a.html", "\xD5\xFB\xB8\xC4\xCF\xFA\xBA\xC5\xB9\xAB\xCA\xBE", "text", "", ""},
		{"a.txt", "", "", decode.CodeEmpty, ""},
		{"a.docx", ole("WordDocument"), "doc", "", ""},
		{"a.doc", ole("WordDocument")[:1024], "doc", "", ""},
		{"a.doc", ole("PowerPoint Document"), "", decode.CodeUnsupported, ".ppt"},
		{"a.docx", ole("EncryptedPackage"), "", decode.CodeEncrypted, ""},
		{"a.txt", `{\rtf1\ansi}`, "rtf", "", ""},
		{"a.html", "MIME-Version: 1.0\r\nSubject: x\r\n\r\n<html>", "eml", "", ""},
		{"a.pdf", zipped(t, "OFD.xml"), "ofd", "", ""},
		{"a.docx", zipped(t, "[Content_Types].xml", "xl/workbook.xml"), "xlsx", "", ""},
		{"a.doc", ole("Workbook"), "xls", "", ""},
		{"a.et", ole("Book"), "xls", "", ""},
		{"a.doc", zipped(t, "[Content_Types].xml", "ppt/presentation.xml"), "", decode.CodeUnsupported, ".pptx"},
		{"a.txt", "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01", "image", "", ""},
		{"a.txt", "\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03", "", decode.CodeUnsupported, ".gz"},
		{"a.txt", "Rar!\x1A\x07\x01\x00", "", decode.CodeUnsupported, ".rar"},
		{"a.txt", "7z\xBC\xAF\x27\x1C\x00\x04", "", decode.CodeUnsupported, ".7z"},
	}
	for _, test := range tests {
		f, err := decode.Find(Formats(), decode.Input{Name: test.name, Data: []byte(test.data)})
		if f.Name != test.format || decode.CodeOf(err) != test.code || err != nil && !strings.Contains(err.Error(), test.detail) {
			t.Errorf("%s %.30q: %q, %v; want %q %s %s", test.name, test.data, f.Name, err, test.format, test.code, test.detail)
		}
	}
}
