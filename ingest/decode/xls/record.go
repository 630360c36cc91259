package xls

import (
	"math"
	"unicode/utf16"

	"gongshi/ingest/decode/internal/codepage"
	"gongshi/ingest/decode/internal/ole"
)

// record is a record of the stream: what it is, and its bytes. A long one goes on
// in others, which may part it at any place.
type record struct {
	kind  int
	body  block
	parts []block // the body and its continuations
}

// block is a piece of the stream.
type block = ole.Block

// float64At gives the floating-point number at a place.
func float64At(b block, at int) float64 {
	return math.Float64frombits(uint64(uint32(b.U32(at))) | uint64(uint32(b.U32(at+4)))<<32)
}

// records takes a stream apart.
type records struct {
	data block
	at   int
}

const headSize = 4

// next gives the next record; false at the end.
func (r *records) next() (record, bool) {
	rec, ok := r.one()
	if !ok {
		return rec, false
	}
	rec.parts = []block{rec.body}
	for r.at+headSize <= len(r.data) && r.data.U16(r.at) == kindContinue {
		more, ok := r.one()
		if !ok {
			break
		}
		rec.parts = append(rec.parts, more.body)
	}
	return rec, true
}

func (r *records) one() (record, bool) {
	if r.at+headSize > len(r.data) {
		return record{}, false
	}
	rec := record{kind: r.data.U16(r.at)}
	size := r.data.U16(r.at + 2)
	rec.body = r.data.Cut(r.at+headSize, size)
	r.at += headSize + size
	return rec, true
}

// reader reads on through the parts of a record.
type reader struct {
	parts []block
	at    int // in the first of them
	bad   int
}

// left tells whether there is anything left.
func (r *reader) left() bool {
	for len(r.parts) > 0 && r.at >= len(r.parts[0]) {
		r.parts, r.at = r.parts[1:], 0
	}
	return len(r.parts) > 0
}

func (r *reader) u8() int {
	if !r.left() {
		return 0
	}
	r.at++
	return r.parts[0].U8(r.at - 1)
}

func (r *reader) u16() int { return r.u8() | r.u8()<<8 }
func (r *reader) u32() int { return r.u16() | r.u16()<<16 }

// skip passes over n bytes.
func (r *reader) skip(n int) {
	for n > 0 && r.left() {
		step := min(n, len(r.parts[0])-r.at)
		r.at += step
		n -= step
	}
}

// The flags of a text.
const (
	isWide   = 1
	hasSound = 4
	hasRuns  = 8
)

// text reads a text of so many characters: flags, maybe the sizes of what
// follows it, and the characters.
func (r *reader) text(count int) string {
	flags := r.u8()
	after := 0
	if flags&hasRuns != 0 {
		after += 4 * r.u16()
	}
	if flags&hasSound != 0 {
		after += r.u32()
	}
	text := r.characters(count, flags&isWide != 0)
	r.skip(after)
	return text
}

// characters reads characters, of one byte or two. Where they go on in another
// part, it begins with a flag of its own.
func (r *reader) characters(count int, wide bool) string {
	var units []uint16
	for count > 0 && len(r.parts) > 0 {
		if r.at >= len(r.parts[0]) {
			if r.left() {
				wide = r.u8()&isWide != 0
			}
			continue
		}
		part := r.parts[0]
		size := 1
		if wide {
			size = 2
		}
		n := min(count, (len(part)-r.at)/size)
		for i := range n {
			if wide {
				units = append(units, uint16(part.U16(r.at+2*i)))
			} else {
				units = append(units, uint16(part.U8(r.at+i)))
			}
		}
		count -= n
		r.at += n * size
		if count > 0 {
			r.at = len(part) // half a character at the end is none
		}
	}
	runes := utf16.Decode(units)
	for i, c := range runes {
		switch c {
		case '\uFFFD':
			r.bad++
		case 0:
			runes[i] = ' '
		}
	}
	return string(runes)
}

// bytes reads a text of a workbook before Excel 97.
func (r *reader) bytes(count, page int) string {
	var raw []byte
	for count > 0 && r.left() {
		n := min(count, len(r.parts[0])-r.at)
		raw = append(raw, r.parts[0][r.at:r.at+n]...)
		r.at += n
		count -= n
	}
	text, bad := codepage.Probable(page, raw)
	r.bad += bad
	return text
}
