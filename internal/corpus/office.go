package corpus

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"mime"
	"strings"
)

// RTF writes the paragraphs as an office program does for exchange: characters
// as their code units, each with a sign for readers that know none.
func RTF(paragraphs []Paragraph) []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg936\deff0\uc1{\fonttbl{\f0\fnil\fcharset134 SimSun;}}`)
	for _, p := range paragraphs {
		b.WriteString(`\pard\f0 `)
		for _, r := range p.line() {
			switch {
			case r < 0x80 && !strings.ContainsRune(`\{}`, r):
				b.WriteRune(r)
			default:
				fmt.Fprintf(&b, `\u%d?`, int16(uint16(r))) // the corpus has no characters beyond the first plane
			}
		}
		b.WriteString(`\par` + "\n")
	}
	b.WriteString("}")
	return []byte(b.String())
}

const (
	odtSpaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"`

	odtManifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
)

// ODT writes the paragraphs as an OpenDocument text.
func ODT(paragraphs []Paragraph) []byte {
	var b strings.Builder
	b.WriteString(xml.Header + `<office:document-content` + odtSpaces + ` office:version="1.2"><office:body><office:text>`)
	for _, p := range paragraphs {
		b.WriteString("<text:p>")
		must(xml.EscapeText(&b, []byte(p.line())))
		b.WriteString("</text:p>")
	}
	b.WriteString(`</office:text></office:body></office:document-content>`)
	return packOffice([]Member{
		{"mimetype", []byte("application/vnd.oasis.opendocument.text")},
		{"content.xml", []byte(b.String())},
		{"META-INF/manifest.xml", []byte(xml.Header + odtManifest)},
	})
}

// The parts of a workbook that are the same in all of them (ECMA-376, part 1,
// 12.3).
const (
	xlsxMain  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	xlsxSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml."

	xlsxTypes = `<Types xmlns="` + docxPackage + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + xlsxSheet + `sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + xlsxSheet + `worksheet+xml"/></Types>`

	xlsxRels = `<Relationships xmlns="` + docxPackage + `relationships">` +
		`<Relationship Id="rId1" Type="` + docxOffice + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`

	xlsxBook = `<workbook xmlns="` + xlsxMain + `" xmlns:r="` + docxOffice + `"><sheets><sheet name="公示" sheetId="1" r:id="rId1"/></sheets></workbook>`

	xlsxBookRels = `<Relationships xmlns="` + docxPackage + `relationships">` +
		`<Relationship Id="rId1" Type="` + docxOffice + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
)

// XLSX writes the paragraphs as a workbook of one sheet, a paragraph a row.
func XLSX(paragraphs []Paragraph) []byte {
	var b strings.Builder
	b.WriteString(xml.Header + `<worksheet xmlns="` + xlsxMain + `"><sheetData>`)
	for i, p := range paragraphs {
		cells := p.Cells
		if p.Style != Row {
			cells = []string{p.Text}
		}
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for column, text := range cells {
			fmt.Fprintf(&b, `<c r="%c%d" t="inlineStr"><is><t xml:space="preserve">`, 'A'+column, i+1)
			must(xml.EscapeText(&b, []byte(text)))
			b.WriteString("</t></is></c>")
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData></worksheet>")
	return ZipUTF8([]Member{
		{"[Content_Types].xml", []byte(xml.Header + xlsxTypes)},
		{"_rels/.rels", []byte(xml.Header + xlsxRels)},
		{"xl/workbook.xml", []byte(xml.Header + xlsxBook)},
		{"xl/_rels/workbook.xml.rels", []byte(xml.Header + xlsxBookRels)},
		{"xl/worksheets/sheet1.xml", []byte(b.String())},
	})
}

// EML writes a mail in whose body the paragraphs stand.
func EML(subject string, paragraphs []Paragraph) []byte {
	var b strings.Builder
	for _, field := range []string{
		"From: office@example.gov.cn", "To: reader@example.cn", "Subject: " + mime.BEncoding.Encode("utf-8", subject),
		"Date: Fri, 15 Mar 2024 09:30:00 +0800", "MIME-Version: 1.0",
		"Content-Type: text/plain; charset=gb18030", "Content-Transfer-Encoding: base64", "",
	} {
		b.WriteString(field + "\r\n")
	}
	body := base64.StdEncoding.EncodeToString(GB18030(Plain(paragraphs)))
	const line = 76
	for len(body) > line {
		b.WriteString(body[:line] + "\r\n")
		body = body[line:]
	}
	b.WriteString(body + "\r\n")
	return []byte(b.String())
}
