// Package image reads pages that are nothing but pictures: scans and photographs
// in PNG, JPEG, TIFF, BMP, GIF and WebP. Their text is recognised where there is a
// program for it.
package image

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	pixels "image"
	_ "image/gif" // decoders, found by what a file begins with
	_ "image/jpeg"
	_ "image/png"
	"io"
	"strings"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/ocr"
	"gongshi/ingest/decode/page"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{
		Name:   "image",
		Types:  []string{"image/*"},
		Match:  func(head []byte) bool { return typeOf(head) != "" },
		Decode: read,
	}
}

// types are the media types by what files begin with.
var types = []struct{ start, name string }{
	{"\x89PNG\r\n\x1a\n", "image/png"},
	{"\xFF\xD8\xFF", "image/jpeg"},
	{"II*\x00", "image/tiff"},
	{"MM\x00*", "image/tiff"},
	{"BM????\x00\x00\x00\x00", "image/bmp"},
	{"GIF87a", "image/gif"},
	{"GIF89a", "image/gif"},
	{"RIFF????WEBPVP8", "image/webp"},
}

// typeOf gives the media type of a picture, "" for other files.
func typeOf(head []byte) string {
	for _, t := range types {
		if begins(head, t.start) {
			return t.name
		}
	}
	return ""
}

// begins tells whether data begins with start, in which ? is any byte.
func begins(data []byte, start string) bool {
	if len(data) < len(start) {
		return false
	}
	for i := range len(start) {
		if start[i] != '?' && data[i] != start[i] {
			return false
		}
	}
	return true
}

// Limits of a picture, known before it is decoded. A page of newsprint at 600 dots
// an inch has 100 million pixels; one with less than so many is an icon or a
// banner of a web site.
const (
	maxPixels = 100_000_000
	minPixels = 150_000
	minSide   = 150
	maxFrames = 1000
)

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	kind := typeOf(in.Head())
	found := split(in.Data, kind)
	if found.count() > maxFrames {
		return nil, &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("more than %d pictures", maxFrames)}
	}
	kept, err := found.pages()
	if err != nil {
		return nil, err
	}
	pages := make([]page.Found, len(kept))
	for i, k := range kept {
		pages[i] = page.Found{Drawn: true, Scanned: k.trouble == nil, Trouble: k.trouble}
	}
	readings := page.Merge(nil, "", pages)
	err = page.Recognise(ctx, readings, func(_ context.Context, i int, use func(pixels.Image, ocr.Place) error) error {
		return paint(found.at(kept[i].frame), use)
	}, in)
	if err != nil {
		return nil, err
	}
	doc, err := page.Document(readings, gongshi.MethodOCR)
	if err != nil {
		return nil, err
	}
	doc.Source.MediaType = kind
	if n := found.count() - len(kept); n > 0 {
		doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Stage: "decode", Code: "pictures-left-out",
			Message: fmt.Sprintf("%d pictures of the file are too small for pages of text, or small copies of others", n)})
	}
	return doc, nil
}

// framed is a picture of the file that is a page, and why it cannot be one of text.
type framed struct {
	frame   int
	trouble error
}

// pages are the pictures that are no icons. Without any that can be read, the error
// is that of the first that is broken, or else of the first.
func (f frames) pages() ([]framed, error) {
	var kept []framed
	var refused error
	good := false
	for i := range f.count() {
		err := measure(f.at(i))
		small := decode.CodeOf(err) == decode.CodeEmpty
		if refused == nil || decode.CodeOf(refused) == decode.CodeEmpty && !small {
			refused = cmp.Or(err, refused)
		}
		if small || err == nil && f.count() > 1 && f.reduced(i) {
			continue
		}
		kept, good = append(kept, framed{i, err}), good || err == nil
	}
	switch {
	case good:
		return kept, nil
	case refused == nil:
		refused = &decode.Error{Code: decode.CodeEmpty, Detail: "nothing but small copies of other pictures"}
	}
	return nil, refused
}

// measure looks at the size that a picture states, which costs nothing.
func measure(frame []byte) error {
	c, _, err := pixels.DecodeConfig(newReader(frame))
	if err != nil {
		return fault(err)
	}
	size := fmt.Sprintf("%d × %d pixels", c.Width, c.Height)
	switch n := int64(c.Width) * int64(c.Height); {
	case c.Width <= 0 || c.Height <= 0:
		return &decode.Error{Code: decode.CodeDamaged, Detail: size}
	case n > maxPixels:
		return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("%s; pictures are read up to %d million", size, maxPixels/1_000_000)}
	case n < minPixels, min(c.Width, c.Height) < minSide:
		return &decode.Error{Code: decode.CodeEmpty, Detail: size + ": too small for a page of text"}
	}
	return nil
}

// a4 is the width of a page in points. How large a picture is on paper does not
// matter; all of a document are of one width.
const a4 = 595

func paint(frame []byte, use func(pixels.Image, ocr.Place) error) error {
	img, err := Decode(frame)
	if err != nil {
		return err
	}
	scale := a4 / float64(min(img.Bounds().Dx(), img.Bounds().Dy()))
	return use(img, ocr.Place{Y: float64(img.Bounds().Dy()) * scale, Scale: scale})
}

// Decode decodes a picture, or the first in a file, within the limits of size.
// Pictures in documents may be small.
func Decode(data []byte) (pixels.Image, error) {
	if err := measure(data); err != nil && decode.CodeOf(err) != decode.CodeEmpty {
		return nil, err
	}
	img, _, err := pixels.Decode(newReader(data))
	if err != nil {
		return nil, fault(err)
	}
	return img, nil
}

// reader lets the decoders see the file as it lies in memory. Of a reader that
// cannot be peeked into they make a buffered one, which has no ReadAt, and TIFF
// then takes memory for as many bytes as the file claims to have.
type reader struct {
	*bytes.Reader
	data []byte
}

func newReader(data []byte) *reader { return &reader{bytes.NewReader(data), data} }

// Peek gives the next n bytes, and io.EOF if there are fewer.
func (r *reader) Peek(n int) ([]byte, error) {
	rest := r.data[len(r.data)-r.Len():]
	if len(rest) < n {
		return rest, io.EOF
	}
	return rest[:n], nil
}

// fault makes an error of a decoder one of the file.
func fault(err error) error {
	code := decode.CodeDamaged
	switch text := err.Error(); {
	case strings.Contains(text, "dimension overflow"):
		code = decode.CodeLimit
	case strings.Contains(text, "unsupported"):
		code = decode.CodeUnsupported
	}
	return &decode.Error{Code: code, Detail: "the picture cannot be decoded: " + err.Error(), Err: err}
}
