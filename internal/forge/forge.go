// Package forge writes files by hand, byte by byte where need be: archives and
// documents such as no program writes them, for tests of what reads them.
// Sizes, checksums and counts say what the caller wants them to say.
package forge

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// must guards writes to memory, which cannot fail.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("forge: writing to memory: %v", err))
	}
}

// WriteTo writes the data to w, which writes to b, and gives what b then holds.
func WriteTo(b *bytes.Buffer, w io.WriteCloser, data []byte) []byte {
	_, err := w.Write(data)
	must(err)
	must(w.Close())
	return b.Bytes()
}

// Gzip packs with gzip.
func Gzip(data []byte) []byte {
	var b bytes.Buffer
	return WriteTo(&b, gzip.NewWriter(&b), data)
}

// Zlib packs with zlib, as PDF files have it.
func Zlib(data []byte) []byte {
	var b bytes.Buffer
	return WriteTo(&b, zlib.NewWriter(&b), data)
}

// Deflate packs with deflate, without a frame.
func Deflate(content string) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	must(err)
	return string(WriteTo(&b, w, []byte(content)))
}

// XZ packs with xz.
func XZ(data []byte) []byte {
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	must(err)
	return WriteTo(&b, w, data)
}

// Zstd packs with Zstandard.
func Zstd(data []byte) []byte {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	must(err)
	return WriteTo(&b, w, data)
}

// LZMA packs with LZMA, as a 7z coder and its data.
func LZMA(data []byte) (Coder7z, []byte) {
	var b bytes.Buffer
	w, err := lzma.WriterConfig{SizeInHeader: true, Size: int64(len(data)), DictCap: 1 << 20}.NewWriter(&b)
	must(err)
	out := WriteTo(&b, w, data)
	return Coder7z{[]byte{3, 1, 1}, out[:5]}, out[13:]
}

// Blanks are n blanks: what is packed best.
func Blanks(n int) string { return strings.Repeat(" ", n) }

// Noise is n bytes that cannot be packed, always the same.
func Noise(n int) []byte {
	data, x := make([]byte, n), uint32(1)
	for i := range data {
		x = x*1664525 + 1013904223
		data[i] = byte(x >> 24)
	}
	return data
}
