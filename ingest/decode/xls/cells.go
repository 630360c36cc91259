package xls

import (
	"math"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/workbook"
)

// cells reads the records of a sheet.
type cells struct {
	*book
	sheet   *workbook.Sheet
	row     int // of the formula whose text comes in the next record
	column  int
	waiting bool
	remark  bool // the object that came last is a remark
}

// readSheet reads a sheet, to its end. Charts within have an end of their own.
func (b *book) readSheet(p place) error {
	r := records{data: b.data, at: p.at}
	if begin, ok := r.next(); !ok || begin.kind != kindBegin {
		b.cut = true
		return nil
	}
	c := &cells{book: b, sheet: p.sheet}
	for depth := 1; depth > 0; {
		rec, ok := r.next()
		if !ok {
			b.cut = true
			return nil
		}
		switch {
		case rec.kind == kindBegin:
			depth++
		case rec.kind == kindEnd:
			depth--
		case depth == 1:
			c.take(rec)
		}
		if b.size > decode.MaxText {
			return decode.TextTooLong()
		}
		if b.ctx.Err() != nil {
			return b.ctx.Err()
		}
	}
	return nil
}

// take reads a record.
func (c *cells) take(rec record) {
	body := rec.body
	row, column, style := body.U16(0), body.U16(2), body.U16(4)
	switch rec.kind {
	case kindSharedTxt:
		if i := body.U32(6); i >= 0 && i < len(c.texts) {
			c.add(row, column, c.texts[i])
		}
	case kindLabel, kindRichLabel:
		text := reader{parts: rec.parts}
		text.skip(6)
		count := text.u16()
		if c.modern {
			c.add(row, column, text.text(count))
		} else {
			c.add(row, column, text.bytes(count, c.page))
		}
		c.bad += text.bad
	case kindNumber:
		c.number(row, column, style, float64At(body, 6))
	case kindShort:
		c.number(row, column, style, short(uint32(body.U32(6))))
	case kindShorts:
		for i := 4; i+6 <= len(body)-2; i += 6 {
			c.number(row, column, body.U16(i), short(uint32(body.U32(i+2))))
			column++
		}
	case kindFormula:
		c.formula(row, column, style, body)
	case kindString:
		c.formulaText(rec)
	case kindTruth:
		c.add(row, column, truth(body.U8(6), body.U8(7) != 0))
	default:
		c.layout(rec)
	}
}

func (c *cells) add(row, column int, text string) {
	c.size += len(text)
	c.sheet.Add(row, column, text)
}

func (c *cells) number(row, column, style int, value float64) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return
	}
	built, code := c.formatOf(style)
	c.add(row, column, c.numbers.Text(value, built, code))
}

// short is a number in four bytes: the upper half of a float, or an integer; by
// another flag a hundred times what is meant.
func short(rk uint32) float64 {
	value := math.Float64frombits(uint64(rk&^3) << 32)
	if rk&2 != 0 {
		value = float64(int32(rk) >> 2)
	}
	if rk&1 != 0 {
		value /= 100
	}
	return value
}

// formula reads the result of a formula. The text of one comes in a record of its
// own.
func (c *cells) formula(row, column, style int, body block) {
	const text, truthValue, fault = 0, 1, 2
	c.waiting = false
	if body.U16(12) != 0xFFFF {
		c.number(row, column, style, float64At(body, 6))
		return
	}
	switch kind := body.U8(6); kind {
	case text:
		c.row, c.column, c.waiting = row, column, true
	case truthValue, fault:
		c.add(row, column, truth(body.U8(8), kind == fault))
	}
}

func (c *cells) formulaText(rec record) {
	if !c.waiting {
		return
	}
	c.waiting = false
	text := reader{parts: rec.parts}
	count := text.u16()
	if c.modern {
		c.add(c.row, c.column, text.text(count))
	} else {
		c.add(c.row, c.column, text.bytes(count, c.page))
	}
	c.bad += text.bad
}

// faults are the errors of formulas by their code.
var faults = map[int]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

func truth(value int, fault bool) string {
	switch {
	case fault:
		return faults[value]
	case value != 0:
		return "TRUE"
	}
	return "FALSE"
}

// layout reads records about other things than values.
func (c *cells) layout(rec record) {
	body := rec.body
	switch rec.kind {
	case kindRow:
		if hidden := body.U16(12)&0x20 != 0; hidden {
			c.sheet.HideRow(body.U16(0))
		}
	case kindColumns:
		if hidden := body.U16(8)&1 != 0; hidden {
			c.sheet.HideColumns(workbook.Range{From: body.U16(0), To: body.U16(2)})
		}
	case kindMerged:
		for i, at := 0, 2; i < body.U16(0) && at+8 <= len(body); i, at = i+1, at+8 {
			c.sheet.Merge(workbook.Area{Row: body.U16(at), LastRow: body.U16(at + 2), Column: body.U16(at + 4), LastColumn: body.U16(at + 6)})
		}
	case kindObject:
		const remark = 0x19
		c.remark = body.U16(4) == remark
	case kindBoxText:
		if c.modern && !c.remark && len(rec.parts) > 1 {
			text := reader{parts: rec.parts[1:]}
			c.sheet.Box(text.text(body.U16(10)))
			c.bad += text.bad
		}
	}
}
