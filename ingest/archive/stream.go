package archive

import (
	"bufio"
	"io"
	"path"
	"strings"
)

// bufferSize is that of the buffers between the layers of a stream.
const bufferSize = 64 << 10

// unpacker undoes a way of packing a stream. It takes no more bytes than it
// needs.
type unpacker func(packed *byteCounter) (io.Reader, error)

// openStream opens a compressed stream: an archive in it is read as if it were
// not compressed, anything else is the one member.
func openStream(s *source, unpack unpacker, ratio int64) (reader, error) {
	packed := &byteCounter{r: bufio.NewReaderSize(s.r, bufferSize)}
	unpacked, err := unpack(packed)
	if err != nil {
		return nil, damagedStream(err)
	}
	layer := &layer{Reader: unpacked, packed: packed, meter: s.meter, ratio: ratio}
	content := bufio.NewReaderSize(layer, bufferSize)
	head, err := content.Peek(headSize)
	switch {
	case err != nil && err != io.EOF && len(head) == 0:
		return nil, err
	case isTar(head):
		return newTarReader(content, s.meter), nil
	case isWARC(head):
		return newWARCReader(&plainRecords{r: content}, s.meter), nil
	}
	name := strings.TrimSuffix(s.name, path.Ext(s.name))
	if named, ok := unpacked.(interface{ name() string }); ok && named.name() != "" {
		name = named.name()
	}
	return &listed{members: []*member{{
		raw: []byte(name), name: clean(name), size: -1, packed: -1, free: true,
		open: func() (io.ReadCloser, error) { return io.NopCloser(content), nil },
	}}}, nil
}

func damagedStream(err error) error {
	if CodeOf(err) != "" {
		return err
	}
	return &Error{Code: CodeDamaged, Detail: "the compressed content is cut short or broken", Err: err}
}

// layer meters what a stream is unpacked to.
type layer struct {
	io.Reader
	packed *byteCounter
	begun  int64 // where in packed it begins
	meter  *meter
	ratio  int64
	size   int64
	err    error
}

func (l *layer) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	n, err := l.Reader.Read(p)
	l.size += int64(n)
	limit := l.meter.spend(int64(n))
	if limit == nil {
		limit = tooMany(l.size, l.packed.n-l.begun, l.ratio)
	}
	switch {
	case limit != nil:
		n, err = 0, limit
	case err != nil && err != io.EOF:
		err = damagedStream(err)
	}
	l.err = err
	return n, err
}
