package answer

import (
	"slices"
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

// Rank gives the place of a word in the list, counted from 0; -1 for one that it has not.
func (l *List) Rank(word string) int { return slices.Index(l.words, word) }

// In tells whether one of the words stands in the text.
func (l *List) In(text string) bool {
	for i, size := 0, 0; i < len(text); i += size {
		r := ideograph(text[i:])
		if size = 3; r == 0 {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
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

// ideograph decodes the character that a text begins with if it has three bytes, as
// nearly all of a Chinese text have, and is 0 else. It is short enough for the
// compiler to put it where it is called, which halves the time of a walk.
func ideograph(text string) rune {
	if len(text) > 2 && text[0]>>4 == 0xE && text[1]>>6 == 2 && text[2]>>6 == 2 {
		return rune(text[0]&0xF)<<12 | rune(text[1]&0x3F)<<6 | rune(text[2]&0x3F)
	}
	return 0
}

// pairs are the pairs of neighbouring characters that a text has, and some that it
// has not: what is not among them is not in the text.
type pairs [1 << 8]uint64

func (p *pairs) add(text string) {
	last := rune(0)
	for i, size := 0, 0; i < len(text); i += size {
		r := ideograph(text[i:])
		if size = 3; r == 0 {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
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
