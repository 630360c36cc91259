package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
)

// maxPiece is the number of bytes given to gojieba at once: its memory grows
// with the longest run without a separator, by some 370 bytes a byte.
const maxPiece = 4 << 10

// each calls f with the pieces of text that gojieba can cut: valid UTF-8
// without invisible characters, up to maxPiece bytes. offset is where the piece
// stands in text; if it is rewritten, origin leads from it to the bytes after
// offset.
func each(text string, f func(piece string, offset int, origin gongshi.OffsetMap, rewritten bool)) {
	for start := 0; start < len(text); {
		end, clean := next(text[start:])
		part := text[start : start+end]
		if clean && part != "" {
			f(part, start, gongshi.OffsetMap{}, false)
		}
		if !clean {
			if piece, origin := withoutInvisible(part); piece != "" {
				f(piece, start, origin, true)
			}
		}
		start += end
		if start < len(text) && invalidAt(text[start:]) {
			start++
		}
	}
}

// next gives the length of the first piece of text, and whether it is free of
// invisible characters. It ends before a byte that is not UTF-8, else after
// the last separator that fits, else after the last punctuation, else anywhere
// between two characters.
func next(text string) (length int, clean bool) {
	clean = true
	separator, punctuation := 0, 0
	for i, r := range text {
		n := utf8.RuneLen(r)
		if r == utf8.RuneError && invalidAt(text[i:]) {
			return i, clean
		}
		if i+n > maxPiece {
			switch {
			case separator > 0:
				return separator, clean
			case punctuation > 0:
				return punctuation, clean
			}
			return i, clean
		}
		switch {
		case strings.ContainsRune(separators, r):
			separator = i + n
		case isInvisible(r):
			clean = false
		case !isWordRune(r):
			punctuation = i + n
		}
	}
	return len(text), clean
}

// separators are the characters at which gojieba itself cuts, whatever stands
// around them: a border there changes nothing.
const separators = " \t\n，。"

func invalidAt(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return r == utf8.RuneError && n == 1
}

func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Cc) && !unicode.IsSpace(r)
}

func withoutInvisible(s string) (string, gongshi.OffsetMap) {
	w := gongshi.NewRewriter(s)
	start := 0
	for i, r := range s {
		if isInvisible(r) {
			w.Copy(start, i)
			start = i + utf8.RuneLen(r)
		}
	}
	w.Copy(start, len(s))
	return w.Result()
}
