// Package lockfile answers who is writing to a folder: one process at a time
// holds the lock, and the file says which. The lock is the operating system's,
// so that a holder that died holds nothing.
package lockfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Holder is the process that holds a lock.
type Holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

// HeldError says that another process holds the lock.
type HeldError struct {
	Path   string
	Holder Holder
}

// Error names the holder and what can be done.
func (e *HeldError) Error() string {
	if e.Holder.PID == 0 {
		return fmt.Sprintf("%s is locked by another process", e.Path)
	}
	return fmt.Sprintf("%s is locked by process %d (%s) since %s", e.Path, e.Holder.PID,
		e.Holder.Command, e.Holder.Since.Local().Format(time.DateTime))
}

// Lock is a held lock.
type Lock struct{ file *os.File }

// Acquire takes the lock of the file at path, which is created if it is not
// there. It does not wait: a lock that is held is a *HeldError.
func Acquire(path string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	if err := tryLock(file); err != nil {
		holder := readHolder(path)
		file.Close()
		if errors.Is(err, errHeld) {
			return nil, &HeldError{Path: path, Holder: holder}
		}
		return nil, fmt.Errorf("lock %q: %w", path, err)
	}
	if err := writeHolder(file); err != nil {
		file.Close()
		return nil, fmt.Errorf("write lock %q: %w", path, err)
	}
	return &Lock{file}, nil
}

// Release gives the lock back. The file stays, emptied: removing it would let
// two processes hold locks on two files of the same name.
func (l *Lock) Release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// ReadHolder says who holds the lock of the file at path, for those who may not
// try to take it; a zero Holder for nobody or somebody unknown.
func ReadHolder(path string) Holder { return readHolder(path) }

// CanWrite tells whether this process may make files in a folder that exists.
func CanWrite(dir string) bool {
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return false
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name())) == nil
}

func readHolder(path string) (h Holder) {
	if data, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(data, &h) // a holder that is just writing is unknown
	}
	return h
}

func writeHolder(file *os.File) error {
	command := strings.Join(append([]string{filepath.Base(os.Args[0])}, os.Args[1:min(len(os.Args), 3)]...), " ")
	data, err := json.Marshal(Holder{os.Getpid(), command, time.Now().UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err = file.WriteAt(append(data, '\n'), 0)
	return err
}
