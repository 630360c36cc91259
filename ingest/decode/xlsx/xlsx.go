// Package xlsx reads workbooks (Office Open XML): sheets as tables, numbers and
// dates as they are displayed.
package xlsx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
	"gongshi/ingest/decode/internal/workbook"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{
		Name:  "xlsx",
		Types: []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		Match: matches, Decode: read,
	}
}

// matches looks at the names of the parts that begin within the head: the first
// below the folder of a kind of document decides.
func matches(head []byte) bool {
	for name := range pack.Members(head) {
		switch folder, _, _ := strings.Cut(name, "/"); folder {
		case "xl":
			return true
		case "word", "ppt", "visio", "documents":
			return false
		}
	}
	return false
}

// maxUnpacked bounds all parts together: the library unpacks pictures, too.
const maxUnpacked = 256 << 20

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	layouts, err := readLayouts(ctx, in.Data)
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(in.Data), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: decode.MaxInput,
		ShortDatePattern: "yyyy/m/d", CultureInfo: excelize.CultureNameZhCN,
	})
	if err != nil {
		return nil, refusal(err)
	}
	defer f.Close()
	doc := &gongshi.Document{Source: gongshi.Source{Method: gongshi.MethodNative}}
	say := func(format string, args ...any) {
		doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Stage: "decode", Code: "sheet-incomplete", Message: fmt.Sprintf(format, args...)})
	}
	for _, name := range layouts.broken {
		say("the text boxes of the sheet %q cannot be read to their end", name)
	}
	var sheets []*workbook.Sheet
	var broken error
	for _, name := range f.GetSheetList() {
		s := layouts.of(name)
		if err := fill(ctx, f, s); err != nil {
			if ctx.Err() != nil || decode.CodeOf(err) != "" {
				return nil, err
			}
			broken = err
			say("the sheet %q cannot be read to its end: %v", name, err)
		}
		sheets = append(sheets, s)
	}
	if props, err := f.GetDocProps(); err == nil {
		doc.Title = strings.Join(strings.Fields(props.Title), " ")
	}
	if err := workbook.Write(sheets, doc); err != nil {
		if broken != nil && decode.CodeOf(err) == decode.CodeEmpty {
			return nil, &decode.Error{Code: decode.CodeDamaged, Detail: "no sheet can be read: " + broken.Error(), Err: broken}
		}
		return nil, err
	}
	return doc, nil
}

// refusal makes an error of the library one of the file.
func refusal(err error) error {
	code := decode.CodeDamaged
	switch {
	case strings.Contains(err.Error(), "unzip size exceeds"):
		code = decode.CodeLimit
	case errors.Is(err, excelize.ErrWorkbookFileFormat):
		code = decode.CodeUnsupported
	}
	return &decode.Error{Code: code, Detail: "the workbook cannot be opened: " + err.Error(), Err: err}
}

// maxRows bounds the rows of a sheet: Excel has no more.
const maxRows = 1 << 20

// fill reads the cells of a sheet.
func fill(ctx context.Context, f *excelize.File, s *workbook.Sheet) error {
	rows, err := f.Rows(s.Name)
	if err != nil {
		return err
	}
	defer rows.Close()
	size := 0
	for row := 0; rows.Next() && row < maxRows; row++ {
		if row%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		columns, err := rows.Columns()
		for column, text := range columns {
			if text != "" { // a row has all the cells before its last
				size += len(text)
				s.Add(row, column, text)
			}
		}
		if err != nil {
			return err
		}
		if size > decode.MaxText {
			return tooLong()
		}
	}
	return rows.Error()
}

func tooLong() error {
	return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("more than %d MB of text", decode.MaxText>>20)}
}
