package segment

import "unicode/utf8"

// minWord is the number of characters of the shortest word that [Trie.Words]
// and [Trie.IsWord] know.
const minWord = 3

// Words calls f with the start and end, in bytes, of everything in the text that
// is a word of the dictionary, three characters long or longer: of words inside
// words and words that overlap, too, and however [Trie.Cut] cuts the text. So a
// text contains a word for which [Trie.IsWord] holds if and only if f is called
// for it. The calls come in the order of starts, then of ends.
//
// Nothing is left out of the text or made equal in it: characters that nobody
// sees part words here.
func (t *Trie) Words(text string, f func(start, end int)) {
	var window [256]struct {
		code  uint16
		start int
	}
	n, read := 0, 0
	for {
		for ; n < len(window) && read < len(text); n++ {
			r, size := utf8.DecodeRuneInString(text[read:])
			window[n].code, window[n].start = t.sign(r).code(), read
			read += size
		}
		// A word that starts before last ends in the window.
		last := n - t.maxWord + 1
		if read == len(text) {
			last = n
		}
		for i := range last {
			at := t.child(0, window[i].code)
			for j := i + 1; at.base != 0 && j < n; j++ {
				at = t.child(at.base, window[j].code)
				if at.value == 0 || j+1-i < minWord {
					continue
				}
				end := read
				if j+1 < n {
					end = window[j+1].start
				}
				f(window[i].start, end)
			}
		}
		if last == n {
			return
		}
		n = copy(window[:], window[last:n])
	}
}

// IsWord tells whether s is a word of the dictionary, three characters long or
// longer. That depends on [Version] only.
func (t *Trie) IsWord(s string) bool {
	var at node
	n := 0
	for _, r := range s {
		if n > 0 && at.base == 0 {
			return false
		}
		at = t.child(at.base, t.sign(r).code())
		n++
	}
	return n >= minWord && at.value != 0
}
