// Package minhash answers how much two texts have in common without comparing
// them: from a sketch of each, which is small and quickly made.
package minhash

import "encoding/binary"

// Sketch is for each of its bins the least hash of the character sequences that
// fall into it, 0 for none (one permutation hashing; Li, Owen, Zhang 2012): a text
// is hashed once, whatever the number of bins.
type Sketch [bins]uint32

const (
	bins    = 128
	binBits = 7
)

// Of makes the sketch of a text from its sequences of n characters.
func Of(s string, n int) (k Sketch) {
	for h := range Shingles(s, n) {
		k.Add(h)
	}
	return k
}

// Shingles gives the hashes of the sequences of n characters of a text, in their
// order; none of a text that is shorter.
func Shingles(s string, n int) func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		last, seen := make([]rune, n), 0
		for _, r := range s {
			copy(last, last[1:])
			last[n-1] = r
			if seen++; seen < n {
				continue
			}
			var h uint64
			for _, r := range last {
				h = mix(h ^ uint64(r))
			}
			if !yield(h) {
				return
			}
		}
	}
}

// Add puts the hash of a sequence into the sketch.
func (k *Sketch) Add(h uint64) {
	bin, value := h>>(64-binBits), max(1, uint32(h))
	if k[bin] == 0 || value < k[bin] {
		k[bin] = value
	}
}

// mix spreads the bits of a hash (the finalizer of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Likeness estimates the Jaccard index of the two texts' sequences: how many they
// share, of all that they have.
func (k *Sketch) Likeness(other *Sketch) float64 {
	used, equal := 0, 0
	for i := range k {
		if k[i] == 0 && other[i] == 0 {
			continue
		}
		used++
		if k[i] == other[i] {
			equal++
		}
	}
	if used == 0 {
		return 0
	}
	return float64(equal) / float64(used)
}

// MarshalBinary gives the sketch in a form to be stored; it never fails.
func (k *Sketch) MarshalBinary() ([]byte, error) {
	if *k == (Sketch{}) {
		return nil, nil
	}
	return binary.Append(nil, binary.LittleEndian, k[:])
}

// UnmarshalBinary reads what MarshalBinary gave. Anything else is an empty
// sketch, which is like nothing.
func (k *Sketch) UnmarshalBinary(data []byte) error {
	*k = Sketch{}
	if len(data) == 4*bins {
		_, err := binary.Decode(data, binary.LittleEndian, k[:])
		return err
	}
	return nil
}
