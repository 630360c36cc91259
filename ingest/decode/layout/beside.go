package layout

import (
	"cmp"
	"slices"
	"sort"
)

// Beside gives the glyphs of more that do not stand where a page has its own. The two
// come from different readings of the page.
func Beside(own, more []Glyph) (found []Glyph) {
	const slack = 0.4 // of the size
	sorted := slices.Clone(own)
	slices.SortFunc(sorted, func(a, b Glyph) int { return cmp.Compare(a.Y, b.Y) })
	tallest := 0.0
	for _, g := range own {
		tallest = max(tallest, g.Size)
	}
	for _, m := range more {
		x, y := m.X+m.W/2, m.Y+m.Size/2
		covered := false
		start := sort.Search(len(sorted), func(i int) bool { return sorted[i].Y > y-(1+slack)*tallest })
		for _, g := range sorted[start:] {
			if g.Y >= y+slack*tallest {
				break
			}
			near := slack * g.Size
			if x > g.X-near && x < g.X+g.W+near && y > g.Y-near && y < g.Y+g.Size+near {
				covered = true
				break
			}
		}
		if !covered {
			found = append(found, m)
		}
	}
	return found
}
