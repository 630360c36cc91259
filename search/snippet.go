package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
	"gongshi/search/query"
)

// Snippet is a piece of a notice around what matches. Its parts, put together,
// are the text of the notice byte for byte.
type Snippet struct {
	// Section is the kind of the section it stands in; "title", or "text" for
	// what is in no section.
	Section string `json:"section"`
	Parts   []Part `json:"parts"`
}

// Part is a piece of a snippet: what matches, or what stands around it.
type Part struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"`
}

// Limits of snippets.
const (
	maxSnippets = 3
	around      = 30  // characters on each side of a match
	maxLength   = 100 // characters of a snippet, and of a match
)

// stretch is a part of a notice that can be searched on its own.
type stretch struct {
	section string
	scope   query.Scope
	text    string
}

// snippets shows where a notice matches, sections before the rest; the
// beginning of the notice when the query asks for no text.
func snippets(asked query.Node, n *gongshi.Notice) []Snippet {
	words := positiveWords(asked)
	var found []Snippet
	for _, part := range stretches(n) {
		if len(found) >= maxSnippets {
			break
		}
		found = append(found, cutOut(part, matchesIn(part, words), maxSnippets-len(found))...)
	}
	if len(found) == 0 && n.Text != "" {
		end := forward(n.Text, 0, 2*around)
		found = append(found, Snippet{"text", []Part{{Text: n.Text[:end]}}})
	}
	return found
}

// stretches gives the title, the sections, and what lies between them.
func stretches(n *gongshi.Notice) []stretch {
	parts := []stretch{{"title", query.InTitle, n.Title}}
	sections := slices.SortedStableFunc(slices.Values(n.Sections), func(a, b gongshi.Section) int {
		return cmp.Compare(a.Span.Start, b.Span.Start)
	})
	var rest []stretch
	at := 0
	for _, s := range sections {
		parts = append(parts, stretch{string(s.Kind), query.Scope(s.Kind), s.Span.Of(n.Text)})
		if s.Span.Start > at {
			rest = append(rest, stretch{"text", "", n.Text[at:s.Span.Start]})
		}
		at = max(at, s.Span.End)
	}
	return append(append(parts, rest...), stretch{"text", "", n.Text[at:]})
}

// matchesIn gives the spans of the words in a stretch, in order, those that
// touch as one.
func matchesIn(part stretch, words []query.Word) []gongshi.Span {
	folded, origin := normal.SearchMap(part.text)
	var all []gongshi.Span
	for _, w := range words {
		if w.In != "" && w.In != part.scope {
			continue
		}
		for at := 0; ; {
			i := strings.Index(folded[at:], w.Text)
			if i < 0 {
				break
			}
			start := at + i
			all = append(all, origin.Source(gongshi.Span{Start: start, End: start + len(w.Text)}))
			_, size := utf8.DecodeRuneInString(folded[start:])
			at = start + size
		}
	}
	slices.SortFunc(all, func(a, b gongshi.Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	var merged []gongshi.Span
	for _, s := range all {
		if k := len(merged) - 1; k >= 0 && s.Start <= merged[k].End {
			merged[k].End = max(merged[k].End, s.End)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// cutOut makes at most limit snippets of the matches in a stretch; matches that
// stand close share one.
func cutOut(part stretch, matches []gongshi.Span, limit int) []Snippet {
	var found []Snippet
	for done := 0; len(matches) > 0 && len(found) < limit; {
		start := max(done, backward(part.text, matches[0].Start, around))
		near := 0 // matches that share the snippet
		end, last := start, forward(part.text, start, maxLength)
		for near < len(matches) && (near == 0 || matches[near].Start < end && matches[near].End <= last) {
			m := &matches[near]
			m.End = min(m.End, max(last, forward(part.text, m.Start, maxLength-around)))
			end = max(end, min(forward(part.text, m.End, around), last), m.End)
			near++
		}
		if near < len(matches) {
			end = min(end, matches[near].Start)
		}
		found = append(found, Snippet{part.section, marked(part.text, gongshi.Span{Start: start, End: end}, matches[:near])})
		matches, done = matches[near:], end
	}
	return found
}

// marked takes a piece of text apart: what matches, and what stands between.
func marked(text string, piece gongshi.Span, matches []gongshi.Span) []Part {
	var parts []Part
	at := piece.Start
	for _, m := range matches {
		if m.Start > at {
			parts = append(parts, Part{Text: text[at:m.Start]})
		}
		parts = append(parts, Part{m.Of(text), true})
		at = m.End
	}
	if piece.End > at {
		parts = append(parts, Part{Text: text[at:piece.End]})
	}
	return parts
}

// forward gives the place n characters after at, but none behind the end of
// the line.
func forward(text string, at, n int) int {
	for ; n > 0 && at < len(text) && text[at] != '\n'; n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// backward gives the place n characters before at, but none before the line.
func backward(text string, at, n int) int {
	for ; n > 0 && at > 0 && text[at-1] != '\n'; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}
