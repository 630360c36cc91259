// Package ole reads OLE2 files (compound files): the streams in which Office 97
// and its like keep a document.
//
// It looks at any bytes in the process that imports, to tell the formats apart,
// and reads files whose end is missing, as WPS Office writes them. So it is ours:
// no chain of sectors has one of them twice, nothing is recursive, and a file
// whose streams nobody asks for takes no more than its list of contents.
package ole

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"gongshi/ingest/decode"
)

// Magic is how OLE2 files begin.
const Magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

const (
	headerSize = 512
	entrySize  = 128
	lastSector = 0xFFFFFFFA // what is above has another meaning, such as the end of a chain
	noEntry    = 0xFFFFFFFF
	miniSector = 64
	inMini     = 4096 // streams below this size are in small sectors

	mostDirectory = 4 << 20 // bytes of the list of contents, 32,768 entries
)

// Is tells whether a file begins as OLE2 files do.
func Is(head []byte) bool { return bytes.HasPrefix(head, []byte(Magic)) }

// File is an OLE2 file.
type File struct {
	data    []byte
	size    int      // of a sector
	fat     []uint32 // the sectors of the table of chains
	streams map[string]entry
	root    uint32 // where the small sectors begin
	opened  bool   // the small sectors have been read
	mini    []byte // the table of chains of small sectors
	small   []byte // the small sectors
	cut     bool
}

// entry is a stream of the root.
type entry struct {
	start uint32
	size  uint64
}

// Open reads the list of streams.
func Open(data []byte) (*File, error) {
	if !Is(data) || len(data) < headerSize {
		return nil, damaged("its header is missing")
	}
	f := &File{data: data, size: 1 << 9, streams: make(map[string]entry)}
	switch shift := f.word16(30); shift {
	case 9:
	case 12:
		f.size = 1 << 12
	default:
		return nil, damaged(fmt.Sprintf("sectors of 2^%d bytes", shift))
	}
	f.readTable()
	directory := f.chain(f.word32(48), mostDirectory)
	if len(directory) < entrySize {
		return nil, damaged("its list of contents is missing")
	}
	f.readDirectory(directory)
	return f, nil
}

func damaged(what string) error {
	return &decode.Error{Code: decode.CodeDamaged, Detail: "the OLE2 file is cut short or broken: " + what}
}

func (f *File) word16(at int) uint16 { return binary.LittleEndian.Uint16(f.data[at:]) }
func (f *File) word32(at int) uint32 { return binary.LittleEndian.Uint32(f.data[at:]) }

// has tells whether the file has any of a sector.
func (f *File) has(n uint32) bool {
	there := (int64(n)+1)*int64(f.size) < int64(len(f.data))
	f.cut = f.cut || !there
	return there
}

// sector gives a sector. One that the file does not have in full is filled up
// with zeros.
func (f *File) sector(n uint32) []byte {
	at := (int64(n) + 1) * int64(f.size)
	if at+int64(f.size) <= int64(len(f.data)) {
		return f.data[at : at+int64(f.size)]
	}
	if !f.has(n) {
		return nil
	}
	f.cut = true
	return append(bytes.Clone(f.data[at:]), make([]byte, at+int64(f.size)-int64(len(f.data)))...)
}

// sectors is how many sectors there are at most: no chain is longer.
func (f *File) sectors() int { return len(f.data)/f.size + 1 }

// readTable finds the sectors of the table of chains. The header has the first
// of them, others are listed in sectors of their own.
func (f *File) readTable() {
	const listed, first = 109, 76
	for i := range listed {
		if n := f.word32(first + 4*i); n < lastSector {
			f.fat = append(f.fat, n)
		}
	}
	list := f.word32(68)
	for range f.sectors() {
		if list >= lastSector || len(f.fat) > f.sectors() {
			return
		}
		sector := f.sector(list)
		if sector == nil {
			return
		}
		last := len(sector) - 4
		for at := 0; at < last; at += 4 {
			if n := binary.LittleEndian.Uint32(sector[at:]); n < lastSector {
				f.fat = append(f.fat, n)
			}
		}
		list = binary.LittleEndian.Uint32(sector[last:])
	}
}

// next is the sector that follows in a chain.
func (f *File) next(n uint32) uint32 {
	each := uint32(f.size / 4)
	if int(n/each) >= len(f.fat) {
		return noEntry
	}
	table := f.sector(f.fat[n/each])
	if table == nil {
		return noEntry
	}
	return binary.LittleEndian.Uint32(table[n%each*4:])
}

// chain gives the bytes of the sectors of a chain, size of them at most. It ends
// at a sector that it has had.
func (f *File) chain(n uint32, size int) []byte {
	had := newSet(f.sectors())
	var list []uint32
	for n < lastSector && len(list)*f.size < size && f.has(n) && had.add(n) {
		list = append(list, n)
		n = f.next(n)
	}
	out := make([]byte, 0, len(list)*f.size)
	for _, n := range list {
		out = append(out, f.sector(n)...)
	}
	return out[:min(len(out), size)]
}

// set is a set of numbers.
type set []uint64

func newSet(most int) set { return make(set, most/64+1) }

// add adds a number; false if it is there, or is one of those that the set is
// not for.
func (s set) add(n uint32) bool {
	i, bit := uint64(n/64), uint64(1)<<(n%64)
	if i >= uint64(len(s)) || s[i]&bit != 0 {
		return false
	}
	s[i] |= bit
	return true
}

// readDirectory finds the streams of the root: its entries are a tree, in which
// each has one at its left and one at its right.
func (f *File) readDirectory(directory []byte) {
	at := func(i uint32) []byte {
		if uint64(i)*entrySize+entrySize > uint64(len(directory)) {
			return nil
		}
		return directory[i*entrySize:][:entrySize]
	}
	root := at(0)
	f.root = binary.LittleEndian.Uint32(root[116:])
	seen := newSet(len(directory) / entrySize)
	open := []uint32{binary.LittleEndian.Uint32(root[76:])}
	for len(open) > 0 {
		i := open[len(open)-1]
		open = open[:len(open)-1]
		e := at(i)
		if e == nil || !seen.add(i) {
			continue
		}
		open = append(open, binary.LittleEndian.Uint32(e[68:]), binary.LittleEndian.Uint32(e[72:]))
		const stream = 2
		if e[66] == stream {
			// The upper half of the size is only used in files with large sectors.
			size := uint64(binary.LittleEndian.Uint32(e[120:]))
			if f.size > 1<<9 {
				size = binary.LittleEndian.Uint64(e[120:])
			}
			f.streams[entryName(e)] = entry{start: binary.LittleEndian.Uint32(e[116:]), size: size}
		}
	}
}

// entryName is the name of an entry, in lower case: programs do not agree.
func entryName(e []byte) string {
	size := min(int(binary.LittleEndian.Uint16(e[64:])), 64) / 2
	units := make([]uint16, 0, size)
	for i := range size {
		if unit := binary.LittleEndian.Uint16(e[2*i:]); unit != 0 {
			units = append(units, unit)
		}
	}
	return strings.ToLower(string(utf16.Decode(units)))
}

// Has tells whether the root has a stream of that name, in any case.
func (f *File) Has(name string) bool {
	_, ok := f.streams[strings.ToLower(name)]
	return ok
}

// Stream gives the bytes of a stream, nil if there is none. A stream whose end is
// missing is shorter than it should be, and the file then is [File.Cut].
func (f *File) Stream(name string) []byte {
	e, ok := f.streams[strings.ToLower(name)]
	if !ok {
		return nil
	}
	size := int(min(e.size, uint64(len(f.data)+f.size)))
	var out []byte
	if e.size < inMini {
		out = f.smallChain(e.start, size)
	} else {
		out = f.chain(e.start, size)
	}
	if uint64(len(out)) < e.size {
		f.cut = true
	}
	return out
}

// smallChain is chain for small sectors.
func (f *File) smallChain(n uint32, size int) []byte {
	if !f.opened {
		f.opened = true
		f.small = f.chain(f.root, len(f.data))
		f.mini = f.chain(f.word32(60), len(f.small)/miniSector*4)
	}
	had := newSet(len(f.small) / miniSector)
	var out []byte
	for n < lastSector && len(out) < size && had.add(n) {
		at := int64(n) * miniSector
		if at+miniSector > int64(len(f.small)) {
			break
		}
		out = append(out, f.small[at:at+miniSector]...)
		if int64(n)*4+4 > int64(len(f.mini)) {
			break
		}
		n = binary.LittleEndian.Uint32(f.mini[n*4:])
	}
	return out[:min(len(out), size)]
}

// Cut tells whether something that was read so far lies behind the end of the
// file.
func (f *File) Cut() bool { return f.cut }
