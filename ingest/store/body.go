package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// storedNotice is a notice as it is stored. Sections and mentions repeat what the
// notice's text says already: their texts are left out, and come back with the
// notice.
type storedNotice struct {
	*gongshi.Notice
	// Cut tells that a text that is empty is what its span cuts. Notices that an
	// earlier version of the program stored have all their texts.
	Cut bool `json:"cut,omitempty"`
}

func encodeNotice(n *gongshi.Notice) ([]byte, error) {
	stored := storedNotice{Notice: n}
	if repeats(n) {
		stored.Notice, stored.Cut = withoutRepeats(n), true
	}
	return json.Marshal(stored)
}

func decodeNotice(body []byte, n *gongshi.Notice) error {
	stored := storedNotice{Notice: n}
	if err := json.Unmarshal(body, &stored); err != nil || !stored.Cut {
		return err
	}
	var outside error
	eachText(n, func(span gongshi.Span, text *string) {
		switch {
		case *text != "":
		case cuts(span, n.Text):
			*text = span.Of(n.Text)
		default:
			outside = fmt.Errorf("%v is no part of a text of %d bytes", span, len(n.Text))
		}
	})
	return outside
}

// repeats tells whether all texts of the notice that stand for themselves can be
// told from those that are left out, and all come back as they are: JSON has
// valid UTF-8 only.
func repeats(n *gongshi.Notice) bool {
	clear := utf8.ValidString(n.Text)
	eachText(n, func(span gongshi.Span, text *string) {
		clear = clear && (*text != "" || span.Len() == 0 && cuts(span, n.Text))
	})
	return clear
}

// withoutRepeats gives the notice without the texts that its own text has.
func withoutRepeats(n *gongshi.Notice) *gongshi.Notice {
	lean := *n
	if n.Inspection != nil {
		inspection := *n.Inspection
		lean.Inspection = &inspection
	}
	if n.Batch != nil {
		batch := *n.Batch
		lean.Batch = &batch
	}
	lean.Problems = slices.Clone(n.Problems)
	lean.Sections = slices.Clone(n.Sections)
	lean.Dates = slices.Clone(n.Dates)
	lean.DocumentNumbers = slices.Clone(n.DocumentNumbers)
	lean.Phones = slices.Clone(n.Phones)
	lean.Emails = slices.Clone(n.Emails)
	lean.Addresses = slices.Clone(n.Addresses)
	lean.CitedTitles = slices.Clone(n.CitedTitles)
	lean.ResponsibleUnits = slices.Clone(n.ResponsibleUnits)
	lean.Deadlines = slices.Clone(n.Deadlines)
	lean.Quantities = slices.Clone(n.Quantities)
	lean.Petitions = slices.Clone(n.Petitions)
	eachText(&lean, func(span gongshi.Span, text *string) {
		if cuts(span, n.Text) && span.Of(n.Text) == *text && utf8.ValidString(*text) {
			*text = ""
		}
	})
	return &lean
}

// cuts tells whether the span is one of the text.
func cuts(s gongshi.Span, text string) bool {
	return 0 <= s.Start && s.Start <= s.End && s.End <= len(text)
}

// eachText calls f with each text of the notice that has a span, and is what that
// cuts as a rule.
func eachText(n *gongshi.Notice, f func(span gongshi.Span, text *string)) {
	mention := func(m *gongshi.Mention) { f(m.Span, &m.Text) }
	if n.Inspection != nil {
		f(n.Inspection.Span, &n.Inspection.Text)
	}
	if n.Batch != nil {
		mention(&n.Batch.Mention)
	}
	for i := range n.Sections {
		f(n.Sections[i].Span, &n.Sections[i].Text)
	}
	for i := range n.Problems {
		mention(&n.Problems[i].Mention)
	}
	for i := range n.Dates {
		mention(&n.Dates[i].Mention)
	}
	for i := range n.DocumentNumbers {
		mention(&n.DocumentNumbers[i].Mention)
	}
	for i := range n.Phones {
		mention(&n.Phones[i].Mention)
	}
	for i := range n.Emails {
		mention(&n.Emails[i].Mention)
	}
	for i := range n.Addresses {
		mention(&n.Addresses[i].Mention)
	}
	for i := range n.CitedTitles {
		mention(&n.CitedTitles[i].Mention)
	}
	for i := range n.ResponsibleUnits {
		mention(&n.ResponsibleUnits[i].Mention)
	}
	for i := range n.Deadlines {
		mention(&n.Deadlines[i].Mention)
	}
	for i := range n.Quantities {
		mention(&n.Quantities[i].Mention)
	}
	for i := range n.Petitions {
		mention(&n.Petitions[i].Mention)
	}
}

// storedDocument is a document as it is stored. As a rule its text begins with that
// of its notice, and is stored with that alone.
type storedDocument struct {
	*gongshi.Document
	// Begins is the id of a notice of the document whose text stands before Text.
	Begins string `json:"begins,omitempty"`
}

func encodeDocument(d *gongshi.Document, notices []gongshi.Notice) ([]byte, error) {
	stored := storedDocument{Document: d}
	if len(notices) > 0 && begins(d.Text, notices[0].Text) {
		lean := *d
		lean.Text = d.Text[len(notices[0].Text):]
		stored.Document, stored.Begins = &lean, notices[0].ID
	}
	return json.Marshal(stored)
}

// begins tells whether a text begins with another one that can be put before the
// rest of it again: as JSON it is the same, and SQLite takes all of it for text.
func begins(text, with string) bool {
	return with != "" && strings.HasPrefix(text, with) && utf8.ValidString(text) && utf8.ValidString(with) && !strings.Contains(with, "\x00")
}

// decodeDocument reads a document; text is that of the notice that it begins with.
func decodeDocument(body []byte, text string) (*gongshi.Document, error) {
	stored := storedDocument{Document: new(gongshi.Document)}
	if err := json.Unmarshal(body, &stored); err != nil {
		return nil, err
	}
	if stored.Begins != "" && text == "" {
		return nil, fmt.Errorf("its notice %q: %w", stored.Begins, ErrNotFound)
	}
	stored.Document.Text = text + stored.Document.Text
	return stored.Document, nil
}
