package docx

import (
	"strconv"
)

// style is what a paragraph style says about numbers and headings.
type style struct {
	basedOn string
	num     numRef
	outline int // level of a heading from 1, 0 for none
}

// numRef is a paragraph's place in a list. Fields are -1 where nothing is said;
// id 0 means: no list.
type numRef struct{ id, level int }

var noRef = numRef{-1, -1}

type styles map[string]style

func readStyles(p *pack, name string) (styles, error) {
	all := make(styles)
	if !p.has(name) {
		return all, nil
	}
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.close()
	var element visitor
	element = func(name string, e start) error {
		if name != "w:style" {
			return r.each(element)
		}
		id, s := attr(e, "styleId"), style{num: noRef}
		err := r.each(func(name string, e start) error {
			switch name {
			case "w:basedOn":
				s.basedOn = attr(e, "val")
			case "w:pPr":
				props, err := r.paragraphProps()
				s.num, s.outline = props.num, props.outline
				return err
			}
			return r.skip()
		})
		all[id] = s
		return err
	}
	return all, r.each(element)
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

// paragraphProps reads a w:pPr.
func (p *part) paragraphProps() (props, error) {
	out := props{num: noRef}
	err := p.each(func(name string, e start) error {
		switch name {
		case "w:pStyle":
			out.style = attr(e, "val")
		case "w:outlineLvl":
			out.outline = -1
			if level := number(e); level >= 0 && level <= 8 {
				out.outline = level + 1
			}
		case "w:numPr":
			return p.each(func(name string, e start) error {
				switch name {
				case "w:numId":
					out.num.id = number(e)
				case "w:ilvl":
					out.num.level = number(e)
				}
				return p.skip()
			})
		case "w:rPr":
			return p.each(func(name string, _ start) error {
				out.deleted = out.deleted || name == "w:del" || name == "w:moveFrom"
				return p.skip()
			})
		}
		return p.skip()
	})
	return out, err
}

// number is the value of an element, -1 if it is none.
func number(e start) int {
	n, err := strconv.Atoi(attr(e, "val"))
	if err != nil || n < 0 {
		return -1
	}
	return n
}
