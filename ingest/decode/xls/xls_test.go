package xls

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

var le = binary.LittleEndian

// rec writes a record.
func rec(kind int, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(le.AppendUint16(le.AppendUint16(nil, uint16(kind)), uint16(len(body))), body...)
}

func words(numbers ...int) []byte {
	var b []byte
	for _, n := range numbers {
		b = le.AppendUint16(b, uint16(n))
	}
	return b
}

func double(n int) []byte           { return le.AppendUint32(nil, uint32(n)) }
func float(f float64) []byte        { return le.AppendUint64(nil, math.Float64bits(f)) }
func chars(s string) []byte         { return words16(utf16.Encode([]rune(s))) }
func shortOf(f float64) []byte      { return le.AppendUint32(nil, uint32(math.Float64bits(f)>>32)) }
func wholeOf(n, by int) []byte      { return double(n<<2 | 2 | by) }
func at(row, col, style int) []byte { return words(row, col, style) }

func words16(units []uint16) []byte {
	var b []byte
	for _, u := range units {
		b = le.AppendUint16(b, u)
	}
	return b
}

// text is a text with its length in two bytes.
func text(s string) []byte {
	units := utf16.Encode([]rune(s))
	return append(append(words(len(units)), isWide), words16(units)...)
}

var begin, end = rec(kindBegin, words(0x0600, 5)), rec(kindEnd)

// sheetOf is a sheet of a test: what its entry says, and its records.
type sheetOf struct {
	name    string
	state   int
	kind    int
	records []byte
}

// book puts a workbook together: the records about it, and its sheets.
func bookOf(globals []byte, sheets ...sheetOf) []byte {
	entry := func(s sheetOf, at int) []byte {
		units := utf16.Encode([]rune(s.name))
		return rec(kindSheet, double(at), []byte{byte(s.state), byte(s.kind), byte(len(units)), isWide}, words16(units))
	}
	size := len(begin) + len(globals) + len(end)
	for _, s := range sheets {
		size += len(entry(s, 0))
	}
	stream := append(bytes.Clone(begin), globals...)
	var bodies []byte
	for _, s := range sheets {
		stream = append(stream, entry(s, size+len(bodies))...)
		bodies = append(bodies, bytes.Join([][]byte{rec(kindBegin, words(0x0600, 16)), s.records, end}, nil)...)
	}
	return append(append(stream, end...), bodies...)
}

func file(stream []byte) []byte {
	return decodetest.OLE(decodetest.Stream{Name: "Workbook", Data: stream})
}

// one is a workbook of one sheet with these records.
func one(globals []byte, records ...[]byte) []byte {
	return file(bookOf(globals, sheetOf{name: "Sheet1", records: bytes.Join(records, nil)}))
}

// formats are styles: 1 a date, 2 a percentage, 3 the short date.
var formats = bytes.Join([][]byte{
	rec(kindFormat, words(164), text(`yyyy"年"m"月"d"日"`)), rec(kindFormat, words(165), text("0.0%")),
	rec(kindStyle, words(0, 0)), rec(kindStyle, words(0, 164)), rec(kindStyle, words(0, 165)), rec(kindStyle, words(0, 14)),
}, nil)

// shared are the texts that cells share; one of them goes on in another record.
var shared = bytes.Join([][]byte{
	rec(kindTexts, double(4), double(4), text("公示"), words(3), []byte{isWide | hasRuns | hasSound}, words(1), double(2), chars("整改表"), make([]byte, 6),
		words(4), []byte{isWide}, chars("生态")),
	rec(kindContinue, []byte{isWide}, chars("环境"), words(4), []byte{0}, []byte("ab")),
	rec(kindContinue, []byte{0}, []byte("cd")),
}, nil)

func TestCells(t *testing.T) {
	label := func(row, col int, s string) []byte { return rec(kindLabel, at(row, col, 0), text(s)) }
	formula := func(row, col int, result ...byte) []byte {
		return rec(kindFormula, at(row, col, 2), append(result, make([]byte, 8-len(result))...), make([]byte, 8))
	}
	special := func(kind, value byte) []byte { return []byte{kind, 0, value, 0, 0, 0, 0xFF, 0xFF} }
	tests := []struct {
		about, want string
		data        []byte
	}{
		{"shared texts", "公示\t整改表\t生态环境\tabcd\n", one(shared, rec(kindSharedTxt, at(0, 0, 0), double(0)), rec(kindSharedTxt, at(0, 1, 0), double(1)),
			rec(kindSharedTxt, at(0, 2, 0), double(2)), rec(kindSharedTxt, at(0, 3, 0), double(3)), rec(kindSharedTxt, at(0, 4, 0), double(99)))},
		{"texts that part at their edges", "整改\tab\t公示\n", one(bytes.Join([][]byte{
			// The characters begin just behind the end of a record, which the next flags.
			rec(kindTexts, double(3), double(3), words(2), []byte{0}), rec(kindContinue, []byte{isWide}, chars("整改"), words(2), []byte{isWide}),
			rec(kindContinue, []byte{0}, []byte("ab"), words(2), []byte{isWide}, chars("公")), rec(kindContinue), rec(kindContinue, []byte{isWide}, chars("示"))}, nil),
			rec(kindSharedTxt, at(0, 0, 0), double(0)), rec(kindSharedTxt, at(0, 1, 0), double(1)), rec(kindSharedTxt, at(0, 2, 0), double(2)))},
		{"numbers", "45495\t2024年7月22日\t85.5%\t2024/7/22\t0.3\n", one(formats, rec(kindNumber, at(0, 0, 0), float(45495)), rec(kindNumber, at(0, 1, 1), float(45495)),
			rec(kindNumber, at(0, 2, 2), float(0.855)), rec(kindNumber, at(0, 3, 3), float(45495)), rec(kindNumber, at(0, 4, 0), float(0.1+0.2)))},
		{"short numbers", "-7\t1.5\t0.25\n3\t1.5\n", one(nil, rec(kindShort, at(0, 0, 0), wholeOf(-7, 0)), rec(kindShort, at(0, 1, 0), shortOf(1.5)), rec(kindShort, at(0, 2, 0), wholeOf(25, 1)),
			rec(kindShorts, words(1, 0, 0), wholeOf(3, 0), words(0), shortOf(1.5), words(1)))},
		{"from 1904", "2024/7/22\n", one(append(rec(kindFrom1904, words(1)), formats...), rec(kindNumber, at(0, 0, 3), float(45495-1462)))},
		{"no number", "a\n", one(nil, rec(kindNumber, at(0, 0, 0), float(math.NaN())), label(0, 1, "a"))},
		{"formulas", "25.0%\t文\tTRUE\t#N/A\n", one(formats, formula(0, 0, float(0.25)...), formula(0, 1, special(0, 0)...), rec(kindString, text("文")), rec(kindString, text("x")),
			formula(0, 2, special(1, 1)...), formula(0, 3, special(2, 0x2A)...), formula(0, 4, special(3, 0)...))},
		{"truth", "FALSE\t#DIV/0!\n", one(nil, rec(kindTruth, at(0, 0, 0), []byte{0, 0}), rec(kindTruth, at(0, 1, 0), []byte{7, 1}))},
		{"merged", "题\n1\tx\ty\n\t\tz\n", one(nil, label(0, 0, "题"), label(1, 0, "1"), label(1, 1, "x"), label(1, 3, "y"), label(2, 0, "no"), label(2, 3, "z"),
			label(2, 2, "no"), rec(kindMerged, words(3, 0, 0, 0, 3, 1, 2, 0, 0, 1, 2, 1, 2)))},
		{"hidden", "a\n", file(bookOf(nil, sheetOf{name: "甲", records: bytes.Join([][]byte{rec(kindColumns, words(1, 2, 0, 0, 1)), rec(kindRow, words(1, 0, 0, 0, 0, 0, 0x20, 0)),
			label(0, 0, "a"), label(0, 1, "x"), label(1, 0, "x")}, nil)}, sheetOf{name: "乙", state: 1, records: label(0, 0, "x")}))},
		{"sheets", "清单\na\tc\nb\n", file(bookOf(nil, sheetOf{name: "清单", records: append(label(0, 0, "a"), label(0, 1, "c")...)}, sheetOf{name: "图", kind: 2, records: label(0, 0, "x")}, sheetOf{name: "有题", records: label(0, 0, "b")}))},
		{"a chart within", "a\nb\n", one(nil, label(0, 0, "a"), begin, label(5, 0, "x"), end, label(1, 0, "b"))},
		{"text boxes, not remarks", "a\n框\n", one(nil, label(0, 0, "a"), rec(kindObject, words(0x15, 18, 6)), rec(kindBoxText, make([]byte, 10), words(1), make([]byte, 6)), rec(kindContinue, []byte{isWide}, chars("框")),
			rec(kindObject, words(0x15, 18, 0x19)), rec(kindBoxText, make([]byte, 10), words(1), make([]byte, 6)), rec(kindContinue, []byte{isWide}, chars("x")))},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, decodetest.Document(t, Format(), test.data).Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

// TestOld reads a workbook of Excel 95, whose texts are bytes.
func TestOld(t *testing.T) {
	gbk := func(s string) []byte {
		raw, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(raw)
	}
	for page, name := range map[int]string{936: "清单", 1252: "清单", 99: "清单"} {
		start := bytes.Join([][]byte{rec(kindBegin, words(0x0500, 5)), rec(kindPage, words(page)), rec(kindFormat, words(164), []byte{4}, []byte(`0.0%`)), rec(kindStyle, words(0, 164))}, nil)
		body := bytes.Join([][]byte{rec(kindBegin, words(0x0500, 16)), rec(kindLabel, at(0, 0, 0), words(8), gbk("整改销号")),
			rec(kindRichLabel, at(0, 1, 0), words(4), gbk("公示"), []byte{1, 0, 0}), rec(kindNumber, at(0, 2, 0), float(0.5)),
			rec(kindFormula, at(0, 3, 0), []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}), rec(kindString, words(2), gbk("文")), end}, nil)
		entry := func(at int) []byte { return rec(kindSheet, double(at), []byte{0, 0, byte(len(gbk(name)))}, gbk(name)) }
		stream := bytes.Join([][]byte{start, entry(len(start) + len(entry(0)) + len(end)), end, body}, nil)
		doc := decodetest.Document(t, Format(), decodetest.OLE(decodetest.Stream{Name: "Book", Data: stream}))
		if diff := cmp.Diff("整改销号\t公示\t50.0%\t文\n", doc.Text); diff != "" {
			t.Errorf("%d: %s", page, diff)
		}
	}
}

func TestTable(t *testing.T) {
	decodetest.CheckTable(t, Format(), decodetest.File(t, "table.xls"))
}

func TestAccuracy(t *testing.T) {
	doc := decodetest.Document(t, Format(), decodetest.Shared(t, "table-merged.xls"))
	if diff := cmp.Diff(decodetest.SharedTable, doc.Text); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	label := rec(kindLabel, at(0, 0, 0), text("一"))
	long := rec(kindTexts, double(1), double(1), words(8000), []byte{isWide}, bytes.Repeat(chars("整改"), 4000))
	var many []byte
	for i := range 5000 {
		many = append(many, rec(kindSharedTxt, at(i, 0, 0), double(0))...)
	}
	var codes []byte
	for i := range 20_000 {
		codes = append(codes, rec(kindFormat, words(164+i%60_000), text(strings.Repeat("0", i%50)+"x"))...)
	}
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"no text", one(nil), decode.CodeEmpty},
		{"text instead", []byte("整改销号公示"), decode.CodeUnsupported},
		{"a document", decodetest.OLE(decodetest.Stream{Name: "WordDocument", Data: make([]byte, 5000)}), decode.CodeUnsupported},
		{"half", one(nil, label)[:1000], decode.CodeUnsupported}, // no list of contents: nothing says what it is
		{"encrypted", one(rec(kindPassword, make([]byte, 6)), label), decode.CodeEncrypted},
		{"an empty stream", file(nil), decode.CodeUnsupported},
		{"Excel 4", file(rec(0x0409, words(0, 16))), decode.CodeUnsupported},
		{"no sheet", file(bookOf(nil)), decode.CodeEmpty},
		{"a bomb", append(one(nil, label), make([]byte, decode.MaxInput)...), decode.CodeLimit},
		{"a bomb of one text", one(long, many), decode.CodeLimit},
		{"many formats", one(codes, label), ""},
		{"charts in charts", one(nil, label, bytes.Repeat(begin, 100_000)), ""},
	}
	for _, test := range tests {
		decodetest.Refused(t, Format(), 3*time.Second, test.about, test.data, test.code)
	}
}

func TestDamaged(t *testing.T) {
	whole := decodetest.File(t, "table.xls")
	decodetest.CutShort(t, Format(), whole, "cut-short")
	decodetest.Mutants(t, Format(), whole, 300)
}

func FuzzStream(f *testing.F) {
	f.Add(bookOf(append(bytes.Clone(shared), formats...), sheetOf{name: "表", records: bytes.Join([][]byte{rec(kindSharedTxt, at(0, 0, 0), double(2)), rec(kindNumber, at(1, 0, 1), float(45495)),
		rec(kindMerged, words(1, 0, 1, 0, 3)), rec(kindFormula, at(2, 0, 0), []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, make([]byte, 8)), rec(kindString, text("文"))}, nil)}))
	f.Fuzz(func(t *testing.T, stream []byte) {
		if _, err := decodetest.Read(t, Format(), file(stream)); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(decodetest.File(f, "table.xls"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := decodetest.Read(t, Format(), data); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}
