package index

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"math"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:generate go run ./gen

// Texts are written in a code in which they can be searched as they are: each
// character has a number, the lower the more frequent it is, and a number is
// written in as few bytes as it needs, of which the last is below stoppers, and no
// other. So half of a Chinese text takes a byte a character and the rest two,
// where UTF-8 takes three; a text stands in another if its code stands in the
// other's and begins where a character does. Byte values are spread evenly, which
// makes looking for some of them quick. This is the (s,c)-dense code (Brisaboa,
// Fariña, Navarro and Esteller, 2003), with characters in the place of words.

const (
	stoppers   = 192
	continuers = 256 - stoppers
	// mostScale is what the last of the four bytes that a number can take counts.
	mostScale = continuers * continuers * continuers
)

// alphabet are the characters with the lowest numbers. The number of any other is
// its code point plus the length of the alphabet; a byte that is part of no
// character counts as one behind the last code point.
//
//go:embed alphabet.txt
var alphabet string

// numbering is the alphabet as tables.
type numbering struct {
	// characters are the bytes of each, the first the lowest, and above them how
	// many there are. None has more than three.
	characters []uint32
	numbers    [math.MaxUint16 + 1]uint32 // of the characters up to U+FFFF
}

var numbered = sync.OnceValue(func() *numbering {
	characters := []rune(alphabet)
	n := &numbering{characters: make([]uint32, len(characters))}
	for r := range n.numbers {
		n.numbers[r] = uint32(len(characters) + r)
	}
	for i, r := range characters {
		n.numbers[r] = uint32(i)
		var packed [4]byte
		packed[3] = byte(utf8.EncodeRune(packed[:], r))
		n.characters[i] = binary.LittleEndian.Uint32(packed[:])
	}
	return n
})

// next is the number of the first character of a text, and its length there.
func (n *numbering) next(text string) (number uint32, size int) {
	r, size := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError && size == 1 {
		return uint32(len(n.characters)+utf8.MaxRune+1) + uint32(text[0]), 1
	}
	if int(r) < len(n.numbers) {
		return n.numbers[r], size
	}
	return uint32(len(n.characters) + int(r)), size
}

// put writes the character with a number to the beginning of four bytes or more,
// and gives how many it has; 0 if there is no such character.
func (n *numbering) put(text []byte, number uint32) int {
	if int(number) < len(n.characters) {
		packed := n.characters[number]
		binary.LittleEndian.PutUint32(text, packed)
		return int(packed >> 24)
	}
	r := rune(int(number) - len(n.characters))
	if utf8.ValidRune(r) {
		return utf8.EncodeRune(text, r)
	}
	if part := r - utf8.MaxRune - 1; 0 <= part && part <= math.MaxUint8 {
		text[0] = byte(part)
		return 1
	}
	return 0
}

// appendCode appends the code of a text.
func appendCode(code []byte, text string) []byte {
	table := numbered()
	for text != "" {
		n, size := table.next(text)
		text = text[size:]
		for n >= stoppers {
			n -= stoppers
			code = append(code, byte(stoppers+n%continuers))
			n /= continuers
		}
		code = append(code, byte(n))
	}
	return code
}

// codeLength is the length of a text's code.
func codeLength(text string) (length int) {
	table := numbered()
	for text != "" {
		n, size := table.next(text)
		text = text[size:]
		for length++; n >= stoppers; length++ {
			n = (n - stoppers) / continuers
		}
	}
	return length
}

// decodeText gives the text of a code, if it is the code of one.
func decodeText(code []byte) (text string, ok bool) {
	table := numbered()
	// A byte is a character of three bytes at most; there is room for one more.
	plain, end := make([]byte, 3*len(code)+utf8.UTFMax), 0
	n, scale := uint32(0), uint32(1)
	for _, c := range code {
		if n += uint32(c) * scale; c >= stoppers {
			if scale *= continuers; scale > mostScale {
				return "", false
			}
			continue
		}
		size := table.put(plain[end:], n)
		if size == 0 {
			return "", false
		}
		end += size
		n, scale = 0, 1
	}
	return string(plain[:end]), scale == 1
}

// Needle is a text that is looked for in others.
type Needle struct {
	text string
	// head and tail are its code, parted before the rarest of its characters.
	head, tail []byte
	// raw says that bytes of it are no characters: they can be within one.
	raw bool
}

// NewNeedle makes a text ready to be looked for.
func NewNeedle(text string) *Needle {
	n := &Needle{text: text, raw: !utf8.ValidString(text)}
	rarest, at := uint32(0), 0
	for i := range text {
		if number, _ := numbered().next(text[i:]); number > rarest {
			rarest, at = number, i
		}
	}
	n.head, n.tail = appendCode(nil, text[:at]), appendCode(nil, text[at:])
	return n
}

// in tells whether the needle stands in the text of a code.
func (n *Needle) in(code []byte) bool {
	if n.raw {
		text, _ := decodeText(code)
		return strings.Contains(text, n.text)
	}
	for from := len(n.head); from <= len(code); {
		i := bytes.Index(code[from:], n.tail)
		if i < 0 {
			return false
		}
		at := from + i - len(n.head)
		if bytes.HasPrefix(code[at:], n.head) && (at == 0 || code[at-1] < stoppers) {
			return true
		}
		from += i + 1
	}
	return false
}
