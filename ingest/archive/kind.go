package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// Kind is a kind of container: what holds files, or one file, in packed form.
type Kind struct {
	// Name is short and stable: "zip".
	Name string
	// Match tells by the first bytes whether a file is of this kind.
	Match func(head []byte) bool
	// Random kinds are read at random. One that lies in another container is
	// unpacked as a whole first, to memory or to a temporary file.
	Random bool
	// Isolated kinds are read in another process if the Walker names one: their
	// libraries take memory as headers say, and have loops that only a limit
	// of time ends.
	Isolated bool
	// document says that a container is a document too: it is visited before what
	// it holds.
	document bool
	// open begins to read a container. An error that is errLeaf says that it
	// is a document.
	open func(*source) (reader, error)
}

// headSize is how many bytes of a file Match gets to see: more than the signature
// and the checksum of a tar header, since mails begin with what their carriers
// wrote.
const headSize = 4 << 10

// Kinds gives all kinds, in the order in which they are asked. Tar comes last:
// its signature is the weakest.
func Kinds() []Kind {
	return []Kind{
		zipKind(), sevenZipKind(), rarKind(),
		gzipKind(), bzip2Kind(), xzKind(), zstdKind(),
		warcKind(), tarKind(),
	}
}

func kindOf(head []byte) (Kind, bool) {
	for _, kind := range Kinds() {
		if kind.Match(head) {
			return kind, true
		}
	}
	return Kind{}, false
}

// kindOf asks the kinds, and last whether it is a mail.
func (w *Walker) kindOf(head []byte) (Kind, bool) {
	if kind, ok := kindOf(head); ok {
		return kind, true
	}
	if w.Mail != nil && w.Mail.Match(head) {
		return mailKind(w.Mail), true
	}
	return Kind{}, false
}

// errLeaf says that what looks like a container is a document.
var errLeaf = errors.New("a document, no container")

// source is the bytes of a container, on their way to its reader.
type source struct {
	r    io.Reader   // from the first byte on
	at   io.ReaderAt // for random kinds
	file *os.File    // for isolated kinds, the same as at
	size int64       // of at
	// name is that of the container, shown, without its folders.
	name      string
	passwords []string
	meter     *meter
	silence   time.Duration // see Walker
}

// section gives the bytes of a random kind from the start.
func (s *source) section() *io.SectionReader { return io.NewSectionReader(s.at, 0, s.size) }

// reader gives the members of a container, one after the other.
type reader interface {
	// next gives the next member, whose content can be read until next is
	// called again. io.EOF says that there are no more, another error that
	// what follows is lost, or that something before was.
	next() (*member, error)
	Close() error
}

// member is a file in a container.
type member struct {
	// raw is the name as the container has it, name the one to show.
	raw  []byte
	name string

	url      string
	captured time.Time

	mode     fs.FileMode
	modified time.Time
	// size and packed are what the container claims; -1: nothing.
	size, packed int64
	// free members are copied out of bytes that were counted when those were
	// unpacked.
	free bool
	// open gives the content, once. It is nil if err says why.
	open func() (io.ReadCloser, error)
	err  *Error
}

// listed is the reader of a container whose members are all known at once.
type listed struct {
	members []*member
	problem *Error // what was lost
}

func (l *listed) next() (*member, error) {
	if len(l.members) > 0 {
		m := l.members[0]
		l.members = l.members[1:]
		return m, nil
	}
	if l.problem != nil {
		return nil, l.problem
	}
	return nil, io.EOF
}

func (l *listed) Close() error { return nil }

// openGuarded opens a container in this process such that a panic of what
// unpacks it is an error.
func openGuarded(kind Kind, s *source) (r reader, err error) {
	defer recovered(kind.Name, &err)
	inner, err := kind.open(s)
	if err != nil {
		return nil, err
	}
	return &guarded{inner, kind.Name}, nil
}

// recovered makes an error of a panic.
func recovered(kind string, err *error) {
	if p := recover(); p != nil {
		*err = &Error{Code: CodeCrashed, Detail: fmt.Sprintf("the reader of %s: %v", kind, p)}
	}
}

// guarded is a reader whose panics are errors.
type guarded struct {
	reader
	kind string
}

func (g *guarded) next() (m *member, err error) {
	defer recovered(g.kind, &err)
	m, err = g.reader.next()
	if err != nil || m.open == nil {
		return m, err
	}
	open := m.open
	m.open = func() (content io.ReadCloser, err error) {
		defer recovered(g.kind, &err)
		if content, err = open(); err != nil {
			return nil, err
		}
		return &guardedContent{content, g.kind}, nil
	}
	return m, nil
}

func (g *guarded) Close() (err error) {
	defer recovered(g.kind, &err)
	return g.reader.Close()
}

type guardedContent struct {
	io.ReadCloser
	kind string
}

func (g *guardedContent) Read(p []byte) (n int, err error) {
	defer recovered(g.kind, &err)
	return g.ReadCloser.Read(p)
}

func (g *guardedContent) Close() (err error) {
	defer recovered(g.kind, &err)
	return g.ReadCloser.Close()
}
