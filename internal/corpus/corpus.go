// Package corpus answers where the project's test data comes from: it writes
// notices in every format that real ones arrive in, makes the broken files that
// an import must survive, and invents as many notices as a test needs, each
// with the facts that are true of it.
//
// Everything here is deterministic: the same arguments give the same bytes. All
// contents are fictional, apart from the names of administrative divisions.
package corpus

//go:generate go run ./gen -out ../../testdata

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Style is how a paragraph stands on the page.
type Style int

// The styles of paragraphs.
const (
	Body    Style = iota // justified, first line indented by two characters
	Title                // centred and large; one paragraph a line of the title
	Heading              // the head of a section, such as "一、整改问题"
	Right                // signature and date
	Row                  // a row of a table: its text is in Cells
)

// Paragraph is a piece of a document that ends its line.
type Paragraph struct {
	Style Style
	Text  string
	// Cells are the texts of a Row from left to right.
	Cells []string
}

// Read understands the sources that hand-written notices are kept in: a
// paragraph a line, blank lines without meaning. A line that begins with "# "
// is a line of the title, "## " a section head, "> " is set to the right, and
// "| " a row of a table with its cells between bars.
func Read(source string) []Paragraph {
	var paragraphs []Paragraph
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		paragraphs = append(paragraphs, readLine(line))
	}
	return paragraphs
}

func readLine(line string) Paragraph {
	if text, ok := strings.CutPrefix(line, "# "); ok {
		return Paragraph{Style: Title, Text: text}
	}
	if text, ok := strings.CutPrefix(line, "## "); ok {
		return Paragraph{Style: Heading, Text: text}
	}
	if text, ok := strings.CutPrefix(line, "> "); ok {
		return Paragraph{Style: Right, Text: text}
	}
	if text, ok := strings.CutPrefix(line, "| "); ok {
		cells := strings.Split(strings.TrimSuffix(text, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		return Paragraph{Style: Row, Cells: cells}
	}
	return Paragraph{Text: line}
}

// Plain writes the paragraphs as text, one a line. The cells of a row are
// parted by " | ".
func Plain(paragraphs []Paragraph) string {
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString(p.line())
		b.WriteByte('\n')
	}
	return b.String()
}

func (p Paragraph) line() string {
	if p.Style == Row {
		return strings.Join(p.Cells, " | ")
	}
	return p.Text
}

// Text encodes s as UTF-8.
func Text(s string) []byte { return []byte(s) }

// GB18030 encodes s as GB18030, which holds every character. Lines end in CR
// LF, as files saved by old editors do.
func GB18030(s string) []byte {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
	return encodeGB(s)
}

// encodeGB encodes valid UTF-8 without touching its lines. GB18030 has a code
// for every character, so that only invalid UTF-8 can fail: a mistake of the
// caller.
func encodeGB(s string) []byte {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(fmt.Sprintf("corpus: text is not UTF-8: %v", err))
	}
	return b
}
