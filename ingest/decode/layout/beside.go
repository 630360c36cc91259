package layout

import (
	"cmp"
	"slices"
	"sort"
)

// Near is by how much two readings of a page may differ in where a glyph stands, as a
// share of its size.
const Near = 0.4

// Beside gives the glyphs of more that do not stand where a page has its own, give or
// take a share of their size at both sides. The two come from different readings of the
// page.
func Beside(own, more []Glyph, slack float64) (found []Glyph) {
	sorted := slices.Clone(own)
	slices.SortFunc(sorted, func(a, b Glyph) int { return cmp.Compare(a.Y, b.Y) })
	tallest := 0.0
	for _, g := range own {
		tallest = max(tallest, g.Size)
	}
	for _, m := range more {
		x, y := m.X+m.W/2, m.Y+m.Size/2
		covered := false
		start := sort.Search(len(sorted), func(i int) bool { return sorted[i].Y > y-(1+Near)*tallest })
		for _, g := range sorted[start:] {
			if g.Y >= y+Near*tallest {
				break
			}
			side, above := slack*g.Size, Near*g.Size
			if x > g.X-side && x < g.X+g.W+side && y > g.Y-above && y < g.Y+g.Size+above {
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
