package decode

import (
	"strings"

	"gongshi"
)

// Builder puts together the text of a document whose format knows paragraphs,
// headings and tables: a paragraph is a line, a row of a table is a line with
// its cells separated by tabs. Blank lines are left out. The zero Builder is
// ready to use.
type Builder struct {
	text   strings.Builder
	blocks []gongshi.Block
	tables int
}

// Cell is a cell of a table. Column counts from 0, over merged cells too.
type Cell struct {
	Text   string
	Column int
}

// Line adds a paragraph. A line end within it, such as one that was typed to
// break a title, becomes one of the text.
func (b *Builder) Line(s string) { b.line(s) }

// Heading adds a heading; levels count from 1.
func (b *Builder) Heading(s string, level int) {
	start := b.text.Len()
	if end := b.line(s); end > start {
		b.blocks = append(b.blocks, gongshi.Block{Span: gongshi.Span{Start: start, End: end}, Kind: gongshi.BlockHeading, Level: level})
	}
}

// line adds s and gives where its text ends.
func (b *Builder) line(s string) int {
	for part := range strings.SplitSeq(s, "\n") {
		if part = strings.TrimSpace(part); part != "" {
			b.text.WriteString(part)
			b.text.WriteByte('\n')
		}
	}
	return max(0, b.text.Len()-1)
}

// Table begins a table and gives its number for [Builder.Row].
func (b *Builder) Table() int {
	b.tables++
	return b.tables
}

// Row adds a row of a table. Line ends and tabs within cells become spaces,
// except in a row of one cell: that is a box around paragraphs.
func (b *Builder) Row(table, row int, cells []Cell) {
	if len(cells) == 1 {
		start := b.text.Len()
		if end := b.line(cells[0].Text); end > start {
			b.cell(gongshi.Span{Start: start, End: end}, table, row, cells[0].Column)
		}
		return
	}
	texts := cellTexts(cells)
	if texts == nil {
		return
	}
	for i, text := range texts {
		if i > 0 {
			b.text.WriteByte('\t')
		}
		start := b.text.Len()
		b.text.WriteString(text)
		if text != "" {
			b.cell(gongshi.Span{Start: start, End: b.text.Len()}, table, row, cells[i].Column)
		}
	}
	b.text.WriteByte('\n')
}

// cellTexts gives the texts of cells as they stand in a row; nil if there is no
// text in it. Tables of forms are for the most part empty cells.
func cellTexts(cells []Cell) (texts []string) {
	for i, cell := range cells {
		if cell.Text == "" {
			continue
		}
		text := cell.Text
		if strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\t') >= 0 {
			text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\t' }), " ")
		}
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if texts == nil {
			texts = make([]string, len(cells))
		}
		texts[i] = text
	}
	return texts
}

func (b *Builder) cell(span gongshi.Span, table, row, column int) {
	b.blocks = append(b.blocks, gongshi.Block{Span: span, Kind: gongshi.BlockCell, Table: table, Row: row, Column: column})
}

// Len is the length in bytes of the text so far.
func (b *Builder) Len() int { return b.text.Len() }

// Text gives what was added, without its blocks.
func (b *Builder) Text() string { return b.text.String() }

// Document makes a document of the text, with a title if the file has one, or
// says what is wrong with it.
func (b *Builder) Document(title string, remarks Remarks) (*gongshi.Document, error) {
	doc := &gongshi.Document{Source: gongshi.Source{Method: gongshi.MethodNative}, Title: title, Diagnostics: remarks}
	if err := b.Finish(doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// Finish puts the text and its blocks into doc, or says what is wrong with it:
// see [CheckText].
func (b *Builder) Finish(doc *gongshi.Document) error {
	doc.Text, doc.Blocks = b.text.String(), b.blocks
	return CheckText(doc.Text)
}
