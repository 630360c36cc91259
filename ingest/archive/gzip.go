package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"strings"

	"gongshi/ingest/charset"
)

const magicGzip = "\x1f\x8b\x08"

func gzipKind() Kind {
	return Kind{Name: "gzip", open: openGzip, Match: func(head []byte) bool {
		return strings.HasPrefix(string(head), magicGzip)
	}}
}

// openGzip opens a gzip file. That of a web archive has a member for each
// record, and is read so that a broken one does not take the others along.
func openGzip(s *source) (reader, error) {
	packed := bufio.NewReaderSize(s.r, bufferSize)
	if head, _ := packed.Peek(bufferSize); startsRecord(head) {
		return newWARCReader(newGzipRecords(packed, s.meter), s.meter), nil
	}
	s.r = packed
	return openStream(s, gunzip, s.meter.limits.Ratio)
}

// startsRecord tells whether a gzip member begins a record of a web archive.
func startsRecord(packed []byte) bool {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return false
	}
	head := make([]byte, len(signWARC))
	n, _ := io.ReadFull(z, head)
	return isWARC(head[:n])
}

func gunzip(packed *byteCounter) (io.Reader, error) {
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &gzipReader{z, packed, decodeGzipName(z.Name)}, nil
}

// gzipReader reads all members of a gzip file. What follows the last one, such
// as the zeros of a tape, is no error, as it is none to gzip itself.
type gzipReader struct {
	z      *gzip.Reader
	packed *byteCounter
	shown  string
}

func (g *gzipReader) name() string { return g.shown }

func (g *gzipReader) Read(p []byte) (int, error) {
	for {
		n, err := g.z.Read(p)
		if n > 0 && err == io.EOF {
			return n, nil // the next call comes back to it
		}
		if n > 0 || err != io.EOF {
			return n, err
		}
		if g.z.Reset(g.packed) != nil {
			return 0, io.EOF
		}
		g.z.Multistream(false)
	}
}

// decodeGzipName reads the name in a gzip header, which was taken for Latin-1.
func decodeGzipName(latin string) string {
	var raw []byte
	for _, r := range latin {
		raw = append(raw, byte(r))
	}
	if len(raw) == 0 {
		return ""
	}
	names, _ := charset.Names([][]byte{raw}, nil)
	return names[0]
}
