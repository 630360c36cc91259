package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A line is glyphs that stand on one baseline.
type line struct {
	page   int
	text   string
	x0, x1 float64 // from the first to the last mark on paper
	y      float64
	size   float64 // of most of its glyphs
	unit   float64 // width of what stands at its start and cannot be broken
	count  int     // marks on paper
	glyphs []Glyph // from left to right
	// measure is the one of several on a page in which the line is set, and zone
	// counts the pieces of the page that follow on each other.
	measure measure
	zone    int
	cells   []string // of a row of a table
}

// follows tells whether a line may stand right below another, in the same piece of
// the same page.
func (l line) follows(above line) bool { return l.page == above.page && l.zone == above.zone }

// middle is the centre of the line.
func (l line) middle() float64 { return (l.x0 + l.x1) / 2 }

// linesOf rebuilds the lines of a page from where its glyphs stand, whatever
// the order in which they are drawn.
func linesOf(index int, glyphs []Glyph) []line {
	glyphs = sound(glyphs)
	level(glyphs)
	glyphs = dropCopies(glyphs)
	plain, large := partSizes(glyphs)
	return inOrder(grouped(index, plain), grouped(index, large))
}

// farLarger is how many times as large as most glyphs of a page those are that make
// lines of their own: watermarks, letters over several lines.
const farLarger = 3

// partSizes parts the glyphs that are far larger than most from the others.
func partSizes(glyphs []Glyph) (plain, large []Glyph) {
	if len(glyphs) == 0 {
		return nil, nil
	}
	sizes := make([]float64, len(glyphs))
	for i, g := range glyphs {
		sizes[i] = g.Size
	}
	slices.Sort(sizes)
	most := farLarger * sizes[len(sizes)/2]
	for _, g := range glyphs {
		if g.Size > most {
			large = append(large, g)
		} else {
			plain = append(plain, g)
		}
	}
	return plain, large
}

// grouped makes lines of the glyphs that stand at one height, from the top down.
func grouped(index int, glyphs []Glyph) (lines []line) {
	slices.SortStableFunc(glyphs, func(a, b Glyph) int { return cmp.Compare(b.Y, a.Y) })
	for start := 0; start < len(glyphs); {
		end := start + 1
		for end < len(glyphs) && sameBaseline(glyphs[start], glyphs[end]) {
			end++
		}
		if l, ok := newLine(index, glyphs[start:end]); ok {
			lines = append(lines, l)
		}
		start = end
	}
	return lines
}

// inOrder puts large lines before the first of the others that they stand beside or
// above.
func inOrder(plain, large []line) []line {
	if len(large) == 0 {
		return plain
	}
	out := make([]line, 0, len(plain)+len(large))
	for _, l := range plain {
		for len(large) > 0 && large[0].y+0.8*large[0].size > l.y {
			out, large = append(out, large[0]), large[1:]
		}
		out = append(out, l)
	}
	return append(out, large...)
}

// sound leaves out glyphs that are no text or stand nowhere, and gives those
// without a size one.
func sound(glyphs []Glyph) []Glyph {
	kept := make([]Glyph, 0, len(glyphs))
	for _, g := range glyphs {
		if g.Skew || !keep(g.R) && !blank(g.R) || !finite(g.X) || !finite(g.Y) {
			continue
		}
		if !finite(g.Size) || g.Size <= 0 {
			g.Size = 1
		}
		if !finite(g.W) || g.W < 0 || g.W > 3*g.Size {
			g.W = Advance(g.R, g.Size)
		}
		kept = append(kept, g)
	}
	return kept
}

// finite tells whether a coordinate is one; beyond a million points lies no paper.
func finite(f float64) bool { return math.Abs(f) < 1e6 }

// sameBaseline tells whether glyph b stands on the line of glyph a, give or take what
// small letters are raised or lowered by; of a smaller font that is less than a line.
func sameBaseline(a, b Glyph) bool {
	return a.Y-b.Y <= min(0.4*max(a.Size, b.Size), 0.8*min(a.Size, b.Size))
}

// cell is a square of the page in which copies of a glyph are looked for.
type cell struct {
	r    rune
	x, y int
}

// dropCopies keeps one of several equal glyphs on the same spot: text drawn
// again a little beside itself looks bold.
func dropCopies(glyphs []Glyph) []Glyph {
	kept := make([]Glyph, 0, len(glyphs))
	seen := make(map[cell][]Glyph, len(glyphs))
	for _, g := range glyphs {
		if copied(seen, g) {
			continue
		}
		at := cellOf(g)
		seen[at] = append(seen[at], g)
		kept = append(kept, g)
	}
	return kept
}

// cellSize is the side of a cell in points; copies stand nearer than that.
const cellSize = 8

// maxEqual is with how many of the equal glyphs of a cell one is compared. More do
// not find room there unless they are tiny.
const maxEqual = 64

func cellOf(g Glyph) cell {
	return cell{g.R, int(math.Floor(g.X / cellSize)), int(math.Floor(g.Y / cellSize))}
}

// copied tells whether an equal glyph stands where g does, give or take an
// eighth of its size.
func copied(seen map[cell][]Glyph, g Glyph) bool {
	near := min(g.Size/8, cellSize)
	at := cellOf(g)
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			others := seen[cell{g.R, at.x + dx, at.y + dy}]
			for _, other := range others[max(0, len(others)-maxEqual):] {
				if math.Abs(other.X-g.X) < near && math.Abs(other.Y-g.Y) < near {
					return true
				}
			}
		}
	}
	return false
}

// newLine makes a line of glyphs on one baseline; false if it has no marks.
func newLine(index int, glyphs []Glyph) (line, bool) {
	slices.SortStableFunc(glyphs, func(a, b Glyph) int { return cmp.Compare(a.X, b.X) })
	for len(glyphs) > 0 && blank(glyphs[0].R) {
		glyphs = glyphs[1:]
	}
	for len(glyphs) > 0 && blank(glyphs[len(glyphs)-1].R) {
		glyphs = glyphs[:len(glyphs)-1]
	}
	if len(glyphs) == 0 {
		return line{}, false
	}
	last := glyphs[len(glyphs)-1]
	l := line{
		page: index, x0: glyphs[0].X, x1: last.X + last.W,
		text: spell(glyphs), unit: firstUnit(glyphs), glyphs: glyphs,
	}
	nominal := commonSize(glyphs)
	l.size = nominal
	if pitch, ok := hanPitch(glyphs); ok && 0.5*nominal < pitch && pitch < 1.3*nominal {
		l.size = pitch
	}
	for _, g := range glyphs {
		if !blank(g.R) {
			l.count++
		}
		if g.Size == nominal {
			l.y = g.Y
		}
	}
	return l, true
}

// hanPitch is the usual distance of Chinese characters that follow on each
// other. It is what a reader takes for their size; the text layers of scans
// have any size. False if there are too few.
func hanPitch(glyphs []Glyph) (float64, bool) {
	var steps []float64
	for i := 1; i < len(glyphs); i++ {
		if wide(glyphs[i-1].R) && wide(glyphs[i].R) {
			steps = append(steps, glyphs[i].X-glyphs[i-1].X)
		}
	}
	if len(steps) < 5 {
		return 0, false
	}
	slices.Sort(steps)
	return steps[len(steps)/2], true
}

// spell writes the glyphs of a line, with a blank where the paper shows one.
func spell(glyphs []Glyph) string {
	var b strings.Builder
	var previous Glyph
	typed, scattered := false, blanksScattered(glyphs)
	for _, g := range glyphs {
		if blank(g.R) {
			typed = true
			continue
		}
		inside := scattered && wide(previous.R) && wide(g.R)
		if b.Len() > 0 && gapBetween(previous, g, typed && !inside) {
			b.WriteByte(' ')
		}
		b.WriteRune(g.R)
		previous, typed = g, false
	}
	return b.String()
}

// blanksScattered tells of a line with so many blanks between its Chinese
// characters that nobody typed them: text recognised on scans has them between
// what the program took for words.
func blanksScattered(glyphs []Glyph) bool {
	pairs, apart := 0, 0
	for i := 1; i < len(glyphs); i++ {
		a, b := glyphs[i-1].R, glyphs[i].R
		switch {
		case wide(a) && wide(b):
			pairs++
		case wide(a) && blank(b) && i+1 < len(glyphs) && wide(glyphs[i+1].R):
			apart++
		}
	}
	return apart >= 4 && apart*5 >= pairs+apart
}

// gapBetween tells whether a blank belongs between two neighbours. Between Han
// characters the paper decides: OCR layers put a blank after each of them.
// Elsewhere a blank that was typed counts, and so does the gap between words
// of letters.
func gapBetween(a, b Glyph, typed bool) bool {
	gap := (b.X - a.X - a.W) / max(a.Size, b.Size)
	switch {
	case wide(a.R) && wide(b.R):
		return gap > 1 || typed && gap > 0.3
	case wide(a.R) || wide(b.R):
		return gap > 1 || typed
	}
	return gap > 0.2 || typed && gap > 0
}

// commonSize is the size that most glyphs have.
func commonSize(glyphs []Glyph) float64 {
	count := map[float64]int{}
	best := glyphs[0].Size
	for _, g := range glyphs {
		count[g.Size]++
		if count[g.Size] > count[best] {
			best = g.Size
		}
	}
	return best
}

// opening and closing marks may not stand at the end and the start of a line.
const (
	opening = "（〔《“‘【〈「『([{＜"
	closing = "）〕》”’】〉」』)]}＞，。、；：！？,.;:!?％%…—"
)

// firstUnit is the width of what would have had to fit on the line before: the
// first character with the marks that cling to it, or a word or number.
func firstUnit(glyphs []Glyph) float64 {
	i := 0
	for i < len(glyphs)-1 && strings.ContainsRune(opening, glyphs[i].R) {
		i++
	}
	if !wide(glyphs[i].R) {
		for i < len(glyphs)-1 && !wide(glyphs[i+1].R) && !blank(glyphs[i+1].R) && !gapBetween(glyphs[i], glyphs[i+1], false) {
			i++
		}
	}
	for i < len(glyphs)-1 && strings.ContainsRune(closing, glyphs[i+1].R) {
		i++
	}
	return glyphs[i].X + glyphs[i].W - glyphs[0].X
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
