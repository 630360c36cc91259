package segment

import "unicode/utf8"

// desk is where a stretch of text is cut: what gojieba is given between two
// separators, up to maxPiece bytes.
type desk struct {
	chars [maxPiece]char
	// sums[i] is the weight of the best way to cut the characters from i on, and
	// lengths[i] the length in characters of its first word.
	sums    [maxPiece + 1]float64
	lengths [maxPiece]uint8
}

// char is a character that is seen.
type char struct {
	sign     sign
	start    int32 // offset from the stretch's start
	position int32 // number of characters from there, those not seen included
	size     int32
}

// Cut gives the words of the text as [Segmenter.Cut] does.
func (t *Trie) Cut(text string) []Token {
	d := t.desks.Get().(*desk)
	defer t.desks.Put(d)
	c := cutter{Trie: t, desk: d, text: text, tokens: make([]Token, 0, min(len(text)/4, firstTokens))}
	for c.start < len(text) {
		s := c.read()
		c.weigh(s.seen)
		c.cut(s.seen)
		c.start += s.bytes
		c.position += s.characters
	}
	return c.tokens
}

// firstTokens is for how many tokens there is room from the start at most.
const firstTokens = 1 << 14

// cutter is one text while it is cut.
type cutter struct {
	*Trie
	*desk
	text            string
	start, position int // of the stretch that is cut: byte, character
	tokens          []Token
	latin           bool // whether the last token of the stretch is Latin
	next            int  // the character after it
}

// stretch is how much of the text was read: the characters that are seen, bytes
// and characters.
type stretch struct{ seen, bytes, characters int }

// read puts the next stretch on the desk. It ends after a separator or a byte
// that is not UTF-8. One that does not fit ends where [next] ends a piece.
func (c *cutter) read() stretch {
	var now, punctuation stretch
	rest := c.text[c.start:]
	for now.bytes < len(rest) {
		r, n := rune(rest[now.bytes]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(rest[now.bytes:])
			if r == utf8.RuneError && n == 1 {
				now.bytes++
				now.characters++
				return now
			}
		}
		if now.bytes+n > maxPiece {
			if punctuation.bytes > 0 {
				return punctuation
			}
			return now
		}
		s := c.sign(r)
		if s&(kindSeparator|kindInvisible) == 0 {
			c.chars[now.seen] = char{s, int32(now.bytes), int32(now.characters), int32(n)}
			now.seen++
		}
		now.bytes += n
		now.characters++
		switch {
		case s&kindSeparator != 0:
			return now
		case s&(kindWord|kindInvisible) == 0:
			punctuation = now
		}
	}
	return now
}

// weigh finds the best way to cut the first n characters on the desk: the
// heaviest, of equals the one with the shorter words at the left. The sums are
// made in gojieba's order, whose last bits decide too.
func (c *cutter) weigh(n int) {
	chars, sums := c.chars[:n], c.sums[:n+1]
	sums[n] = 0
	for i := n - 1; i >= 0; i-- {
		at := c.child(0, chars[i].sign.code())
		best, length := sums[i+1]+c.weights[at.value], 1
		for j := i + 1; at.base != 0 && j < n; j++ {
			at = c.child(at.base, chars[j].sign.code())
			if at.value == 0 {
				continue
			}
			if w := sums[j+1] + c.weights[at.value]; w > best {
				best, length = w, j+1-i
			}
		}
		sums[i], c.lengths[i] = best, uint8(length)
	}
}

// cut makes tokens of the words of the first n characters on the desk; before
// a word come the words of two characters in it, then those of three.
func (c *cutter) cut(n int) {
	c.latin = false
	for i := 0; i < n; {
		length := int(c.lengths[i])
		for part := 2; part <= 3 && part < length; part++ {
			for j := i; j+part <= i+length; j++ {
				if c.isWord(j, part) {
					c.add(j, part)
				}
			}
		}
		c.add(i, length)
		i += length
	}
}

// isWord tells whether n characters on the desk from i on are a word.
func (c *cutter) isWord(i, n int) bool {
	at := c.child(0, c.chars[i].sign.code())
	for _, char := range c.chars[i+1 : i+n] {
		if at.base == 0 {
			return false
		}
		at = c.child(at.base, char.sign.code())
	}
	return at.value != 0
}

// add makes a token of n characters on the desk from i on if there is a letter
// or digit among them. Latin ones in a row are one token.
func (c *cutter) add(i, n int) {
	any, all := c.chars[i].sign, c.chars[i].sign
	for _, char := range c.chars[i+1 : i+n] {
		any |= char.sign
		all &= char.sign
	}
	latin := all&kindLatin != 0
	if any&kindWord == 0 {
		c.latin = false
		return
	}
	first, last := c.chars[i], c.chars[i+n-1]
	end := c.start + int(last.start+last.size)
	if latin && c.latin && c.next == i {
		k := len(c.tokens) - 1
		c.tokens[k].End = end
		c.tokens[k].Text = c.text[c.tokens[k].Start:end]
	} else {
		start := c.start + int(first.start)
		c.grow()
		c.tokens = append(c.tokens, Token{c.text[start:end], start, end, c.position + int(first.position)})
	}
	c.latin, c.next = latin, i+n
}

// grow makes room for a token: if there is none, for as many as the text will
// have if it goes on like this. The usual way would copy millions of them
// several times.
func (c *cutter) grow() {
	n := len(c.tokens)
	if n < cap(c.tokens) {
		return
	}
	rest := 0
	if c.start > 0 {
		rest = int(float64(n) * float64(len(c.text)-c.start) / float64(c.start))
	}
	c.tokens = append(make([]Token, 0, n+max(16, n/4, rest+rest/16)), c.tokens...)
}
