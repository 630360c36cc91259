package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// tarred builds a tar archive of names and contents, two at a time. A name that
// ends in "/" is a folder.
func tarred(t testing.TB, format tar.Format, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		h := &tar.Header{Name: pairs[i], Size: int64(len(pairs[i+1])), Mode: 0o644, Format: format}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tarHeader builds a header by itself, with anything in it, and its checksum.
func tarHeader(name string, size int64, kind byte) []byte {
	h := make([]byte, tarBlock)
	copy(h, name)
	copy(h[100:], "0000644\x000000000\x000000000\x00")
	copy(h[124:], fmt.Sprintf("%011o\x00%011o\x00", size, 0))
	h[156] = kind
	copy(h[257:], "ustar\x0000")
	return tarSum(h)
}

func tarSum(h []byte) []byte {
	copy(h[148:], "        ")
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

func writeTo(t testing.TB, b *bytes.Buffer, w io.WriteCloser, data []byte) []byte {
	t.Helper()
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	var b bytes.Buffer
	return writeTo(t, &b, gzip.NewWriter(&b), data)
}

func xzed(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	return writeTo(t, &b, w, data)
}

func zstded(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	return writeTo(t, &b, w, data)
}

// rar5 builds a rar file of the fifth version whose members are not packed.
type rar5 struct{ bytes.Buffer }

func newRar5() *rar5 {
	r := new(rar5)
	r.WriteString("Rar!\x1a\x07\x01\x00")
	return r.header(vint(1), vint(0), vint(0)) // main header, without flags of both kinds
}

func vint(n uint64) []byte { return binary.AppendUvarint(nil, n) }

// header appends a header: its checksum, its size and its fields.
func (r *rar5) header(fields ...[]byte) *rar5 {
	body := bytes.Join(fields, nil)
	body = append(vint(uint64(len(body))), body...)
	r.Write(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	r.Write(body)
	return r
}

// add appends a member.
func (r *rar5) add(name, content string) *rar5 {
	return r.member(name, content, uint64(len(content)), 0, crc32.ChecksumIEEE([]byte(content)))
}

// member appends a member with a header that says anything at all.
func (r *rar5) member(name, data string, size, compression uint64, crc uint32) *rar5 {
	r.header(vint(2), vint(2), vint(uint64(len(data))), // a file header, with data behind it
		vint(4), vint(size), vint(0o644), binary.LittleEndian.AppendUint32(nil, crc), // with a checksum
		vint(compression), vint(1), vint(uint64(len(name))), []byte(name))
	r.WriteString(data)
	return r
}

func (r *rar5) bytes() []byte { return r.header(vint(5), vint(0), vint(0)).Bytes() }

// rar4 builds a rar file of the fourth version in the same way.
type rar4 struct{ bytes.Buffer }

func newRar4() *rar4 {
	r := new(rar4)
	r.WriteString("Rar!\x1a\x07\x00")
	return r.header(0x73, 0, make([]byte, 6))
}

func (r *rar4) header(kind byte, flags uint16, body []byte) *rar4 {
	h := binary.LittleEndian.AppendUint16([]byte{kind}, flags)
	h = binary.LittleEndian.AppendUint16(h, uint16(7+len(body)))
	h = append(h, body...)
	r.Write(binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(h))))
	r.Write(h)
	return r
}

func (r *rar4) add(name, content string) *rar4 {
	return r.member(name, content, uint32(len(content)), 0x30, crc32.ChecksumIEEE([]byte(content)))
}

// member appends a member packed by a method; 0x30 is not at all.
func (r *rar4) member(name, data string, size uint32, method byte, crc uint32) *rar4 {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(data)))
	b = binary.LittleEndian.AppendUint32(b, size)
	b = append(b, 3) // Unix
	b = binary.LittleEndian.AppendUint32(b, crc)
	b = binary.LittleEndian.AppendUint32(b, 0x58221844) // 2024-01-02 03:02:08
	b = append(b, 29, method)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(name)))
	b = binary.LittleEndian.AppendUint32(b, 0o100644)
	r.header(0x74, 0x8000, append(b, name...))
	r.WriteString(data)
	return r
}

func (r *rar4) bytes() []byte { return r.header(0x7b, 0, nil).Bytes() }

// record builds a WARC record.
func record(kind, url, mediaType, block string, more ...string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nWARC-Target-URI: %s\r\n"+
		"WARC-Date: 2023-10-13T01:02:03Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n", kind, url, mediaType, len(block))
	for _, line := range more {
		b.WriteString(line + "\r\n")
	}
	return []byte(b.String() + "\r\n" + block + "\r\n\r\n")
}

// page200 is a record of a web page; head are more lines of the answer.
func page200(url, body string, head ...string) []byte {
	return answered(url, "200 OK", "text/html; charset=utf-8", body, head...)
}

func answered(url, status, mediaType, body string, head ...string) []byte {
	lines := append([]string{"HTTP/1.1 " + status, "Content-Type: " + mediaType}, head...)
	return record("response", url, "application/http;msgtype=response", strings.Join(lines, "\r\n")+"\r\n\r\n"+body)
}

func zip64Header(i int) *zip.FileHeader {
	return &zip.FileHeader{Name: fmt.Sprintf("%d.txt", i), Method: zip.Store}
}

// coder7z is a method of a 7z block, with its properties.
type coder7z struct {
	id, properties []byte
}

var copy7z = coder7z{id: []byte{0}}

// file7z is a file of a 7z archive: its name, and where its content lies in what
// its block is unpacked to.
type file7z struct {
	name string
	size uint64
	crc  uint32
}

// block7z is a block: what is packed, and the files in it.
type block7z struct {
	coder    coder7z
	packed   []byte
	unpacked uint64
	files    []file7z
}

// number7z writes a number in the way of 7z.
func number7z(n uint64) []byte {
	if n < 0x80 {
		return []byte{byte(n)}
	}
	return binary.LittleEndian.AppendUint64([]byte{0xff}, n)
}

// sevenZip builds a 7z archive with a header that is not packed.
func sevenZip(blocks ...block7z) []byte {
	var packed, h bytes.Buffer
	put := func(parts ...[]byte) {
		for _, p := range parts {
			h.Write(p)
		}
	}
	n := number7z(uint64(len(blocks)))
	put([]byte{1, 4, 6, 0}, n, []byte{9})
	for _, b := range blocks {
		packed.Write(b.packed)
		put(number7z(uint64(len(b.packed))))
	}
	put([]byte{0, 7, 0xb}, n, []byte{0})
	for _, b := range blocks {
		flags := byte(len(b.coder.id))
		if b.coder.properties != nil {
			flags |= 0x20
		}
		put([]byte{1, flags}, b.coder.id)
		if b.coder.properties != nil {
			put(number7z(uint64(len(b.coder.properties))), b.coder.properties)
		}
	}
	put([]byte{0xc})
	for _, b := range blocks {
		put(number7z(b.unpacked))
	}
	put([]byte{0, 8, 0xd})
	var names, sums bytes.Buffer
	files := 0
	for _, b := range blocks {
		put(number7z(uint64(len(b.files))))
	}
	put([]byte{9})
	for _, b := range blocks {
		for i, f := range b.files {
			if i < len(b.files)-1 {
				put(number7z(f.size))
			}
			sums.Write(binary.LittleEndian.AppendUint32(nil, f.crc))
			for _, unit := range utf16.Encode([]rune(f.name + "\x00")) {
				names.Write(binary.LittleEndian.AppendUint16(nil, unit))
			}
			files++
		}
	}
	put([]byte{0xa, 1}, sums.Bytes(), []byte{0, 0, 5}, number7z(uint64(files)), []byte{0x11}, number7z(uint64(names.Len()+1)), []byte{0}, names.Bytes(), []byte{0, 0})
	return sevenZipOf(packed.Bytes(), h.Bytes())
}

// sevenZipOf puts the frame of a 7z archive around what is packed and a header.
func sevenZipOf(packed, header []byte) []byte {
	start := binary.LittleEndian.AppendUint64(nil, uint64(len(packed)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(header)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(header))
	out := []byte("7z\xbc\xaf\x27\x1c\x00\x04")
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(start))
	return bytes.Join([][]byte{out, start, packed, header}, nil)
}

// packedAs gives a block of files that are packed by a method.
func packedAs(coder coder7z, packed []byte, files map[string]string, order ...string) block7z {
	b := block7z{coder: coder, packed: packed}
	for _, name := range order {
		content := files[name]
		b.unpacked += uint64(len(content))
		b.files = append(b.files, file7z{name, uint64(len(content)), crc32.ChecksumIEEE([]byte(content))})
	}
	return b
}

// lzmaed packs with LZMA, as a 7z coder and its data.
func lzmaed(t testing.TB, data []byte) (coder7z, []byte) {
	t.Helper()
	var b bytes.Buffer
	w, err := lzma.WriterConfig{SizeInHeader: true, Size: int64(len(data)), DictCap: 1 << 20}.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	out := writeTo(t, &b, w, data)
	return coder7z{[]byte{3, 1, 1}, out[:5]}, out[13:]
}
