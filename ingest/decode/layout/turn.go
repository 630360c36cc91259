package layout

import "math"

// Rotate turns glyphs clockwise by quarters of a circle.
func Rotate(glyphs []Glyph, quarters int) {
	for i := range glyphs {
		g := &glyphs[i]
		switch quarters & 3 {
		case 1:
			g.X, g.Y = g.Y, -g.X
		case 2:
			g.X, g.Y = -g.X, -g.Y
		case 3:
			g.X, g.Y = -g.Y, g.X
		}
	}
}

// level turns a page so that its text runs from left to right, judging by
// where the glyph after a glyph stands. That covers pages laid on their side
// and vertical writing alike. It reports by how many quarters it turned.
func level(glyphs []Glyph) int {
	var votes [4]int
	for i := 1; i < len(glyphs); i++ {
		if q, ok := heading(glyphs[i-1], glyphs[i]); ok {
			votes[q]++
		}
	}
	best := 0
	for q, n := range votes {
		if n > 2*votes[best] {
			best = q
		}
	}
	if best == 0 {
		return 0
	}
	Rotate(glyphs, best)
	for i := range glyphs {
		if wide(glyphs[i].R) {
			glyphs[i].W = glyphs[i].Size // what was measured is the width of the upright glyph
		}
	}
	return best
}

// heading tells the quarter turns after which b stands right of a, if they
// are neighbours in a line.
func heading(a, b Glyph) (int, bool) {
	dx, dy := b.X-a.X, b.Y-a.Y
	near := 2 * a.Size
	switch {
	case math.Abs(dx) > near || math.Abs(dy) > near:
		return 0, false
	case dx > 0 && math.Abs(dy) < dx/4:
		return 0, true
	case dy > 0 && math.Abs(dx) < dy/4:
		return 1, true
	case dx < 0 && math.Abs(dy) < -dx/4:
		return 2, true
	case dy < 0 && math.Abs(dx) < -dy/4:
		return 3, true
	}
	return 0, false
}
