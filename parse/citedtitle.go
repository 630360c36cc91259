package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
)

// maxTitle is how many bytes a cited title has at most; a mark that is open
// longer was left open.
const maxTitle = 900

// maxUnbalanced is how many marks without their partner are reported.
const maxUnbalanced = 10

// titleMarks pairs the marks of a paragraph.
type titleMarks struct {
	open   []int  // where those stand that are not closed
	closed []line // titles within the first of open
}

// findCitedTitles finds the titles in 《》: 《关于印发〈办法〉的通知》 is one, and so
// is one with 《》 within. A mark without its partner in the paragraph is
// reported, and what is whole within it taken.
func (p *parser) findCitedTitles() {
	s := p.form
	numbers := p.numbersByStart()
	var marks titleMarks
	unbalanced := 0
	complain := func(at int) {
		if unbalanced++; unbalanced <= maxUnbalanced {
			p.note("title-unbalanced", "书名号不成对", p.span(at, at+len("《")))
		}
	}
	finish := func() {
		for _, at := range marks.open {
			complain(at)
		}
		for _, l := range marks.closed {
			p.addCitedTitle(l.start, l.end, numbers)
		}
		marks.open, marks.closed = marks.open[:0], marks.closed[:0]
	}
	for i := 0; i < len(s); {
		if i = nextTitleMark(s, i); i == len(s) {
			break
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == '\n' || len(marks.open) > 0 && i-marks.open[0] > maxTitle {
			finish()
		}
		switch {
		case r == '《':
			marks.open = append(marks.open, i)
		case r == '》' && len(marks.open) == 0:
			complain(i)
		case r == '》':
			if marks.close(i + n); len(marks.open) == 0 {
				finish()
			}
		}
		i += n
	}
	finish()
}

// nextTitleMark gives the next 《, 》 or line end from i on, or the end of s.
func nextTitleMark(s string, i int) int {
	for ; i < len(s); i += runeLen(s[i]) {
		if s[i] == '\n' || s[i] == 0xE3 && (strings.HasPrefix(s[i:], "《") || strings.HasPrefix(s[i:], "》")) {
			return i
		}
	}
	return min(i, len(s))
}

// close closes the last open mark; the titles within it are part of it.
func (m *titleMarks) close(end int) {
	start := m.open[len(m.open)-1]
	m.open = m.open[:len(m.open)-1]
	for len(m.closed) > 0 && m.closed[len(m.closed)-1].start > start {
		m.closed = m.closed[:len(m.closed)-1]
	}
	m.closed = append(m.closed, line{start: start, end: end})
}

// addCitedTitle adds form[start:end] with its marks, unless nothing is written
// between them: 《……》.
func (p *parser) addCitedTitle(start, end int, numbers map[int]string) {
	m := p.mention(start, end)
	title := closeGaps(strings.TrimSuffix(strings.TrimPrefix(m.Text, "《"), "》"))
	if !strings.ContainsFunc(title, unicode.IsLetter) {
		return
	}
	p.n.CitedTitles = append(p.n.CitedTitles, gongshi.CitedTitle{Mention: m, Title: title, Number: p.numberBeside(start, end, numbers)})
	p.because("cited-title", "", "《…》", start, end)
}

// numbersByStart gives the numbers by where they begin, and by where they end
// the negative of it.
func (p *parser) numbersByStart() map[int]string {
	if len(p.n.DocumentNumbers) == 0 {
		return nil
	}
	numbers := make(map[int]string, 2*len(p.n.DocumentNumbers))
	for _, d := range p.n.DocumentNumbers {
		numbers[d.Span.Start] = d.Number
		numbers[-d.Span.End] = d.Number
	}
	return numbers
}

// numberBeside gives the number behind a title, 《…》(岳办发〔2022〕4号), or in front
// of it, 京政办发〔2016〕26号《…》.
func (p *parser) numberBeside(start, end int, numbers map[int]string) string {
	if numbers == nil {
		return ""
	}
	at := skipAny(p.form, end, " (")
	if at < len(p.form) {
		if n := numbers[p.span(at, at+1).Start]; n != "" {
			return n
		}
	}
	before := skipSpaceBack(p.form, start)
	if before > 0 {
		return numbers[-p.span(before-1, before).End]
	}
	return ""
}
