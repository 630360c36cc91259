package web

import (
	"slices"
	"strings"

	"gongshi"
	"gongshi/normal"
)

// leastSame is how many characters in a row two texts must share for it to be more than
// chance: 生态环境局 stands in every notice.
const leastSame = 8

// mostCompared is how many characters of a text are compared.
const mostCompared = 200_000

// folded is a text in the form in which texts are compared, cut into characters.
type folded struct {
	text   string
	origin gongshi.OffsetMap
	starts []int // where each character begins, and the end
}

func fold(text string) folded {
	f := folded{}
	f.text, f.origin = normal.SearchMap(text)
	f.starts = make([]int, 0, len(f.text)/3+1)
	for i := range f.text {
		if len(f.starts) == mostCompared {
			f.starts = append(f.starts, i)
			return f
		}
		f.starts = append(f.starts, i)
	}
	f.starts = append(f.starts, len(f.text))
	return f
}

// whole tells whether all of the text is compared.
func (f *folded) whole() bool { return f.starts[len(f.starts)-1] == len(f.text) }

// windows gives the number of sequences of leastSame characters.
func (f *folded) windows() int { return max(0, len(f.starts)-leastSame) }

func (f *folded) window(i int) string { return f.text[f.starts[i]:f.starts[i+leastSame]] }

// sequences are all sequences of leastSame characters that stand in one line.
func (f *folded) sequences() map[string]bool {
	all := make(map[string]bool, f.windows())
	for i := range f.windows() {
		if w := f.window(i); !strings.Contains(w, "\n") {
			all[w] = true
		}
	}
	return all
}

// sharedWith gives the places of the text that stand in another one as well, given by its
// sequences: a character does if one of the sequences around it does. shared is how many
// characters these are.
func (f *folded) sharedWith(other map[string]bool) (places []gongshi.Span, shared int) {
	covered := -1 // up to which character the last place goes
	begin := -1
	end := func() {
		if begin >= 0 {
			places = append(places, f.origin.Source(gongshi.Span{Start: f.starts[begin], End: f.starts[covered]}))
			shared += covered - begin
		}
	}
	for i := range f.windows() {
		if !other[f.window(i)] {
			continue
		}
		if i > covered {
			end()
			begin = i
		}
		covered = i + leastSame
	}
	end()
	return places, shared
}

// characters is how many characters of the text are compared.
func (f *folded) characters() int { return len(f.starts) - 1 }

// sharedPart is a stretch of a text that another one has, too, or has not.
type sharedPart struct {
	Text string
	Same bool
}

// partsOf takes a stretch of a text apart by the places that are shared, which are in
// order.
func partsOf(text string, span gongshi.Span, places []gongshi.Span) []sharedPart {
	var parts []sharedPart
	add := func(from, to int, same bool) {
		if from < to {
			parts = append(parts, sharedPart{text[from:to], same})
		}
	}
	at := span.Start
	from, _ := slices.BinarySearchFunc(places, span.Start, func(p gongshi.Span, start int) int {
		if p.End <= start {
			return -1
		}
		return 1
	})
	for _, p := range places[from:] {
		if p.Start >= span.End {
			break
		}
		start, end := max(p.Start, at), min(p.End, span.End)
		add(at, start, false)
		add(start, end, true)
		at = max(at, end)
	}
	add(at, span.End, false)
	return parts
}

// percent is a share of characters as a whole number.
func percent(part, of int) int {
	if of == 0 {
		return 0
	}
	return 100 * part / of
}
