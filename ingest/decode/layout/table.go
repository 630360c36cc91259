package layout

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// tabulate makes a line of each row of a table, with its cells. What makes lines a
// cell is their distance: they stand closer than rows do. Where all lines are
// equally far apart, rows begin where the first column has text.
func tabulate(columns [][]line) []line {
	chunks := chunksOf(columns)
	slices.SortStableFunc(chunks, func(a, b chunk) int { return cmp.Compare(b.top, a.top) })
	var rows [][]chunk
	bottom := math.Inf(1)
	for _, c := range chunks {
		if n := len(rows); n > 0 && c.top >= bottom-c.size/4 {
			rows[n-1] = append(rows[n-1], c)
			bottom = min(bottom, c.bottom)
			continue
		}
		rows = append(rows, []chunk{c})
		bottom = c.bottom
	}
	out := make([]line, 0, len(rows))
	for _, row := range rows {
		out = append(out, rowOf(row, len(columns)))
	}
	return out
}

// A chunk is lines of a column that are one cell.
type chunk struct {
	column      int
	lines       []line
	top, bottom float64
	size        float64
}

// chunksOf cuts columns into cells.
func chunksOf(columns [][]line) []chunk {
	starts := rowStarts(columns)
	var out []chunk
	for i, lines := range columns {
		for j, l := range lines {
			n := len(out)
			if j == 0 || starts(lines[j-1], l) {
				out, n = append(out, chunk{column: i, top: l.y, size: l.size}), n+1
			}
			out[n-1].lines, out[n-1].bottom = append(out[n-1].lines, l), l.y
		}
	}
	return out
}

// rowStarts gives how to tell that line b of a column begins another cell than line
// a, the one above it.
func rowStarts(columns [][]line) func(a, b line) bool {
	pitch, wraps := innerPitch(columns)
	if !wraps {
		return func(a, b line) bool { return true }
	}
	if apart := 1.2 * pitch; parted(columns, apart) && spread(columns, pitch) {
		return func(a, b line) bool { return a.y-b.y > apart }
	}
	begins := rowTops(columns, pitch)
	return func(a, b line) bool {
		return slices.ContainsFunc(begins, func(y float64) bool { return a.y > y && y >= b.y })
	}
}

// parted tells whether any lines of a column are further apart than that.
func parted(columns [][]line, apart float64) bool {
	for _, lines := range columns {
		for i := 1; i < len(lines); i++ {
			if lines[i-1].y-lines[i].y > apart {
				return true
			}
		}
	}
	return false
}

// spread tells whether distance alone tells the rows apart: no cell that is made by
// it stands beside two of the first column.
func spread(columns [][]line, pitch float64) bool {
	for _, lines := range columns[1:] {
		start := 0
		for i := 1; i <= len(lines); i++ {
			if i < len(lines) && lines[i-1].y-lines[i].y <= 1.2*pitch {
				continue
			}
			if beginnings(columns[0], lines[start].y, lines[i-1].y, pitch) > 1 {
				return false
			}
			start = i
		}
	}
	return true
}

// beginnings counts the cells of the first column that begin between two heights.
func beginnings(first []line, top, bottom, pitch float64) (n int) {
	for i, l := range first {
		if l.y > top+pitch/2 || l.y < bottom-pitch/2 {
			continue
		}
		if n == 0 || first[i-1].y-l.y > 1.2*pitch {
			n++
		}
	}
	return n
}

// innerPitch is the distance of the lines within a cell. Lines that have something
// beside them in every column may be rows of one line each; then nothing wraps.
func innerPitch(columns [][]line) (pitch float64, wraps bool) {
	count := map[int]int{} // lines at a height
	at := func(l line) int { return int(math.Round(2 * l.y / l.size)) }
	for _, lines := range columns {
		for _, l := range lines {
			count[at(l)]++
		}
	}
	pitch = math.Inf(1)
	for _, lines := range columns {
		for i := 1; i < len(lines); i++ {
			a, b := lines[i-1], lines[i]
			whole := count[at(a)] == len(columns) && count[at(b)] == len(columns)
			if step := a.y - b.y; step < pitch && (!whole || step < 1.35*b.size) && step < 3*b.size {
				pitch = step
			}
		}
	}
	return pitch, !math.IsInf(pitch, 1)
}

// rowTops are heights between the rows where all lines are equally far apart. If the
// first column can stand in the middle of its rows, it does: then the rows are those
// of whose heights it is the middle. Otherwise it stands at their tops.
func rowTops(columns [][]line, pitch float64) []float64 {
	top, bottom := math.Inf(-1), math.Inf(1)
	for _, lines := range columns {
		if len(lines) > 0 {
			top, bottom = max(top, lines[0].y), min(bottom, lines[len(lines)-1].y)
		}
	}
	first := columns[0]
	for _, near := range []float64{0, 1.2 * pitch} { // labels of one line, of several
		if tops, end := middles(first, top, pitch, near); math.Abs(end-bottom) < pitch/4 {
			return tops
		}
	}
	out := make([]float64, len(first))
	for i, l := range first {
		out[i] = l.y + pitch/4
	}
	return out
}

// middles are heights between rows in whose middles labels stand, of which lines
// nearer than near are one, and the height of the last line of the last row.
func middles(first []line, top, pitch, near float64) (tops []float64, bottom float64) {
	for i := 0; i < len(first); {
		end := i + 1
		for end < len(first) && first[end-1].y-first[end].y <= near {
			end++
		}
		bottom = first[i].y + first[end-1].y - top
		top = bottom - pitch
		tops = append(tops, top+pitch/2)
		i = end
	}
	return tops, bottom
}

// rowOf makes a line of the cells of a row.
func rowOf(row []chunk, columns int) line {
	cells := make([]string, columns)
	out := row[0].lines[0]
	for _, c := range row {
		for _, l := range c.lines {
			cells[c.column] += join(cells[c.column], l.text)
			out.x0, out.x1 = min(out.x0, l.x0), max(out.x1, l.x1)
		}
	}
	out.cells, out.text = cells, strings.Join(cells, "\t")
	return out
}
