package ocr

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"strings"

	"golang.org/x/image/draw"
)

// Place is where a picture is on the paper.
type Place struct {
	// X and Y are its upper left corner, in points; Y grows upwards.
	X, Y float64
	// Scale is how many points a pixel has.
	Scale float64
}

// dpi is how many pixels there are in an inch.
func (p Place) dpi() int { return int(max(70, min(600, 72/p.Scale+0.5))) }

// graymap gives a picture as a file in the portable graymap format.
func graymap(g *image.Gray) io.Reader {
	head := fmt.Sprintf("P5\n%d %d\n255\n", g.Rect.Dx(), g.Rect.Dy())
	return io.MultiReader(strings.NewReader(head), bytes.NewReader(g.Pix))
}

// Resolution gives how many pixels a point of a page of this size should have to
// be recognised best.
func Resolution(width, height float64) float64 {
	const usual = 300.0 / 72
	return usual * fit(int(width*usual), int(height*usual))
}

// Widths of a page, in pixels. It is recognised best if the letters of the body are
// about 45 pixels high, as on A4 at 200 to 240 dots an inch: those of 300 dots are
// taken for others, their strokes being further apart.
const (
	bestWidth  = 1750
	smallWidth = 1490 // narrower pages are enlarged, up to largeWidth
	largeWidth = 2480
	maxPixels  = 40 << 20 // of a picture that is recognised
	maxSide    = 30_000   // the program reads up to 32,767
)

// fit gives the factor by which a page of so many pixels is to be scaled. What
// was photographed small gains nothing from more than twice its size.
func fit(width, height int) float64 {
	width, height = max(1, width), max(1, height)
	short := float64(min(width, height))
	factor := 1.0
	switch {
	case short > 1.2*bestWidth:
		factor = bestWidth / short
	case short < smallWidth:
		factor = min(2, largeWidth/short)
	}
	factor = min(factor, math.Sqrt(maxPixels/(float64(width)*float64(height))))
	return min(factor, maxSide/float64(max(width, height)))
}

// enoughRed is the share of red pixels from which they may be text.
const enoughRed = 0.0005

// layers gives a page as two pictures of the same size: what is printed on it,
// and what is red. Seals are red and are put over text; but so are the names of
// offices at the head of their papers.
func layers(src *image.RGBA) (printed, red *image.Gray, share float64) {
	b := src.Bounds()
	printed, red = image.NewGray(b), image.NewGray(b)
	count := 0
	for y := range b.Dy() {
		row := src.Pix[y*src.Stride:][:4*b.Dx()]
		for x := range b.Dx() {
			r, g, bl := row[4*x], row[4*x+1], row[4*x+2]
			// In red light red is as white as the paper, and all else as dark as
			// it is.
			printed.Pix[y*printed.Stride+x] = r
			redness := 0
			if d := int(r) - int(max(g, bl)); d > 0 {
				redness = min(255, 2*d)
			}
			if redness > 128 {
				count++
			}
			red.Pix[y*red.Stride+x] = uint8(255 - redness)
		}
	}
	return printed, red, float64(count) / float64(max(1, b.Dx()*b.Dy()))
}

// flatten puts an image on white paper and scales it.
func flatten(img image.Image, factor float64) *image.RGBA {
	b := img.Bounds()
	w, h := max(1, int(float64(b.Dx())*factor+0.5)), max(1, int(float64(b.Dy())*factor+0.5))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if factor == 1 {
		draw.Draw(out, out.Bounds(), img, b.Min, draw.Over)
	} else {
		// The exact one takes 32 bytes for each row of one and column of the other.
		draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Over, nil)
	}
	return out
}

// turn turns a picture by quarters of a circle, clockwise.
func turn(g *image.Gray, quarters int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if quarters == 0 {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	if quarters != 2 {
		out = image.NewGray(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			tx, ty := h-1-y, x
			switch quarters {
			case 2:
				tx, ty = w-1-x, h-1-y
			case 3:
				tx, ty = y, w-1-x
			}
			out.Pix[ty*out.Stride+tx] = v
		}
	}
	return out
}
