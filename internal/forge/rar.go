package forge

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// RAR5 builds a rar file of the fifth version whose members are not packed.
type RAR5 struct{ bytes.Buffer }

// NewRAR5 gives an archive without members.
func NewRAR5() *RAR5 {
	r := new(RAR5)
	r.WriteString("Rar!\x1a\x07\x01\x00")
	return r.Header(Vint(1), Vint(0), Vint(0)) // main header, without flags of both kinds
}

// Vint writes a number as RAR 5 and xz do: seven bits a byte.
func Vint(n uint64) []byte { return binary.AppendUvarint(nil, n) }

// Header appends a header: its checksum, its size and its fields.
func (r *RAR5) Header(fields ...[]byte) *RAR5 {
	body := bytes.Join(fields, nil)
	body = append(Vint(uint64(len(body))), body...)
	r.Write(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	r.Write(body)
	return r
}

// Add appends a member.
func (r *RAR5) Add(name, content string) *RAR5 {
	return r.Member(name, content, uint64(len(content)), 0, crc32.ChecksumIEEE([]byte(content)))
}

// Member appends a member with a header that says anything at all.
func (r *RAR5) Member(name, data string, size, compression uint64, crc uint32) *RAR5 {
	r.Header(Vint(2), Vint(2), Vint(uint64(len(data))), // a file header, with data behind it
		Vint(4), Vint(size), Vint(0o644), binary.LittleEndian.AppendUint32(nil, crc), // with a checksum
		Vint(compression), Vint(1), Vint(uint64(len(name))), []byte(name))
	r.WriteString(data)
	return r
}

// File writes the end and gives the whole file.
func (r *RAR5) File() []byte { return r.Header(Vint(5), Vint(0), Vint(0)).Bytes() }

// RAR4 builds a rar file of the fourth version in the same way.
type RAR4 struct{ bytes.Buffer }

// NewRAR4 gives an archive without members.
func NewRAR4() *RAR4 {
	r := new(RAR4)
	r.WriteString("Rar!\x1a\x07\x00")
	return r.Header(0x73, 0, make([]byte, 6))
}

// Header appends a header of a kind.
func (r *RAR4) Header(kind byte, flags uint16, body []byte) *RAR4 {
	h := binary.LittleEndian.AppendUint16([]byte{kind}, flags)
	h = binary.LittleEndian.AppendUint16(h, uint16(7+len(body)))
	h = append(h, body...)
	r.Write(binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(h))))
	r.Write(h)
	return r
}

// Add appends a member that is not packed.
func (r *RAR4) Add(name, content string) *RAR4 {
	return r.Member(name, content, uint32(len(content)), 0x30, crc32.ChecksumIEEE([]byte(content)))
}

// Member appends a member packed by a method; 0x30 is not at all.
func (r *RAR4) Member(name, data string, size uint32, method byte, crc uint32) *RAR4 {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(data)))
	b = binary.LittleEndian.AppendUint32(b, size)
	b = append(b, 3) // Unix
	b = binary.LittleEndian.AppendUint32(b, crc)
	b = binary.LittleEndian.AppendUint32(b, 0x58221844) // 2024-01-02 03:02:08
	b = append(b, 29, method)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(name)))
	b = binary.LittleEndian.AppendUint32(b, 0o100644)
	r.Header(0x74, 0x8000, append(b, name...))
	r.WriteString(data)
	return r
}

// File writes the end and gives the whole file.
func (r *RAR4) File() []byte { return r.Header(0x7b, 0, nil).Bytes() }
