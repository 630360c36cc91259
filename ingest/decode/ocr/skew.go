package ocr

import (
	"image"
	"math"
)

// Angles of pages that were put on the glass askew, in degrees. Smaller ones do
// not matter; larger ones are no accident. Lines that fall make paragraphs hard
// to tell, and run into each other when the program looks for them.
const (
	leastSkew = 0.15
	mostSkew  = 10.0
)

// straight turns a picture by so many degrees, against the clock, around its
// middle.
func straight(src *image.Gray, angle float64) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	out := image.NewGray(src.Rect)
	sin, cos := math.Sincos(angle * math.Pi / 180)
	cx, cy := float64(w)/2, float64(h)/2
	for y := range h {
		row := out.Pix[y*out.Stride:][:w]
		fx := cx - cos*cx - sin*(float64(y)-cy)
		fy := cy - sin*cx + cos*(float64(y)-cy)
		for x := range row {
			row[x] = between(src, fx, fy)
			fx, fy = fx+cos, fy+sin
		}
	}
	return out
}

// between gives the shade of a point that lies between pixels; beyond the edges
// the paper is white.
func between(g *image.Gray, x, y float64) uint8 {
	const white = 255
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= g.Rect.Dx() || y0+1 >= g.Rect.Dy() {
		return white
	}
	fx, fy := x-float64(x0), y-float64(y0)
	at := y0*g.Stride + x0
	upper := float64(g.Pix[at])*(1-fx) + float64(g.Pix[at+1])*fx
	lower := float64(g.Pix[at+g.Stride])*(1-fx) + float64(g.Pix[at+g.Stride+1])*fx
	return uint8(upper*(1-fy) + lower*fy + 0.5)
}

// skew is by how many degrees the lines of a page fall to the right. At the right
// angle the rows of the page are as different as can be: lines and the white
// between them.
func skew(src *image.Gray) float64 {
	dots, few := darkDots(src)
	if len(dots) < fewestDots || !few {
		return 0 // hardly a text, or a photograph
	}
	best, most := 0.0, -1.0
	try := func(from, to, step float64) {
		for angle := from; angle <= to+step/2; angle += step {
			if sharp := sharpness(dots, angle); sharp > most {
				best, most = angle, sharp
			}
		}
	}
	try(-mostSkew, mostSkew, 0.5)
	try(best-0.4, best+0.4, 0.1)
	if math.Abs(best) < leastSkew || sharpness(dots, 0) > levelEnough*most {
		return 0
	}
	return best
}

// levelEnough is the share of the best sharpness from which a page lies level.
const levelEnough = 0.98

// fewestDots is how many dark places there must be. Half a page of text has some
// thousands.
const fewestDots = 2_000

// dot is a dark place on a page.
type dot struct{ x, y float64 }

// skewWidth is the width of the small copy of a page on which its skew is seen, and
// skewPlaces how many places that has at most.
const (
	skewWidth  = 1600
	skewPlaces = 10 << 20
)

// darkDots finds the dark places of a small copy of a page; it gives up, with false,
// when more than a quarter of all are.
func darkDots(src *image.Gray) (dots []dot, few bool) {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	step := max(1, w/skewWidth)
	for (w/step)*(h/step) > skewPlaces {
		step++
	}
	most := (w/step + 1) * (h/step + 1) / 4
	for y := 0; y < h; y += step {
		for x := 0; x < w; x += step {
			if src.Pix[y*src.Stride+x] >= 110 {
				continue
			}
			if len(dots) == most {
				return nil, false
			}
			dots = append(dots, dot{float64(x / step), float64(y / step)})
		}
	}
	return dots, true
}

// sharpness is how different the rows are if lines fall by an angle.
func sharpness(dots []dot, angle float64) float64 {
	slope := math.Tan(angle * math.Pi / 180)
	low, high := math.Inf(1), math.Inf(-1)
	for _, d := range dots {
		row := d.y - d.x*slope
		low, high = min(low, row), max(high, row)
	}
	rows := make([]int, int(high-low)+1)
	for _, d := range dots {
		rows[int(d.y-d.x*slope-low)]++
	}
	sum := 0.0
	for _, n := range rows {
		sum += float64(n) * float64(n)
	}
	return sum
}
