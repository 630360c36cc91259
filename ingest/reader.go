package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"unicode"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/ingest/archive"
	"gongshi/ingest/decode"
	"gongshi/ingest/rendition"
	"gongshi/parse"
)

// Version is the version of the stages from bytes to findings. A source that
// another version read is read again when it is imported again.
const Version = 1_000_000*decodeVersion + 1000*parse.Version + compliance.Version

// decodeVersion is raised when a format gives other text than before.
const decodeVersion = 4

// Reader reads files: bytes to document, notices and findings. It stores
// nothing.
type Reader struct {
	// Formats are those that are read in this process.
	Formats []decode.Format
	// Isolated finds the format of a file, whose name it gives as well, and decodes
	// it in another process; nil: it is done in this one, by Formats. What is wrong
	// with bytes can hang or end the process that looks at them.
	Isolated func(ctx context.Context, in decode.Input) (doc *gongshi.Document, format string, err error)
	// PDFEngine and OCRPages are those of [decode.Input].
	PDFEngine string
	OCRPages  int
	Calendar  *workday.Calendar
	Rules     []compliance.Rule
	// Archives opens archives: their limits, passwords, and the program that
	// reads the kinds that are dangerous.
	Archives archive.Walker
	// Begin, if set, is told of every file before [Reader.ReadAll] reads it.
	Begin func(path string)
}

// version is that of what this reader reads: with one PDF engine only, it is not
// what others read.
func (r *Reader) version() int {
	if r.PDFEngine != "" {
		return -Version
	}
	return Version
}

// Reading is what a file gave: a document with its notices, or a failure.
type Reading struct {
	Digest   string
	Document *gongshi.Document
	Notices  []gongshi.Notice
	// Findings are those about the notice of the same index.
	Findings [][]gongshi.Finding
	// Prints are what the notice of the same index is recognised by in another
	// form.
	Prints  []rendition.Print
	Failure *Failure
}

// Read reads a file. Whatever is wrong with the file is a failure of the
// reading; an error is given only when ctx is done.
func (r *Reader) Read(ctx context.Context, name string, data []byte) (*Reading, error) {
	reading := &Reading{Digest: Digest(data)}
	doc, format, err := r.decode(ctx, decode.Input{Name: name, Data: data, PDFEngine: r.PDFEngine, OCRPages: r.OCRPages})
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		reading.Failure = r.covering(newFailure(name, StageDecode, err), data)
		return reading, nil
	}
	if r.Archives.Carries(data) {
		doc.Diagnostics = slices.DeleteFunc(doc.Diagnostics, func(d gongshi.Diagnostic) bool { return d.Code == codeAttachments })
	}
	doc.Source.Path, doc.Source.Digest = name, reading.Digest
	if err := r.parse(doc, reading); err != nil {
		reading.Failure = newFailure(name, StageParse, err)
		return reading, nil
	}
	if failure := doubt(doc, format, reading.Notices); failure != nil {
		return &Reading{Digest: reading.Digest, Failure: r.covering(failure, data)}, nil
	}
	reading.Document = doc
	return reading, nil
}

// covering gives the failure of a file; a mail that says nothing itself, but
// carries files that are read, is left out as it was meant.
func (r *Reader) covering(f *Failure, data []byte) *Failure {
	if (f.Code == string(decode.CodeEmpty) || f.Code == CodeSuspect) && r.Archives.Carries(data) {
		f.Code, f.Detail = codeNotADocument, "a mail that only carries files: "+f.Detail
	}
	return f
}

// Digest gives the digest by which a file is known: "sha256:" and 64 hex digits.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// decode gives the document of a file and the name of its format.
func (r *Reader) decode(ctx context.Context, in decode.Input) (*gongshi.Document, string, error) {
	if r.Isolated != nil {
		return r.Isolated(ctx, in)
	}
	format, err := decode.Find(r.Formats, in)
	if err != nil {
		return nil, "", err
	}
	doc, err := decode.Run(ctx, format, in)
	return doc, format.Name, err
}

// parse fills the notices and findings of a reading. The parser and the rules
// are ours, but a text that makes one of them panic must not end an import.
func (r *Reader) parse(doc *gongshi.Document, reading *Reading) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &decode.Error{Code: decode.CodeCrashed, Detail: fmt.Sprint(p)}
		}
	}()
	reading.Notices = parse.Parse(doc)
	reading.Findings = make([][]gongshi.Finding, len(reading.Notices))
	reading.Prints = make([]rendition.Print, len(reading.Notices))
	for i := range reading.Notices {
		n := &reading.Notices[i]
		n.Diagnostics = append(slices.Clone(doc.Diagnostics), n.Diagnostics...)
		compliance.FillPublicity(n, r.Calendar)
		reading.Prints[i] = rendition.Of(n)
		reading.Findings[i] = compliance.Check(n, r.Calendar, r.Rules)
	}
	return nil
}

// minHan is the number of Han characters below which a text cannot be a
// notice: no title is that short.
const minHan = 8

// doubt gives the failure of a file that was read without an error, but whose
// text cannot be what its publisher meant it to be.
func doubt(doc *gongshi.Document, format string, notices []gongshi.Notice) *Failure {
	han := 0
	for _, r := range doc.Text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	cut := slices.IndexFunc(doc.Diagnostics, func(d gongshi.Diagnostic) bool { return d.Code == codeCutShort })
	if han < minHan && cut >= 0 {
		return &Failure{Path: doc.Source.Path, Stage: StageDecode, Code: string(decode.CodeDamaged), Detail: doc.Diagnostics[cut].Message}
	}
	if han < minHan {
		return &Failure{Path: doc.Source.Path, Stage: StageDecode, Code: CodeSuspect,
			Detail: fmt.Sprintf("read as %s, the file holds %d Chinese characters", format, han)}
	}
	claimed := claimedFormat(doc.Source.Path)
	if claimed == "" || claimed == format {
		return nil
	}
	detail := fmt.Sprintf("the name says %s, the content is %s", claimed, format)
	// One office program saves in the format of another under the old name.
	meant := format != "html" && format != "text"
	for _, n := range notices {
		meant = meant || len(n.Sections) > 0
	}
	if meant {
		doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Stage: StageDecode, Code: "wrong-suffix", Message: detail})
		return nil
	}
	return &Failure{Path: doc.Source.Path, Stage: StageDecode, Code: string(decode.CodeWrongType),
		Detail: detail + " without a notice in it: most likely an error page saved in place of the file"}
}

// claims are the formats that suffixes promise: where the content is a web page
// or plain text instead, something went wrong.
var claims = map[string]string{
	".pdf": "pdf", ".docx": "docx", ".doc": "doc", ".wps": "doc", ".rtf": "rtf", ".odt": "odt", ".ofd": "ofd",
	".xlsx": "xlsx", ".xls": "xls", ".et": "xls",
	".eml": "eml", ".mht": "eml", ".mhtml": "eml",
	".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image", ".bmp": "image", ".gif": "image", ".webp": "image",
}

// claimedFormat gives the format that a file name promises, empty for names that
// promise nothing.
func claimedFormat(name string) string { return claims[suffix(name)] }

// newFailure makes the ledger's entry of an error. It is the one place where
// errors of the stages become codes.
func newFailure(name, stage string, err error) *Failure {
	f := &Failure{Path: name, Stage: stage, Code: CodeInternal, Detail: err.Error()}
	if e, ok := errors.AsType[*decode.Error](err); ok {
		f.Code, f.Detail = string(e.Code), e.Detail
	}
	return f
}
