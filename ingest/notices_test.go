package ingest_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf8"

	"gongshi"
	"gongshi/ingest"
	"gongshi/internal/corpus"
)

// otherRenditions are the forms in which every notice that has a source is read
// besides the one in which it was published.
var otherRenditions = []string{
	"txt", "txt gb18030", "txt paged numbered", "html trs", "html zoom gb2312", "html cells gbk",
	"docx", "docx numbered", "pdf", "pdf UniGB-UCS2-H",
}

// TestNotices reads the hand-written notices, from bytes to findings, and
// compares what is found with what a person found. Those with a source must
// give the same in every form.
func TestNotices(t *testing.T) {
	labels, err := filepath.Glob(filepath.Join(testdata, "notices", "*", "want.json"))
	if err != nil || len(labels) == 0 {
		t.Fatalf("no labels: %v", err)
	}
	r := reader()
	for _, path := range labels {
		folder := filepath.Base(filepath.Dir(path))
		t.Run(folder, func(t *testing.T) {
			want, found := readLabel(t, path), new(book)
			for _, f := range renditions(t, filepath.Dir(path)) {
				n, published := readNotice(t, r, f)
				found.enter(f.name, want.in(f.kind, published).compare(t, n))
			}
			found.settle(t, folder)
		})
	}
}

// rendition is a notice as a file.
type rendition struct {
	name, kind string
	data       []byte
}

// renditions gives the file beside a label, as "input", and what else can be
// made of its source.
func renditions(t *testing.T, folder string) []rendition {
	t.Helper()
	inputs, err := filepath.Glob(filepath.Join(folder, "input.*"))
	if err != nil || len(inputs) != 1 {
		t.Fatalf("want one input, have %v %v", inputs, err)
	}
	data, err := os.ReadFile(inputs[0])
	if err != nil {
		t.Fatal(err)
	}
	files := []rendition{{"input", filepath.Ext(inputs[0])[1:], data}}
	text, err := os.ReadFile(filepath.Join(folder, "source.txt"))
	if os.IsNotExist(err) {
		return files
	}
	if err != nil {
		t.Fatal(err)
	}
	source, err := corpus.ReadSource(string(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range otherRenditions {
		if words == source.Rendition.String() {
			continue
		}
		r, err := corpus.ParseRendition(words)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, rendition{words, r.Kind, source.Write(r)})
	}
	return files
}

// readNotice reads a file that holds one notice. It also gives the day on which
// the file says it was published.
func readNotice(t *testing.T, r *ingest.Reader, f rendition) (*gongshi.Notice, gongshi.Date) {
	t.Helper()
	reading, err := r.Read(t.Context(), "公示."+f.kind, f.data)
	if err != nil {
		t.Fatalf("%s: %v", f.name, err)
	}
	if reading.Failure != nil {
		t.Fatalf("%s: %+v", f.name, reading.Failure)
	}
	if len(reading.Notices) != 1 {
		t.Errorf("%s: %d notices, want 1", f.name, len(reading.Notices))
	}
	n := &reading.Notices[0]
	checkSpans(t, n)
	checkOrigin(t, n, reading.Document.Text)
	for _, finding := range reading.Findings[0] {
		checkSpan(t, n, "finding "+finding.Rule, finding.Span)
	}
	return n, reading.Document.Published
}

// in is the label for a kind of file. Only a web page has a day of publication
// besides what its text says: it is that of a notice without a signature, and
// may be found among the dates, if what is around the notice is read at all.
func (l label) in(kind string, published gongshi.Date) label {
	dated := slices.ContainsFunc(l.Dates, func(d dateLabel) bool {
		return d.Role == gongshi.RoleSigned || d.Role == gongshi.RolePublished
	})
	if kind == "html" {
		l.mayHave = dateLabel{published, gongshi.RolePublished}
	} else if l.Issued != nil && !dated {
		l.Issued = new(gongshi.Date)
	}
	return l
}

// checkSpans: every span cuts exactly what it says.
func checkSpans(t *testing.T, n *gongshi.Notice) {
	t.Helper()
	for _, s := range n.Sections {
		checkMention(t, n, gongshi.Mention{Span: s.Span, Text: s.Text})
		checkSpan(t, n, "label "+s.Label, s.LabelSpan)
		for _, item := range s.Items {
			checkSpan(t, n, "item of "+s.Label, item)
			if !s.Span.Contains(item) {
				t.Errorf("section %s: item %v is not in %v", s.Label, item, s.Span)
			}
		}
	}
	for _, m := range n.Dates {
		checkMention(t, n, m.Mention)
	}
	for _, m := range n.DocumentNumbers {
		checkMention(t, n, m.Mention)
	}
	for _, m := range n.Phones {
		checkMention(t, n, m.Mention)
	}
	for _, m := range n.Problems {
		checkMention(t, n, m.Mention)
	}
	if in := n.Inspection; in != nil {
		checkMention(t, n, gongshi.Mention{Span: in.Span, Text: in.Text})
	}
	if n.Publicity != nil {
		checkSpan(t, n, "publicity", n.Publicity.Span)
	}
	for _, d := range n.Diagnostics {
		checkSpan(t, n, "diagnostic "+d.Code, d.Span)
	}
}

// checkMention: its span cuts its text.
func checkMention(t *testing.T, n *gongshi.Notice, m gongshi.Mention) {
	t.Helper()
	if checkSpan(t, n, m.Text, m.Span) && m.Span.Of(n.Text) != m.Text {
		t.Errorf("%q: its span cuts %q", m.Text, m.Span.Of(n.Text))
	}
}

// checkSpan: it lies within the text and cuts no character in two.
func checkSpan(t *testing.T, n *gongshi.Notice, what string, s gongshi.Span) bool {
	t.Helper()
	whole := gongshi.Span{End: len(n.Text)}
	if s.Start > s.End || !whole.Contains(s) || !utf8.ValidString(s.Of(n.Text)) {
		t.Errorf("%s: span %v in a text of %d bytes", what, s, len(n.Text))
		return false
	}
	return true
}

// checkOrigin: the way back from what was found leads to the same characters in
// the text of the document, but for what the layout put between them.
func checkOrigin(t *testing.T, n *gongshi.Notice, document string) {
	t.Helper()
	for _, d := range n.DocumentNumbers {
		from := n.Origin.Source(d.Span)
		if got := squeezed(from.Of(document)); got != squeezed(d.Text) {
			t.Errorf("%q comes from %q", d.Text, got)
		}
	}
}
