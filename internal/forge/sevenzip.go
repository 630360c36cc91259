package forge

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"unicode/utf16"
)

// Coder7z is a method of a 7z block, with its properties.
type Coder7z struct {
	ID, Properties []byte
}

// Copy7z is the method that does not pack.
var Copy7z = Coder7z{ID: []byte{0}}

// File7z is a file of a 7z archive: its name, and where its content lies in what
// its block is unpacked to.
type File7z struct {
	Name string
	Size uint64
	CRC  uint32
}

// Block7z is a block: what is packed, and the files in it.
type Block7z struct {
	Coder    Coder7z
	Packed   []byte
	Unpacked uint64
	Files    []File7z
}

// Number7z writes a number in the way of 7z.
func Number7z(n uint64) []byte {
	if n < 0x80 {
		return []byte{byte(n)}
	}
	return binary.LittleEndian.AppendUint64([]byte{0xff}, n)
}

// SevenZip builds a 7z archive with a header that is not packed.
func SevenZip(blocks ...Block7z) []byte {
	var packed, h bytes.Buffer
	put := func(parts ...[]byte) {
		for _, p := range parts {
			h.Write(p)
		}
	}
	n := Number7z(uint64(len(blocks)))
	put([]byte{1, 4, 6, 0}, n, []byte{9})
	for _, b := range blocks {
		packed.Write(b.Packed)
		put(Number7z(uint64(len(b.Packed))))
	}
	put([]byte{0, 7, 0xb}, n, []byte{0})
	for _, b := range blocks {
		flags := byte(len(b.Coder.ID))
		if b.Coder.Properties != nil {
			flags |= 0x20
		}
		put([]byte{1, flags}, b.Coder.ID)
		if b.Coder.Properties != nil {
			put(Number7z(uint64(len(b.Coder.Properties))), b.Coder.Properties)
		}
	}
	put([]byte{0xc})
	for _, b := range blocks {
		put(Number7z(b.Unpacked))
	}
	put([]byte{0, 8, 0xd})
	var names, sums bytes.Buffer
	files := 0
	for _, b := range blocks {
		put(Number7z(uint64(len(b.Files))))
	}
	put([]byte{9})
	for _, b := range blocks {
		for i, f := range b.Files {
			if i < len(b.Files)-1 {
				put(Number7z(f.Size))
			}
			sums.Write(binary.LittleEndian.AppendUint32(nil, f.CRC))
			for _, unit := range utf16.Encode([]rune(f.Name + "\x00")) {
				names.Write(binary.LittleEndian.AppendUint16(nil, unit))
			}
			files++
		}
	}
	put([]byte{0xa, 1}, sums.Bytes(), []byte{0, 0, 5}, Number7z(uint64(files)), []byte{0x11}, Number7z(uint64(names.Len()+1)), []byte{0}, names.Bytes(), []byte{0, 0})
	return SevenZipOf(packed.Bytes(), h.Bytes())
}

// SevenZipOf puts the frame of a 7z archive around what is packed and a header.
func SevenZipOf(packed, header []byte) []byte {
	start := binary.LittleEndian.AppendUint64(nil, uint64(len(packed)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(header)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(header))
	out := []byte("7z\xbc\xaf\x27\x1c\x00\x04")
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(start))
	return bytes.Join([][]byte{out, start, packed, header}, nil)
}

// Packed7z gives a block of files that are packed by a method.
func Packed7z(coder Coder7z, packed []byte, files map[string]string, order ...string) Block7z {
	b := Block7z{Coder: coder, Packed: packed}
	for _, name := range order {
		content := files[name]
		b.Unpacked += uint64(len(content))
		b.Files = append(b.Files, File7z{name, uint64(len(content)), crc32.ChecksumIEEE([]byte(content))})
	}
	return b
}
