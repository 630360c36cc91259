// Package inline knows what the characters within a paragraph of a word
// processor come to: which are seen, what a sign of a symbol font stands for,
// and which of them are the code of a field.
package inline

import (
	"strings"
	"unicode"
)

// Plain is for [strings.Map]: it leaves out what is not seen. A line end in the
// source is no line end of the text.
func Plain(r rune) rune {
	switch {
	case r == '\n', r == '\r':
		return ' '
	case r == '\u00a0':
		return ' '
	case r == '\u200b', r == '\u00ad', r == '\ufeff', unicode.IsControl(r) && r != '\t':
		return -1
	}
	return r
}

// ticks are the boxes that are ticked in forms, by their code in the fonts
// Wingdings and Wingdings 2.
var ticks = map[string]map[rune]string{
	"wingdings":   {0xA8: "☐", 0x6F: "☐", 0xFE: "☑", 0xFC: "✓", 0xFD: "☒"},
	"wingdings 2": {0xA3: "☐", 0x52: "☑", 0x50: "✓", 0x53: "☒"},
}

// Symbol is the text of a character in a font whose characters are signs. Those
// fonts have codes of their own, with or without U+F000 added; the ones that
// nobody knows say nothing without the font.
func Symbol(font string, code rune) string {
	private := unicode.Is(unicode.Co, code)
	if signs, ok := ticks[strings.ToLower(strings.TrimSpace(font))]; ok && (private || code < 0x100) {
		return signs[code&0xFF]
	}
	if private || !unicode.IsPrint(code) {
		return ""
	}
	return string(code)
}

// maxFields bounds how deep fields may stand in each other.
const maxFields = 256

// Fields follows the fields of a text, which may stand in the code of others.
// The zero value is outside of all fields.
type Fields struct{ inCode []bool }

// Begin enters the code of a field.
func (f *Fields) Begin() {
	if len(f.inCode) < maxFields {
		f.inCode = append(f.inCode, true)
	}
}

// Separate goes on from the code of the innermost field to its result.
func (f *Fields) Separate() {
	if last := len(f.inCode) - 1; last >= 0 {
		f.inCode[last] = false
	}
}

// End leaves the innermost field.
func (f *Fields) End() { f.inCode = f.inCode[:max(0, len(f.inCode)-1)] }

// Code tells whether what comes is part of the code of a field, not of what is
// seen.
func (f *Fields) Code() bool {
	for _, code := range f.inCode {
		if code {
			return true
		}
	}
	return false
}
