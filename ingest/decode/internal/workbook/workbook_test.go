package workbook

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

func TestWrite(t *testing.T) {
	s := New("清单")
	s.Add(4, 2, " 一\u200b ")
	s.Add(4, 5, "二\r\n三")
	s.Add(2, 5, "上")
	s.Add(2, 2, "左")
	s.Add(9, 7, "隐")
	s.HideRow(9)
	s.Box(" 框 ")
	other := New("Sheet2")
	other.Add(0, 0, "题")
	other.Merge(Area{0, 0, 3, 3})
	other.Merge(Area{1, 1, 1, 1})
	hidden := New("码表")
	hidden.Hidden = true
	hidden.Add(0, 0, "x")
	var doc gongshi.Document
	if err := Write([]*Sheet{s, New("空"), other, hidden}, &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("清单\n左\t上\n一\t二 三\n框\n题\n", doc.Text); diff != "" {
		t.Error(diff)
	}
	want := []string{"heading 1 清单", "cell 1/2/2 左", "cell 1/2/5 上", "cell 1/4/2 一", "cell 1/4/5 二 三", "cell 2/0/0 题"}
	if diff := cmp.Diff(want, decodetest.Blocks(&doc)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"hidden-left-out", "hidden-left-out"}, decodetest.Codes(&doc)); diff != "" {
		t.Error(diff)
	}
	if err := Write(nil, new(gongshi.Document)); decode.CodeOf(err) != decode.CodeEmpty {
		t.Errorf("nothing: %v", err)
	}
}

// TestMerged has merged cells that a file should not have.
func TestMerged(t *testing.T) {
	s := New("x")
	for row := range 4 {
		for column := range 4 {
			s.Add(row, column, string(rune('a'+4*row+column)))
		}
	}
	s.Merge(Area{0, 0, 1, 1})
	s.Merge(Area{1, 1, 2, 2}) // overlaps the first
	s.Merge(Area{3, 3, 1 << 20, 1 << 20})
	s.Merge(Area{5, 0, 2, 3}) // upside down
	var doc gongshi.Document
	if err := Write([]*Sheet{s}, &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("a\tc\td\n\tf\th\ni\t\tl\nm\tn\to\tp\n", doc.Text); diff != "" {
		t.Error(diff)
	}
}

func TestNumerals(t *testing.T) {
	for text, want := range map[string]string{
		"二○二四年七月二二日": "二〇二四年七月二十二日", "二○二○年一○月一○日": "二〇二〇年十月十日", "二○二一年一二月三一日": "二〇二一年十二月三十一日", "二○二四年": "二〇二四年", "二○二四年七月": "二〇二四年七月",
		"见二○二四年七月二二日": "见二○二四年七月二二日", "二二日": "二二日", "二〇二四年七月二十二日": "二〇二四年七月二十二日",
	} {
		if got := numerals(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	n, err := NewNumbers(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		value float64
		built int
		code  string
		want  string
	}{
		{0.1 + 0.2, 0, "", "0.3"}, {1e15, 0, "General", "1000000000000000"}, {1e300, 0, "", "1E+300"}, {-7, 0, "", "-7"}, {123456789012, 0, "", "123456789012"},
		{0.5, 9, "", "50%"}, {45495, 14, "", "2024/7/22"}, {1234.5, 164, "#,##0.00", "1,234.50"}, {45495, 165, `m"月"d"日"`, "7月22日"}, {1234.5, 164, "#,##0.00", "1,234.50"},
	} {
		if got := n.Text(test.value, test.built, test.code); got != test.want {
			t.Errorf("%v as %d %q: %q, want %q", test.value, test.built, test.code, got, test.want)
		}
	}
}
