package doc

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
	"gongshi/ingest/decode/internal/ole"
)

func textOf(t testing.TB, pieces ...part) string {
	t.Helper()
	return decodetest.Document(t, Format(), file{pieces: pieces, fonts: []string{"宋体", "Wingdings", "Symbol"}, styles: styles}.build(t)).Text
}

var (
	deleted = mod(modDeleted, 1)
	hidden  = mod(modHidden, 1)
	special = mod(modSpecial, 1)
)

// styles are those of the tests: 1 is a heading, 2 is based on it, 3 hides its
// text, 4 is one of characters that does, 5 is based on itself.
var styles = []styleDef{
	{kind: 1, base: noStyle},
	{kind: 1, built: 2, base: noStyle},
	{kind: 1, base: 1, paras: mod(modInTable, 0)},
	{kind: 1, base: noStyle, chars: mod(modHidden, 1)},
	{kind: 2, base: noStyle, chars: mod(modHidden, 1)},
	{kind: 1, base: 5},
	{kind: 1, base: noStyle, paras: join(mod(modList, 1, 0), mod(modListLevel, 1))},
	{kind: 1, base: noStyle, paras: mod(modList, 1, 0)},
}

func TestText(t *testing.T) {
	tests := []struct {
		about  string
		pieces []part
		want   string
	}{
		{"paragraphs", []part{{text: "一\r\r二\r"}}, "一\n二\n"},
		{"no mark at the end", []part{{text: "一"}}, "一\n"},
		{"bytes", []part{{text: "café “1”—…€\r", narrow: true}}, "café “1”—…€\n"},
		{"bytes and units", []part{{text: "a ", narrow: true}, {text: "公"}, {text: "b\r", narrow: true}}, "a 公b\n"},
		{"pieces in another order", []part{{text: "前"}, {text: "后\r", swap: true}}, "前后\n"},
		{"beyond U+FFFF", []part{{text: "𠮷\r"}}, "𠮷\n"},
		{"marks", []part{{text: "a\tb\vc\x0ed\x1ee\x1ff\u00a0g\x01\x05\r"}}, "a\tb\nc\nd-ef g\n"},
		{"page break", []part{{text: "一\f二\r"}}, "一\n二\n"},
		{"section", []part{{text: "一\f", style: 1}, {text: "二\r"}}, "一\n二\n"},
		{"hidden", []part{{text: "x", char: hidden}, {text: "一\r"}}, "一\n"},
		{"hidden by a style", []part{{text: "x"}, {text: "一", char: mod(modHidden, 0x81)}, {text: "x", char: mod(modHidden, 0x80)}, {text: "\r", style: 3}}, "一\n"},
		{"hidden by a style of characters", []part{{text: "x", char: mod(modCharStyle, 4, 0)}, {text: "一\r"}}, "一\n"},
		{"hidden by the piece", []part{{text: "x", prm: 0x5C<<1 | 1<<8}, {text: "y", prm: 1}, {text: "一\r"}}, "一\n"},
		{"deleted", []part{{text: "新建"}, {text: "18", char: deleted}, {text: "21\r"}}, "新建21\n"},
		{"a deleted end", []part{{text: "上"}, {text: "\r", char: deleted}, {text: "下\r"}}, "上下\n"},
		{"field", []part{{text: "\x13 REF \x13X\x14y\x15 \x14果\x15后\r"}}, "果后\n"},
		{"equation", []part{{text: `a` + "\x13" + ` EQ \o\ac(○,12)` + "\x15b\r"}}, "a⑫b\n"},
		{"a field without an end", []part{{text: "前\x13 后\r末\r"}}, "前 后\n末\n"},
		{"the end of a field alone", []part{{text: "前\x15\x14后\r"}}, "前后\n"},
		{"symbols", []part{{text: "("}, {text: "(", char: mod(modSymbol, 1, 0, 0xFE, 0xF0)}, {text: "(", char: mod(modSymbol, 2, 0, 0xB3, 0xF0)}, {text: "\uf052\r"}}, "(☑≥\n"},
		{"signs of a font", []part{{text: "\uf0fe", char: mod(modFont, 1, 0)}, {text: "是\r"}}, "☑是\n"},
		{"a circle of styles", []part{{text: "一\r", style: 5}}, "一\n"},
		{"a style that is not there", []part{{text: "一\r", style: 999}}, "一\n"},
		{"half of a character", []part{{text: "一\r", char: []byte{0x3C}}}, "一\n"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, textOf(t, test.pieces...)); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestHeadings(t *testing.T) {
	data := file{styles: styles, pieces: []part{
		{text: "题\r", style: 1}, {text: "文\r", style: 1, para: mod(modOutline, 9)}, {text: "章\r", para: mod(modOutline, 0)}, {text: "节\r", style: 2},
		{text: "注"}, {text: "\x02", char: special}, {text: "。\r"}, {text: "脚注\r"},
	}, notes: 3}.build(t)
	doc := decodetest.Document(t, Format(), data)
	if diff := cmp.Diff([]string{"heading 2 题", "heading 1 章", "heading 2 节"}, decodetest.Blocks(doc)); diff != "" {
		t.Error(diff)
	}
	if doc.Text != "题\n文\n章\n节\n注。\n" {
		t.Errorf("%q", doc.Text)
	}
	if diff := cmp.Diff([]string{"notes-left-out"}, decodetest.Codes(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestLists(t *testing.T) {
	const chinese, decimal, bullet, none = 39, 0, 23, 255
	three := []levelDef{{1, chinese, "\x00、", 0, 2}, {1, chinese, "（\x01）", 0, 0}, {3, decimal, "\x00.\x02", 4, 0}}
	for range 5 {
		three = append(three, levelDef{1, bullet, "\uf06c", 0, 0})
	}
	three = append(three, levelDef{1, none, "附：", 0, 0})
	f := file{
		styles: styles,
		lists: []listDef{
			{id: 7, levels: three, styles: [9]int{0xFFF, 7, 0xFFF, 0xFFF, 0xFFF, 0xFFF, 0xFFF, 0xFFF, 0xFFF}},
			{id: 9, simple: true, levels: []levelDef{{1, 18, "\x00", 0, 0}}},
		},
		uses: []useDef{{list: 7, level: -1}, {list: 7, level: 0, start: 1}, {list: 9, level: -1}, {list: 7, level: 0, look: &levelDef{1, decimal, "条\x00", 0, 0}}, {list: 99, level: -1}},
	}
	item := func(use, level byte, s string) {
		f.pieces = append(f.pieces, part{text: s + "\r", para: join(mod(modList, use, 0), mod(modListLevel, level))})
	}
	item(1, 0, "甲")
	item(1, 1, "乙")
	item(1, 1, "丙")
	item(1, 2, "丁")
	item(1, 3, "点")
	item(1, 8, "附")
	item(1, 0, "戊")
	item(2, 0, "重来")
	item(4, 0, "另样")
	item(3, 0, "圈")
	item(5, 0, "不存在")
	item(77, 0, "没有")
	f.pieces = append(f.pieces, part{text: "款\r", style: 6}, part{text: "款\r", style: 7}, part{text: "无\r", style: 6, para: mod(modList, 0, 0)},
		part{text: "旧\r", para: mod(modList, 0xFF, 0x07)})
	doc := decodetest.Document(t, Format(), f.build(t))
	want := "一、甲\n（一）乙\n（二）丙\n1.3 丁\n点\n附：附\n二、戊\n一、重来\n条2 另样\n①圈\n不存在\n没有\n（一）款\n（二）款\n无\n旧\n"
	if diff := cmp.Diff(want, doc.Text); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"list-numbers-missing"}, decodetest.Codes(doc)); diff != "" {
		t.Error(diff)
	}
}

// rowMods are the modifiers of a row: where its cells end, and how they are
// merged.
func rowMods(left int, cells ...[2]int) []byte {
	body := []byte{byte(len(cells))}
	body = le.AppendUint16(body, uint16(left))
	for _, c := range cells {
		body = le.AppendUint16(body, uint16(c[0]))
	}
	for _, c := range cells {
		body = append(le.AppendUint16(body, uint16(c[1])), make([]byte, 18)...)
	}
	return append(le.AppendUint16(mod(modRow), uint16(len(body)+1)), body...)
}

func TestTable(t *testing.T) {
	in, ends := mod(modInTable, 1), mod(modEndsRow, 1)
	const firstOf, restOf, restart, below = 1, 2, 0x60, 0x20
	row := func(mods []byte, cells ...string) []part {
		var out []part
		for _, c := range cells {
			out = append(out, part{text: c + "\a", para: in})
		}
		return append(out, part{text: "\a", para: join(in, ends, mods)})
	}
	three := func(a, b, c int) []byte { return rowMods(-100, [2]int{1000, a}, [2]int{3000, b}, [2]int{5000, c}) }
	huge := three(0, below, 0)
	f := file{styles: styles, data: append(le.AppendUint16([]byte{9}, uint16(len(huge))), huge...)}
	f.pieces = append(f.pieces, part{text: "前\r"})
	f.pieces = append(f.pieces, row(rowMods(-100, [2]int{5000, 0}), "任务表")...)
	f.pieces = append(f.pieces, row(three(0, 0, 0), "序号", "措施", "结果")...)
	f.pieces = append(f.pieces, part{text: "1\a", para: in}, part{text: "甲\r", para: in})
	f.pieces = append(f.pieces, row(three(restart, restart, 0), "乙", "")...)
	f.pieces = append(f.pieces, row(three(below, firstOf, restOf), "", "丙", "")...)
	f.pieces = append(f.pieces, row(join(three(0, 0, 0), mod(modMergeDown, 2, 0, 1), mod(modMergeRight, 1, 3)), "", "丁", "")...)
	f.pieces = append(f.pieces, row(join(mod(modHuge, 1, 0, 0, 0)), "2", "x", "戊")...)
	inner := join(in, mod(modNesting, 2, 0, 0, 0))
	f.pieces = append(f.pieces, part{text: "3\a", para: in},
		part{text: "内\r", para: join(inner, mod(modInnerCell, 1))}, part{text: "表\r", para: join(inner, mod(modInnerCell, 1))}, part{text: "\r", para: join(inner, mod(modInnerRow, 1))})
	f.pieces = append(f.pieces, row(three(0, 0, 0), "外", "末")...)
	f.pieces = append(f.pieces, part{text: "后\r"}, part{text: "框一\r", para: in})
	f.pieces = append(f.pieces, row(rowMods(0, [2]int{5000, 0}), "框二")...)
	doc := decodetest.Document(t, Format(), f.build(t))
	want := "前\n任务表\n序号\t措施\t结果\n1\t甲 乙\t\n\t丙\n\t丁\n2\t\t戊\n3\t内 表 外\t末\n后\n框一\n框二\n"
	if diff := cmp.Diff(want, doc.Text); diff != "" {
		t.Error(diff)
	}
	blocks := []string{"cell 1/0/0 任务表", "cell 1/1/0 序号", "cell 1/1/1 措施", "cell 1/1/2 结果", "cell 1/2/0 1", "cell 1/2/1 甲 乙", "cell 1/3/1 丙", "cell 1/4/1 丁",
		"cell 1/5/0 2", "cell 1/5/2 戊", "cell 1/6/0 3", "cell 1/6/1 内 表 外", "cell 1/6/2 末", "cell 2/0/0 框一\n框二"}
	if diff := cmp.Diff(blocks, decodetest.Blocks(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestBoxes(t *testing.T) {
	f := file{styles: styles, pieces: []part{{text: "前\b后\r末"}, {text: "\b", char: hidden}, {text: "\r"}},
		boxes: []boxDef{{at: 1, text: "框\r二\r"}, {at: 5, text: "x\r"}, {at: -1, text: "散\r"}}, tail: "\r"}
	if diff := cmp.Diff("前后\n框\n二\n末\n散\n", decodetest.Document(t, Format(), f.build(t)).Text); diff != "" {
		t.Error(diff)
	}
}

// TestOverlappingBoxes has text boxes that are said to begin before the end of
// others: a few bytes of a table would stand for all of the text, each.
func TestOverlappingBoxes(t *testing.T) {
	f := file{styles: styles, pieces: []part{{text: "文\r"}}, tail: "\r"}
	for i := range 20 {
		f.boxes = append(f.boxes, boxDef{at: -1, text: string(rune('一'+i)) + "\r", back: i%2 == 1})
	}
	got := decodetest.Document(t, Format(), f.build(t)).Text
	for i := range 20 {
		if n := strings.Count(got, string(rune('一'+i))); n > 1 {
			t.Fatalf("box %d comes %d times: %q", i, n, got)
		}
	}
	if !strings.HasPrefix(got, "文\n一\n丁\n丂\n七\n") {
		t.Errorf("%q", got)
	}
}

// TestNestedBoxes has text boxes that hang in one another: reading goes only so
// deep, but all of them come.
func TestNestedBoxes(t *testing.T) {
	const boxes = 4000
	f := file{styles: styles, pieces: []part{{text: "文\b\r"}}, tail: "\r"}
	for i := range boxes {
		f.boxes = append(f.boxes, boxDef{at: 3*i + 1, text: string(rune('一'+i)) + "\b\r"})
	}
	data := f.build(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	doc := decodetest.Document(t, Format(), data)
	runtime.ReadMemStats(&after)
	for i := range boxes {
		if n := strings.Count(doc.Text, string(rune('一'+i))+"\n"); n != 1 {
			t.Fatalf("box %d comes %d times", i, n)
		}
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
		t.Errorf("it took %d MB", used>>20)
	}
}

// oldFile is a document of Word 95.
func oldFile(t testing.TB, language, flags uint16, text string) []byte {
	t.Helper()
	raw, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	main := make([]byte, 0x300)
	le.PutUint16(main, 0xA5DC)
	le.PutUint16(main[2:], 104)
	le.PutUint16(main[6:], language)
	le.PutUint16(main[0x0A:], flags)
	le.PutUint32(main[0x18:], 0x300)
	le.PutUint32(main[0x34:], uint32(len(raw)))
	main = append(main, raw...)
	if flags&4 != 0 {
		half := len(raw) / 2
		at := len(main)
		plc := le.AppendUint32(le.AppendUint32(le.AppendUint32(nil, 0), uint32(len(raw)-half)), uint32(len(raw)))
		for _, from := range []int{0x300 + half, 0x300} {
			plc = append(le.AppendUint32(append(plc, 0, 0), uint32(from)), 0, 0)
		}
		main = append(le.AppendUint32(append(main, 2), uint32(len(plc))), plc...)
		le.PutUint32(main[0x160:], uint32(at))
		le.PutUint32(main[0x164:], uint32(len(main)-at))
	}
	return decodetest.OLE(decodetest.Stream{Name: "WordDocument", Data: main})
}

func TestOld(t *testing.T) {
	for _, test := range []struct {
		about           string
		language, flags uint16
		text, want      string
	}{
		{"Chinese", 0x0804, 0, "整改（１）\r序号\a结果\a\a1\a\v完成\a\a末\r", "整改（１）\n序号\t结果\n1\t完成\n末\n"},
		{"said to be English", 0x0409, 0, "整改销号\r销号\r", "整改销号\n销号\n"},
		{"saved fast", 0x0804, 4, "后后前前", "前前后后\n"},
	} {
		doc := decodetest.Document(t, Format(), oldFile(t, test.language, test.flags, test.text))
		if diff := cmp.Diff(test.want, doc.Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
		if diff := cmp.Diff([]string{"word-95"}, decodetest.Codes(doc)); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestNotice(t *testing.T) {
	decodetest.CheckNotice(t, Format(), decodetest.File(t, "notice.doc"))
}

func TestAccuracy(t *testing.T) {
	decodetest.CheckAccuracy(t, Format(), "a-word97.doc", "a.txt")
	decodetest.CheckAccuracy(t, Format(), "a-wps-truncated-tail.wps", "a.txt")
}

// TestTail reads a file whose last sector is not whole, as WPS Office leaves it.
func TestTail(t *testing.T) {
	whole := decodetest.File(t, "notice.doc")
	doc := decodetest.Document(t, Format(), whole[:len(whole)-100])
	if doc.Text != decodetest.Notice {
		t.Error(cmp.Diff(decodetest.Notice, doc.Text))
	}
}

func TestRefused(t *testing.T) {
	good := file{pieces: []part{{text: "一\r"}}, styles: styles}
	stream := func(name string, data []byte) []byte {
		return decodetest.OLE(decodetest.Stream{Name: name, Data: data})
	}
	magic := func(n int) []byte {
		return stream("worddocument", append([]byte{byte(n), byte(n >> 8), 0xC1}, make([]byte, 5000)...))
	}
	encrypted := good
	encrypted.flags = 0x100
	overlap := bytes.Repeat([]byte("整改"), 2_000_000)
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"no text", file{pieces: []part{{text: "\r\r"}}}.build(t), decode.CodeEmpty},
		{"text instead", []byte("整改销号公示"), decode.CodeUnsupported},
		{"a table", stream("Workbook", make([]byte, 5000)), decode.CodeUnsupported},
		{"half", good.build(t)[:2000], decode.CodeDamaged},
		{"a header alone", good.build(t)[:512], decode.CodeDamaged},
		{"encrypted", encrypted.build(t), decode.CodeEncrypted},
		{"an encrypted package", stream("EncryptedPackage", make([]byte, 5000)), decode.CodeEncrypted},
		{"an encrypted package with something to show", decodetest.OLE(decodetest.Stream{Name: "WordDocument", Data: make([]byte, 5000)}, decodetest.Stream{Name: "EncryptedPackage"}), decode.CodeEncrypted},
		{"Word 2", magic(0xA5DB), decode.CodeUnsupported},
		{"no stream of tables", magic(0xA5EC), decode.CodeDamaged},
		{"an empty stream", stream("WordDocument", nil), decode.CodeDamaged},
		{"no old text", oldFile(t, 0x0804, 0, ""), decode.CodeDamaged},
		{"a bomb", append(good.build(t), make([]byte, decode.MaxInput)...), decode.CodeLimit},
		{"a long paragraph", file{pieces: []part{{text: string(overlap) + "\r"}}, styles: styles}.build(t), ""},
		{"many fields", file{pieces: []part{{text: strings.Repeat("\x13", 500_000) + "一" + strings.Repeat("\x15", 500_000) + "二\r"}}, styles: styles}.build(t), ""},
	}
	for _, test := range tests {
		decodetest.Refused(t, Format(), 3*time.Second, test.about, test.data, test.code)
	}
}

func TestDamaged(t *testing.T) {
	whole := decodetest.File(t, "notice.doc")
	decodetest.CutShort(t, Format(), whole, "cut-short")
	decodetest.Mutants(t, Format(), whole, 1000)
}

func FuzzFile(f *testing.F) {
	f.Add(decodetest.File(f, "notice.doc"))
	f.Add(oldFile(f, 0x0804, 4, "整改\a\a\a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := decodetest.Read(t, Format(), data); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}

// FuzzStreams skips the OLE2 file around.
func FuzzStreams(f *testing.F) {
	whole := file{pieces: []part{{text: "一\b\x13x\x14y\x15\r", style: 6}, {text: "二\a", para: mod(modInTable, 1)}, {text: "\a", para: join(mod(modEndsRow, 1), rowMods(0, [2]int{9, 2}))}},
		styles: styles, lists: []listDef{{id: 1, simple: true, levels: []levelDef{{1, 39, "\x00、", 0, 2}}}}, uses: []useDef{{list: 1, level: 0, start: 2}}, boxes: []boxDef{{at: 1, text: "框\r"}}, tail: "\r"}
	parts, err := ole.Open(whole.build(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(parts.Stream("WordDocument"), parts.Stream("1Table"), []byte{})
	f.Fuzz(func(t *testing.T, main, table, data []byte) {
		file := decodetest.OLE(decodetest.Stream{Name: "WordDocument", Data: main}, decodetest.Stream{Name: "1Table", Data: table},
			decodetest.Stream{Name: "0Table", Data: table}, decodetest.Stream{Name: "Data", Data: data})
		if _, err := decodetest.Read(t, Format(), file); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}
