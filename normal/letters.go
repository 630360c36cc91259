package normal

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letters gives what a text says without how it is set: its letters and digits
// as [Search] has them, and nothing between them.
func Letters(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= 0x4E00 && r <= 0x9FFF:
			b.WriteString(s[i : i+n])
		case r < utf8.RuneSelf:
			putLetter(&b, r)
		default:
			for _, r := range fold(r, s[i:i+n]) {
				putLetter(&b, r)
			}
		}
		i += n
	}
	return b.String()
}

func putLetter(b *strings.Builder, r rune) {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		b.WriteRune(unicode.ToLower(r))
	}
}
