package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A run is glyphs of a line that stand close together.
type run struct {
	glyphs []Glyph
	x0, x1 float64
	y      float64
}

// A band is the lines that stand at about the same height, side by side.
type band struct {
	lines []line
	runs  []run // from left to right
	y     float64
	size  float64
}

// A gap is from one x to another.
type gap struct{ from, to float64 }

// A region is bands whose runs stand in columns: text in columns, or a table.
type region struct {
	bands   []band
	gutters []gap // between the columns
}

// narrowest is how wide a gutter is at least, in characters: the margins of two
// cells of a table with small letters. Justified text has no such gaps, or not in
// the same place line after line.
const narrowest = 0.7

// arrange puts the lines of a page in the order of reading: columns one after the
// other, tables row by row.
func arrange(lines []line) []line {
	bands := bandsOf(lines)
	var out []line
	zone := 0
	for i := 0; i < len(bands); {
		r, n, ok := regionAt(bands, i)
		if ok {
			set, zones := r.read()
			for _, l := range set {
				l.zone += zone + 1
				out = append(out, l)
			}
			zone += zones + 1
		} else {
			for _, b := range bands[i : i+n] {
				for _, l := range b.lines {
					l.zone = zone
					out = append(out, l)
				}
			}
		}
		i += n
	}
	return out
}

// bandsOf groups lines, which come from the top down. Lines nearer than lines of a
// text are, such as a label between the two lines of what it labels, are one band if
// they stand beside each other.
func bandsOf(lines []line) []band {
	var bands []band
	for _, l := range lines {
		runs := l.runs()
		if n := len(bands); n > 0 && bands[n-1].y-l.y < min(bands[n-1].size, l.size) {
			if merged, ok := beside(bands[n-1].runs, runs, narrowest*l.size); ok {
				bands[n-1].lines, bands[n-1].runs = append(bands[n-1].lines, l), merged
				continue
			}
		}
		bands = append(bands, band{lines: []line{l}, runs: runs, y: l.y, size: l.size})
	}
	return bands
}

// beside merges runs of which none stands over another; false if some do.
func beside(a, b []run, near float64) ([]run, bool) {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(a, b run) int { return cmp.Compare(a.x0, b.x0) })
	for i := 1; i < len(all); i++ {
		if all[i].x0-all[i-1].x1 < near {
			return nil, false
		}
	}
	return all, true
}

// runs cuts a line where it has gaps as wide as a gutter.
func (l line) runs() []run {
	var runs []run
	for _, g := range l.glyphs {
		if blank(g.R) {
			continue
		}
		end := g.X + g.W
		if n := len(runs); n > 0 && g.X-runs[n-1].x1 < narrowest*l.size {
			runs[n-1].glyphs, runs[n-1].x1 = append(runs[n-1].glyphs, g), max(runs[n-1].x1, end)
			continue
		}
		runs = append(runs, run{glyphs: []Glyph{g}, x0: g.X, x1: end, y: l.y})
	}
	return runs
}

// regionAt finds the region that begins with a band. n is how many bands it has; where
// there is none, how many are none for certain. A line above a table, with fewer
// columns, is no part of it, unless it is the first of a cell whose label stands lower.
func regionAt(bands []band, i int) (r region, n int, ok bool) {
	if !soonSeveral(bands[i:]) {
		return region{}, 1, false
	}
	r = grow(bands[i:])
	if !r.valid() || !r.begins() {
		return region{}, 1, false
	}
	if next := grow(bands[i+1:]); next.valid() && next.begins() && len(next.gutters) > len(r.gutters) {
		return region{}, 1, false
	}
	return r, len(r.bands), !r.list()
}

// mostAbove is how many lines of a cell may stand above its label.
const mostAbove = 5

// soonSeveral tells whether one of the first bands has several runs.
func soonSeveral(bands []band) bool {
	return slices.ContainsFunc(bands[:min(len(bands), mostAbove+1)], func(b band) bool { return len(b.runs) > 1 })
}

// begins tells whether the lines above the first band with several runs are lines of
// a cell.
func (r region) begins() bool {
	edges := r.edges()
	for _, b := range r.bands {
		if len(b.runs) > 1 {
			return true
		}
		if at := r.column(b.runs[0]); at == 0 || !starts(b.runs[0], edges[at], b.size) || !fills(b.runs[0], edges[at], b.size) {
			return false
		}
	}
	return false
}

// grow takes in bands as long as they leave the gutters white.
func grow(bands []band) region {
	var r region
	free := []gap{{math.Inf(-1), math.Inf(1)}}
	left, right := math.Inf(1), math.Inf(-1)
	several := 0
	for i, b := range bands {
		if i > 0 && distant(bands[i-1], b) {
			break
		}
		white := cut(free, b.runs, narrowest*b.size)
		left, right = min(left, b.runs[0].x0), max(right, b.runs[len(b.runs)-1].x1)
		gutters := within(white, left, right)
		if len(gutters) == 0 && (several > 0 || len(b.runs) > 1 || i >= mostAbove) || several >= 3 && len(gutters) < len(r.gutters) {
			break
		}
		free, r.gutters, r.bands = white, gutters, bands[:i+1]
		if len(b.runs) > 1 {
			several++
		}
	}
	return r.trimmed()
}

// distant tells that a band is too far below another to belong to the same region:
// rows may be high, but the lines within a cell are not far apart.
func distant(a, b band) bool {
	far := 4.0
	if len(b.runs) > 1 {
		far = 8
	}
	return a.y-b.y > far*max(a.size, b.size)
}

// cut takes what stands in runs out of gaps, and drops what gets narrow. Both come
// from left to right.
func cut(gaps []gap, runs []run, least float64) []gap {
	var out []gap
	add := func(from, to float64) {
		if to-from >= least {
			out = append(out, gap{from, to})
		}
	}
	for _, g := range gaps {
		for len(runs) > 0 && runs[0].x0 < g.to {
			add(g.from, min(runs[0].x0, g.to))
			g.from = max(g.from, runs[0].x1)
			if runs[0].x1 > g.to {
				break // it reaches into the gaps to come
			}
			runs = runs[1:]
		}
		add(g.from, g.to)
	}
	return out
}

// within gives the gaps that have something at both sides.
func within(gaps []gap, left, right float64) []gap {
	var out []gap
	for _, g := range gaps {
		if g.from > left && g.to < right {
			out = append(out, g)
		}
	}
	return out
}

// trimmed leaves out the last bands that may as well be the text that follows: lines
// alone that do not go on with what stands above them.
func (r region) trimmed() region {
	all, n := r.bands, len(r.bands)
	for n > 0 && len(all[n-1].runs) < 2 {
		n--
	}
	r.bands = all[:n]
	edges := r.edges()
	for n > 0 && n < len(all) && r.goesOn(all[n-1], all[n], edges) {
		n++
	}
	r.bands = all[:n]
	return r
}

// goesOn tells whether a line alone goes on with a cell or column of the band above.
func (r region) goesOn(above, b band, edges []gap) bool {
	at := r.column(b.runs[0])
	if above.y-b.y > 2.2*b.size || !starts(b.runs[0], edges[at], b.size) {
		return false
	}
	for _, run := range above.runs {
		if r.column(run) == at {
			end := run.glyphs[len(run.glyphs)-1].R
			return fills(run, edges[at], b.size) && (at > 0 || !strings.ContainsRune(sentenceEnd, end))
		}
	}
	return false
}

// starts tells whether a run begins where its column does.
func starts(r run, edges gap, size float64) bool { return r.x0-edges.from < size }

// fills tells whether a run goes as far as its column.
func fills(r run, edges gap, size float64) bool { return edges.to-r.x1 < 1.5*size }

// edges are where the runs of each column begin and end at most.
func (r region) edges() []gap {
	out := make([]gap, len(r.gutters)+1)
	for i := range out {
		out[i] = gap{math.Inf(1), math.Inf(-1)}
	}
	for _, b := range r.bands {
		for _, run := range b.runs {
			e := &out[r.column(run)]
			e.from, e.to = min(e.from, run.x0), max(e.to, run.x1)
		}
	}
	return out
}

// valid tells whether there are enough lines in columns to be no accident.
func (r region) valid() bool {
	several := 0
	for _, b := range r.bands {
		if len(b.runs) > 1 {
			several++
		}
	}
	return len(r.gutters) > 0 && several >= 3 && r.aligned()
}

// aligned tells whether what stands in a column begins, ends or has its middle in the
// same place. Gaps inside the lines of a text may be below each other; what follows
// them is not set by any edge.
func (r region) aligned() bool {
	places := make([][3][]float64, len(r.gutters)+1)
	for _, b := range r.bands {
		spans := make([]gap, len(places))
		for _, run := range b.runs {
			at := r.column(run)
			if s := &spans[at]; *s == (gap{}) {
				*s = gap{run.x0, run.x1}
			} else {
				s.to = run.x1
			}
		}
		for i, s := range spans {
			if s != (gap{}) {
				for j, x := range []float64{s.from, s.to, (s.from + s.to) / 2} {
					places[i][j] = append(places[i][j], x)
				}
			}
		}
	}
	near := r.bands[0].size / 2
	for i, p := range places {
		if len(p[0]) < 2 {
			return false // one line is no column
		}
		if i > 0 && !gathered(p[0], near) && !gathered(p[1], near) && !gathered(p[2], near) {
			return false
		}
	}
	return true
}

// gathered tells whether most places are near one of them.
func gathered(places []float64, near float64) bool {
	slices.Sort(places)
	middle := places[len(places)/2]
	n := 0
	for _, x := range places {
		if math.Abs(x-middle) < near {
			n++
		}
	}
	return 3*n >= 2*len(places)
}

// list tells of items with their numbers standing out: "1.  拆除旧窑。".
func (r region) list() bool {
	if len(r.gutters) > 1 {
		return false
	}
	for _, l := range r.columns()[0] {
		if !itemPattern.MatchString(l.text) || l.x1-l.x0 > 3.5*l.size {
			return false
		}
	}
	return true
}

// column is the one that a run stands in.
func (r region) column(run run) int {
	middle := (run.x0 + run.x1) / 2
	n := 0
	for n < len(r.gutters) && middle > r.gutters[n].from {
		n++
	}
	return n
}

// columns gives the lines of each column.
func (r region) columns() [][]line {
	out := make([][]line, len(r.gutters)+1)
	for _, b := range r.bands {
		glyphs := make([][]Glyph, len(out))
		for _, run := range b.runs {
			at := r.column(run)
			glyphs[at] = append(glyphs[at], run.glyphs...)
		}
		for i := range out {
			if l, ok := newLine(b.lines[0].page, glyphs[i]); ok {
				out[i] = append(out[i], l)
			}
		}
	}
	return out
}

// read gives the lines of a region in their order, and how many zones they are in.
func (r region) read() ([]line, int) {
	columns := r.columns()
	if r.flows(columns) {
		return flow(columns), len(columns)
	}
	return tabulate(columns), 1
}
