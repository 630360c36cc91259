// Package wholefile answers how a result comes to stand under its name only when
// it is whole: it is written beside its place and takes the name in the end. What
// stood there before stays until then.
package wholefile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// File is a file that is being written. It needs Commit or Abort.
type File struct {
	*os.File
	path   string // the name it is to have
	direct bool   // written in place: a device or a pipe has no content to keep
	closed bool
}

// Create begins a file that will stand at path. A device or a pipe is written as
// it is; a link stays one, and what it leads to is replaced.
func Create(path string) (*File, error) {
	mode := fs.FileMode(0)
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, &fs.PathError{Op: "write", Path: path, Err: errors.New("is a directory")}
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &File{File: file, path: path, direct: true}, err
	case err == nil:
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, err
		}
		if err := writable(path); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	default: // a link that leads to nothing yet
		if target, err := os.Readlink(path); err == nil {
			if !filepath.IsAbs(target) {
				target = filepath.Join(filepath.Dir(path), target)
			}
			path = target
		}
	}
	file, err := aside(path)
	if err != nil {
		return nil, err
	}
	f := &File{File: file, path: path}
	if mode != 0 {
		if err := file.Chmod(mode); err != nil {
			return nil, errors.Join(err, f.Abort())
		}
	}
	return f, nil
}

// writable tells whether a file may be replaced: a new one may stand in a folder
// in which the old one is protected.
func writable(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

// aside makes a file beside path that nobody else has.
func aside(path string) (*os.File, error) {
	for range 100 { // a short name, since that of the file can be as long as names get
		beside := filepath.Join(filepath.Dir(path), fmt.Sprintf(".gongshi-%08x.part", rand.Uint32()))
		file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if wrong, ok := errors.AsType[*fs.PathError](err); ok {
			wrong.Path = path // the name that people know
		}
		return file, err
	}
	return nil, &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
}

// Commit gives the file its name, once all of it is on the disk.
func (f *File) Commit() error {
	if f.closed {
		return os.ErrClosed
	}
	f.closed = true
	if f.direct {
		return f.Close()
	}
	err := errors.Join(f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(filepath.Dir(f.path))
}

// syncFolder puts a new name on the disk, where folders can be synced.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return nil // written to, but not to be read
	}
	_ = dir.Sync() // not all file systems can
	return dir.Close()
}

// Abort leaves nothing of the file. After Commit it does nothing.
func (f *File) Abort() error {
	if f.closed {
		return nil
	}
	f.closed = true
	err := f.Close()
	if f.direct {
		return err
	}
	return errors.Join(err, os.Remove(f.Name()))
}
