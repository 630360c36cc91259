package web

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"gongshi"
)

// mark is what is shown about a stretch of a notice's text.
type mark struct {
	gongshi.Span
	// Kind is the kind of a mention, Name what it is in words, URL the search for it.
	Kind, Name, URL string
	// finding counts from 1 the finding that speaks of the stretch; 0: none does.
	finding int
	// asked marks what the reader looks for.
	asked bool
}

// block is a piece of a notice's text: a section, or what stands between two.
type block struct {
	ID string
	// Names are the kinds of the sections that begin here; none for what is in none.
	Names []string
	Lines []line
}

// line is a line of the text with its end. The texts of all lines, put together, are the
// notice's text byte for byte.
type line struct {
	Pieces []piece
	// Findings are those whose place ends in this line.
	Findings []finding
	Empty    bool
}

// piece is a mention in a line, or what stands between two.
type piece struct {
	Kind, Name, URL string
	Bits            []bit
}

// bit is a stretch of text all of which is marked in the same way.
type bit struct {
	Text  string
	Asked bool
	// AskedNumber counts the places that the reader looks for from 1, on the first bit of
	// each.
	AskedNumber int
	// Finding is the number of the finding that speaks of it, First tells that it is the
	// first bit that this finding speaks of.
	Finding int
	First   bool
}

// setter sets the text of a notice with marks.
type setter struct {
	text     string
	mentions []mark
	findings []mark
	asked    []mark
	cuts     []int
	begun    map[int]bool  // findings that have a bit already
	places   int           // that the reader looks for, up to here
	ending   map[int][]int // the numbers of findings by where they end
}

// newSetter sorts marks by what they are. Those outside the text are left out.
func newSetter(text string, marks []mark) *setter {
	s := &setter{text: text, begun: map[int]bool{}, ending: map[int][]int{}}
	for _, m := range marks {
		if m.Start < 0 || m.End > len(text) || m.Start >= m.End {
			continue
		}
		s.cuts = append(s.cuts, m.Start, m.End)
		switch {
		case m.finding > 0:
			s.findings = append(s.findings, m)
			s.ending[m.End] = append(s.ending[m.End], m.finding)
		case m.asked:
			s.asked = append(s.asked, m)
		default:
			s.mentions = append(s.mentions, m)
		}
	}
	for _, list := range [][]mark{s.mentions, s.findings, s.asked} {
		slices.SortStableFunc(list, func(a, b mark) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	}
	return s
}

// set gives the blocks that begin at the heads. findings are the findings in the order
// of their numbers.
func (s *setter) set(heads []head, findings []finding) []block {
	for _, h := range heads {
		s.cuts = append(s.cuts, h.at)
	}
	for i := range len(s.text) {
		if s.text[i] == '\n' {
			s.cuts = append(s.cuts, i+1)
		}
	}
	s.cuts = append(s.cuts, 0, len(s.text))
	sort.Ints(s.cuts)
	s.cuts = slices.Compact(s.cuts)

	var blocks []block
	inner := walker{marks: s.mentions}
	found := walker{marks: s.findings}
	asked := walker{marks: s.asked}
	next := 0
	for i := 0; i+1 < len(s.cuts); i++ {
		from, to := s.cuts[i], s.cuts[i+1]
		for ; next < len(heads) && heads[next].at == from; next++ {
			blocks = append(blocks, block{ID: heads[next].id, Names: heads[next].names})
		}
		if len(blocks) == 0 {
			blocks = append(blocks, block{})
		}
		b := &blocks[len(blocks)-1]
		if len(b.Lines) == 0 || from > 0 && s.text[from-1] == '\n' {
			b.Lines = append(b.Lines, line{})
		}
		l := &b.Lines[len(b.Lines)-1]
		l.add(inner.at(from), s.bit(from, to, found.at(from), asked.at(from)))
		for _, number := range s.ending[to] {
			l.Findings = append(l.Findings, findings[number-1])
		}
	}
	return blocks
}

// bit is the text between two cuts with the findings and words that lie on it.
func (s *setter) bit(from, to int, found, asked *mark) bit {
	b := bit{Text: s.text[from:to], Asked: asked != nil}
	if asked != nil && asked.Start == from {
		s.places++
		b.AskedNumber = s.places
	}
	if found != nil {
		b.Finding, b.First = found.finding, !s.begun[found.finding]
		s.begun[found.finding] = true
	}
	return b
}

// add appends a bit to the line, in the piece of its mention.
func (l *line) add(m *mark, b bit) {
	var p piece
	if m != nil {
		p = piece{Kind: m.Kind, Name: m.Name, URL: m.URL}
	}
	if k := len(l.Pieces) - 1; k < 0 || l.Pieces[k].Kind != p.Kind || l.Pieces[k].URL != p.URL || l.Pieces[k].Name != p.Name {
		l.Pieces = append(l.Pieces, p)
	}
	last := &l.Pieces[len(l.Pieces)-1]
	last.Bits = append(last.Bits, b)
	l.Empty = len(l.Pieces) == 1 && len(last.Bits) == 1 && strings.TrimSpace(b.Text) == ""
}

// walker goes through marks in order and tells which lies innermost on a place.
type walker struct {
	marks []mark
	next  int
	open  []*mark
}

// at gives the shortest mark that covers the place; nil if there is none. Places are
// asked for in order.
func (w *walker) at(place int) *mark {
	for ; w.next < len(w.marks) && w.marks[w.next].Start <= place; w.next++ {
		w.open = append(w.open, &w.marks[w.next])
	}
	w.open = slices.DeleteFunc(w.open, func(m *mark) bool { return m.End <= place })
	var inner *mark
	for _, m := range w.open {
		if inner == nil || m.Len() < inner.Len() {
			inner = m
		}
	}
	return inner
}

// head is a place in a text at which a block begins; without names, one at which
// sections end and what belongs to none goes on.
type head struct {
	at    int
	id    string
	names []string
	label string // the first label as written, else the names
}

// longestLabel is how many characters of a label the table of contents shows.
const longestLabel = 16

// heads gives the places at which blocks begin, in order. A section begins with its
// label, where it has one of its own.
func (v *visit) heads(n *gongshi.Notice) []head {
	byPlace := map[int]*head{}
	place := func(at int) *head {
		if byPlace[at] == nil {
			byPlace[at] = &head{at: at}
		}
		return byPlace[at]
	}
	for i := range n.Sections {
		s := &n.Sections[i]
		at := s.Span.Start
		if !s.LabelSpan.IsZero() {
			at = s.LabelSpan.Start
		}
		if at < 0 || at >= len(n.Text) || s.Span.End > len(n.Text) {
			continue
		}
		h := place(at)
		name := s.Kind.Name().In(v.lang)
		if !slices.Contains(h.names, name) {
			h.names = append(h.names, name)
		}
		if h.id == "" {
			h.id, h.label = sectionID(i), cmp.Or(beginning(s.Label, longestLabel), name)
		}
	}
	for i := range n.Sections {
		end := n.Sections[i].Span.End
		within := slices.ContainsFunc(n.Sections, func(s gongshi.Section) bool { return s.Span.Start < end && end < s.Span.End })
		if !within && end >= 0 && end < len(n.Text) {
			place(end)
		}
	}
	var all []head
	for _, h := range byPlace {
		all = append(all, *h)
	}
	slices.SortFunc(all, func(a, b head) int { return cmp.Compare(a.at, b.at) })
	return all
}
