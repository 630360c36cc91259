package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"unicode"

	"github.com/klauspost/compress/zstd"
)

// Trie is the dictionary as a double array, made beforehand. It cuts texts as
// [Segmenter] does, word for word, and finds all words in a text. It can be used
// by several goroutines at once.
type Trie struct {
	// nodes: the child of a node for the character with code c is the node at
	// base + c, if its check is c. Those of the root are at their codes; base 0
	// means that there are no children.
	nodes []node
	// weights are logarithms of probabilities. The first is that of a character
	// that is no word.
	weights []float64
	// signs has what is to be known of each character of the basic plane.
	signs []sign
	// rare are the codes of the dictionary's characters in other planes.
	rare    map[rune]uint16
	maxWord int // characters of the longest word
	desks   sync.Pool
}

type node struct {
	base  uint32
	check uint16
	value uint16 // number of the weight of the word that ends here, or 0
}

// sign is a character's code in the trie, 0 if it is in no word, and its kind
// above that.
type sign uint32

const kindBit = 16

// The kinds of characters. What is of none parts words; it may still stand in
// one, if the dictionary says so: AT&T.
const (
	kindWord      sign = 1 << (kindBit + iota) // letter or digit
	kindLatin                                  // one that is joined with its neighbours
	kindInvisible                              // not to be seen, and left out
	kindSeparator                              // gojieba cuts there, whatever stands around it
)

func (s sign) code() uint16 { return uint16(s) }

var loadTrie = sync.OnceValues(func() (*Trie, error) {
	packed, err := dictFS.ReadFile("dict/trie.zst")
	if err != nil {
		return nil, err
	}
	t, err := unpackTrie(packed)
	if err != nil {
		return nil, fmt.Errorf("dictionary of this program: %w", err)
	}
	return t, nil
})

// LoadTrie gives the trie, unpacking it if nobody has done so. It fails only if
// the program file is damaged.
func LoadTrie() (*Trie, error) { return loadTrie() }

// Cut is [Trie.Cut] of the trie that [LoadTrie] gives.
func Cut(text string) ([]Token, error) {
	t, err := LoadTrie()
	if err != nil {
		return nil, err
	}
	return t.Cut(text), nil
}

// unpackTrie reads what gen has written.
func unpackTrie(packed []byte) (*Trie, error) {
	r, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var header struct{ Weights, Alphabet, MaxWord, Nodes uint32 }
	if err := binary.Read(r, binary.LittleEndian, &header); err != nil {
		return nil, err
	}
	t := &Trie{maxWord: int(header.MaxWord), weights: make([]float64, header.Weights)}
	if err := binary.Read(r, binary.LittleEndian, t.weights); err != nil {
		return nil, err
	}
	alphabet := make([]rune, header.Alphabet)
	if err := binary.Read(r, binary.LittleEndian, alphabet); err != nil {
		return nil, err
	}
	t.learn(alphabet)
	if t.nodes, err = readNodes(r, int(header.Nodes)); err != nil {
		return nil, err
	}
	// The checksum is compared where the end is found.
	if rest, err := io.ReadAll(r); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes left: %w", len(rest), cmp.Or(err, errors.New("no end")))
	}
	t.desks.New = func() any { return new(desk) }
	return t, nil
}

// learn makes the table of characters; the one with code i+1 is alphabet[i].
func (t *Trie) learn(alphabet []rune) {
	t.signs = kinds()
	t.rare = map[rune]uint16{}
	for i, r := range alphabet {
		if int(r) < len(t.signs) {
			t.signs[r] |= sign(i + 1)
		} else {
			t.rare[r] = uint16(i + 1)
		}
	}
}

// chunk is how many nodes are stored together, byte by byte: the first bytes of
// all their bases, then the second, and so on.
const chunk = 1 << 17

func readNodes(r io.Reader, n int) ([]node, error) {
	nodes := make([]node, n)
	buffer := make([]byte, 7*min(n, chunk))
	for part := range slices.Chunk(nodes, chunk) {
		n := len(part)
		if _, err := io.ReadFull(r, buffer[:7*n]); err != nil {
			return nil, err
		}
		column := func(i int) []byte { return buffer[i*n : (i+1)*n] }
		b0, b1, b2 := column(0), column(1), column(2)
		c0, c1, v0, v1 := column(3), column(4), column(5), column(6)
		for i := range part {
			part[i] = node{
				base:  uint32(b0[i]) | uint32(b1[i])<<8 | uint32(b2[i])<<16,
				check: uint16(c0[i]) | uint16(c1[i])<<8,
				value: uint16(v0[i]) | uint16(v1[i])<<8,
			}
		}
	}
	return nodes, nil
}

// kinds gives the kinds of the characters of the basic plane.
func kinds() []sign {
	signs := make([]sign, 1<<16)
	for _, table := range []*unicode.RangeTable{unicode.L, unicode.N} {
		for _, r := range table.R16 {
			for c := int(r.Lo); c <= int(r.Hi); c += int(r.Stride) {
				signs[c] |= wordKind(rune(c))
			}
		}
	}
	for _, table := range []*unicode.RangeTable{unicode.Cf, unicode.Cc} {
		for _, r := range table.R16 {
			for c := int(r.Lo); c <= int(r.Hi); c += int(r.Stride) {
				if isInvisible(rune(c)) {
					signs[c] |= kindInvisible
				}
			}
		}
	}
	for _, c := range separators {
		signs[c] |= kindSeparator
	}
	return signs
}

// wordKind is the kind of a letter or digit.
func wordKind(r rune) sign {
	if r < firstEastern {
		return kindWord | kindLatin
	}
	return kindWord
}

// sign gives what is to be known of a character.
func (t *Trie) sign(r rune) sign {
	if int(r) < len(t.signs) {
		return t.signs[r]
	}
	s := sign(t.rare[r])
	if isWordRune(r) {
		s |= wordKind(r)
	}
	if isInvisible(r) {
		s |= kindInvisible
	}
	return s
}

// child gives the node below the one with this base for the character with
// this code. One that is not there is the zero node, which has no children and
// ends no word.
func (t *Trie) child(base uint32, code uint16) node {
	if i := int(base) + int(code); i < len(t.nodes) {
		if n := t.nodes[i]; n.check == code {
			return n
		}
	}
	return node{}
}
