package odt

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

const (
	spaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
		` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
		` xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"`
	contentOpen  = `<office:document-content` + spaces + `>`
	contentClose = `</office:body></office:document-content>`
)

// automatic are styles that the bodies of tests use.
const automatic = `<office:automatic-styles>
<style:style style:name="Unseen" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Seen" style:family="text"><style:text-properties text:display="true"/></style:style>
<style:style style:name="Gone" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<style:style style:name="GoneToo" style:family="paragraph" style:parent-style-name="Gone"/>
<style:style style:name="Circle" style:family="paragraph" style:parent-style-name="Circle"/>
<style:style style:name="Item" style:family="paragraph" style:list-style-name="L"/>
<text:list-style style:name="L">
 <text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
 <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2" text:start-value="3"/>
 <text:list-level-style-number text:level="3" style:num-format="A" loext:num-list-format="[%3%]" xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"/>
 <text:list-level-style-bullet text:level="4" text:bullet-char="•"/>
 <text:list-level-style-number text:level="5" style:num-format="" style:num-prefix="x"/>
</text:list-style>
<text:list-style style:name="D"><text:list-level-style-number text:level="1" style:num-format="①, ②, ③, ..."/></text:list-style>
</office:automatic-styles>`

// parts are the members of a file, in their order.
type parts [][2]string

func (p parts) pack(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for _, part := range p {
		method := zip.Deflate
		if part[0] == "mimetype" {
			method = zip.Store
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: part[0], Method: method})
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

// file is a document with this text.
func file(t testing.TB, text string, more ...[2]string) []byte {
	t.Helper()
	content := contentOpen + automatic + "<office:body><office:text>" + text + "</office:text>" + contentClose
	p := parts{{"mimetype", mediaType}, {"content.xml", content}}
	return append(p, more...).pack(t)
}

func para(s string) string { return "<text:p>" + s + "</text:p>" }

func TestInline(t *testing.T) {
	tests := []struct{ about, body, want string }{
		{"paragraphs", para("一") + "<text:p/>" + para("二"), "一\n二\n"},
		{"white space", para("\n  岳办发 \n〔2022〕<text:s/>4<text:s text:c=\"2\"/>号 "), "岳办发 〔2022〕 4  号\n"},
		{"spaces at the borders of spans", para("一 <text:span> 二</text:span> "), "一 二\n"},
		{"tab and break", para("一<text:tab/>二<text:line-break/>三"), "一\t二\n三\n"},
		{"hidden", para("<text:span text:style-name='Unseen'>x<text:tab/><text:span text:style-name='Seen'>一</text:span>x</text:span>二"), "一二\n"},
		{"hidden paragraphs", "<text:p text:style-name='Gone'>x</text:p><text:p text:style-name='GoneToo'>x</text:p>" + para("一"), "一\n"},
		{"hidden sections", "<text:section text:display='none'>" + para("x") + "</text:section><text:section>" + para("一") + "</text:section>", "一\n"},
		{"a circle of styles", "<text:p text:style-name='Circle'>一</text:p>", "一\n"},
		{"tracked changes", "<text:tracked-changes><text:changed-region><text:deletion>" + para("x") + "</text:deletion></text:changed-region></text:tracked-changes>" + para("一<text:change/><text:change-start/>二<text:change-end/>"), "一二\n"},
		{"link and field", para("<text:a>链接</text:a><text:date>2024年</text:date>"), "链接2024年\n"},
		{"remarks", para("一<office:annotation>" + para("x") + "</office:annotation>二"), "一二\n"},
		{"ruby", para("<text:ruby><text:ruby-base>销</text:ruby-base><text:ruby-text>xiao</text:ruby-text></text:ruby>"), "销\n"},
		{"text boxes", para("前<draw:frame><svg:title>x</svg:title><draw:text-box>"+para("框")+para("二")+"</draw:text-box></draw:frame>后") + para("末"), "前后\n框\n二\n末\n"},
		{"shapes", para("<draw:g><draw:custom-shape>" + para("形") + "</draw:custom-shape></draw:g>"), "形\n"},
		{"a frame of the page", "<draw:frame><draw:text-box>" + para("框") + "</draw:text-box></draw:frame>", "框\n"},
		{"indexes", "<text:table-of-content><text:table-of-content-source><text:index-title-template>x</text:index-title-template></text:table-of-content-source><text:index-body>" + para("目录") + "</text:index-body></text:table-of-content>", "目录\n"},
		{"characters that cannot be seen", para("公\u200b\u00ad示"), "公示\n"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, decodetest.Document(t, Format(), file(t, test.body)).Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestLists(t *testing.T) {
	item := func(inner string) string { return "<text:list-item>" + inner + "</text:list-item>" }
	list := func(attrs, inner string) string { return "<text:list " + attrs + ">" + inner + "</text:list>" }
	tests := []struct{ about, body, want string }{
		{"levels", list("text:style-name='L'", item(para("甲")+list("", item(para("乙")+para("续"))+item(para("丙")+list("", item(para("丁")+list("", item(para("点"))))))))+item(para("戊"))),
			"一、甲\n一.3 乙\n续\n一.4 丙\n[A]丁\n点\n二、戊\n"},
		{"a level alone", list("text:style-name='L'", item(list("", item(para("甲"))))), "一.3 甲\n"},
		{"no number", list("text:style-name='L'", item(list("", item(list("", item(list("", item(list("", item(para("甲"))))))))))), "甲\n"},
		{"anew", list("text:style-name='L'", item(para("甲"))) + list("text:style-name='L'", item(para("乙"))), "一、甲\n一、乙\n"},
		{"continued", list("text:style-name='L'", item(para("甲"))) + para("文") + list("text:style-name='L' text:continue-numbering='true'", item(para("乙"))), "一、甲\n文\n二、乙\n"},
		{"continued by id", list("xml:id='a' text:style-name='L'", item(para("甲"))) + list("xml:id='b' text:style-name='D'", item(para("圈"))) + list("text:style-name='L' text:continue-list='a'", item(para("乙"))), "一、甲\n①圈\n二、乙\n"},
		{"start", list("text:style-name='L'", "<text:list-item text:start-value='5'>"+para("甲")+"</text:list-item>"+item(para("乙"))), "五、甲\n六、乙\n"},
		{"header", list("text:style-name='L'", "<text:list-header>"+para("头")+"</text:list-header>"+item(para("乙"))), "头\n一、乙\n"},
		{"style of the paragraph", list("", item("<text:p text:style-name='Item'>甲</text:p>")), "一、甲\n"},
		{"no style", list("", item(para("甲"))), "甲\n"},
		{"a table in a list", list("text:style-name='L'", item("<table:table><table:table-row><table:table-cell>"+para("格")+"</table:table-cell></table:table-row></table:table>"+para("甲"))), "格\n一、甲\n"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, decodetest.Document(t, Format(), file(t, test.body)).Text); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

// TestHeadings has numbers that only the outline of the document knows.
func TestHeadings(t *testing.T) {
	styles := `<office:document-styles` + spaces + `><office:styles><text:outline-style>
<text:outline-level-style text:level="1" style:num-format="壹, 贰, 叁, ..." style:num-prefix="第" style:num-suffix="章"/><text:outline-level-style text:level="2" style:num-format=""/>
</text:outline-style></office:styles><office:automatic-styles><style:style style:name="Seen" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles></office:document-styles>`
	body := "<text:h>总则</text:h><text:h text:outline-level='2'>小<text:span text:style-name='Seen'>节</text:span></text:h><text:h text:outline-level='1'>附则</text:h><text:h text:is-list-header='true'>无</text:h>"
	doc := decodetest.Document(t, Format(), file(t, body, [2]string{"styles.xml", styles}))
	want := []string{"heading 1 第壹章总则", "heading 2 小节", "heading 1 第贰章附则", "heading 1 无"}
	if diff := cmp.Diff(want, decodetest.Blocks(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestTable(t *testing.T) {
	cell := func(attrs, text string) string {
		return "<table:table-cell " + attrs + ">" + para(text) + "</table:table-cell>"
	}
	row := func(cells ...string) string {
		return "<table:table-row>" + strings.Join(cells, "") + "</table:table-row>"
	}
	const covered = "<table:covered-table-cell/>"
	table := "<table:table><table:table-column/><table:table-header-rows>" + row(cell("table:number-columns-spanned='3'", "任务表"), covered, covered) + "</table:table-header-rows>" +
		row(cell("", "1"), cell("table:number-columns-spanned='2' table:number-rows-spanned='2'", "甲</text:p><text:p>乙"), covered) +
		row(cell("", "2"), "<table:covered-table-cell table:number-columns-repeated='2'/>") +
		row("<table:table-cell table:number-columns-repeated='2'/>", cell("table:number-columns-repeated='900'", "末")) +
		row(cell("", "3"), "<table:table-cell><table:table>"+row(cell("", "内"), cell("", "表"))+"</table:table></table:table-cell>", cell("", "")) + "</table:table>"
	doc := decodetest.Document(t, Format(), file(t, table))
	if diff := cmp.Diff("任务表\n1\t甲 乙\n2\t\t\n\t\t末\n3\t内 表\t\n", doc.Text); diff != "" {
		t.Error(diff)
	}
	want := []string{"cell 1/0/0 任务表", "cell 1/1/0 1", "cell 1/1/1 甲 乙", "cell 1/2/0 2", "cell 1/3/2 末", "cell 1/4/0 3", "cell 1/4/1 内 表"}
	if diff := cmp.Diff(want, decodetest.Blocks(doc)); diff != "" {
		t.Error(diff)
	}
}

func TestNotice(t *testing.T) {
	decodetest.CheckNotice(t, Format(), decodetest.File(t, "notice.odt"))
}

// TestConfirm finds the media type wherever it is.
func TestConfirm(t *testing.T) {
	content := [2]string{"content.xml", contentOpen + "<office:body><office:text>" + para("一") + "</office:text>" + contentClose}
	for about, test := range map[string]struct {
		file parts
		code decode.Code
	}{
		"last":        {parts{content, {"mimetype", mediaType}}, ""},
		"a template":  {parts{{"mimetype", mediaType + "-template"}, content}, ""},
		"none":        {parts{content}, decode.CodeUnsupported},
		"another one": {parts{content, {"mimetype", "application/epub+zip"}}, decode.CodeUnsupported},
	} {
		if _, err := decodetest.Read(t, Format(), test.file.pack(t)); decode.CodeOf(err) != test.code {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func TestAccuracy(t *testing.T) { decodetest.CheckAccuracy(t, Format(), "a.odt", "a.txt") }

func TestRefused(t *testing.T) {
	content := func(xml string) []byte { return parts{{"mimetype", mediaType}, {"content.xml", xml}}.pack(t) }
	body := contentOpen + "<office:body><office:text>"
	manifest := `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`
	whole := decodetest.File(t, "notice.odt")
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"no text", file(t, "<text:p/>"), decode.CodeEmpty},
		{"text instead", []byte("整改销号公示"), decode.CodeUnsupported},
		{"another zip file", parts{{"word/document.xml", "<x/>"}}.pack(t), decode.CodeUnsupported},
		{"a table", parts{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}}.pack(t), decode.CodeUnsupported},
		{"half", whole[:len(whole)/2], decode.CodeDamaged},
		{"encrypted", file(t, para("一"), [2]string{"META-INF/manifest.xml", manifest}), decode.CodeEncrypted},
		{"no content", parts{{"mimetype", mediaType}}.pack(t), decode.CodeDamaged},
		{"another root", content("<html/>"), decode.CodeUnsupported},
		{"no text part", content(contentOpen + "<office:body><office:spreadsheet/>" + contentClose), decode.CodeDamaged},
		{"cut in the middle of XML", content(body + "<text:p>公"), decode.CodeDamaged},
		{"entities", content(`<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]>` + body + para("&a;")), decode.CodeDamaged},
		{"nested", content(body + strings.Repeat("<text:section>", 5000)), decode.CodeLimit},
		{"nested tables", content(body + strings.Repeat("<table:table><table:table-row><table:table-cell>", 5000)), decode.CodeLimit},
		{"a bomb", file(t, para(strings.Repeat("公", decode.MaxInput/3))), decode.CodeLimit},
		{"a bomb of blanks", file(t, para("一"+strings.Repeat(`<text:s text:c="1000"/>`, 50_000)+"二")), decode.CodeLimit},
		{"a bomb of cells", file(t, "<table:table>"+strings.Repeat(`<table:table-row><table:table-cell table:number-columns-repeated="999"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="60"/><table:table-cell><text:p>一</text:p></table:table-cell></table:table-row>`, decodetest.Size(50_000))+"</table:table>"), ""},
	}
	for _, test := range tests {
		decodetest.Refused(t, Format(), 3*time.Second, test.about, test.data, test.code)
	}
}

func TestDamaged(t *testing.T) {
	whole := decodetest.File(t, "notice.odt")
	decodetest.CutShort(t, Format(), whole)
	decodetest.Mutants(t, Format(), whole, 200)
}

func FuzzText(f *testing.F) {
	f.Add(para("一")+"<table:table><table:table-row><table:table-cell table:number-columns-spanned='2'>"+para("二")+"</table:table-cell><table:covered-table-cell/></table:table-row></table:table>", automatic)
	f.Add("<text:list text:style-name='L'><text:list-item text:start-value='-1'><text:h text:outline-level='99'>甲</text:h></text:list-item></text:list><text:list-item/>", automatic)
	f.Add("<text:p><text:s text:c='99'/><draw:frame><text:list><text:list-item><text:p>甲", "<text:outline-style><text:outline-level-style text:level='0'/></text:outline-style>")
	f.Fuzz(func(t *testing.T, body, styles string) {
		content := contentOpen + automatic + "<office:body><office:text>" + body + "</office:text>" + contentClose
		sheet := "<office:document-styles" + spaces + "><office:styles>" + styles + "</office:styles></office:document-styles>"
		data := parts{{"mimetype", mediaType}, {"styles.xml", sheet}, {"content.xml", content}}.pack(t)
		if _, err := decodetest.Read(t, Format(), data); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(file(f, para("一")))
	f.Add(decodetest.File(f, "notice.odt"))
	f.Fuzz(func(t *testing.T, data []byte) {
		Format().Match(data)
		if _, err := Format().Decode(t.Context(), decode.Input{Data: data}); err != nil && decode.CodeOf(err) == "" {
			t.Errorf("an error without a code: %v", err)
		}
	})
}
