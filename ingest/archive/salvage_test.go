package archive

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/forge"
)

// An archive without a list is not looked through for a terabyte of nothing; what
// stands before is saved.
func TestSalvageHoles(t *testing.T) {
	whole := forge.NewZip().Add("1", "one").Add("2", "two").File()
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, whole[:len(whole)-30], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<40); err != nil {
		t.Skip(err) // not on this file system
	}
	begun := time.Now()
	if diff := cmp.Diff([]string{"a!/1: one", "a!/2: two", "a: <damaged>"}, walk(t, path, nil)); diff != "" {
		t.Error(diff)
	}
	if took := time.Since(begun); took > mostTime {
		t.Errorf("took %v", took)
	}
}

// What is left of a document that lost its list of parts is no archive, in
// whatever order its parts were written, and wherever it was cut.
func TestSalvagedDocuments(t *testing.T) {
	text := strings.Repeat("整改销号公示", 50)
	for _, parts := range [][]string{
		{"_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/_rels/document.xml.rels", "word/document.xml", "[Content_Types].xml"},
		{"docProps/core.xml", "word/styles.xml", "_rels/.rels"},
		{"word/media/image1.png", "word/document.xml"},
		{"xl/worksheets/sheet1.xml", "xl/styles.xml"},
		{"ppt/slides/slide1.xml"},
		{"[Content_Types].xml", "word/document.xml"},
		{"mimetype", "META-INF/container.xml", "OEBPS/1.xhtml"},
		{"META-INF/manifest.xml", "content.xml"},
		{"Doc_0/Pages/Page_0/Content.xml", "OFD.xml"},
	} {
		z := forge.NewZip()
		for _, name := range parts {
			z.Add(name, name+text)
		}
		whole := z.File()
		list := bytes.Index(whole, []byte("PK\x01\x02"))
		for _, cut := range []int{60, list / 2, list - 1, list + 20} {
			got := walk(t, write(t, "a.docx", whole[:cut]), nil)
			if len(got) != 1 || strings.Contains(got[0], "!/") {
				t.Errorf("%q, cut at %d: %q", parts, cut, got)
			}
		}
		want := []string{"a.zip!/1.txt: one", "a.zip!/b.docx: <damaged>"}
		outer := forge.NewZip().Add("1.txt", "one").Add("b.docx", string(whole[:list-1])).File()
		if got := walk(t, write(t, "a.zip", outer), nil); len(got) != 2 || got[0] != want[0] || strings.Contains(got[1], "b.docx!/") {
			t.Errorf("%q in an archive: %q", parts, got)
		}
	}
	// A folder may be called as a part of a document is.
	whole := forge.NewZip().Add("word/公示.txt", "one").Add("docProps.txt", "two").Add("xl/表/2.docx", "three").File()
	want := []string{"a.zip!/word/公示.txt: one", "a.zip!/docProps.txt: two", "a.zip!/xl/表/2.docx: three", "a.zip: <damaged>"}
	if diff := cmp.Diff(want, walk(t, write(t, "a.zip", whole[:bytes.Index(whole, []byte("PK\x01\x02"))]), nil)); diff != "" {
		t.Error(diff)
	}
}
