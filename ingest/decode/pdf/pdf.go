// Package pdf answers what a PDF file says: its characters, put together again
// to the paragraphs that a reader sees.
//
// Two engines find the characters and their places: PDFium, compiled to
// WebAssembly, and ledongthuc/pdf. A gate judges each page by its characters;
// what is garbage is not taken for text. One layout stage makes lines and
// paragraphs of what either engine found.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/page"
)

// The engines by the names that [decode.Input] and [gongshi.Source] use.
const (
	PDFium     = "pdfium"
	Ledongthuc = "ledongthuc"
)

// headerWithin is how far from the start of a file its header may stand.
const headerWithin = 1024

// Format gives the format. ledongthuc/pdf can take its process down, and PDFium
// can be kept busy for long.
func Format() decode.Format {
	return decode.Format{
		Name:    "pdf",
		Types:   []string{"application/pdf"},
		Match:   func(head []byte) bool { return headerAt(head) >= 0 },
		Prepare: func() { _, _ = pdfiumPool() },
		Decode:  read,
	}
}

// headerAt is the offset of the header, -1 if there is none.
func headerAt(data []byte) int {
	return bytes.Index(data[:min(len(data), headerWithin)], []byte("%PDF-"))
}

// Fallback gives a way to read a PDF file again after its first reading took its
// process down or did not end: with PDFium alone. False if there is none.
func Fallback(in decode.Input) (decode.Input, bool) {
	if in.PDFEngine != "" || headerAt(in.Data) < 0 {
		return in, false
	}
	in.PDFEngine = PDFium
	return in, true
}

// An engine finds the glyphs of a file.
type engine struct {
	name string
	read func(context.Context, []byte) ([]page.Found, error)
	// again is for an engine that has read the file in another way already.
	again bool
}

// engines lists the engines that may read, the first to be asked first.
func engines(name string) ([]engine, error) {
	all := []engine{{PDFium, readPDFium, false}, {PDFium, readUntabled, true}, {Ledongthuc, readLedongthuc, false}}
	switch name {
	case "":
		return all, nil
	case PDFium:
		return all[:2], nil
	case Ledongthuc:
		return all[2:], nil
	}
	return nil, fmt.Errorf("there is no PDF engine %q; use %q or %q", name, PDFium, Ledongthuc)
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	able, err := engines(in.PDFEngine)
	if err != nil {
		return nil, err
	}
	data := in.Data[max(0, headerAt(in.Data)):]
	var readings []page.Reading
	var failures []string
	var last error
	for _, e := range able {
		if readings != nil && !page.WantOpinion(readings) {
			break
		}
		if readings == nil && e.again {
			continue
		}
		pages, err := e.read(ctx, data)
		if errors.Is(err, errNothingNew) {
			continue
		}
		if err == nil {
			readings = page.Merge(readings, e.name, pages)
			continue
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if readings == nil && final(err) {
			return nil, err
		}
		last = err
		failures = append(failures, e.name+": "+err.Error())
	}
	if readings == nil {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: strings.Join(failures, "; "), Err: last}
	}
	p := painter{data: data}
	defer p.close()
	if err := page.Recognise(ctx, readings, p.paint, in); err != nil {
		return nil, err
	}
	return page.Document(readings, gongshi.MethodPDFText)
}

// final tells of an error that another engine cannot mend: a password is
// needed, or the file is too large.
func final(err error) bool {
	_, ok := errors.AsType[*decode.Error](err)
	return ok
}

// errNothingNew tells that a reading would not differ from the one before.
var errNothingNew = errors.New("nothing new")

// readUntabled reads with PDFium as if the fonts had no tables of their own for
// what their codes mean. Some programs write wrong ones for fonts whose encoding
// says it all.
func readUntabled(ctx context.Context, data []byte) ([]page.Found, error) {
	const table, other = "/ToUnicode", "/NoUnicode"
	if !bytes.Contains(data, []byte(table)) {
		return nil, errNothingNew
	}
	return readPDFium(ctx, bytes.ReplaceAll(data, []byte(table), []byte(other)))
}
