package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

func tarKind() Kind {
	return Kind{Name: "tar", Match: isTar, open: func(s *source) (reader, error) {
		return newTarReader(bufio.NewReaderSize(s.r, bufferSize), s.meter), nil
	}}
}

const tarBlock = 512

// isTar tells whether a block is the header of a member: by the checksum, since
// old archives have no signature.
func isTar(head []byte) bool {
	if len(head) < tarBlock || head[0] == 0 {
		return false
	}
	const at, end = 148, 156
	said, err := strconv.ParseInt(strings.Trim(string(head[at:end]), " \x00"), 8, 32)
	if err != nil {
		return false
	}
	var sum, signed int64
	for i, b := range head[:tarBlock] {
		if at <= i && i < end {
			b = ' '
		}
		sum += int64(b)
		signed += int64(int8(b))
	}
	return said == sum || said == signed
}

// tarReader reads a tar archive from front to back. Broken headers cost what
// they stand before, and it goes on at the next good one.
type tarReader struct {
	r     *bufio.Reader
	tar   *tar.Reader
	meter *meter
	queue []*member // read ahead
	err   error     // what comes after the queue
	names tarNames
	lost  int
}

func newTarReader(r *bufio.Reader, m *meter) *tarReader {
	return &tarReader{r: r, tar: tar.NewReader(r), meter: m}
}

func (t *tarReader) Close() error { return nil }

func (t *tarReader) next() (*member, error) {
	if len(t.queue) == 0 && t.err == nil {
		t.fill()
	}
	if len(t.queue) > 0 {
		m := t.queue[0]
		t.queue = t.queue[1:]
		return m, nil
	}
	if t.err == io.EOF && t.lost > 0 {
		return nil, &Error{Code: CodeDamaged, Detail: fmt.Sprintf("headers of members are broken: at least %d", t.lost)}
	}
	return nil, t.err
}

// Limits of what is read ahead to tell the encoding of the names.
const (
	aheadMembers = 1000
	aheadBytes   = 4 << 20
)

// fill reads the next member, and more of them where that is needed to tell the
// encoding of its name: all names of an archive are written in one, but a tar
// archive has no list of them.
func (t *tarReader) fill() {
	from, room := len(t.names.raw), int64(aheadBytes)
	for len(t.queue) < aheadMembers {
		var m *member
		if m, t.err = t.read(); t.err != nil {
			break
		}
		t.queue = append(t.queue, m)
		if t.names.decided || certain(t.names.last()) {
			if len(t.queue) == 1 {
				break
			}
		}
		if m.size > room || !keep(m) {
			break
		}
		room -= max(m.size, 0)
	}
	if len(t.queue) > 1 {
		t.names.decided = true
	}
	for i, name := range t.names.shown(from) {
		t.queue[i].name = name
	}
}

// keep takes the content of a member into memory.
func keep(m *member) bool {
	if m.open == nil {
		return true
	}
	content, err := m.open()
	if err != nil {
		m.open, m.err = nil, asError(err)
		return true
	}
	data, err := io.ReadAll(content)
	m.open = func() (io.ReadCloser, error) {
		rest := io.Reader(bytes.NewReader(data))
		if err != nil {
			rest = io.MultiReader(rest, failing{err})
		}
		return io.NopCloser(rest), nil
	}
	return err == nil
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// read gives the next member, without its name.
func (t *tarReader) read() (*member, error) {
	for {
		h, err := t.tar.Next()
		switch {
		case errors.Is(err, tar.ErrInsecurePath): // told, not broken
		case err == io.EOF || CodeOf(err) != "":
			return nil, err
		case errors.Is(err, tar.ErrHeader):
			if err := t.resume(); err != nil {
				return nil, err
			}
			continue
		case err != nil:
			return nil, &Error{Code: CodeDamaged, Detail: "the archive is cut short", Err: err}
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		return t.member(h), nil
	}
}

// resume looks for the next good header.
func (t *tarReader) resume() error {
	t.lost++
	for {
		block, err := t.r.Peek(tarBlock)
		if len(block) < tarBlock {
			if err == io.EOF || CodeOf(err) == "" {
				return io.EOF
			}
			return err
		}
		if isTar(block) {
			t.tar = tar.NewReader(t.r)
			return nil
		}
		if _, err := t.r.Discard(tarBlock); err != nil {
			return err
		}
	}
}

func (t *tarReader) member(h *tar.Header) *member {
	raw := []byte(h.Name)
	t.names.add(raw, h.PAXRecords["path"] != "")
	m := &member{
		raw: raw, mode: h.FileInfo().Mode(), modified: h.ModTime,
		size: h.Size, packed: h.Size, free: true,
	}
	switch h.Typeflag {
	case tar.TypeReg, '\x00', tar.TypeCont:
		if isSparse(h) {
			m.packed, m.free = -1, false
		}
	case tar.TypeGNUSparse:
		m.packed, m.free = -1, false
	case tar.TypeDir:
		m.mode |= fs.ModeDir
	default:
		m.mode |= fs.ModeIrregular
	}
	m.open = func() (io.ReadCloser, error) { return io.NopCloser(tarContent{t.tar}), nil }
	return m
}

// isSparse tells whether zeros of a member are left out in the archive.
func isSparse(h *tar.Header) bool {
	return h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.size"] != "" || h.PAXRecords["GNU.sparse.realsize"] != ""
}

// tarContent says of an archive that ends within a member what that is.
type tarContent struct{ *tar.Reader }

func (c tarContent) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err == io.ErrUnexpectedEOF {
		err = &Error{Code: CodeDamaged, Detail: "the archive ends within the member"}
	}
	return n, err
}

// tarNames are the names that were read so far.
type tarNames struct {
	raw     [][]byte
	utf8    []bool
	decided bool // enough were seen at once to tell their encoding
}

// mostNames is how many names are enough to tell the encoding of the next.
const mostNames = 64

func (n *tarNames) add(raw []byte, utf8 bool) {
	n.raw, n.utf8 = append(n.raw, raw), append(n.utf8, utf8)
}

func (n *tarNames) last() ([]byte, bool) { return n.raw[len(n.raw)-1], n.utf8[len(n.utf8)-1] }

// shown gives the names from an index on as they are shown.
func (n *tarNames) shown(from int) []string {
	var names []string
	if from == len(n.raw)-1 && certain(n.last()) {
		names = []string{clean(string(n.raw[from]))}
	} else if from < len(n.raw) {
		names = slices.Clone(memberNames(n.raw, n.utf8)[from:])
	}
	if extra := len(n.raw) - mostNames; extra > 0 {
		n.raw, n.utf8 = slices.Delete(n.raw, 0, extra), slices.Delete(n.utf8, 0, extra)
	}
	return names
}

// certain tells whether a name needs no others to be read: it is ASCII, or has
// the three bytes of UTF-8 for each Chinese character. The two bytes of GBK can
// look like letters of UTF-8, but hardly like that.
func certain(raw []byte, isUTF8 bool) bool {
	if isUTF8 {
		return true
	}
	if !utf8.Valid(raw) {
		return false
	}
	for _, r := range string(raw) {
		if r >= utf8.RuneSelf && !unicode.In(r, unicode.Han) && !('\u3000' <= r && r <= '\u30ff') && !('\uff00' <= r && r <= '\uffef') && !('\u2010' <= r && r <= '\u2030') {
			return false
		}
	}
	return true
}
