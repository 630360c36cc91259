package main

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"math/bits"
	"slices"
)

// trie is a double array: the child of a node for the character with code c is
// the node at the node's base + c, if that node's check is c. That holds as no
// two nodes have the same base. Children of the root, whose base is 0, are at
// their codes; base 0 elsewhere means that there are no children.
type trie struct {
	weights      []float64 // the first is that of a character that is no word
	alphabet     []rune    // the character with code i+1, the most frequent first
	maxWord      int       // characters of the longest word
	base         []uint32
	check, value []uint16 // value: the number of the weight, 0 where no word ends
}

func newTrie(main *mainDictionary, user []term) *trie {
	words := maps.Clone(main.frequency)
	for _, t := range user {
		words[t.word] = cmp.Or(t.frequency, main.median)
	}
	t := &trie{weights: []float64{main.weight(main.min)}}
	numbers := map[int]uint16{}
	for _, n := range slices.Compact(slices.Sorted(maps.Values(words))) {
		numbers[n] = uint16(len(t.weights))
		t.weights = append(t.weights, main.weight(n))
	}
	codes := t.code(words)
	root := &branch{}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		characters := []rune(word)
		t.maxWord = max(t.maxWord, len(characters))
		at := root
		for _, r := range characters {
			at = at.child(codes[r])
		}
		at.value = numbers[words[word]]
	}
	t.place(root)
	return t
}

// code gives each character of the words its code.
func (t *trie) code(words map[string]int) map[rune]uint16 {
	count := map[rune]int{}
	for word := range words {
		for _, r := range word {
			count[r]++
		}
	}
	t.alphabet = slices.SortedFunc(maps.Keys(count), func(a, b rune) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	codes := map[rune]uint16{}
	for i, r := range t.alphabet {
		codes[r] = uint16(i + 1)
	}
	return codes
}

// branch is a node while the trie grows.
type branch struct {
	value    uint16
	base     int
	codes    []uint16 // of the children
	children []*branch
}

func (b *branch) child(code uint16) *branch {
	// Words come in order, so a child is the last one or new.
	if k := len(b.codes) - 1; k >= 0 && b.codes[k] == code {
		return b.children[k]
	}
	b.codes = append(b.codes, code)
	b.children = append(b.children, new(branch))
	return b.children[len(b.children)-1]
}

// place gives every node its place: those with many children first, each at
// the first base at which they all find a free place.
func (t *trie) place(root *branch) {
	var parents []*branch
	var collect func(b *branch)
	collect = func(b *branch) {
		if len(b.children) > 0 && b != root {
			parents = append(parents, b)
		}
		for _, c := range b.children {
			collect(c)
		}
	}
	collect(root)
	slices.SortStableFunc(parents, func(a, b *branch) int { return len(b.children) - len(a.children) })
	var s slots
	s.take(root, 0)
	for _, b := range parents {
		s.take(b, s.find(b.codes))
	}
	size := s.last + 1
	t.base, t.check, t.value = make([]uint32, size), make([]uint16, size), make([]uint16, size)
	for _, b := range append(parents, root) {
		for i, code := range b.codes {
			at, c := b.base+int(code), b.children[i]
			t.base[at], t.check[at], t.value[at] = uint32(c.base), code, c.value
		}
	}
}

// slots are the places of a double array while it is filled, 64 to a number.
type slots struct {
	taken    []uint64
	usedBase []uint64
	full     int // so many numbers at the start have hardly a free place
	last     int // the last place that is taken
}

// find gives the first base at which children with these codes find places. It
// looks at 64 bases at once.
func (s *slots) find(codes []uint16) int {
	for s.full < len(s.taken) && bits.OnesCount64(s.taken[s.full]) >= 62 {
		s.full++
	}
	for word := max(0, 64*s.full-int(slices.Min(codes))) / 64; ; word++ {
		bad := at(s.usedBase, 64*word)
		for _, code := range codes {
			if bad |= at(s.taken, 64*word+int(code)); bad == math.MaxUint64 {
				break
			}
		}
		if bad != math.MaxUint64 {
			return 64*word + bits.TrailingZeros64(^bad)
		}
	}
}

// at gives 64 bits from i on.
func at(set []uint64, i int) uint64 {
	word := func(k int) uint64 {
		if k < len(set) {
			return set[k]
		}
		return 0
	}
	return word(i/64)>>(i%64) | word(i/64+1)<<(64-i%64)
}

func put(set []uint64, i int) []uint64 {
	for i/64 >= len(set) {
		set = append(set, 0)
	}
	set[i/64] |= 1 << (i % 64)
	return set
}

func (s *slots) take(b *branch, base int) {
	b.base = base
	s.usedBase = put(s.usedBase, base)
	for _, code := range b.codes {
		i := base + int(code)
		s.taken = put(s.taken, i)
		s.last = max(s.last, i)
	}
}

// chunk is how many places are written together: a byte of each is then a block
// of its own for the compression.
const chunk = 1 << 17

// bytes is what package segment reads: four numbers, the weights, the alphabet,
// then the places, in chunks; in a chunk the first byte of all bases, the
// second, and so on, because equals are next to each other then.
func (t *trie) bytes() []byte {
	var b []byte
	for _, n := range []int{len(t.weights), len(t.alphabet), t.maxWord, len(t.base)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	for _, w := range t.weights {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(w))
	}
	for _, r := range t.alphabet {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
	}
	for start := 0; start < len(t.base); start += chunk {
		end := min(start+chunk, len(t.base))
		for shift := 0; shift < 24; shift += 8 {
			for _, n := range t.base[start:end] {
				b = append(b, byte(n>>shift))
			}
		}
		for _, column := range [][]uint16{t.check[start:end], t.value[start:end]} {
			for shift := 0; shift < 16; shift += 8 {
				for _, n := range column {
					b = append(b, byte(n>>shift))
				}
			}
		}
	}
	return b
}
