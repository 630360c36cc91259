package pack

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/ingest/decode"
)

func TestLimitedReader(t *testing.T) {
	for _, test := range []struct {
		left int64
		code decode.Code
	}{{3, decode.CodeLimit}, {4, ""}, {5, ""}} {
		r := &limitedReader{io.NopCloser(strings.NewReader("公1")), test.left}
		if got, err := io.ReadAll(r); decode.CodeOf(err) != test.code || err == nil && len(got) != 4 {
			t.Errorf("limit %d: %q, %v", test.left, got, err)
		}
	}
}

// A token that is too long ends the reading; as much text in several does not.
func TestLimitToken(t *testing.T) {
	long := strings.Repeat("公", 1<<16)
	p, err := Open(t.Context(), zipped(t, map[string]string{"one.xml": "<r>" + long + "</r>", "many.xml": "<r>" + strings.Repeat("<a>公</a>", 1<<16) + "</r>"}))
	if err != nil {
		t.Fatal(err)
	}
	tooLong := &decode.Error{Code: decode.CodeLimit, Detail: "too long"}
	for name, limit := range map[string]bool{"one.xml": true, "many.xml": false} {
		part, err := p.Part(name, func(n xml.Name) string { return n.Local })
		if err != nil {
			t.Fatal(err)
		}
		defer part.Close()
		part.LimitToken(1<<16, tooLong)
		var text string
		err = part.Each(func(string, Start) (err error) {
			text, err = part.Text()
			return err
		})
		if limited := errors.Is(err, tooLong); limited != limit || !limit && text != long {
			t.Errorf("%s: %d bytes, %v", name, len(text), err)
		}
	}
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range parts {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRelations(t *testing.T) {
	data := zipped(t, map[string]string{
		"_rels/.rels":             `<Relationships><Relationship Id="a" Type="x/main" Target="/xl/book.xml"/></Relationships>`,
		`xl\_rels\book.xml.rels`:  `<Relationships><Relationship Id="b" Type="x/sheet" Target="sheets/1.xml"/><Relationship Id="c" Type="x/link" Target="http://a" TargetMode="External"/></Relationships>`,
		"XL/book.xml":             "<a/>",
		"xl/sheets/1.xml":         "<a/>",
		"xl/_rels/other.xml.rels": "<Relationships><Rel",
		"xl/other.xml":            "<a/>",
	})
	p, err := Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Target("", "/main", "other"); got != "/xl/book.xml" {
		t.Errorf("main part %q", got)
	}
	want := []Relation{{ID: "b", Type: "x/sheet", Target: "xl/sheets/1.xml"}}
	if diff := cmp.Diff(want, p.Relations("xl/book.xml")); diff != "" {
		t.Error(diff)
	}
	if got := p.Relations("xl/other.xml"); got != nil {
		t.Errorf("a broken list gave %v", got)
	}
	if got := p.Target("xl/book.xml", "/nothing", "usual"); got != "usual" {
		t.Errorf("%q", got)
	}
	if got := Peek(data, "xl/book.xml", 2); got != "<a" {
		t.Errorf("peek %q", got)
	}
	if got := Peek(data[:50], "xl/book.xml", 2) + Peek(data, "none", 2); got != "" {
		t.Errorf("peek %q", got)
	}
}

func TestContent(t *testing.T) {
	p, err := Open(t.Context(), zipped(t, map[string]string{"a.xml": "<r>1<b>2</b>3<skip>4<c/></skip>5</r>"}))
	if err != nil {
		t.Fatal(err)
	}
	part, err := p.Part("A.xml", func(n xml.Name) string { return n.Local })
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	var seen []string
	text := func(s string) { seen = append(seen, s) }
	var visit Visitor
	visit = func(name string, _ Start) error {
		seen = append(seen, name)
		if name == "skip" {
			return part.Skip()
		}
		return part.Content(visit, text)
	}
	if err := part.Each(visit); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"r", "1", "b", "2", "3", "skip", "5"}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestWalk(t *testing.T) {
	p, err := Open(t.Context(), zipped(t, map[string]string{"a.xml": `<r xmlns:x="y"><x:a><b/></x:a><skip><c/></skip><t>1<d/></t><a/></r>`, "b.xml": "<r><a>"}))
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	visit := func(r *Part, name string, _ Start) (bool, error) {
		seen = append(seen, name)
		switch name {
		case "skip":
			return true, r.Skip()
		case "t":
			text, err := r.Text()
			seen = append(seen, text)
			return true, err
		}
		return false, nil
	}
	if err := p.Walk("a.xml", visit); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"r", "a", "b", "skip", "t", "1", "a"}, seen); diff != "" {
		t.Error(diff)
	}
	for _, part := range []string{"b.xml", "none.xml"} {
		if err := p.Walk(part, visit); decode.CodeOf(err) != decode.CodeDamaged {
			t.Errorf("%s: %v", part, err)
		}
	}
}
