package pdf

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/worker"
	"gongshi/internal/corpus"
	"gongshi/internal/forge"
)

// TestMain makes the test binary the worker of its own tests.
func TestMain(m *testing.M) {
	if worker.Child() {
		if err := worker.Serve([]decode.Format{Format()}, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hostile are files that take readers down, or keep them busy for ever.
func hostile(t testing.TB) map[string][]byte {
	text := show(t, "F1", 80, 700, 16, "整改销号情况公示")
	packed := func(data []byte) []byte {
		return forge.PDF("", rawCatalog, rawTree, rawPage, forge.PDFStream("/Filter /FlateDecode", data), rawGBK, rawCID, rawLatin)
	}
	files := map[string][]byte{}
	for _, m := range corpus.Broken() {
		if strings.HasPrefix(string(m.Data), "%PDF") {
			files[m.Name] = m.Data
		}
	}
	good := onePage(text)
	add := func(name string, data []byte) { files[name] = data }
	add("header only", []byte("%PDF-1.4"))
	add("html behind the header", []byte("%PDF-1.4\n<html><body>404 页面不存在</body></html>"))
	add("noise behind the header", []byte("%PDF-1.7\n"+strings.Repeat("\x00\xffobj<<[(", 2000)+"\n%%EOF"))
	add("half", good[:len(good)/2])
	add("blank pages", forge.PDF("", rawCatalog, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"))
	add("no pages", forge.PDF("", rawCatalog, "<< /Type /Pages /Kids [] /Count 0 >>"))
	add("size of a billion", forge.PDF("/Size 1000000000", rawCatalog, rawTree, rawPage, forge.PDFStream("", []byte(text)), rawGBK, rawCID, rawLatin))
	add("two billion pages", forge.PDF("", rawCatalog, "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", rawPage, forge.PDFStream("", []byte(text)), rawGBK, rawCID, rawLatin))
	add("tree in itself", forge.PDF("", rawCatalog, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"))
	add("parents in a ring", forge.PDF("", rawCatalog, "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", forge.PDFStream("", []byte(text))))
	add("object stream in itself", forge.PDF("", rawCatalog, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		forge.PDFStream("/Type /ObjStm /N 1 /First 4 /Extends 3 0 R", []byte("3 0 << /Type /Page /Parent 2 0 R >>"))))
	add("length in itself", forge.PDF("", rawCatalog, rawTree, rawPage, "<< /Length 4 0 R >>\nstream\n"+text+"endstream", rawGBK, rawCID, rawLatin))
	add("cross-reference stream of a lie", xrefStream("/Index [0 3000000000] /W [1 4000000000 2]", ""))
	add("columns of eight billion", xrefStream("/W [1 2 1]", "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 8000000000 >>"))
	add("form in itself", forge.PDF("", rawCatalog, rawTree,
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
		forge.PDFStream("", []byte("/X Do")), forge.PDFStream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>", []byte("/X Do /X Do"))))
	add("five million q", packed(deflated(t, "q ", 5_000_000)))
	add("deep arrays", onePage(strings.Repeat("[", 300_000)))
	add("deep dictionaries", forge.PDF("", rawCatalog, strings.Repeat("<</A", 200_000)))
	add("bomb of 400 MB", packed(deflated(t, strings.Repeat(" ", 4000), 100_000)))
	add("bomb of text", packed(deflated(t, strings.Repeat(text, 10), 10_000)))
	add("map of two billion", forge.PDF("", rawCatalog, rawTree, rawPage, forge.PDFStream("", []byte(text)),
		"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>", rawCID, rawLatin,
		forge.PDFStream("", []byte("begincmap 2000000000 beginbfchar <0000> <6574> endbfchar endcmap"))))
	return files
}

// xrefStream writes a file whose cross-reference stream has these entries.
func xrefStream(extra, filter string) []byte {
	head := "%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
	body := forge.PDFStream("/Type /XRef /Size 3 /Root 1 0 R "+extra+" "+filter, []byte("\x00\x00\x00\xff\x01\x00\x09\x00"))
	return fmt.Appendf(nil, "%s2 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", head, body, len(head))
}

// frail are hostile files that ledongthuc alone has its own trouble with.
var frail = []string{"xref-loop.pdf", "parents in a ring", "two billion pages", "object stream in itself", "deep arrays", "blank pages", "half"}

// Whatever a file does, it ends with text or a reason, and the next file is read.
func TestHostileFiles(t *testing.T) {
	good := decode.Input{Data: onePage(show(t, "F1", 80, 700, 16, "整改销号情况公示"))}
	// The first worker on a machine compiles PDFium, which takes its time.
	if doc, err := newPool(t, worker.Options{}).Decode(t.Context(), "pdf", good); err != nil {
		t.Fatal(doc, err)
	}
	files := hostile(t)
	pool := newPool(t, worker.Options{Size: 2, Wall: 3 * time.Second, Memory: 1 << 30, Again: Fallback})
	try := func(engine, name string) {
		t.Run(engine+"/"+name, func(t *testing.T) {
			t.Parallel()
			doc, err := pool.Decode(t.Context(), "pdf", decode.Input{Name: name, Data: files[name], PDFEngine: engine})
			switch {
			case err == nil && strings.TrimSpace(doc.Text) == "":
				t.Error("a document without text is no success")
			case err != nil && decode.CodeOf(err) == "":
				t.Errorf("no code: %v", err)
			case err != nil && strings.Contains(err.Error(), "\n"):
				t.Errorf("not for people: %v", err)
			}
			doc, err = pool.Decode(t.Context(), "pdf", good)
			if err != nil || strings.TrimSpace(doc.Text) != "整改销号情况公示" {
				t.Fatalf("the next file: %v", err)
			}
		})
	}
	for name := range files {
		try("", name)
	}
	for _, name := range frail {
		try(Ledongthuc, name)
	}
}

func newPool(t *testing.T, o worker.Options) *worker.Pool {
	t.Helper()
	pool, err := worker.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	return pool
}
