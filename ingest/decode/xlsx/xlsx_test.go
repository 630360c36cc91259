package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

const (
	mainSpace     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// part is a member of a file.
type part struct{ name, content string }

func zipped(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, p.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// styles has the formats of numbers that cells use: 1 a date, 2 a percentage, 3
// the short date, 4 a date in Chinese numerals, 5 to 7 formats of several sections.
const styles = `<styleSheet xmlns="` + mainSpace + `"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>` +
	`<numFmt numFmtId="165" formatCode="0.0%"/><numFmt numFmtId="167" formatCode="0.00;-0.00;&quot;-&quot;"/><numFmt numFmtId="168" formatCode="[=1]&quot;是&quot;;[=0]&quot;否&quot;"/><numFmt numFmtId="169" formatCode="0;-0;;@"/><numFmt numFmtId="166" formatCode="[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>` +
	`<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="169"/></cellXfs><cellStyles/><dxfs><dxf><xf numFmtId="9"/></dxf></dxfs></styleSheet>`

// bookOf is a workbook of sheets, each given as its XML within the root, with
// more attributes of the sheet in front of a bar.
func bookOf(t testing.TB, sheets ...string) []byte {
	t.Helper()
	var list, relations strings.Builder
	var parts []part
	for i, s := range sheets {
		attrs, content, ok := strings.Cut(s, "|")
		if !ok {
			attrs, content = "", s
		}
		fmt.Fprintf(&list, `<sheet name="Sheet%d" sheetId="%d" r:id="rId%d" %s/>`, i+1, i+1, i+1, attrs)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relationSpace, i+1)
		parts = append(parts, part{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), `<worksheet xmlns="` + mainSpace + `">` + content + `</worksheet>`})
	}
	fmt.Fprintf(&relations, `<Relationship Id="rId90" Type="%s/styles" Target="styles.xml"/><Relationship Id="rId91" Type="%[1]s/sharedStrings" Target="sharedStrings.xml"/>`, relationSpace)
	parts = append([]part{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageSpace + `"><Relationship Id="rId1" Type="` + relationSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainSpace + `" xmlns:r="` + relationSpace + `"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageSpace + `">` + relations.String() + `</Relationships>`},
		{"xl/styles.xml", styles},
		{"xl/sharedStrings.xml", `<sst xmlns="` + mainSpace + `"><si><t>公示</t></si><si><r><t>整</t></r><r><t>改</t></r><rPh><t>x</t></rPh></si></sst>`},
	}, parts...)
	return zipped(t, parts...)
}

func data(rows ...string) string {
	return "<sheetData>" + strings.Join(rows, "") + "</sheetData>"
}

func row(number int, cells ...string) string {
	return fmt.Sprintf(`<row r="%d">%s</row>`, number, strings.Join(cells, ""))
}

func str(ref, text string) string {
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, text)
}

func num(ref string, style int, value string) string {
	return fmt.Sprintf(`<c r="%s" s="%d"><v>%s</v></c>`, ref, style, value)
}

func TestCells(t *testing.T) {
	tests := []struct {
		about, want string
		sheets      []string
	}{
		{"texts", "公示\t整改\t行 内\n", []string{data(row(1, `<c r="A1" t="s"><v>0</v></c>`, `<c r="B1" t="s"><v>1</v></c>`, str("C1", "行\n内")))}},
		{"numbers", "45495\t2024年7月22日\t85.5%\t2024/7/22\t0.3\n", []string{data(row(1, num("A1", 0, "45495"), num("B1", 1, "45495"), num("C1", 2, "0.855"), num("D1", 3, "45495"), num("E1", 0, "0.30000000000000004")))}},
		{"Chinese numerals", "二〇二四年七月二十二日\n", []string{data(row(1, num("A1", 4, "45495")))}},
		{"typed numerals", "二○二四年七月二二日\n", []string{data(row(1, str("A1", "二○二四年七月二二日")))}},
		{"sections", "-\t否\t是\t7\n-1.50\n", []string{data(row(1, num("A1", 5, "0"), num("B1", 6, "0"), num("C1", 6, "1"), num("D1", 7, "0"), num("E1", 7, "7")), row(2, `<c s="5"><f>x</f><v>-1.5</v></c>`))}},
		{"results", "TRUE\t#N/A\t文\n", []string{data(row(1, `<c r="A1" t="b"><v>1</v></c>`, `<c r="B1" t="e"><v>#N/A</v></c>`, `<c r="C1" t="str"><f>x</f><v>文</v></c>`))}},
		{"rows and columns without text", "a\tb\nc\n", []string{data(row(3, str("B3", "a"), `<c r="C3"/>`, str("E3", "b")), row(9, str("B9", "c")), row(10, str("C10", "  ")))}},
		{"merged", "题\n1\tx\ty\n\t\tz\n", []string{data(row(1, str("A1", "题"), str("B1", "no")), row(2, str("A2", "1"), str("B2", "x"), str("D2", "y")), row(3, str("A3", "no"), str("B3", "no"), str("C3", "no"), str("D3", "z"))) +
			`<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/><mergeCell ref="B2:C3"/><mergeCell ref="x"/><mergeCell ref="D3:D3"/></mergeCells>`}},
		{"hidden", "a\n", []string{`<cols><col min="2" max="3" hidden="1"/></cols>` + data(row(1, str("A1", "a"), str("B1", "x"), str("C1", "x")), `<row r="2" hidden="true">`+str("A2", "x")+`</row>`), `state="hidden"|` + data(row(1, str("A1", "x")))}},
		{"sheets", "a\nb\n", []string{data(row(1, str("A1", "a"))), data(), data(row(1, str("A1", "b")))}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, decodetest.Document(t, Format(), bookOf(t, test.sheets...)).Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

// TestBrokenSheet has a sheet that ends too early beside others.
func TestBrokenSheet(t *testing.T) {
	broken := data(row(1, str("A1", "甲"), num("B1", 1, "45495")), row(2, str("A2", "乙"))) + "<x"
	for _, test := range []struct {
		about, want string
		sheets      []string
		code        decode.Code
	}{
		{"the first", "甲\t2024年7月22日\n乙\n丙\n", []string{broken, data(row(1, str("A1", "丙")))}, ""},
		{"the second", "丙\n甲\t2024年7月22日\n乙\n", []string{data(row(1, str("A1", "丙"))), broken}, ""},
		{"both", "", []string{broken, broken}, decode.CodeDamaged},
		{"beside an empty one", "", []string{broken, data()}, decode.CodeDamaged},
		{"beside a hidden one", "", []string{broken, `state="hidden"|` + data(row(1, str("A1", "丙")))}, decode.CodeDamaged},
	} {
		doc, err := decodetest.Read(t, Format(), bookOf(t, test.sheets...))
		if decode.CodeOf(err) != test.code {
			t.Errorf("%s: %v, want %s", test.about, err, test.code)
		}
		if doc == nil || err != nil {
			continue
		}
		if diff := cmp.Diff(test.want, doc.Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
		if diff := cmp.Diff([]string{"sheet-incomplete"}, decodetest.Codes(doc)); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

// TestBoxes has a text box over a sheet.
func TestBoxes(t *testing.T) {
	drawing := `<wsDr xmlns:a="a"><twoCellAnchor><sp><txBody><a:p><a:r><a:t>框一</a:t></a:r><a:r><a:t>框二</a:t></a:r></a:p><a:p><a:r><a:t>框三</a:t></a:r></a:p></txBody></sp></twoCellAnchor></wsDr>`
	whole := bookOf(t, data(row(1, str("A1", "a"))))
	relations := part{"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships xmlns="` + packageSpace + `"><Relationship Id="rId1" Type="` + relationSpace + `/drawing" Target="../drawings/drawing1.xml"/></Relationships>`}
	for content, want := range map[string]string{drawing: "a\n框一框二\n框三\n", drawing[:130]: "a\n框一框二\n"} {
		doc := decodetest.Document(t, Format(), with(t, whole, relations, part{"xl/drawings/drawing1.xml", content}))
		if doc.Text != want || len(doc.Diagnostics) != 0 && content == drawing || len(doc.Diagnostics) != 1 && content != drawing {
			t.Errorf("%q, %v", doc.Text, doc.Diagnostics)
		}
	}
}

// with adds parts to a file.
func with(t testing.TB, file []byte, more ...part) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []part
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part{f.Name, string(content)})
	}
	return zipped(t, append(parts, more...)...)
}

func TestTable(t *testing.T) {
	decodetest.CheckTable(t, Format(), decodetest.File(t, "table.xlsx"))
}

func TestAccuracy(t *testing.T) {
	doc := decodetest.Document(t, Format(), decodetest.Shared(t, "table-merged.xlsx"))
	if diff := cmp.Diff(decodetest.SharedTable, doc.Text); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	good := bookOf(t, data(row(1, str("A1", "一"))))
	var sparse []string
	for i := range decodetest.Size(1000) {
		sparse = append(sparse, row(i+1, str(fmt.Sprintf("XFD%d", i+1), "a")))
	}
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"no text", bookOf(t, data()), decode.CodeEmpty},
		{"text instead", []byte("整改销号公示"), decode.CodeUnsupported},
		{"a document", zipped(t, part{"[Content_Types].xml", "x"}, part{"word/document.xml", "x"}), decode.CodeUnsupported},
		{"half", good[:len(good)/2], decode.CodeDamaged},
		{"no workbook", zipped(t, part{"xl/other.xml", "x"}), decode.CodeUnsupported},
		{"a broken workbook", zipped(t, part{"xl/workbook.xml", "<x"}), decode.CodeDamaged},
		{"a broken sheet", bookOf(t, "<sheetData><row r='1'>"+str("A1", "一")), decode.CodeDamaged},
		{"entities", bookOf(t, data(row(1, str("A1", "&a;")))), decode.CodeDamaged},
		{"a name that is no cell", bookOf(t, data(row(1, str("A0", "一")))), decode.CodeDamaged},
		{"nested", bookOf(t, strings.Repeat("<a>", 5000)), decode.CodeLimit},
		{"a bomb", bookOf(t, data(row(1, str("A1", strings.Repeat("a", decode.MaxInput))))), decode.CodeLimit},
		{"a bomb of one text", bookOf(t, data(row(1, strings.Repeat(`<c t="s"><v>0</v></c>`, 100_000)))+strings.Repeat(" ", 1000)), ""},
		{"cells far apart", bookOf(t, data(sparse...)), ""},
		{"the last cell", bookOf(t, data(row(1048576, str("XFD1048576", "一")))), ""},
	}
	for _, test := range tests {
		decodetest.Refused(t, Format(), 5*time.Second, test.about, test.data, test.code)
	}
}

func TestDamaged(t *testing.T) {
	whole := decodetest.File(t, "table.xlsx")
	decodetest.CutShort(t, Format(), whole)
	decodetest.Mutants(t, Format(), whole, 100)
}

func FuzzSheet(f *testing.F) {
	f.Add(`<cols><col min="2" max="3" hidden="1"/></cols>` + data(row(1, num("A1", 1, "45495"), `<c r="B1" t="s"><v>1</v></c>`)) + `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`)
	f.Add(data(`<row><c><v>1e300</v></c><c t="s"><v>-1</v></c></row><row r="0"/>`))
	f.Fuzz(func(t *testing.T, content string) {
		if _, err := decodetest.Read(t, Format(), bookOf(t, "|"+content)); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(decodetest.File(f, "table.xlsx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		Format().Match(data)
		if _, err := Format().Decode(t.Context(), decode.Input{Data: data}); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}
