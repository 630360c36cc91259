package answer

import "unicode"

// shingle is how many characters of a run have to agree that any copy is seen.
const shingle = 4

// maxPlaces is how many places of the same four characters are looked at: a
// hostile text has one a character.
const maxPlaces = 4

// prepare makes what copies are found with.
func (p *Part) prepare() {
	if p.letters != nil {
		return
	}
	p.letters = make([]rune, 0, len(p.folded)/3+1)
	for _, r := range p.folded {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			p.letters = append(p.letters, r)
		}
	}
	at := 0
	put := func(s string) {
		for _, r := range s {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				p.masked = append(p.masked, r)
			}
		}
	}
	scan(p.folded, func(e *entry, start, end int) bool {
		if e.weight == Phrase {
			put(p.folded[at:start])
			p.masked = append(p.masked, '\n')
			at = end
		}
		return true
	})
	put(p.folded[at:])
}

// places finds where a text has each four characters.
func places(text []rune) map[uint64][]int32 {
	at := make(map[uint64][]int32, len(text))
	for i := 0; i+shingle <= len(text); i++ {
		if key := pack(text[i:]); len(at[key]) < maxPlaces {
			at[key] = append(at[key], int32(i))
		}
	}
	return at
}

// pack makes a key of four characters; what it has in common with another one is
// looked at again in the text.
func pack(text []rune) uint64 {
	return uint64(uint16(text[0])) | uint64(uint16(text[1]))<<16 | uint64(uint16(text[2]))<<32 | uint64(uint16(text[3]))<<48
}

// compare gives what of the item stands in the measure word for word.
func compare(measure, item *Part) Cell {
	measure.prepare()
	item.prepare()
	if measure.at == nil {
		measure.at, measure.maskedAt = places(measure.letters), places(measure.masked)
	}
	var c Cell
	copied := 0
	runs(item.letters, measure.letters, measure.at, func(n int) { copied += n })
	if len(item.letters) > 0 {
		c.Copied = float64(copied) / float64(len(item.letters))
	}
	runs(item.masked, measure.masked, measure.maskedAt, func(n int) { c.Run = max(c.Run, n) })
	return c
}

// runs calls f with the length of every run of text that source has as well,
// from left to right, the longest at each place, without overlap.
func runs(text, source []rune, at map[uint64][]int32, f func(int)) {
	for i := 0; i+shingle <= len(text); {
		longest := 0
		for _, from := range at[pack(text[i:])] {
			n := 0
			for i+n < len(text) && int(from)+n < len(source) && text[i+n] == source[int(from)+n] && text[i+n] != '\n' {
				n++
			}
			longest = max(longest, n)
		}
		if longest < shingle {
			i++
			continue
		}
		f(longest)
		i += longest
	}
}
