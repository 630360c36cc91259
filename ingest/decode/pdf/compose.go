package pdf

import (
	"strings"

	"gongshi"
)

// A layout is the text of a document as it is read.
type layout struct {
	text   string
	pages  []gongshi.Span
	blocks []gongshi.Block
	// heads are the running heads and feet that were left out.
	heads []string
}

// compose rebuilds the text of a document from the glyphs of its pages: one
// paragraph a line. The spans of the pages follow on each other and cover the
// text; where a paragraph goes on over the page they meet inside it.
func compose(pages [][]glyph) layout {
	lines := make([][]line, len(pages))
	for i, glyphs := range pages {
		lines[i] = linesOf(i, glyphs)
	}
	out := layout{heads: dropFurniture(lines)}
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
		out.blocks = append(out.blocks, block(p, gongshi.Span{Start: start, End: b.Len()}))
		b.WriteByte('\n')
	}
	for ; next < len(pages); next++ {
		starts[next] = b.Len()
	}
	out.text = b.String()
	out.pages = spans(starts, len(out.text))
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
