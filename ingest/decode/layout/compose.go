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
	// Heads are the running heads and feet that were left out.
	Heads []string
}

// Compose rebuilds the text of a document from the glyphs of its pages: one
// paragraph a line.
func Compose(pages [][]Glyph) Reading {
	lines := make([][]line, len(pages))
	for i, glyphs := range pages {
		lines[i] = linesOf(i, glyphs)
	}
	out := Reading{Heads: dropFurniture(lines)}
	starts := make([]int, len(pages))
	next := 0 // the first page of which no line was written
	var b strings.Builder
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
		out.Blocks = append(out.Blocks, block(p, gongshi.Span{Start: start, End: b.Len()}))
		b.WriteByte('\n')
	}
	for ; next < len(pages); next++ {
		starts[next] = b.Len()
	}
	out.Text = b.String()
	out.Pages = spans(starts, len(out.Text))
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
