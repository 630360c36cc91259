package pdf

import (
	"context"
	"fmt"
	"image"

	"github.com/klippa-app/go-pdfium/requests"

	"gongshi/ingest/decode/ocr"
)

// painter draws the pages of a file with PDFium. It is opened when the first page
// is wanted.
type painter struct {
	data    []byte
	session *session
}

// paint gives use the picture of a page as it is seen, without what is stuck on
// it, such as notes and stamps.
func (p *painter) paint(ctx context.Context, index int, use func(image.Image, ocr.Place) error) error {
	if p.session != nil && p.session.spoilt {
		p.close()
	}
	if p.session == nil {
		var err error
		if p.session, err = openPDFium(ctx, p.data); err != nil {
			return fmt.Errorf("paint: %w", err)
		}
	}
	return p.session.paint(index, use)
}

// close ends the drawing.
func (p *painter) close() {
	if p.session != nil {
		_ = p.session.instance.Close() // nothing that follows depends on it
		p.session = nil
	}
}

func (s *session) paint(index int, use func(image.Image, ocr.Place) error) error {
	if index >= s.count {
		return fmt.Errorf("paint: there is no page %d", index+1)
	}
	ref := requests.Page{ByIndex: &requests.PageByIndex{Document: s.doc, Index: index}}
	place, width, height, err := s.place(ref)
	if err != nil {
		return fmt.Errorf("paint: %w", short(err))
	}
	rendered, err := s.instance.RenderPageInPixels(&requests.RenderPageInPixels{Page: ref, Width: width, Height: height})
	if err != nil {
		s.spoilt = true
		return fmt.Errorf("paint: %w", short(err))
	}
	defer rendered.Cleanup()
	place.Scale *= float64(width) / float64(max(1, rendered.Result.Width))
	return use(rendered.Result.RenderedImage, place)
}

// place says where the picture of a page is, in the coordinates of its glyphs,
// and how large it is to be.
func (s *session) place(ref requests.Page) (place ocr.Place, width, height int, err error) {
	size, err := s.instance.GetPageSize(&requests.GetPageSize{Page: ref})
	if err != nil {
		return place, 0, 0, err
	}
	box, err := s.instance.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: ref})
	if err != nil {
		return place, 0, 0, err
	}
	turn, err := s.instance.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: ref})
	if err != nil {
		return place, 0, 0, err
	}
	left, right := float64(min(box.Rect.Left, box.Rect.Right)), float64(max(box.Rect.Left, box.Rect.Right))
	bottom, top := float64(min(box.Rect.Bottom, box.Rect.Top)), float64(max(box.Rect.Bottom, box.Rect.Top))
	switch turn.PageRotation & 3 {
	case 0:
		place.X, place.Y = left, top
	case 1:
		place.X, place.Y = bottom, -left
	case 2:
		place.X, place.Y = -right, -bottom
	case 3:
		place.X, place.Y = -top, right
	}
	pixels := ocr.Resolution(size.Width, size.Height)
	place.Scale = 1 / pixels
	return place, max(1, int(size.Width*pixels)), max(1, int(size.Height*pixels)), nil
}
