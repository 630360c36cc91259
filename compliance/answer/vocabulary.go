package answer

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// Vocabulary is lists of words that a text is looked through for in one walk. Who
// asks a long text for many lists, or for the same list sentence by sentence,
// has it walked once instead of once for each question.
type Vocabulary struct {
	lists []*List
	// at gives for each character of the basic plane the place in words of those
	// that begin with it, 0 for none.
	at    [1 << 16]uint16
	words [][]listed
	// begins has a bit for what each word begins with, and more: see [beginning].
	begins [1 << 10]uint64
}

// beginning gives a number below 1<<16 for a first character and the last byte of a
// second one of three bytes. Most places of a text where the first character of
// a word stands are told by that from those of a word.
func beginning(first rune, last byte) uint32 { return uint32(first)&0xFFFF ^ uint32(last)&63<<10 }

// listed is a word and the lists that have it, as bits.
type listed struct {
	word  string
	lists uint64
}

// NewVocabulary makes a vocabulary of 64 lists at most.
func NewVocabulary(lists ...*List) *Vocabulary {
	v := &Vocabulary{lists: lists, words: [][]listed{nil}}
	for i, list := range lists {
		for _, word := range list.words {
			v.add(word, 1<<i)
		}
	}
	return v
}

func (v *Vocabulary) add(word string, list uint64) {
	r, size := utf8.DecodeRuneInString(word)
	for last := range byte(64) {
		if len(word) < size+3 || word[size+2]&63 == last {
			k := beginning(r, last)
			v.begins[k>>6] |= 1 << (k & 63)
		}
	}
	at := &v.at[r&0xFFFF]
	if *at == 0 {
		*at = uint16(len(v.words))
		v.words = append(v.words, nil)
	}
	words := v.words[*at]
	for i := range words {
		if words[i].word == word {
			words[i].lists |= list
			return
		}
	}
	v.words[*at] = append(words, listed{word, list})
}

// Found are the words of a vocabulary that stand in a text, overlapping or not.
type Found struct {
	vocabulary *Vocabulary
	any        uint64 // the lists of which there is a word
	words      []occurrence
}

// occurrence is a place of a word, and the lists that have it.
type occurrence struct {
	span  gongshi.Span
	lists uint64
}

// Find looks through a text.
func (v *Vocabulary) Find(text string) *Found {
	f := &Found{vocabulary: v, words: make([]occurrence, 0, len(text)/24)} // a word every eight characters
	for i, size := 0, 0; i < len(text); i += size {
		r := ideograph(text[i:])
		if size = 3; r == 0 {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		k := beginning(r, 0)
		if i+size+2 < len(text) {
			k = beginning(r, text[i+size+2])
		}
		if v.begins[k>>6]>>(k&63)&1 == 0 {
			continue
		}
		for _, w := range v.words[v.at[r&0xFFFF]] {
			if strings.HasPrefix(text[i:], w.word) {
				f.any |= w.lists
				f.words = append(f.words, occurrence{gongshi.Span{Start: i, End: i + len(w.word)}, w.lists})
			}
		}
	}
	return f
}

// In tells whether a word of a list of the vocabulary stands in a place of the text.
func (f *Found) In(list *List, place gongshi.Span) bool {
	bit := f.bit(list)
	if f.any&bit == 0 {
		return false
	}
	for _, w := range f.at(place) {
		if w.lists&bit != 0 && w.span.End <= place.End {
			return true
		}
	}
	return false
}

// All gives the words of a list of the vocabulary that stand in a place of the text,
// by where they begin.
func (f *Found) All(list *List, place gongshi.Span) iter.Seq[gongshi.Span] {
	return func(yield func(gongshi.Span) bool) {
		bit := f.bit(list)
		for _, w := range f.at(place) {
			if w.lists&bit != 0 && w.span.End <= place.End && !yield(w.span) {
				return
			}
		}
	}
}

// at gives the words that begin in a place.
func (f *Found) at(place gongshi.Span) []occurrence {
	before := func(w occurrence, at int) int { return w.span.Start - at }
	from, _ := slices.BinarySearchFunc(f.words, place.Start, before)
	words := f.words[from:]
	to, _ := slices.BinarySearchFunc(words, place.End, before)
	return words[:to]
}

func (f *Found) bit(list *List) uint64 { return 1 << slices.Index(f.vocabulary.lists, list) }
