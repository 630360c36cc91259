package odt

import (
	"fmt"
	"strconv"
	"strings"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/inline"
	"gongshi/ingest/decode/internal/pack"
)

// walker goes through content.xml and writes its text.
type walker struct {
	part  *pack.Part
	sheet *sheet
	lists *lists
	out   *decode.Builder
	notes int
	found bool // the text of a text document
}

func (w *walker) document() error {
	err := w.part.Each(func(name string, e pack.Start) error {
		if name != "office:document-content" {
			return &decode.Error{Code: decode.CodeUnsupported, Detail: fmt.Sprintf("the content is %q, no text document", e.Name.Local)}
		}
		return w.part.Each(w.content)
	})
	if err == nil && !w.found {
		err = &decode.Error{Code: decode.CodeDamaged, Detail: "there is no text in content.xml"}
	}
	return err
}

// content reads the parts of the root: styles, then the text.
func (w *walker) content(name string, _ pack.Start) error {
	switch name {
	case "office:automatic-styles":
		return w.part.Each(func(name string, e pack.Start) error { return w.sheet.add(w.part, name, e) })
	case "office:body":
		return w.part.Each(func(name string, _ pack.Start) error {
			if name != "office:text" {
				return w.part.Skip()
			}
			w.found = true
			return w.part.Each(w.block)
		})
	}
	return w.part.Skip()
}

// block reads what stands where paragraphs do. Elements that only group others
// are looked through: sections, indexes, frames at a page.
func (w *walker) block(name string, e pack.Start) error {
	switch {
	case name == "text:p", name == "text:h":
		return w.paragraph(name, e)
	case name == "text:list":
		w.lists.begin(e)
		defer w.lists.end()
	case name == "text:list-item", name == "text:list-header":
		w.lists.item(e, name == "text:list-header")
	case name == "table:table":
		return w.table()
	case name == "text:section" && pack.Attr(e, "display") == "none", isLeftOut(name):
		return w.part.Skip()
	}
	return w.part.Each(w.block)
}

// isLeftOut tells whether an element has nothing that people see in the text:
// deletions, remarks, what indexes and forms are made from, descriptions of
// pictures.
func isLeftOut(name string) bool {
	switch name {
	case "text:tracked-changes", "office:annotation", "office:forms", "text:ruby-text", "text:script", "text:hidden-text",
		"office:event-listeners", "svg-compatible:title", "svg-compatible:desc":
		return true
	}
	return strings.HasPrefix(name, "text:") && strings.HasSuffix(name, "-source") || strings.HasSuffix(name, "-decls")
}

// aside reads blocks into a text of their own: that of a cell or a text box.
func (w *walker) aside() (string, error) {
	defer w.lists.apart()()
	out := w.out
	w.out = new(decode.Builder)
	err := w.part.Each(w.block)
	text := w.out.Text()
	w.out = out
	return text, err
}

// paragraph is a paragraph that is being read.
type paragraph struct {
	*walker
	text   strings.Builder
	hidden bool
	space  bool     // the text so far ends in a space: another is not seen
	boxes  []string // the texts of text boxes that hang on it
}

func (w *walker) paragraph(name string, e pack.Start) error {
	style := pack.Attr(e, "style-name")
	p := &paragraph{walker: w, hidden: w.sheet.look("paragraph", style) == hidden, space: true}
	if err := w.part.Content(p.inline, p.write); err != nil {
		return err
	}
	if err := w.checkLength(p.text.Len()); err != nil {
		return err
	}
	text := strings.TrimSpace(p.text.String())
	switch level := headingLevel(name, e); {
	case level == 0:
		if number := w.lists.number(style); text != "" {
			w.out.Line(number + text)
		}
	default:
		number := w.lists.number(style)
		if len(w.lists.open) == 0 && pack.Attr(e, "is-list-header") != "true" {
			number = w.lists.heading(level)
		}
		if text != "" {
			w.out.Heading(number+text, level)
		}
	}
	for _, box := range p.boxes {
		w.out.Line(box)
	}
	return nil
}

// checkLength ends the reading of a text that is too long: a few bytes can stand
// for a great many blanks or cells.
func (w *walker) checkLength(more int) error {
	if w.out.Len()+more > decode.MaxText {
		return decode.TextTooLong()
	}
	return nil
}

// headingLevel is the level of a heading, from 1; 0 for other paragraphs.
func headingLevel(name string, e pack.Start) int {
	if name != "text:h" {
		return 0
	}
	level, err := strconv.Atoi(pack.Attr(e, "outline-level"))
	if err != nil {
		return 1
	}
	return min(max(level, 1), 10)
}

// inline reads what stands within a paragraph. One that is too long is not read
// to its end.
func (p *paragraph) inline(name string, e pack.Start) error {
	if err := p.checkLength(p.text.Len()); err != nil {
		return err
	}
	switch {
	case name == "text:span":
		return p.span(e)
	case name == "text:s":
		p.blank(strings.Repeat(" ", repeated(e, "c")))
	case name == "text:tab":
		p.blank("\t")
	case name == "text:line-break":
		p.blank("\n")
	case name == "text:note":
		p.notes++
		return p.part.Skip()
	case name == "text:hidden-paragraph":
		p.hidden = p.hidden || pack.Attr(e, "is-hidden") == "true"
	case strings.HasPrefix(name, "drawing:") && name != "drawing:a":
		box, err := p.aside()
		if !p.hidden {
			p.boxes = append(p.boxes, box)
		}
		return err
	case isLeftOut(name):
		return p.part.Skip()
	}
	return p.part.Content(p.inline, p.write)
}

// span reads text of one look.
func (p *paragraph) span(e pack.Start) error {
	around := p.hidden
	switch p.sheet.look("text", pack.Attr(e, "style-name")) {
	case hidden:
		p.hidden = true
	case shown:
		p.hidden = false
	}
	err := p.part.Content(p.inline, p.write)
	p.hidden = around
	return err
}

// repeated is how often an element stands for what it is.
func repeated(e pack.Start, local string) int {
	const most = 1000
	n, err := strconv.Atoi(pack.Attr(e, local))
	if err != nil {
		return 1
	}
	return min(max(n, 1), most)
}

// takes tells whether more text is wanted: a few bytes can stand for a great
// many blanks.
func (p *paragraph) takes() bool { return !p.hidden && p.text.Len() <= decode.MaxText }

// write adds text of the source, in which white space of any length is a space.
func (p *paragraph) write(text string) {
	if !p.takes() {
		return
	}
	for _, r := range text {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			if !p.space {
				p.text.WriteByte(' ')
			}
			p.space = true
			continue
		}
		if r = inline.Plain(r); r >= 0 {
			p.text.WriteRune(r)
			p.space = false
		}
	}
}

// blank adds white space that is meant.
func (p *paragraph) blank(text string) {
	if p.takes() {
		p.text.WriteString(text)
		p.space = false
	}
}
