// Package answer answers whether what was done answers the problem and the
// measures of a notice: it holds them against each other, measure by item.
//
// Words are those of an own lexicon, matched longest first, and names of waters,
// places and enterprises by what they end in. No dictionary of all Chinese cuts the text: its
// verdict would hang on a dictionary of megabytes that is not ours, on the
// neighbours of a word and on the machine it runs on. What the lexicon does not
// have is not compared, so a notice on something it does not know is let
// pass; what it has is found wherever it stands, and a finding can name it.
package answer

import (
	"math"
	"slices"
	"strings"

	"gongshi"
)

// Version says which lexicon and which thresholds a matrix was made with.
const Version = 1

// Term is a word or name in a text.
type Term struct {
	Text   string
	Span   gongshi.Span // of the notice's text
	Weight Weight
	// Answered tells whether what was done speaks of it, in this word or
	// another one of its concept.
	Answered bool

	concept int // -1 for a name
}

// IsName tells whether the term is the name of a water, a place or an enterprise.
func (t *Term) IsName() bool { return t.concept < 0 }

// Concept names what the term speaks of; a name is its own.
func (t *Term) Concept() string {
	if t.IsName() {
		return t.Text
	}
	return words().concepts[t.concept].name
}

// Part is a piece of a section that is held against others: a measure, or an item
// of what was done.
type Part struct {
	// Number counts from 1 within the side of the matrix that the part is on.
	Number int
	Span   gongshi.Span
	Text   string
	Terms  []Term

	folded string
	pairs  pairs
	// What is compared for copies, once it is asked for: letters and digits, and the
	// same with line ends for set phrases.
	letters, masked []rune
	at, maskedAt    map[uint64][]int32
}

// Cell is what a measure and an item have in common.
type Cell struct {
	// Shared are the measure's words that the item answers.
	Shared []string
	// Copied is the share of the item, from 0 to 1, that stands in the measure
	// word for word, in runs of four characters or more.
	Copied float64
	// Run is the length, in characters, of the longest run outside set phrases
	// that both have.
	Run int
}

// Matrix holds the measures of a problem against the items of what was done.
type Matrix struct {
	// Problem are the terms of the problem, each once.
	Problem  []Term
	Measures []Part
	Items    []Part
	// Cut tells that a part of a section was left out by whoever stored the
	// text, or that it points to another document: what is not here may be
	// there.
	Cut bool
	// Together tells that measures and what was done stand in one section.
	Together bool
}

// sides are the sections of one problem that are held against each other.
type sides struct {
	issues, measures, done []gongshi.Section
}

// cut tells whether one of the sections is not whole.
func (s *sides) cut() bool {
	for _, side := range [...][]gongshi.Section{s.issues, s.measures, s.done} {
		for i := range side {
			if IsCut(side[i].Text) {
				return true
			}
		}
	}
	return false
}

func sidesOf(n *gongshi.Notice, problem int) (s sides) {
	for _, section := range n.Sections {
		if section.Problem != problem {
			continue
		}
		switch section.Kind {
		case gongshi.SectionIssue:
			s.issues = append(s.issues, section)
		case gongshi.SectionMeasures:
			s.measures = append(s.measures, section)
		case gongshi.SectionImplementation, gongshi.SectionAcceptance:
			s.done = append(s.done, section)
		}
	}
	return s
}

// Of makes the matrix of one problem of the notice, by its index.
func Of(n *gongshi.Notice, problem int) *Matrix {
	s := sidesOf(n, problem)
	m := &Matrix{Cut: s.cut()}
	for _, one := range s.measures {
		for _, d := range s.done {
			m.Together = m.Together || one.Span.Overlaps(d.Span)
		}
	}
	m.Measures, m.Items = parts(n, s.measures), parts(n, s.done)
	m.setProblem(s.issues)
	m.answerMeasures()
	return m
}

// Doubtful tells whether a matrix of the problem can show that the problem, or one
// of its measures, has so many concrete words and is unanswered. It is quick, and
// says yes too often rather than too seldom: most notices answer in the very words.
func Doubtful(n *gongshi.Notice, problem, concrete int) (issue, measure bool) {
	s := sidesOf(n, problem)
	if len(s.done) == 0 {
		return false, false
	}
	var all strings.Builder
	for i := range s.done {
		all.WriteString(fold(s.done[i].Text))
		all.WriteByte('\n')
	}
	done := echo{text: all.String()}
	sum := 0
	for i := range s.issues {
		open, found := echoed(fold(s.issues[i].Text), &done, Concrete)
		if sum += open; found {
			sum = math.MinInt32
		}
	}
	for _, p := range spans(n, s.measures) {
		open, found := echoed(fold(p.Of(n.Text)), &done, Work)
		measure = measure || !found && open >= concrete
	}
	issue = sum >= concrete
	if (issue || measure) && s.cut() {
		return false, false
	}
	return issue, measure
}

// echo is what was done, to be asked for words.
type echo struct {
	text  string
	asked int
	pairs pairs // once it was asked for some
}

// manyAsked is how many words are looked for before the pairs are made: most
// notices answer with the first.
const manyAsked = 4

func (e *echo) has(word string) bool {
	if e.asked++; e.asked == manyAsked {
		e.pairs.add(e.text)
	}
	return (e.asked < manyAsked || e.pairs.mayHave(word)) && strings.Contains(e.text, word)
}

// echoed tells whether one of the words of a text, of a weight or more, stands
// in what was done, and else how many concrete words the text has.
func echoed(text string, done *echo, least Weight) (concrete int, found bool) {
	scan(text, func(e *entry, start, end int) bool {
		if e.weight == Concrete {
			concrete++
		}
		found = e.weight >= least && done.has(text[start:end])
		return !found
	})
	return concrete, found
}

// cutMarks show that a text is not whole, or goes on elsewhere.
var cutMarks = NewList("…", "***", "×××", "＊＊", "附件", "附表", "附后", "详见", "见下表", "(略)", "（略）")

// IsCut tells whether a text shows that it is not whole, or that it goes on in
// another document.
func IsCut(text string) bool { return cutMarks.In(text) }

// parts gives the pieces of sections that are held against others, with their terms.
func parts(n *gongshi.Notice, sections []gongshi.Section) []Part {
	var all []Part
	for _, span := range spans(n, sections) {
		p := Part{Number: len(all) + 1, Span: span, Text: span.Of(n.Text)}
		p.read()
		all = append(all, p)
	}
	return all
}

// spans gives the items of sections, or a section as a whole where it has none.
// What stands before the first item, mostly a heading, belongs to no item.
func spans(n *gongshi.Notice, sections []gongshi.Section) []gongshi.Span {
	var all []gongshi.Span
	for _, s := range sections {
		items := s.Items
		if len(items) < 2 {
			items = []gongshi.Span{s.Span}
		}
		for _, span := range items {
			if span.Start >= 0 && span.Start <= span.End && span.End <= len(n.Text) {
				all = append(all, span)
			}
		}
	}
	return all
}

// read finds the terms of a part.
func (p *Part) read() {
	p.folded = fold(p.Text)
	p.pairs.add(p.folded)
	scan(p.folded, func(e *entry, start, end int) bool {
		if e.weight != Phrase {
			span := gongshi.Span{Start: p.Span.Start + start, End: p.Span.Start + end}
			p.Terms = append(p.Terms, Term{Text: p.folded[start:end], Span: span, Weight: e.weight, concept: e.concept})
		}
		return true
	})
}

func (m *Matrix) setProblem(issues []gongshi.Section) {
	seen := map[string]bool{}
	for _, s := range issues {
		p := Part{Span: s.Span, Text: s.Text}
		p.read()
		for _, t := range p.Terms {
			if seen[t.Text] {
				continue
			}
			seen[t.Text] = true
			for i := range m.Items {
				t.Answered = t.Answered || m.Items[i].answers(&t)
			}
			m.Problem = append(m.Problem, t)
		}
	}
}

// answers tells whether the part speaks of the term.
func (p *Part) answers(t *Term) bool {
	for i := range p.Terms {
		if o := &p.Terms[i]; o.concept >= 0 && o.concept == t.concept || o.Text == t.Text {
			return true
		}
	}
	return p.pairs.mayHave(t.Text) && strings.Contains(p.folded, t.Text)
}

func (m *Matrix) answerMeasures() {
	for i := range m.Measures {
		for k := range m.Measures[i].Terms {
			t := &m.Measures[i].Terms[k]
			for j := range m.Items {
				t.Answered = t.Answered || m.Items[j].answers(t)
			}
		}
	}
}

// Cell gives what a measure and an item have in common, by their indices.
func (m *Matrix) Cell(measure, item int) Cell {
	p, q := &m.Measures[measure], &m.Items[item]
	c := compare(p, q)
	for k := range p.Terms {
		if t := &p.Terms[k]; q.answers(t) && !slices.Contains(c.Shared, t.Text) {
			c.Shared = append(c.Shared, t.Text)
		}
	}
	return c
}

// Of the problem, a measure or an item, Words gives the terms of a weight or more,
// each once, in their order.
func Words(terms []Term, least Weight) []Term {
	var out []Term
	seen := map[string]bool{}
	for _, t := range terms {
		if t.Weight >= least && !seen[t.Text] {
			seen[t.Text] = true
			out = append(out, t)
		}
	}
	return out
}

// Unanswered gives the concrete words of a measure, by its index, if nothing in what was done
// answers it: none of them, none of its work, and no run of so many characters;
// else nil. A measure that no word of the lexicon describes is never unanswered.
func (m *Matrix) Unanswered(measure, run int) []Term {
	for _, t := range m.Measures[measure].Terms {
		if t.Answered && t.Weight >= Work {
			return nil
		}
	}
	for j := range m.Items {
		if compare(&m.Measures[measure], &m.Items[j]).Run >= run {
			return nil
		}
	}
	return Words(m.Measures[measure].Terms, Concrete)
}

// HasName tells whether a text names a water, a place or an enterprise.
func HasName(text string) (named bool) {
	scan(fold(text), func(e *entry, _, _ int) bool {
		named = e.suffix
		return !named
	})
	return named
}
