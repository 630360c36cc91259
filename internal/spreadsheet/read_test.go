package spreadsheet

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestRead(t *testing.T) {
	want := [][]string{{"编号", "责任单位"}, {"8", "平江县，华容县"}}
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("编号,责任单位\r\n8,平江县，华容县\r\n")
	if err != nil {
		t.Fatal(err)
	}
	var book bytes.Buffer
	write(t, func() (Writer, error) { return NewXLSX(&book, "计划") })
	for name, data := range map[string]string{
		"comma": "编号,责任单位\n8,平江县，华容县\n", "mark": "\uFEFF编号,责任单位\n8,\"平江县，华容县\"\n", "tab": "编号\t责任单位\n8\t平江县，华容县\n",
		"semicolon": "编号;责任单位\n8;平江县，华容县", "GB18030": gbk,
	} {
		got, err := Read([]byte(data))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v -want +got\n%s", name, err, diff)
		}
	}
	if got, err := Read(book.Bytes()); err != nil || len(got) < 2 || got[0][0] != "规则" {
		t.Errorf("workbook: %v %v", got, err)
	}
	for name, data := range map[string][]byte{"half a workbook": book.Bytes()[:100], "zeros": {0, 1, 2}} {
		if _, err := Read(data); !errors.Is(err, ErrTable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := Read(nil); err != nil || len(got) != 0 {
		t.Errorf("nothing: %v %v", got, err)
	}
}
