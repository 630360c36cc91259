package doc

import (
	"bytes"
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"gongshi/ingest/decode/internal/decodetest"
)

// file is a document that a test puts together: the pieces of its text with
// what is said about them.
type file struct {
	pieces []part
	styles []styleDef
	lists  []listDef
	uses   []useDef
	boxes  []boxDef
	fonts  []string
	data   []byte // the stream of data
	flags  uint16 // of the header
	notes  int    // characters at the end of the text that are notes
	tail   string
}

// part is a run of text: all of it looks the same, and is in the same paragraph
// if a mark ends it.
type part struct {
	text   string
	para   []byte // modifiers of the paragraph that ends with it
	style  int
	char   []byte // modifiers of its characters
	prm    uint16
	narrow bool // saved as bytes
	swap   bool // lies in the file before the piece in front of it
}

type styleDef struct {
	kind, built, base int
	paras, chars      []byte
}

type listDef struct {
	id     int
	simple bool
	levels []levelDef
	styles [9]int
}

type levelDef struct {
	start, format int
	text          string // %1 as the byte 0
	flags         byte
	follow        byte
}

type useDef struct {
	list  int
	level int // with its start or its look, -1 for none
	start int
	look  *levelDef
}

type boxDef struct {
	at   int // the character where it hangs, -1 for none
	text string
	back bool // it is said to begin with the first
}

var le = binary.LittleEndian

// mod writes a modifier with its operand.
func mod(number int, operand ...byte) []byte {
	return append([]byte{byte(number), byte(number >> 8)}, operand...)
}

func join(lists ...[]byte) []byte { return bytes.Join(lists, nil) }

func wide(s string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		b = le.AppendUint16(b, unit)
	}
	return b
}

// placedRun is a run of the main stream with a page about it.
type placedRun struct {
	from, to   int
	para, char []byte
}

// build puts the file together.
func (f file) build(t testing.TB) []byte {
	t.Helper()
	main, table := make([]byte, 0x400), []byte{}
	pieces := append([]part(nil), f.pieces...)
	for _, box := range f.boxes {
		pieces = append(pieces, part{text: box.text})
	}
	pieces = append(pieces, part{text: f.tail})

	at := make([]int, len(pieces))
	put := func(i int) {
		at[i] = len(main)
		if !pieces[i].narrow {
			main = append(main, wide(pieces[i].text)...)
			return
		}
		raw, err := charmap.Windows1252.NewEncoder().String(pieces[i].text)
		if err != nil {
			t.Fatal(err)
		}
		main = append(main, raw...)
	}
	for i := range pieces {
		if i+1 < len(pieces) && pieces[i+1].swap {
			put(i + 1)
		}
		if !pieces[i].swap {
			put(i)
		}
	}
	for len(main)%512 != 0 {
		main = append(main, 0)
	}

	// Pieces, and the pages about them: a page for each.
	var bounds, entries []byte
	cp := 0
	var placed []placedRun
	for i, p := range pieces {
		bounds = le.AppendUint32(bounds, uint32(cp))
		n := len(utf16.Encode([]rune(p.text)))
		cp += n
		where, size := uint32(at[i]), 2*n
		if p.narrow {
			where, size = uint32(2*at[i]|1<<30), n
		}
		entries = le.AppendUint16(le.AppendUint32(le.AppendUint16(entries, 0), where), p.prm)
		placed = append(placed, placedRun{at[i], at[i] + size, append(le.AppendUint16(nil, uint16(p.style)), p.para...), p.char})
	}
	bounds = le.AppendUint32(bounds, uint32(cp))
	places := make(map[int][2]int)
	set := func(number int, b []byte) {
		places[number] = [2]int{len(table), len(b)}
		table = append(table, b...)
	}
	plc := append(bounds, entries...)
	set(tableText, append(le.AppendUint32([]byte{1, 3, 0, 0x3C, 0x08, 1, 2}, uint32(len(plc))), plc...))
	main = f.pages(main, placed, set)
	f.tables(set)

	for number, place := range places {
		pair := 0x9A + 8*number
		le.PutUint32(main[pair:], uint32(place[0]))
		le.PutUint32(main[pair+4:], uint32(place[1]))
	}
	le.PutUint16(main, 0xA5EC)
	le.PutUint16(main[2:], 0xC1)
	le.PutUint16(main[0x0A:], f.flags|0x200)
	le.PutUint16(main[0x98:], 0x5D)
	length := 0
	for _, p := range f.pieces {
		length += len(utf16.Encode([]rune(p.text)))
	}
	le.PutUint32(main[0x4C:], uint32(length-f.notes))
	le.PutUint32(main[0x50:], uint32(f.notes))
	for len(main) < 4096 {
		main = append(main, 0)
	}
	streams := []decodetest.Stream{{Name: "WordDocument", Data: main}, {Name: "1Table", Data: table}}
	if f.data != nil {
		streams = append(streams, decodetest.Stream{Name: "Data", Data: f.data})
	}
	return decodetest.OLE(streams...)
}

// pages writes a page of properties for each run.
func (f file) pages(main []byte, placed []placedRun, set func(int, []byte)) []byte {
	// In the order of the file.
	for i := range placed {
		for j := i; j > 0 && placed[j].from < placed[j-1].from; j-- {
			placed[j], placed[j-1] = placed[j-1], placed[j]
		}
	}
	for number, paras := range map[int]bool{tableChars: false, tableParas: true} {
		var bounds, pages []byte
		for _, r := range placed {
			bounds = le.AppendUint32(bounds, uint32(r.from))
			pages = le.AppendUint32(pages, uint32(len(main)/512))
			page := make([]byte, 512)
			le.PutUint32(page, uint32(r.from))
			le.PutUint32(page[4:], uint32(r.to))
			page[511] = 1
			switch {
			case paras && len(r.para)%2 == 1:
				page[8] = 50
				page[100] = byte((len(r.para) + 1) / 2)
				copy(page[101:], r.para)
			case paras:
				page[8] = 50
				page[101] = byte(len(r.para) / 2)
				copy(page[102:], r.para)
			case len(r.char) > 0:
				page[8] = 50
				page[100] = byte(len(r.char))
				copy(page[101:], r.char)
			}
			main = append(main, page...)
		}
		if len(placed) > 0 {
			bounds = le.AppendUint32(bounds, uint32(placed[len(placed)-1].to))
		}
		set(number, append(bounds, pages...))
	}
	return main
}

// tables writes styles, fonts, lists and text boxes.
func (f file) tables(set func(int, []byte)) {
	const fixed = 10
	sheet := le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, 4), uint16(len(f.styles))), fixed)
	for _, s := range f.styles {
		def := le.AppendUint16(nil, uint16(s.built))
		def = le.AppendUint16(def, uint16(s.base<<4|s.kind))
		def = append(def, make([]byte, fixed-len(def))...)
		def = append(le.AppendUint16(def, 1), wide("s\x00")...)
		list := func(b []byte) {
			def = append(le.AppendUint16(def, uint16(len(b))), b...)
			if len(b)%2 == 1 {
				def = append(def, 0)
			}
		}
		if s.kind == 1 {
			list(append([]byte{0, 0}, s.paras...))
		}
		list(s.chars)
		sheet = append(le.AppendUint16(sheet, uint16(len(def))), def...)
	}
	set(tableStyles, sheet)

	fonts := le.AppendUint16(le.AppendUint16(nil, uint16(len(f.fonts))), 0)
	for _, name := range f.fonts {
		font := append(make([]byte, 39), wide(name+"\x00")...)
		fonts = append(append(fonts, byte(len(font))), font...)
	}
	set(tableFonts, fonts)
	f.listTables(set)

	if len(f.boxes) > 0 {
		var anchors, shapes, bounds, texts []byte
		cp, n := 0, 0
		for i, box := range f.boxes {
			if box.at >= 0 {
				anchors = le.AppendUint32(anchors, uint32(box.at))
				shapes = append(le.AppendUint32(shapes, uint32(1000+i)), make([]byte, 22)...)
				n++
			}
			from := cp
			if box.back {
				from = 0
			}
			bounds = le.AppendUint32(bounds, uint32(from))
			cp += len([]rune(box.text))
			texts = append(texts, make([]byte, 14)...)
			texts = append(le.AppendUint32(texts, uint32(1000+i)), make([]byte, 4)...)
		}
		anchors = le.AppendUint32(anchors, 9999)
		bounds = le.AppendUint32(le.AppendUint32(bounds, uint32(cp)), uint32(cp+1))
		set(tableAnchors, append(anchors, shapes...))
		set(tableBoxes, append(append(bounds, texts...), make([]byte, 22)...))
	}
}

func (f file) listTables(set func(int, []byte)) {
	defined := le.AppendUint16(nil, uint16(len(f.lists)))
	var looks []byte
	for _, l := range f.lists {
		defined = le.AppendUint32(le.AppendUint32(defined, uint32(l.id)), 0)
		for _, s := range l.styles {
			defined = le.AppendUint16(defined, uint16(s))
		}
		simple := byte(0)
		if l.simple {
			simple = 1
		}
		defined = append(defined, simple, 0)
		for _, level := range l.levels {
			looks = append(looks, level.bytes()...)
		}
	}
	// The levels lie behind the table, as something that has no size of its own.
	set(tableLists, defined)
	set(92, looks)

	uses, rest := le.AppendUint32(nil, uint32(len(f.uses))), []byte{}
	for _, u := range f.uses {
		uses = append(le.AppendUint32(uses, uint32(u.list)), make([]byte, 8)...)
		count := byte(0)
		rest = le.AppendUint32(rest, 0xFFFFFFFF)
		if u.level >= 0 {
			count = 1
			flags := uint32(u.level)
			if u.start > 0 {
				flags |= 0x10
			}
			if u.look != nil {
				flags |= 0x20
			}
			rest = le.AppendUint32(le.AppendUint32(rest, uint32(u.start)), flags)
			if u.look != nil {
				rest = append(rest, u.look.bytes()...)
			}
		}
		uses = append(uses, count, 0, 0, 0)
	}
	set(tableListUses, append(uses, rest...))
}

func (l levelDef) bytes() []byte {
	b := append(le.AppendUint32(nil, uint32(l.start)), byte(l.format), l.flags)
	b = append(b, make([]byte, 9)...)
	b = append(b, l.follow)
	b = append(b, make([]byte, 8)...)
	b = append(b, 2, 3, 0, 0) // sizes of two lists of modifiers
	b = append(b, 1, 2, 3, 4, 5)
	return append(le.AppendUint16(b, uint16(len([]rune(l.text)))), wide(l.text)...)
}
