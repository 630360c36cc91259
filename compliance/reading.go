package compliance

import (
	"iter"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/compliance/workday"
)

// Reading is a notice in the hands of the rules, with what more than one of them
// asks of it: that is found when it is first asked for, and once. It is for one
// goroutine.
type Reading struct {
	*gongshi.Notice
	Calendar *workday.Calendar

	found  *answer.Found
	period *count
	doubts map[int]doubt
}

// count is the days of the notice's period, or why they are not known.
type count struct {
	days workday.Counts
	err  error
}

// doubt is whether a problem, or a measure on it, may be unanswered.
type doubt struct{ issue, measure bool }

// vocabulary is the lists of words that are looked for in whole texts and sections, or
// in sentence after sentence.
var vocabulary = answer.NewVocabulary(
	sentenceEnds, traditional, dots,
	leadWords, termWords, brokenLabels, conclusions, attached, attachmentPointers, phoneLabel, emailLabels[0], emailLabels[1], homeWords, announcingWords, closedWord,
	complete, doubts, allDone, earlier, afterward, blanketWords, violations, consequences, officeWords, sumWords, movers, intentions,
)

func (n *Reading) words() *answer.Found {
	if n.found == nil {
		n.found = vocabulary.Find(n.Text)
	}
	return n.found
}

// has tells whether a word of a list of the vocabulary stands in a place.
func (n *Reading) has(list *answer.List, place gongshi.Span) bool { return n.words().In(list, place) }

// all gives the words of a list of the vocabulary that stand in a place.
func (n *Reading) all(list *answer.List, place gongshi.Span) iter.Seq[gongshi.Span] {
	return n.words().All(list, place)
}

// foremost gives the first place of the word that comes first in its list, of those
// that stand in a place.
func (n *Reading) foremost(list *answer.List, place gongshi.Span) (at gongshi.Span, ok bool) {
	least := 0
	for word := range n.all(list, place) {
		if rank := list.Rank(word.Of(n.Text)); !ok || rank < least {
			at, least, ok = word, rank, true
		}
	}
	return at, ok
}

// whole is the place of all of the text.
func (n *Reading) whole() gongshi.Span { return gongshi.Span{End: len(n.Text)} }

// periodDays counts the days of the publicity period, which there has to be.
func (n *Reading) periodDays() (workday.Counts, error) {
	if n.period == nil {
		days, err := n.Calendar.Count(n.Publicity.Start, n.Publicity.End)
		n.period = &count{days, err}
	}
	return n.period.days, n.period.err
}

// doubtOn takes the quick look at a problem, by its index.
func (n *Reading) doubtOn(problem int) doubt {
	d, known := n.doubts[problem]
	if !known {
		d.issue, d.measure = answer.Doubtful(n.Notice, problem, minConcrete)
		if n.doubts == nil {
			n.doubts = map[int]doubt{}
		}
		n.doubts[problem] = d
	}
	return d
}
