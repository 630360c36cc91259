package flow

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/ingest/decode/internal/decodetest"
)

// TestFlow writes rows of different make, a box around paragraphs, and a row
// without an end.
func TestFlow(t *testing.T) {
	f := New()
	line := func(text string, p Paragraph) {
		f.Line.WriteString(text)
		f.End(p)
	}
	cell := func(text string) {
		f.Line.WriteString(text)
		f.EndCell()
	}
	in := Paragraph{InTable: true}
	f.Label = "一、"
	line("题", Paragraph{Level: 2})
	f.Label = "二、"
	line(" ", Paragraph{})
	f.Boxes = []string{"框\n"}
	line("文", Paragraph{})
	cell("甲")
	line("乙", in)
	f.Boxes = []string{"框内\n"}
	cell("丙")
	cell("")
	f.EndRow(Row{Left: -5, Cells: []Cell{{Right: 1000}, {Right: 2000, Above: false}, {Right: 3000, Beside: true}}})
	cell("不见")
	f.Line.WriteString("内")
	f.EndInner(false)
	f.Line.WriteString("表")
	f.EndInner(true)
	cell("丁")
	f.EndRow(Row{Cells: []Cell{{Right: 1010, Above: true}, {Right: 3000}}})
	cell("宽")
	f.EndRow(Row{Cells: []Cell{{Right: 3000}}})
	f.EndRow(Row{})
	cell("散")
	line("尾", in)
	f.Finish()
	var doc gongshi.Document
	if err := f.Out.Finish(&doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("一、题\n文\n框\n甲\t乙 丙 框内\n\t内 表 丁\n宽\n散\t尾\n", doc.Text); diff != "" {
		t.Error(diff)
	}
	want := []string{"heading 2 一、题", "cell 1/0/0 甲", "cell 1/0/1 乙 丙 框内", "cell 1/1/1 内 表 丁", "cell 1/2/0 宽", "cell 1/3/0 散", "cell 1/3/1 尾"}
	if diff := cmp.Diff(want, decodetest.Blocks(&doc)); diff != "" {
		t.Error(diff)
	}
}
