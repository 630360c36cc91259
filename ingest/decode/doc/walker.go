package doc

import (
	"context"
	"unicode"
	"unicode/utf16"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/flow"
	"gongshi/ingest/decode/internal/inline"
)

// span is a stretch of units of the text.
type span struct{ from, to int }

// walker goes through the text and writes it.
type walker struct {
	ctx   context.Context
	text  *text
	data  block
	sheet *sheet
	lists *lists
	chars runs
	paras runs
	boxes map[int]span // the texts of text boxes, by where they hang; taken once
	loose []span       // those that hang nowhere, or too deep
	depth int          // of the text box that is being read
	last  int          // the piece that was looked at last
	old   bool

	cut                    bool
	bad, notes, numberless int
}

// prepare reads what is about the text.
func (w *walker) prepare(h *header) (err error) {
	if w.text, err = readText(h); err != nil {
		return err
	}
	w.cut = w.text.missing(h.main)
	w.data = h.data
	w.sheet = readSheet(h.part(tableStyles), h.part(tableFonts))
	w.lists = readLists(h)
	w.chars = runs{main: h.main, table: h.part(tableChars), find: charMods}
	w.paras = runs{main: h.main, table: h.part(tableParas), find: paraMods}
	w.findBoxes(h)
	return nil
}

// The characters that mean something else.
const (
	noteMark    = 0x02
	cellMark    = 0x07
	drawing     = 0x08
	lineBreak   = 0x0B
	pageBreak   = 0x0C
	paraMark    = 0x0D
	columnBreak = 0x0E
	fieldBegin  = 0x13
	fieldResult = 0x14
	fieldEnd    = 0x15
	hardHyphen  = 0x1E
	symbolMark  = 0x28
)

// walk writes a part of the text.
func (w *walker) walk(s span, f *flow.Flow) error {
	s.to = min(s.to, len(w.text.units))
	p := &paragraph{walker: w, flow: f, open: w.openFields(s)}
	for from := s.from; from < s.to; {
		if w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		to := w.paragraphEnd(from, s.to)
		if err := p.read(span{from, to}); err != nil {
			return err
		}
		if f.Out.Len() > decode.MaxText {
			return decode.TextTooLong()
		}
		from = to
	}
	f.Finish()
	return nil
}

// openFields finds where fields begin that never end: their code must not take
// in the rest of the text.
func (w *walker) openFields(s span) map[int]bool {
	var open []int
	for i := s.from; i < s.to; i++ {
		switch w.text.units[i] {
		case fieldBegin:
			open = append(open, i)
		case fieldEnd:
			open = open[:max(0, len(open)-1)]
		}
	}
	out := make(map[int]bool)
	for _, i := range open {
		out[i] = true
	}
	return out
}

// paragraphEnd finds the end of the paragraph that begins at a unit. A page
// break ends one if what is said about paragraphs ends there: then it is the end
// of a section.
func (w *walker) paragraphEnd(from, limit int) int {
	for i := from; i < limit; i++ {
		switch w.text.units[i] {
		case paraMark, cellMark:
			return i + 1
		case pageBreak:
			if piece := w.text.pieceAt(i, &w.last); piece != nil && w.paras.at(piece.place(i)).to == piece.place(i+1) {
				return i + 1
			}
		}
	}
	return limit
}

// props are the properties of a paragraph: those of its last unit.
func (w *walker) props(last int) paraProps {
	piece := w.text.pieceAt(last, &w.last)
	if piece == nil || w.old {
		return paraProps{level: -1}
	}
	mods := w.paras.at(piece.place(last)).mods
	p := w.sheet.para(mods.U16(0))
	if len(mods) > 2 {
		p.apply(mods[2:], w.data)
	}
	p.apply(piece.mods, w.data)
	return p
}

// look is what a unit looks like.
func (w *walker) look(unit int, style look) look {
	piece := w.text.pieceAt(unit, &w.last)
	if piece == nil || w.old {
		return look{special: true}
	}
	l := style
	l.apply(w.chars.at(piece.place(unit)).mods, w.sheet)
	l.apply(piece.mods, w.sheet)
	return l
}

// paragraph is a paragraph that is being read.
type paragraph struct {
	*walker
	flow   *flow.Flow
	fields inline.Fields
	open   map[int]bool // where fields begin that never end
	props  paraProps
	high   uint16 // the first half of a character beyond U+FFFF
}

// read reads a paragraph with the mark at its end.
func (p *paragraph) read(s span) error {
	p.props = p.walker.props(s.to - 1)
	var l look
	known := span{-1, -1} // where the look is this one
	for i := s.from; i < s.to; i++ {
		if i >= known.to {
			l, known = p.walker.look(i, p.props.look), p.sameLook(i, s.to)
		}
		if err := p.unit(i, p.text.units[i], l, i == s.to-1); err != nil {
			return err
		}
	}
	if l.deleted && p.text.units[s.to-1] == paraMark {
		return nil // it runs on into the next one
	}
	p.end(s)
	return nil
}

// sameLook gives how far what a unit looks like holds: as far as its run and its
// piece go.
func (w *walker) sameLook(unit, limit int) span {
	piece := w.text.pieceAt(unit, &w.last)
	if piece == nil || w.old {
		return span{unit, limit}
	}
	to := piece.end
	if run := w.chars.at(piece.place(unit)); run.to > piece.place(unit) {
		size := run.to - piece.place(unit)
		if piece.wide {
			size /= 2
		}
		to = min(to, unit+max(size, 1))
	}
	return span{unit, min(to, limit)}
}

// end ends the paragraph that has been read.
func (p *paragraph) end(s span) {
	const oldWay = 2047 // a list that is described with the paragraph
	if p.props.list == oldWay && p.flow.Line.Len() > 0 {
		p.numberless++
	}
	p.flow.Label = p.lists.next(p.props)
	mark := p.text.units[s.to-1]
	switch {
	case mark == cellMark && p.endsRow(s):
		p.flow.EndRow(p.props.row)
		return
	case mark == cellMark:
		p.flow.EndCell()
		return
	case p.props.endsInner, p.props.endsInRow:
		p.flow.EndInner(p.props.endsInRow)
		return
	}
	p.flow.End(flow.Paragraph{InTable: p.props.inTable, Level: p.props.outline})
}

// endsRow tells whether a mark that ends a cell ends the row. Where nothing is
// said about paragraphs, it does if it follows the end of a cell.
func (p *paragraph) endsRow(s span) bool {
	if p.old {
		return s.to-s.from == 1 && s.from > 0 && p.text.units[s.from-1] == cellMark
	}
	return p.props.endsRow
}

// unit takes a unit of the text.
func (p *paragraph) unit(at int, unit uint16, l look, last bool) error {
	switch {
	case unit == fieldBegin:
		if !p.open[at] {
			p.fields.Begin()
		}
	case unit == fieldResult:
		p.fields.Separate()
	case unit == fieldEnd:
		p.write(p.fields.End())
	case l.hidden, l.deleted, p.fields.Inside() && !p.fields.Seen(string(rune(unit))):
	case unit == noteMark && l.special:
		p.notes++
	case unit == drawing:
		return p.box(at)
	case unit == symbolMark && l.special && l.symbol != 0:
		p.write(inline.Symbol(p.sheet.font(l.symbolFont), l.symbol))
	case unit == lineBreak, unit == columnBreak, unit == pageBreak && !last:
		p.write("\n")
	case unit == hardHyphen:
		p.write("-")
	case unit == paraMark, unit == cellMark, unit < ' ' && unit != '\t':
	default:
		p.character(unit, l)
	}
	return nil
}

// character takes a unit that is a character, or half of one.
func (p *paragraph) character(unit uint16, l look) {
	r := rune(unit)
	if p.high != 0 {
		both := utf16.DecodeRune(rune(p.high), r)
		p.high = 0
		if both != unicode.ReplacementChar {
			p.flow.Line.WriteRune(both)
			return
		}
		p.bad++
	}
	switch {
	case utf16.IsSurrogate(r) && r < 0xDC00:
		p.high = unit
	case utf16.IsSurrogate(r):
		p.bad++
	case 0xE000 <= r && r <= 0xF8FF: // private use
		p.write(inline.Symbol(p.sheet.font(l.font), r))
	default:
		if r = inline.Plain(r); r >= 0 {
			p.flow.Line.WriteRune(r)
		}
	}
}

// write adds text to the paragraph.
func (p *paragraph) write(text string) { p.flow.Line.WriteString(text) }
