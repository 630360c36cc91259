package decode

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gongshi"
)

// wide spells a name as OLE2 directories do.
func wide(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		b.WriteByte(c)
		b.WriteByte(0)
	}
	return b.String()
}

func TestFind(t *testing.T) {
	formats := []Format{
		{Name: "first", Match: func(head []byte) bool { return head[0] == 'a' }},
		{Name: "not confirmed", Match: func(head []byte) bool { return head[0] == 'b' }, Confirm: func(data []byte) bool { return len(data) <= HeadSize }},
		{Name: "second", Match: func(head []byte) bool { return head[0] == 'b' && len(head) <= HeadSize }},
	}
	far := strings.Repeat("\x00", 2*HeadSize)
	tests := []struct {
		about, data string
		format      string
		code        Code
		detail      string
	}{
		{"the first of two", "a", "first", "", ""},
		{"the head is cut", strings.Repeat("b", 2*HeadSize), "second", "", ""},
		{"nothing", "", "", CodeEmpty, "no bytes"},
		{"word", oleMagic + far + wide("WordDocument"), "", CodeUnsupported, ".doc"},
		{"excel", oleMagic + far + wide("Workbook"), "", CodeUnsupported, ".xls"},
		{"encrypted office", oleMagic + far + wide("EncryptedPackage"), "", CodeEncrypted, "encrypted"},
		{"other OLE2", oleMagic + far, "", CodeUnsupported, "ole"},
		{"rtf", "{\\rtf1", "", CodeUnsupported, ".rtf"},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "", CodeUnsupported, "image/png"},
		{"ofd", "PK\x03\x04" + far + "OFD.xml", "", CodeUnsupported, ".ofd"},
	}
	for _, test := range tests {
		f, err := Find(formats, Input{Data: []byte(test.data)})
		if f.Name != test.format || CodeOf(err) != test.code || err != nil && !strings.Contains(err.Error(), test.detail) {
			t.Errorf("%s: %q, %v", test.about, f.Name, err)
		}
	}
}

func TestRun(t *testing.T) {
	run := func(decode func() (*gongshi.Document, error)) (*gongshi.Document, error) {
		f := Format{Name: "x", Types: []string{"a/b"}, Decode: func(context.Context, Input) (*gongshi.Document, error) { return decode() }}
		return Run(t.Context(), f, Input{})
	}
	doc, err := run(func() (*gongshi.Document, error) { return &gongshi.Document{Text: "t"}, nil })
	if err != nil || doc.Source.MediaType != "a/b" {
		t.Errorf("%+v, %v", doc, err)
	}
	doc, err = run(func() (*gongshi.Document, error) { panic("oh") })
	if doc != nil || CodeOf(err) != CodeCrashed || !strings.Contains(err.Error(), "oh") {
		t.Errorf("a panic became %+v, %v", doc, err)
	}
	cause := &Error{Code: CodeDamaged, Detail: "cut", Err: errors.New("cause")}
	if _, err = run(func() (*gongshi.Document, error) { return nil, cause }); CodeOf(err) != CodeDamaged || !errors.Is(err, cause.Err) {
		t.Errorf("an error became %v", err)
	}
}

func TestCheckText(t *testing.T) {
	for text, want := range map[string]Code{
		"公": "", " \n\u3000\u200b\uFEFF": CodeEmpty, "": CodeEmpty, strings.Repeat("x", MaxText+1): CodeLimit,
	} {
		if got := CodeOf(CheckText(text)); got != want {
			t.Errorf("%.10q: %q, want %q", text, got, want)
		}
	}
}

func TestChineseNumeral(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 1: "一", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 99: "九十九", 100: "一百",
		101: "一百零一", 110: "一百一十", 115: "一百一十五", 1001: "一千零一", 1010: "一千零一十", 2300: "二千三百", 10000: "10000",
	} {
		if got := ChineseNumeral(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestBuilder(t *testing.T) {
	var b Builder
	b.Line(" \n")
	b.Heading("  ", 1)
	b.Heading("标题\n两行", 2)
	b.Line("\u3000\u3000一段 ")
	b.Row(b.Table(), 0, []Cell{{"序号", 0}, {" 整改\n措施\t", 2}, {"", 3}})
	b.Row(1, 1, []Cell{{" ", 0}, {"", 2}})
	var doc gongshi.Document
	if err := b.Finish(&doc); err != nil {
		t.Fatal(err)
	}
	if want := "标题\n两行\n一段\n序号\t整改 措施\t\n"; doc.Text != want {
		t.Errorf("text %q, want %q", doc.Text, want)
	}
	want := []string{"heading 标题\n两行 2 0 0 0", "cell 序号 0 1 0 0", "cell 整改 措施 0 1 0 2"}
	if len(doc.Blocks) != len(want) {
		t.Fatalf("%+v", doc.Blocks)
	}
	for i, block := range doc.Blocks {
		got := fmt.Sprintf("%s %s %d %d %d %d", block.Kind, block.Span.Of(doc.Text), block.Level, block.Table, block.Row, block.Column)
		if got != want[i] {
			t.Errorf("block %q, want %q", got, want[i])
		}
	}
}
