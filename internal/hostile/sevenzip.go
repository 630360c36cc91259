package hostile

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"gongshi/internal/forge"
)

// sevenZips are 7z archives. Most lie in their header, which is read before anything is unpacked.
var sevenZips = []Case{
	{Name: "7z: a dictionary of 4 GB", Aim: Memory, Make: func() []byte {
		coder, packed := forge.LZMA([]byte("x"))
		copy(coder.Properties[1:], "\xff\xff\xff\xff")
		return one7z(coder, packed, 1<<40)
	}, Codes: []string{"limit"}},
	{Name: "7z: an LZMA2 dictionary of 4 GB", Aim: Memory, Make: func() []byte {
		return one7z(forge.Coder7z{ID: []byte{0x21}, Properties: []byte{40}}, []byte{0}, 1)
	}, Codes: []string{"limit"}},
	{Name: "7z: a PPMd memory of 4 GB", Aim: Memory, Make: func() []byte {
		return one7z(forge.Coder7z{ID: []byte{3, 4, 1}, Properties: []byte{6, 0xff, 0xff, 0xff, 0xff}}, make([]byte, 9), 1<<20)
	}, Codes: []string{"limit"}},
	{Name: "7z: 4,000,000,000 files", Aim: Memory, Make: func() []byte {
		h := append([]byte{1, 5}, forge.Number7z(4_000_000_000)...)
		return forge.SevenZipOf(nil, append(h, 0, 0))
	}, Codes: []string{"limit", "damaged", "crashed"}},
	{Name: "7z: properties of 4 GB", Aim: Memory, Make: func() []byte {
		h := append([]byte{1, 4, 7, 0xb, 1, 0, 1, 0x21, 0}, forge.Number7z(1<<32-1)...)
		return forge.SevenZipOf(nil, append(h, 0, 0))
	}, Codes: []string{"limit", "damaged", "crashed"}},
	{Name: "7z: 4,000,000,000 streams", Aim: Memory, Make: func() []byte {
		h := append([]byte{1, 4, 7, 0xb, 1, 0, 1, 0x11, 0}, forge.Number7z(4_000_000_000)...)
		return forge.SevenZipOf(nil, append(h, bytes.Repeat([]byte{1}, 100)...))
	}, Codes: []string{"limit", "damaged", "crashed", "timeout"}},
	{Name: "7z: a header of 2^62 bytes", Aim: Memory, Make: func() []byte {
		start := binary.LittleEndian.AppendUint64(nil, 0)
		start = binary.LittleEndian.AppendUint64(start, 1<<62)
		start = binary.LittleEndian.AppendUint32(start, 0)
		out := binary.LittleEndian.AppendUint32([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), crc32.ChecksumIEEE(start))
		return append(append(out, start...), 1, 0)
	}, Codes: []string{"limit", "damaged", "crashed"}},
	{Name: "7z: a terabyte that is not there", Aim: Memory, Make: func() []byte {
		return one7z(forge.Copy7z, []byte("x"), 1<<40)
	}, Codes: []string{"limit", "damaged"}},
	{Name: "7z: 16 MB of zeros", Aim: Size, Make: func() []byte {
		zeros := make([]byte, 16<<20)
		coder, packed := forge.LZMA(zeros)
		return forge.SevenZip(forge.Packed7z(coder, packed, map[string]string{"x": string(zeros)}, "x"))
	}, Codes: []string{"limit"}},
	{Name: "7z: a key of 2^62 rounds", Aim: Time, Make: func() []byte {
		return one7z(forge.Coder7z{ID: []byte{6, 0xf1, 7, 1}, Properties: append([]byte{0xbe, 0xff}, make([]byte, 32)...)}, make([]byte, 16), 16)
	}, Codes: []string{"limit", "damaged", "encrypted", "timeout"}},
}

// one7z is an archive of one file, packed by a coder, of a size that need not be
// true.
func one7z(coder forge.Coder7z, packed []byte, size uint64) []byte {
	return forge.SevenZip(forge.Block7z{Coder: coder, Packed: packed, Unpacked: size, Files: []forge.File7z{{Name: "x", Size: size}}})
}
