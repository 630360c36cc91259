package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// rows have what spreadsheet programs make something else of.
var rows = [][]string{
	{"规则", "说明"},
	{"PUB01", "起止之间，“10”\n第二行"},
	{`=cmd|' /C calc'!A0`, "+86 0730"},
	{"-1", "@SUM(A1)"},
	{"00123", "1e5"},
	{"", "a\x00\x1b[31mb\ufffe_x0041_"},
}

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	write(t, func() (Writer, error) { return NewCSV(&b) })
	text, marked := strings.CutPrefix(b.String(), "\uFEFF")
	if !marked {
		t.Error("no byte order mark")
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{rows[0], rows[1], {`'=cmd|' /C calc'!A0`, "'+86 0730"}, {"'-1", "'@SUM(A1)"}, rows[4], {"", "a[31mb_x0041_"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	write(t, func() (Writer, error) { return NewXLSX(&b, "核查结果", 10, 60) })
	file, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	got, err := file.GetRows("核查结果")
	if err != nil {
		t.Fatal(err)
	}
	want := append(append([][]string{}, rows[:5]...), []string{"", "a[31mb_x0041_"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, cell := range []string{"A3", "B4", "A5"} {
		if formula, err := file.GetCellFormula("核查结果", cell); formula != "" || err != nil {
			t.Errorf("%s has the formula %q, %v", cell, formula, err)
		}
		if kind, err := file.GetCellType("核查结果", cell); kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v, %v: want a text", cell, kind, err)
		}
	}
}

func write(t *testing.T, open func() (Writer, error)) {
	t.Helper()
	w, err := open()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// What a cell cannot hold is cut, and the cell says so.
func TestXLSXLongCells(t *testing.T) {
	var b bytes.Buffer
	x, err := NewXLSX(&b, "表")
	if err != nil {
		t.Fatal(err)
	}
	fits, long := strings.Repeat("水", CellLimit), strings.Repeat("水𠮷", CellLimit/2)
	for _, row := range [][]string{{"文"}, {fits}, {long}} {
		if err := x.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.AddSheet("说明", [][]string{{"项", "值"}, {"查询", "=1+1"}}, 10, 20); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x.Cut != 1 {
		t.Errorf("%d cells were cut, want 1", x.Cut)
	}
	file, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	got, err := file.GetRows("表")
	if err != nil {
		t.Fatal(err)
	}
	if got[1][0] != fits {
		t.Errorf("a text of %d characters has %d", CellLimit, len([]rune(got[1][0])))
	}
	kept, marked := strings.CutSuffix(got[2][0], cut)
	if !marked || !strings.HasPrefix(long, kept) || len(kept) < 2*CellLimit {
		t.Errorf("a long text was kept to %d bytes: …%q", len(kept), got[2][0][max(0, len(got[2][0])-90):])
	}
	notes, err := file.GetRows("说明")
	if diff := cmp.Diff([][]string{{"项", "值"}, {"查询", "=1+1"}}, notes); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if formula, err := file.GetCellFormula("说明", "B2"); formula != "" || err != nil {
		t.Errorf("a formula %q, %v", formula, err)
	}
}
