package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
)

// localSize is the size of a local header without name and extra fields.
const localSize = 30

// salvage finds the members of an archive whose list is missing or broken by the
// headers that stand before each of them. The error says what was lost.
func salvage(from *source) (saved []entry, lost []string, problem *Error) {
	s := salvager{at: from.at, size: from.size, meter: from.meter}
	for offset := int64(0); offset >= 0 && s.limit == nil; {
		if s.size-offset < localSize {
			break
		}
		offset = s.step(offset)
	}
	detail := fmt.Sprintf("the archive is cut short or broken; members saved: %d", len(s.members))
	if len(s.lost) > 0 {
		detail += fmt.Sprintf(", lost: at least %d, the first %q", len(s.lost), clean(onDisk(s.lost[0])))
	}
	if s.limit != nil {
		return s.members, s.lost, &Error{Code: CodeLimit, Detail: detail, Err: s.limit}
	}
	return s.members, s.lost, &Error{Code: CodeDamaged, Detail: detail}
}

// salvager scans an archive for local headers.
type salvager struct {
	at      io.ReaderAt
	size    int64
	meter   *meter
	members []entry
	lost    []string
	probed  int64 // bytes looked at to find where members end
	limit   *Error
	buffer  []byte
	flate   io.ReadCloser
}

// maxLost is how many members may be lost before the rest of an archive is not
// looked at: what is cut short has lost one.
const maxLost = 1000

// step looks at offset for a member and gives the offset to go on at, or -1.
func (s *salvager) step(offset int64) int64 {
	m, crc, ok := s.header(offset)
	if !ok {
		return s.find(signLocal, offset+1)
	}
	if m.flags&flagDescriptor != 0 && m.packed == 0 {
		if !s.measure(&m, &crc) {
			if s.lost = append(s.lost, string(m.raw)); len(s.lost) > maxLost {
				s.limit = &Error{Code: CodeLimit, Detail: fmt.Sprintf("more than %d members are lost", maxLost)}
			}
			return s.find(signLocal, m.start)
		}
	}
	if m.packed < 0 || m.packed > s.size-m.start {
		s.lost = append(s.lost, string(m.raw))
		return -1
	}
	m.crc = crc
	s.members = append(s.members, m)
	if len(s.members) > s.meter.limits.Members {
		s.limit = &Error{Code: CodeLimit, Detail: fmt.Sprintf("more than %d members", s.meter.limits.Members)}
	}
	return m.start + m.packed
}

// header reads the local header at offset.
func (s *salvager) header(offset int64) (m entry, crc uint32, ok bool) {
	var fixed [localSize]byte
	if _, err := s.at.ReadAt(fixed[:], offset); err != nil || string(fixed[:4]) != signLocal {
		return m, 0, false
	}
	name, extra := int64(le16(fixed[26:])), int64(le16(fixed[28:]))
	rest := make([]byte, name+extra)
	if n, _ := s.at.ReadAt(rest, offset+localSize); name == 0 || n < len(rest) {
		return m, 0, false
	}
	m = entry{
		member: member{raw: rest[:name], packed: int64(le32(fixed[18:])), size: int64(le32(fixed[22:]))},
		extra:  rest[name:], flags: le16(fixed[6:]), method: le16(fixed[8:]), dosTime: le16(fixed[10:]),
		start: offset + localSize + name + extra,
	}
	m.utf8 = m.flags&flagUTF8 != 0
	// In archives of more than 4 GB the sizes stand in an extra field.
	if field, found := extraField(m.extra, 1); found && len(field) >= 16 && m.size == 1<<32-1 {
		m.size, m.packed = int64(le64(field)), int64(le64(field[8:]))
	}
	return m, le32(fixed[14:]), true
}

// maxGap is how far a header may be from where it is looked for: farther than
// any member is long that is read. A file can say that it is a terabyte long and
// take no place on the disk.
const maxGap = 1 << 30

// find gives the offset of the next signature from offset on, or -1.
func (s *salvager) find(signature string, offset int64) int64 {
	const step = 64 << 10
	end := min(s.size, offset+maxGap)
	if s.buffer == nil {
		s.buffer = make([]byte, step+len(signature)-1)
	}
	buffer := s.buffer
	for ; offset < end; offset += step {
		n, err := s.at.ReadAt(buffer, offset)
		if err != nil && err != io.EOF {
			return -1
		}
		if i := bytes.Index(buffer[:n], []byte(signature)); i >= 0 {
			return offset + int64(i)
		}
	}
	return -1
}

// measure finds the end of a member whose header leaves its sizes to a record
// behind the content.
func (s *salvager) measure(m *entry, crc *uint32) bool {
	// Broken headers may lead over the same bytes again and again.
	if s.probed > 4*s.size {
		return false
	}
	if m.method == zip.Deflate && m.flags&flagEncrypted == 0 {
		return s.inflate(m, crc)
	}
	for at := s.find(signDescriptor, m.start); at >= 0; at = s.find(signDescriptor, at+1) {
		s.probed += at - m.start
		var record [16]byte
		if _, err := s.at.ReadAt(record[:], at); err != nil || s.probed > 4*s.size {
			return false
		}
		if int64(le32(record[8:])) == at-m.start {
			*crc, m.packed, m.size = le32(record[4:]), at-m.start, int64(le32(record[12:]))
			return true
		}
	}
	return false
}

// inflate measures a deflated member by unpacking it.
func (s *salvager) inflate(m *entry, crc *uint32) bool {
	source := &byteCounter{r: bufio.NewReader(io.NewSectionReader(s.at, m.start, s.size-m.start))}
	if s.flate == nil {
		s.flate = flate.NewReader(source)
	} else if err := s.flate.(flate.Resetter).Reset(source, nil); err != nil {
		return false
	}
	content := &meteredReader{ReadCloser: s.flate, meter: s.meter, packed: s.size - m.start}
	sum := crc32.NewIEEE()
	size, err := io.Copy(sum, content)
	s.probed += source.n
	if err != nil {
		if CodeOf(err) == CodeLimit && s.meter.bytes > s.meter.limits.Bytes {
			s.limit = asError(err)
		}
		return false
	}
	var record [8]byte
	if n, _ := s.at.ReadAt(record[:], m.start+source.n); n < len(record) {
		return false
	}
	said := record[:4]
	if string(said) == signDescriptor {
		said = record[4:]
	}
	*crc, m.packed, m.size = sum.Sum32(), source.n, size
	return le32(said) == *crc
}

// byteCounter counts what a decompressor takes. It is a byte reader so that no
// more is taken than needed.
type byteCounter struct {
	r *bufio.Reader
	n int64
}

func (c *byteCounter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

func (c *byteCounter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
