package hostile

import (
	"bytes"
	"math/rand/v2"
	"slices"
)

// Original is a good file to be damaged.
type Original struct {
	Name string
	Data []byte
}

// Mutant gives a damaged copy of one of the originals, always the same for a
// seed. Pieces of the others may get into it.
func Mutant(seed uint64, originals []Original) Original {
	m := mutator{rand.New(rand.NewPCG(seed, 0x6d7574)), originals}
	from := originals[m.IntN(len(originals))]
	data := bytes.Clone(from.Data)
	for range 1 + m.IntN(6) {
		if len(data) > 0 {
			data = m.damage(data)
		}
	}
	return Original{from.Name, data}
}

type mutator struct {
	*rand.Rand
	originals []Original
}

// mostCopied is how long a piece is that is moved within a file.
const mostCopied = 4096

// damage damages a file in one way.
func (m mutator) damage(data []byte) []byte {
	at := m.IntN(len(data))
	switch m.IntN(10) {
	case 0, 1:
		data[at] ^= 1 << m.IntN(8)
	case 2:
		data[at] = byte(m.Uint32())
	case 3:
		m.number(data[at:])
	case 4: // cut short
		if m.IntN(3) == 0 {
			data = data[:at]
		}
	case 5: // two pieces change places
		n := min(1+m.IntN(mostCopied), len(data)/2)
		a, b := m.IntN(len(data)-n+1), m.IntN(len(data)-n+1)
		first := bytes.Clone(data[a : a+n])
		copy(data[a:a+n], bytes.Clone(data[b:b+n]))
		copy(data[b:b+n], first)
	case 6: // a run of one byte
		run := bytes.Repeat([]byte{[]byte{0, 0xFF, ' ', '<', '(', byte(m.Uint32())}[m.IntN(6)]}, 1<<m.IntN(14))
		data = slices.Insert(data, at, run...)
	case 7: // something left out
		data = slices.Delete(data, at, min(len(data), at+1+m.IntN(mostCopied)))
	case 8: // a piece of another file
		other := m.originals[m.IntN(len(m.originals))].Data
		if len(other) > 0 {
			start := m.IntN(len(other))
			piece := other[start:min(len(other), start+1+m.IntN(mostCopied))]
			if m.IntN(2) == 0 {
				data = slices.Insert(data, at, piece...)
			} else {
				copy(data[at:], piece)
			}
		}
	default: // a piece again and again
		piece := bytes.Clone(data[at:min(len(data), at+1+m.IntN(64))])
		data = slices.Insert(data, at, bytes.Repeat(piece, 1+m.IntN(200))...)
	}
	return data
}

// number writes a number that is at some border over the first bytes: a binary
// one, or over digits a decimal one.
func (m mutator) number(data []byte) {
	if digits := bytes.IndexFunc(data, func(r rune) bool { return r >= '0' && r <= '9' }); digits >= 0 && m.IntN(2) == 0 {
		for i := digits; i < len(data) && data[i] >= '0' && data[i] <= '9'; i++ {
			data[i] = '9'
		}
		return
	}
	borders := []string{"\x00\x00\x00\x00", "\xff\xff\xff\xff", "\xff\xff\xff\x7f", "\x7f\xff\xff\xff", "\x00\x00\x00\x80", "\x80\x00\x00\x00", "\xff\xff", "\x00\x80", "\x01\x00\x00\x00\x00\x00\x00\x80"}
	copy(data, borders[m.IntN(len(borders))])
}
