//go:build unix

package hostile

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// odd are what a folder can hold beside files: nobody may wait for them, follow
// them for ever or read what they lead to without end.
var odd = []Case{
	{Name: "folder: a pipe that nobody writes to", Aim: Time, Place: func(path string) error { return syscall.Mkfifo(path, 0o600) }, Codes: []string{"skipped", "unreadable", "unsupported"}},
	{Name: "folder: a link to itself", Aim: Loop, Place: func(path string) error { return os.Symlink(filepath.Base(path), path) }, Codes: []string{"skipped", "unreadable"}},
	{Name: "folder: a link to the folder it lies in", Aim: Loop, Place: func(path string) error { return os.Symlink(".", path) }, Codes: []string{"skipped"}},
	{Name: "folder: a link to zeros without end", Aim: Memory, Place: func(path string) error { return os.Symlink("/dev/zero", path) }, Codes: []string{"skipped"}},
	{Name: "folder: a link to a file of the machine", Aim: Escape, Place: func(path string) error { return os.Symlink("/etc/passwd", path) }, Codes: []string{"skipped"}},
	{Name: "folder: a socket", Aim: Time, Place: func(path string) error {
		// The name of a socket has a hundred bytes at most.
		short, err := os.MkdirTemp("", "s")
		if err != nil {
			return err
		}
		defer os.RemoveAll(short)
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(short, "s"), Net: "unix"})
		if err != nil {
			return err
		}
		l.SetUnlinkOnClose(false)
		return errors.Join(l.Close(), os.Rename(filepath.Join(short, "s"), path))
	}, Codes: []string{"skipped", "unreadable", "unsupported"}},
	{Name: "folder: a terabyte of holes.zip", Aim: Size, Place: holes, Codes: []string{"damaged", "limit", "unsupported"}},
	{Name: "folder: a terabyte of holes.txt", Aim: Size, Place: holes, Codes: []string{"limit", "empty", "unsupported"}},
}

// holes makes a file of a terabyte that takes no place.
func holes(path string) error {
	head := ""
	if filepath.Ext(path) == ".zip" {
		head = signLocal
	}
	return errors.Join(os.WriteFile(path, []byte(head), 0o600), os.Truncate(path, 1<<40))
}
