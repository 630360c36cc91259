package search

import (
	"cmp"
	"iter"
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
	// at is where it begins in the notice's text; -1 for the title, which is
	// put together from lines.
	at int
}

// snippets shows where a notice matches, sections before the rest; the
// beginning of the notice when the query asks for no text. No piece of the
// notice is shown twice, though sections can share their text and the title
// stands in the text too.
func snippets(asked query.Node, n *gongshi.Notice) []Snippet {
	words := positiveWords(asked)
	title := normal.Search(n.Title)
	var found []Snippet
	var shown []gongshi.Span
	for part, marks := range searched(n, words) {
		for e := range cutOut(part, marks) {
			if len(found) == maxSnippets {
				return found
			}
			place := gongshi.Span{Start: part.at + e.span.Start, End: part.at + e.span.End}
			switch {
			case part.at < 0:
			case slices.ContainsFunc(shown, place.Overlaps), part.scope == "" && strings.Contains(title, normal.Search(place.Of(n.Text))):
				continue
			default:
				shown = append(shown, place)
			}
			found = append(found, Snippet{part.section, marked(part.text, e)})
		}
	}
	if len(found) == 0 && n.Text != "" {
		end := forward(n.Text, 0, 2*around)
		found = append(found, Snippet{"text", []Part{{Text: n.Text[:end]}}})
	}
	return found
}

// searched gives the stretches of a notice with what matches in them. Where words
// stand in none of them, because they go across a border such as that of a label
// and what follows it, the lines in which they stand come first, with all that
// matches there.
func searched(n *gongshi.Notice, words []query.Word) iter.Seq2[stretch, []gongshi.Span] {
	return func(yield func(stretch, []gongshi.Span) bool) {
		across := map[query.Word]bool{}
		for _, w := range words {
			across[w] = w.In == ""
		}
		parts := stretches(n)
		marks := make([][]gongshi.Span, len(parts))
		for i, part := range parts {
			marks[i] = matchesIn(part, words, func(w query.Word) { across[w] = false })
		}
		left := slices.DeleteFunc(slices.Clone(words), func(w query.Word) bool { return !across[w] })
		for _, line := range linesWith(n.Text, left) {
			if !yield(line, matchesIn(line, words, func(query.Word) {})) {
				return
			}
		}
		for i, part := range parts {
			if !yield(part, marks[i]) {
				return
			}
		}
	}
}

// linesWith gives the first line that has it for each of the words.
func linesWith(text string, words []query.Word) []stretch {
	var lines []stretch
	for _, w := range words {
		at := 0
		for line := range strings.Lines(text) {
			if strings.Contains(normal.Search(line), w.Text) {
				lines = append(lines, stretch{"text", "", strings.TrimSuffix(line, "\n"), at})
				break
			}
			at += len(line)
		}
	}
	return lines
}

// stretches gives the title, the sections, and what lies between them.
func stretches(n *gongshi.Notice) []stretch {
	parts := []stretch{{"title", query.InTitle, n.Title, -1}}
	sections := slices.SortedStableFunc(slices.Values(n.Sections), func(a, b gongshi.Section) int {
		return cmp.Compare(a.Span.Start, b.Span.Start)
	})
	var rest []stretch
	at := 0
	for _, s := range sections {
		parts = append(parts, stretch{string(s.Kind), query.Scope(s.Kind), s.Span.Of(n.Text), s.Span.Start})
		if s.Span.Start > at {
			rest = append(rest, stretch{"text", "", n.Text[at:s.Span.Start], at})
		}
		at = max(at, s.Span.End)
	}
	return append(append(parts, rest...), stretch{"text", "", n.Text[at:], at})
}

// matchesIn gives the spans of the words in a stretch, in order, those that
// touch as one, and calls has with each word that is there.
func matchesIn(part stretch, words []query.Word, has func(query.Word)) []gongshi.Span {
	if part.text == "" || len(words) == 0 {
		return nil
	}
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
			has(w)
			all = append(all, origin.Source(gongshi.Span{Start: start, End: start + len(w.Text)}))
			_, size := utf8.DecodeRuneInString(folded[start:])
			at = start + size
		}
	}
	slices.SortFunc(all, func(a, b gongshi.Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	return joined(all)
}

// excerpt is a part of a stretch to be shown, with the matches in it.
type excerpt struct {
	span    gongshi.Span
	matches []gongshi.Span
}

// cutOut cuts the matches in a stretch out, one after the other; those that stand
// close share an excerpt.
func cutOut(part stretch, matches []gongshi.Span) iter.Seq[excerpt] {
	return func(yield func(excerpt) bool) {
		for done := 0; len(matches) > 0; {
			start := max(done, backward(part.text, matches[0].Start, around))
			near := 0 // matches that share the excerpt
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
			if !yield(excerpt{gongshi.Span{Start: start, End: end}, matches[:near]}) {
				return
			}
			matches, done = matches[near:], end
		}
	}
}

// marked takes a piece of text apart: what matches, and what stands between.
func marked(text string, p excerpt) []Part {
	var parts []Part
	at := p.span.Start
	for _, m := range p.matches {
		if m.Start > at {
			parts = append(parts, Part{Text: text[at:m.Start]})
		}
		parts = append(parts, Part{m.Of(text), true})
		at = m.End
	}
	if p.span.End > at {
		parts = append(parts, Part{Text: text[at:p.span.End]})
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
