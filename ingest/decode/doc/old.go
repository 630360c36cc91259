package doc

import (
	"bytes"
	"unicode/utf16"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/codepage"
)

// prepareOld reads the text of a document of Word 6 or 95, which is bytes in the
// code page of its language; the tables about it lie in the main stream.
func (w *walker) prepareOld(h *header) error {
	const complexFile, wideFile = 0x04, 0x1000
	flags := h.main.U16(0x0A)
	wide := flags&wideFile != 0
	raw := h.main.Cut(h.main.U32(0x18), h.length)
	if wide {
		raw = h.main.Cut(h.main.U32(0x18), 2*h.length)
	}
	if flags&complexFile != 0 {
		var err error
		if raw, err = oldPieces(h.main); err != nil {
			return err
		}
	}
	if len(raw) == 0 {
		return &decode.Error{Code: decode.CodeDamaged, Detail: "the text of the document is missing"}
	}
	page := languagePage(h.main.U16(0x06))
	const macintosh = 0x100
	switch {
	case wide:
		page = 1200
	case h.main.U16(0x14) == macintosh:
		page = 10000
	}
	w.old, w.text = true, new(text)
	w.cut = flags&complexFile == 0 && len(raw) < h.length
	for len(raw) > 0 {
		n := len(raw)
		// What is said of the language need not hold for each paragraph.
		if end := bytes.IndexAny(raw, "\x07\r"); end >= 0 && !wide {
			n = end + 1
		}
		decoded, bad := codepage.Probable(page, raw[:n])
		w.bad += bad
		w.text.units = append(w.text.units, utf16.Encode([]rune(decoded))...)
		raw = raw[n:]
	}
	w.sheet, w.lists = readSheet(nil, nil), new(lists)
	h.length = len(w.text.units)
	return nil
}

// oldPieces puts together the text of a document that was saved fast.
func oldPieces(main block) (block, error) {
	clx := main.Cut(main.U32(0x160), main.U32(0x164))
	at := 0
	for clx.U8(at) == 1 {
		at += 3 + clx.U16(at+1)
	}
	if clx.U8(at) != 2 {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: "the table of the pieces of text is missing"}
	}
	t, err := readPieces(main, clx.Cut(at+5, clx.U32(at+1)), func(table block, i, n int) piece {
		return piece{at: table.U32(4*(n+1) + 8*i + 2)}
	})
	if err != nil {
		return nil, err
	}
	var raw block
	for _, p := range t.pieces {
		raw = append(raw, main.Cut(p.at, p.end-p.start)...)
	}
	return raw, nil
}

// languagePage is the code page of a language of Windows.
func languagePage(language int) int {
	switch language {
	case 0x0404, 0x0C04, 0x1404:
		return 950
	case 0x0804, 0x1004:
		return codepage.GBK
	case 0x0411:
		return 932
	case 0x0412:
		return 949
	case 0x0419:
		return 1251
	}
	return codepage.Western
}
