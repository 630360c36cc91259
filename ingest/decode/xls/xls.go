// Package xls reads workbooks of Excel 97 to 2003 and of WPS Spreadsheets, which
// writes the same under another suffix, and those of Excel 5 and 95: sheets as
// tables, numbers and dates as they are displayed.
package xls

import (
	"context"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/ole"
	"gongshi/ingest/decode/internal/workbook"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{
		Name: "xls", Types: []string{"application/vnd.ms-excel"},
		Match: ole.Is, Confirm: confirm, Decode: read,
	}
}

// The streams that workbooks have: of Excel 97 and later, and of those before.
const (
	newStream = "Workbook"
	oldStream = "Book"
)

func confirm(data []byte) bool {
	f, err := ole.Open(data)
	return err == nil && (f.Has(newStream) || f.Has(oldStream))
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	if err := decode.CheckInput(in.Data); err != nil {
		return nil, err
	}
	f, err := ole.Open(in.Data)
	if err != nil {
		return nil, err
	}
	stream := f.Stream(newStream)
	if stream == nil {
		stream = f.Stream(oldStream)
	}
	b, err := readBook(ctx, stream)
	if err != nil {
		return nil, err
	}
	var remarks decode.Remarks
	remarks.CutShort(f.Cut() || b.cut)
	remarks.Count(b.bad, "charset-repaired", "%d bytes or units make no character")
	doc := &gongshi.Document{Source: gongshi.Source{Method: gongshi.MethodNative}, Title: f.Title(), Diagnostics: remarks}
	if err := workbook.Write(b.sheets, doc); err != nil {
		return nil, err
	}
	return doc, nil
}
