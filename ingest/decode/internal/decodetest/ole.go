package decodetest

import (
	"encoding/binary"
	"unicode/utf16"
)

// Stream is a stream of an OLE2 file.
type Stream struct {
	Name string
	Data []byte
}

// OLE makes an OLE2 file (a compound file with sectors of 512 bytes) of streams.
func OLE(streams ...Stream) []byte {
	w := &oleWriter{}
	for _, s := range streams {
		w.add(s)
	}
	return w.finish()
}

const (
	oleSector = 512
	oleSmall  = 64
	oleInMini = 4096
	oleEnd    = 0xFFFFFFFE
	oleFree   = 0xFFFFFFFF
	oleTable  = 0xFFFFFFFD
)

// oleWriter lays out a file: sectors and the table of what follows what.
type oleWriter struct {
	sectors   []byte
	table     []uint32
	small     []byte
	mini      []uint32
	directory []byte
}

func (w *oleWriter) add(s Stream) {
	start := uint32(oleEnd)
	switch {
	case len(s.Data) == 0:
	case len(s.Data) < oleInMini:
		start = uint32(len(w.mini))
		w.small, w.mini = chainOn(w.small, w.mini, s.Data, oleSmall)
	default:
		start = w.store(s.Data)
	}
	w.entry(s.Name, 2, start, uint32(len(s.Data)))
}

// store adds data in sectors of its own and gives the first.
func (w *oleWriter) store(data []byte) uint32 {
	start := uint32(len(w.table))
	w.sectors, w.table = chainOn(w.sectors, w.table, data, oleSector)
	return start
}

// chainOn adds data in units of a size, and a chain of them.
func chainOn(store []byte, table []uint32, data []byte, unit int) ([]byte, []uint32) {
	store = append(store, data...)
	for len(store)%unit != 0 {
		store = append(store, 0)
	}
	for len(table) < len(store)/unit {
		table = append(table, uint32(len(table)+1))
	}
	table[len(table)-1] = oleEnd
	return store, table
}

// entry adds an entry of the directory. Each stream hangs on the right of the
// one before: a tree, if a plain one.
func (w *oleWriter) entry(name string, kind byte, start, size uint32) {
	var e [128]byte
	units := utf16.Encode([]rune(name))
	for i, unit := range units {
		binary.LittleEndian.PutUint16(e[2*i:], unit)
	}
	binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
	e[66], e[67] = kind, 1
	for _, link := range []int{68, 72, 76} {
		binary.LittleEndian.PutUint32(e[link:], oleFree)
	}
	binary.LittleEndian.PutUint32(e[116:], start)
	binary.LittleEndian.PutUint32(e[120:], size)
	w.directory = append(w.directory, e[:]...)
}

func (w *oleWriter) finish() []byte {
	le := binary.LittleEndian
	streams := w.directory
	w.directory = nil
	smallStart, miniStart := uint32(oleEnd), uint32(oleEnd)
	if len(w.small) > 0 {
		smallStart = w.store(w.small)
		miniStart = w.store(words(w.mini, oleSector))
	}
	w.entry("Root Entry", 5, smallStart, uint32(len(w.small)))
	if len(streams) > 0 {
		le.PutUint32(w.directory[76:], 1)
	}
	w.directory = append(w.directory, streams...)
	for i := 2; i < len(w.directory)/128; i++ {
		le.PutUint32(w.directory[128*(i-1)+72:], uint32(i))
	}
	directory := w.store(w.directory)

	tables := 0
	for tables*oleSector/4 < len(w.table)+tables {
		tables++
	}
	first := uint32(len(w.table))
	for range tables {
		w.table = append(w.table, oleTable)
	}
	var head [oleSector]byte
	copy(head[:], "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(head[24:], 0x3E)
	le.PutUint16(head[26:], 3)
	le.PutUint16(head[28:], 0xFFFE)
	le.PutUint16(head[30:], 9)
	le.PutUint16(head[32:], 6)
	le.PutUint32(head[44:], uint32(tables))
	le.PutUint32(head[48:], directory)
	le.PutUint32(head[56:], oleInMini)
	le.PutUint32(head[60:], miniStart)
	le.PutUint32(head[64:], uint32((len(w.mini)*4+oleSector-1)/oleSector))
	le.PutUint32(head[68:], oleEnd)
	for i := range 109 {
		n := uint32(oleFree)
		if i < tables {
			n = first + uint32(i)
		}
		le.PutUint32(head[76+4*i:], n)
	}
	return append(append(head[:], w.sectors...), words(w.table, oleSector)...)
}

// words writes numbers, filled up to a unit as free.
func words(numbers []uint32, unit int) []byte {
	var out []byte
	for _, n := range numbers {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	for len(out)%unit != 0 {
		out = append(out, 0xFF)
	}
	return out
}
