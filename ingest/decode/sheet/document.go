package sheet

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
func Document(sheets []Sheet, method gongshi.Method) (*gongshi.Document, error) {
	if err := unreadable(sheets); err != nil {
		return nil, err
	}
	glyphs := make([][]layout.Glyph, len(sheets))
	for i, s := range sheets {
		if s.state == stateText || s.state == stateImage {
			glyphs[i] = s.Glyphs
		}
	}
	read := layout.Compose(glyphs)
	if err := decode.CheckText(read.Text); err != nil {
		return nil, err
	}
	doc := &gongshi.Document{
		Source: gongshi.Source{Method: method, Engine: winner(sheets), Pages: len(sheets)},
		Text:   read.Text, Pages: read.Pages, Blocks: read.Blocks,
	}
	if doc.PageMethods = methods(sheets, method); doc.PageMethods != nil {
		doc.Source.Method = gongshi.MethodOCR
	}
	doc.Diagnostics = diagnose(sheets, read)
	return doc, nil
}

// methods are those of the pages, if any was recognised.
func methods(sheets []Sheet, method gongshi.Method) []gongshi.Method {
	out := make([]gongshi.Method, len(sheets))
	recognised := false
	for i, s := range sheets {
		switch {
		case s.recognised || s.layered():
			out[i], recognised = gongshi.MethodOCR, true
		case s.state == stateText:
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
func unreadable(sheets []Sheet) error {
	var count [stateFailed + 1]int
	var causes []string
	var trouble, unread error
	for _, s := range sheets {
		count[s.state]++
		if unread == nil {
			unread = s.unread
		}
		switch {
		case s.state == stateFailed:
			causes, trouble = append(causes, s.Trouble.Error()), s.Trouble
		case s.state == stateGarbled:
			causes = append(causes, s.complaint())
		}
	}
	n := len(sheets)
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
