package compliance

import (
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
