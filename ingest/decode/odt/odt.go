// Package odt reads OpenDocument texts: their text as people see it, with the
// automatic numbers that are not in the text, without tracked deletions.
package odt

import (
	"bytes"
	"context"
	"encoding/xml"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
)

const mediaType = "application/vnd.oasis.opendocument.text"

// Format gives the format.
func Format() decode.Format {
	return decode.Format{Name: "odt", Types: []string{mediaType}, Match: matches, Confirm: confirm, Decode: read}
}

// matches looks for the parts that all OpenDocument files have.
func matches(head []byte) bool {
	for name := range pack.Members(head) {
		if name == "mimetype" || name == "content.xml" {
			return true
		}
	}
	return false
}

// confirm looks for the media type, of templates with more behind it. It should
// come first and not be compressed, which is all that can be said of a file that
// is cut short.
func confirm(data []byte) bool {
	const near = 512
	return bytes.Contains(data[:min(len(data), near)], []byte("mimetype"+mediaType)) || strings.HasPrefix(pack.Peek(data, "mimetype", near), mediaType)
}

// shortName names an element by the last words of its namespace: "text:p" is
// {urn:oasis:names:tc:opendocument:xmlns:text:1.0}p.
func shortName(n xml.Name) string {
	space := strings.TrimSuffix(n.Space, ":1.0")
	if strings.HasSuffix(space, "/elements/1.1/") {
		space = "dc"
	}
	return space[strings.LastIndexByte(space, ':')+1:] + ":" + n.Local
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	p, err := pack.Open(ctx, in.Data)
	if err != nil {
		return nil, err
	}
	if err := checkEncryption(p); err != nil {
		return nil, err
	}
	s := newSheet()
	if err := s.read(p, "styles.xml"); err != nil {
		return nil, err
	}
	w := walker{sheet: s, out: new(decode.Builder), lists: newLists(s)}
	if w.part, err = p.Part("content.xml", shortName); err != nil {
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

// find calls see for the elements of a part with this name, at any depth. See
// must read to their end.
func find(p *pack.Package, part, name string, see func(*pack.Part, pack.Start) error) error {
	if !p.Has(part) {
		return nil
	}
	r, err := p.Part(part, shortName)
	if err != nil {
		return err
	}
	defer r.Close()
	var element pack.Visitor
	element = func(short string, e pack.Start) error {
		if short == name {
			return see(r, e)
		}
		return r.Each(element)
	}
	return r.Each(element)
}

// checkEncryption looks into the list of parts, which says which are encrypted.
func checkEncryption(p *pack.Package) error {
	return find(p, "META-INF/manifest.xml", "manifest:encryption-data", func(*pack.Part, pack.Start) error {
		return &decode.Error{Code: decode.CodeEncrypted, Detail: "the document needs a password"}
	})
}

// readTitle reads the title among the properties of the document.
func readTitle(p *pack.Package) (title string, err error) {
	err = find(p, "meta.xml", "dc:title", func(r *pack.Part, _ pack.Start) (err error) {
		title, err = r.Text()
		return err
	})
	return strings.Join(strings.Fields(title), " "), err
}
