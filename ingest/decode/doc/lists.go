package doc

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"gongshi/ingest/decode/internal/numbering"
)

const levels = 9

// definition is a list as it is defined; several lists of a text can count on in
// it.
type definition struct {
	look   [numbering.Levels]numbering.Level
	styles [levels]int // the styles of paragraphs that stand for the levels
	count  numbering.Count
}

// use is a list as paragraphs refer to it, by number from 1.
type use struct {
	definition *definition
	list       numbering.List
	starts     map[int]int // levels that begin anew with it
	used       [levels]bool
}

// lists counts the items of all lists.
type lists struct{ uses []use }

// readLists reads the two tables: what lists there are, and their uses.
func readLists(h *header) *lists {
	defined := readDefinitions(h)
	at, size := h.find(tableListUses)
	table := h.table.Cut(at, len(h.table))
	const each, most = 16, 100_000
	count := min(table.I32(0), size/each, most)
	l := new(lists)
	extra := 4 + each*count
	for i := range count {
		entry := table.Cut(4+each*i, each)
		u := use{definition: defined[entry.I32(0)], starts: make(map[int]int)}
		if u.definition != nil {
			u.list = numbering.List{Levels: u.definition.look, Count: &u.definition.count}
		}
		extra += 4
		for range entry.U8(12) {
			extra = u.override(table, extra)
		}
		l.uses = append(l.uses, u)
	}
	return l
}

// override reads how a use differs from the list at a level, and gives where the
// next thing begins.
func (u *use) override(table block, at int) int {
	flags := table.U32(at + 4)
	level := flags & 0xF
	const anew, other = 0x10, 0x20
	start := table.I32(at)
	at += 8
	var look numbering.Level
	if flags&other != 0 {
		look, at = readLevel(table, at)
	}
	if level >= levels {
		return at
	}
	switch {
	case flags&other != 0:
		u.list.Levels[level] = look
		if flags&anew != 0 {
			u.starts[level] = look.Start
		}
	case flags&anew != 0:
		u.starts[level] = max(0, start)
	}
	return at
}

// readDefinitions reads the lists by their ids. Their levels follow behind the
// table.
func readDefinitions(h *header) map[int]*definition {
	at, size := h.find(tableLists)
	table := h.table.Cut(at, len(h.table))
	const each = 28
	count := min(table.U16(0), size/each)
	defined := make(map[int]*definition)
	at = size
	for i := range count {
		entry := table.Cut(2+each*i, each)
		d := new(definition)
		for j := range levels {
			d.styles[j] = entry.I16(8 + 2*j)
		}
		n := levels
		if simple := entry.U8(26)&1 != 0; simple {
			n = 1
		}
		for j := range n {
			d.look[j], at = readLevel(table, at)
		}
		defined[entry.I32(0)] = d
	}
	return defined
}

// readLevel reads a level, and gives where the next one begins.
func readLevel(table block, at int) (l numbering.Level, next int) {
	const fixed, nothing = 28, 2
	l = numbering.Level{
		Start: max(0, table.I32(at)), Format: formats[table.U8(at+4)],
		Legal: table.U8(at+5)&4 != 0, NoRestart: table.U8(at+5)&8 != 0, NoSuffix: table.U8(at+15) == nothing,
	}
	at += fixed + table.U8(at+24) + table.U8(at+25)
	size := table.U16(at)
	var text strings.Builder
	units := make([]uint16, 0, min(size, len(table)))
	for i := range min(size, max(0, len(table)-at)) {
		units = append(units, uint16(table.U16(at+2+2*i)))
	}
	for _, r := range utf16.Decode(units) {
		if r < levels {
			text.WriteString("%" + strconv.Itoa(int(r)+1))
		} else {
			text.WriteRune(r)
		}
	}
	l.Text = text.String()
	return l, at + 2 + 2*size
}

// formats are the formats of numbers by their code, as Office Open XML calls
// them.
var formats = map[int]string{
	0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
	14: "decimalFullWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2",
	22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
	29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
	35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand",
	255: "none",
}

// next counts a paragraph and gives the number that stands before it, or "".
func (l *lists) next(p paraProps) string {
	if p.list <= 0 || p.list > len(l.uses) {
		return ""
	}
	u := &l.uses[p.list-1]
	if u.definition == nil {
		return ""
	}
	at := p.level
	if at < 0 {
		at = slices.Index(u.definition.styles[:], p.numberedBy)
	}
	at = min(max(at, 0), levels-1)
	if first, ok := u.starts[at]; ok && !u.used[at] {
		u.list.Count.Restart(at, first)
	}
	u.used[at] = true
	return u.list.Next(at)
}
