package sheet

import (
	"context"
	"fmt"
	"image"
	"math"
	"slices"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/gate"
	"gongshi/ingest/decode/layout"
	"gongshi/ingest/decode/ocr"
)

// A Painter gives use the picture of a page, the first being 0, and its place on
// the paper. The picture is gone when use returns.
type Painter func(ctx context.Context, index int, use func(image.Image, ocr.Place) error) error

const (
	// leastConfidence is what recognised text must have to count. Pictures
	// without text come to 0.2, a page out of focus to 0.7.
	leastConfidence = 0.6
	// mostTimeouts in a row end the recognition of a file.
	mostTimeouts = 2
)

// Recognise reads the pages on their pictures that cannot be read otherwise, if
// there is a program for it. What comes of it is said of each page; the error is
// that of ctx.
func Recognise(ctx context.Context, sheets []Sheet, paint Painter, in decode.Input) error {
	var wanted []int
	for i, s := range sheets {
		if s.wanting() {
			wanted = append(wanted, i)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	reader, missing := ocr.Find()
	room := in.OCRPages
	if room == 0 {
		room = decode.DefaultOCRPages
	}
	timeouts := 0
	for n, i := range wanted {
		s := &sheets[i]
		switch {
		case missing != nil:
			s.unread = missing
		case n >= max(0, room):
			s.unread = &decode.Error{Code: decode.CodeNeedsOCR, Detail: fmt.Sprintf("at most %d pages of a file are recognised", max(0, room))}
		case timeouts >= mostTimeouts:
			s.unread = &decode.Error{Code: decode.CodeTimeout, Detail: fmt.Sprintf("given up after %d pages in a row took too long", mostTimeouts)}
		default:
			s.unread = s.recognise(ctx, reader, func(use func(image.Image, ocr.Place) error) error { return paint(ctx, i, use) })
			if timeouts++; decode.CodeOf(s.unread) != decode.CodeTimeout {
				timeouts = 0
			}
			if in.Step != nil {
				in.Step()
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// wanting tells whether the picture of a page should be read.
func (s Sheet) wanting() bool {
	return s.state == stateImage || s.state == stateGarbled || s.state == stateText && (s.lost > 0 || s.thin())
}

// thin tells of a scanned page with some text: that of a stamp, or all there is.
func (s Sheet) thin() bool { return s.Scanned && layout.Marks(s.Glyphs) < SomeMarks }

// recognise reads the picture of a page and takes what is better than what was
// there.
func (s *Sheet) recognise(ctx context.Context, reader *ocr.Reader, paint func(func(image.Image, ocr.Place) error) error) error {
	var text ocr.Text
	err := paint(func(picture image.Image, at ocr.Place) (err error) {
		text, err = reader.Page(ctx, picture, at)
		return err
	})
	if err != nil {
		return err
	}
	marks := layout.Marks(text.Glyphs)
	verdict := gate.Judge(layout.Text(text.Glyphs))
	switch {
	case marks == 0 && (s.state == stateImage || s.state == stateText):
		if s.state == stateImage && layout.Marks(s.Glyphs) == 0 {
			s.state = statePicture
		}
		return nil
	case marks == 0:
		return &decode.Error{Code: decode.CodeNeedsOCR, Detail: reader.String() + " recognised nothing"}
	case text.Confidence < leastConfidence || verdict.Refused():
		return &decode.Error{Code: decode.CodeNeedsOCR, Detail: fmt.Sprintf("%s was not sure enough of its text: %.0f %%, %s", reader, 100*text.Confidence, verdict)}
	}
	switch {
	case s.state == stateText && s.lost > 0 && text.Turned == 0:
		s.Glyphs = fill(s.Glyphs, text.Glyphs)
		s.lost = len(s.Glyphs) - len(told(s.Glyphs))
	case s.state == stateText:
		more := beside(s.Glyphs, text.Glyphs)
		if text.Turned != 0 || layout.Marks(more) < FewMarks {
			return nil // what was there is all there is
		}
		s.Glyphs = append(s.Glyphs, more...)
	default:
		s.Glyphs, s.verdict, s.Engine, s.lost, s.Trouble = text.Glyphs, verdict, ocr.Engine, 0, nil
	}
	s.state, s.recognised, s.confidence, s.dropped = stateText, true, text.Confidence, text.Dropped
	return nil
}

// fill puts recognised characters where others are lost. A place at which nothing
// was recognised stays as it is.
func fill(glyphs, recognised []layout.Glyph) []layout.Glyph {
	var out []layout.Glyph
	for i := 0; i < len(glyphs); {
		if !glyphs[i].Lost {
			out = append(out, glyphs[i])
			i++
			continue
		}
		end := i + 1
		for end < len(glyphs) && glyphs[end].Lost && math.Abs(glyphs[end].Y-glyphs[i].Y) < glyphs[i].Size/2 {
			end++
		}
		if found := within(glyphs[i:end], recognised); len(found) > 0 {
			out = append(out, found...)
		} else {
			out = append(out, glyphs[i:end]...)
		}
		i = end
	}
	return out
}

// beside gives the recognised characters that do not stand where the page has its
// own.
func beside(glyphs, recognised []layout.Glyph) (found []layout.Glyph) {
	for _, r := range recognised {
		x, y := r.X+r.W/2, r.Y+r.Size/2
		covered := slices.ContainsFunc(glyphs, func(g layout.Glyph) bool {
			slack := 0.4 * g.Size
			return x > g.X-slack && x < g.X+g.W+slack && y > g.Y-slack && y < g.Y+g.Size+slack
		})
		if !covered {
			found = append(found, r)
		}
	}
	return found
}

// within gives the recognised characters on the paper that a run of lost ones
// takes, set on its line.
func within(run, recognised []layout.Glyph) (found []layout.Glyph) {
	first := run[0]
	left, right := first.X, first.X+first.W
	for _, g := range run {
		left, right = min(left, g.X), max(right, g.X+g.W)
	}
	for _, g := range recognised {
		middle, slack := g.X+g.W/2, first.Size/4
		// The baseline of a recognised line is the bottom of its box.
		if middle > left-slack && middle < right+slack && g.Y > first.Y-0.6*first.Size && g.Y < first.Y+0.4*first.Size {
			g.Y, g.Size = first.Y, first.Size
			found = append(found, g)
		}
	}
	return found
}
