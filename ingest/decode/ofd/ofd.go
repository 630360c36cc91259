// Package ofd reads documents in the Open Fixed-layout Document format (GB/T
// 33190), the national counterpart of PDF: the characters of their pages where
// the pages have them, else what is recognised on the images that they show. A
// file is a zip file of XML parts.
package ofd

import (
	"context"
	"fmt"
	"regexp"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
	"gongshi/ingest/decode/page"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{Name: "ofd", Types: []string{"application/ofd"}, Match: matches, Decode: read}
}

// entry is the part where reading starts; locked is there if the others are
// encrypted (GM/T 0099).
const (
	entry  = "ofd.xml"
	locked = "encryptions.xml"
)

// Parts of a document: "doc_0/res/font_3.ttf", "doc_0/pages/page_0/content.xml"
var inDocument = regexp.MustCompile(`^doc_\d+/(?:document\.xml|publicres\.xml|documentres\.xml|(?:pages|res|tpls|signs|annots|tags|attachs?)/)`)

// matches looks at the names of the parts that begin within the head: the entry
// may come last.
func matches(head []byte) bool {
	for name := range pack.Members(head) {
		if name == entry || name == locked || inDocument.MatchString(name) {
			return true
		}
	}
	return false
}

// Limits of a file, all of its documents together.
const (
	maxDocuments = 100
	maxPages     = 5000
	maxText      = 24 << 20 // bytes
)

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	p, err := pack.Open(ctx, in.Data)
	if err != nil {
		return nil, err
	}
	if p.Has(locked) {
		return nil, &decode.Error{Code: decode.CodeEncrypted, Detail: "the parts of the file are encrypted"}
	}
	r := reader{pack: p, room: maxText, left: maxPages}
	root, err := r.root()
	if err != nil {
		return nil, err
	}
	var pages []page.Found
	var pictures []picture
	for _, location := range root.documents {
		if err := r.document(location); err != nil {
			return nil, err
		}
		for _, location := range r.pages {
			found, shown, err := r.page(location)
			if err != nil {
				return nil, err
			}
			pages, pictures = append(pages, found), append(pictures, shown)
		}
	}
	readings := page.Merge(nil, "", pages)
	if err := page.Recognise(ctx, readings, r.painter(pictures), in); err != nil {
		return nil, err
	}
	doc, err := page.Document(readings, gongshi.MethodNative)
	if err != nil {
		return nil, err
	}
	doc.Title = root.title
	doc.Diagnostics = append(doc.Diagnostics, r.remarks()...)
	return doc, nil
}

func tooMany(n int, what string) error {
	return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("more than %d %s", n, what)}
}
