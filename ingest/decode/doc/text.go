package doc

import (
	"fmt"
	"slices"
	"unicode/utf16"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/codepage"
)

// text is all the text of a document: units of UTF-16, put together from pieces.
type text struct {
	units  []uint16
	pieces []piece
}

// piece is a run of text as it lies in the file.
type piece struct {
	start, end int   // in units of the text
	at         int   // in the main stream
	wide       bool  // two bytes a unit
	mods       block // properties that saving fast has put on top
}

// place is where a unit lies in the main stream, by which its properties are
// found.
func (p piece) place(unit int) int {
	if p.wide {
		return p.at + 2*(unit-p.start)
	}
	return p.at + unit - p.start
}

// pieceAt finds the piece of a unit; last is where to look first.
func (t *text) pieceAt(unit int, last *int) *piece {
	if i := *last; i < len(t.pieces) && unit >= t.pieces[i].start && unit < t.pieces[i].end {
		return &t.pieces[i]
	}
	low, high := 0, len(t.pieces)
	for low < high {
		if mid := (low + high) / 2; t.pieces[mid].end <= unit {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(t.pieces) || unit < t.pieces[low].start {
		return nil
	}
	*last = low
	return &t.pieces[low]
}

// readText reads the table of pieces (the CLX): first properties that pieces
// refer to, then the pieces.
func readText(h *header) (*text, error) {
	clx := h.part(tableText)
	var mods []block
	at := 0
	for clx.U8(at) == 1 {
		size := clx.U16(at + 1)
		mods = append(mods, clx.Cut(at+3, size))
		at += 3 + size
	}
	if clx.U8(at) != 2 {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: "the table of the pieces of text is missing"}
	}
	return readPieces(h.main, clx.Cut(at+5, clx.U32(at+1)), func(table block, i, n int) piece {
		const narrow = 1 << 30
		from := 4*(n+1) + 8*i
		p := piece{at: table.U32(from + 2), wide: true, mods: modifiers(table.U16(from+6), mods)}
		if p.at&narrow != 0 {
			p.at, p.wide = p.at&^narrow/2, false
		}
		return p
	})
}

// readPieces reads a list of n+1 places in the text and n pieces between them.
func readPieces(main, table block, entry func(table block, i, n int) piece) (*text, error) {
	n := (len(table) - 4) / 12
	t := new(text)
	for i := range n {
		p := entry(table, i, n)
		p.start, p.end = table.U32(4*i), table.U32(4*i+4)
		// Each byte is the text of one place: more text than bytes is a trick.
		if p.start != len(t.units) || p.end < p.start || p.end > len(main) {
			return nil, &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("the pieces of text are in disorder: %d to %d", p.start, p.end)}
		}
		t.append(main, p)
		t.pieces = append(t.pieces, p)
	}
	return t, nil
}

// append adds the text of a piece. What is missing at the end of the file reads
// as NULs, which are never text.
func (t *text) append(main block, p piece) {
	size := p.end - p.start
	t.units = slices.Grow(t.units, size)
	if p.wide {
		for i := range size {
			t.units = append(t.units, uint16(main.U16(p.at+2*i)))
		}
		return
	}
	for i := range size {
		t.units = append(t.units, western[main.U8(p.at+i)])
	}
}

// western are the units of bytes in the code page of Western Windows, in which
// text without other characters is saved.
var western = func() (units [256]uint16) {
	for i := range units {
		units[i] = uint16(i)
		if i >= 0x80 {
			if text, bad := codepage.Decode(codepage.Western, []byte{byte(i)}); bad == 0 {
				units[i] = utf16.Encode([]rune(text))[0]
			}
		}
	}
	return units
}()

// missing tells whether text lies behind the end of the main stream.
func (t *text) missing(main block) bool {
	for _, p := range t.pieces {
		if p.place(p.end) > len(main) {
			return true
		}
	}
	return false
}
