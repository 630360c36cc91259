package ofd

import (
	"context"
	pixels "image"
	"image/color"
	"math"

	"golang.org/x/image/draw"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/image"
	"gongshi/ingest/decode/ocr"
)

// picture is what a page shows of images. Lines, outlines and text are left out: it
// is for pages that are scans.
type picture struct {
	area   box
	images []placed
}

// placed is an image of the resources on a page.
type placed struct {
	location string
	box      box
}

// maxImages is how many images of a page are looked at; scans come in strips.
const maxImages = 500

// place is where an image is on its page: in its own coordinates it is a square
// of one.
func (o object) place(m matrix) box {
	x0, y0 := m.apply(0, 0)
	x1, y1 := m.apply(1, 1)
	if o.matrix == identity { // as large as its box
		x1, y1 = x0+o.box.w, y0+o.box.h
	}
	return box{min(x0, x1), min(y0, y1), math.Abs(x1 - x0), math.Abs(y1 - y0)}
}

// paint gives use the images of a page on white paper.
func (p picture) paint(r *reader, use func(pixels.Image, ocr.Place) error) error {
	if len(p.images) == 0 {
		return &decode.Error{Code: decode.CodeNeedsOCR, Detail: "the page shows outlines, which are not drawn"}
	}
	resolution := ocr.Resolution(p.area.w*points, p.area.h*points)
	scale := resolution * points // pixels in a millimetre
	paper := pixels.NewRGBA(pixels.Rect(0, 0, max(1, int(p.area.w*scale)), max(1, int(p.area.h*scale))))
	draw.Draw(paper, paper.Rect, pixels.NewUniform(color.White), pixels.Point{}, draw.Src)
	for _, i := range p.images {
		data, err := r.pack.Bytes(i.location)
		if err != nil {
			return err
		}
		img, err := image.Decode(data)
		if err != nil {
			return err
		}
		x, y := (i.box.x-p.area.x)*scale, (i.box.y-p.area.y)*scale
		to := pixels.Rect(pixel(x), pixel(y), pixel(x+i.box.w*scale), pixel(y+i.box.h*scale))
		draw.BiLinear.Scale(paper, to, img, img.Bounds(), draw.Over, nil)
	}
	return use(paper, ocr.Place{X: p.area.x * points, Y: -p.area.y * points, Scale: 1 / resolution})
}

// pixel keeps places far off the paper from overflowing.
func pixel(at float64) int {
	const most = 1 << 20
	return int(max(-most, min(at, most)))
}

// painter paints the pages of a file for recognition.
func (r *reader) painter(pictures []picture) func(context.Context, int, func(pixels.Image, ocr.Place) error) error {
	return func(_ context.Context, index int, use func(pixels.Image, ocr.Place) error) error {
		return pictures[index].paint(r, use)
	}
}
