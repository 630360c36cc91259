package archive

import (
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"hash"
	"hash/crc32"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// zipMethods are the ways in which members of zip files are packed, by their
// number.
var zipMethods = map[uint16]func(packed io.Reader, e *entry) (io.ReadCloser, error){
	zip.Store:   func(packed io.Reader, _ *entry) (io.ReadCloser, error) { return io.NopCloser(packed), nil },
	zip.Deflate: func(packed io.Reader, _ *entry) (io.ReadCloser, error) { return flate.NewReader(packed), nil },
	12: func(packed io.Reader, _ *entry) (io.ReadCloser, error) {
		return io.NopCloser(bzip2.NewReader(packed)), nil
	},
	14: openZipLZMA,
	93: func(packed io.Reader, _ *entry) (io.ReadCloser, error) { return unzstd(packed) },
	95: func(packed io.Reader, _ *entry) (io.ReadCloser, error) { return io.NopCloser(newXZReader(packed)), nil },
}

// openZipLZMA reads what zip files put in front of LZMA: two bytes of a version,
// the size of the properties, the properties; the size stands in the headers.
func openZipLZMA(packed io.Reader, e *entry) (io.ReadCloser, error) {
	var head [9]byte
	if _, err := io.ReadFull(packed, head[:]); err != nil || le16(head[2:]) != 5 {
		return nil, &Error{Code: CodeDamaged, Detail: "the member has no LZMA properties", Err: err}
	}
	size := make([]byte, 8)
	for i := range size {
		size[i] = byte(uint64(e.size) >> (8 * i))
	}
	content, err := unlzma(io.MultiReader(bytes.NewReader(head[4:]), bytes.NewReader(size), packed))
	if err != nil {
		return nil, err
	}
	return io.NopCloser(content), nil
}

// unlzma opens an LZMA stream with its header, unless it asks for too large a
// dictionary.
func unlzma(r io.Reader) (io.Reader, error) {
	content, err := lzma.ReaderConfig{DictCap: maxDictionary}.NewReader(r)
	if _, large := err.(*lzma.ErrDictSize); large {
		return nil, errDictionary
	}
	return content, err
}

var errDictionary = &Error{Code: CodeLimit, Detail: "unpacking it takes a dictionary of more than 256 MB"}

// checked fails at the end of content that is not as its headers say.
type checked struct {
	io.ReadCloser
	left int64
	sum  hash.Hash32 // nil: no checksum
	want uint32
	err  error
}

func newChecked(content io.ReadCloser, size int64, crc uint32, sum bool) *checked {
	c := &checked{ReadCloser: content, left: size, want: crc}
	if sum {
		c.sum = crc32.NewIEEE()
	}
	return c
}

func (c *checked) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.ReadCloser.Read(p)
	if c.sum != nil {
		c.sum.Write(p[:n])
	}
	c.left -= int64(n)
	switch {
	case c.left < 0:
		err = &Error{Code: CodeDamaged, Detail: "the member is longer than it says"}
	case err == io.EOF && c.left > 0:
		err = &Error{Code: CodeDamaged, Detail: "the member is shorter than it says"}
	case err == io.EOF && c.sum != nil && c.sum.Sum32() != c.want:
		err = &Error{Code: CodeDamaged, Detail: "the member has another checksum than it says"}
	}
	c.err = err
	return n, err
}
