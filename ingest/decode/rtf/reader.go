package rtf

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/codepage"
	"gongshi/ingest/decode/internal/flow"
	"gongshi/ingest/decode/internal/inline"
)

// maxCode is how much of the code of a field is looked at.
const maxCode = 1 << 10

// maxDepth is how deep groups may stand in each other.
const maxDepth = 1000

// state is what a group inherits from the one around it.
type state struct {
	to       destination
	outer    destination // of the group around \upr, which says everything twice
	flow     *flow.Flow
	faces    [classes]int // the numbers of the fonts, -1 where none is said
	class    class
	standIns int // how many characters stand in for a \u
	hidden   bool
	deleted  bool
	style    int
	outline  int // level of a heading from 1; 0: not said; -1: none
	inTable  bool
	nesting  int
	list     bool // the paragraph is an item of a list
}

// class is a kind of characters, each of which can have a font of its own.
type class int

const (
	anyClass class = iota // the font of \f
	low                   // \loch
	high                  // \hich
	double                // \dbch
	classes
)

// font is a font of the table.
type font struct {
	charset int
	page    int // 0: that of the charset
	name    string
}

// reader reads a file.
type reader struct {
	lexer
	state
	groups   []state
	starred  bool // \* came before the word
	fresh    bool // the group has just begun
	fonts    map[int]*font
	outlines map[int]int // by style
	page     int         // the code page of the document
	first    int         // its first font
	main     *flow.Flow
	titleRaw strings.Builder
	labelRaw strings.Builder
	codeRaw  strings.Builder
	defined  int       // the font or style that is being defined
	row      flow.Row  // how the row is made
	cell     flow.Cell // the one whose right edge has not come yet
	raw      []byte    // bytes whose code page is known, but maybe not all of a character
	rawPage  int
	rawFont  *font
	unit     rune // the first half of a character beyond U+FFFF
	pending  int  // characters to come that stand in for a \u
	itemHas  bool // the item of a list has its number

	cut                    bool
	bad, notes, numberless int
}

func newReader(data []byte) *reader {
	main := flow.New()
	r := &reader{
		lexer: lexer{data: data, at: max(0, bytes.IndexByte(data, '{'))},
		state: state{flow: main, standIns: 1},
		fonts: make(map[int]*font), outlines: make(map[int]int), main: main,
	}
	r.plain()
	return r
}

// read reads the file to the end of its outermost group.
func (r *reader) read(ctx context.Context) error {
	for tokens := 0; ; tokens++ {
		if tokens%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t := r.next()
		switch t.kind {
		case end:
			r.cut = true
			for len(r.groups) > 0 {
				r.leave()
			}
		case open:
			r.enter()
		case shut:
			r.leave()
		case literal:
			r.starred, r.fresh = false, false
			r.take(t.bytes)
		default:
			r.control(t)
		}
		if len(r.groups) == 0 {
			r.flush()
			r.main.Finish()
			return nil
		}
		if len(r.groups) > maxDepth {
			return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("groups are nested deeper than %d", maxDepth)}
		}
	}
}

func (r *reader) enter() {
	r.pending, r.fresh = 0, true
	r.groups = append(r.groups, r.state)
}

// leave ends a group.
func (r *reader) leave() {
	r.pending, r.starred, r.fresh = 0, false, false
	if len(r.groups) == 0 {
		return
	}
	before := r.groups[len(r.groups)-1]
	if before.to != r.to || before.flow != r.flow || before.hidden != r.hidden || before.deleted != r.deleted {
		r.flush()
	}
	if r.to == label && before.to != label {
		r.setLabel()
	}
	if r.to == fieldCode && before.to != fieldCode {
		seen := inline.Equation(r.codeRaw.String())
		r.codeRaw.Reset()
		defer r.write(seen) // where the field stands
	}
	if before.flow != r.flow {
		r.flow.Finish()
		if !before.hidden && !before.deleted {
			before.flow.Boxes = append(before.flow.Boxes, r.flow.Out.Text())
		}
	}
	r.groups = r.groups[:len(r.groups)-1]
	r.state = before
}

// setLabel gives the paragraph its number. Marks without a number are none.
func (r *reader) setLabel() {
	text := strings.TrimFunc(strings.Map(inline.Plain, r.labelRaw.String()), unicode.IsSpace)
	r.labelRaw.Reset()
	r.itemHas = true
	if strings.IndexFunc(text, func(c rune) bool { return unicode.IsNumber(c) || unicode.IsLetter(c) }) < 0 {
		return
	}
	// A number that ends in a digit would run into the text.
	if last, _ := utf8.DecodeLastRuneInString(text); last < utf8.RuneSelf && (unicode.IsDigit(last) || unicode.IsLetter(last)) {
		text += " "
	}
	if !r.hidden && !r.deleted {
		r.flow.Label = text
	}
}

// take takes bytes of the text, unless they stand in for a \u.
func (r *reader) take(data []byte) {
	if n := min(r.pending, len(data)); n > 0 {
		r.pending -= n
		data = data[n:]
	}
	if len(data) == 0 || r.to == nowhere || r.to == info || r.to == rowProps {
		return
	}
	f, page := r.encoding()
	if len(r.raw) > 0 && (page != r.rawPage || f != r.rawFont) {
		r.flush()
	}
	r.raw, r.rawPage, r.rawFont = append(r.raw, data...), page, f
}

// encoding is the font and the code page in which bytes are to be read now.
func (r *reader) encoding() (*font, int) {
	number := r.faces[r.class]
	if number < 0 {
		number = r.faces[anyClass]
	}
	f := r.fonts[number]
	switch {
	case r.to == title, f == nil, f.charset == 1 && f.page == 0:
		return f, r.page
	case f.page != 0:
		return f, f.page
	}
	return f, charsets[f.charset]
}

// flush decodes the bytes that have come.
func (r *reader) flush() {
	if len(r.raw) == 0 {
		return
	}
	raw := r.raw
	r.raw = r.raw[:0]
	if f := r.rawFont; f != nil && f.charset == symbolCharset {
		for _, c := range raw {
			if c < 0x80 && inline.Signs(f.name) == nil {
				r.write(string(rune(c)))
			} else {
				r.write(inline.Symbol(f.name, 0xF000+rune(c)))
			}
		}
		return
	}
	text, bad := codepage.Probable(r.rawPage, raw)
	r.bad += bad
	r.write(text)
}

// write adds text where it belongs.
func (r *reader) write(text string) {
	switch r.to {
	case body:
		if !r.hidden && !r.deleted {
			r.flow.Line.WriteString(clean(text))
		}
	case title:
		r.titleRaw.WriteString(text)
	case label:
		r.labelRaw.WriteString(text)
	case fieldCode:
		if r.codeRaw.Len() < maxCode {
			r.codeRaw.WriteString(text)
		}
	case fontTable:
		r.nameFont(text)
	}
}

// clean leaves out what is not seen, but not line ends: those are meant.
func clean(text string) string {
	return strings.Map(func(c rune) rune {
		if c == '\n' {
			return c
		}
		return inline.Plain(c)
	}, text)
}

// character takes a character that is given by its number, after which bytes come
// that stand in for it.
func (r *reader) character(unit int) {
	r.flush()
	r.pending = r.standIns
	c := rune(uint16(unit))
	if unit > 0xFFFF && unit <= utf8.MaxRune {
		c = rune(unit)
	}
	if r.unit != 0 {
		first := r.unit
		r.unit = 0
		if both := utf16.DecodeRune(first, c); both != utf8.RuneError {
			r.write(string(both))
			return
		}
		r.bad++
	}
	switch {
	case c >= 0xD800 && c < 0xDC00:
		r.unit = c
	case c >= 0xDC00 && c < 0xE000:
		r.bad++
	case unicode.Is(unicode.Co, c):
		if f, _ := r.encoding(); f != nil {
			r.write(inline.Symbol(f.name, c))
		}
	default:
		r.write(string(c))
	}
}

// title is the title among the properties.
func (r *reader) title() string { return strings.Join(strings.Fields(r.titleRaw.String()), " ") }
