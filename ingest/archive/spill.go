package archive

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// spillSize is how much of an archive within an archive is kept in memory.
const spillSize = 64 << 20

// spilled is content that can be read at random.
type spilled struct {
	io.ReaderAt
	size  int64
	close func()
}

// spill reads all of r into memory, or into a temporary file if it is large. The
// file has a name of ours and disappears with close, or with the process where
// the system allows that.
func spill(r io.Reader) (*spilled, error) {
	head, err := io.ReadAll(io.LimitReader(r, spillSize+1))
	if err != nil {
		return nil, err
	}
	if len(head) <= spillSize {
		return &spilled{bytes.NewReader(head), int64(len(head)), func() {}}, nil
	}
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
	size, err := io.Copy(f, io.MultiReader(bytes.NewReader(head), r))
	if err != nil {
		closeFile()
		return nil, fmt.Errorf("unpack to a temporary file: %w", err)
	}
	return &spilled{f, size, closeFile}, nil
}

// open gives the content as a stream of its own.
func (s *spilled) open() (io.ReadCloser, error) {
	return io.NopCloser(io.NewSectionReader(s, 0, s.size)), nil
}
