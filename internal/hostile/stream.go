package hostile

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"hash/crc32"

	"gongshi/internal/forge"
)

//go:embed testdata/zeros.bz2
var zerosBzip2 []byte

// streams are files packed with gzip, bzip2, xz or Zstandard.
var streams = []Case{
	{Name: "gzip: 10 GB of zeros in 1,000 members", Aim: Size, Make: func() []byte { return bytes.Repeat(forge.Gzip(make([]byte, 10<<20)), 1000) }, Codes: []string{"limit"}},
	{Name: "gzip: twelve levels", Aim: Loop, Make: func() []byte {
		data := []byte("x")
		for range 12 {
			data = forge.Gzip(data)
		}
		return data
	}, Codes: []string{"limit"}},
	{Name: "gzip: a file that holds itself", Aim: Loop, Make: forge.Quine, Codes: []string{"limit"}},
	{Name: "gzip: a name without an end", Aim: Memory, Make: func() []byte {
		return append([]byte("\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03"), bytes.Repeat([]byte("x"), 10<<20)...)
	}, Codes: []string{"damaged"}},
	{Name: "bzip2: a gigabyte in 722 bytes", Aim: Size, Make: func() []byte { return zerosBzip2 }, Codes: []string{"limit"}},
	{Name: "xz: a dictionary of 4 GB", Aim: Memory, Make: func() []byte { return xzWith(40) }, Codes: []string{"limit"}},
	{Name: "xz: 8 GB of zeros in 1,000 files", Aim: Size, Make: func() []byte { return bytes.Repeat(forge.XZ(make([]byte, 8<<20)), 1000) }, Codes: []string{"limit"}},
	{Name: "xz: an index of 2^60 blocks", Aim: Memory, Make: func() []byte {
		head := []byte("\xfd7zXZ\x00" + "\x00\x04")
		return append(append(binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(head[6:])), 0), forge.Vint(1<<60)...)
	}, Codes: []string{"damaged"}},
	{Name: "zstd: a window of 3 TB", Aim: Memory, Make: func() []byte { return append([]byte("\x28\xb5\x2f\xfd\x00\xf8"), 3, 0, 0, 0) }, Codes: []string{"limit", "damaged"}},
	{Name: "zstd: 4 TB of one byte", Aim: Size, Make: func() []byte {
		data := []byte("\x28\xb5\x2f\xfd\x00\x58")
		return append(data, bytes.Repeat([]byte{0x02, 0x00, 0x10, 0}, 1<<20)...)
	}, Codes: []string{"limit"}},
	{Name: "zstd: frames to pass over", Aim: Time, Make: func() []byte {
		return bytes.Repeat([]byte{0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}, 1<<18)
	}, Codes: []string{"", "damaged"}},
}

// xzWith is an xz file with a block that asks for a dictionary.
func xzWith(dictionary byte) []byte {
	head := []byte("\xfd7zXZ\x00" + "\x00\x01")
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(head[6:]))
	block := []byte{2, 0, 0x21, 1, dictionary, 0, 0, 0}
	block = binary.LittleEndian.AppendUint32(block, crc32.ChecksumIEEE(block))
	return append(append(head, block...), make([]byte, 64)...)
}
