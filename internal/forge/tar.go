package forge

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
)

// TarBlock is the unit of tar archives.
const TarBlock = 512

// Tar builds a tar archive of names and contents, two at a time. A name that
// ends in "/" is a folder.
func Tar(format tar.Format, pairs ...string) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		must(w.WriteHeader(&tar.Header{Name: pairs[i], Size: int64(len(pairs[i+1])), Mode: 0o644, Format: format}))
		_, err := io.WriteString(w, pairs[i+1])
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// TarHeader builds a header by itself, with anything in it, and its checksum.
func TarHeader(name string, size int64, kind byte) []byte {
	h := make([]byte, TarBlock)
	copy(h, name)
	copy(h[100:], "0000644\x000000000\x000000000\x00")
	copy(h[124:], fmt.Sprintf("%011o\x00%011o\x00", size, 0))
	h[156] = kind
	copy(h[257:], "ustar\x0000")
	return TarSum(h)
}

// TarSum sets the checksum of a header.
func TarSum(h []byte) []byte {
	copy(h[148:], "        ")
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}
