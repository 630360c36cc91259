package odt

import (
	"strconv"

	"gongshi/ingest/decode/internal/numbering"
	"gongshi/ingest/decode/internal/pack"
)

// lists follows the lists of a text.
type lists struct {
	sheet    *sheet
	open     []openList
	counts   map[string]*numbering.Count // of the lists so far, by their id
	last     map[string]*numbering.Count // of the last list of a style
	headings numbering.List
}

// openList is a list that is being read, or one within it.
type openList struct {
	style string // as the list says, or empty
	count *numbering.Count
	item  item
}

// item is how far an item has been read.
type item int

const (
	counted  item = iota // it has its number, or gets none
	awaiting             // its first paragraph gets the number
)

func newLists(s *sheet) *lists {
	return &lists{sheet: s, counts: make(map[string]*numbering.Count), last: make(map[string]*numbering.Count),
		headings: numbering.List{Count: new(numbering.Count)}}
}

// begin enters a text:list.
func (l *lists) begin(e pack.Start) {
	next := openList{style: pack.Attr(e, "style-name")}
	if n := len(l.open); n > 0 {
		next.count = l.open[n-1].count
		if next.style == "" {
			next.style = l.open[n-1].style
		}
	} else {
		next.count = l.countFor(e, next.style)
	}
	l.open = append(l.open, next)
}

// countFor finds the count of a list: its own, or that of a list before it
// which it goes on with.
func (l *lists) countFor(e pack.Start, style string) *numbering.Count {
	count := l.counts[pack.Attr(e, "continue-list")]
	if count == nil && pack.Attr(e, "continue-numbering") == "true" {
		count = l.last[style]
	}
	if count == nil {
		count = new(numbering.Count)
	}
	if id := pack.Attr(e, "id"); id != "" {
		l.counts[id] = count
	}
	l.last[style] = count
	return count
}

func (l *lists) end() { l.open = l.open[:len(l.open)-1] }

// item begins an item of the innermost list.
func (l *lists) item(e pack.Start, header bool) {
	at := len(l.open) - 1
	if at < 0 {
		return
	}
	l.open[at].item = awaiting
	if header {
		l.open[at].item = counted
	}
	if first, err := strconv.Atoi(pack.Attr(e, "start-value")); err == nil && first >= 0 {
		l.open[at].count.Restart(at, first)
	}
}

// number gives the number that stands before a paragraph, or "".
func (l *lists) number(paragraph string) string {
	at := len(l.open) - 1
	if at < 0 || l.open[at].item == counted {
		return ""
	}
	l.open[at].item = counted
	name := l.open[at].style
	if name == "" {
		name = l.sheet.list(paragraph)
	}
	levels := l.sheet.lists[name]
	if levels == nil {
		return ""
	}
	list := numbering.List{Levels: *levels, Count: l.open[at].count}
	return list.Next(at)
}

// heading gives the number before a heading outside of lists.
func (l *lists) heading(level int) string {
	l.headings.Levels = l.sheet.outline
	return l.headings.Next(level - 1)
}

// apart has the lists around go on only after what comes now: a cell or a text
// box begins outside of all lists. It gives the way back.
func (l *lists) apart() (back func()) {
	open := l.open
	l.open = nil
	return func() { l.open = open }
}
