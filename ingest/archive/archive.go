// Package archive finds the files that an import is about: those of a folder,
// and those within archives, however deep, without writing any of them to disk
// under a name that an archive chose. It keeps limits, so that no archive can
// make it read without end, and it never lets one broken file hide its siblings.
//
// What can be opened is the list of [Kinds]; which of them a file is, its first
// bytes tell, never its name.
package archive

import (
	"errors"
	"io"
	"time"
)

// File is a leaf: a file that is no archive that we open, or an archive or
// folder that could not be opened.
type File struct {
	// Path is how the file is shown to people: "!/" leads into an archive, as
	// in "a.zip!/岳阳/1.pdf" or "a.warc.gz!/https://host/1.html". It is valid
	// UTF-8; names that would mislead are escaped as "%2E%2E". It is unique
	// among the members of an archive, but no path to open.
	Path string
	// Container is the outermost archive on disk; empty for a file that is
	// itself on disk.
	Container string
	// RawName is the name as its archive or folder has it, set if that differs
	// from what Path shows: decoded from GBK, escaped, or made unique.
	RawName []byte
	// Size is in bytes; for members what the archive claims, which can be
	// wrong; -1 where it says nothing.
	Size int64
	// ModTime is zero where it is not known.
	ModTime time.Time
	// URL is the address from which a web archive has the file, and Captured
	// when it was fetched; empty and zero for all others.
	URL      string
	Captured time.Time
	// Open gives the content. It may be called until visit returns; for the
	// member of an archive only once. Reading fails with an *Error once a limit
	// is reached or the content turns out to be damaged.
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
	CodeCrashed     Code = "crashed"     // what unpacks it panicked or died
	CodeTimeout     Code = "timeout"     // what unpacks it gave nothing for too long
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

// asError gives the *Error within err, or makes one.
func asError(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Code: CodeDamaged, Detail: "the content cannot be read", Err: err}
}
