package parse

import (
	"strings"

	"gongshi"
)

// deadlineWords state a time that is no date.
var deadlineWords = []struct {
	text     string
	deadline gongshi.Deadline
}{
	// 立行立改、长期坚持
	{"立行立改", gongshi.Deadline{Immediate: true}}, {"立知立改", gongshi.Deadline{Immediate: true}}, {"即知即改", gongshi.Deadline{Immediate: true}},
	{"立即整改", gongshi.Deadline{Immediate: true}}, {"边督边改", gongshi.Deadline{Immediate: true}},
	{"长期坚持", gongshi.Deadline{Ongoing: true}}, {"长期整改", gongshi.Deadline{Ongoing: true}}, {"持续推进", gongshi.Deadline{Ongoing: true}},
	{"持续整改", gongshi.Deadline{Ongoing: true}}, {"持续坚持", gongshi.Deadline{Ongoing: true}}, {"长期推进", gongshi.Deadline{Ongoing: true}}, {"常态化", gongshi.Deadline{Ongoing: true}},
	{"长期", gongshi.Deadline{Ongoing: true}}, {"持续", gongshi.Deadline{Ongoing: true}},
	{"已完成", gongshi.Deadline{Completed: true}}, {"已整改", gongshi.Deadline{Completed: true}}, {"已办结", gongshi.Deadline{Completed: true}},
}

// findDeadlines finds the dates and words of the sections on the time limit, in
// order.
func (p *parser) findDeadlines() {
	for i, s := range p.n.Sections {
		if s.Kind == gongshi.SectionDeadline {
			p.deadlinesIn(p.bodies[i], s.Problem)
		}
	}
}

func (p *parser) deadlinesIn(body line, problem int) {
	a, b := p.hitsWithin(body.start, body.end)
	for at := body.start; at < body.end; {
		start, end, d := nextDeadlineWord(p.form[:body.end], at)
		for ; a < b && (d == nil || p.hits[a].start < start); a++ {
			if h := p.hits[a]; !h.broken && h.date.Year > 0 {
				p.addDeadline(gongshi.Deadline{Date: h.date}, "date", line{start: h.start, end: h.end}, problem)
			}
		}
		if d == nil {
			return
		}
		p.addDeadline(*d, p.form[start:end], line{start: start, end: end}, problem)
		at = end
	}
}

// nextDeadlineWord finds the first of the words from i on, of several there the
// longest.
func nextDeadlineWord(s string, i int) (start, end int, d *gongshi.Deadline) {
	for i < len(s) {
		j := strings.IndexAny(s[i:], "立即边长持常已") // what they begin with
		if j < 0 {
			break
		}
		i += j
		for k := range deadlineWords {
			w := &deadlineWords[k]
			if strings.HasPrefix(s[i:], w.text) && len(w.text) > end-start {
				start, end, d = i, i+len(w.text), &w.deadline
			}
		}
		if d != nil {
			return start, end, d
		}
		i += len("立")
	}
	return len(s), len(s), nil
}

func (p *parser) addDeadline(d gongshi.Deadline, pattern string, l line, problem int) {
	d.Mention, d.Problem = p.mention(l.start, l.end), problem
	p.n.Deadlines = append(p.n.Deadlines, d)
	if p.explained {
		p.because("deadline", d.Date.String(), pattern, l.start, l.end)
	}
}
