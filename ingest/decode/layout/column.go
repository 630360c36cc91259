package layout

import (
	"math"
	"slices"
)

// A measure tells the widths of text apart that pages have: the full one, which is
// the zero value, and those of columns, in characters.
type measure struct{ columns, width int }

// Text in columns has this many lines and characters a line at least.
const (
	fewestLines   = 4
	narrowestText = 8
)

// flows tells whether columns are text that goes on from the foot of one to the head
// of the next: about equally wide, with most lines as long as the column is. In a
// table the rows are further apart than the lines of a cell.
func (r region) flows(columns [][]line) bool {
	if len(columns) > 3 || r.rows() >= 3 {
		return false
	}
	narrow, wide := math.Inf(1), 0.0
	for _, lines := range columns {
		if len(lines) < fewestLines {
			return false
		}
		left, right := edges(lines)
		size := lines[0].size
		if right-left < narrowestText*size || 2*filled(lines, right) < len(lines) {
			return false
		}
		narrow, wide = min(narrow, right-left), max(wide, right-left)
	}
	return narrow > 0.7*wide
}

// rows counts the places at which all columns at once are further apart than lines
// are.
func (r region) rows() int {
	var steps []float64
	for i := 1; i < len(r.bands); i++ {
		steps = append(steps, r.bands[i-1].y-r.bands[i].y)
	}
	if len(steps) == 0 {
		return 0
	}
	least, n := slices.Min(steps), 0
	for _, step := range steps {
		if step > 1.25*least {
			n++
		}
	}
	if 5*n < len(steps) {
		return 0
	}
	return n
}

// filled counts the lines that end near the edge.
func filled(lines []line, right float64) (n int) {
	for _, l := range lines {
		if l.x1 > right-1.5*l.size {
			n++
		}
	}
	return n
}

// edges are where lines begin and end at most.
func edges(lines []line) (left, right float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.x0), max(right, l.x1)
	}
	return left, right
}

// flow lays columns under each other, as if they were narrow pages.
func flow(columns [][]line) []line {
	var out []line
	widest := 0.0
	for _, lines := range columns {
		left, right := edges(lines)
		widest = max(widest, (right-left)/lines[0].size)
	}
	set := measure{len(columns), int(math.Round(widest))}
	for i, lines := range columns {
		left, _ := edges(lines)
		for _, l := range lines {
			l.x0, l.x1, l.measure, l.zone = l.x0-left, l.x1-left, set, i
			out = append(out, l)
		}
	}
	return out
}
