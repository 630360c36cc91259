// Package decodetest has what the tests of the formats share: reading a file as
// an import does, cutting it short, and how much of a known text came out.
package decodetest

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/internal/accuracy"
)

// Read finds out whether a file is of the format and reads it.
func Read(t testing.TB, f decode.Format, data []byte) (*gongshi.Document, error) {
	t.Helper()
	in := decode.Input{Data: data}
	found, err := decode.Find([]decode.Format{f}, in)
	if err != nil {
		return nil, err
	}
	doc, err := decode.Run(t.Context(), found, in)
	if err == nil {
		check(t, doc)
	}
	return doc, err
}

// Document is Read for files that are good.
func Document(t testing.TB, f decode.Format, data []byte) *gongshi.Document {
	t.Helper()
	doc, err := Read(t, f, data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// check looks at what holds for every document.
func check(t testing.TB, doc *gongshi.Document) {
	t.Helper()
	if !utf8.ValidString(doc.Text) || strings.Contains(doc.Text, "\x00") {
		t.Errorf("not a text: %q", doc.Text)
	}
	end := 0
	for _, b := range doc.Blocks {
		if b.Span.Start < end || b.Span.Len() <= 0 || b.Span.End > len(doc.Text) {
			t.Fatalf("block %+v in a text of %d, the one before ends at %d", b, len(doc.Text), end)
		}
		end = b.Span.End
	}
}

// Blocks lists the blocks of a document: "heading 1 标题", "cell 1/0/2 序号" for
// table, row and column.
func Blocks(doc *gongshi.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		place := fmt.Sprint(b.Level)
		if b.Kind == gongshi.BlockCell {
			place = fmt.Sprintf("%d/%d/%d", b.Table, b.Row, b.Column)
		}
		out = append(out, fmt.Sprintf("%s %s %s", b.Kind, place, b.Span.Of(doc.Text)))
	}
	return out
}

// Codes lists the codes of a document's diagnostics.
func Codes(doc *gongshi.Document) []string {
	var out []string
	for _, d := range doc.Diagnostics {
		out = append(out, d.Code)
	}
	return out
}

// File reads a file of the package's testdata.
func File(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Notice is the text of the notice of which each word processing format has a
// file notice.* in its testdata.
//
//go:embed testdata/notice.txt
var Notice string

// NoticeBlocks are its blocks.
var NoticeBlocks = []string{
	"heading 1 云岭县第二轮省级生态环境保护督察反馈问题（第九项）整改销号公示",
	"cell 1/0/0 整改任务完成情况一览",
	"cell 1/1/0 序号", "cell 1/1/1 任务", "cell 1/1/2 结果",
	"cell 1/2/0 1", "cell 1/2/1 拆除旧窑 并清运", "cell 1/2/2 完成",
	"cell 1/3/1 建成脱硫塔3座",
}

// CheckNotice reads the notice of a format.
func CheckNotice(t *testing.T, f decode.Format, data []byte) {
	t.Helper()
	doc := Document(t, f, data)
	if diff := cmp.Diff(Notice, doc.Text); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(NoticeBlocks, Blocks(doc)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"notes-left-out"}, Codes(doc)); diff != "" {
		t.Error(diff)
	}
	if doc.Title != "云岭县整改销号公示稿" {
		t.Errorf("title %q", doc.Title)
	}
}

// CheckAccuracy reads a file of the shared set whose known text is in another
// file of it; skips the test where there is no such set.
func CheckAccuracy(t *testing.T, f decode.Format, name, known string) {
	t.Helper()
	data, want := Shared(t, name), Shared(t, known)
	begun := time.Now()
	doc := Document(t, f, data)
	took := time.Since(begun)
	share := Accuracy(doc.Text, string(want))
	t.Logf("%s: accuracy %.4f, read in %v", name, share, took)
	const least = 0.99
	if share < least {
		t.Errorf("%s: accuracy %.4f, want %v at least:\n%s", name, share, least, cmp.Diff(string(want), doc.Text))
	}
}

// Table is the text of the workbook of which each format of workbooks has a file
// table.* in its testdata.
//
//go:embed testdata/table.txt
var Table string

// CheckTable reads the workbook of a format.
func CheckTable(t *testing.T, f decode.Format, data []byte) {
	t.Helper()
	doc := Document(t, f, data)
	if diff := cmp.Diff(Table, doc.Text); diff != "" {
		t.Error(diff)
	}
	want := []string{
		"cell 1/0/0 云岭县省级督察反馈问题整改销号清单",
		"cell 1/2/0 序号", "cell 1/2/1 反馈问题", "cell 1/2/2 整改措施", "cell 1/2/3 完成时间", "cell 1/2/4 完成率", "cell 1/2/5 资金（万元）",
		"cell 1/3/0 1", "cell 1/3/1 清溪镇砖瓦窑烟气直排。", "cell 1/3/2 拆除旧窑； 清运渣土。", "cell 1/3/3 2023年12月29日", "cell 1/3/4 85.5%", "cell 1/3/5 1,234.50",
		"cell 1/4/0 2", "cell 1/4/2 新建脱硫塔。", "cell 1/4/3 2023年12月29日", "cell 1/4/4 25.0%", "cell 1/4/5 详见附件",
		"cell 1/46/2 联系电话：0888-6123457",
		"cell 2/0/0 附件一", "cell 2/0/1 3.25",
	}
	if diff := cmp.Diff(want, Blocks(doc)); diff != "" {
		t.Error(diff)
	}
	// A sheet, and a row and a column of another.
	if diff := cmp.Diff([]string{"hidden-left-out", "hidden-left-out"}, Codes(doc)); diff != "" {
		t.Error(diff)
	}
	if doc.Title != "云岭县整改台账" {
		t.Errorf("title %q", doc.Title)
	}
}

// SharedTable is what the workbooks of the shared set hold.
const SharedTable = `石溪县第三轮中央生态环境保护督察反馈问题整改销号情况公示表
序号	反馈问题	整改目标	整改措施	整改落实情况	责任单位
1	龙窝河流域畜禽养殖污染治理推进不力。	完成12家规模养殖场升级改造。	1.立行立改； 2.系统治理。	2024年5月31日通过验收（石农验字〔2024〕3号）。	县农业农村局
2		断面水质达Ⅲ类。	加强监测。	总磷0.14毫克/升。	市生态环境局石溪分局
公示时间	2024-07-22	45495	0.855	监督电话	0999-7231856
`

// Shared reads a file of the set that several projects share, or skips the test
// where there is none.
func Shared(t testing.TB, name string) []byte {
	t.Helper()
	folder := os.Getenv("GONGSHI_SHARED")
	if folder == "" {
		t.Skip("GONGSHI_SHARED is not set")
	}
	data, err := os.ReadFile(filepath.Join(folder, "fixtures", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Accuracy is [accuracy.Of].
func Accuracy(got, want string) float64 { return accuracy.Of(got, want) }

// CutShort reads beginnings of a good file. Each must end soon in an error with
// a code, or in a document that says with one of the diagnostics that it is not
// whole; the text of the whole file may also just come out of less.
func CutShort(t *testing.T, f decode.Format, data []byte, diagnostics ...string) {
	t.Helper()
	whole := Document(t, f, data).Text
	const pieces = 97 // a prime number: the cuts fall at all kinds of places
	for i := range pieces {
		size := len(data) * i / pieces
		var doc *gongshi.Document
		var err error
		if took := took(func() { doc, err = Read(t, f, data[:size]) }); took > 5*time.Second {
			t.Errorf("%d of %d bytes took %v", size, len(data), took)
		}
		switch {
		case err != nil && (decode.CodeOf(err) == "" || decode.CodeOf(err) == decode.CodeCrashed):
			t.Errorf("%d of %d bytes: %v", size, len(data), err)
		case err == nil && doc.Text != whole && !anyOf(Codes(doc), diagnostics):
			t.Errorf("%d of %d bytes: %d of %d bytes of text, and nothing said: %v", size, len(data), len(doc.Text), len(whole), Codes(doc))
		}
	}
}

func anyOf(have, want []string) bool {
	for _, h := range have {
		for _, w := range want {
			if h == w {
				return true
			}
		}
	}
	return false
}

// Mutants reads damaged copies of a good file, made from a seed. None may panic,
// hang, or fail without a code.
func Mutants(t *testing.T, f decode.Format, data []byte, n int) {
	t.Helper()
	state := uint32(len(data))*2654435761 + 1
	next := func(below int) int {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		return int(state % uint32(below))
	}
	for range n {
		mutant := append([]byte(nil), data...)
		for range 1 + next(8) {
			at := next(len(mutant))
			switch next(3) {
			case 0:
				mutant[at] = byte(next(256))
			case 1:
				mutant[at] = []byte{0, 0xFF, 0x7F, 0x80}[next(4)]
			default:
				from := next(len(data))
				copy(mutant[at:], data[from:min(len(data), from+next(64))])
			}
		}
		begun := time.Now()
		_, err := decode.Run(t.Context(), f, decode.Input{Data: mutant})
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("a mutant took %v", took)
		}
		if err != nil && (decode.CodeOf(err) == "" || decode.CodeOf(err) == decode.CodeCrashed) {
			t.Errorf("a mutant: %v", err)
		}
	}
}
