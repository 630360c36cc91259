package main

import (
	"fmt"
	"slices"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
)

// answersJSON is, for one problem of a notice, what was done held against what was found
// and what was to be done.
type answersJSON struct {
	Problem int `json:"problem"`
	// Unanswered are the concrete words of the problem of which what was done says nothing.
	Unanswered []string      `json:"unanswered"`
	Measures   []measureJSON `json:"measures"`
	// Items are the places of the items of what was done.
	Items []gongshi.Span `json:"items"`
}

type measureJSON struct {
	Span       gongshi.Span `json:"span"`
	Unanswered []string     `json:"unanswered"`
	Answers    []answerJSON `json:"answers"`
}

// answerJSON is an item that has something in common with a measure.
type answerJSON struct {
	Item   int      `json:"item"` // counts from 0
	Shared []string `json:"shared"`
	Copied float64  `json:"copied"`
}

// leastCopied is the share of an item that stands in a measure from which on the two
// are shown together.
const leastCopied = 0.2

// answersOf makes the matrix of each problem that has sections.
func answersOf(n *gongshi.Notice) []answersJSON {
	all := []answersJSON{}
	var seen []int
	for _, s := range n.Sections {
		if slices.Contains(seen, s.Problem) {
			continue
		}
		seen = append(seen, s.Problem)
		m := answer.Of(n, s.Problem)
		if len(m.Items) == 0 {
			continue
		}
		one := answersJSON{Problem: s.Problem, Unanswered: openWords(m.Problem), Measures: []measureJSON{}, Items: []gongshi.Span{}}
		for j := range m.Items {
			one.Items = append(one.Items, m.Items[j].Span)
		}
		for i := range m.Measures {
			one.Measures = append(one.Measures, measureOf(m, i))
		}
		all = append(all, one)
	}
	return all
}

func measureOf(m *answer.Matrix, i int) measureJSON {
	row := measureJSON{Span: m.Measures[i].Span, Unanswered: openWords(m.Measures[i].Terms), Answers: []answerJSON{}}
	for j := range m.Items {
		if c := m.Cell(i, j); len(c.Shared) > 0 || c.Copied >= leastCopied {
			row.Answers = append(row.Answers, answerJSON{j, append([]string{}, c.Shared...), c.Copied})
		}
	}
	return row
}

func openWords(terms []answer.Term) []string {
	words := []string{}
	for _, t := range answer.Words(terms, answer.Concrete) {
		if !t.Answered {
			words = append(words, t.Text)
		}
	}
	return words
}

// printAnswers prints the matrix: measure by measure the items that answer it.
func (a *app) printAnswers(n *gongshi.Notice) {
	for _, one := range answersOf(n) {
		a.print("\n%s", a.tr("措施与落实情况对照：", "Measures against what was done:"))
		if len(one.Unanswered) > 0 {
			a.print("  %s%s", a.tr("反馈问题中没有回应的：", "of the problem, unanswered: "), printable(a.list(one.Unanswered)))
		}
		for i, m := range one.Measures {
			a.print(a.tr("  措施%d  %s", "  measure %d  %s"), i+1, printable(shorten(m.Span.Of(n.Text), 30)))
			for _, x := range m.Answers {
				a.print("      %s", printable(a.answerLine(x)))
			}
			if len(m.Answers) == 0 {
				a.print("      %s%s", a.tr("× 没有对应的落实情况：", "× nothing answers: "), printable(a.list(m.Unanswered)))
			}
		}
	}
}

func (a *app) answerLine(x answerJSON) string {
	line := fmt.Sprintf(a.tr("落实%d  %s", "item %d  %s"), x.Item+1, a.list(x.Shared))
	if x.Copied >= leastCopied {
		line += fmt.Sprintf(a.tr("  逐字相同%d%%", "  %d%% word for word"), int(x.Copied*100))
	}
	return line
}

func (a *app) list(words []string) string { return strings.Join(words, a.tr("、", ", ")) }
