package workbook

import (
	"strings"
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
	s.Add(2, 7, "二○二四年七月二二日") // as it was typed
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
	if diff := cmp.Diff("清单\n左\t上\t二○二四年七月二二日\n一\t二 三\n框\n题\n", doc.Text); diff != "" {
		t.Error(diff)
	}
	want := []string{"heading 1 清单", "cell 1/2/2 左", "cell 1/2/5 上", "cell 1/2/7 二○二四年七月二二日", "cell 1/4/2 一", "cell 1/4/5 二 三", "cell 2/0/0 题"}
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

// TestHidden has merged cells of which a part is hidden, and sheets of which all
// is.
func TestHidden(t *testing.T) {
	row := func(s *Sheet, row int, texts ...string) {
		for column, text := range texts {
			s.Add(row, column, text)
		}
	}
	for _, test := range []struct {
		about, want string
		make        func(s *Sheet)
	}{
		{"its first column", "题\n乙\t丙\n", func(s *Sheet) {
			row(s, 0, "题", "", "", "under")
			row(s, 1, "甲", "乙", "丙")
			s.Merge(Area{0, 0, 0, 3})
			s.HideColumns(Range{0, 0})
		}},
		{"its first row", "甲\tb\n\tc\n", func(s *Sheet) {
			row(s, 0, "甲", "a")
			row(s, 1, "under", "b")
			row(s, 2, "", "c")
			s.Merge(Area{0, 0, 2, 0})
			s.HideRow(0)
		}},
		{"both, and more of it", "x\ty\n甲\tz\n", func(s *Sheet) {
			row(s, 0, "", "", "x", "y")
			s.Add(1, 0, "甲")
			s.Add(3, 3, "z")
			s.Merge(Area{1, 0, 4, 2})
			s.HideRow(2)
			s.HideRow(1)
			s.HideColumns(Range{1, 1})
			s.HideColumns(Range{0, 0})
		}},
		{"all of it", "x\n", func(s *Sheet) {
			row(s, 0, "甲", "", "x")
			s.Merge(Area{0, 0, 0, 1})
			s.HideColumns(Range{0, 0})
			s.HideColumns(Range{1, 1})
		}},
	} {
		s := New("一")
		test.make(s)
		var doc gongshi.Document
		if err := Write([]*Sheet{s}, &doc); err != nil {
			t.Errorf("%s: %v", test.about, err)
		}
		if diff := cmp.Diff(test.want, doc.Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
	gone, there := New("码表"), New("清单")
	row(gone, 0, "a", "b")
	gone.HideRow(0)
	row(there, 0, "甲", "乙")
	var doc gongshi.Document
	if err := Write([]*Sheet{gone, there}, &doc); err != nil || doc.Text != "甲\t乙\n" {
		t.Errorf("a sheet hidden row by row: %q, %v", doc.Text, err)
	}
	if diff := cmp.Diff([]string{"hidden-left-out"}, decodetest.Codes(&doc)); diff != "" {
		t.Error(diff)
	}
	again := New("码表")
	row(again, 0, "a", "b")
	again.HideRow(0)
	if err := Write([]*Sheet{again, New("空")}, new(gongshi.Document)); decode.CodeOf(err) != decode.CodeEmpty {
		t.Errorf("only hidden rows: %v", err)
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
		{45495, 166, "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "二〇二四年七月二十二日"},
		// A section for zero.
		{0, 164, "0;-0;;@", ""}, {5, 164, "0;-0;;@", "5"}, {-5, 164, "0;-0;;@", "-5"}, {0, 164, "#,##0;-#,##0;", ""}, {1234, 164, "#,##0;-#,##0;", "1,234"},
		{0, 164, "0.00;-0.00;\"-\"", "-"}, {0, 164, "0;-0", "0"}, {-1.5, 164, "0.0;(0.0)", "(1.5)"}, {-5, 164, "0", "-5"}, {5, 164, "0;;", "5"}, {-5, 164, "0;;", ""}, {0, 164, ";;;", ""},
		{5, 164, "0;@", "5"}, {-5, 164, "0;@", "-5"}, {5, 164, "@", "5"}, {5, 164, "[Red]0;[Blue]-0", "5"}, {-5, 164, "[Red]0;[Blue]-0", "-5"},
		{0, 164, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-"}, {-1234.5, 164, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-1,234.50"}, {0, 43, "", "-"}, {1234.5, 44, "", "¥1,234.50"},
		{45495, 164, `yyyy\-mm\-dd;@`, "2024-07-22"}, {45495, 164, `[$-804]yyyy"年"m"月"d"日";@`, "2024年7月22日"}, {-5, 164, `0.00_ ;[Red]\-0.00\ `, "-5.00"}, {-5, 164, `0_);[Red]\(0\)`, "(5)"},
		{0, 164, "#", ""}, {0, 164, `#,###"元"`, "元"}, {5, 164, `#,###"元"`, "5元"}, {0, 164, "??", ""}, {0, 164, "#,##0", "0"}, {0.5, 164, "0.0?", "0.5"}, {45495.5, 164, "h:mm AM/PM", "12:00 PM"},
		{5, 164, `0";"`, "5;"}, {5, 164, `0\;`, "5;"}, {5, 164, `0\"`, `5"`}, {5, 164, `0"\"`, `5\`}, {5, 164, `0"["`, "5["},
		// Conditions.
		{1, 164, `[=1]"是";[=0]"否"`, "是"}, {0, 164, `[=1]"是";[=0]"否"`, "否"}, {2, 164, `[=1]"是";[=0]"否"`, "2"}, {2, 164, `[=1]"是";[=0]"否";"不详"`, "不详"},
		{12345, 164, `[>=10000]0!.0,"万";0`, "1.2万"}, {999, 164, `[>=10000]0!.0,"万";0`, "999"}, {-5, 164, `[>=10000]0!.0,"万";0`, "-5"}, {0, 164, "[>0]0;(0)", "(0)"}, {-3, 164, "[<0]0;0", "3"},
		// What Chinese Excel writes.
		{1234567, 164, `0!.0,"万"`, "123.5万"}, {1234567, 164, `0\.0,"万"`, "123.5万"}, {8, 164, `G/通用格式"个"`, "8个"}, {-8.5, 164, `General"元"`, "-8.5元"},
		{123, 164, "[DBNum1]General", "一百二十三"}, {123, 164, "[DBNum1][$-804]G/通用格式", "一百二十三"}, {10, 164, "[DBNum1]General", "一十"}, {100500, 164, "[DBNum2][$-804]General\"元\"", "壹拾万零伍佰元"},
		{0, 164, "[DBNum1]General", "〇"}, {1.05, 164, "[DBNum1]", "一.〇五"}, {200000003, 164, "[DBNum1]General", "二亿〇三"}, {-12, 164, "[DBNum1]General", "-一十二"}, {123, 164, "[DBNum1]0", "一二三"}, {1e18, 164, "[DBNum1]General", "1000000000000000000"},
		// What no program writes.
		{5, 164, `0"`, "5"}, {5, 164, "0[", "5"}, {5, 164, `0\`, "5"}, {5, 164, "0_", "5"}, {5, 164, "0;0;0;0;0;0", "5"}, {5, 164, strings.Repeat("0", 3000), "5"},
	} {
		if got := strings.TrimSpace(n.Text(test.value, test.built, test.code)); got != test.want {
			t.Errorf("%v as %d %q: %q, want %q", test.value, test.built, test.code, got, test.want)
		}
	}
}
