package chart

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// plain gives a text as one line, without the characters that turn the direction of
// what follows.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// widthOf is about how many em a text is wide: 1 for each character that is as wide
// as a Chinese one, among them those that are so in Chinese fonts only.
func widthOf(text string) float64 {
	sum := 0.0
	for _, r := range text {
		sum += runeWidth(r)
	}
	return sum
}

func runeWidth(r rune) float64 {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 1
	}
	if r >= 'A' && r <= 'Z' || r == 'm' || r == 'w' || r == '%' {
		return 0.75
	}
	return 0.56
}

// cut gives the text if it is at most so many em wide, else as much of it as there
// is room for before an ellipsis.
func cut(text string, room float64) string {
	if widthOf(text) <= room {
		return text
	}
	const ellipsis = "…"
	sum := widthOf(ellipsis)
	for i, r := range text {
		if sum += runeWidth(r); sum > room {
			return text[:i] + ellipsis
		}
	}
	return text
}
