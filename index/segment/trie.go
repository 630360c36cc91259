package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
	"unicode"

	"github.com/klauspost/compress/zstd"
)

// Trie is the dictionary as a double array, made beforehand: ready in a few
// milliseconds, in a few megabytes, without C. It cuts texts as [Segmenter]
// does, word for word. It can be used by several goroutines at once.
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
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	b, err := reader.DecodeAll(packed, nil)
	if err != nil {
		return nil, err
	}
	const header = 4 * 4
	if len(b) < header {
		return nil, errors.New("cut short")
	}
	number := func(i int) int { return int(binary.LittleEndian.Uint32(b[4*i:])) }
	weights, alphabet, nodes := number(0), number(1), number(3)
	if want := header + 8*weights + 4*alphabet + 7*nodes; len(b) != want {
		return nil, fmt.Errorf("%d bytes, not %d", len(b), want)
	}
	t := &Trie{maxWord: number(2)}
	b = b[header:]
	t.weights = readWeights(b[:8*weights])
	b = b[8*weights:]
	t.readAlphabet(b[:4*alphabet])
	t.nodes = readNodes(b[4*alphabet:], nodes)
	t.desks.New = func() any { return new(desk) }
	return t, nil
}

func readWeights(b []byte) []float64 {
	weights := make([]float64, len(b)/8)
	for i := range weights {
		weights[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return weights
}

func (t *Trie) readAlphabet(b []byte) {
	t.signs = kinds()
	t.rare = map[rune]uint16{}
	for i := range len(b) / 4 {
		r, code := rune(binary.LittleEndian.Uint32(b[4*i:])), uint16(i+1)
		if int(r) < len(t.signs) {
			t.signs[r] |= sign(code)
		} else {
			t.rare[r] = code
		}
	}
}

// readNodes reads the columns of n nodes, seven bytes a node.
func readNodes(b []byte, n int) []node {
	nodes := make([]node, n)
	column := func(i int) []byte { return b[i*n : (i+1)*n] }
	b0, b1, b2 := column(0), column(1), column(2)
	c0, c1, v0, v1 := column(3), column(4), column(5), column(6)
	for i := range nodes {
		nodes[i] = node{
			base:  uint32(b0[i]) | uint32(b1[i])<<8 | uint32(b2[i])<<16,
			check: uint16(c0[i]) | uint16(c1[i])<<8,
			value: uint16(v0[i]) | uint16(v1[i])<<8,
		}
	}
	return nodes
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
