package doc

import "gongshi/ingest/decode/internal/flow"

// paraProps are the properties of a paragraph.
type paraProps struct {
	style      int
	list       int // the number of its list, 0 for none
	level      int // in the list, -1 where it is not said
	outline    int // level of a heading from 1, 0 for none
	inTable    bool
	endsRow    bool
	nesting    int
	endsInner  bool // cell of a nested table
	endsInRow  bool // row of one
	row        flow.Row
	look       look // of its characters, as its style says
	numberedBy int  // the style that gave it its list
}

// apply puts modifiers on top.
func (p *paraProps) apply(mods, data block) { p.applyDeep(mods, data, 0) }

func (p *paraProps) applyDeep(mods, data block, depth int) {
	eachModifier(mods, func(mod int, operand block) {
		on := operand.U8(0) != 0
		switch mod {
		case modList:
			p.list, p.numberedBy = operand.I16(0), -1
		case modListLevel:
			p.level = operand.U8(0)
		case modOutline:
			if p.outline = operand.U8(0) + 1; p.outline > 9 {
				p.outline = 0
			}
		case modInTable:
			p.inTable = on
		case modEndsRow:
			p.endsRow = on
		case modNesting:
			p.nesting = operand.I32(0)
		case modInnerCell:
			p.endsInner = on
		case modInnerRow:
			p.endsInRow = on
		case modRow:
			p.row = rowOf(operand)
		case modMergeDown:
			if i := operand.U8(1); i < len(p.row.Cells) {
				p.row.Cells[i].Above = operand.U8(2)&3 == 1
			}
		case modMergeRight:
			for i := operand.U8(0) + 1; i < min(operand.U8(1), len(p.row.Cells)); i++ {
				p.row.Cells[i].Beside = true
			}
		case modHuge, modHugeOld:
			if at := operand.U32(0); depth == 0 {
				p.applyDeep(data.Cut(at+2, data.U16(at)), data, 1)
			}
		}
	})
}

// rowOf reads the edges of the cells of a row, and how they are merged.
func rowOf(operand block) flow.Row {
	n := operand.U8(2)
	row := flow.Row{Left: operand.I16(3)}
	cells := 3 + 2*(n+1)
	for i := range n {
		const each = 20
		flags := operand.U16(cells + each*i)
		row.Cells = append(row.Cells, flow.Cell{
			Right:  operand.I16(3 + 2*(i+1)),
			Beside: flags&2 != 0,
			Above:  flags&0x20 != 0 && flags&0x40 == 0,
		})
	}
	return row
}

// look is what characters look like.
type look struct {
	hidden, deleted bool
	special         bool // not the character that its code stands for
	font            int
	symbol          rune // the character of a symbol, and the font that it is from
	symbolFont      int
}

// apply puts modifiers on top of the look of the style.
func (l *look) apply(mods block, s *sheet) {
	style := *l
	eachModifier(mods, func(mod int, operand block) {
		switch mod {
		case modCharStyle:
			s.applyChars(l, operand.U16(0), 0)
		case modHidden:
			l.hidden = toggled(operand.U8(0), style.hidden)
		case modDeleted:
			l.deleted = operand.U8(0) != 0
		case modSpecial:
			l.special = operand.U8(0) != 0
		case modFont:
			l.font = operand.U16(0)
		case modSymbol:
			l.symbolFont, l.symbol, l.special = operand.U16(0), rune(operand.U16(2)), true
		}
	})
}

// toggled is the value of a property that can be on, off, as in the style, or
// the opposite of it.
func toggled(operand int, style bool) bool {
	switch operand {
	case 0x80:
		return style
	case 0x81:
		return !style
	}
	return operand != 0
}
