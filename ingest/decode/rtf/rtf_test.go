package rtf

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

// fonts are those of the tests: f0 Chinese, f1 Western, f2 signs, f3 of no
// character set, f4 traditional, f5 with a code page of its own.
const fonts = `{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\froman\fcharset0 Times{\*\falt New Roman};}{\f2\fcharset2 Wingdings;}` +
	`{\f3\fcharset1 Any;}{\f4\fcharset136 Ming;}{\f5\fcharset0\cpg936 Song;}{\f6\fcharset2 Symbol;}}`

func file(body string) []byte {
	return []byte(`{\rtf1\ansi\ansicpg936\deff0` + fonts + `{\stylesheet{\s0 Normal;}{\s3\outlinelevel1 heading 2;}{\*\cs9 x;}}` + body + "}")
}

// gbk writes text as the bytes of GBK, escaped.
func gbk(t testing.TB, s string) string {
	t.Helper()
	raw, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return escape(raw)
}

func escape(raw string) string {
	var b strings.Builder
	for _, c := range []byte(raw) {
		fmt.Fprintf(&b, `\'%02x`, c)
	}
	return b.String()
}

func TestText(t *testing.T) {
	big5, err := traditionalchinese.Big5.NewEncoder().String("環境")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := simplifiedchinese.GBK.NewEncoder().String("公示")
	if err != nil {
		t.Fatal(err)
	}
	g := func(s string) string { return gbk(t, s) }
	tests := []struct{ about, body, want string }{
		{"paragraphs", g("一") + `\par\par ` + g("二"), "一\n二\n"},
		{"bytes as they are", raw, "公示\n"},
		{"a second byte that is a backslash", `\'8b\\` + `\'8b\'7b`, "媆媨\n"}, // 0x8B5C, 0x8B7B
		{"a second byte that is a letter", `\'81@`, "丂\n"},
		{"a pair over the border of a group", `{\'b9}\'ab`, "公\n"},
		{"escapes", `\{1\}\\2`, "{1}\\2\n"},
		{"line ends of the source", "a\r\nb\\\nc", "ab\nc\n"},
		{"characters by name", `a\tab b\line c\emdash\ldblquote d\rdblquote\~e\_f\-g`, "a\tb\nc—“d” e-fg\n"},
		{"a hyphen after a word", `\b-a`, "-a\n"},
		{"unicode", `\u20844?\u31034\'3f{\uc2\u20844??}{\uc0\u31034}a`, "公示公示a\n"},
		{"unicode below zero", `\u-244?a`, "，a\n"}, // U+FF0C is -244
		{"unicode, pairs of bytes stand in", `{\uc2\u20844\'b9\'ab\u31034\'ca\'be}`, "公示\n"},
		{"unicode, nothing stands in", `\u20844\u31034`, "公示\n"},
		{"unicode, words stand in", `\u20844\emdash{}\u31034\bin3 }}}a`, "公示a\n"},
		{"beyond U+FFFF", `\u-10179?\u-8777?`, "\U0001F5B7\n"},
		{"half of a character", `\u-10178?a`, "a\n"},
		{"Western font", `{\f1 caf\'e9}\f0 ` + g("一"), "café一\n"},
		{"Chinese in a Western font", `\f1 ` + g("公示") + `1`, "公示1\n"},
		{"font without a character set", `\f3 ` + g("公示"), "公示\n"},
		{"font that is not there", `\f77 ` + g("公示"), "公示\n"},
		{"traditional", `\f4 ` + escape(big5), "環境\n"},
		{"font with a code page", `\f5 ` + g("公"), "公\n"},
		{"a font for each class", `\f1\loch\af1\hich\af1\dbch\af0 ` + g("公") + `\hich\f1 \'b7 \'e0 a`, "公· à a\n"},
		{"the class ends", `\dbch\af4\rtlch\f0 ` + g("公"), "公\n"},
		{"the usual look", `\f4\v x\plain ` + g("公"), "公\n"},
		{"signs", `{\f2 \'fe\u-3842? \'6c}\f0 ` + g("是") + `{\f6 a\'b7}`, "☑☑是α\n"},
		{"hidden", `{\v x}a\v x\v0 b{\v x\par}`, "ab\n"},
		{"hidden bytes", `{\v ` + g("隐") + `}` + g("显"), "显\n"},
		{"tracked changes", `{\deleted x}{\revised a}{\deleted x\par}b`, "ab\n"},
		{"field", `{\field{\*\fldinst HYPERLINK "x"}{\fldrslt{\ul a}}}{\field{\*\fldinst{PAGE}}{\fldrslt 3}}`, "a3\n"},
		{"equation", `a{\field{\*\fldinst{ EQ \\o\\ac(\u9675?,}{7)}}{\fldrslt}}b{\field{\*\fldinst EQ \\b(x)}}`, "a⑦b\n"},
		{"left out", `{\header x\par}{\footer x}{\*\generator x;}{\*\unknown{x}}{\pict\pngblip 89504e}{\*\bkmkstart x}{\object{\*\objdata 00}{\result a}}{\xe x}`, "a\n"},
		{"a star in the middle", `{\b\*\cs7 a}{\*\cs7 x}`, "a\n"},
		{"a word that is only like a destination", `a\info b`, "ab\n"},
		{"bytes that are no text", `a\bin5 }}}}}b`, "ab\n"},
		{"said twice", `{\upr{x}{\*\ud{\u20844?}}}a`, "公a\n"},
		{"text box", `a{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt \pard b\par c\par}}{\shprslt{\*\do{\dptxbxtext x\par}}}}d\par e`, "ad\nb\nc\ne\n"},
		{"text box of old", `a{\*\do\dobxpage{\dptxbxtext\pard b\par}}\par`, "a\nb\n"},
		{"hidden text box", `a{\v{\shp{\*\shpinst{\shptxt x\par}}}}\par`, "a\n"},
		{"formula", `a{\mmath{\*\moMath{\mf{\mfPr{\mtype x}}{\mnum{\mr b}}}}}`, "ab\n"},
		{"sections", `a\sect b\page c`, "a\nb\nc\n"},
		{"marks that cannot be seen", `a\u8203?\u173?b`, "ab\n"},
		{"after the end", `a}{b}`, "a\n"},
		{"a mark in front", `\'ef`, "�\n"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, decodetest.Document(t, Format(), file(test.body)).Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

// TestCodePages reads files that say nothing, or something else, of their code
// page.
func TestCodePages(t *testing.T) {
	g := gbk(t, "整改销号")
	for _, test := range []struct{ about, data, want string }{
		{"nothing said", `{\rtf1 ` + g + `}`, "整改销号\n"},
		{"Western said", `{\rtf1\ansi\ansicpg1252 ` + g + `}`, "整改销号\n"},
		{"Western meant", `{\rtf1\ansi\ansicpg1252 caf\'e9 na\'efve}`, "café naïve\n"},
		{"a Russian font", `{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset204 x;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2}`, "Привет\n"},
		{"UTF-8", `{\rtf1\ansi\ansicpg65001 整改}`, "整改\n"},
		{"an unknown one", `{\rtf1\ansi\ansicpg99 ` + g + `}`, "整改销号\n"},
		{"Macintosh", `{\rtf1\mac caf\'8e}`, "café\n"},
		{"DOS", `{\rtf1\pc caf\'82}`, "café\n"},
		{"white space in front", "\xEF\xBB\xBF\r\n {\\rtf1\\ansicpg936 " + g + `}`, "整改销号\n"},
	} {
		if diff := cmp.Diff(test.want, decodetest.Document(t, Format(), []byte(test.data)).Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestParagraphs(t *testing.T) {
	g := func(s string) string { return gbk(t, s) }
	body := `{\info{\title ` + g("整改公示") + `}{\author x}}` +
		`\pard\s3 ` + g("题") + `\par\pard\s3\outlinelevel9 ` + g("文") + `\par\pard\outlinelevel0 ` + g("章") + `\par` +
		`\pard{\listtext\pard\plain ` + g("一、") + `\tab}\ls1 ` + g("甲") + `\par` +
		`{\pntext\f2\'b7\tab}{\*\pn\pnlvlblt{\pntxtb x}}` + g("点") + `\par` +
		`{\listtext 1\tab}\ls1 ` + g("乙") + `\par` +
		`\pard\ls1 ` + g("无") + `\par\pard ` + g("注") + `{\footnote x}{\*\footnote x}`
	doc := decodetest.Document(t, Format(), file(body))
	if diff := cmp.Diff("题\n文\n章\n一、甲\n点\n1 乙\n无\n注\n", doc.Text); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"heading 2 题", "heading 1 章"}, decodetest.Blocks(doc)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"notes-left-out", "list-numbers-missing"}, decodetest.Codes(doc)); diff != "" {
		t.Error(diff)
	}
	if doc.Title != "整改公示" {
		t.Errorf("title %q", doc.Title)
	}
}

func TestTable(t *testing.T) {
	row := func(makes string, cells ...string) string {
		return `\trowd\trleft-100` + makes + `\pard\intbl ` + strings.Join(cells, `\cell `) + `\cell\row`
	}
	const three = `\cellx1000\cellx3000\cellx5000`
	body := `a\par` + row(`\cellx5000`, "t") + row(three, "n", "m", "r") +
		row(`\clvmgf\cellx1010\cellx3000\cellx4990`, "1", `b\par c`, "") +
		row(`\clvmrg\cellx1000\clmgf\cellx3000\clmrg\cellx5000`, "", "d", "") +
		row(`\cellx1000\cellx5000`, "2", "e") +
		row(three, "3", `\itap2 x\nestcell{\*\nesttableprops\trowd\cellx9\nestrow}{\nonesttables\par}y\nestcell{\*\nesttableprops\nestrow}\itap1 z`, "f") +
		`\pard b\par` + row(`\cellx5000`, `g\par h`) + `\trowd\trleft-100\cellx1000\cellx2000\pard\intbl i\cell j\par`
	doc := decodetest.Document(t, Format(), file(body))
	if diff := cmp.Diff("a\nt\nn\tm\tr\n1\tb c\t\n\td\n2\te\n3\tx y z\tf\nb\ng\nh\ni\tj\n", doc.Text); diff != "" {
		t.Error(diff)
	}
	want := []string{"cell 1/0/0 t", "cell 1/1/0 n", "cell 1/1/1 m", "cell 1/1/2 r", "cell 1/2/0 1", "cell 1/2/1 b c", "cell 1/3/1 d",
		"cell 1/4/0 2", "cell 1/4/1 e", "cell 1/5/0 3", "cell 1/5/1 x y z", "cell 1/5/2 f", "cell 2/0/0 g\nh", "cell 2/1/0 i", "cell 2/1/1 j"}
	if diff := cmp.Diff(want, decodetest.Blocks(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestNotice(t *testing.T) {
	decodetest.CheckNotice(t, Format(), decodetest.File(t, "notice.rtf"))
}

func TestAccuracy(t *testing.T) { decodetest.CheckAccuracy(t, Format(), "a-gbk-bytes.rtf", "a.txt") }

func TestRefused(t *testing.T) {
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"no text", file(`\par\page`), decode.CodeEmpty},
		{"nothing but a header", []byte(`{\rtf`), decode.CodeEmpty},
		{"text instead", []byte("整改销号公示"), decode.CodeUnsupported},
		{"another format", []byte("PK\x03\x04"), decode.CodeUnsupported},
		{"nested", []byte(`{\rtf1` + strings.Repeat("{", 100_000)), decode.CodeLimit},
		{"a bomb", append(file("a"), make([]byte, decode.MaxInput)...), decode.CodeLimit},
		{"many fonts", file(strings.Repeat(`{\fonttbl{\f1 a;}}`, 100_000) + "a"), ""},
		{"a long word", file(`\` + strings.Repeat("a", 1_000_000) + " b"), ""},
		{"a long number", file(`\u` + strings.Repeat("9", 1_000_000) + " ? b"), ""},
		{"many text boxes", file(strings.Repeat(`{\shp{\*\shpinst{\shptxt a\par}}}`, 50_000)), ""},
		{"many cells", file(`\trowd` + strings.Repeat(`\cellx1`, 200_000) + strings.Repeat(`a\cell `, 200_000) + `\row`), ""},
	}
	for _, test := range tests {
		decodetest.Refused(t, Format(), 3*time.Second, test.about, test.data, test.code)
	}
}

func TestDamaged(t *testing.T) {
	whole := decodetest.File(t, "notice.rtf")
	decodetest.CutShort(t, Format(), whole, "cut-short")
	decodetest.Mutants(t, Format(), whole, 500)
}

func FuzzFile(f *testing.F) {
	f.Add(file(`{\listtext 1\tab}\ls1 a\u20844?{\uc2\u20844\'b9\'ab}{\v x}{\f2\'fe}\par`))
	f.Add(file(`\trowd\clvmrg\cellx1\clmrg\cellx2\pard\intbl a\cell\itap2 b\nestcell{\*\nesttableprops\nestrow}\cell\row`))
	f.Add(file(`{\shp{\*\shpinst{\shptxt a\trowd\cell}}}{\upr{x}{\*\ud b}}{\footnote c}\bin9 `))
	f.Fuzz(func(t *testing.T, data []byte) {
		Format().Match(data)
		_, err := decodetest.Read(t, Format(), append([]byte(`{\rtf1`), data...))
		if err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}
