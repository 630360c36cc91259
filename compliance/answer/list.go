package answer

import (
	"strings"
	"unicode/utf8"
)

// List is a list of words that texts are looked through for, all at once: in a
// Chinese text the first byte of a word stands everywhere, and looking for word
// after word takes most of the time of a check.
type List struct {
	words []string
	first [1 << 10]uint64 // the first characters of the words
}

// NewList makes a list.
func NewList(words ...string) *List {
	l := &List{words: words}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		l.first[r>>6&1023] |= 1 << (r & 63)
	}
	return l
}

// In tells whether one of the words stands in the text.
func (l *List) In(text string) bool {
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = runeAt(text, i)
		if l.first[r>>6&1023]>>(r&63)&1 == 0 {
			continue
		}
		for _, w := range l.words {
			if strings.HasPrefix(text[i:], w) {
				return true
			}
		}
	}
	return false
}

// runeAt decodes the character at a byte, at once where it has three bytes, as nearly
// all of a Chinese text have.
func runeAt(text string, i int) (rune, int) {
	if b := text[i]; b>>4 == 0xE && i+2 < len(text) && text[i+1]>>6 == 2 && text[i+2]>>6 == 2 {
		return rune(b&0xF)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(text[i:])
}

// pairs are the pairs of neighbouring characters that a text has, and some that it
// has not: what is not among them is not in the text.
type pairs [1 << 8]uint64

func (p *pairs) add(text string) {
	last := rune(0)
	for _, r := range text {
		k := pair(last, r)
		p[k>>6] |= 1 << (k & 63)
		last = r
	}
}

// mayHave tells whether a word can stand in the text; a word of one character always
// can.
func (p *pairs) mayHave(word string) bool {
	last := rune(0)
	for _, r := range word {
		if last != 0 {
			if k := pair(last, r); p[k>>6]>>(k&63)&1 == 0 {
				return false
			}
		}
		last = r
	}
	return true
}

// pair gives a number below 1<<14 for two characters.
func pair(a, b rune) uint32 { return (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B) >> 18 }
