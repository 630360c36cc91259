package parse

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

// traditionalBits has a bit for each ideograph that has a simplified form.
var traditionalBits = sync.OnceValue(func() *[(0xA000 - 0x4E00) / 64]uint64 {
	bits := new([(0xA000 - 0x4E00) / 64]uint64)
	for r := rune(0x4E00); r < 0xA000; r++ {
		if normal.Simplified(r) != r {
			bits[(r-0x4E00)/64] |= 1 << ((r - 0x4E00) % 64)
		}
	}
	return bits
})

// isTraditional tells whether s has enough traditional characters to be read
// as a traditional text: a single one may be a name.
func isTraditional(s string) bool {
	bits := traditionalBits()
	seen, han := 0, 0
	for i := 0; i+2 < len(s) && i <= 1<<14; {
		if s[i] < 0xE4 || s[i] > 0xE9 {
			i += runeLen(s[i])
			continue
		}
		if at := headBits(s[i:i+3]) - 0x4E00; at < 0xA000-0x4E00 {
			han++
			seen += int(bits[at/64] >> (at % 64) & 1)
		}
		i += 3
	}
	return seen >= 5 && seen*50 > han
}

// foldScript undoes, for matching only, what a page went through on mirror
// sites: simplified characters made traditional, pinyin put in after them
// (態(tài) for 态), a comma put in front of punctuation (",,", ",、"). changed is
// false when there was nothing to undo.
func foldScript(s string) (folded string, back gongshi.OffsetMap, changed bool) {
	if !isTraditional(s) {
		return s, back, false
	}
	w := gongshi.NewRewriter(s)
	var last rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if end := pinyinEnd(s, i); r == '(' && isHan(last) && end > i {
			i = end
			continue
		}
		if r == ',' && i+n < len(s) && isClause(s[i+n:]) {
			i += n
			continue
		}
		if simple := normal.Simplified(r); simple != r {
			w.Put(string(simple), gongshi.Span{Start: i, End: i + n})
		} else {
			w.Copy(i, i+n)
		}
		last, i = r, i+n
	}
	folded, back = w.Result()
	return folded, back, true
}

// isClause tells whether s begins with punctuation that no comma precedes.
func isClause(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(",、。;", r)
}

// pinyinEnd gives the end of "(tài)" at i, or i when there is none. A marked
// vowel or a short syllable in lower case is asked for.
func pinyinEnd(s string, i int) int {
	if s[i] != '(' {
		return i
	}
	letters := 0
	for j, r := range s[i+1:] {
		switch {
		case r == ')' && letters > 0:
			return i + 1 + j + 1
		case letters >= 6 || !unicode.IsLower(r) || r > 0x24F:
			return i
		}
		letters++
	}
	return i
}
