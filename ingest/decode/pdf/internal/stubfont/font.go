package main

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf16"
)

// The font is measured in 1/1000 em.
const (
	unitsPerEm = 1000
	ascent     = 880
	descent    = -120
)

// family is a name that PDFium looks for on Linux when it wants a Chinese
// font.
const family = "WenQuanYi Micro Hei"

// A box is a glyph of the font: a rectangle inside an advance.
type box struct{ advance, left, bottom, right, top int16 }

// boxes are the glyphs by number; 0 is the one for missing characters.
var boxes = []box{
	{1000, 50, -80, 950, 840},
	{1000, 50, -80, 950, 840},
	{500, 50, -80, 450, 840},
}

const (
	fullWidth = 1
	halfWidth = 2
)

// A block is a range of code points, both ends included, that share a glyph.
type block struct{ first, last, glyph uint32 }

// blocks are what the font covers, in the order of the code points.
var blocks = []block{
	{0x0020, 0x007E, halfWidth},
	{0x00A0, 0x024F, halfWidth},
	{0x0370, 0x04FF, fullWidth},   // Greek and Cyrillic, wide in Chinese fonts
	{0x2010, 0x27BF, fullWidth},   // punctuation, arrows, enclosed numbers
	{0x2E80, 0x4DBF, fullWidth},   // radicals, punctuation, kana, Extension A
	{0x4E00, 0x9FFF, fullWidth},   // Han
	{0xE000, 0xFAFF, fullWidth},   // private use, compatibility Han
	{0xFE10, 0xFE6F, fullWidth},   // vertical and small forms
	{0xFF01, 0xFF60, fullWidth},   // full-width ASCII
	{0xFF61, 0xFF9F, halfWidth},   // half-width kana
	{0xFFE0, 0xFFE6, fullWidth},   // full-width signs
	{0x20000, 0x323AF, fullWidth}, // Extensions B to H
}

// table is a part of the font file; its tag has four letters.
type table struct {
	tag  string
	data []byte
}

// font gives the bytes of the font file.
func font() []byte {
	glyf, loca := glyphs()
	return assemble([]table{
		{"OS/2", os2()}, {"cmap", cmap()}, {"glyf", glyf}, {"head", head()}, {"hhea", hhea()},
		{"hmtx", hmtx()}, {"loca", loca}, {"maxp", maxp()}, {"name", name()}, {"post", post()},
	})
}

// assemble puts the tables, sorted by tag, behind a directory and sets the
// checksum of the whole file in head.
func assemble(tables []table) []byte {
	n := len(tables)
	log := bits.Len(uint(n)) - 1
	out := pack(uint32(0x00010000), uint16(n), uint16(16<<log), uint16(log), uint16(16*n-16<<log))
	var body []byte
	headAt := 0
	for _, t := range tables {
		at := 12 + 16*n + len(body)
		if t.tag == "head" {
			headAt = at
		}
		out = append(out, t.tag...)
		out = append(out, pack(checksum(t.data), uint32(at), uint32(len(t.data)))...)
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

// checksum sums big-endian words; a short last word is padded with zeros.
func checksum(data []byte) uint32 {
	padded := append(slices.Clone(data), 0, 0, 0)
	var sum uint32
	for i := 0; i+3 < len(padded); i += 4 {
		sum += binary.BigEndian.Uint32(padded[i:])
	}
	return sum
}

// pack writes values one after another, big-endian.
func pack(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		if err := binary.Write(&b, binary.BigEndian, v); err != nil {
			panic(err) // only a value of no fixed size: a mistake in this program
		}
	}
	return b.Bytes()
}

func head() []byte {
	return pack(
		uint32(0x00010000), uint32(0x00010000), uint32(0), uint32(0x5F0F3CF5), // version, revision, checksum, magic
		uint16(0x000B), uint16(unitsPerEm), uint64(0), uint64(0), // flags, dates
		int16(0), int16(-80), int16(950), int16(840), // bounds of all glyphs
		uint16(0), uint16(8), int16(2), int16(0), int16(0), // style, smallest size, direction, short loca
	)
}

func hhea() []byte {
	return pack(
		uint32(0x00010000), int16(ascent), int16(descent), int16(0), uint16(unitsPerEm),
		int16(50), int16(50), int16(950), int16(1), int16(0), int16(0),
		[4]int16{}, int16(0), uint16(len(boxes)),
	)
}

func maxp() []byte {
	return pack(uint32(0x00010000), uint16(len(boxes)), uint16(4), uint16(1), [2]uint16{}, uint16(1), [8]uint16{})
}

func hmtx() []byte {
	var out []byte
	for _, b := range boxes {
		out = append(out, pack(b.advance, b.left)...)
	}
	return out
}

// glyphs gives the outlines and where each starts, in units of two bytes.
func glyphs() (glyf, loca []byte) {
	for _, b := range boxes {
		loca = append(loca, pack(uint16(len(glyf)/2))...)
		glyf = append(glyf, pack(
			int16(1), b.left, b.bottom, b.right, b.top, // one contour
			uint16(3), uint16(0), [4]uint8{1, 1, 1, 1}, // ends at point 3, no program, points on the curve
			[4]int16{b.left, 0, b.right - b.left, 0}, // x steps
			[4]int16{b.bottom, b.top - b.bottom, 0, b.bottom - b.top},
		)...)
	}
	return glyf, append(loca, pack(uint16(len(glyf)/2))...)
}

// cmap maps each block to its one glyph, which is what format 13 is for.
func cmap() []byte {
	groups := pack(uint16(13), uint16(0), uint32(16+12*len(blocks)), uint32(0), uint32(len(blocks)))
	for _, b := range blocks {
		groups = append(groups, pack(b.first, b.last, b.glyph)...)
	}
	return append(pack(uint16(0), uint16(1), uint16(3), uint16(10), uint32(12)), groups...)
}

// name states the family, style, full and PostScript names, for the Macintosh
// (which PDFium reads) and for Windows.
func name() []byte {
	names := []struct {
		id   uint16
		text string
	}{{1, family}, {2, "Regular"}, {4, family}, {6, strings.ReplaceAll(family, " ", "")}}
	var records, text []byte
	for _, n := range names {
		records = append(records, pack(uint16(1), uint16(0), uint16(0), n.id, uint16(len(n.text)), uint16(len(text)))...)
		text = append(text, n.text...)
	}
	for _, n := range names {
		wide := pack(utf16.Encode([]rune(n.text)))
		records = append(records, pack(uint16(3), uint16(1), uint16(0x0409), n.id, uint16(len(wide)), uint16(len(text)))...)
		text = append(text, wide...)
	}
	count := 2 * len(names)
	return append(append(pack(uint16(0), uint16(count), uint16(6+12*count)), records...), text...)
}

func post() []byte {
	return pack(uint32(0x00030000), uint32(0), int16(-100), int16(50), [5]uint32{})
}

// os2 declares the Chinese and Japanese code pages, by which PDFium knows what
// a font is good for.
func os2() []byte {
	const latin1, japanese, simplified, korean, traditional = 1 << 0, 1 << 17, 1 << 18, 1 << 19, 1 << 20
	return pack(
		uint16(4), int16(unitsPerEm), uint16(400), uint16(5), uint16(0), // version, average width, weight, width, embedding
		[10]int16{650, 600, 0, 75, 650, 600, 0, 350, 50, 250}, // sub- and superscripts, strikeout
		int16(0), [10]uint8{}, // class, panose
		uint32(0), uint32(1<<27), [2]uint32{}, [4]byte{'g', 'o', 'n', 'g'}, // Unicode ranges, vendor
		uint16(0x40), uint16(0x20), uint16(0xFFFF), // regular; first and last character
		int16(ascent), int16(descent), int16(0), uint16(ascent), uint16(-descent),
		uint32(latin1|japanese|simplified|korean|traditional), uint32(0),
		int16(500), int16(700), uint16(0), uint16(0x20), uint16(1),
	)
}
