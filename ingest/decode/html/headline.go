package html

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"gongshi"
)

// minTitle is the number of Han characters from which a heading can be the title
// of a notice.
const minTitle = 8

// headline gives the title that readers of a page see above its article; empty if
// the page names none. Many sites show it in a heading of their own and leave it
// out of what was typed into the editor: which inspection a notice is about may
// be said nowhere else. Of what the page says of itself a heading is to be part,
// else it could be that of a column or of the site.
func headline(root *html.Node, info about) string {
	said := squeeze(info.article + "\n" + info.title)
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || headings[n.DataAtom] == 0 || hanIn(n) < minTitle {
			continue
		}
		if text := collapse(textIn(n)); strings.Contains(said, squeeze(text)) {
			return text
		}
	}
	if han(info.article) >= minTitle {
		return info.article
	}
	return ""
}

// lead puts the headline before the text of a page that does not have it.
func lead(doc *gongshi.Document, headline string) {
	if headline == "" || hasHeadline(doc.Text, headline) {
		return
	}
	shift := len(headline) + 1
	blocks := make([]gongshi.Block, 0, len(doc.Blocks)+1)
	blocks = append(blocks, gongshi.Block{Span: gongshi.Span{End: len(headline)}, Kind: gongshi.BlockHeading, Level: 1})
	for _, b := range doc.Blocks {
		b.Span.Start += shift
		b.Span.End += shift
		blocks = append(blocks, b)
	}
	doc.Text, doc.Blocks = headline+"\n"+doc.Text, blocks
}

// leadLines are those over which a title may be broken, with a letterhead before
// it.
const leadLines = 5

// hasHeadline tells whether the headline is a line of a text, or its first lines
// say the same, broken for the eye or with other signs: four of five pairs of
// characters are there. Sentences do not count: what the notice says of itself is
// not its title.
func hasHeadline(text, headline string) bool {
	wanted := squeeze(headline)
	first, count := "", 0
	for line := range strings.Lines(text) {
		line = squeeze(line)
		if strings.Contains(line, wanted) && len(line) < 2*len(wanted) {
			return true
		}
		if count++; count <= leadLines && !strings.Contains(line, "。") {
			first += line
		}
	}
	runes := []rune(wanted)
	found := 0
	for i := 1; i < len(runes); i++ {
		if strings.Contains(first, string(runes[i-1:i+1])) {
			found++
		}
	}
	return found*5 >= (len(runes)-1)*4
}

// squeeze leaves out white space of all kinds.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// textIn gives the text below a node.
func textIn(n *html.Node) string {
	var b strings.Builder
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			b.WriteString(child.Data)
		}
	}
	return b.String()
}

// han counts the Han characters of a text.
func han(s string) (count int) {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			count++
		}
	}
	return count
}
