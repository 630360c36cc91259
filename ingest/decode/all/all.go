// Package all lists the formats that are read, in the order in which they are
// asked.
package all

import (
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/html"
	"gongshi/ingest/decode/pdf"
	"gongshi/ingest/decode/text"
)

// Formats gives all formats; plain text last, since it takes what looks like
// text at all.
func Formats() []decode.Format {
	return []decode.Format{pdf.Format(), html.Format(), text.Format()}
}
