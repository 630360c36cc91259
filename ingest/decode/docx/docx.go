// Package docx reads the documents of word processors (Office Open XML, part 1):
// their text as people see it, with the automatic numbers that are not in the
// text, with tracked insertions and without deletions.
package docx

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{
		Name:   "docx",
		Types:  []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		Match:  matches,
		Decode: read,
	}
}

const signLocal = "PK\x03\x04"

// others are the folders of the other kinds of Office files.
var others = []string{"xl/", "ppt/", "visio/", "Documents/", "FixedDoc"}

// matches looks at the names of the parts that begin within the head: one below
// word/ decides, else a list of content types is enough.
func matches(head []byte) bool {
	office := false
	for rest := head; ; {
		at := bytes.Index(rest, []byte(signLocal))
		if at < 0 || at > 0 && len(rest) == len(head) || len(rest) < at+30 {
			return office
		}
		size := int(binary.LittleEndian.Uint16(rest[at+26:]))
		name := partName(string(rest[at+30 : min(len(rest), at+30+size)]))
		switch {
		case strings.HasPrefix(name, "word/"):
			return true
		case startsWithAny(name, others):
			return false
		}
		office = office || name == "[content_types].xml"
		rest = rest[at+4:]
	}
}

func startsWithAny(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, strings.ToLower(p)) {
			return true
		}
	}
	return false
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	p, err := openPackage(ctx, in.Data)
	if err != nil {
		return nil, err
	}
	main := p.target("", "/officeDocument", "word/document.xml")
	if !p.has(main) {
		return nil, &decode.Error{Code: decode.CodeUnsupported, Detail: "no text document: " + decode.Sniff(in.Data)}
	}
	w := walker{out: new(decode.Builder)}
	if w.styles, err = readStyles(p, p.target(main, "/styles", "word/styles.xml")); err != nil {
		return nil, err
	}
	if w.numbers, err = readNumbering(p, p.target(main, "/numbering", "word/numbering.xml"), w.styles); err != nil {
		return nil, err
	}
	if w.part, err = p.open(main); err != nil {
		return nil, err
	}
	defer w.part.close()
	if err := w.document(); err != nil {
		return nil, err
	}
	doc := &gongshi.Document{Source: gongshi.Source{Method: gongshi.MethodNative}}
	if doc.Title, err = readTitle(p); err != nil {
		return nil, err
	}
	if w.notes > 0 {
		doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Stage: "decode", Code: "notes-left-out",
			Message: fmt.Sprintf("%d footnotes or endnotes are not part of the text", w.notes)})
	}
	if err := w.out.Finish(doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// readTitle reads the title among the properties of the document.
func readTitle(p *pack) (title string, err error) {
	name := p.target("", "/core-properties", "docProps/core.xml")
	if !p.has(name) {
		return "", nil
	}
	r, err := p.open(name)
	if err != nil {
		return "", err
	}
	defer r.close()
	var element visitor
	element = func(_ string, e start) error {
		if e.Name.Local == "title" {
			title, err = r.text()
			return err
		}
		return r.each(element)
	}
	if err := r.each(element); err != nil {
		return "", err
	}
	return strings.Join(strings.Fields(title), " "), nil
}
