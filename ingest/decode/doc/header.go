package doc

import (
	"fmt"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/ole"
)

// block is a piece of a file.
type block = ole.Block

// header is the beginning of the main stream (the FIB): what is where.
type header struct {
	main   block // the stream WordDocument
	table  block // the stream with the tables about it
	data   block // the stream with what is too large for them
	length int   // of the main text, in characters
}

// The versions of Word are told by a number; Word 97 has the first of the new
// layout.
const word97 = 0xC1

func readHeader(f *ole.File) (*header, error) {
	h := &header{main: f.Stream(mainStream), data: f.Stream("Data")}
	const shortest = 0x60
	if len(h.main) < shortest {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: "the stream of the document is missing or cut short"}
	}
	if magic := h.main.U16(0); magic != 0xA5EC && magic != 0xA5DC {
		return nil, &decode.Error{Code: decode.CodeUnsupported, Detail: fmt.Sprintf("no document of Word 6 or later: it begins with %04X", magic)}
	}
	flags := h.main.U16(0x0A)
	if flags&0x100 != 0 {
		return nil, &decode.Error{Code: decode.CodeEncrypted, Detail: "the document needs a password"}
	}
	if h.old() {
		h.length = h.main.U32(0x34)
		return h, nil
	}
	h.length = h.main.U32(0x4C)
	name := "0Table"
	if flags&0x200 != 0 {
		name = "1Table"
	}
	if !f.Has(name) {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("the stream %q is missing", name)}
	}
	h.table = f.Stream(name)
	return h, nil
}

// old tells whether the document is of Word 6 or 95.
func (h *header) old() bool { return h.main.U16(2) < word97 }

// The tables that are read, by their place in the list of all.
const (
	tableStyles   = 1
	tableChars    = 12 // properties of characters
	tableParas    = 13 // properties of paragraphs
	tableFonts    = 15
	tableText     = 33
	tableAnchors  = 40 // of shapes in the text
	tableBoxes    = 56 // texts of text boxes
	tableLists    = 73
	tableListUses = 74
)

// find gives where a table is in the stream of tables, and its size.
func (h *header) find(table int) (at, size int) {
	pair := 0x9A + 8*table
	// Older versions have fewer tables.
	if table >= h.main.U16(0x98) {
		return 0, 0
	}
	return h.main.U32(pair), h.main.U32(pair + 4)
}

// part gives a table.
func (h *header) part(table int) block {
	at, size := h.find(table)
	return h.table.Cut(at, size)
}

// boxStart is where the texts of text boxes begin, behind those of notes,
// headers and remarks.
func (h *header) boxStart() int {
	sum := 0
	for at := 0x4C; at <= 0x60; at += 4 {
		sum += h.main.U32(at)
	}
	return sum
}
