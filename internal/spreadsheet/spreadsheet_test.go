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
