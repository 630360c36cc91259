package ofd

import (
	"fmt"
	"path"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
)

// reader reads the documents of a file, one after the other.
type reader struct {
	pack *pack.Package
	room int // bytes of text that may still come
	left int // pages that may

	// Of the document that is being read: the size of its pages, and where its
	// pages and what they share are, templates and resources by their IDs.
	area      box
	pages     []string
	templates map[string]string
	media     map[string]string
	units     map[string][]object

	drawn    map[string]content // templates, by location
	attached int                // files attached to the documents

	unpainted int // images that are missing on pages that were recognised
}

// root is what the entry says.
type root struct {
	title     string
	documents []string
}

func (r *reader) root() (root, error) {
	var found root
	err := r.pack.Walk(entry, func(part *pack.Part, name string, e pack.Start) (bool, error) {
		switch name {
		case "DocRoot":
			if len(found.documents) == maxDocuments {
				return true, tooMany(maxDocuments, "documents")
			}
			location, err := part.Text()
			found.documents = append(found.documents, r.find("", location))
			return true, err
		case "Title":
			title, err := part.Text()
			if found.title == "" {
				found.title = strings.Join(strings.Fields(title), " ")
			}
			return true, err
		}
		return false, nil
	})
	if err == nil && len(found.documents) == 0 {
		err = &decode.Error{Code: decode.CodeDamaged, Detail: "the file names no document"}
	}
	return found, err
}

// find resolves a location in a part. The standard has it relative to the
// folder of the part, or to the root with a slash; some files leave out the
// slash.
func (r *reader) find(folder, location string) string {
	location = strings.ReplaceAll(strings.TrimSpace(location), `\`, "/")
	if strings.HasPrefix(location, "/") {
		return path.Clean(location)
	}
	if joined := path.Join(folder, location); r.pack.Has(joined) || !r.pack.Has(location) {
		return joined
	}
	return path.Clean(location)
}

// document reads what a document says of its pages and resources.
func (r *reader) document(location string) error {
	r.area, r.pages, r.drawn = a4, nil, map[string]content{}
	r.templates, r.media, r.units = map[string]string{}, map[string]string{}, map[string][]object{}
	folder := path.Dir(location)
	var resources []string
	err := r.pack.Walk(location, func(part *pack.Part, name string, e pack.Start) (bool, error) {
		switch name {
		case "PhysicalBox":
			text, err := part.Text()
			r.area = boxOf(text)
			return true, err
		case "Page":
			if r.left--; r.left < 0 {
				return true, tooMany(maxPages, "pages")
			}
			r.pages = append(r.pages, r.find(folder, pack.Attr(e, "BaseLoc")))
		case "TemplatePage":
			r.templates[pack.Attr(e, "ID")] = r.find(folder, pack.Attr(e, "BaseLoc"))
		case "PublicRes", "DocumentRes":
			text, err := part.Text()
			resources = append(resources, r.find(folder, text))
			return true, err
		case "Attachments":
			text, err := part.Text()
			r.attachments(r.find(folder, text))
			return true, err
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, location := range resources {
		r.resources(location)
	}
	return nil
}

// resources reads where images are, and drawings that pages use. Without them
// pages can be read all the same.
func (r *reader) resources(location string) {
	if !r.pack.Has(location) {
		return
	}
	folder := path.Dir(location)
	id := ""
	_ = r.pack.Walk(location, func(part *pack.Part, name string, e pack.Start) (bool, error) {
		switch name {
		case "Res":
			if base := pack.Attr(e, "BaseLoc"); base != "" {
				folder = path.Join(folder, strings.ReplaceAll(base, `\`, "/"))
			}
		case "MultiMedia":
			id = pack.Attr(e, "ID")
		case "MediaFile":
			text, err := part.Text()
			r.media[id] = r.find(folder, text)
			return true, err
		case "CompositeGraphicUnit":
			unit, err := readContent(part)
			r.units[pack.Attr(e, "ID")] = unit.objects
			return true, err
		}
		return false, nil
	})
}

// attachments counts the files in a list of attachments.
func (r *reader) attachments(location string) {
	if !r.pack.Has(location) {
		return
	}
	_ = r.pack.Walk(location, func(_ *pack.Part, name string, _ pack.Start) (bool, error) {
		if name == "Attachment" {
			r.attached++
		}
		return false, nil
	})
}

// remarks tell what of the file is not read.
func (r *reader) remarks() (out []gongshi.Diagnostic) {
	say := func(code, message string, n int) {
		if n > 0 {
			out = append(out, gongshi.Diagnostic{Stage: "decode", Code: code, Message: fmt.Sprintf(message, n)})
		}
	}
	say("attachments-left-out", "%d files are attached to the document; they are not read", r.attached)
	say("pictures-left-out", "%d images on pages that were recognised are missing or broken", r.unpainted)
	return out
}
