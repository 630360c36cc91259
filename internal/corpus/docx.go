package corpus

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// DOCX writes the paragraphs as a word processor does: styles, tables, and a
// footer with the page number as a field. Numbers such as "一、" are part of
// the text.
func DOCX(paragraphs []Paragraph) []byte { return docx(paragraphs, nil) }

// NumberedDOCX is [DOCX] with automatic numbers: where a paragraph begins with
// the number that is next in the series 一、 / 1. / （一）, the number is taken
// out of the text and left to numbering.xml.
func NumberedDOCX(paragraphs []Paragraph) []byte { return docx(paragraphs, &numbering{}) }

func docx(paragraphs []Paragraph, numbers *numbering) []byte {
	members := []Member{
		{"[Content_Types].xml", []byte(xml.Header + docxTypes)},
		{"_rels/.rels", []byte(xml.Header + docxRels)},
		{"word/document.xml", []byte(xml.Header + docxBody(paragraphs, numbers))},
		{"word/_rels/document.xml.rels", []byte(xml.Header + docxDocumentRels)},
		{"word/styles.xml", []byte(xml.Header + docxStyles)},
		{"word/footer1.xml", []byte(xml.Header + docxFooter)},
		{"word/numbering.xml", []byte(xml.Header + docxNumbering())},
	}
	return ZipUTF8(members)
}

// numbering follows the automatic numbers of a document: how many paragraphs
// there were on each level since the last one of a higher level.
type numbering struct{ counts [3]int }

// cut takes the number off the text when it is the one that a word processor
// would write there; level is -1 when the text keeps what it has.
func (n *numbering) cut(text string) (rest string, level int) {
	for level := range n.counts {
		number := levelText(level, n.counts[level]+1)
		rest, ok := strings.CutPrefix(text, number)
		if !ok {
			continue
		}
		n.counts[level]++
		clear(n.counts[level+1:])
		return rest, level
	}
	return text, -1
}

// levelText is the number of the nth paragraph on a level.
func levelText(level, n int) string {
	switch level {
	case 0:
		return Han(n) + "、"
	case 1:
		return strconv.Itoa(n) + ". "
	}
	return "（" + Han(n) + "）"
}

// Han writes a number from 0 to 99 in Chinese: 十二.
func Han(n int) string {
	const digits = "零一二三四五六七八九"
	digit := func(n int) string { return digits[3*n : 3*n+3] }
	switch {
	case n < 10:
		return digit(n)
	case n < 20:
		return "十" + strings.TrimSuffix(digit(n%10), "零")
	}
	return digit(n/10) + "十" + strings.TrimSuffix(digit(n%10), "零")
}

func docxBody(paragraphs []Paragraph, numbers *numbering) string {
	var b strings.Builder
	b.WriteString(docxOpen)
	for i, p := range paragraphs {
		if p.Style == Row {
			writeRow(&b, paragraphs, i)
			continue
		}
		writeParagraph(&b, p, numbers)
	}
	b.WriteString(docxClose)
	return b.String()
}

func writeParagraph(b *strings.Builder, p Paragraph, numbers *numbering) {
	text, level := p.Text, -1
	if numbers != nil && (p.Style == Body || p.Style == Heading) {
		text, level = numbers.cut(text)
	}
	fmt.Fprintf(b, `<w:p><w:pPr><w:pStyle w:val="%s"/>`, docxStyleNames[p.Style])
	if level >= 0 {
		fmt.Fprintf(b, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, level)
	}
	b.WriteString("</w:pPr>")
	writeRuns(b, text)
	b.WriteString("</w:p>")
}

// writeRuns puts text into runs. Word starts a new run wherever the script
// changes, so numbers are runs of their own.
func writeRuns(b *strings.Builder, text string) {
	for text != "" {
		n := strings.IndexFunc(text, func(r rune) bool { return (r < 0x80) != (text[0] < 0x80) })
		if n < 0 {
			n = len(text)
		}
		b.WriteString(`<w:r><w:t xml:space="preserve">`)
		must(xml.EscapeText(b, []byte(text[:n])))
		b.WriteString("</w:t></w:r>")
		text = text[n:]
	}
}

// writeRow writes row i of the paragraphs, and the table around it when it is
// the first or last of its table.
func writeRow(b *strings.Builder, paragraphs []Paragraph, i int) {
	if i == 0 || paragraphs[i-1].Style != Row {
		b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid/>`)
	}
	b.WriteString("<w:tr>")
	for _, cell := range paragraphs[i].Cells {
		b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr><w:p>`)
		writeRuns(b, cell)
		b.WriteString("</w:p></w:tc>")
	}
	b.WriteString("</w:tr>")
	if i+1 == len(paragraphs) || paragraphs[i+1].Style != Row {
		b.WriteString("</w:tbl>")
	}
}

func docxNumbering() string {
	formats := [...][2]string{{"chineseCounting", "%1、"}, {"decimal", "%2. "}, {"chineseCounting", "（%3）"}}
	var b strings.Builder
	b.WriteString(`<w:numbering xmlns:w="` + docxMain + `"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>`)
	for i, f := range formats {
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:suff w:val="nothing"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/></w:lvl>`, i, f[0], f[1])
	}
	b.WriteString(`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`)
	return b.String()
}
