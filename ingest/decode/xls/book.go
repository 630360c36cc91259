package xls

import (
	"context"
	"fmt"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/codepage"
	"gongshi/ingest/decode/internal/workbook"
)

// The records that are read.
const (
	kindBegin     = 0x0809
	kindEnd       = 0x000A
	kindContinue  = 0x003C
	kindPassword  = 0x002F
	kindPage      = 0x0042
	kindFrom1904  = 0x0022
	kindFormat    = 0x041E
	kindStyle     = 0x00E0
	kindSheet     = 0x0085
	kindTexts     = 0x00FC
	kindRow       = 0x0208
	kindColumns   = 0x007D
	kindMerged    = 0x00E5
	kindSharedTxt = 0x00FD
	kindLabel     = 0x0204
	kindRichLabel = 0x00D6
	kindNumber    = 0x0203
	kindShort     = 0x027E
	kindShorts    = 0x00BD
	kindFormula   = 0x0006
	kindString    = 0x0207
	kindTruth     = 0x0205
	kindObject    = 0x005D
	kindBoxText   = 0x01B6
)

// book is a workbook that is being read.
type book struct {
	ctx      context.Context
	data     block
	modern   bool // of Excel 97 or later: text is UTF-16
	page     int  // the code page of text before
	from1904 bool
	formats  map[int]string
	styles   []int // their formats
	texts    []string
	places   []place
	numbers  *workbook.Numbers
	sheets   []*workbook.Sheet
	size     int // of the texts of cells
	cut      bool
	bad      int
}

// place is where a sheet lies in the stream.
type place struct {
	at    int
	sheet *workbook.Sheet
}

func readBook(ctx context.Context, data block) (*book, error) {
	b := &book{ctx: ctx, data: data, page: codepage.Western, formats: make(map[int]string)}
	if err := b.readGlobals(); err != nil {
		return nil, err
	}
	var err error
	if b.numbers, err = workbook.NewNumbers(b.from1904); err != nil {
		return nil, fmt.Errorf("prepare the formats of numbers: %w", err)
	}
	for _, p := range b.places {
		if err := b.readSheet(p); err != nil {
			return nil, err
		}
		b.sheets = append(b.sheets, p.sheet)
	}
	return b, nil
}

// readGlobals reads what is said about the whole workbook.
func (b *book) readGlobals() error {
	r := records{data: b.data}
	begin, ok := r.next()
	if !ok || begin.kind != kindBegin {
		return &decode.Error{Code: decode.CodeUnsupported, Detail: "no workbook of Excel 5 or later, or its beginning is missing"}
	}
	const excel97 = 0x0600
	b.modern = begin.body.U16(0) >= excel97
	for {
		rec, ok := r.next()
		if !ok || rec.kind == kindEnd {
			b.cut = b.cut || !ok
			return nil
		}
		if rec.kind == kindPassword {
			return &decode.Error{Code: decode.CodeEncrypted, Detail: "the workbook needs a password"}
		}
		b.global(rec)
		if b.ctx.Err() != nil {
			return b.ctx.Err()
		}
	}
}

func (b *book) global(rec record) {
	text := reader{parts: rec.parts}
	switch rec.kind {
	case kindPage:
		if page := rec.body.U16(0); codepage.Known(page) {
			b.page = page
		}
	case kindFrom1904:
		b.from1904 = rec.body.U16(0) == 1
	case kindFormat:
		text.skip(2)
		b.formats[rec.body.U16(0)] = b.counted(&text, 2)
	case kindStyle:
		b.styles = append(b.styles, rec.body.U16(2))
	case kindSheet:
		const tables = 0
		text.skip(6)
		s := workbook.New(b.counted(&text, 1))
		s.Hidden = rec.body.U8(4)&3 != 0
		if rec.body.U8(5) == tables {
			b.places = append(b.places, place{rec.body.U32(0), s})
		}
	case kindTexts:
		text.skip(8)
		for text.left() {
			b.texts = append(b.texts, text.text(text.u16()))
		}
	}
	b.bad += text.bad
}

// counted reads a text behind its length, which before Excel 97 always takes a
// byte where it now takes two.
func (b *book) counted(text *reader, size int) string {
	if !b.modern {
		return text.bytes(text.u8(), b.page)
	}
	if size == 1 {
		return text.text(text.u8())
	}
	return text.text(text.u16())
}

// formatOf gives the format of a style.
func (b *book) formatOf(style int) (built int, code string) {
	if style >= len(b.styles) {
		return 0, ""
	}
	built = b.styles[style]
	return built, b.formats[built]
}
