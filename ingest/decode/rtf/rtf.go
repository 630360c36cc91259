// Package rtf reads Rich Text Format: text in whatever code pages its fonts
// have, with the numbers of lists, without what is deleted or hidden.
package rtf

import (
	"bytes"
	"context"
	"fmt"

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
	doc := &gongshi.Document{Source: gongshi.Source{Method: gongshi.MethodNative}, Title: r.title()}
	r.diagnose(doc)
	if err := r.main.Out.Finish(doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// diagnose says what was odd about the file.
func (r *reader) diagnose(doc *gongshi.Document) {
	say := func(code, message string, args ...any) {
		doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Stage: "decode", Code: code, Message: fmt.Sprintf(message, args...)})
	}
	if r.cut {
		say("cut-short", "the file ends before its text does")
	}
	if r.bad > 0 {
		say("charset-repaired", "%d bytes make no character in the code pages that the file names", r.bad)
	}
	if r.notes > 0 {
		say("notes-left-out", "%d footnotes or endnotes are not part of the text", r.notes)
	}
	if r.numberless > 0 {
		say("list-numbers-missing", "%d items of lists have no number in the file", r.numberless)
	}
}
