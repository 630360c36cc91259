// Package xlsx reads workbooks (Office Open XML): sheets as tables, numbers and
// dates as they are displayed.
package xlsx

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
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
	options := workbook.Culture
	options.UnzipSizeLimit, options.UnzipXMLSizeLimit = maxUnpacked, decode.MaxInput
	f, err := excelize.OpenReader(bytes.NewReader(in.Data), options)
	if err != nil {
		return nil, refusal(err)
	}
	defer f.Close()
	doc := &gongshi.Document{Source: gongshi.Source{Method: gongshi.MethodNative}}
	say := func(format string, args ...any) {
		doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Stage: "decode", Code: "sheet-incomplete", Message: fmt.Sprintf(format, args...)})
	}
	for _, name := range layouts.boxless {
		say("the text boxes of the sheet %q cannot be read to their end", name)
	}
	var sheets []*workbook.Sheet
	var broken error
	whole := 0 // sheets with something in them
	for _, name := range f.GetSheetList() {
		s := layouts.of(name)
		err := fill(ctx, f, s)
		if err != nil && (ctx.Err() != nil || decode.CodeOf(err) != "") {
			return nil, err
		}
		if err = cmp.Or(s.broken, err); err != nil {
			broken = err
			say("the sheet %q cannot be read to its end: %v", name, err)
		} else if !s.Empty() && !s.Hidden {
			whole++
		}
		sheets = append(sheets, s.Sheet)
	}
	if broken != nil && whole == 0 {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: "no sheet can be read to its end: " + broken.Error(), Err: broken}
	}
	if props, err := f.GetDocProps(); err == nil {
		doc.Title = strings.Join(strings.Fields(props.Title), " ")
	}
	if err := workbook.Write(sheets, doc); err != nil {
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

// fill reads the cells of a sheet that are not read yet.
func fill(ctx context.Context, f *excelize.File, s *layout) error {
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
		numbers := s.numbers[row]
		slices.Sort(numbers)
		for column, text := range columns {
			if _, known := slices.BinarySearch(numbers, column); text != "" && !known { // a row has all the cells before its last
				size += len(text)
				s.Add(row, column, text)
			}
		}
		if err != nil {
			return err
		}
		if size > decode.MaxText {
			return decode.TextTooLong()
		}
	}
	return rows.Error()
}
