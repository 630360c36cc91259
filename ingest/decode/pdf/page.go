package pdf

import "gongshi/ingest/decode/layout"

// A page is what an engine found on a page.
type page struct {
	glyphs []layout.Glyph
	// drawn tells that something is on the page, text or not.
	drawn bool
	// lettered tells of a page without glyphs that something on it may be text
	// all the same; a scan is drawn but not lettered.
	lettered bool
	// scanned tells that images cover most of a page that has little text.
	scanned bool
	// trouble is why the page could not be read; the glyphs may be a part.
	trouble error
}
