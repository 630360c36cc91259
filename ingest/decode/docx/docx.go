// Package docx reads the documents of word processors (Office Open XML, part 1):
// their text as people see it, with the automatic numbers that are not in the
// text, with tracked insertions and without deletions.
package docx

import (
	"context"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
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

// others are the folders of the other kinds of Office files.
var others = []string{"xl/", "ppt/", "visio/", "documents/", "fixeddoc"}

// matches looks at the names of the parts that begin within the head: one below
// word/ decides, else a list of content types is enough.
func matches(head []byte) bool {
	office := false
	for name := range pack.Members(head) {
		switch {
		case strings.HasPrefix(name, "word/"):
			return true
		case startsWithAny(name, others):
			return false
		}
		office = office || name == "[content_types].xml"
	}
	return office
}

func startsWithAny(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	p, err := pack.Open(ctx, in.Data)
	if err != nil {
		return nil, err
	}
	main := p.Target("", "/officeDocument", "word/document.xml")
	if !p.Has(main) {
		return nil, &decode.Error{Code: decode.CodeUnsupported, Detail: "no text document: " + decode.Sniff(in.Data)}
	}
	w := walker{out: new(decode.Builder)}
	if w.styles, err = readStyles(p, p.Target(main, "/styles", "word/styles.xml")); err != nil {
		return nil, err
	}
	if w.numbers, err = readNumbering(p, p.Target(main, "/numbering", "word/numbering.xml"), w.styles); err != nil {
		return nil, err
	}
	if w.part, err = p.Part(main, shortName); err != nil {
		return nil, err
	}
	defer w.part.Close()
	if err := w.document(); err != nil {
		return nil, err
	}
	title, err := readTitle(p)
	if err != nil {
		return nil, err
	}
	var remarks decode.Remarks
	remarks.Notes(w.notes)
	return w.out.Document(title, remarks)
}

// readTitle reads the title among the properties of the document.
func readTitle(p *pack.Package) (title string, err error) {
	name := p.Target("", "/core-properties", "docProps/core.xml")
	if !p.Has(name) {
		return "", nil
	}
	r, err := p.Part(name, shortName)
	if err != nil {
		return "", err
	}
	defer r.Close()
	var element pack.Visitor
	element = func(_ string, e pack.Start) error {
		if e.Name.Local == "title" {
			title, err = r.Text()
			return err
		}
		return r.Each(element)
	}
	if err := r.Each(element); err != nil {
		return "", err
	}
	return strings.Join(strings.Fields(title), " "), nil
}
