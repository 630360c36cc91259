package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

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

// example gives what quotes a record, once for all cells that want to.
func (b *builder) example(r *index.Record, date gongshi.Date) func() Example {
	return sync.OnceValue(func() Example {
		e := Example{Notice: strings.Clone(r.ID), Title: strings.Clone(r.Title), date: date}
		e.Section, e.Text = b.quoteRecord(r)
		return e
	})
}

// exemplify keeps the example if it is among the newest of the cell; key is the
// example as far as that needs.
func (c *cell) exemplify(most int, key Example, example func() Example) {
	later := func(e, f Example) int {
		return cmp.Or(f.date.Compare(e.date), strings.Compare(e.Notice, f.Notice))
	}
	if n := len(c.Examples); n >= most && (most <= 0 || later(key, c.Examples[n-1]) > 0) {
		return
	}
	at, _ := slices.BinarySearchFunc(c.Examples, key, later)
	c.Examples = slices.Insert(c.Examples, at, example())
	c.Examples = c.Examples[:min(len(c.Examples), most)]
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
				return strings.Clone(string(s.Kind)), text
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
		key := *e
		if text, known := b.quoted[key]; known {
			e.Text = text
			continue
		}
		n, err := b.Text(ctx, e.Notice)
		if err != nil {
			return fmt.Errorf("quote %q: %w", e.Notice, err)
		}
		if text := b.quoteNotice(n, e); text != "" {
			e.Text = text
		}
		b.quoted[key] = e.Text
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
