package ofd

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
	"gongshi/ingest/decode/layout"
	"gongshi/ingest/decode/page"
)

// Limits of a page.
const (
	maxDepth   = 16      // drawings within drawings
	maxObjects = 1 << 20 // drawn, each time that a drawing is used
	maxCode    = 4 << 20 // bytes of a text that goes on in a line
)

// page reads one page. What is wrong with it is its trouble; an error is given
// for what ends the reading of the file.
func (r *reader) page(location string) (page.Found, picture, error) {
	c := canvas{reader: r, fonts: map[string]int{}}
	found, err := r.content(location)
	if err != nil {
		return c.finish(err)
	}
	if c.picture.area = found.area; c.picture.area.w <= 0 || c.picture.area.h <= 0 {
		c.picture.area = r.area
	}
	for _, resources := range found.resources {
		r.resources(r.find(path.Dir(location), resources))
	}
	for _, id := range found.templates {
		template, err := r.template(id)
		if err == nil {
			err = c.draw(template.objects, identity, 0)
		}
		if err != nil {
			return c.finish(err)
		}
	}
	return c.finish(c.draw(found.objects, identity, 0))
}

// finish gives the page as far as it was drawn.
func (c *canvas) finish(err error) (page.Found, picture, error) {
	covered := 0.0
	for _, i := range c.picture.images {
		b := i.box()
		covered += b.w * b.h
	}
	c.page.Scanned = covered > 0.5*c.picture.area.w*c.picture.area.h
	if err != nil && !ends(err) {
		c.page.Drawn, c.page.Trouble, err = true, err, nil
	}
	return c.page, c.picture, err
}

// ends tells of an error that ends the reading of a file.
func ends(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errTooMuch)
}

// errTooMuch ends the reading of a file.
var errTooMuch = &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("more than %d MB of characters, %d MB in a line, or %d objects on a page", maxText>>20, maxCode>>20, maxObjects)}

// content reads the part of a page or template.
func (r *reader) content(location string) (content, error) {
	part, err := r.pack.Part(location, pack.Local)
	if err != nil {
		return content{}, err
	}
	defer part.Close()
	part.LimitToken(maxCode, errTooMuch)
	return readContent(part)
}

// template gives what many pages have in common. A template that is missing is
// empty.
func (r *reader) template(id string) (content, error) {
	location, known := r.templates[id]
	if !known || !r.pack.Has(location) {
		return content{}, nil
	}
	if found, ok := r.drawn[location]; ok {
		return found, nil
	}
	found, err := r.content(location)
	if err == nil {
		r.drawn[location] = found
	}
	return found, err
}

// canvas is a page on which objects are drawn.
type canvas struct {
	*reader
	page    page.Found
	picture picture
	objects int
	fonts   map[string]int // numbers of the fonts, by their IDs
}

// draw puts objects on the page. The matrix leads from their coordinates to
// those of the page.
func (c *canvas) draw(objects []object, m matrix, depth int) error {
	for _, o := range objects {
		if c.objects++; c.objects > maxObjects {
			return errTooMuch
		}
		c.page.Drawn = c.page.Drawn || o.kind != kindText
		at := o.matrix.then(shift(o.box.x, o.box.y)).then(m)
		switch o.kind {
		case kindText:
			for _, run := range o.codes {
				if c.room -= len(run.text); c.room < 0 {
					return errTooMuch
				}
				c.write(o, run, at)
			}
		case kindImage:
			if len(c.picture.images) < maxImages {
				c.picture.images = append(c.picture.images, placed{c.media[o.ref], o.place(m)})
			}
		case kindUnit:
			if depth < maxDepth {
				if err := c.draw(c.units[o.ref], at, depth+1); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// points are in a millimetre.
const points = 72 / 25.4

// write puts the characters of a code on the page.
func (c *canvas) write(o object, run code, m matrix) {
	size := o.size * math.Hypot(m[2], m[3]) * points
	stretch := o.scale * math.Hypot(m[0], m[1]) / max(math.Hypot(m[2], m[3]), 1e-9)
	skew := min(math.Abs(m[0]), math.Abs(m[1])) > 0.1*math.Hypot(m[0], m[1])
	if c.fonts[o.font] == 0 {
		c.fonts[o.font] = len(c.fonts) + 1
	}
	text := []rune(run.text)
	c.page.Drawn = c.page.Drawn || strings.TrimSpace(run.text) != ""
	c.page.Glyphs = slices.Grow(c.page.Glyphs, len(text))
	x, y := run.x, run.y
	for i, r := range text {
		width := layout.Advance(r, size) * stretch
		dx, dy, told := run.step(i)
		if told && dy == 0 && 0 < dx && dx <= 1.1*o.size*o.scale {
			width = dx * math.Hypot(m[0], m[1]) * points
		}
		px, py := m.apply(x, y)
		c.page.Glyphs = append(c.page.Glyphs, layout.Glyph{R: r, X: px * points, Y: -py * points, W: width, Size: size, Skew: skew, Font: c.fonts[o.font]})
		if !told {
			dx = layout.Advance(r, o.size) * o.scale
		}
		x, y = x+dx, y+dy
	}
}

// step is how far it is from a character to the next; told is false where the
// file does not say so.
func (c code) step(i int) (dx, dy float64, told bool) {
	if i < len(c.dx) {
		dx, told = c.dx[i], true
	}
	if i < len(c.dy) {
		dy, told = c.dy[i], true
	}
	return dx, dy, told
}
