package decode

import "errors"

// Code says why a file gave no text. Codes go into the ledger and keep their
// meaning.
type Code string

// The reasons for which a file gives no text.
const (
	CodeEmpty       Code = "empty"       // no bytes, or nothing but white space
	CodeUnsupported Code = "unsupported" // no format of ours reads it
	CodeEncrypted   Code = "encrypted"   // a password is needed
	CodeDamaged     Code = "damaged"     // cut short, or not what it claims to be
	CodeLimit       Code = "limit"       // larger than we are willing to read
	CodeTimeout     Code = "timeout"     // took longer than we are willing to wait
	CodeCrashed     Code = "crashed"     // its reader panicked or its process died
	CodeNeedsOCR    Code = "needs-ocr"   // pages are images, or text that no engine can read
	CodeWrongType   Code = "wrong-type"  // the content is not what the name says, and holds no notice
)

// Error is a file's fault: it cannot be read, and trying again as it is gives
// the same.
type Error struct {
	Code Code
	// Detail is what was found, for people, in English.
	Detail string
	// Err is the cause, if there is one.
	Err error
}

// Error names the code and the detail.
func (e *Error) Error() string {
	text := string(e.Code)
	if e.Detail != "" {
		text += ": " + e.Detail
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
