package corpus

import (
	"fmt"
	"strings"
)

// Paged writes the paragraphs as text copied out of a paged file: blank lines
// between paragraphs, and a paragraph that goes over the end of a page cut in
// two there; a row of a table is not. With numbers, page numbers such as
// "— 1 —" stand between.
func Paged(paragraphs []Paragraph, numbers bool) string {
	var b strings.Builder
	line, page := 0, 1
	for _, p := range paragraphs {
		for i, l := range setLines([]Paragraph{p}) {
			if line >= linesOnPage && (i == 0 || p.Style != Row) {
				if i > 0 {
					b.WriteString("\n\n")
				}
				if numbers {
					fmt.Fprintf(&b, "— %d —\n\n", page)
				}
				line = 0
				page++
			}
			b.WriteString(l.text)
			line++
		}
		b.WriteString("\n\n")
	}
	if numbers {
		fmt.Fprintf(&b, "— %d —\n", page)
	}
	return b.String()
}
