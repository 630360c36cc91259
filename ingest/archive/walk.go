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

// Walker walks files, folders and archives. The zero value is good.
type Walker struct {
	// Budget holds for each archive on disk by itself.
	Budget Budget
	// Passwords are tried on what is encrypted, one after the other.
	Passwords []string
	// Command is a program that calls [Serve] if [Child] says so. The isolated
	// kinds are read by it, in a process with limits; without a command they
	// are read in this process, which one of them may then end.
	Command []string
	// Mail, if set, opens mails: they are documents, and what is attached to them
	// is walked like the members of an archive.
	Mail *Mail
	// Enter, if set, is asked about each archive on disk before it is opened.
	// With false it is passed over: the caller knows what is in it.
	Enter func(Container) (bool, error)
	// Leave, if set, is told when an archive on disk was walked to its end and
	// did not change meanwhile.
	Leave func(Container) error

	silence time.Duration // how long a process may say nothing; 0: childSilence
}

// Container is an archive on disk, with what tells whether it was changed.
// Where the operating system does not say them, Changed, Inode and Device are
// zero.
type Container struct {
	Path    string // as in File.Container
	Size    int64
	ModTime time.Time
	// Changed is when content, name or rights were changed last: unlike
	// ModTime, no program can set it.
	Changed       time.Time
	Inode, Device uint64
}

// Walk walks with a budget (nil: the defaults) and nothing else set; see
// [Walker.Walk].
func Walk(ctx context.Context, root string, budget *Budget, visit func(File) error) error {
	var w Walker
	if budget != nil {
		w.Budget = *budget
	}
	return w.Walk(ctx, root, visit)
}

// Walk calls visit for every file that root is or holds, in the order of the
// names, members of an archive in the order of the archive. Symbolic links in
// folders are reported as skipped and not followed; root itself may be one.
//
// Archives are opened, also within each other; documents that are zip files
// inside (docx, xlsx, odt, ofd, …) are leaves. An archive that is cut short
// yields the members that are whole, and then itself with an error.
//
// Walk fails if there is nothing at root, if ctx ends, and with what visit,
// Enter or Leave returns, at once; everything else is told in File.Err.
func (w *Walker) Walk(ctx context.Context, root string, visit func(File) error) error {
	t := tour{Walker: *w, visit: visit}
	info, err := os.Stat(root)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("walk: no file or folder %q: %w", root, err)
	}
	top := File{Path: onDisk(root)}
	top.RawName = rawName(root, top.Path)
	if errors.Is(err, fs.ErrPermission) {
		return t.refuse(top, &Error{Code: CodeUnreadable, Detail: "the file cannot be looked at", Err: err})
	}
	if err != nil {
		return fmt.Errorf("walk %q: %w", root, err)
	}
	if info.IsDir() {
		return t.folder(ctx, root, top)
	}
	return t.entry(ctx, root, top, fs.FileInfoToDirEntry(info))
}

// tour is one Walk.
type tour struct {
	Walker
	visit func(File) error
}

// refuse reports a file that cannot be had.
func (w *tour) refuse(file File, reason *Error) error {
	file.Open, file.Err = nil, reason
	return w.visit(file)
}

// folder walks a folder on disk.
func (w *tour) folder(ctx context.Context, path string, as File) error {
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
	shown, _ := charset.Names(raw, flags)
	taken := make(names) // a name in UTF-8 and the same in GBK can lie side by side
	for i := range shown {
		if shown[i] = escape(shown[i], isControl); shown[i] == entries[i].Name() {
			taken[shown[i]]++
		}
	}
	for i, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := shown[i]
		if name != entry.Name() {
			name = taken.free(name)
		}
		file := File{Path: strings.TrimRight(as.Path, "/") + "/" + name, RawName: rawName(entry.Name(), name)}
		if err := w.entry(ctx, filepath.Join(path, entry.Name()), file, entry); err != nil {
			return err
		}
	}
	return nil
}

// entry walks one entry of a folder.
func (w *tour) entry(ctx context.Context, path string, file File, entry fs.DirEntry) error {
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
func (w *tour) diskFile(ctx context.Context, path string, file File) error {
	f, err := os.Open(path)
	if err != nil {
		return w.refuse(file, &Error{Code: CodeUnreadable, Detail: "the file cannot be opened", Err: err})
	}
	defer f.Close()
	head := make([]byte, headSize)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return w.refuse(file, &Error{Code: CodeUnreadable, Detail: "the file cannot be read", Err: err})
	}
	file.Open = func() (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, &Error{Code: CodeUnreadable, Detail: "the file cannot be opened", Err: err}
		}
		return f, nil
	}
	kind, ok := w.kindOf(head[:n])
	if !ok {
		return w.visit(file)
	}
	return w.outermost(ctx, kind, file, f)
}

// outermost walks an archive on disk, unless Enter says that it need not be.
func (w *tour) outermost(ctx context.Context, kind Kind, file File, f *os.File) error {
	before, err := containerOn(file.Path, f)
	if err != nil {
		return w.refuse(file, &Error{Code: CodeUnreadable, Detail: "the file cannot be looked at", Err: err})
	}
	if w.Enter != nil {
		if read, err := w.Enter(before); err != nil || !read {
			return err
		}
	}
	leaf, err := w.container(ctx, container{
		file: file, top: file.Path, kind: kind, depth: 1,
		source: source{r: io.NewSectionReader(f, 0, before.Size), at: f, file: f, size: before.Size},
		meter:  &meter{limits: w.Budget.withDefaults(), packed: before.Size},
	})
	if err != nil || leaf || w.Leave == nil {
		return err
	}
	if after, err := containerOn(file.Path, f); err != nil || after != before {
		return nil
	}
	return w.Leave(before)
}

// containerOn looks at an open archive.
func containerOn(path string, f *os.File) (Container, error) {
	info, err := f.Stat()
	if err != nil {
		return Container{}, err
	}
	c := Container{Path: path, Size: info.Size(), ModTime: info.ModTime()}
	c.Changed, c.Inode, c.Device = identity(info)
	return c, nil
}
