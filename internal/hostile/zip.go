package hostile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"

	"gongshi/internal/forge"
)

// What zip files are made of.
const (
	signLocal = "PK\x03\x04"
	signList  = "PK\x01\x02"
	signEnd   = "PK\x05\x06"
	localSize = 30
	// flagDescriptor says that sizes stand behind the content.
	flagDescriptor = 8
)

// zips are zip files.
var zips = []Case{
	{Name: "zip: 500 entries of the same bytes", Aim: Size, Make: overlapping, Codes: []string{"damaged"}},
	{Name: "zip: members within members", Aim: Size, Make: quoted, Codes: []string{"damaged"}},
	{Name: "zip: a size that is too small", Aim: Crash, Make: func() []byte { return lyingZip(10) }, Codes: []string{"damaged"}},
	{Name: "zip: a size that is too large", Aim: Memory, Make: func() []byte { return lyingZip(1 << 62) }, Codes: []string{"limit"}},
	{Name: "zip: a size that is negative", Aim: Crash, Make: func() []byte { return lyingZip(1 << 63) }, Codes: []string{"damaged"}},
	{Name: "zip: 1000:1", Aim: Size, Make: func() []byte { return forge.NewZip().Add("x", forge.Blanks(16<<20)).File() }, Codes: []string{"limit"}},
	{Name: "zip: six levels of ten times ten", Aim: Size, Make: wide, Codes: []string{"limit"}},
	{Name: "zip: twenty levels", Aim: Loop, Make: deep, Codes: []string{"limit"}},
	{Name: "zip: an archive in each of its members", Aim: Loop, Make: selves, Codes: []string{"limit"}},
	{Name: "zip: a list of 4 GB", Aim: Memory, Make: func() []byte {
		data := forge.NewZip().Add("x", "x").File()
		binary.LittleEndian.PutUint32(data[bytes.LastIndex(data, []byte(signEnd))+12:], 1<<32-2)
		return data
	}, Codes: []string{"limit"}},
	{Name: "zip: 30,000 members", Aim: Memory, Crowd: true, Make: func() []byte {
		p := forge.NewZip()
		for i := range 30_000 {
			p.AddHeader(&zip.FileHeader{Name: fmt.Sprint(i)}, "")
		}
		return p.File()
	}, Codes: []string{"limit"}},
	{Name: "zip: no list, and headers that lead nowhere", Aim: Time, Make: func() []byte {
		h := make([]byte, localSize+1)
		copy(h, signLocal)
		h[6], h[8], h[26] = flagDescriptor, 8, 1
		return bytes.Repeat(h, 200_000)
	}, Codes: []string{"damaged", "limit"}},
	{Name: "zip: an LZMA dictionary of 4 GB", Aim: Memory, Make: func() []byte {
		data := "\x09\x14\x05\x00\x5d\xff\xff\xff\xff" + strings.Repeat("\x00", 100)
		return forge.NewZip().Raw(&zip.FileHeader{Name: "x", Method: 14, CompressedSize64: uint64(len(data)), UncompressedSize64: 1 << 20}, data).File()
	}, Codes: []string{"limit"}},
	{Name: "zip: an xz member with a dictionary of 4 GB", Aim: Memory, Make: func() []byte {
		data := string(xzWith(40))
		return forge.NewZip().Raw(&zip.FileHeader{Name: "x", Method: 95, CompressedSize64: uint64(len(data)), UncompressedSize64: 1 << 20}, data).File()
	}, Codes: []string{"limit"}},
	{Name: "zip: names", Aim: Escape, Make: func() []byte {
		return forge.NewZip().Add("../../../../tmp/x", "x").Add("/tmp/x", "x").Add(strings.Repeat("名", 20_000), "x").Add("a\x00b", "x").Add("\u202egnp.x", "x").Add("CON", "x").File()
	}, Codes: []string{""}},
}

func overlapping() []byte {
	one := forge.NewZip().Add("kernel", forge.Blanks(1<<20)).File()
	list, end := bytes.Index(one, []byte(signList)), bytes.Index(one, []byte(signEnd))
	const n = 500
	data := append(bytes.Clone(one[:list]), bytes.Repeat(one[list:end], n)...)
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], n)
	binary.LittleEndian.PutUint16(tail[10:], n)
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*(end-list)))
	return append(data, tail...)
}

// quoted is a zip file in which each member is all that follows it.
func quoted() []byte {
	const n = 200
	body, list := forge.Noise(64<<10), []byte(nil)
	for i := n - 1; i >= 0; i-- {
		name := fmt.Sprintf("%04d", i)
		h := make([]byte, localSize)
		copy(h, signLocal)
		binary.LittleEndian.PutUint32(h[14:], crc32.ChecksumIEEE(body))
		binary.LittleEndian.PutUint32(h[18:], uint32(len(body)))
		binary.LittleEndian.PutUint32(h[22:], uint32(len(body)))
		h[26] = 4
		central := make([]byte, 46)
		copy(central, signList)
		copy(central[16:], h[14:28])
		// The place is set when all is there; it is that from the end.
		binary.LittleEndian.PutUint32(central[42:], uint32(len(body)+localSize+4))
		list = append(list, append(central, name...)...)
		body = append(append(h, name...), body...)
	}
	for i := range n {
		at := i*50 + 42
		binary.LittleEndian.PutUint32(list[at:], uint32(len(body))-binary.LittleEndian.Uint32(list[at:]))
	}
	end := make([]byte, 22)
	copy(end, signEnd)
	binary.LittleEndian.PutUint16(end[8:], n)
	binary.LittleEndian.PutUint16(end[10:], n)
	binary.LittleEndian.PutUint32(end[12:], uint32(len(list)))
	binary.LittleEndian.PutUint32(end[16:], uint32(len(body)))
	return append(append(body, list...), end...)
}

func lyingZip(size uint64) []byte {
	data := forge.Deflate(forge.Blanks(8 << 20))
	return forge.NewZip().Raw(&zip.FileHeader{Name: "x", Method: zip.Deflate, CompressedSize64: uint64(len(data)), UncompressedSize64: size}, data).File()
}

func wide() []byte {
	data := []byte(forge.Blanks(9 << 20)) // each small enough to be let through
	for level := range 6 {
		p := forge.NewZip()
		for i := range 10 {
			p.Add(fmt.Sprintf("%d.%d", level, i), string(data))
		}
		data = p.File()
	}
	return data
}

func deep() []byte {
	data := forge.NewZip().Add("x", "x").File()
	for range 20 {
		data = forge.NewZip().Add("x.zip", string(data)).File()
	}
	return data
}

// selves is nested without an end for all that a reader can tell: each level
// has two archives that are the level below.
func selves() []byte {
	data := forge.NewZip().Add("x", "x").File()
	for range 16 {
		data = forge.NewZip().Add("1", string(data)).Add("2", string(data)).File()
	}
	return data
}
