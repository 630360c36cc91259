package docx

import (
	"strconv"

	"gongshi/ingest/decode/internal/pack"
)

// style is what a style says about numbers, headings and hidden text.
type style struct {
	basedOn string
	num     numRef
	outline int // level of a heading from 1, 0 for none
	look    look
}

// look is whether text is hidden.
type look int

const (
	unsaid look = iota
	shown
	hidden
)

// readLook reads what a w:rPr says about it, and the style that it names.
func readLook(p *pack.Part) (l look, style string, err error) {
	return l, style, p.Each(func(name string, e pack.Start) error {
		switch name {
		case "w:rStyle":
			style = pack.Attr(e, "val")
		case "w:vanish":
			l = shown
			if isOn(e) {
				l = hidden
			}
		}
		return p.Skip()
	})
}

// look tells whether a style hides its text.
func (s styles) look(id string) (l look) {
	s.chain(id, func(_ string, st style) bool {
		l = st.look
		return l != unsaid
	})
	return l
}

// numRef is a paragraph's place in a list. Fields are -1 where nothing is said;
// id 0 means: no list.
type numRef struct{ id, level int }

var noRef = numRef{-1, -1}

type styles map[string]style

func readStyles(p *pack.Package, name string) (styles, error) {
	all := make(styles)
	if !p.Has(name) {
		return all, nil
	}
	r, err := p.Part(name, shortName)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		if name != "w:style" {
			return r.Each(element)
		}
		id, s := pack.Attr(e, "styleId"), style{num: noRef}
		err := r.Each(func(name string, e pack.Start) (err error) {
			switch name {
			case "w:basedOn":
				s.basedOn = pack.Attr(e, "val")
			case "w:pPr":
				props, err := readProps(r)
				s.num, s.outline = props.num, props.outline
				return err
			case "w:rPr":
				s.look, _, err = readLook(r)
				return err
			}
			return r.Skip()
		})
		all[id] = s
		return err
	}
	return all, r.Each(element)
}

// chain visits a style and those that it is based on, until done.
func (s styles) chain(id string, done func(id string, st style) bool) {
	const longest = 32 // a circle ends there, too
	for range longest {
		st, ok := s[id]
		if !ok || done(id, st) {
			return
		}
		id = st.basedOn
	}
}

// outline is the level of the heading that paragraphs of a style are.
func (s styles) outline(id string) (level int) {
	s.chain(id, func(_ string, st style) bool {
		level = st.outline
		return level != 0
	})
	return max(level, 0)
}

// props are the properties of a paragraph.
type props struct {
	style   string
	num     numRef
	outline int  // 0: not said, -1: expressly no heading
	deleted bool // the mark at its end: it runs on into the next one
}

// readProps reads a w:pPr.
func readProps(p *pack.Part) (props, error) {
	out := props{num: noRef}
	err := p.Each(func(name string, e pack.Start) error {
		switch name {
		case "w:pStyle":
			out.style = pack.Attr(e, "val")
		case "w:outlineLvl":
			out.outline = -1
			if level := number(e); level >= 0 && level <= 8 {
				out.outline = level + 1
			}
		case "w:numPr":
			return p.Each(func(name string, e pack.Start) error {
				switch name {
				case "w:numId":
					out.num.id = number(e)
				case "w:ilvl":
					out.num.level = number(e)
				}
				return p.Skip()
			})
		case "w:rPr":
			return p.Each(func(name string, _ pack.Start) error {
				out.deleted = out.deleted || name == "w:del" || name == "w:moveFrom"
				return p.Skip()
			})
		}
		return p.Skip()
	})
	return out, err
}

// number is the value of an element, -1 if it is none.
func number(e pack.Start) int {
	n, err := strconv.Atoi(pack.Attr(e, "val"))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// isOn tells whether a property that is on when it merely stands there is on.
func isOn(e pack.Start) bool {
	switch pack.Attr(e, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}
