package docx

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/inline"
	"gongshi/ingest/decode/internal/pack"
)

// walker goes through the main part and writes its text.
type walker struct {
	part    *pack.Part
	styles  styles
	numbers *numbers
	out     *decode.Builder
	carry   string // of a paragraph that runs on into the next one
	notes   int
	found   bool // the root of a text document
}

// document reads the main part.
func (w *walker) document() error {
	err := w.part.Each(func(name string, e pack.Start) error {
		if name != "w:document" {
			return &decode.Error{Code: decode.CodeUnsupported, Detail: fmt.Sprintf("the main part is %q, no text document", e.Name.Local)}
		}
		w.found = true
		return w.part.Each(w.block)
	})
	if err != nil {
		return err
	}
	if !w.found {
		return &decode.Error{Code: decode.CodeDamaged, Detail: "the main part is empty"}
	}
	w.out.Line(w.carry)
	return nil
}

// block reads what stands where paragraphs do. Elements that only group others
// are looked through: content controls, insertions, custom XML.
func (w *walker) block(name string, _ pack.Start) error {
	switch {
	case name == "w:p":
		return w.paragraph()
	case name == "w:tbl":
		return w.table()
	case name == "mc:AlternateContent":
		return w.alternative(w.block)
	case isLeftOut(name):
		return w.part.Skip()
	}
	return w.part.Each(w.block)
}

// isLeftOut tells whether an element has nothing that people see: deletions,
// and properties, old ones in particular.
func isLeftOut(name string) bool {
	switch name {
	case "w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:rt", "w:tblGrid":
		return true
	}
	return strings.HasPrefix(name, "w:") && (strings.HasSuffix(name, "Pr") || strings.HasSuffix(name, "Change"))
}

// alternative reads the first of the choices: they show the same.
func (w *walker) alternative(visit pack.Visitor) error {
	taken := false
	return w.part.Each(func(string, pack.Start) error {
		if taken {
			return w.part.Skip()
		}
		taken = true
		return w.part.Each(visit)
	})
}

// aside reads blocks into a text of their own: that of a cell or a text box.
func (w *walker) aside(visit pack.Visitor) (string, error) {
	out, carry := w.out, w.carry
	w.out, w.carry = new(decode.Builder), ""
	err := w.part.Each(visit)
	w.out.Line(w.carry)
	text := w.out.Text()
	w.out, w.carry = out, carry
	return text, err
}

// paragraph is a paragraph that is being read.
type paragraph struct {
	*walker
	props  props
	text   strings.Builder
	fields inline.Fields
	boxes  []string // the texts of text boxes that hang on it
}

func (w *walker) paragraph() error {
	p := &paragraph{walker: w, props: props{num: noRef}}
	if err := w.part.Each(p.inline); err != nil {
		return err
	}
	p.finish()
	if w.out.Len() > decode.MaxText {
		return decode.TextTooLong()
	}
	return nil
}

// finish writes the paragraph.
func (p *paragraph) finish() {
	text := p.carry + p.text.String()
	p.carry = ""
	if p.props.deleted {
		p.carry = text
	} else {
		number := p.numbers.next(p.props)
		level := p.props.outline
		if level == 0 {
			level = p.styles.outline(p.props.style)
		}
		switch text = strings.TrimFunc(text, unicode.IsSpace); {
		case text == "":
		case level > 0:
			p.out.Heading(number+text, level)
		default:
			p.out.Line(number + text)
		}
	}
	for _, box := range p.boxes {
		p.out.Line(box)
	}
}

// inline reads what stands within a paragraph.
func (p *paragraph) inline(name string, e pack.Start) (err error) {
	switch {
	case name == "w:pPr":
		p.props, err = readProps(p.part)
		return err
	case name == "w:r":
		return p.run()
	case name == "m:t":
		return p.copyText(true)
	case name == "w:txbxContent":
		box, err := p.aside(p.block)
		p.boxes = append(p.boxes, box)
		return err
	case name == "mc:AlternateContent":
		return p.alternative(p.inline)
	case isLeftOut(name):
		return p.part.Skip()
	}
	return p.part.Each(p.inline)
}

// run reads a run: text of one look.
func (p *paragraph) run() error {
	seen := p.styles.look(p.props.style) != hidden
	var visit pack.Visitor
	visit = func(name string, e pack.Start) error {
		switch name {
		case "w:rPr":
			own, style, err := readLook(p.part)
			if own == unsaid {
				own = p.styles.look(style)
			}
			seen = own == shown || own == unsaid && seen
			return err
		case "w:t":
			if !seen {
				return p.part.Skip()
			}
			return p.copyText(pack.Attr(e, "space") == "preserve")
		case "mc:AlternateContent":
			return p.alternative(visit)
		case "w:instrText":
			code, err := p.part.Text()
			p.fields.Seen(code)
			return err
		case "w:fldChar":
			p.field(pack.Attr(e, "fldCharType"))
		case "w:footnoteReference", "w:endnoteReference":
			p.notes++
		case "w:tab", "w:ptab", "w:br", "w:cr", "w:noBreakHyphen", "w:sym":
			if seen {
				p.write(sign(name, e))
			}
		default:
			return p.inline(name, e)
		}
		return p.part.Skip()
	}
	return p.part.Each(visit)
}

// copyText reads text.
func (p *paragraph) copyText(preserve bool) error {
	text, err := p.part.Text()
	if !preserve {
		text = strings.Trim(text, " \t\r\n")
	}
	p.write(strings.Map(inline.Plain, text))
	return err
}

// sign is the text of an element that stands for a character.
func sign(name string, e pack.Start) string {
	switch name {
	case "w:tab", "w:ptab":
		return "\t"
	case "w:noBreakHyphen":
		return "-"
	case "w:sym":
		code, err := strconv.ParseUint(pack.Attr(e, "char"), 16, 16)
		if err != nil {
			return ""
		}
		return inline.Symbol(pack.Attr(e, "font"), rune(code))
	}
	return "\n"
}

// write adds text, unless it is part of the code of a field.
func (p *paragraph) write(text string) {
	if p.fields.Seen(text) {
		p.text.WriteString(text)
	}
}

func (p *paragraph) field(mark string) {
	switch mark {
	case "begin":
		p.fields.Begin()
	case "separate":
		p.fields.Separate()
	case "end":
		p.write(p.fields.End())
	}
}
