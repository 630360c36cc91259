// Package rtf reads Rich Text Format: text in whatever code pages its fonts
// have, with the numbers of lists, without what is deleted or hidden.
package rtf

import (
	"bytes"
	"context"

	"gongshi"
	"gongshi/ingest/decode"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{Name: "rtf", Types: []string{"application/rtf", "text/rtf"}, Match: matches, Decode: read}
}

// matches tolerates white space and a byte order mark in front.
func matches(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head, "\xEF\xBB\xBF \t\r\n\x00"), []byte(`{\rtf`))
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	if err := decode.CheckInput(in.Data); err != nil {
		return nil, err
	}
	r := newReader(in.Data)
	if err := r.read(ctx); err != nil {
		return nil, err
	}
	return r.main.Out.Document(r.title(), r.remarks())
}

// remarks tell what was odd about the file.
func (r *reader) remarks() (said decode.Remarks) {
	if r.cut {
		said.Say("cut-short", "the file ends before its text does")
	}
	said.Count(r.bad, "charset-repaired", "%d bytes make no character in the code pages that the file names")
	said.Notes(r.notes)
	said.Count(r.numberless, "list-numbers-missing", "%d items of lists have no number in the file")
	return said
}
