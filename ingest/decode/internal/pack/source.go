package pack

import "io"

// source hands the bytes of a part to its decoder one by one, which is how that
// asks for them, and can end at a token that is too long: the decoder gives none
// before it has all of it.
type source struct {
	from   io.Reader
	buffer []byte
	next   int // in the buffer
	err    error

	most, taken int // bytes of a token, of those in the buffers so far; 0: any
	tooLong     error
}

func newSource(from io.Reader) *source {
	const size = 32 << 10
	return &source{from: from, buffer: make([]byte, 0, size)}
}

// ReadByte gives the next byte.
func (s *source) ReadByte() (byte, error) {
	if s.next == len(s.buffer) && !s.fill() {
		return 0, s.err
	}
	b := s.buffer[s.next]
	s.next++
	return b, nil
}

// Read is there because a decoder wants an [io.Reader]; it calls ReadByte.
func (s *source) Read(b []byte) (int, error) {
	if s.next == len(s.buffer) && !s.fill() {
		return 0, s.err
	}
	n := copy(b, s.buffer[s.next:])
	s.next += n
	return n, nil
}

// fill reads on into the buffer, or tells that there is an error.
func (s *source) fill() bool {
	if s.most > 0 && s.taken > s.most {
		s.err = s.tooLong
	}
	s.next, s.buffer = 0, s.buffer[:0]
	for s.err == nil && len(s.buffer) == 0 {
		var n int
		n, s.err = s.from.Read(s.buffer[:cap(s.buffer)])
		s.buffer = s.buffer[:n]
		s.taken += n
	}
	return len(s.buffer) > 0
}
