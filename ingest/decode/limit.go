package decode

import (
	"fmt"
	"strings"
	"unicode"

	"gongshi"
)

// Limits of the formats that hold text. The longest notices are a few hundred
// kilobytes.
const (
	MaxInput = 64 << 20 // bytes of a file, or of a part of a packed one
	MaxText  = 32 << 20 // bytes of the text in it
)

// CheckInput tells whether a file of a text format is too large to be read.
func CheckInput(data []byte) error {
	if len(data) > MaxInput {
		return &Error{Code: CodeLimit, Detail: fmt.Sprintf("%d MB; text is read up to %d MB", len(data)>>20, MaxInput>>20)}
	}
	return nil
}

// CheckText tells whether the text of a file is too long, or nothing.
func CheckText(text string) error {
	if len(text) > MaxText {
		return TextTooLong()
	}
	if strings.IndexFunc(text, isVisible) < 0 {
		return &Error{Code: CodeEmpty, Detail: "nothing but white space"}
	}
	return nil
}

// TextTooLong is the error about a text of more than [MaxText], for readers that
// see it before they have all of it.
func TextTooLong() error {
	return &Error{Code: CodeLimit, Detail: fmt.Sprintf("more than %d MB of text", MaxText>>20)}
}

func isVisible(r rune) bool { return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cc, unicode.Cf) }

// Repaired is the diagnostic about characters that the encoding of a file does
// not know; none if nothing was replaced.
func Repaired(charset string, repairs int) []gongshi.Diagnostic {
	if repairs == 0 {
		return nil
	}
	return []gongshi.Diagnostic{{Stage: "decode", Code: "charset-repaired",
		Message: fmt.Sprintf("read as %s, %d bytes or units make no character", charset, repairs)}}
}
