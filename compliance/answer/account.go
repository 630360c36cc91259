package answer

import (
	"slices"

	"gongshi"
)

// Account is, for one problem of a notice, what was done held against what was found
// and what was to be done: a matrix for people and programs.
type Account struct {
	Problem int `json:"problem"`
	// Unanswered are the concrete words of the problem of which what was done says nothing.
	Unanswered []string `json:"unanswered"`
	Measures   []Row    `json:"measures"`
	// Items are the places of the items of what was done.
	Items []gongshi.Span `json:"items"`
}

// Row is a measure with what answers it.
type Row struct {
	Span       gongshi.Span `json:"span"`
	Unanswered []string     `json:"unanswered"`
	Answers    []Match      `json:"answers"`
}

// Match is an item that has something in common with a measure.
type Match struct {
	Item   int      `json:"item"` // counts from 0
	Shared []string `json:"shared"`
	Copied float64  `json:"copied"`
}

// LeastCopied is the share of an item that stands in a measure from which on the two
// are shown together.
const LeastCopied = 0.2

// Accounts makes the account of each problem that has sections on what was done.
func Accounts(n *gongshi.Notice) []Account {
	all := []Account{}
	var seen []int
	for _, s := range n.Sections {
		if slices.Contains(seen, s.Problem) {
			continue
		}
		seen = append(seen, s.Problem)
		m := Of(n, s.Problem)
		if len(m.Items) == 0 {
			continue
		}
		one := Account{Problem: s.Problem, Unanswered: openWords(m.Problem), Measures: []Row{}, Items: []gongshi.Span{}}
		for j := range m.Items {
			one.Items = append(one.Items, m.Items[j].Span)
		}
		for i := range m.Measures {
			one.Measures = append(one.Measures, rowOf(m, i))
		}
		all = append(all, one)
	}
	return all
}

// rowOf is the row of a measure by its index.
func rowOf(m *Matrix, i int) Row {
	row := Row{Span: m.Measures[i].Span, Unanswered: openWords(m.Measures[i].Terms), Answers: []Match{}}
	for j := range m.Items {
		if c := m.Cell(i, j); len(c.Shared) > 0 || c.Copied >= LeastCopied {
			row.Answers = append(row.Answers, Match{j, append([]string{}, c.Shared...), c.Copied})
		}
	}
	return row
}

func openWords(terms []Term) []string {
	words := []string{}
	for _, t := range Words(terms, Concrete) {
		if !t.Answered {
			words = append(words, t.Text)
		}
	}
	return words
}
