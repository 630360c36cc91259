// Package decode turns the bytes of a file into a document: text, and what the
// format knows about it. A format is a value in a visible list (package all);
// which one reads a file is decided by the content, never by the name.
package decode

import (
	"context"
	"fmt"
	"runtime/debug"

	"gongshi"
)

// Format is a way to read one kind of file.
type Format struct {
	// Name is short and stable: "pdf".
	Name string
	// Types are the media types it reads, the main one first.
	Types []string
	// Match tells by the first bytes (up to [HeadSize]) whether a file is of
	// this format. Formats are asked in the order of their list.
	Match func(head []byte) bool
	// Confirm, if there is one, has the last word on a file that Match takes, by
	// the whole of it: the list of what is in a container can lie anywhere.
	Confirm func(data []byte) bool
	// Prepare, if there is one, does what a process has to do once before it
	// can decode, such as compiling an engine. It may take long on a slow
	// machine; a worker does not count it as time of a file. A failure shows
	// again in Decode.
	Prepare func()
	// Decode reads the file. Its errors are of type *Error where the file is
	// to blame.
	Decode func(ctx context.Context, in Input) (*gongshi.Document, error)
}

// HeadSize is how many bytes of a file Match gets to see at most.
const HeadSize = 64 << 10

// Input is a file to be decoded.
type Input struct {
	// Name is the path as it is shown to people; it decides nothing.
	Name string
	Data []byte
	// PDFEngine restricts the reading of PDF files to one engine, "pdfium" or
	// "ledongthuc"; empty: the better text of both.
	PDFEngine string
	// OCRPages is how many pages of a file are recognised at most where text has
	// to be recognised on images; 0: [DefaultOCRPages], negative: none.
	OCRPages int
	// Step, if set, is to be called after each step of work that may take as
	// long as a file usually does, such as the recognition of a page: the limit
	// of time then holds for each step.
	Step func()
}

// DefaultOCRPages is how many pages of a file are recognised unless something
// else is said.
const DefaultOCRPages = 100

// Head is the part of the file that formats are matched on.
func (in Input) Head() []byte { return in.Data[:min(len(in.Data), HeadSize)] }

// Find gives the first format that matches the file. An empty file is an error
// with [CodeEmpty], one that nobody reads an error with [CodeUnsupported] (or
// [CodeEncrypted]) that names what it seems to be.
func Find(formats []Format, in Input) (Format, error) {
	if len(in.Data) == 0 {
		return Format{}, &Error{Code: CodeEmpty, Detail: "the file has no bytes"}
	}
	head := in.Head()
	for _, f := range formats {
		if f.Match(head) && (f.Confirm == nil || f.Confirm(in.Data)) {
			return f, nil
		}
	}
	return Format{}, unread(in.Data)
}

// Run decodes a file with a format in this process. A panic of the format is
// an error with [CodeCrashed]; it never reaches the caller.
func Run(ctx context.Context, f Format, in Input) (doc *gongshi.Document, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, &Error{Code: CodeCrashed, Detail: fmt.Sprintf("%s: %v", f.Name, p), Err: fmt.Errorf("%s", debug.Stack())}
		}
	}()
	doc, err = f.Decode(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", f.Name, err)
	}
	if doc.Source.MediaType == "" && len(f.Types) > 0 {
		doc.Source.MediaType = f.Types[0]
	}
	return doc, nil
}
