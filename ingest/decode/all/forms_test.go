package all_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"html"
	"mime/quotedprintable"
	"strings"
	"unicode/utf16"

	"gongshi/ingest/decode/internal/decodetest"
	"gongshi/internal/corpus"
)

// forms write a notice in each format, as plainly as it can be done.
var forms = []struct {
	suffix string
	write  func(corpus.Notice) []byte
}{
	{"txt", func(n corpus.Notice) []byte { return corpus.Text(n.Text()) }},
	{"html", page},
	{"docx", func(n corpus.Notice) []byte { return corpus.DOCX(n.Paragraphs) }},
	{"odt", odt},
	{"rtf", rtf},
	{"doc", doc},
	{"xls", xls},
	{"xlsx", xlsx},
	{"ofd", ofd},
	{"pdf", func(n corpus.Notice) []byte { return corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs}) }},
	{"eml", eml},
}

func page(n corpus.Notice) []byte {
	return corpus.HTML(corpus.Page{Layout: "trs", Site: n.Facts.Region.County + "人民政府", Headline: n.Facts.Title,
		Published: n.Facts.Issued.String() + " 09:30", Origin: n.Facts.Issuer, Body: n.Paragraphs})
}

func lines(n corpus.Notice) []string { return strings.Split(strings.TrimSpace(n.Text()), "\n") }

// wrapped gives the lines one by one, each with its number in between.
func wrapped(lines []string, format string) string {
	var b strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&b, format, i+1, html.EscapeString(line))
	}
	return b.String()
}

func odt(n corpus.Notice) []byte {
	return corpus.Zip([]corpus.Member{
		{Name: "mimetype", Data: []byte("application/vnd.oasis.opendocument.text")},
		{Name: "content.xml", Data: []byte(`<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
			` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>` +
			wrapped(lines(n), `<text:p text:style-name="P%d">%s</text:p>`) + `</office:text></office:body></office:document-content>`)},
	})
}

func rtf(n corpus.Notice) []byte {
	var b bytes.Buffer
	b.WriteString(`{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}`)
	for _, line := range lines(n) {
		for _, unit := range utf16.Encode([]rune(line)) {
			fmt.Fprintf(&b, `\u%d?`, int16(unit))
		}
		b.WriteString("\\par\n")
	}
	b.WriteString("}")
	return b.Bytes()
}

var le = binary.LittleEndian

func wide(s string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		b = le.AppendUint16(b, unit)
	}
	return b
}

// doc is a file of Word 97 whose text is one piece.
func doc(n corpus.Notice) []byte {
	const begin = 0x600
	text := wide(strings.Join(lines(n), "\r") + "\r")
	main := make([]byte, begin, begin+len(text))
	plc := le.AppendUint32(le.AppendUint32(nil, 0), uint32(len(text)/2))
	plc = le.AppendUint16(le.AppendUint32(le.AppendUint16(plc, 0), begin), 0)
	table := append(le.AppendUint32([]byte{2}, uint32(len(plc))), plc...)
	le.PutUint16(main, 0xA5EC)
	le.PutUint16(main[2:], 0xC1)
	le.PutUint16(main[0x0A:], 0x200)
	le.PutUint32(main[0x4C:], uint32(len(text)/2))
	le.PutUint16(main[0x98:], 0x5D)
	le.PutUint32(main[0x9A+8*33+4:], uint32(len(table)))
	return decodetest.OLE(decodetest.Stream{Name: "WordDocument", Data: append(main, text...)}, decodetest.Stream{Name: "1Table", Data: table})
}

// xls is a workbook of Excel 97 with a line in each row, behind its number.
func xls(n corpus.Notice) []byte {
	record := func(kind int, words ...int) []byte {
		body := make([]byte, 0, 2*len(words))
		for _, word := range words {
			body = le.AppendUint16(body, uint16(word))
		}
		return append(le.AppendUint16(le.AppendUint16(nil, uint16(kind)), uint16(len(body))), body...)
	}
	label := func(row, column int, s string) []byte {
		text := wide(s)
		head := record(0x204, row, column, 0, len(text)/2)
		le.PutUint16(head[2:], uint16(len(head)-4+1+len(text)))
		return append(append(head, 1), text...)
	}
	end := record(0x0A)
	globals := record(0x809, 0x600, 5)
	entry := append(record(0x85, 0, 0, 0, 0x0101), wide("表")...)
	le.PutUint16(entry[2:], uint16(len(entry)-4))
	le.PutUint32(entry[4:], uint32(len(globals)+len(entry)+len(end)))
	stream := append(append(globals, entry...), end...)
	stream = append(stream, record(0x809, 0x600, 16)...)
	for i, line := range lines(n) {
		stream = append(append(stream, label(i, 0, fmt.Sprint(i+1))...), label(i, 1, line)...)
	}
	return decodetest.OLE(decodetest.Stream{Name: "Workbook", Data: append(stream, end...)})
}

// xlsx is the same for Excel 2007.
func xlsx(n corpus.Notice) []byte {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/%s" Target="%s"/></Relationships>`
	const space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	row := `<row r="%[1]d"><c r="A%[1]d"><v>%[1]d</v></c><c r="B%[1]d" t="inlineStr"><is><t>%[2]s</t></is></c></row>`
	return corpus.Zip([]corpus.Member{
		{Name: "[Content_Types].xml", Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`)},
		{Name: "_rels/.rels", Data: fmt.Appendf(nil, relations, "officeDocument", "xl/workbook.xml")},
		{Name: "xl/workbook.xml", Data: []byte(`<workbook xmlns="` + space + `" xmlns:r="` + office + `"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`)},
		{Name: "xl/_rels/workbook.xml.rels", Data: fmt.Appendf(nil, relations, "worksheet", "worksheets/sheet1.xml")},
		{Name: "xl/worksheets/sheet1.xml", Data: []byte(`<worksheet xmlns="` + space + `"><sheetData>` + wrapped(lines(n), row) + `</sheetData></worksheet>`)},
	})
}

// ofd sets the notice on pages, 28 characters a line and 22 lines a page.
func ofd(n corpus.Notice) []byte {
	const space = `xmlns:ofd="http://www.ofdspec.org/2016"`
	var set []string
	for _, line := range lines(n) {
		for rest := []rune("　　" + line); len(rest) > 0; rest = rest[min(28, len(rest)):] {
			set = append(set, string(rest[:min(28, len(rest))]))
		}
	}
	members := []corpus.Member{{Name: "OFD.xml", Data: []byte(`<ofd:OFD ` + space + `><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)}}
	list := ""
	for number := 0; len(set) > 0; number++ {
		var b strings.Builder
		for i, text := range set[:min(22, len(set))] {
			fmt.Fprintf(&b, `<ofd:TextObject ID="%d" Boundary="28 %d 150 5" Font="3" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="g %d 5">%s</ofd:TextCode></ofd:TextObject>`,
				i+1, 30+10*i, len([]rune(text))-1, html.EscapeString(text))
		}
		set = set[min(22, len(set)):]
		name := fmt.Sprintf("Pages/Page_%d/Content.xml", number)
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="%s"/>`, 100+number, name)
		members = append(members, corpus.Member{Name: "Doc_0/" + name, Data: []byte(`<ofd:Page ` + space + `><ofd:Content><ofd:Layer ID="1">` + b.String() + `</ofd:Layer></ofd:Content></ofd:Page>`)})
	}
	return corpus.Zip(append(members, corpus.Member{Name: "Doc_0/Document.xml", Data: []byte(`<ofd:Document ` + space +
		`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>` + list + `</ofd:Pages></ofd:Document>`)}))
}

// eml is a mail with the notice as its text.
func eml(n corpus.Notice) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: office@example.gov.cn\r\nSubject: =?utf-8?B?%s?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
		base64.StdEncoding.EncodeToString([]byte("公示")))
	w := quotedprintable.NewWriter(&b)
	_, err := w.Write([]byte(n.Text()))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}
