// Package page answers which reading of a page counts. What engines find on the
// pages of a file is judged; pages whose text is garbage, or only a picture of
// text, can be recognised on their image; and of the best readings the document
// is made.
package page

import "gongshi/ingest/decode/layout"

// Found is what an engine found on a page.
type Found struct {
	Glyphs []layout.Glyph
	// Drawn tells that something is on the page, text or not.
	Drawn bool
	// Lettered tells of a page without glyphs that something on it may be text
	// all the same; a scan is drawn but not lettered.
	Lettered bool
	// Scanned tells that images cover most of a page.
	Scanned bool
	// Hidden tells that the text of a scanned page is not seen: a program that
	// recognised it on the image has put it there.
	Hidden bool
	// Trouble is why the page could not be read; the glyphs may be a part.
	Trouble error
}
