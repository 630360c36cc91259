package doc

import "unicode/utf16"

// sheet are the styles of a document.
type sheet struct {
	styles []style
	paras  map[int]paraProps // those of the styles of paragraphs, once they are known
	fonts  []string
}

// style is a style of paragraphs or characters.
type style struct {
	built int // its number among the built-in ones: 1 to 9 are headings
	base  int
	paras block // modifiers of paragraphs
	chars block // of characters
}

const (
	noStyle     = 0xFFF
	deepestBase = 32 // a circle of styles ends there, too
)

// readSheet reads the table of styles.
func readSheet(table, fonts block) *sheet {
	s := &sheet{paras: make(map[int]paraProps), fonts: readFonts(fonts)}
	size := table.U16(0)
	count, fixed := table.U16(2), table.U16(4)
	at := 2 + size
	for i := 0; i < count && at+2 <= len(table); i++ {
		size := table.U16(at)
		s.styles = append(s.styles, readStyle(table.Cut(at+2, size), fixed))
		at += 2 + size
	}
	return s
}

// readStyle reads a style: a part of fixed size, the name, then one list of
// modifiers for characters, or one for paragraphs and one for characters.
func readStyle(b block, fixed int) style {
	s := style{base: noStyle}
	if len(b) == 0 {
		return s
	}
	const paragraphs, characters = 1, 2
	s.built = b.U16(0) & 0xFFF
	kind := b.U16(2) & 0xF
	s.base = b.U16(2) >> 4
	at := fixed + 2 + 2*b.U16(fixed) + 2
	list := func() block {
		size := b.U16(at)
		out := b.Cut(at+2, size)
		at += 2 + size + size%2
		return out
	}
	switch kind {
	case paragraphs:
		if list := list(); len(list) > 2 {
			s.paras = list[2:] // behind the number of the style itself
		}
		s.chars = list()
	case characters:
		s.built = 0
		s.chars = list()
	}
	return s
}

// para gives the properties of a paragraph of a style that has none of its own.
func (s *sheet) para(number int) paraProps { return s.paraOn(number, 0) }

func (s *sheet) paraOn(number, depth int) paraProps {
	if p, ok := s.paras[number]; ok {
		return p
	}
	p := paraProps{level: -1}
	if number < 0 || number >= len(s.styles) || depth > deepestBase {
		return p
	}
	st := s.styles[number]
	if st.base != noStyle {
		p = s.paraOn(st.base, depth+1)
	}
	if st.built >= 1 && st.built <= 9 {
		p.outline = st.built
	}
	before := p.list
	p.apply(st.paras, nil)
	if p.list != before || p.numberedBy < 0 {
		p.numberedBy = number
	}
	p.look.apply(st.chars, s)
	p.style = number
	s.paras[number] = p
	return p
}

// applyChars puts a style of characters on top of a look.
func (s *sheet) applyChars(l *look, number, depth int) {
	if number < 0 || number >= len(s.styles) || depth > deepestBase {
		return
	}
	st := s.styles[number]
	if st.base != noStyle {
		s.applyChars(l, st.base, depth+1)
	}
	eachModifier(st.chars, func(mod int, operand block) {
		switch mod {
		case modHidden:
			l.hidden = toggled(operand.U8(0), l.hidden)
		case modFont:
			l.font = operand.U16(0)
		}
	})
}

// readFonts reads the names of the fonts.
func readFonts(table block) []string {
	var fonts []string
	count := table.U16(0)
	for at := 4; len(fonts) < count && at < len(table); {
		const name = 40 // where it begins
		size := table.U8(at) + 1
		font := table.Cut(at, size)
		var units []uint16
		for i := name; i+2 <= len(font) && font.U16(i) != 0; i += 2 {
			units = append(units, uint16(font.U16(i)))
		}
		fonts = append(fonts, string(utf16.Decode(units)))
		at += size
	}
	return fonts
}

// font is the name of a font.
func (s *sheet) font(number int) string {
	if number < 0 || number >= len(s.fonts) {
		return ""
	}
	return s.fonts[number]
}
