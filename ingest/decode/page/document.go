package page

import (
	"errors"
	"fmt"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/layout"
)

// Document makes the document of the pages, whose text is got by the method
// where it is not recognised.
func Document(readings []Reading, method gongshi.Method) (*gongshi.Document, error) {
	if err := unreadable(readings); err != nil {
		return nil, err
	}
	glyphs := make([][]layout.Glyph, len(readings))
	for i, r := range readings {
		if r.state == stateText || r.state == stateImage {
			glyphs[i] = r.Glyphs
		}
	}
	read := layout.Compose(glyphs)
	if err := decode.CheckText(read.Text); err != nil {
		return nil, err
	}
	doc := &gongshi.Document{
		Source: gongshi.Source{Method: method, Engine: winner(readings), Pages: len(readings)},
		Text:   read.Text, Pages: read.Pages, Blocks: read.Blocks,
	}
	if doc.PageMethods = methods(readings, method); doc.PageMethods != nil {
		doc.Source.Method = gongshi.MethodOCR
	}
	doc.Diagnostics = diagnose(readings, read)
	return doc, nil
}

// methods are those of the pages, if any was recognised.
func methods(readings []Reading, method gongshi.Method) []gongshi.Method {
	out := make([]gongshi.Method, len(readings))
	recognised := false
	for i, r := range readings {
		switch {
		case r.recognised || r.layered():
			out[i], recognised = gongshi.MethodOCR, true
		case r.state == stateText:
			out[i] = method
		}
	}
	if !recognised {
		return nil
	}
	return out
}

// unreadable is the reason for which a file without any page of text is not a
// document; nil if there is one.
func unreadable(readings []Reading) error {
	var count [stateFailed + 1]int
	var causes []string
	var trouble, unread error
	for _, r := range readings {
		count[r.state]++
		if unread == nil {
			unread = r.unread
		}
		switch {
		case r.state == stateFailed:
			causes, trouble = append(causes, r.Trouble.Error()), r.Trouble
		case r.state == stateGarbled:
			causes = append(causes, r.complaint())
		}
	}
	n := len(readings)
	switch {
	case count[stateText] > 0:
		return nil
	case count[stateBlank] == n:
		return &decode.Error{Code: decode.CodeEmpty, Detail: fmt.Sprintf("%d pages, nothing on them", n)}
	case count[statePicture]+count[stateBlank] == n:
		return &decode.Error{Code: decode.CodeEmpty, Detail: fmt.Sprintf("no text was recognised on the pictures of %d pages", count[statePicture])}
	case count[stateFailed]+count[stateBlank] == n:
		code := decode.CodeDamaged
		if told := decode.CodeOf(trouble); told != "" {
			code = told
		}
		return &decode.Error{Code: code, Detail: fmt.Sprintf("no page of %d can be read (%s)", n, causes[0]), Err: trouble}
	}
	detail := fmt.Sprintf("of %d pages %d are drawn without text, as scans are, and %d hold text that no engine can read", n, count[stateImage], count[stateGarbled])
	if len(causes) > 0 {
		detail += " (" + strings.TrimSpace(causes[0]) + ")"
	}
	if unread != nil {
		detail += "; " + detailOf(unread)
	}
	code := decode.CodeNeedsOCR
	if told := decode.CodeOf(unread); told != "" {
		code = told
	}
	return &decode.Error{Code: code, Detail: detail, Err: unread}
}

// detailOf is what an error says, without its code.
func detailOf(err error) string {
	if e, ok := errors.AsType[*decode.Error](err); ok {
		return e.Detail
	}
	return err.Error()
}
