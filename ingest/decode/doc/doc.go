// Package doc reads the documents of Word 97 to 2003, and of WPS Writer, which
// writes the same under another suffix: the text as people see it, with the
// automatic numbers that are not in the text, without what is deleted or hidden.
// Of Word 6 and 95 it reads the text alone.
package doc

import (
	"context"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/flow"
	"gongshi/ingest/decode/internal/ole"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{
		Name: "doc", Types: []string{"application/msword", "application/kswps"},
		Match: ole.Is, Confirm: confirm, Decode: read,
	}
}

const mainStream = "WordDocument"

// confirm takes files with the stream that documents have, but not those around
// an encrypted one. It also takes what is too broken to have any: somebody has
// to say so.
func confirm(data []byte) bool {
	f, err := ole.Open(data)
	return err != nil || f.Has(mainStream) && !f.Has("EncryptedPackage")
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	if err := decode.CheckInput(in.Data); err != nil {
		return nil, err
	}
	f, err := ole.Open(in.Data)
	if err != nil {
		return nil, err
	}
	h, err := readHeader(f)
	if err != nil {
		return nil, err
	}
	w := &walker{ctx: ctx, boxes: make(map[int]span)}
	if h.old() {
		err = w.prepareOld(h)
	} else {
		err = w.prepare(h)
	}
	if err != nil {
		return nil, err
	}
	main := flow.New()
	if err := w.walk(span{0, h.length}, main); err != nil {
		return nil, err
	}
	if err := w.rest(main); err != nil {
		return nil, err
	}
	w.cut = w.cut || f.Cut()
	return main.Out.Document(f.Title(), w.remarks())
}

// remarks tell what was odd about the file.
func (w *walker) remarks() (r decode.Remarks) {
	r.CutShort(w.cut)
	r.Count(w.bad, "charset-repaired", "%d bytes or units make no character")
	r.Notes(w.notes)
	r.Count(w.numberless, "list-numbers-missing", "%d paragraphs have numbers in the way of Word 95, which are not read")
	if w.old {
		r.Say("word-95", "a document of Word 6 or 95: read without list numbers; hidden and deleted text cannot be told")
	}
	return r
}
