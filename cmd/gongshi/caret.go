package main

import (
	"strings"
	"unicode/utf8"

	"gongshi"
)

// marked is the line of a text in which a place begins, with the place in it.
type marked struct {
	line  string
	place gongshi.Span
	more  bool // the place goes on in the next line
}

// mark finds the line; false where the place is none, as that of something missing.
func mark(text string, s gongshi.Span) (m marked, ok bool) {
	if s.Len() <= 0 || s.Start < 0 || s.End > len(text) {
		return m, false
	}
	for s.Start < s.End && strings.ContainsRune(" \t\n\u3000", firstRune(text[s.Start:])) {
		s.Start += utf8.RuneLen(firstRune(text[s.Start:]))
	}
	begin := strings.LastIndexByte(text[:s.Start], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[s.Start:], '\n'); i >= 0 {
		end = s.Start + i
	}
	m = marked{line: text[begin:end], place: gongshi.Span{Start: s.Start - begin, End: min(s.End, end) - begin}}
	m.more = strings.TrimSpace(text[min(s.End, end):s.End]) != ""
	return m, m.place.Len() > 0
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// ahead is how much of the width at most stands before the place.
const ahead = 3 // a third

// lines gives the line, cut to a width, and the marks that stand under the place. A Han
// character takes two columns, and two marks.
func (m marked) lines(width int) (line, marks string) {
	before, place, after := printable(m.line[:m.place.Start]), printable(m.line[m.place.Start:m.place.End]), printable(m.line[m.place.End:])
	before = strings.TrimLeft(before, " \u3000")
	if columns.StringWidth(before+place+after) > width {
		before = truncateLeft(before, width/ahead)
	}
	left := width - columns.StringWidth(before)
	more := m.more
	if columns.StringWidth(place) > left {
		place, after, more = columns.Truncate(place, left, "…"), "", false
	}
	after = columns.Truncate(after, left-columns.StringWidth(place), "…")
	marks = strings.Repeat(" ", columns.StringWidth(before)) + strings.Repeat("^", max(1, columns.StringWidth(place)))
	if more {
		marks += "…"
	}
	return strings.TrimRight(before+place+after, " \u3000"), marks
}

// printPlace prints the line of the text in which a place begins, with marks under it.
func (a *app) printPlace(text string, s gongshi.Span) {
	m, ok := mark(text, s)
	if !ok {
		return
	}
	const indent = "        "
	room := usualWidth
	if w := width(a.out.file); w > 0 {
		room = w
	}
	line, marks := m.lines(max(room-len(indent), leastLast))
	a.print("%s%s\n%s%s", indent, line, indent, marks)
}

// usualWidth is how wide lines are where they are not written to a terminal.
const usualWidth = 100
