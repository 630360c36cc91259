package html

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/ingest/decode"
)

// "display:none", "font-size:16px; DISPLAY : none"
var hiddenStyle = regexp.MustCompile(`(?i)(?:^|;)\s*display\s*:\s*none`)

// blocks are the elements that begin and end a line.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.Table: true, atom.Caption: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Tbody: true, atom.Thead: true, atom.Tfoot: true,
	atom.Blockquote: true, atom.Pre: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Main: true,
	atom.Form: true, atom.Fieldset: true, atom.Legend: true, atom.Center: true, atom.Address: true, atom.Figure: true,
	atom.Figcaption: true, atom.Hr: true, atom.Body: true, atom.Option: true, atom.Details: true, atom.Summary: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Nav: true, atom.Aside: true, atom.Footer: true, atom.Title: true,
}

var headings = map[atom.Atom]int{atom.H1: 1, atom.H2: 2, atom.H3: 3, atom.H4: 4, atom.H5: 5, atom.H6: 6}

// writer turns elements into lines as a browser would.
type writer struct {
	out     *decode.Builder
	line    strings.Builder
	last    rune               // of the line
	space   bool               // white space came after it that is not yet written
	wrapped bool               // with a line end in it
	marker  string             // the number of an item that has no text yet
	heading int                // the level of the heading being written
	pre     int                // how many <pre> are open
	items   map[*html.Node]int // the number of the last item of an <ol>
}

func newWriter() *writer {
	return &writer{out: new(decode.Builder), items: make(map[*html.Node]int)}
}

// node writes a node with all below it. The parser bounds the depth.
func (w *writer) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.text(n.Data)
	case n.Type != html.ElementNode:
		w.children(n)
	case isDropped(n):
	case n.DataAtom == atom.Table && isData(n):
		w.breakLine()
		w.table(n)
	case n.DataAtom == atom.Li:
		w.breakLine()
		w.marker = w.number(n)
		w.children(n)
		w.breakLine()
		w.marker = ""
	default:
		w.open(n.DataAtom)
		w.children(n)
		w.close(n.DataAtom)
	}
}

func (w *writer) children(n *html.Node) {
	for child := range n.ChildNodes() {
		w.node(child)
	}
}

// open begins an element.
func (w *writer) open(tag atom.Atom) {
	if tag == atom.Br || blocks[tag] {
		w.breakLine()
	}
	if tag == atom.Pre {
		w.pre++
	}
	if level := headings[tag]; level > 0 {
		w.heading = level
	}
}

// close ends an element.
func (w *writer) close(tag atom.Atom) {
	if blocks[tag] {
		w.breakLine()
	}
	if tag == atom.Pre && w.pre > 0 {
		w.pre--
	}
	if headings[tag] > 0 {
		w.heading = 0
	}
}

// text adds to the line. White space collapses; where it held a line end
// between two Chinese characters it is nothing but the layout of the source.
func (w *writer) text(s string) {
	for _, r := range s {
		switch {
		case w.pre > 0 && r == '\n':
			w.breakLine()
		case r == ' ' || r == '\t' || r == '\n' || r == '\f' || r == '\r':
			w.space, w.wrapped = true, w.wrapped || r == '\n' || r == '\r'
		case r == '\u200b' || r == '\u00ad' || r == '\ufeff' || unicode.IsControl(r):
		default:
			w.flushSpace(r)
			w.line.WriteString(w.marker)
			w.marker = ""
			if r == '\u00a0' {
				r = ' '
			}
			w.line.WriteRune(r)
			w.last = r
		}
	}
}

// flushSpace writes the white space before next.
func (w *writer) flushSpace(next rune) {
	if !w.space {
		return
	}
	layout := w.wrapped && isChinese(w.last) && isChinese(next)
	if w.line.Len() > 0 && !layout {
		w.line.WriteByte(' ')
	}
	w.space, w.wrapped = false, false
}

// isChinese tells whether a character is written without spaces around it.
func isChinese(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60 || strings.ContainsRune("“”‘’—…·", r) && r != utf8.RuneError
}

// breakLine ends the line, if anything is on it.
func (w *writer) breakLine() {
	if w.heading > 0 {
		w.out.Heading(w.line.String(), w.heading)
	} else {
		w.out.Line(w.line.String())
	}
	w.line.Reset()
	w.space, w.wrapped, w.last = false, false, 0
}

// number is what a browser puts before an item of an <ol>.
func (w *writer) number(li *html.Node) string {
	list := li.Parent
	if list == nil || list.DataAtom != atom.Ol {
		return ""
	}
	style := strings.ToLower(attr(list.Attr, "style") + " " + attr(list.Attr, "class"))
	if strings.Contains(style, "none") {
		return ""
	}
	n, begun := w.items[list]
	if start, err := strconv.Atoi(attr(list.Attr, "start")); err == nil && !begun {
		n = start - 1
	}
	n++
	w.items[list] = n
	switch {
	case strings.Contains(style, "cjk-ideographic"), strings.Contains(style, "chinese"):
		return decode.ChineseNumeral(n) + "、"
	case attr(list.Attr, "type") != "" && attr(list.Attr, "type") != "1", strings.Contains(style, "alpha"), strings.Contains(style, "roman"):
		return ""
	}
	return strconv.Itoa(n) + "."
}
