// Package layout answers how a page reads of which only the places of the
// characters are known: which of them make a line, which lines a paragraph, and
// what is not text but furniture, such as page numbers. Where a page comes from
// makes no difference: a PDF or OFD file, or the recognition of an image.
package layout

import (
	"strings"

	"gongshi"
)

// A Reading is the text of a document as people read it.
type Reading struct {
	Text string
	// Pages are the spans of the pages; they follow on each other and cover the
	// text. Where a paragraph goes on over the page they meet inside it.
	Pages  []gongshi.Span
	Blocks []gongshi.Block
	// Heads are the running heads and feet that were left out, and Numbers what was
	// taken for numbers of pages though it is nothing but digits.
	Heads, Numbers []string
}

// Compose rebuilds the text of a document from the glyphs of its pages: one
// paragraph a line.
func Compose(pages [][]Glyph) Reading {
	lines := make([][]line, len(pages))
	for i, glyphs := range pages {
		lines[i] = linesOf(i, glyphs)
	}
	left := dropFurniture(lines)
	out := Reading{Heads: left.heads, Numbers: left.numbers}
	for i := range lines {
		lines[i] = arrange(lines[i])
	}
	starts := make([]int, len(pages))
	next := 0 // the first page of which no line was written
	var b strings.Builder
	var row counter
	for _, p := range paragraphsOf(lines) {
		start := b.Len()
		written := ""
		for _, l := range p.lines {
			for ; next <= l.page; next++ {
				starts[next] = b.Len()
			}
			written = join(written, l.text)
			b.WriteString(written)
		}
		if row.next(p) {
			out.Blocks = append(out.Blocks, row.blocks(p.lines[0].cells, start)...)
		} else {
			out.Blocks = append(out.Blocks, block(p, gongshi.Span{Start: start, End: b.Len()}))
		}
		b.WriteByte('\n')
	}
	for ; next < len(pages); next++ {
		starts[next] = b.Len()
	}
	out.Text = b.String()
	out.Pages = spans(starts, len(out.Text))
	return out
}

// A counter numbers tables, from 1, and their rows.
type counter struct {
	table, row int
	last       line // the row before; the zero value if there was none
}

// next counts a paragraph that is a row of a table; false if it is none.
func (c *counter) next(p paragraph) bool {
	l := p.lines[0]
	switch {
	case l.cells == nil:
		c.last = line{}
		return false
	case c.last.cells != nil && l.follows(c.last):
		c.row++
	default:
		c.table, c.row = c.table+1, 0
	}
	c.last = l
	return true
}

// blocks are those of the cells of a row that begins at an offset of the text.
func (c *counter) blocks(cells []string, start int) []gongshi.Block {
	var out []gongshi.Block
	for i, text := range cells {
		if text != "" {
			span := gongshi.Span{Start: start, End: start + len(text)}
			out = append(out, gongshi.Block{Span: span, Kind: gongshi.BlockCell, Table: c.table, Row: c.row, Column: i})
		}
		start += len(text) + len("\t")
	}
	return out
}

// block says what a paragraph is.
func block(p paragraph, span gongshi.Span) gongshi.Block {
	if p.heading {
		return gongshi.Block{Span: span, Kind: gongshi.BlockHeading, Level: 1}
	}
	return gongshi.Block{Span: span, Kind: gongshi.BlockParagraph}
}

// spans turns the starts of the pages into spans up to the next start.
func spans(starts []int, end int) []gongshi.Span {
	out := make([]gongshi.Span, len(starts))
	for i, start := range starts {
		out[i] = gongshi.Span{Start: start, End: end}
		if i > 0 {
			out[i-1].End = start
		}
	}
	return out
}
