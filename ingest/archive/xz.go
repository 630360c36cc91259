package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"
	"strings"

	"github.com/ulikunitz/xz/lzma"
)

const magicXZ = "\xfd7zXZ\x00"

func xzKind() Kind {
	return Kind{
		Name:  "xz",
		Match: func(head []byte) bool { return strings.HasPrefix(string(head), magicXZ) },
		open: func(s *source) (reader, error) {
			return openStream(s, func(packed *byteCounter) (io.Reader, error) { return newXZReader(packed), nil },
				s.meter.limits.Ratio*solidFactor)
		},
	}
}

// xzReader reads the frame of an xz file; what is in its blocks is for the
// LZMA2 library. The library's own reader of the frame makes dictionaries as
// large as headers say, up to 4 GB, and cannot be told not to.
type xzReader struct {
	packed *byteCounter
	check  byte // the kind of checksums
	block  io.Reader
	begun  int64 // the place in packed at which the data of the block begin
	sum    hash.Hash
	blocks uint64
	err    error
}

// newXZReader gives the content of an xz file, which may be several in a row.
func newXZReader(packed io.Reader) *xzReader {
	counter, ok := packed.(*byteCounter)
	if !ok {
		counter = &byteCounter{r: bufio.NewReaderSize(packed, bufferSize)}
	}
	x := &xzReader{packed: counter}
	x.err = x.streamHeader()
	return x
}

var errXZ = errors.New("not as an xz file should be")

func (x *xzReader) Read(p []byte) (int, error) {
	for x.err == nil {
		if x.block == nil {
			x.err = x.next()
			continue
		}
		n, err := x.block.Read(p)
		x.sum.Write(p[:n])
		if err == io.EOF {
			x.block = nil
			err = x.blockEnd()
		}
		x.err = noEnd(err)
		if n > 0 {
			return n, nil
		}
	}
	return 0, x.err
}

// noEnd makes an error of an end that comes too early.
func noEnd(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (x *xzReader) take(n int) ([]byte, error) {
	p := make([]byte, n)
	_, err := io.ReadFull(x.packed, p)
	return p, noEnd(err)
}

// streamHeader reads what an xz file begins with.
func (x *xzReader) streamHeader() error {
	head, err := x.take(12)
	if err != nil {
		return err
	}
	if string(head[:6]) != magicXZ || head[6] != 0 || head[7] > 15 || le32(head[8:]) != crc32.ChecksumIEEE(head[6:8]) {
		return errXZ
	}
	x.check, x.blocks = head[7], 0
	return nil
}

// next goes to the next block, or over the index to the next file.
func (x *xzReader) next() error {
	size, err := x.packed.ReadByte()
	if err != nil {
		return noEnd(err)
	}
	if size == 0 {
		if err := x.index(); err != nil {
			return noEnd(err)
		}
		return x.following()
	}
	rest, err := x.take(4*int(size) + 3)
	if err != nil {
		return err
	}
	head := append([]byte{size}, rest...)
	end := len(head) - 4
	if le32(head[end:]) != crc32.ChecksumIEEE(head[:end]) {
		return errXZ
	}
	dictionary, err := blockDictionary(head[1:end])
	if err != nil {
		return err
	}
	x.begun, x.sum = x.packed.n, x.newSum()
	x.blocks++
	x.block, err = lzma.Reader2Config{DictCap: dictionary}.NewReader2(x.packed)
	return noEnd(err)
}

// blockDictionary reads the header of a block: how large a dictionary its data
// need.
func blockDictionary(head []byte) (int, error) {
	const filters, packedSize, size, reserved = 0x03, 0x40, 0x80, 0x3c
	flags, r := head[0], bytes.NewReader(head[1:])
	if flags&reserved != 0 {
		return 0, errXZ
	}
	for _, has := range []byte{packedSize, size} {
		if flags&has != 0 {
			if _, err := binary.ReadUvarint(r); err != nil {
				return 0, errXZ
			}
		}
	}
	id, err := binary.ReadUvarint(r)
	if err != nil {
		return 0, errXZ
	}
	if id != 0x21 || flags&filters != 0 {
		return 0, &Error{Code: CodeUnsupported, Detail: fmt.Sprintf("an xz file with filter %#x", id)}
	}
	var properties [2]byte
	if _, err := io.ReadFull(r, properties[:]); err != nil || properties[0] != 1 {
		return 0, errXZ
	}
	return lzma2Dictionary(properties[1])
}

// lzma2Dictionary reads the size of a dictionary, which is written as a number
// of half powers of two.
func lzma2Dictionary(bits byte) (int, error) {
	if bits > 40 {
		return 0, errXZ
	}
	size := int64(2|bits&1) << (bits/2 + 11)
	if size > maxDictionary {
		return 0, errDictionary
	}
	return int(size), nil
}

// newSum gives the checksum of the stream; for one that nobody writes, another
// that is not compared.
func (x *xzReader) newSum() hash.Hash {
	switch x.check {
	case 4:
		return crc64.New(crc64.MakeTable(crc64.ECMA))
	case 10:
		return sha256.New()
	}
	return crc32.NewIEEE()
}

// blockEnd reads the zeros and the checksum behind a block.
func (x *xzReader) blockEnd() error {
	if err := x.padding(x.begun); err != nil {
		return err
	}
	sizes := [...]int{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}
	said, err := x.take(sizes[x.check])
	if err != nil {
		return err
	}
	sum := x.sum.Sum(nil)
	switch x.check {
	case 1, 4: // written with the lowest byte first
		for i, j := 0, len(sum)-1; i < j; i, j = i+1, j-1 {
			sum[i], sum[j] = sum[j], sum[i]
		}
	case 10:
	default:
		return nil
	}
	if !bytes.Equal(said, sum) {
		return errors.New("the checksum of a block is wrong")
	}
	return nil
}

// padding reads the zeros up to a multiple of four bytes.
func (x *xzReader) padding(from int64) error {
	zeros, err := x.take(int(-(x.packed.n - from) & 3))
	if err == nil && len(bytes.Trim(zeros, "\x00")) > 0 {
		err = errXZ
	}
	return err
}

// index reads the list of the blocks at the end of a file, and what ends it.
func (x *xzReader) index() error {
	begun := x.packed.n - 1
	n, err := binary.ReadUvarint(x.packed)
	if err != nil || n != x.blocks {
		return errXZ
	}
	for range 2 * n {
		if _, err := binary.ReadUvarint(x.packed); err != nil {
			return errXZ
		}
	}
	if err := x.padding(begun); err != nil {
		return err
	}
	const sum, footer = 4, 12
	end, err := x.take(sum + footer)
	if err == nil && string(end[sum+footer-2:]) != "YZ" {
		err = errXZ
	}
	return err
}

// following goes on to the next file in a row, over zeros in between. What is
// no xz file is left alone.
func (x *xzReader) following() error {
	for {
		four, err := x.packed.r.Peek(4)
		if err != nil || string(four) != "\x00\x00\x00\x00" && string(four) != magicXZ[:4] {
			return io.EOF
		}
		if string(four) == magicXZ[:4] {
			return x.streamHeader()
		}
		if _, err := x.take(4); err != nil {
			return err
		}
	}
}
