package odt

import (
	"strconv"
	"strings"

	"gongshi/ingest/decode/internal/numbering"
	"gongshi/ingest/decode/internal/pack"
)

// sheet is what the styles of a document say about hidden text and lists. Those
// of styles.xml are read first; content.xml has its own in front of the text.
type sheet struct {
	styles  map[string]style // by family and name: "paragraph P1"
	lists   map[string]*[numbering.Levels]numbering.Level
	outline [numbering.Levels]numbering.Level // of headings
}

// style is a style of paragraphs, characters or sections.
type style struct {
	parent string
	list   string // the style of the lists that its paragraphs are items of
	look   look
}

// look is whether text is hidden.
type look int

const (
	unsaid look = iota
	shown
	hidden
)

func newSheet() *sheet {
	return &sheet{styles: make(map[string]style), lists: make(map[string]*[numbering.Levels]numbering.Level)}
}

// read reads the styles that have names for people. The nameless ones of
// styles.xml are for headers and footers, and would be taken for those of the
// same name in the text.
func (s *sheet) read(p *pack.Package, part string) error {
	return find(p, part, "office:styles", func(r *pack.Part, _ pack.Start) error {
		return r.Each(func(name string, e pack.Start) error { return s.add(r, name, e) })
	})
}

// add reads a style.
func (s *sheet) add(r *pack.Part, name string, e pack.Start) error {
	switch name {
	case "style:style":
		return s.addStyle(r, e)
	case "text:list-style":
		levels := new([numbering.Levels]numbering.Level)
		s.lists[pack.Attr(e, "name")] = levels
		return readLevels(r, levels)
	case "text:outline-style":
		return readLevels(r, &s.outline)
	}
	return r.Skip()
}

func (s *sheet) addStyle(r *pack.Part, e pack.Start) error {
	family := pack.Attr(e, "family")
	st := style{parent: pack.Attr(e, "parent-style-name"), list: pack.Attr(e, "list-style-name")}
	err := r.Each(func(_ string, e pack.Start) error {
		switch pack.Attr(e, "display") {
		case "none":
			st.look = hidden
		case "true":
			st.look = shown
		}
		return r.Skip()
	})
	s.styles[family+" "+pack.Attr(e, "name")] = st
	return err
}

// chain visits a style and those that it is based on, until done.
func (s *sheet) chain(family, name string, done func(style) bool) {
	const longest = 32 // a circle ends there, too
	for range longest {
		st, ok := s.styles[family+" "+name]
		if !ok || done(st) {
			return
		}
		name = st.parent
	}
}

// look tells whether a style hides its text.
func (s *sheet) look(family, name string) (l look) {
	s.chain(family, name, func(st style) bool {
		l = st.look
		return l != unsaid
	})
	return l
}

// list is the style of the lists that paragraphs of a style are items of.
func (s *sheet) list(paragraph string) (list string) {
	s.chain("paragraph", paragraph, func(st style) bool {
		list = st.list
		return list != ""
	})
	return list
}

// readLevels reads the levels of a list style.
func readLevels(r *pack.Part, levels *[numbering.Levels]numbering.Level) error {
	return r.Each(func(name string, e pack.Start) error {
		at, err := strconv.Atoi(pack.Attr(e, "level"))
		if err != nil || at < 1 || at > len(levels) {
			return r.Skip()
		}
		l := &levels[at-1]
		*l = numbering.Level{Start: 1, Format: "bullet"}
		if strings.HasSuffix(name, "-level-style-number") || name == "text:outline-level-style" {
			numbered(l, at, e)
		}
		var property pack.Visitor
		property = func(_ string, e pack.Start) error {
			if pack.Attr(e, "label-followed-by") == "nothing" {
				l.NoSuffix = true
			}
			return r.Each(property)
		}
		return r.Each(property)
	})
}

// numbered reads the attributes of a level with numbers.
func numbered(l *numbering.Level, at int, e pack.Start) {
	if start, err := strconv.Atoi(pack.Attr(e, "start-value")); err == nil && start >= 0 {
		l.Start = start
	}
	l.Format = numberFormat(pack.Attr(e, "num-format"))
	if text := pack.Attr(e, "num-list-format"); text != "" {
		// "%1%.%2%"
		for i := range numbering.Levels {
			mark := "%" + strconv.Itoa(i+1)
			text = strings.ReplaceAll(text, mark+"%", mark)
		}
		l.Text = text
		return
	}
	if l.Format == "none" {
		return
	}
	above, err := strconv.Atoi(pack.Attr(e, "display-levels"))
	if err != nil || above < 1 || above > at {
		above = 1
	}
	var marks []string
	for i := at - above + 1; i <= at; i++ {
		marks = append(marks, "%"+strconv.Itoa(i))
	}
	l.Text = pack.Attr(e, "num-prefix") + strings.Join(marks, ".") + pack.Attr(e, "num-suffix")
}

// numberFormats are the formats of OpenDocument by the first number that they
// name: "一, 二, 三, ...".
var numberFormats = map[string]string{
	"": "none", "1": "decimal", "01": "decimalZero", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
	"一": "chineseCounting", "壹": "chineseLegalSimplified", "甲": "ideographTraditional", "子": "ideographZodiac",
	"①": "decimalEnclosedCircle", "１": "decimalFullWidth", "⑴": "decimalEnclosedParen", "⒈": "decimalEnclosedFullstop",
}

func numberFormat(format string) string {
	first, rest, _ := strings.Cut(format, ",")
	if first == "壹" && strings.Contains(rest, "貳") {
		return "ideographLegalTraditional"
	}
	return numberFormats[strings.TrimSpace(first)] // none of them: in digits
}
