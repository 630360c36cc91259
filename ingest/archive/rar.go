package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/nwaples/rardecode/v2"
)

func rarKind() Kind {
	return Kind{Name: "rar", Random: true, Isolated: true, open: openRar, Match: func(head []byte) bool {
		return strings.HasPrefix(string(head), "Rar!\x1a\x07\x00") || strings.HasPrefix(string(head), "Rar!\x1a\x07\x01\x00")
	}}
}

// openRar opens a rar file with no password or with the first one that fits.
func openRar(s *source) (reader, error) {
	r := &rarReader{from: s}
	err := r.begin("")
	if isLockedRar(err) || err == nil && r.hasEncrypted() {
		if unlocked, ok := unlockRar(s); ok {
			return unlocked, nil
		}
	}
	if err != nil && len(r.headers) == 0 {
		return nil, becauseRar(err)
	}
	return r, nil
}

func isLockedRar(err error) bool {
	return errors.Is(err, rardecode.ErrArchiveEncrypted) || errors.Is(err, rardecode.ErrArchivedFileEncrypted) ||
		errors.Is(err, rardecode.ErrBadPassword)
}

// unlockRar tries the passwords. Old archives do not say whether one is right:
// a member has to be read for it.
func unlockRar(s *source) (*rarReader, bool) {
	for _, password := range s.passwords {
		r := &rarReader{from: s}
		if r.begin(password) != nil && len(r.headers) == 0 {
			continue
		}
		if r.opensEncrypted() {
			r := &rarReader{from: s}
			return r, r.begin(password) == nil || len(r.headers) > 0
		}
	}
	return nil, false
}

// rarReader gives the members of a rar archive, one after the other. Where the
// library does not get over a member, the others are opened each by itself,
// unless they are packed together.
type rarReader struct {
	from     *source
	password string
	headers  []rardecode.FileHeader // of all members, read before
	names    []string
	files    []*rardecode.File // nil: packed together
	broken   error             // why there are no more headers
	at       int               // the member that comes next
	rar      *rardecode.Reader
	dead     *Error // what broke a solid archive
	lost     int
}

// begin reads the headers and goes back to the start. With an error there may
// be headers of members that stand before it.
func (r *rarReader) begin(password string) error {
	r.password = password
	r.list()
	raw, flags := make([][]byte, len(r.headers)), make([]bool, len(r.headers))
	for i, h := range r.headers {
		raw[i] = []byte(h.Name)
		flags[i] = r.isNew() || certain(raw[i], false)
	}
	r.names = memberNames(raw, flags)
	if err := r.open(); err != nil {
		return err
	}
	return r.broken
}

// isNew tells whether the archive has the fifth version of the format, whose
// names are UTF-8.
func (r *rarReader) isNew() bool {
	var head [7]byte
	_, err := r.from.at.ReadAt(head[:], 0)
	return err == nil && head[6] == 1
}

// list reads the headers, over the content.
func (r *rarReader) list() {
	files, err := rardecode.List(oneFile, append(r.options(), rardecode.FileSystem(rarFile{r.from}))...)
	if err != nil {
		r.broken = r.listBroken()
		return
	}
	together := false
	for _, f := range files {
		r.headers = append(r.headers, f.FileHeader)
		together = together || f.Solid || f.HeaderEncrypted
	}
	if !together {
		r.files = files
	}
}

// listBroken reads the headers up to the place where they break, and tells why.
func (r *rarReader) listBroken() error {
	if err := r.open(); err != nil {
		return err
	}
	for {
		h, err := r.rar.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(r.headers) >= r.from.meter.limits.Members {
			return &Error{Code: CodeLimit, Detail: fmt.Sprintf("more than %d members", r.from.meter.limits.Members)}
		}
		r.headers = append(r.headers, *h)
	}
}

func (r *rarReader) options() []rardecode.Option {
	options := []rardecode.Option{rardecode.MaxDictionarySize(maxDictionary)}
	if r.password != "" {
		options = append(options, rardecode.Password(r.password))
	}
	return options
}

// open goes to the first member.
func (r *rarReader) open() error {
	var err error
	r.rar, err = rardecode.NewReader(r.from.section(), r.options()...)
	return err
}

// oneFile is the name of the archive in the file system that the library is
// given, which has no other files.
const oneFile = "archive.rar"

type rarFile struct{ from *source }

func (f rarFile) Open(name string) (fs.File, error) {
	if name != oneFile {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return openedRar{f.from.section()}, nil
}

type openedRar struct{ *io.SectionReader }

func (openedRar) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }
func (openedRar) Close() error               { return nil }

func (r *rarReader) hasEncrypted() bool {
	for _, h := range r.headers {
		if h.Encrypted {
			return true
		}
	}
	return false
}

// opensEncrypted tells whether the first encrypted member can be read.
func (r *rarReader) opensEncrypted() bool {
	for _, h := range r.headers {
		if _, err := r.rar.Next(); err != nil {
			return false
		}
		if h.Encrypted && !h.IsDir {
			_, err := io.Copy(io.Discard, io.LimitReader(r.rar, r.from.meter.limits.MemberSize))
			return err == nil
		}
	}
	return true // nothing but the headers was encrypted
}

func (r *rarReader) Close() error { return nil }

func (r *rarReader) next() (*member, error) {
	if r.at == len(r.headers) {
		switch {
		case r.broken != nil:
			return nil, becauseRar(r.broken)
		case r.lost > 0:
			return nil, &Error{Code: CodeDamaged, Detail: fmt.Sprintf("the members are packed as one, and one is broken; lost with it: %d", r.lost)}
		}
		return nil, io.EOF
	}
	h := &r.headers[r.at]
	m := &member{
		raw: []byte(h.Name), name: r.names[r.at], mode: rarMode(h), modified: rarTime(h.ModificationTime),
		size: h.UnPackedSize, packed: h.PackedSize,
	}
	r.at++
	if h.UnKnownSize {
		m.size = -1
	}
	if h.Solid {
		m.packed = -1
	}
	if r.dead != nil && h.Solid {
		m.err = r.dead
		r.lost++
		return m, nil
	}
	if r.rar != nil {
		_, err := r.rar.Next()
		if err == nil {
			m.open = func() (io.ReadCloser, error) { return io.NopCloser(rarContent{r}), nil }
			return m, nil
		}
		r.rar = nil // the library does not go on
		if r.files == nil {
			r.headers, r.broken = r.headers[:r.at], err
			m.err = becauseRar(err)
			return m, nil
		}
	}
	f := r.files[r.at-1]
	m.open = func() (io.ReadCloser, error) { return r.openOne(f) }
	return m, nil
}

// openOne opens a member by itself.
func (*rarReader) openOne(f *rardecode.File) (io.ReadCloser, error) {
	content, err := f.Open()
	if err != nil {
		return nil, becauseRar(err)
	}
	return rarOne{content}, nil
}

type rarOne struct{ io.ReadCloser }

func (c rarOne) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = becauseRar(err)
	}
	return n, err
}

// rarMode gives the mode of a member; links, which have no content of their
// own, are nothing regular.
func rarMode(h *rardecode.FileHeader) fs.FileMode {
	mode := h.Mode()
	if h.LinkType != rardecode.LinkTypeNone {
		mode |= fs.ModeSymlink
	}
	return mode
}

// rarTime leaves out times that headers hold by mistake.
func rarTime(t time.Time) time.Time {
	if t.Year() < 1980 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

// rarContent is the content of the current member. What is packed together
// with a broken member is lost, unless only its checksum is wrong.
type rarContent struct{ *rarReader }

func (c rarContent) Read(p []byte) (int, error) {
	n, err := c.rar.Read(p)
	if err != nil && err != io.EOF {
		reason := becauseRar(err)
		if c.dead == nil && !errors.Is(err, rardecode.ErrBadFileChecksum) {
			c.dead = reason
		}
		err = reason
	}
	return n, err
}

// becauseRar makes the reason of an error of the library.
func becauseRar(err error) *Error {
	switch {
	case CodeOf(err) != "":
		return asError(err)
	case isLockedRar(err):
		return &Error{Code: CodeEncrypted, Detail: "a password is needed", Err: err}
	case errors.Is(err, rardecode.ErrDictionaryTooLarge):
		return errDictionary
	case errors.Is(err, rardecode.ErrMultiVolume), errors.Is(err, fs.ErrNotExist):
		return &Error{Code: CodeUnsupported, Detail: "the archive goes on in another file", Err: err}
	case errors.Is(err, rardecode.ErrUnsupportedDecoder), errors.Is(err, rardecode.ErrUnknownDecoder), errors.Is(err, rardecode.ErrUnknownVersion):
		return &Error{Code: CodeUnsupported, Detail: "packed by a version of rar that we do not know", Err: err}
	}
	return &Error{Code: CodeDamaged, Detail: "the archive is cut short or broken", Err: err}
}
