package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// plainRecords is a web archive that is not packed, or packed as a whole.
type plainRecords struct{ r *bufio.Reader }

func (p *plainRecords) record(lost bool) (r *bufio.Reader, gap bool, err error) {
	skipped, err := findRecord(p.r)
	return p.r, skipped && !lost, err
}

// findRecord goes on to the first line that begins a record. Empty lines stand
// between records; what else is skipped was part of a broken one.
func findRecord(r *bufio.Reader) (skipped bool, err error) {
	for {
		head, err := r.Peek(len(signWARC))
		if isWARC(head) {
			return skipped, nil
		}
		if len(head) == 0 {
			return skipped, err
		}
		line, err := r.ReadSlice('\n')
		for err == bufio.ErrBufferFull {
			_, err = r.ReadSlice('\n')
		}
		if len(bytes.TrimSpace(line)) > 0 {
			skipped = true
		}
		if err != nil {
			return skipped, err
		}
	}
}

// gzipRecords is a web archive whose records are members of a gzip file. A
// broken member does not hide the next one.
type gzipRecords struct {
	packed *byteCounter
	z      gzip.Reader
	meter  *meter
	r      *bufio.Reader // the member that is being read; nil: none
}

func newGzipRecords(packed *bufio.Reader, m *meter) *gzipRecords {
	return &gzipRecords{packed: &byteCounter{r: packed}, meter: m}
}

func (g *gzipRecords) record(lost bool) (r *bufio.Reader, gap bool, err error) {
	for {
		if g.r != nil {
			skipped, err := findRecord(g.r)
			gap = gap || skipped && !lost
			switch {
			case err == nil:
				return g.r, gap, nil
			case err != io.EOF && g.meter.over():
				return nil, gap, err
			case err != io.EOF:
				gap, lost = gap || !lost, true
			}
			g.r = nil
		}
		skipped, err := g.find(lost)
		gap = gap || skipped && !lost
		if err != nil {
			return nil, gap, err
		}
		if g.open() != nil {
			gap, lost = gap || !lost, true
		}
	}
}

// find goes on to the next member. Between good ones there is nothing; after a
// broken one, the bytes that begin a member may be anywhere, also by chance.
func (g *gzipRecords) find(lost bool) (skipped bool, err error) {
	for {
		head, err := g.packed.r.Peek(bufferSize)
		if len(head) == 0 {
			return skipped, err
		}
		// A member with flags has more in its header, which may be broken too.
		plain := len(head) > len(magicGzip) && head[len(magicGzip)] == 0
		if bytes.HasPrefix(head, []byte(magicGzip)) && (plain && !lost && !skipped || startsRecord(head)) {
			return skipped, nil
		}
		skipped = true
		at := bytes.Index(head[1:], []byte(magicGzip)) + 1
		if at == 0 {
			at = max(1, len(head)-len(magicGzip)+1)
		}
		if err != nil && len(head) < len(magicGzip) {
			at = len(head)
		}
		if _, err := g.packed.r.Discard(at); err != nil {
			return skipped, err
		}
	}
}

// open opens the member at the place where the stream is.
func (g *gzipRecords) open() error {
	if err := g.z.Reset(g.packed); err != nil {
		return errors.Join(errors.New("a broken member"), err)
	}
	g.z.Multistream(false)
	g.r = bufio.NewReaderSize(&layer{
		Reader: &g.z, packed: g.packed, begun: g.packed.n, meter: g.meter, ratio: g.meter.limits.Ratio,
	}, bufferSize)
	return nil
}
