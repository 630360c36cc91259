package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bodgit/sevenzip"
	"github.com/stangelandcl/ppmd"
	"github.com/ulikunitz/xz/lzma"
)

func sevenZipKind() Kind {
	return Kind{Name: "7z", Random: true, Isolated: true, open: open7z, Match: func(head []byte) bool {
		return strings.HasPrefix(string(head), "7z\xbc\xaf\x27\x1c")
	}}
}

// open7z opens a 7z file with no password or with the first one that fits.
func open7z(s *source) (reader, error) {
	bound7z()
	z, err := openWith(s, "")
	var encrypted bool
	if err == nil {
		encrypted = isEncrypted7z(s, z)
	} else {
		encrypted = saysEncrypted(err)
	}
	locked := false
	if encrypted {
		if z, locked, err = unlock7z(s); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, because7z(err)
	}
	return &sevenZipReader{files: z.File, locked: locked, dead: make(map[int]*Error)}, nil
}

func openWith(s *source, password string) (*sevenzip.Reader, error) {
	return sevenzip.NewReaderWithPassword(s.at, s.size, password)
}

// unlock7z tries the passwords. Where only the content is encrypted, a file has
// to be read to tell whether one fits; if none does, the names are there all
// the same, and the archive is locked.
func unlock7z(s *source) (z *sevenzip.Reader, locked bool, err error) {
	for _, password := range s.passwords {
		z, err := openWith(s, password)
		if CodeOf(err) == CodeLimit {
			return nil, false, err
		}
		if err != nil {
			continue
		}
		if first := probe(z); first == nil || opens7z(first) {
			// The library may read a block wrongly the second time: what it
			// makes of the first password stays in its headers.
			z, err = openWith(s, password)
			return z, false, err
		}
	}
	if z, err := openWith(s, ""); err == nil {
		return z, true, nil
	}
	return nil, true, &Error{Code: CodeEncrypted, Detail: "the archive needs a password, also for its names"}
}

// probe gives the file that tells most cheaply whether a password is right: the
// smallest of those that stand first in their block; nil: no file has content.
func probe(z *sevenzip.Reader) *sevenzip.File {
	var best *sevenzip.File
	last := -1
	for _, f := range z.File {
		if f.UncompressedSize == 0 || f.FileInfo().IsDir() || f.Stream == last {
			continue
		}
		last = f.Stream
		if best == nil || f.UncompressedSize < best.UncompressedSize {
			best = f
		}
	}
	return best
}

// probeBytes is how much of a file is read to tell whether a password is right:
// what a wrong one gives can hardly be unpacked at all.
const probeBytes = 64 << 20

// opens7z tells whether a file can be read.
func opens7z(f *sevenzip.File) bool {
	content, err := content7z(f)
	if err != nil {
		return false
	}
	defer content.Close()
	_, err = io.CopyN(io.Discard, content, probeBytes)
	return err == nil || err == io.EOF
}

// isEncrypted7z tells whether content is encrypted though the names are not.
// The library says so only where what a wrong key gives cannot be unpacked;
// with content that is not packed at all, two keys give two texts.
func isEncrypted7z(s *source, z *sevenzip.Reader) bool {
	if probe(z) == nil {
		return false
	}
	one, err := begin7z(s, "")
	if err != nil {
		return saysEncrypted(err)
	}
	other, err := begin7z(s, "another password")
	return err != nil && saysEncrypted(err) || err == nil && !bytes.Equal(one, other)
}

// begin7z gives what the file begins with if the password is right.
func begin7z(s *source, password string) ([]byte, error) {
	z, err := openWith(s, password)
	if err != nil {
		return nil, err
	}
	content, err := probe(z).Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(content, head)
	if err == io.ErrUnexpectedEOF {
		err = nil
	}
	return head[:n], err
}

func content7z(f *sevenzip.File) (io.ReadCloser, error) {
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	return newChecked(content, int64(f.UncompressedSize), f.CRC32, f.CRC32 != 0), nil
}

func saysEncrypted(err error) bool {
	e, ok := errors.AsType[*sevenzip.ReadError](err)
	return ok && e.Encrypted
}

// because7z makes the reason of an error of the library.
func because7z(err error) *Error {
	switch {
	case CodeOf(err) != "":
		return asError(err)
	case saysEncrypted(err):
		return &Error{Code: CodeEncrypted, Detail: "the archive needs a password", Err: err}
	case strings.Contains(err.Error(), "unsupported compression algorithm"):
		return &Error{Code: CodeUnsupported, Detail: "packed by a method that we do not know", Err: err}
	}
	return &Error{Code: CodeDamaged, Detail: "the archive is cut short or broken", Err: err}
}

// sevenZipReader gives the files of a 7z archive in its order. Files are packed
// as blocks: the library keeps the reader of a block between two files, so that
// a block is unpacked once, and a broken block is not tried again for each of
// its files.
type sevenZipReader struct {
	files  []*sevenzip.File
	locked bool           // encrypted, and no password fits
	dead   map[int]*Error // blocks that broke, and why
	lost   int
}

func (z *sevenZipReader) Close() error { return nil }

func (z *sevenZipReader) next() (*member, error) {
	if len(z.files) == 0 {
		if z.lost > 0 {
			return nil, &Error{Code: CodeDamaged, Detail: fmt.Sprintf("a block of the archive is broken; members lost with it: %d", z.lost)}
		}
		return nil, io.EOF
	}
	f := z.files[0]
	z.files = z.files[1:]
	m := &member{
		raw: []byte(f.Name), name: clean(f.Name), mode: f.Mode(), modified: f.Modified,
		size: int64(f.UncompressedSize), packed: -1,
	}
	if m.size > 0 && z.locked {
		m.err = &Error{Code: CodeEncrypted, Detail: "the archive needs a password"}
		return m, nil
	}
	if m.size > 0 {
		if reason := z.dead[f.Stream]; reason != nil {
			m.err = reason
			if reason.Code == CodeDamaged {
				z.lost++
			}
			return m, nil
		}
	}
	m.open = func() (io.ReadCloser, error) {
		content, err := content7z(f)
		if err != nil {
			return nil, z.bury(f, err)
		}
		return &sevenZipContent{content, z, f}, nil
	}
	return m, nil
}

// bury notes that nothing more of a block can be had.
func (z *sevenZipReader) bury(f *sevenzip.File, err error) *Error {
	reason := because7z(err)
	if z.dead[f.Stream] == nil && f.UncompressedSize > 0 {
		z.dead[f.Stream] = reason
	}
	return reason
}

// sevenZipContent is the content of a file; its errors are those of its block.
type sevenZipContent struct {
	io.ReadCloser
	from *sevenZipReader
	file *sevenzip.File
}

func (c *sevenZipContent) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		if CodeOf(err) == CodeDamaged {
			return n, err // the checksum of this file alone
		}
		err = c.from.bury(c.file, err)
	}
	return n, err
}

// bound7z has the library refuse large dictionaries before it makes them: they
// are as large as a header says. The library keeps one list for the process.
func bound7z() {
	sevenzip.RegisterDecompressor([]byte{0x03, 0x01, 0x01}, func(properties []byte, size uint64, in []io.ReadCloser) (io.ReadCloser, error) {
		if len(in) != 1 || len(properties) != 5 {
			return nil, errMethod7z
		}
		head := binary.LittleEndian.AppendUint64(slices.Clone(properties), size)
		content, err := unlzma(io.MultiReader(bytes.NewReader(head), in[0]))
		return unpacked7z{&afterBreak{r: content}, in[0]}, err
	})
	sevenzip.RegisterDecompressor([]byte{0x21}, func(properties []byte, _ uint64, in []io.ReadCloser) (io.ReadCloser, error) {
		if len(in) != 1 || len(properties) != 1 {
			return nil, errMethod7z
		}
		dictionary, err := lzma2Dictionary(properties[0])
		if err != nil {
			return nil, err
		}
		content, err := lzma.Reader2Config{DictCap: dictionary}.NewReader2(in[0])
		return unpacked7z{content, in[0]}, err
	})
	sevenzip.RegisterDecompressor([]byte{0x03, 0x04, 0x01}, func(properties []byte, size uint64, in []io.ReadCloser) (io.ReadCloser, error) {
		if len(in) != 1 || len(properties) != 5 || size > 1<<62 {
			return nil, errMethod7z
		}
		memory := le32(properties[1:])
		if memory > maxDictionary {
			return nil, errDictionary
		}
		content, err := ppmd.NewH7zReader(in[0], int(properties[0]), int(memory), int(size))
		return unpacked7z{&content, in[0]}, err
	})
	sevenzip.RegisterDecompressor([]byte{0x04, 0xf7, 0x11, 0x01}, func(_ []byte, _ uint64, in []io.ReadCloser) (io.ReadCloser, error) {
		if len(in) != 1 {
			return nil, errMethod7z
		}
		return unzstd(in[0])
	})
}

var errMethod7z = errors.New("a method with other properties than it should have")

// afterBreak gives what the LZMA library had unpacked when it failed: it unpacks
// as much as its dictionary holds before it gives any of it. What comes behind
// that may be rubbish, which the checksums of the files tell.
type afterBreak struct {
	r   io.Reader
	err error
}

func (a *afterBreak) Read(p []byte) (int, error) {
	n, err := a.r.Read(p)
	if err != nil && err != io.EOF {
		if a.err == nil {
			a.err = err
			if n == 0 {
				n, err = a.r.Read(p)
			}
		}
		if n > 0 {
			return n, nil
		}
	}
	if n == 0 && a.err != nil {
		err = a.err
	}
	return n, err
}

// unpacked7z closes what it is unpacked from.
type unpacked7z struct {
	io.Reader
	io.Closer
}
