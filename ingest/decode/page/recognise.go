package page

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"math"
	"slices"
	"sort"
	"time"

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
	// mostTime is how long a file may be recognised, whatever each page takes.
	mostTime = 10 * time.Minute
)

// Recognise reads the pages on their pictures that cannot be read otherwise, if
// there is a program for it. What comes of it is said of each page; the error is
// that of ctx.
func Recognise(ctx context.Context, readings []Reading, paint Painter, in decode.Input) error {
	var wanted []int
	for i, r := range readings {
		if r.wanting() {
			wanted = append(wanted, i)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	reader, missing := ocr.Find()
	left := newAllowance(in, time.Now())
	for _, i := range wanted {
		r := &readings[i]
		if r.unread = cmp.Or(missing, left.refusal(time.Now())); r.unread == nil {
			r.unread = r.recognise(ctx, reader, func(use func(image.Image, ocr.Place) error) error { return paint(ctx, i, use) })
			left.spend(r.unread)
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

// allowance is how much of a file may still be recognised.
type allowance struct {
	pages, room int // recognised, and how many may be
	timeouts    int // in a row
	until       time.Time
}

func newAllowance(in decode.Input, now time.Time) allowance {
	room := in.OCRPages
	if room == 0 {
		room = decode.DefaultOCRPages
	}
	return allowance{room: max(0, room), until: now.Add(mostTime)}
}

// refusal says why another page is not recognised; nil if it may be.
func (a allowance) refusal(now time.Time) error {
	switch {
	case a.pages >= a.room:
		return &decode.Error{Code: decode.CodeNeedsOCR, Detail: fmt.Sprintf("at most %d pages of a file are recognised", a.room)}
	case a.timeouts >= mostTimeouts:
		return &decode.Error{Code: decode.CodeTimeout, Detail: fmt.Sprintf("given up after %d pages in a row took too long", mostTimeouts)}
	case now.After(a.until):
		return &decode.Error{Code: decode.CodeTimeout, Detail: fmt.Sprintf("given up after %d pages took %v", a.pages, mostTime)}
	}
	return nil
}

// spend counts a page with what came of it.
func (a *allowance) spend(err error) {
	a.pages++
	if a.timeouts++; decode.CodeOf(err) != decode.CodeTimeout {
		a.timeouts = 0
	}
}

// wanting tells whether the picture of a page should be read.
func (r Reading) wanting() bool {
	return r.state == stateImage || r.state == stateGarbled || r.state == stateText && (r.lost > 0 || r.thin())
}

// thin tells of a scanned page with some text: that of a stamp, or all there is.
func (r Reading) thin() bool { return r.Scanned && layout.Marks(r.Glyphs) < SomeMarks }

// recognise reads the picture of a page.
func (r *Reading) recognise(ctx context.Context, reader *ocr.Reader, paint func(func(image.Image, ocr.Place) error) error) error {
	var text ocr.Text
	err := paint(func(picture image.Image, at ocr.Place) (err error) {
		text, err = reader.Page(ctx, picture, at)
		return err
	})
	if err != nil {
		return err
	}
	return r.take(text, reader.String())
}

// take takes of what was recognised on the picture of a page what is better than what
// was there, or says why it is not.
func (r *Reading) take(text ocr.Text, reader string) error {
	r.cut = text.Cut
	marks := layout.Marks(text.Glyphs)
	verdict := gate.Judge(layout.Text(text.Glyphs))
	switch {
	case marks == 0 && text.Cut != nil:
		return text.Cut
	case marks == 0 && (r.state == stateImage || r.state == stateText):
		if r.state == stateImage && layout.Marks(r.Glyphs) == 0 {
			r.state = statePicture
		}
		return nil
	case marks == 0:
		return &decode.Error{Code: decode.CodeNeedsOCR, Detail: reader + " recognised nothing"}
	case text.Confidence < leastConfidence || verdict.Refused():
		return &decode.Error{Code: decode.CodeNeedsOCR, Detail: fmt.Sprintf("%s was not sure enough of its text: %.0f %%, %s", reader, 100*text.Confidence, verdict)}
	}
	switch {
	case r.state == stateText && r.lost > 0 && text.Turned == 0:
		f := fill(r.Glyphs, text.Glyphs)
		if f.runs == 0 {
			return &decode.Error{Code: decode.CodeNeedsOCR, Detail: reader + " recognised nothing where characters are lost"}
		}
		r.Glyphs, r.uneven = f.glyphs, f.uneven
		r.lost = len(r.Glyphs) - len(told(r.Glyphs))
	case r.state == stateText:
		more := layout.Beside(r.Glyphs, text.Glyphs, layout.Near)
		if text.Turned != 0 || layout.Marks(more) < FewMarks {
			return nil // what was there is all there is
		}
		r.Glyphs = append(r.Glyphs, more...)
	default:
		r.Glyphs, r.verdict, r.Engine, r.lost, r.Trouble = text.Glyphs, verdict, ocr.Engine, 0, nil
	}
	r.state, r.recognised, r.confidence, r.dropped = stateText, true, text.Confidence, text.Dropped
	return nil
}

// filled is a page with recognised characters where others were lost.
type filled struct {
	glyphs []layout.Glyph
	// runs is in how many places something was recognised. They are uneven if more or
	// fewer characters were than are lost in one of them.
	runs   int
	uneven bool
}

// fill puts recognised characters where others are lost. A place at which nothing
// was recognised stays as it is, and so does what the page says itself.
func fill(glyphs, recognised []layout.Glyph) (out filled) {
	free := layout.Beside(told(glyphs), recognised, 0)
	slices.SortStableFunc(free, func(a, b layout.Glyph) int { return cmp.Compare(a.Y, b.Y) })
	for i := 0; i < len(glyphs); {
		if !glyphs[i].Lost {
			out.glyphs = append(out.glyphs, glyphs[i])
			i++
			continue
		}
		end := i + 1
		for end < len(glyphs) && glyphs[end].Lost && adjoin(glyphs[end-1], glyphs[end]) {
			end++
		}
		run := glyphs[i:end]
		if found := within(run, free); len(found) > 0 {
			out.runs++
			out.uneven = out.uneven || layout.Marks(found) != len(run)
			run = found
		}
		out.glyphs = append(out.glyphs, run...)
		i = end
	}
	return out
}

// adjoin tells whether glyph b stands beside glyph a, with no room for another between
// them.
func adjoin(a, b layout.Glyph) bool {
	return math.Abs(b.Y-a.Y) < a.Size/2 && math.Abs(b.X-(a.X+a.W)) <= a.Size
}

// within gives the recognised characters on the paper that a run of lost ones
// takes, set on its line. They come from the bottom up.
func within(run, recognised []layout.Glyph) (found []layout.Glyph) {
	first := run[0]
	left, right := first.X, first.X+first.W
	for _, g := range run {
		left, right = min(left, g.X), max(right, g.X+g.W)
	}
	// The baseline of a recognised line is the bottom of its box.
	lowest, slack := first.Y-0.6*first.Size, first.Size/4
	start := sort.Search(len(recognised), func(i int) bool { return recognised[i].Y > lowest })
	for _, g := range recognised[start:] {
		if g.Y >= first.Y+0.4*first.Size {
			break
		}
		if middle := g.X + g.W/2; middle > left-slack && middle < right+slack {
			g.Y, g.Size = first.Y, first.Size
			found = append(found, g)
		}
	}
	return found
}
