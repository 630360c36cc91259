package ofd

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	pixels "image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
	"gongshi/ingest/decode/ocr"
	"gongshi/internal/corpus"
	"gongshi/normal"
)

const namespace = `xmlns:ofd="http://www.ofdspec.org/2016"`

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

// file is a document with these pages, and what else is given: parts of the
// same name replace those of the file.
func file(t testing.TB, pages []string, more ...[2]string) []byte {
	t.Helper()
	list := ""
	p := parts{
		{"OFD.xml", `<ofd:OFD ` + namespace + `><ofd:DocBody><ofd:DocInfo><ofd:Title>  公示
 标题</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`},
	}
	for i, page := range pages {
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, 100+i, i)
		p = append(p, [2]string{fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i), pageXML(page)})
	}
	p = append(p, [2]string{"Doc_0/Document.xml", documentXML("", list)})
	for _, part := range more {
		replaced := false
		for i := range p {
			if p[i][0] == part[0] {
				p[i], replaced = part, true
			}
		}
		if !replaced {
			p = append(p, part)
		}
	}
	return p.pack(t)
}

func documentXML(common, pages string) string {
	return `<ofd:Document ` + namespace + `><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>` +
		common + `</ofd:CommonData><ofd:Pages>` + pages + `</ofd:Pages></ofd:Document>`
}

func pageXML(objects string) string {
	return `<ofd:Page ` + namespace + `><ofd:Content><ofd:Layer ID="1">` + objects + `</ofd:Layer></ofd:Content></ofd:Page>`
}

// line is a line of text of 5 mm at a place.
func line(x, y float64, text string) string {
	return fmt.Sprintf(`<ofd:TextObject Boundary="%g %g 150 5" Font="3" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="g %d 5">%s</ofd:TextCode></ofd:TextObject>`,
		x, y, len([]rune(text))-1, text)
}

func decodeFile(t testing.TB, data []byte) (*gongshi.Document, error) {
	t.Helper()
	in := decode.Input{Data: data, OCRPages: -1}
	f, err := decode.Find([]decode.Format{Format()}, in)
	if err != nil {
		return nil, err
	}
	return decode.Run(t.Context(), f, in)
}

func TestObjects(t *testing.T) {
	const public = `<ofd:Res ` + namespace + ` BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9" Width="100" Height="20">` +
		`<ofd:Content><ofd:TextObject Boundary="0 0 50 5" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="5 5">图形内</ofd:TextCode></ofd:TextObject></ofd:Content>` +
		`</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`
	tests := []struct{ about, page, want string }{
		{"one line", line(30, 40, "整改销号公示"), "整改销号公示\n"},
		{"order of the page, not of the file", line(30, 60, "第二行。") + line(30, 40, "第一行。"), "第一行。第二行。\n"},
		{"a list of steps", `<ofd:TextObject Boundary="30 40 99 5" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="5 5 g 4 2.5 5">关于2021年</ofd:TextCode></ofd:TextObject>`, "关于2021年\n"},
		{"no steps", `<ofd:TextObject Boundary="30 40 99 5" Size="5"><ofd:TextCode X="0" Y="4">关于2021年</ofd:TextCode></ofd:TextObject>`, "关于2021年\n"},
		{"two codes on a line", `<ofd:TextObject Boundary="30 40 99 5" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="5">整改</ofd:TextCode><ofd:TextCode X="10" DeltaX="5">措施</ofd:TextCode></ofd:TextObject>`, "整改措施\n"},
		{"a gap", line(30, 40, "整改") + line(60, 40, "措施"), "整改 措施\n"},
		{"scaled and moved", line(30, 40, "上一行上一行。") + `<ofd:TextObject Boundary="30 50 99 5" Size="1" CTM="5 0 0 5 0 0"><ofd:TextCode X="0" Y="0.8" DeltaX="g 6 1">下一行下一行。</ofd:TextCode></ofd:TextObject>`,
			"上一行上一行。下一行下一行。\n"},
		{"drawn upright on a page that lies on its side",
			`<ofd:TextObject Boundary="20 20 5 99" Size="5" CTM="0 1 -1 0 5 0"><ofd:TextCode X="0" Y="1" DeltaX="g 5 5">整改销号公示</ofd:TextCode></ofd:TextObject>`, "整改销号公示\n"},
		{"vertical", `<ofd:TextObject Boundary="20 20 5 99" Size="5"><ofd:TextCode X="0" Y="4" DeltaY="g 5 5">整改销号公示</ofd:TextCode></ofd:TextObject>`, "整改销号公示\n"},
		{"a watermark at a slant", line(30, 40, "整改销号公示") + `<ofd:TextObject Boundary="20 90 99 5" Size="5" CTM="0.7 0.7 -0.7 0.7 0 0"><ofd:TextCode X="0" Y="4" DeltaX="5">水印</ofd:TextCode></ofd:TextObject>`,
			"整改销号公示\n"},
		{"not visible", line(30, 40, "整改销号公示") + strings.Replace(line(30, 60, "看不见"), "<ofd:TextObject", `<ofd:TextObject Visible="false"`, 1), "整改销号公示\n"},
		{"within blocks", "<ofd:PageBlock><ofd:PageBlock>" + line(30, 40, "整改销号公示") + "</ofd:PageBlock></ofd:PageBlock>", "整改销号公示\n"},
		{"glyphs beside characters", `<ofd:TextObject Boundary="30 40 99 5" Size="5"><ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>101 102</ofd:Glyphs></ofd:CGTransform>` +
			`<ofd:TextCode X="0" Y="4" DeltaX="5">整改</ofd:TextCode></ofd:TextObject>`, "整改\n"},
		{"a drawing of the resources", line(30, 40, "图形外") + `<ofd:CompositeObject Boundary="30 60 99 9" ResourceID="9"/>`, "图形外图形内\n"},
		{"a drawing that is missing", line(30, 40, "图形外") + `<ofd:CompositeObject Boundary="30 60 99 9" ResourceID="8"/>`, "图形外\n"},
		{"from a program that indents", `<ofd:TextObject Boundary="30 40 99 5" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="5">` + "\n    整改\n  </ofd:TextCode></ofd:TextObject>", "整改\n"},
		{"numbers that are none", line(30, 40, "整改") + `<ofd:TextObject Boundary="x NaN 1e999" Size="?" CTM="1 2"><ofd:TextCode X="" Y="-" DeltaX="g g g g 1e99 5"></ofd:TextCode></ofd:TextObject>`, "整改\n"},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			doc, err := decodeFile(t, file(t, []string{test.page},
				[2]string{"Doc_0/Document.xml", documentXML("<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", `<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>`)},
				[2]string{"Doc_0/PublicRes.xml", public}))
			if err != nil {
				t.Fatal(err)
			}
			if doc.Text != test.want {
				t.Errorf("got %q, want %q", doc.Text, test.want)
			}
			if doc.Source.Method != gongshi.MethodNative || doc.Source.Pages != 1 || doc.Title != "公示 标题" {
				t.Errorf("%+v, title %q", doc.Source, doc.Title)
			}
		})
	}
}

// Locations of parts: as the standard has them, and as some files do.
func TestLocations(t *testing.T) {
	page := pageXML(line(30, 40, "整改销号公示"))
	for _, location := range []string{"Pages/P.xml", "/Doc_0/Pages/P.xml", "Doc_0/Pages/P.xml", "./Pages/../Pages/P.xml", `Pages\P.xml`, " pages/p.XML "} {
		doc, err := decodeFile(t, file(t, nil, [2]string{"Doc_0/Document.xml", documentXML("", `<ofd:Page BaseLoc="`+location+`"/>`)}, [2]string{`Doc_0\Pages\P.xml`, page}))
		if err != nil || doc.Text != "整改销号公示\n" {
			t.Errorf("%q: %v, %v", location, doc, err)
		}
	}
}

// What stands on a template belongs to each page that uses it.
func TestTemplate(t *testing.T) {
	page := func(text string) string {
		return `<Page xmlns="urn:x"><Template TemplateID="7"/><Content><Layer>` + strings.ReplaceAll(line(30, 60, text), "ofd:", "") + `</Layer></Content></Page>`
	}
	doc, err := decodeFile(t, file(t, nil,
		[2]string{"Doc_0/Document.xml", documentXML(`<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>`, `<ofd:Page BaseLoc="1.xml"/><ofd:Page BaseLoc="2.xml"/>`)},
		[2]string{"Doc_0/Tpls/T.xml", pageXML(line(30, 30, "某某区人民政府文件"))},
		[2]string{"Doc_0/1.xml", page("第一页的文字。")}, [2]string{"Doc_0/2.xml", page("第二页的文字。")}))
	if err != nil {
		t.Fatal(err)
	}
	if want := "某某区人民政府文件\n第一页的文字。\n某某区人民政府文件\n第二页的文字。\n"; doc.Text != want {
		t.Errorf("got %q, want %q", doc.Text, want)
	}
	if len(doc.Pages) != 2 || !strings.HasPrefix(doc.Pages[1].Of(doc.Text), "某某区") {
		t.Errorf("pages %v", doc.Pages)
	}
}

// A notice over several pages, set as programs do it: paragraphs go on over the
// pages, page numbers are gone.
func TestNotice(t *testing.T) {
	n := corpus.Invent(3, 0, corpus.LongNotice)
	doc, err := decodeFile(t, file(t, set(n)))
	if err != nil {
		t.Fatal(err)
	}
	if squeezed(doc.Text) != squeezed(n.Text()) || doc.Source.Pages < 2 {
		t.Errorf("%d pages:\n%s\nwant\n%s", doc.Source.Pages, doc.Text, n.Text())
	}
	for paragraph := range strings.Lines(n.Text()) {
		if len(paragraph) > 300 && !strings.Contains(normal.Search(doc.Text), strings.TrimSpace(normal.Search(paragraph))) {
			t.Errorf("a paragraph is broken: %.60s…", paragraph)
		}
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(normal.Search(s)), "") }

// set puts a notice on pages, 28 characters a line and 22 lines a page.
func set(n corpus.Notice) (pages []string) {
	var lines []string
	for text := range strings.Lines(n.Text()) {
		rest := []rune("　　" + strings.TrimSpace(text))
		for len(rest) > 0 {
			take := min(28, len(rest))
			lines = append(lines, string(rest[:take]))
			rest = rest[take:]
		}
	}
	for start := 0; start < len(lines); start += 22 {
		var b strings.Builder
		for i, text := range lines[start:min(start+22, len(lines))] {
			b.WriteString(line(28, 30+10*float64(i), text))
		}
		b.WriteString(line(98, 270, fmt.Sprintf("— %d —", len(pages)+1)))
		pages = append(pages, b.String())
	}
	return pages
}

func TestBadFiles(t *testing.T) {
	good := file(t, []string{line(30, 40, "整改销号公示")})
	image := `<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>`
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"cut short", good[:len(good)-30], decode.CodeDamaged},
		{"cut to its head", good[:120], decode.CodeDamaged},
		{"encrypted", parts{{"Encryptions.xml", "<Encryptions/>"}, {"0.dat", "x"}}.pack(t), decode.CodeEncrypted},
		{"another zip file", parts{{"a.txt", "x"}}.pack(t), decode.CodeUnsupported},
		{"a web page", []byte("<html><body>404"), decode.CodeUnsupported},
		{"no document", parts{{"OFD.xml", "<OFD/>"}}.pack(t), decode.CodeDamaged},
		{"document missing", parts{{"OFD.xml", "<OFD><DocRoot>a.xml</DocRoot></OFD>"}}.pack(t), decode.CodeDamaged},
		{"not XML", parts{{"OFD.xml", "整改"}}.pack(t), decode.CodeDamaged},
		{"page missing", file(t, nil, [2]string{"Doc_0/Document.xml", documentXML("", `<ofd:Page BaseLoc="a.xml"/>`)}), decode.CodeDamaged},
		{"page broken", file(t, []string{"<"}), decode.CodeDamaged},
		{"no pages", file(t, nil), decode.CodeEmpty},
		{"blank page", file(t, []string{""}), decode.CodeEmpty},
		{"blanks", file(t, []string{line(30, 40, "　 ")}), decode.CodeEmpty},
		{"only an image", file(t, []string{image}), decode.CodeNeedsOCR},
		{"an image and a page number", file(t, []string{image + line(90, 280, "— 1 —")}), decode.CodeNeedsOCR},
		{"only outlines", file(t, []string{`<ofd:PathObject Boundary="0 0 1 1"/>`}), decode.CodeNeedsOCR},
		{"characters unknown", file(t, []string{line(30, 40, strings.Repeat("¤", 30))}), decode.CodeNeedsOCR},
	}
	for _, test := range tests {
		doc, err := decodeFile(t, test.data)
		if decode.CodeOf(err) != test.code {
			t.Errorf("%s: %v, %v; want %s", test.about, doc, err, test.code)
		}
	}
}

// A page that is an image, in strips, is recognised; so is what a font without
// characters shows.
func TestImages(t *testing.T) {
	if _, err := ocr.Find(); err != nil {
		t.Skip(err)
	}
	notice, err := os.ReadFile("../image/testdata/notice.png")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(notice))
	if err != nil {
		t.Fatal(err)
	}
	strip := func(y0, y1 int) string {
		var b bytes.Buffer
		cut := picture.(interface {
			SubImage(pixels.Rectangle) pixels.Image
		}).SubImage(pixels.Rect(0, y0, 1300, y1))
		if err := png.Encode(&b, cut); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	page := `<ofd:ImageObject Boundary="0 0 210 97" ResourceID="5" CTM="210 0 0 97 0 0"/><ofd:ImageObject Boundary="0 97 210 95" ResourceID="6"/>`
	data := file(t, []string{page, line(28, 30, "第二页写的是文字。")},
		[2]string{"Doc_0/Document.xml", strings.Replace(documentXML("<ofd:DocumentRes>Res.xml</ofd:DocumentRes>",
			`<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page BaseLoc="Pages/Page_1/Content.xml"/>`), "210 297", "210 192", 1)},
		[2]string{"Doc_0/Res.xml", `<Res BaseLoc="Res"><MultiMedia ID="5"><MediaFile>a.png</MediaFile></MultiMedia><MultiMedia ID="6"><MediaFile>b.png</MediaFile></MultiMedia></Res>`},
		[2]string{"Doc_0/Res/a.png", strip(0, 600)}, [2]string{"Doc_0/Res/b.png", strip(600, 1188)})
	doc, err := decode.Run(t.Context(), Format(), decode.Input{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"2023年10月13日", "0730-8245473", "阳楼区人民政府办公", "第二页写的是文字"} {
		if !strings.Contains(squeezed(doc.Text), part) {
			t.Errorf("no %q in %q", part, doc.Text)
		}
	}
	if want := []gongshi.Method{gongshi.MethodOCR, gongshi.MethodNative}; !slices.Equal(doc.PageMethods, want) {
		t.Errorf("methods %v", doc.PageMethods)
	}
	for about, content := range map[string]string{"missing": "", "broken": strip(0, 600)[:3000]} {
		parts := [][2]string{{"Doc_0/Document.xml", documentXML("<ofd:DocumentRes>Res.xml</ofd:DocumentRes>", `<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>`)},
			{"Doc_0/Res.xml", `<Res BaseLoc="Res"><MultiMedia ID="5"><MediaFile>a.png</MediaFile></MultiMedia></Res>`}}
		if content != "" {
			parts = append(parts, [2]string{"Doc_0/Res/a.png", content})
		}
		data := file(t, []string{`<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>`}, parts...)
		if _, err := decode.Run(t.Context(), Format(), decode.Input{Data: data}); decode.CodeOf(err) != decode.CodeDamaged {
			t.Errorf("%s: %v", about, err)
		}
	}
}

// A page that cannot be read does not take the others with it.
func TestBrokenPage(t *testing.T) {
	doc, err := decodeFile(t, file(t, []string{line(30, 40, "整改销号公示"), "<", line(30, 40, "整改措施")}))
	if err != nil || !strings.Contains(doc.Text, "公示") || !strings.Contains(doc.Text, "措施") {
		t.Fatalf("%v, %v", doc, err)
	}
	if len(doc.Diagnostics) != 1 || doc.Diagnostics[0].Code != "page-failed" || !strings.Contains(doc.Diagnostics[0].Message, "page 2") {
		t.Errorf("%+v", doc.Diagnostics)
	}
}

func TestAttachments(t *testing.T) {
	doc, err := decodeFile(t, file(t, []string{line(30, 40, "整改销号公示")},
		[2]string{"Doc_0/Document.xml", strings.Replace(documentXML("", `<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>`), "</ofd:Document>", "<ofd:Attachments>Attachs/A.xml</ofd:Attachments></ofd:Document>", 1)},
		[2]string{"Doc_0/Attachs/A.xml", "<Attachments><Attachment/><Attachment/></Attachments>"}))
	if err != nil || len(doc.Diagnostics) != 1 || doc.Diagnostics[0].Code != "attachments-left-out" {
		t.Errorf("%+v, %v", doc, err)
	}
}

// hostile are files that are small, and would be large.
func hostile(t testing.TB) map[string][]byte {
	text := line(30, 40, "整改销号公示")
	unit := func(id, content string) string {
		return `<CompositeGraphicUnit ID="` + id + `"><Content>` + content + `</Content></CompositeGraphicUnit>`
	}
	use := func(id string, n int) string {
		return strings.Repeat(`<CompositeObject Boundary="0 0 1 1" ResourceID="`+id+`"/>`, n)
	}
	with := func(page, resources string) []byte {
		return file(t, []string{page}, [2]string{"Doc_0/Document.xml",
			documentXML("<ofd:PublicRes>R.xml</ofd:PublicRes>", `<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>`)}, [2]string{"Doc_0/R.xml", "<Res>" + resources + "</Res>"})
	}
	doubled := unit("0", text)
	for i := range 14 {
		doubled += unit(fmt.Sprint(i+1), use(fmt.Sprint(i), 10))
	}
	return map[string][]byte{
		"entities": file(t, []string{text}, [2]string{"OFD.xml", `<!DOCTYPE OFD [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><OFD><DocRoot>&b;</DocRoot></OFD>`}),
		"an entity of the machine": file(t, []string{text}, [2]string{"OFD.xml",
			`<!DOCTYPE OFD [<!ENTITY a SYSTEM "file:///etc/passwd">]><OFD><DocRoot>&a;</DocRoot></OFD>`}),
		"deep blocks":               file(t, []string{strings.Repeat("<PageBlock>", 100_000)}),
		"a page of 200 MB":          file(t, []string{strings.Repeat(" ", 200<<20) + text}),
		"steps without end":         file(t, []string{`<TextObject Size="5" Boundary="0 0 1 1"><TextCode DeltaX="` + strings.Repeat("g 2000000000 5 ", 1000) + `">整改</TextCode></TextObject>`}),
		"a drawing in itself":       with(use("1", 1), unit("1", use("1", 2))),
		"drawings of drawings":      with(use("14", 1), doubled),
		"one page, a million times": file(t, nil, [2]string{"Doc_0/Document.xml", documentXML("", strings.Repeat(`<Page BaseLoc="/Doc_0/Document.xml"/>`, 1_000_000))}),
		"a document in itself":      parts{{"OFD.xml", "<OFD>" + strings.Repeat("<DocRoot>OFD.xml</DocRoot>", 100_000) + "</OFD>"}}.pack(t),
		"text of 60 MB":             file(t, []string{`<TextObject Size="5" Boundary="0 0 1 1"><TextCode>` + strings.Repeat("a", 60<<20) + "</TextCode></TextObject>"}),
	}
}

// Whatever a file does, it ends soon, with text or a reason.
func TestHostileFiles(t *testing.T) {
	for name, data := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			decodetest.Within(t, 20*time.Second, func() {
				doc, err := decodeFile(t, data)
				if err == nil && strings.TrimSpace(doc.Text) == "" || err != nil && decode.CodeOf(err) == "" {
					t.Errorf("%v, %v", doc, err)
				}
			})
		})
	}
}

// The set that several projects share.
func TestShared(t *testing.T) {
	folder := os.Getenv("GONGSHI_SHARED")
	if folder == "" {
		t.Skip("GONGSHI_SHARED is not set")
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, "fixtures", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	doc, err := decodeFile(t, read("a-abs-gdelta.ofd"))
	if err != nil {
		t.Fatal(err)
	}
	if squeezed(doc.Text) != squeezed(string(read("a.txt"))) {
		t.Errorf("another text:\n%s", doc.Text)
	}
	doc, err = decodeFile(t, read("pub-ofdrw-hello.ofd"))
	if err != nil || !strings.Contains(doc.Text, "中国一向是所谓“闭关主义”，自己不去，别人也不许来。") {
		t.Errorf("%v, %v", doc, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`<ofd:TextObject Boundary="30 40 150 5" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="g 3 5">整改措施</ofd:TextCode></ofd:TextObject>`)
	f.Add(`<ofd:CompositeObject ResourceID="9" CTM="1 0 0 1 5 5"/>`)
	f.Add(`<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>`)
	f.Fuzz(func(t *testing.T, page string) {
		data := file(t, []string{page},
			[2]string{"Doc_0/Document.xml", documentXML("<ofd:PublicRes>Pages/Page_0/Content.xml</ofd:PublicRes>", `<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>`)})
		doc, err := decodeFile(t, data)
		if err != nil && decode.CodeOf(err) == "" || decode.CodeOf(err) == decode.CodeCrashed {
			t.Fatal(err)
		}
		if err == nil && strings.TrimSpace(doc.Text) == "" {
			t.Error("a document without text is no success")
		}
	})
}
