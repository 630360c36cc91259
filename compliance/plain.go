package compliance

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/compliance/answer"
	"gongshi/normal"
)

// plain is a text in simplified characters and without the blanks of layout, to
// look for words in. It goes through the whole text: ask for it only where the
// text as it stands does not answer.
func plain(s string) string { return strings.Map(normal.Simplified, normal.Search(s)) }

// traditional tells texts in traditional characters: each is part of a word that
// every notice has.
var traditional = answer.NewList("問", "環", "單", "關")

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

func hasAnyPrefix(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

func hasAnySuffix(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

// anyPrefix gives the first of the words that s begins with, empty without one.
func anyPrefix(s string, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return ""
}

// around gives up to n bytes before and behind a place. A character cut in two at
// their outer ends does no harm to who looks for words.
func around(text string, start, end, n int) (before, after string) {
	return text[max(0, start-n):start], text[end:min(len(text), end+n)]
}

// firstBytes gives the whole characters among the first n bytes of s.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
