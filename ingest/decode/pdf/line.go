package pdf

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
}

// middle is the centre of the line.
func (l line) middle() float64 { return (l.x0 + l.x1) / 2 }

// linesOf rebuilds the lines of a page from where its glyphs stand, whatever
// the order in which they are drawn.
func linesOf(index int, glyphs []glyph) []line {
	glyphs = sound(glyphs)
	level(glyphs)
	glyphs = dropCopies(glyphs)
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(b.y, a.y) })
	var lines []line
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

// sound leaves out glyphs that are no text or stand nowhere, and gives those
// without a size one.
func sound(glyphs []glyph) []glyph {
	kept := make([]glyph, 0, len(glyphs))
	for _, g := range glyphs {
		if g.skew || !keep(g.r) && !blank(g.r) || !finite(g.x) || !finite(g.y) {
			continue
		}
		if !finite(g.size) || g.size <= 0 {
			g.size = 1
		}
		if !finite(g.w) || g.w < 0 || g.w > 3*g.size {
			g.w = advance(g.r, g.size)
		}
		kept = append(kept, g)
	}
	return kept
}

// finite tells whether a coordinate is one; beyond a million points lies no paper.
func finite(f float64) bool { return math.Abs(f) < 1e6 }

// advance guesses the width of a character.
func advance(r rune, size float64) float64 {
	if wide(r) || r == '—' || r == '…' {
		return size
	}
	return size / 2
}

func sameBaseline(a, b glyph) bool { return a.y-b.y <= 0.4*max(a.size, b.size) }

// cell is a square of the page in which copies of a glyph are looked for.
type cell struct {
	r    rune
	x, y int
}

// dropCopies keeps one of several equal glyphs on the same spot: text drawn
// again a little beside itself looks bold.
func dropCopies(glyphs []glyph) []glyph {
	kept := make([]glyph, 0, len(glyphs))
	seen := make(map[cell][]glyph, len(glyphs))
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

func cellOf(g glyph) cell {
	return cell{g.r, int(math.Floor(g.x / cellSize)), int(math.Floor(g.y / cellSize))}
}

// copied tells whether an equal glyph stands where g does, give or take an
// eighth of its size.
func copied(seen map[cell][]glyph, g glyph) bool {
	near := min(g.size/8, cellSize)
	at := cellOf(g)
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, other := range seen[cell{g.r, at.x + dx, at.y + dy}] {
				if math.Abs(other.x-g.x) < near && math.Abs(other.y-g.y) < near {
					return true
				}
			}
		}
	}
	return false
}

// newLine makes a line of glyphs on one baseline; false if it has no marks.
func newLine(index int, glyphs []glyph) (line, bool) {
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
	for len(glyphs) > 0 && blank(glyphs[0].r) {
		glyphs = glyphs[1:]
	}
	for len(glyphs) > 0 && blank(glyphs[len(glyphs)-1].r) {
		glyphs = glyphs[:len(glyphs)-1]
	}
	if len(glyphs) == 0 {
		return line{}, false
	}
	last := glyphs[len(glyphs)-1]
	l := line{
		page: index, x0: glyphs[0].x, x1: last.x + last.w,
		text: spell(glyphs), unit: firstUnit(glyphs),
	}
	nominal := commonSize(glyphs)
	l.size = nominal
	if pitch, ok := hanPitch(glyphs); ok && 0.5*nominal < pitch && pitch < 1.3*nominal {
		l.size = pitch
	}
	for _, g := range glyphs {
		if !blank(g.r) {
			l.count++
		}
		if g.size == nominal {
			l.y = g.y
		}
	}
	return l, true
}

// hanPitch is the usual distance of Chinese characters that follow on each
// other. It is what a reader takes for their size; the text layers of scans
// have any size. False if there are too few.
func hanPitch(glyphs []glyph) (float64, bool) {
	var steps []float64
	for i := 1; i < len(glyphs); i++ {
		if wide(glyphs[i-1].r) && wide(glyphs[i].r) {
			steps = append(steps, glyphs[i].x-glyphs[i-1].x)
		}
	}
	if len(steps) < 5 {
		return 0, false
	}
	slices.Sort(steps)
	return steps[len(steps)/2], true
}

// spell writes the glyphs of a line, with a blank where the paper shows one.
func spell(glyphs []glyph) string {
	var b strings.Builder
	var previous glyph
	typed, scattered := false, blanksScattered(glyphs)
	for _, g := range glyphs {
		if blank(g.r) {
			typed = true
			continue
		}
		inside := scattered && wide(previous.r) && wide(g.r)
		if b.Len() > 0 && gapBetween(previous, g, typed && !inside) {
			b.WriteByte(' ')
		}
		b.WriteRune(g.r)
		previous, typed = g, false
	}
	return b.String()
}

// blanksScattered tells of a line with so many blanks between its Chinese
// characters that nobody typed them: text recognised on scans has them between
// what the program took for words.
func blanksScattered(glyphs []glyph) bool {
	pairs, apart := 0, 0
	for i := 1; i < len(glyphs); i++ {
		a, b := glyphs[i-1].r, glyphs[i].r
		switch {
		case wide(a) && wide(b):
			pairs++
		case wide(a) && blank(b) && i+1 < len(glyphs) && wide(glyphs[i+1].r):
			apart++
		}
	}
	return apart >= 4 && apart*5 >= pairs+apart
}

// gapBetween tells whether a blank belongs between two neighbours. Between Han
// characters the paper decides: OCR layers put a blank after each of them.
// Elsewhere a blank that was typed counts, and so does the gap between words
// of letters.
func gapBetween(a, b glyph, typed bool) bool {
	gap := (b.x - a.x - a.w) / max(a.size, b.size)
	switch {
	case wide(a.r) && wide(b.r):
		return gap > 1 || typed && gap > 0.3
	case wide(a.r) || wide(b.r):
		return gap > 1 || typed
	}
	return gap > 0.2 || typed && gap > 0
}

// commonSize is the size that most glyphs have.
func commonSize(glyphs []glyph) float64 {
	count := map[float64]int{}
	best := glyphs[0].size
	for _, g := range glyphs {
		count[g.size]++
		if count[g.size] > count[best] {
			best = g.size
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
func firstUnit(glyphs []glyph) float64 {
	i := 0
	for i < len(glyphs)-1 && strings.ContainsRune(opening, glyphs[i].r) {
		i++
	}
	if !wide(glyphs[i].r) {
		for i < len(glyphs)-1 && !wide(glyphs[i+1].r) && !blank(glyphs[i+1].r) && !gapBetween(glyphs[i], glyphs[i+1], false) {
			i++
		}
	}
	for i < len(glyphs)-1 && strings.ContainsRune(closing, glyphs[i+1].r) {
		i++
	}
	return glyphs[i].x + glyphs[i].w - glyphs[0].x
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
