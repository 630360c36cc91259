package hostile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"gongshi/internal/forge"
)

// laughs declares ten entities of ten of the one before: three gigabytes for who
// puts them in.
func laughs(root string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\"?><!DOCTYPE %s [<!ENTITY l0 \"lol\">", root)
	for i := range 10 {
		fmt.Fprintf(&b, "<!ENTITY l%d \"%s\">", i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	b.WriteString("]>")
	return b.String()
}

// stolen declares an entity that is a file of the machine.
func stolen(root string) string {
	return "<?xml version=\"1.0\"?><!DOCTYPE " + root + " [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY % y SYSTEM \"http://127.0.0.1:1/x.dtd\"> %y;]>"
}

const wordSpace = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// word is the main part of a Word file.
func word(body string) string {
	return "<w:document" + wordSpace + "><w:body>" + body + "</w:body></w:document>"
}

func paragraph(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func docx(document string, more ...string) []byte {
	return forge.Parts(append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml", document}, more...)...)
}

// officeFiles are Word and OpenDocument files.
var officeFiles = []Case{
	{Name: "docx: entities of entities", Aim: Size, Make: func() []byte {
		return docx(laughs("w:document") + word(paragraph("&l10;")))
	}, Codes: []string{"damaged", "limit"}},
	{Name: "docx: a file of the machine", Aim: Escape, Make: func() []byte {
		return docx(stolen("w:document") + word(paragraph(line+"&x;")))
	}, Codes: []string{"damaged"}},
	{Name: "docx: entities in the styles", Aim: Size, Make: func() []byte {
		return docx(word(paragraph(line)), "word/styles.xml", laughs("w:styles")+"<w:styles"+wordSpace+">&l10;</w:styles>", "word/numbering.xml", stolen("w:numbering")+"<w:numbering"+wordSpace+">&x;</w:numbering>")
	}, Codes: []string{"", "damaged", "limit"}},
	{Name: "docx: tables in tables", Aim: Loop, Make: func() []byte {
		const n = 300_000
		return docx(word(strings.Repeat("<w:tbl><w:tr><w:tc>", n) + paragraph(line) + strings.Repeat("</w:tc></w:tr></w:tbl>", n)))
	}, Codes: []string{"limit"}},
	{Name: "docx: a part of blanks", Aim: Size, Make: func() []byte {
		return docx(word(forge.Blanks(80<<20) + paragraph(line)))
	}, Codes: []string{"limit"}},
	{Name: "docx: an element with a million attributes", Aim: Memory, Make: func() []byte {
		var b strings.Builder
		for i := range 1_000_000 {
			fmt.Fprintf(&b, " a%d='1'", i)
		}
		return docx(word("<w:p" + b.String() + "/>" + paragraph(line)))
	}, Codes: []string{"", "limit"}},
	{Name: "docx: cells over two billion columns", Aim: Memory, Make: func() []byte {
		cell := "<w:tc><w:tcPr><w:gridSpan w:val='2147483647'/></w:tcPr>" + paragraph(line) + "</w:tc>"
		return docx(word("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='2147483647'/></w:trPr>" + strings.Repeat(cell, 100) + "</w:tr></w:tbl>"))
	}, Codes: []string{"", "limit"}},
	{Name: "docx: styles in a ring", Aim: Loop, Make: func() []byte {
		styles := "<w:styles" + wordSpace + ">"
		for i, next := range []string{"B", "C", "A"} {
			styles += fmt.Sprintf("<w:style w:type='paragraph' w:styleId='%c'><w:basedOn w:val='%s'/><w:link w:val='%[2]s'/></w:style>", 'A'+i, next)
		}
		return docx(word("<w:p><w:pPr><w:pStyle w:val='A'/></w:pPr><w:r><w:t>"+line+"</w:t></w:r></w:p>"), "word/styles.xml", styles+"</w:styles>")
	}, Codes: []string{""}},
	{Name: "docx: lists that count from two billion", Aim: Crash, Make: func() []byte {
		numbers := "<w:numbering" + wordSpace + "><w:abstractNum w:abstractNumId='1'>"
		for i, form := range []string{"chineseCounting", "upperRoman", "lowerLetter", "decimal", "chineseLegalSimplified"} {
			numbers += fmt.Sprintf("<w:lvl w:ilvl='%d'><w:start w:val='2147483647'/><w:numFmt w:val='%s'/><w:lvlText w:val='%%%d、'/></w:lvl>", i, form, i+1)
		}
		numbers += "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
		body := ""
		for i := range 500 {
			body += fmt.Sprintf("<w:p><w:pPr><w:numPr><w:ilvl w:val='%d'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>", i%5, line)
		}
		return docx(word(body), "word/numbering.xml", numbers)
	}, Codes: []string{""}},
	{Name: "docx: a list of 120,000 parts", Aim: Memory, Make: func() []byte {
		data := docx(word(paragraph(line)))
		list, end := bytes.Index(data, []byte(signList)), bytes.Index(data, []byte(signEnd))
		return slices.Concat(data[:list], bytes.Repeat(data[list:end], 60_000), data[end:])
	}, Codes: []string{"limit"}},
	{Name: "odt: a table of four billion cells, repeated", Aim: Size, Make: func() []byte {
		return odt(`<table:table><table:table-row table:number-rows-repeated="2147483647"><table:table-cell table:number-columns-repeated="2147483647"><text:p>` + line + `</text:p></table:table-cell></table:table-row></table:table>`)
	}, Codes: []string{"", "limit"}},
	{Name: "odt: two billion blanks", Aim: Size, Make: func() []byte {
		return odt("<text:p>" + line + `<text:s text:c="2147483647"/><text:s text:c="-2147483648"/></text:p>`)
	}, Codes: []string{"", "limit"}},
	{Name: "odt: frames in frames", Aim: Loop, Make: func() []byte {
		return odt(strings.Repeat("<text:p><draw:frame><draw:text-box>", 200_000) + line)
	}, Codes: []string{"limit", "damaged"}},
}

// odt is an OpenDocument text.
func odt(body string) []byte {
	const space = "urn:oasis:names:tc:opendocument:xmlns:"
	// The kind stands at the beginning of the file, not packed.
	return forge.NewZip().AddHeader(&zip.FileHeader{Name: "mimetype"}, "application/vnd.oasis.opendocument.text").Add("content.xml",
		`<office:document-content xmlns:office="`+space+`office:1.0" xmlns:text="`+space+`text:1.0" xmlns:table="`+space+`table:1.0" xmlns:draw="`+space+`drawing:1.0">`+
			"<office:body><office:text>"+body+"</office:text></office:body></office:document-content>").File()
}

// sheetFiles are workbooks.
var sheetFiles = []Case{
	{Name: "xlsx: entities of entities", Aim: Size, Make: func() []byte {
		return xlsx(`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`, laughs("sst")+"<sst><si><t>&l10;</t></si></sst>")
	}, Codes: []string{"damaged", "limit", ""}},
	{Name: "xlsx: one long text in 100,000 cells", Aim: Size, Make: func() []byte {
		return xlsx("<sheetData><row r='1'>"+strings.Repeat("<c t='s'><v>0</v></c>", 100_000)+"</row></sheetData>", "<sst><si><t>"+strings.Repeat(line, 20_000)+"</t></si></sst>")
	}, Codes: []string{"limit", "damaged"}},
	{Name: "xlsx: 100,000 merged areas of all cells", Aim: Time, Make: func() []byte {
		return xlsx("<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row></sheetData><mergeCells>"+strings.Repeat("<mergeCell ref='A1:XFD1048576'/>", 100_000)+"</mergeCells>", "<sst><si><t>"+line+"</t></si></sst>")
	}, Codes: []string{"", "limit", "damaged"}},
	{Name: "xlsx: columns to the end of the world", Aim: Crash, Make: func() []byte {
		return xlsx("<cols><col min='1' max='2147483647' hidden='1'/><col min='-5' max='4294967296'/></cols><sheetData><row r='2147483647'><c r='ZZZZZZZ999999999' t='s'><v>0</v></c><c r='A1' t='s'><v>4294967296</v></c></row></sheetData>", "<sst><si><t>"+line+"</t></si></sst>")
	}, Codes: []string{"", "limit", "damaged", "empty"}},
}

// xlsx is a workbook of one sheet and a list of shared texts.
func xlsx(sheet, texts string) []byte {
	const (
		main     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
		relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		pack     = "http://schemas.openxmlformats.org/package/2006/relationships"
	)
	return forge.Parts("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels", `<Relationships xmlns="`+pack+`"><Relationship Id="r1" Type="`+relation+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns="`+main+`" xmlns:r="`+relation+`"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+pack+`"><Relationship Id="r1" Type="`+relation+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="`+relation+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml", strings.Replace(texts, "<sst>", `<sst xmlns="`+main+`">`, 1),
		"xl/worksheets/sheet1.xml", `<worksheet xmlns="`+main+`">`+sheet+`</worksheet>`)
}

// oleFiles are Word and Excel files of the old kind: a file system in a file.
var oleFiles = []Case{
	{Name: "doc: sectors in a ring", Aim: Loop, Make: func() []byte {
		return ole("WordDocument", func(_, table, _ []byte) { binary.LittleEndian.PutUint32(table[2*4:], 2) })
	}, Codes: []string{"damaged", "limit", "empty"}},
	{Name: "doc: a folder in itself", Aim: Loop, Make: func() []byte {
		return ole("WordDocument", func(_, _, folder []byte) {
			for i := range 2 {
				for _, at := range []int{68, 72, 76} {
					binary.LittleEndian.PutUint32(folder[128*i+at:], uint32(i))
				}
			}
		})
	}, Codes: []string{"damaged", "limit", "empty", "unsupported"}},
	{Name: "xls: four billion sectors", Aim: Memory, Make: func() []byte {
		return ole("Workbook", func(head, _, _ []byte) {
			for _, at := range []int{44, 64, 72} {
				binary.LittleEndian.PutUint32(head[at:], 1<<32-1)
			}
			binary.LittleEndian.PutUint32(head[68:], 0)
		})
	}, Codes: []string{"damaged", "limit", "empty", "unsupported"}},
	{Name: "xls: sectors of two gigabytes", Aim: Memory, Make: func() []byte {
		return ole("Workbook", func(head, _, _ []byte) { binary.LittleEndian.PutUint16(head[30:], 31) })
	}, Codes: []string{"damaged", "limit", "empty", "unsupported"}},
}

// ole is an OLE2 file of six sectors (the table, the folder, and four of a
// stream), bent by change.
func ole(stream string, change func(head, table, folder []byte)) []byte {
	le := binary.LittleEndian
	data := make([]byte, 512*7)
	head, table, folder := data[:512], data[512:1024], data[1024:1536]
	copy(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		le.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: 0xFFFFFFFE, 68: 0xFFFFFFFE, 76: 0} {
		le.PutUint32(head[at:], v)
	}
	copy(head[80:], bytes.Repeat([]byte{255}, 432))
	for i, v := range []uint32{0xFFFFFFFD, 0xFFFFFFFE, 3, 4, 5, 0xFFFFFFFE} {
		le.PutUint32(table[4*i:], v)
	}
	for i, name := range []string{"Root Entry", stream} {
		e := folder[128*i:]
		for k, unit := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*k:], unit)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66], e[67] = byte(5-3*i), 1
		for _, at := range []int{68, 72, 76} {
			le.PutUint32(e[at:], 0xFFFFFFFF)
		}
	}
	le.PutUint32(folder[76:], 1)
	le.PutUint32(folder[116:], 0xFFFFFFFE)
	le.PutUint32(folder[128+116:], 2)
	le.PutUint32(folder[128+120:], 1<<31-1)
	copy(data[1536:], "\xEC\xA5\xC1\x00")
	change(head, table, folder)
	return data
}
