package chart

import (
	"html/template"
	"math"
	"strconv"
)

// Grid is counts by two properties: Values[row][column].
type Grid struct {
	Rows, Columns []string
	Values        [][]int
}

// Heat draws a grid with the count in each cell, the darker the greater. Of more
// than forty rows the smallest are one, and of more than twenty-four columns.
func Heat(o Options, g Grid) template.HTML {
	h := heat{Options: o, Grid: g.fewer()}
	h.rest(len(g.Rows), len(g.Columns))
	h.measure()
	for c, name := range h.Columns {
		h.text(h.x(c)+h.cell/2, line*0.7, (h.cell-2)/em, "middle", name)
	}
	for r := range h.Rows {
		h.row(r)
	}
	return h.finish(&h.Options, h.x(len(h.Columns))+gap, h.y(len(h.Rows))+gap, h.figures())
}

// fewer gives a grid of full rows that is small enough to be drawn.
func (g Grid) fewer() Grid {
	rowSums, columnSums := make([]int, len(g.Rows)), make([]int, len(g.Columns))
	for r := range min(len(g.Values), len(g.Rows)) {
		for c := range min(len(g.Values[r]), len(g.Columns)) {
			rowSums[r] += g.Values[r][c]
			columnSums[c] += g.Values[r][c]
		}
	}
	rowPlace, rows := shortened(g.Rows, rowSums, maxRows)
	columnPlace, columns := shortened(g.Columns, columnSums, maxColumns)
	values := make([][]int, len(rows))
	for r := range values {
		values[r] = make([]int, len(columns))
	}
	for r := range min(len(g.Values), len(g.Rows)) {
		for c := range min(len(g.Values[r]), len(g.Columns)) {
			values[rowPlace[r]][columnPlace[c]] += g.Values[r][c]
		}
	}
	return Grid{rows, columns, values}
}

// shortened gives at most so many names, the last one for all that are left over, and
// the place of each.
func shortened(names []string, sums []int, most int) (place []int, short []string) {
	place, shared := kept(sums, most)
	short = make([]string, min(len(names), most))
	for i, name := range names {
		short[place[i]] = name
	}
	if shared {
		short[most-1] = rest(len(names) - most + 1)
	}
	return place, short
}

type heat struct {
	drawing
	Options
	Grid
	left, cell    float64
	most          int // the darkest; what is put together can be more
	rows, columns int // that stand for themselves
}

// rest notes how many of so many rows and columns stand for themselves.
func (h *heat) rest(rows, columns int) {
	h.rows, h.columns = len(h.Rows), len(h.Columns)
	if rows > h.rows {
		h.rows--
	}
	if columns > h.columns {
		h.columns--
	}
}

func (h *heat) x(column int) float64 { return h.left + float64(column)*h.cell }
func (h *heat) y(row int) float64    { return line + float64(row)*line }

// Cells are as wide as the widest name and figure, within these.
const minCell, maxCell = 44, 110

func (h *heat) measure() {
	label, cell := 0.0, 0.0
	for _, name := range h.Rows {
		label = max(label, widthOf(plain(name)))
	}
	for _, name := range h.Columns {
		cell = max(cell, widthOf(plain(name)))
	}
	figures := 0.0
	for r, row := range h.Values {
		for c, v := range row {
			if r < h.rows && c < h.columns {
				h.most = max(h.most, v)
			}
			figures = max(figures, widthOf(strconv.Itoa(v)))
		}
	}
	h.left = min(label*em, maxLabel*float64(h.width())) + gap
	h.cell = max(min(max(cell*em+gap, minCell), maxCell), figures*em+gap)
	if n := len(h.Columns); n > 0 { // small grids use the width that there is
		h.cell = max(h.cell, min((float64(h.width())-h.left-gap)/float64(n), maxCell))
	}
}

// The opacities between which cells lie. Text of the colour that is laid on thinly
// keeps a contrast of more than 4.5 : 1 at the darkest, on white as on black.
const lightest, darkest = 0.06, 0.34

func (h *heat) row(r int) {
	h.text(h.left-gap, h.y(r)+line*0.68, (h.left-gap)/em, "end", h.Rows[r])
	for c, v := range h.Values[r] {
		x, y := h.x(c), h.y(r)
		title := plain(h.Rows[r]) + " · " + plain(h.Columns[c]) + " " + strconv.Itoa(v)
		h.rect("chart-cell", title, x+1, y+1, h.cell-2, line-2, attribute{"fill", "currentColor"}, attribute{"fill-opacity", opacity(v, h.most)},
			attribute{"stroke", "currentColor"}, attribute{"stroke-opacity", 0.2})
		h.element("text", title, strconv.Itoa(v), append(at(x+h.cell/2, y+line*0.68), attribute{"text-anchor", "middle"}, attribute{"fill", "currentColor"}, attribute{"fill-opacity", strength(v)})...)
	}
}

// strength makes a nought fainter than a figure, and still legible.
func strength(value int) string {
	if value == 0 {
		return "0.62"
	}
	return "1"
}

// opacity is how dark a cell is, by the root of its share: most counts are small
// beside the greatest, and would all look like nothing.
func opacity(value, most int) string {
	if value <= 0 || most <= 0 {
		return "0"
	}
	return strconv.FormatFloat(lightest+(darkest-lightest)*math.Sqrt(min(float64(value)/float64(most), 1)), 'f', 3, 64)
}

func (h *heat) figures() []figure {
	var list []figure
	for r, name := range h.Rows {
		for c, v := range h.Values[r] {
			if v != 0 {
				list = append(list, figure{name + " · " + h.Columns[c], v})
			}
		}
	}
	return list
}
