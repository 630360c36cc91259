package archive

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// spillSize is how much of archives within an archive is kept in memory, all
// depths together.
const spillSize = 64 << 20

// spilled is content that can be read at random.
type spilled struct {
	io.ReaderAt
	size  int64
	file  *os.File // nil: in memory
	close func()
}

// spill reads all of r into memory, or into a temporary file if it is large or
// has to be one. The file has a name of ours and disappears with close, or with
// the process where the system allows that.
func spill(r io.Reader, m *meter, toFile bool) (*spilled, error) {
	root := m.root()
	var head []byte
	if free := spillSize - root.held; !toFile && free > 0 {
		var err error
		if head, err = io.ReadAll(io.LimitReader(r, free+1)); err != nil {
			return nil, err
		}
		if size := int64(len(head)); size <= free {
			root.held += size
			return &spilled{ReaderAt: bytes.NewReader(head), size: size, close: func() { root.held -= size }}, nil
		}
	}
	return spillToFile(io.MultiReader(bytes.NewReader(head), r), m.limits.FreeDisk)
}

func spillToFile(r io.Reader, floor int64) (*spilled, error) {
	f, err := os.CreateTemp("", "gongshi-archive-*")
	if err != nil {
		return nil, &Error{Code: CodeUnreadable, Detail: "no temporary file", Err: err}
	}
	removed := os.Remove(f.Name()) == nil
	closeFile := func() {
		f.Close()
		if !removed {
			os.Remove(f.Name())
		}
	}
	size, err := io.Copy(&flooredFile{File: f, floor: floor}, r)
	if err != nil {
		closeFile()
		if CodeOf(err) != "" {
			return nil, err
		}
		return nil, &Error{Code: CodeUnreadable, Detail: "the temporary file cannot be written", Err: err}
	}
	return &spilled{ReaderAt: f, size: size, file: f, close: closeFile}, nil
}

// flooredFile is written to as long as that leaves the disk enough room.
type flooredFile struct {
	*os.File
	floor   int64
	written int64
	looked  bool
}

// lookEvery is after how many bytes the disk is looked at again.
const lookEvery = 16 << 20

// ReadFrom hides that of the file, which would go around Write.
func (f *flooredFile) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{f}, r)
}

func (f *flooredFile) Write(p []byte) (int, error) {
	before := f.written
	f.written += int64(len(p))
	if !f.looked || before/lookEvery != f.written/lookEvery {
		f.looked = true
		if free, floor, ok := room(f.File, f.floor); ok && free < floor+lookEvery {
			return 0, &Error{Code: CodeLimit, Detail: fmt.Sprintf("unpacking it would leave less than %d MB of the disk free", floor>>20)}
		}
	}
	return f.File.Write(p)
}

// room tells how many bytes of a file's disk are free, and how many have to
// stay so: a twentieth of it, if floor is 0.
func room(f *os.File, floor int64) (free, keep int64, ok bool) {
	free, all, ok := diskSpace(f)
	if floor == 0 {
		floor = all / 20
	}
	return free, floor, ok
}

func (s *spilled) section() *io.SectionReader { return io.NewSectionReader(s, 0, s.size) }

// open gives the content as a stream of its own.
func (s *spilled) open() (io.ReadCloser, error) { return io.NopCloser(s.section()), nil }
