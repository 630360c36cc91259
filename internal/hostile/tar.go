package hostile

import (
	"bytes"
	"fmt"

	"gongshi/internal/forge"
)

// tars are tar archives.
var tars = []Case{
	{Name: "tar: a hole of a petabyte", Aim: Size, Make: func() []byte { return SparseTar("1125899906842624") }, Codes: []string{"limit", "damaged"}},
	{Name: "tar: a hole of a petabyte, the old way", Aim: Size, Make: func() []byte {
		h := forge.TarHeader("x", 0, 'S')
		copy(h[257:], "ustar  \x00")
		copy(h[386:], "00000000000\x0000000000000\x00")
		copy(h[483:], []byte{0x80, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0})
		return append(forge.TarSum(h), make([]byte, 2*forge.TarBlock)...)
	}, Codes: []string{"limit", "damaged"}},
	{Name: "tar: a size of eight exabytes", Aim: Memory, Make: func() []byte {
		h := forge.TarHeader("x", 0, '0')
		copy(h[124:], []byte{0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
		return append(forge.TarSum(h), make([]byte, 4*forge.TarBlock)...)
	}, Codes: []string{"limit", "damaged"}},
	{Name: "tar: a size that is negative", Aim: Crash, Make: func() []byte {
		h := forge.TarHeader("x", 0, '0')
		copy(h[124:], bytes.Repeat([]byte{0xff}, 12))
		return append(forge.TarSum(h), make([]byte, 4*forge.TarBlock)...)
	}, Codes: []string{"damaged"}},
	{Name: "tar: a name of a gigabyte", Aim: Memory, Make: func() []byte {
		return forge.Gzip(append(forge.TarHeader("././@LongLink", 1<<30, 'L'), make([]byte, 32<<20)...))
	}, Codes: []string{"damaged", "limit"}},
	{Name: "tar: records of a gigabyte", Aim: Memory, Make: func() []byte {
		return forge.Gzip(append(forge.TarHeader("x", 1<<30, 'x'), make([]byte, 32<<20)...))
	}, Codes: []string{"damaged", "limit"}},
	{Name: "tar: 30,000 members", Aim: Memory, Crowd: true, Make: func() []byte {
		return forge.Gzip(bytes.Repeat(forge.TarHeader("x", 0, '0'), 30_000))
	}, Codes: []string{"limit"}},
	{Name: "tar: 8 MB of headers that are none", Aim: Time, Make: func() []byte {
		return append(forge.TarHeader("x", 0, '0'), forge.Noise(8<<20)...)
	}, Codes: []string{"damaged"}},
	{Name: "tar: links and devices", Aim: Escape, Make: func() []byte {
		return bytes.Join([][]byte{forge.TarHeader("/etc/passwd", 0, '2'), forge.TarHeader("x", 0, '1'), forge.TarHeader("/dev/sda", 0, '4'), make([]byte, 1024)}, nil)
	}, Codes: []string{"skipped"}},
}

func SparseTar(size string) []byte {
	records := ""
	for _, r := range []string{"GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=x", "GNU.sparse.realsize=" + size} {
		n := len(r) + 3
		for len(fmt.Sprintf("%d %s\n", n, r)) != n {
			n++
		}
		records += fmt.Sprintf("%d %s\n", n, r)
	}
	block := func(content string) []byte {
		return append([]byte(content), make([]byte, forge.TarBlock-len(content))...)
	}
	return bytes.Join([][]byte{forge.TarHeader("x", int64(len(records)), 'x'), block(records), forge.TarHeader("x", forge.TarBlock, '0'), block("1\n" + size + "\n0\n"), make([]byte, 2*forge.TarBlock)}, nil)
}
