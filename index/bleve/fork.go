package bleve

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"

	"gongshi/index"
)

// Fork makes an index of its own in a new folder, which holds what this one does
// now, and opens it for writing: it is searched and goes its own way without
// anybody having to wait for it. Segments never change, so the two share their
// files by hard links; where a file system has none they are copied. A fork is
// temporary: it is not compared with its checksums, and who made it removes the
// folder after [Index.Close].
func (x *Index) Fork(dir string) (_ *Index, err error) {
	defer guard(&err)
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, fmt.Errorf("fork index: %w", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("fork index: %w", err)
	}
	copyable, ok := x.ix.(bleve.IndexCopyable)
	if !ok {
		return nil, fmt.Errorf("fork index: %w: it is kept as %T", index.ErrDamaged, x.ix)
	}
	if err := copyable.CopyTo(folder(dir)); err != nil {
		return nil, errors.Join(fmt.Errorf("fork index: %w", err), os.RemoveAll(dir))
	}
	fork, err := open(dir, nil)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return fork, nil
}

// folder is where the library copies an index to.
type folder string

// GetWriter gives a file of the folder. Of the file that is not a segment, the
// library wants to have the name.
func (f folder) GetWriter(name string) (io.WriteCloser, error) {
	path := filepath.Join(string(f), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if filepath.Ext(path) == ".zap" {
		return &segmentFile{path: path}, nil
	}
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
}

// segmentFile takes a segment: as a link to its file, if it has one.
type segmentFile struct {
	path string
	file *os.File // nil while nothing is written
}

func (s *segmentFile) Write(p []byte) (n int, err error) {
	if s.file == nil {
		if s.file, err = os.OpenFile(s.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
			return 0, err
		}
	}
	return s.file.Write(p)
}

// ReadFrom is what [io.Copy] asks first.
func (s *segmentFile) ReadFrom(r io.Reader) (int64, error) {
	if file, ok := r.(interface{ Name() string }); ok && s.file == nil && os.Link(file.Name(), s.path) == nil {
		return 0, nil
	}
	return io.Copy(struct{ io.Writer }{s}, r)
}

func (s *segmentFile) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
