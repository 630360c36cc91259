// Package rendition answers whether two notices are one and the same, published
// in several forms: as a web page, as PDF, as a Word file.
//
// Hiding a notice behind another one that only looks like it is worse than
// showing one twice, so everything that tells two notices apart has to agree:
// issuer and county where both are known, and every number in the sections.
// Counties that copy each other's text differ in those. What is left is
// compared by a sketch of its character sequences, since readers of different
// formats differ in little things.
package rendition

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

// Print is what is kept of a notice to recognise it by.
type Print struct {
	// Text is equal for notices with the same text, white space and width of
	// characters aside.
	Text string
	// Block is equal for all renditions of a notice: only notices of the same
	// block need to be compared. Empty: there is too little to go by.
	Block string
	// Issuer and County are in the form in which they are compared; empty
	// where they are not known.
	Issuer, County string
	Sketch         Sketch
}

// Sketch estimates how much two texts have in common: for each of its bins the
// least hash of the character sequences that fall into it, 0 for none (one
// permutation hashing; Li, Owen, Zhang 2012).
type Sketch [bins]uint32

const (
	bins    = 128
	binBits = 7
	// shingle is the length of the sequences in characters.
	shingle = 4
	// minBody is how many characters the sections must have to be compared.
	minBody = 80
	// minNumbers is how many numbers the sections must have: texts without
	// numbers are too easily alike.
	minNumbers = 3
	// Alike is the share of common sequences from which texts that agree in
	// everything else are one.
	Alike = 0.85
)

// Of gives the print of a notice.
func Of(n *gongshi.Notice) Print {
	p := Print{Text: digest(normal.Letters(n.Text)), Issuer: normal.Letters(n.Issuer)}
	if n.Region != nil {
		p.County = n.Region.County
	}
	var body strings.Builder
	var numbers []string
	for i := range n.Sections {
		body.WriteString(normal.Letters(n.Sections[i].Text))
		numbers = append(numbers, numbersIn(n.Sections[i].Text)...)
	}
	if len(numbers) >= minNumbers && utf8.RuneCountInString(body.String()) >= minBody {
		p.Block = digest(strings.Join(numbers, " "))
		p.Sketch = sketch(body.String())
	}
	return p
}

// Same tells whether two prints are of one notice, and how alike they are: 1
// for equal texts.
func (p *Print) Same(q *Print) (likeness float64, same bool) {
	if p.Text == q.Text {
		return 1, true
	}
	if p.Block == "" || p.Block != q.Block || differ(p.Issuer, q.Issuer) || differ(p.County, q.County) {
		return 0, false
	}
	likeness = p.Sketch.likeness(&q.Sketch)
	return likeness, likeness >= Alike
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// numbersIn gives the numbers of a text in their order, without those that
// count its items: some formats lose these.
func numbersIn(s string) []string {
	if strings.ContainsAny(s, "０１２３４５６７８９") {
		s, _ = normal.Pattern(s)
	}
	var found []string
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		end := i
		for end < len(s) && (isDigit(s[end]) || s[end] == '.' && end+1 < len(s) && isDigit(s[end+1])) {
			end++
		}
		if !isItemNumber(s, i, end) {
			found = append(found, s[i:end])
		}
		i = end
	}
	return found
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isItemNumber tells of "1." "2、" "(3)" from other numbers.
func isItemNumber(s string, start, end int) bool {
	if end-start > 2 {
		return false
	}
	for _, mark := range []string{".", "．", "、", ")", "）"} {
		if strings.HasPrefix(s[end:], mark) {
			return true
		}
	}
	return false
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

func sketch(s string) (k Sketch) {
	var last [shingle]rune
	seen := 0
	for _, r := range s {
		copy(last[:], last[1:])
		last[shingle-1] = r
		if seen++; seen < shingle {
			continue
		}
		var h uint64
		for _, r := range last {
			h = mix(h ^ uint64(r))
		}
		bin, value := h>>(64-binBits), max(1, uint32(h))
		if k[bin] == 0 || value < k[bin] {
			k[bin] = value
		}
	}
	return k
}

// mix spreads the bits of a hash (the finalizer of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// likeness estimates the Jaccard index of the two texts' sequences.
func (k *Sketch) likeness(other *Sketch) float64 {
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

// Rank orders renditions by how faithful their text is, the best first.
func Rank(m gongshi.Method) int {
	return max(0, slices.Index([]gongshi.Method{gongshi.MethodNative, gongshi.MethodPDFText, gongshi.MethodOCR}, m))
}
