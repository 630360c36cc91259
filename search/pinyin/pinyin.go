// Package pinyin answers which words of the field are read like a row of Latin
// letters: wushui is 污水. It knows the terms of the domain dictionary and the
// words that they are made of, by a table; what a character is read like in one
// of them is settled when the table is made.
package pinyin

import (
	_ "embed"
	"strings"
	"sync"
)

//go:generate go run ./gen

//go:embed words.txt
var words string

// MaxWords is how many words [Words] gives at most, short ones first.
const MaxWords = 16

// word is a word with the readings of each of its characters.
type word struct {
	text      string
	syllables [][]string
}

// Words gives the words that are read like the text, which has nothing but small
// Latin letters; there are none if it is no row of syllables. ü can be written as
// it is, as v, and as u.
func Words(text string) []string {
	if text == "" || strings.Trim(text, "abcdefghijklmnopqrstuvwxyzü") != "" {
		return nil
	}
	var found []string
	for _, w := range table() {
		if len(found) < MaxWords && readsAs(w.syllables, text) {
			found = append(found, w.text)
		}
	}
	return found
}

// readsAs tells whether the syllables, one after the other, are the text.
func readsAs(syllables [][]string, text string) bool {
	if len(syllables) == 0 {
		return text == ""
	}
	for _, reading := range syllables[0] {
		if rest, ok := cutSyllable(text, reading); ok && readsAs(syllables[1:], rest) {
			return true
		}
	}
	return false
}

// cutSyllable cuts a syllable off the beginning of a text. In the table, ü is v.
func cutSyllable(text, reading string) (rest string, ok bool) {
	initial, final, umlaut := strings.Cut(reading, "v")
	if !umlaut {
		return strings.CutPrefix(text, reading)
	}
	for _, vowel := range []string{"v", "ü", "u"} {
		if rest, ok := strings.CutPrefix(text, initial+vowel+final); ok {
			return rest, true
		}
	}
	return "", false
}

var table = sync.OnceValue(func() []word {
	var all []word
	for line := range strings.Lines(words) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		w := word{text: fields[0]}
		for _, syllable := range fields[1:] {
			w.syllables = append(w.syllables, strings.Split(syllable, "/"))
		}
		all = append(all, w)
	}
	return all
})
