package ofd

import (
	"context"
	pixels "image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

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

// placed is an image of the resources on a page. The matrix leads from its own
// coordinates, in which it is a square of one, to the page.
type placed struct {
	location string
	matrix   matrix
}

// box is what the image takes of the page at most.
func (p placed) box() box {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, corner := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := p.matrix.apply(corner[0], corner[1])
		left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
	}
	return box{left, top, right - left, bottom - top}
}

// covers tells whether the image takes most of an area.
func (p placed) covers(area box) bool {
	b := p.box()
	w := min(b.x+b.w, area.x+area.w) - max(b.x, area.x)
	h := min(b.y+b.h, area.y+area.h) - max(b.y, area.y)
	return w > 0 && h > 0 && w*h > 0.5*area.w*area.h
}

// maxImages is how many images of a page are looked at; scans come in strips.
const maxImages = 500

// place is how an image comes to its page, given how its object does.
func (o object) place(m matrix) matrix {
	own := o.matrix
	if own == identity { // as large as its box
		own = matrix{o.box.w, 0, 0, o.box.h, 0, 0}
	}
	return own.then(shift(o.box.x, o.box.y)).then(m)
}

// paint gives use the images of a page on white paper. Without one that covers the
// page, or without any, there is no picture; others may be missing.
func (p picture) paint(r *reader, use func(pixels.Image, ocr.Place) error) error {
	if len(p.images) == 0 {
		return &decode.Error{Code: decode.CodeNeedsOCR, Detail: "the page shows outlines, which are not drawn"}
	}
	resolution := ocr.Resolution(p.area.w*points, p.area.h*points)
	scale := resolution * points // pixels in a millimetre
	paper := pixels.NewRGBA(pixels.Rect(0, 0, max(1, int(p.area.w*scale)), max(1, int(p.area.h*scale))))
	draw.Draw(paper, paper.Rect, pixels.NewUniform(color.White), pixels.Point{}, draw.Src)
	toPaper := shift(-p.area.x, -p.area.y).then(matrix{scale, 0, 0, scale, 0, 0})
	painted := 0
	var trouble error
	for _, i := range p.images {
		img, err := r.image(i.location)
		if err != nil && (i.covers(p.area) || ends(err)) {
			return err
		}
		if err != nil {
			r.unpainted, trouble = r.unpainted+1, err
			continue
		}
		put(paper, img, i.matrix.then(toPaper))
		painted++
	}
	if painted == 0 {
		return trouble
	}
	return use(paper, ocr.Place{X: p.area.x * points, Y: -p.area.y * points, Scale: 1 / resolution})
}

// image decodes an image of the file.
func (r *reader) image(location string) (pixels.Image, error) {
	data, err := r.pack.Bytes(location)
	if err != nil {
		return nil, err
	}
	return image.Decode(data)
}

// put draws an image, a square of one that the matrix leads to the paper. What lies
// beyond the paper takes neither memory nor time.
func put(paper *pixels.RGBA, img pixels.Image, m matrix) {
	const far = 1 << 30 // pixels from the paper
	for _, v := range m {
		if math.Abs(v) > far {
			return
		}
	}
	b := img.Bounds()
	own := shift(float64(-b.Min.X), float64(-b.Min.Y)).then(matrix{1 / float64(b.Dx()), 0, 0, 1 / float64(b.Dy()), 0, 0}).then(m)
	if det := own[0]*own[3] - own[1]*own[2]; math.Abs(det) < 1e-9 {
		return
	}
	draw.ApproxBiLinear.Transform(paper, f64.Aff3{own[0], own[2], own[4], own[1], own[3], own[5]}, img, b, draw.Over, nil)
}

// painter paints the pages of a file for recognition.
func (r *reader) painter(pictures []picture) func(context.Context, int, func(pixels.Image, ocr.Place) error) error {
	return func(_ context.Context, index int, use func(pixels.Image, ocr.Place) error) error {
		return pictures[index].paint(r, use)
	}
}
