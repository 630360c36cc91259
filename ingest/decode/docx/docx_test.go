package docx

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

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

const (
	wordSpace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictSpace = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	rootOpen    = `<w:document xmlns:w="` + wordSpace + `" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>`
	rootClose   = `<w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:body></w:document>`
)

// parts are the members of a file, in their order.
type parts [][2]string

func (p parts) pack(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for _, part := range p {
		f, err := w.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, part[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// file is a document with this body.
func file(t testing.TB, body string, more ...[2]string) []byte {
	t.Helper()
	p := parts{{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", rootOpen + body + rootClose}}
	return append(p, more...).pack(t)
}

func decodeFile(t testing.TB, data []byte) (*gongshi.Document, error) {
	t.Helper()
	in := decode.Input{Data: data}
	f, err := decode.Find([]decode.Format{Format()}, in)
	if err != nil {
		return nil, err
	}
	return decode.Run(t.Context(), f, in)
}

func text(t testing.TB, data []byte) string {
	t.Helper()
	doc, err := decodeFile(t, data)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Text
}

func para(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

func run(s string) string { return `<w:r><w:t xml:space="preserve">` + s + "</w:t></w:r>" }

func TestInline(t *testing.T) {
	tests := []struct{ about, body, want string }{
		{"paragraphs", para("一") + "<w:p/>" + para("二"), "一\n二\n"},
		{"runs", "<w:p>" + run("岳办发〔") + run("2022") + run("〕4号 ") + "</w:p>", "岳办发〔2022〕4号\n"},
		{"tab and breaks", "<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:cr/><w:t>四</w:t></w:r></w:p>", "一\t二\n三\n四\n"},
		{"tab stops are no tabs", "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>" + run("一") + "</w:p>", "一\n"},
		{"tracked changes", "<w:p>" + run("新建") + "<w:del><w:r><w:delText>18</w:delText></w:r></w:del><w:ins>" + run("21") + "</w:ins><w:moveFrom>" + run("甲") + "</w:moveFrom><w:moveTo>" + run("乙") + "</w:moveTo></w:p>", "新建21乙\n"},
		{"a deleted end of a paragraph", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("上") + "</w:p>" + para("下"), "上下\n"},
		{"the last end deleted", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("上") + "</w:p>", "上\n"},
		{"old properties", "<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange></w:pPr>" + run("一") + "</w:p>", "一\n"},
		{"hidden", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t><w:tab/></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>一</w:t></w:r></w:p>", "一\n"},
		{"hidden by a style", "<w:p><w:r><w:rPr><w:rStyle w:val='Unseen'/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Unseen'/><w:vanish w:val='0'/></w:rPr><w:t>一</w:t></w:r></w:p>", "一\n"},
		{"hidden by the style of the paragraph", "<w:p><w:pPr><w:pStyle w:val='UnseenToo'/></w:pPr>" + run("x") + "<w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t>一</w:t></w:r></w:p>", "一\n"},
		{"field", "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF</w:instrText></w:r>" + run("x") + "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("果") + "<w:r><w:fldChar w:fldCharType='end'/></w:r>" + run("后") + "</w:p>", "果后\n"},
		{"equation", "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>eq \\o\\ac(○,</w:instrText></w:r><w:r><w:instrText>3)</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>" + run("条") + "</w:p>", "③条\n"},
		{"simple field and link", "<w:p><w:fldSimple w:instr='PAGE'>" + run("1") + "</w:fldSimple><w:hyperlink>" + run("链接") + "</w:hyperlink></w:p>", "1链接\n"},
		{"content control", "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" + para("一") + "<w:p><w:sdt><w:sdtContent>" + run("二") + "</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>", "一\n二\n"},
		{"text box once", "<w:p>" + run("前") + "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" + para("框") + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + para("框") + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>" + run("后") + "</w:p>", "前后\n框\n"},
		{"text box of old", "<w:p><w:r><w:pict><v:textbox><w:txbxContent>" + para("框") + para("二") + "</w:txbxContent></v:textbox></w:pict></w:r></w:p>", "框\n二\n"},
		{"text of drawings", "<w:p><w:r><w:drawing><a:p><a:r><a:t>x</a:t></a:r></a:p></w:drawing></w:r>" + run("一") + "</w:p>", "一\n"},
		{"formula", "<w:p>" + run("C") + "<m:oMath><m:r><m:t>=2</m:t></m:r></m:oMath></w:p>", "C=2\n"},
		{"ruby", "<w:p><w:r><w:ruby><w:rt>" + run("xiao") + "</w:rt><w:rubyBase>" + run("销") + "</w:rubyBase></w:ruby></w:r></w:p>", "销\n"},
		{"symbols", "<w:p><w:r><w:sym w:font='Wingdings 2' w:char='F052'/><w:t>是</w:t><w:sym w:font='Symbol' w:char='F0B7'/><w:noBreakHyphen/><w:sym w:font='X' w:char='2014'/></w:r></w:p>", "☑是-—\n"},
		{"line ends of the source", "<w:p><w:r>\n<w:t>\n一\n二 </w:t>\n</w:r></w:p>", "一 二\n"},
		{"characters that cannot be seen", para("公\u200b\u00ad示"), "公示\n"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, text(t, file(t, test.body, [2]string{"word/styles.xml", stylesXML}))); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestTable(t *testing.T) {
	cell := func(props, content string) string {
		return "<w:tc><w:tcPr>" + props + "</w:tcPr>" + content + "</w:tc>"
	}
	row := func(cells ...string) string { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
	table := "<w:tbl><w:tblPr/><w:tblGrid/>" +
		row(cell("<w:gridSpan w:val='3'/>", para("任务表"))) +
		row(cell("", para("序号")), cell("", para("措施")), cell("", para("情况"))) +
		row(cell("<w:vMerge w:val='restart'/>", para("1")), cell("", para("甲")+para("乙")), cell("", "<w:p/>")) +
		row(cell("<w:vMerge/>", "<w:p/>"), cell("<w:gridSpan w:val='2'/>", para("丙")), cell("<w:cellDel/>", para("x"))) +
		"<w:sdt><w:sdtContent>" + row(cell("", para("2")), cell("", "<w:tbl>"+row(cell("", para("内")), cell("", para("表")))+"</w:tbl><w:p/>"), cell("", para("末"))) + "</w:sdtContent></w:sdt>" +
		"<w:tr><w:trPr><w:del/></w:trPr>" + cell("", para("x")) + "</w:tr></w:tbl>"
	doc, err := decodeFile(t, file(t, para("前")+table+para("后")+"<w:tbl>"+row(cell("", para("框一")+para("框二")))+"</w:tbl>"))
	if err != nil {
		t.Fatal(err)
	}
	want := "前\n任务表\n序号\t措施\t情况\n1\t甲 乙\t\n\t丙\t\n2\t内 表\t末\n后\n框一\n框二\n"
	if diff := cmp.Diff(want, doc.Text); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, b := range doc.Blocks {
		got = append(got, fmt.Sprintf("%s %d/%d/%d", b.Span.Of(doc.Text), b.Table, b.Row, b.Column))
	}
	blocks := []string{"任务表 1/0/0", "序号 1/1/0", "措施 1/1/1", "情况 1/1/2", "1 1/2/0", "甲 乙 1/2/1", "丙 1/3/1", "2 1/4/0", "内 表 1/4/1", "末 1/4/2", "框一\n框二 2/0/0"}
	if diff := cmp.Diff(blocks, got); diff != "" {
		t.Error(diff)
	}
}

const numberingXML = `<w:numbering xmlns:w="` + wordSpace + `">
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3.%4"/></w:lvl>
 <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Item"/><w:lvlText w:val="第%1条"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:pStyle w:val="SubItem"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Linked"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Linked"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="附件%1："/></w:lvl></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>
</w:numbering>`

const stylesXML = `<w:styles xmlns:w="` + wordSpace + `">
<w:style w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="SubItem"><w:basedOn w:val="Item"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Derived"><w:basedOn w:val="Item"/></w:style>
<w:style w:styleId="Heading"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="UnseenToo"><w:basedOn w:val="Unseen"/></w:style>
<w:style w:styleId="Circle"><w:basedOn w:val="Circle"/></w:style>
</w:styles>`

func TestNumbering(t *testing.T) {
	item := func(id, level int, s string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr>%s</w:p>`, level, id, run(s))
	}
	styled := func(style, s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + run(s) + `</w:p>`
	}
	body := item(1, 0, "甲") + item(1, 1, "乙") + item(1, 1, "丙") + item(1, 2, "丁") + para("文") +
		item(1, 0, "戊") + item(1, 1, "己") + item(1, 3, "庚") + item(1, 4, "点") +
		item(3, 0, "重来") + item(3, 0, "再") + item(5, 0, "另样") + item(1, 0, "又") +
		styled("Item", "条") + styled("SubItem", "款") + styled("Derived", "条") + styled("SubItem", "款") +
		`<w:p><w:pPr><w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>` + run("无") + `</w:p>` +
		item(4, 0, "圈") + item(4, 0, "圈") + item(9, 0, "不存在") + styled("Circle", "环") + item(1, 99, "太深")
	want := "一、甲\n（一）乙\n（二）丙\n1.丁\n文\n二、戊\n（一）己\n2.1.1 庚\n点\n一、重来\n二、再\n附件3：另样\n四、又\n第3条条\nA 款\n第4条条\nA 款\n无\n①圈\n②圈\n不存在\n环\n太深\n"
	data := file(t, body, [2]string{"word/numbering.xml", numberingXML}, [2]string{"word/styles.xml", stylesXML})
	if diff := cmp.Diff(want, text(t, data)); diff != "" {
		t.Error(diff)
	}
}

func TestHeadings(t *testing.T) {
	body := `<w:p><w:pPr><w:pStyle w:val="Heading"/></w:pPr>` + run("题") + `</w:p><w:p><w:pPr><w:pStyle w:val="Heading"/><w:outlineLvl w:val="9"/></w:pPr>` + run("文") + `</w:p>`
	doc, err := decodeFile(t, file(t, body, [2]string{"word/styles.xml", stylesXML}))
	if err != nil {
		t.Fatal(err)
	}
	want := []gongshi.Block{{Span: gongshi.Span{Start: 0, End: 3}, Kind: gongshi.BlockHeading, Level: 2}}
	if diff := cmp.Diff(want, doc.Blocks); diff != "" {
		t.Error(diff)
	}
}

func TestPackage(t *testing.T) {
	const relsOpen = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relation := func(kind, target string) string {
		return `<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships` + kind + `" Target="` + target + `"/>`
	}
	moved := parts{
		{"_rels/.rels", relsOpen + relation("/officeDocument", "/word/document2.xml") + relation("/metadata/core-properties", "docProps/core.xml") + "</Relationships>"},
		{"word/_rels/document2.xml.rels", relsOpen + relation("/styles", "s.xml") + "</Relationships>"},
		{`word\document2.xml`, strings.ReplaceAll(rootOpen, wordSpace, strictSpace) + `<w:p><w:pPr><w:pStyle w:val="Heading"/></w:pPr>` + run("题") + "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>" + rootClose},
		{"word/s.xml", stylesXML},
		{"docProps/core.xml", `<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 整改 公示 </dc:title></p>`},
	}.pack(t)
	doc, err := decodeFile(t, moved)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Text != "题\n" || doc.Title != "整改 公示" || len(doc.Blocks) != 1 || len(doc.Diagnostics) != 1 {
		t.Errorf("%+v", doc)
	}
	// The list of relationships is not needed.
	if got := text(t, file(t, para("一"), [2]string{"_rels/.rels", "<broken"})); got != "一\n" {
		t.Errorf("%q", got)
	}
}

func TestRefused(t *testing.T) {
	whole := file(t, para(strings.Repeat("公示", 3000)))
	encrypted := bytes.Clone(whole)
	for at := 0; ; { // set the flag in the list of parts
		next := bytes.Index(encrypted[at:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		at += next + 4
		encrypted[at+4] |= 1
	}
	entities := `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>` + rootOpen + para("&b;") + rootClose
	external := `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + rootOpen + para("&x;") + rootClose
	document := func(xml string) []byte { return parts{{"word/document.xml", xml}}.pack(t) }
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"no text", file(t, "<w:p/>"), decode.CodeEmpty},
		{"text instead", []byte("整改销号公示"), decode.CodeUnsupported},
		{"cut short", whole[:len(whole)-40], decode.CodeDamaged},
		{"half", whole[:len(whole)/2], decode.CodeDamaged},
		{"encrypted parts", encrypted, decode.CodeEncrypted},
		{"a table", parts{{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<x/>"}}.pack(t), decode.CodeUnsupported},
		{"no main part", parts{{"[Content_Types].xml", "<Types/>"}, {"other.xml", "<x/>"}}.pack(t), decode.CodeUnsupported},
		{"another root", document("<html/>"), decode.CodeUnsupported},
		{"an empty main part", document(""), decode.CodeDamaged},
		{"cut in the middle of XML", document(rootOpen + "<w:p><w:r><w:t>公"), decode.CodeDamaged},
		{"entities", document(entities), decode.CodeDamaged},
		{"external entity", document(external), decode.CodeDamaged},
		{"nested", document(rootOpen + strings.Repeat("<w:sdt>", 5000)), decode.CodeLimit},
		{"nested tables", document(rootOpen + strings.Repeat("<w:tbl><w:tr><w:tc>", 5000)), decode.CodeLimit},
		{"a bomb", document(rootOpen + "<w:p><w:r><w:t>" + strings.Repeat(" ", decode.MaxInput) + "</w:t></w:r></w:p>" + rootClose), decode.CodeLimit},
	}
	for _, test := range tests {
		decodetest.Refused(t, Format(), 3*time.Second, test.about, test.data, test.code)
	}
}

// TestMatch knows a document by its beginning alone, whatever part is first.
func TestMatch(t *testing.T) {
	far := strings.Repeat("\x01\x02\x03", decode.HeadSize)
	for about, test := range map[string]struct {
		data []byte
		want bool
	}{
		"types first":     {file(t, para("一")), true},
		"types last":      {parts{{"_rels/.rels", "x"}, {"docProps/app.xml", "x"}, {"word/document.xml", "x"}, {"[Content_Types].xml", "x"}}.pack(t), true},
		"a picture first": {parts{{"word/media/image1.png", far}, {"word/document.xml", "x"}}.pack(t), true},
		"xlsx":            {parts{{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}}.pack(t), false},
		"pptx":            {parts{{"[Content_Types].xml", "x"}, {"ppt/presentation.xml", "x"}}.pack(t), false},
		"ofd":             {parts{{"OFD.xml", "x"}, {"Doc_0/Document.xml", "x"}}.pack(t), false},
		"odt":             {parts{{"mimetype", "x"}, {"content.xml", "x"}}.pack(t), false},
		"a header alone":  {[]byte("PK\x03\x04"), false},
		"pdf":             {[]byte("%PDF-1.4 PK\x03\x04 word/"), false},
	} {
		if got := Format().Match(decode.Input{Data: test.data}.Head()); got != test.want {
			t.Errorf("%s: %v", about, got)
		}
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(para("一")+"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"+para("二")+"</w:tc></w:tr></w:tbl>", numberingXML)
	f.Add(`<w:p><w:pPr><w:numPr><w:ilvl w:val="3"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>`+run("甲")+`</w:p>`, numberingXML)
	f.Add("<w:p><w:r><w:fldChar w:fldCharType='end'/><w:sym w:char='110000'/></w:r><w:txbxContent/></w:p>", "<w:num")
	f.Fuzz(func(t *testing.T, body, numbers string) {
		in := decode.Input{Data: file(t, body, [2]string{"word/numbering.xml", numbers}, [2]string{"word/styles.xml", stylesXML})}
		doc, err := Format().Decode(t.Context(), in)
		if err != nil {
			if decode.CodeOf(err) == "" {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		for _, b := range doc.Blocks {
			if b.Span.End > len(doc.Text) || b.Span.Len() <= 0 {
				t.Errorf("block %+v in a text of %d", b, len(doc.Text))
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	whole := file(f, para("一"), [2]string{"word/numbering.xml", numberingXML})
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		Format().Match(data)
		if _, err := Format().Decode(t.Context(), decode.Input{Data: data}); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}
