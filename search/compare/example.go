package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gongshi"
	"gongshi/index"
	"gongshi/normal"
)

// Example is a place in a notice that speaks of the topic.
type Example struct {
	Notice string `json:"notice"`
	Title  string `json:"title,omitempty"`
	// Section is the kind of the section that is quoted; "title", or "text" for
	// what is in none.
	Section string       `json:"section,omitempty"`
	Text    string       `json:"text,omitempty"`
	date    gongshi.Date // the newest are shown
}

// exemplify quotes the record in the cell if it is among its newest.
func (b *builder) exemplify(c *cell, r *index.Record, date gongshi.Date) {
	later := func(e, f Example) int {
		return cmp.Or(f.date.Compare(e.date), strings.Compare(e.Notice, f.Notice))
	}
	e := Example{Notice: r.ID, date: date}
	if n := len(c.Examples); b.Examples <= 0 || n >= b.Examples && later(e, c.Examples[n-1]) > 0 {
		return
	}
	e.Notice, e.Title = strings.Clone(r.ID), strings.Clone(r.Title)
	e.Section, e.Text = b.quoteRecord(r)
	at, _ := slices.BinarySearchFunc(c.Examples, e, later)
	c.Examples = slices.Insert(c.Examples, at, e)
	c.Examples = c.Examples[:min(len(c.Examples), b.Examples)]
}

// quoteRecord quotes where a record speaks of the topic, a section before what is
// in none, and of several sections the first that does so fully.
func (b *builder) quoteRecord(r *index.Record) (section, text string) {
	if b.topic.empty() {
		return "", ""
	}
	for _, fully := range []bool{true, false} {
		for _, s := range r.Sections {
			if fully && !b.topic.in(s.Text) {
				continue
			}
			if text := b.topic.quote(s.Text); text != "" {
				return string(s.Kind), text
			}
		}
	}
	if text := b.topic.quote(r.Text); text != "" {
		return "text", text
	}
	return "title", b.topic.quote(r.Heading)
}

// original puts what the notices write in the place of what was quoted of their
// records.
func (b *builder) original(ctx context.Context, examples []Example) error {
	for i := range examples {
		e := &examples[i]
		if b.Text == nil || e.Section == "" {
			continue
		}
		n, err := b.Text(ctx, e.Notice)
		if err != nil {
			return fmt.Errorf("quote %q: %w", e.Notice, err)
		}
		if text := b.quoteNotice(n, e); text != "" {
			e.Text = text
		}
	}
	return nil
}

// quoteNotice finds in the notice what was quoted of its record.
func (b *builder) quoteNotice(n *gongshi.Notice, e *Example) string {
	switch e.Section {
	case "title":
		return b.topic.quote(n.Title)
	case "text":
		return b.topic.quote(n.Text)
	}
	for _, s := range n.Section(gongshi.SectionKind(e.Section)) {
		if b.topic.quote(normal.Search(s.Text)) == e.Text {
			return b.topic.quote(s.Text)
		}
	}
	return ""
}
