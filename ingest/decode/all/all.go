// Package all lists the formats that are read, in the order in which they are
// asked.
package all

import (
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/doc"
	"gongshi/ingest/decode/docx"
	"gongshi/ingest/decode/eml"
	"gongshi/ingest/decode/html"
	"gongshi/ingest/decode/image"
	"gongshi/ingest/decode/odt"
	"gongshi/ingest/decode/ofd"
	"gongshi/ingest/decode/pdf"
	"gongshi/ingest/decode/rtf"
	"gongshi/ingest/decode/text"
	"gongshi/ingest/decode/xls"
	"gongshi/ingest/decode/xlsx"
)

// Formats gives all formats. PDF comes first, since its header may stand behind
// other bytes; plain text last, since it takes what looks like text at all.
func Formats() []decode.Format {
	return []decode.Format{
		pdf.Format(), docx.Format(), xlsx.Format(), odt.Format(), ofd.Format(), doc.Format(), xls.Format(), rtf.Format(),
		image.Format(), eml.Format(), html.Format(), text.Format(),
	}
}
