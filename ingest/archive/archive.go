// Package archive finds the files that an import is about: those of a folder,
// and those within archives, however deep, without writing any of them to disk
// under a name that an archive chose. It keeps limits, so that no archive can
// make it read without end, and it never lets one broken file hide its siblings.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"gongshi/ingest/charset"
)

// File is a leaf: a file that is no archive that we open, or an archive or
// folder that could not be opened.
type File struct {
	// Path is how the file is shown to people: "!/" leads into an archive, as
	// in "a.zip!/岳阳/1.pdf". It is valid UTF-8; names that would mislead are
	// escaped as "%2E%2E". It is unique among the members of an archive, but
	// no path to open.
	Path string
	// Container is the outermost archive on disk; empty for a file that is
	// itself on disk.
	Container string
	// RawName is the name as its archive or folder has it, set if that differs
	// from what Path shows: decoded from GBK, escaped, or made unique.
	RawName []byte
	// Size is in bytes; for members what the archive claims, which can be wrong.
	Size int64
	// ModTime is zero where it is not known.
	ModTime time.Time
	// Open gives the content. It may be called until visit returns, and not by
	// two goroutines at once. Reading fails with an *Error once a limit is
	// reached or the content turns out to be damaged.
	Open func() (io.ReadCloser, error)
	// Err is why there is nothing to open, then an *Error; Open is nil.
	Err error
}

// Code says why a file could not be had. The codes are those of the ledger.
type Code string

// The reasons for which a file cannot be had.
const (
	CodeEmpty       Code = "empty"       // an archive without members
	CodeLimit       Code = "limit"       // a limit of the Budget was reached
	CodeDamaged     Code = "damaged"     // cut short, or inconsistent
	CodeEncrypted   Code = "encrypted"   // a password is needed
	CodeUnsupported Code = "unsupported" // packed by a method that we do not know
	CodeUnreadable  Code = "unreadable"  // the operating system says no
	CodeSkipped     Code = "skipped"     // left out on purpose: litter, links
)

// Error says why a file could not be had.
type Error struct {
	Code Code
	// Detail is what was found, for people, in English.
	Detail string
	// Err is the cause, if there is one.
	Err error
}

// Error gives code, detail and cause.
func (e *Error) Error() string {
	text := string(e.Code) + ": " + e.Detail
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf gives the code of the first *Error in err's chain, else "".
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// Walk calls visit for every file that root is or holds, in the order of the
// names, members of an archive in the order of the archive. Symbolic links in
// folders are reported as skipped and not followed; root itself may be one.
//
// Zip archives are known by their content and opened, also within each other;
// documents that are zip files inside (docx, xlsx, odt, ofd, …) and all other
// archives are leaves. An archive that is cut short yields the members that are
// whole, and then itself with an error.
//
// The budget holds for each archive on disk by itself; nil means the defaults.
// Walk fails if there is nothing at root, if ctx ends, and with what visit
// returns, at once; everything else is told in File.Err.
func Walk(ctx context.Context, root string, budget *Budget, visit func(File) error) error {
	w := walker{visit: visit}
	if budget != nil {
		w.budget = *budget
	}
	info, err := os.Stat(root)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("walk: no file or folder %q: %w", root, err)
	}
	top := File{Path: onDisk(root)}
	top.RawName = rawName(root, top.Path)
	if errors.Is(err, fs.ErrPermission) {
		return w.refuse(top, &Error{Code: CodeUnreadable, Detail: "the file cannot be looked at", Err: err})
	}
	if err != nil {
		return fmt.Errorf("walk %q: %w", root, err)
	}
	if info.IsDir() {
		return w.folder(ctx, root, top)
	}
	return w.entry(ctx, root, top, fs.FileInfoToDirEntry(info))
}

// walker is one Walk.
type walker struct {
	budget Budget
	visit  func(File) error
}

// refuse reports a file that cannot be had.
func (w *walker) refuse(file File, reason *Error) error {
	file.Open, file.Err = nil, reason
	return w.visit(file)
}

// folder walks a folder on disk.
func (w *walker) folder(ctx context.Context, path string, as File) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		err := w.refuse(as, &Error{Code: CodeUnreadable, Detail: "the folder cannot be listed", Err: err})
		if err != nil {
			return err
		}
	}
	raw := make([][]byte, len(entries))
	flags := make([]bool, len(entries))
	for i, entry := range entries {
		raw[i] = []byte(entry.Name())
		flags[i] = utf8.Valid(raw[i])
	}
	names, _ := charset.Names(raw, flags)
	for i, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := escape(names[i], isControl)
		file := File{Path: strings.TrimRight(as.Path, "/") + "/" + name, RawName: rawName(entry.Name(), name)}
		if err := w.entry(ctx, filepath.Join(path, entry.Name()), file, entry); err != nil {
			return err
		}
	}
	return nil
}

// entry walks one entry of a folder.
func (w *walker) entry(ctx context.Context, path string, file File, entry fs.DirEntry) error {
	if isLitter(entry.Name()) {
		return w.refuse(file, &Error{Code: CodeSkipped, Detail: litterDetail})
	}
	switch mode := entry.Type(); {
	case mode.IsDir():
		return w.folder(ctx, path, file)
	case mode&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return w.refuse(file, &Error{Code: CodeSkipped, Detail: fmt.Sprintf("a symbolic link to %q is not followed", target), Err: err})
	case !mode.IsRegular():
		return w.refuse(file, &Error{Code: CodeSkipped, Detail: "not a regular file"})
	}
	if info, err := entry.Info(); err == nil {
		file.Size, file.ModTime = info.Size(), info.ModTime()
	}
	return w.diskFile(ctx, path, file)
}

// diskFile yields a regular file, or walks it if it is an archive.
func (w *walker) diskFile(ctx context.Context, path string, file File) error {
	f, err := os.Open(path)
	if err != nil {
		return w.refuse(file, &Error{Code: CodeUnreadable, Detail: "the file cannot be opened", Err: err})
	}
	defer f.Close()
	zip, err := startsAsZip(f)
	if err != nil {
		return w.refuse(file, &Error{Code: CodeUnreadable, Detail: "the file cannot be read", Err: err})
	}
	file.Open = func() (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, &Error{Code: CodeUnreadable, Detail: "the file cannot be opened", Err: err}
		}
		return f, nil
	}
	if !zip {
		return w.visit(file)
	}
	return w.container(ctx, container{
		file: file, top: file.Path, at: f, size: file.Size, depth: 1,
		meter: &meter{limits: w.budget.withDefaults()},
	})
}

// startsAsZip tells by the first bytes whether r is a zip archive.
func startsAsZip(r io.Reader) (bool, error) {
	var head [4]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, err
	}
	switch string(head[:n]) {
	case signLocal, signEnd, signSpanned:
		return true, nil
	}
	return false, nil
}
