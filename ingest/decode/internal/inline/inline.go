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

// signs are characters of symbol fonts that notices have, by their code: the
// boxes that are ticked in forms, the signs of limits and units.
var signs = map[string]map[rune]string{
	"wingdings":   {0xA8: "☐", 0x6F: "☐", 0xFE: "☑", 0xFC: "✓", 0xFD: "☒"},
	"wingdings 2": {0xA3: "☐", 0x52: "☑", 0x50: "✓", 0x53: "☒"},
	"symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0x6D: "μ", 0x61: "α",
		0x62: "β", 0x67: "γ", 0x44: "Δ", 0x57: "Ω", 0xA2: "′", 0xB2: "″", 0xAE: "→"},
}

// Signs is what a font has in place of characters; nil for a font of letters.
func Signs(font string) map[rune]string { return signs[strings.ToLower(strings.TrimSpace(font))] }

// Symbol is the text of a character in a font whose characters are signs. Those
// fonts have codes of their own, with or without U+F000 added; the ones that
// nobody knows say nothing without the font.
func Symbol(font string, code rune) string {
	private := unicode.Is(unicode.Co, code)
	if signs := Signs(font); signs != nil && (private || code < 0x100) {
		c := code & 0xFF
		// In the font Symbol, punctuation and digits stand where they always do.
		if sign := signs[c]; sign != "" || !strings.EqualFold(strings.TrimSpace(font), "symbol") || c < ' ' || c > '?' {
			return sign
		}
		return string(c)
	}
	if private || !unicode.IsPrint(code) {
		return ""
	}
	return string(code)
}

// Bounds of fields: how deep they may stand in each other, and how much of their
// code is looked at.
const (
	maxFields = 256
	maxCode   = 1 << 10
)

// Fields follows the fields of a text, which may stand in the code of others.
// The zero value is outside of all fields.
type Fields struct{ open []field }

type field struct {
	code   []byte
	result bool // what comes is the result
}

// Begin enters the code of a field.
func (f *Fields) Begin() {
	if len(f.open) < maxFields {
		f.open = append(f.open, field{})
	}
}

// Separate goes on from the code of the innermost field to its result.
func (f *Fields) Separate() {
	if last := len(f.open) - 1; last >= 0 {
		f.open[last].result = true
	}
}

// End leaves the innermost field. It gives what is seen of a field that has no
// result: an equation.
func (f *Fields) End() (seen string) {
	last := len(f.open) - 1
	if last < 0 {
		return ""
	}
	if !f.open[last].result {
		seen = Equation(string(f.open[last].code))
	}
	f.open = f.open[:last]
	if !f.Seen(seen) {
		return ""
	}
	return seen
}

// Inside tells whether any field is open: outside of all, text is seen.
func (f *Fields) Inside() bool { return len(f.open) > 0 }

// Seen tells whether text is seen, not part of the code of a field. If it is
// part, it is taken for that.
func (f *Fields) Seen(text string) bool {
	for i := len(f.open) - 1; i >= 0; i-- {
		// The result of a field within is part of the code of the one around.
		if around := &f.open[i]; !around.result {
			if len(around.code) < maxCode {
				around.code = append(around.code, text...)
			}
			return false
		}
	}
	return true
}
