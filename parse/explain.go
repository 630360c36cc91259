package parse

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// Reason says why a section, a mention or another fact of a notice was taken.
type Reason struct {
	// What was taken: "section", "date", "phone", …; Value is what it was taken
	// for, such as the kind of the section or the role of the date.
	What  string `json:"what"`
	Value string `json:"value,omitempty"`
	// Pattern is the name of the pattern in its table.
	Pattern string `json:"pattern"`
	// Text is what Span cuts out of the notice's text; of a section it is the
	// label.
	Text string       `json:"text"`
	Span gongshi.Span `json:"span"`
	// Line and Column are where Span begins, counted from 1; columns are
	// characters.
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Explain parses as [Parse] does and says of each notice why what was found was
// taken, in the order of the text.
func Explain(doc *gongshi.Document) (notices []gongshi.Notice, reasons [][]Reason) {
	for i, group := range split(doc.Text, paragraphs(doc)) {
		p := newParser(doc, group)
		p.explained = true
		notices = append(notices, p.notice(i))
		p.explainHeads()
		p.explainTitle()
		p.explainDates()
		p.explainFacts()
		reasons = append(reasons, p.placed())
	}
	return notices, reasons
}

// because notes why form[start:end] was taken, when somebody asks.
func (p *parser) because(what, value, pattern string, start, end int) {
	if p.explained {
		p.explain(what, value, pattern, p.span(start, end))
	}
}

// explain notes why a span of the notice's text was taken.
func (p *parser) explain(what, value, pattern string, span gongshi.Span) {
	p.reasons = append(p.reasons, Reason{What: what, Value: value, Pattern: pattern, Span: span, Text: span.Of(p.own)})
}

// placed gives the reasons in the order of the text, with lines and columns.
func (p *parser) placed() []Reason {
	slices.SortStableFunc(p.reasons, func(a, b Reason) int {
		return cmp.Or(a.Span.Start-b.Span.Start, a.Span.End-b.Span.End)
	})
	line, column, at := 1, 1, 0
	for i := range p.reasons {
		r := &p.reasons[i]
		between := p.own[at:r.Span.Start]
		if n := strings.Count(between, "\n"); n > 0 {
			line, column = line+n, 1
			between = between[strings.LastIndexByte(between, '\n')+1:]
		}
		column += utf8.RuneCountInString(between)
		r.Line, r.Column, at = line, column, r.Span.Start
	}
	return p.reasons
}

// explainHeads says by which form of a head each section was taken.
func (p *parser) explainHeads() {
	for _, h := range p.heads {
		l := p.trim(h.start, h.end)
		for _, kind := range h.kinds {
			p.because("section", string(kind), p.headPattern(h), l.start, l.end)
		}
	}
}

// headPattern names the form of a head, and the words of the table by which it
// was taken.
func (p *parser) headPattern(h head) string {
	text := p.form[h.start:h.end]
	at := 0
	if e, ok := enumerator(text, 0); ok && e.end < len(text) {
		at = e.end
	}
	words := ""
	if l, _, ok := labelAt(text, skipAny(text, at, "【[ #*")); ok {
		words = l.text
	}
	switch {
	case h.row > 0:
		return "table-column " + words
	case h.bodyEnd > 0:
		return "table-cell " + words
	case h.item && h.problem:
		return "title-of-problem"
	case h.item:
		return "next-in-series"
	case h.problem:
		return "number-of-problem"
	case h.exact:
		return "label " + words
	}
	for _, e := range endings {
		for _, word := range e.words {
			if hasAnySuffix(squeeze(trimHead(text)), []string{word}) {
				return "ending " + word
			}
		}
	}
	return "label"
}

// explainTitle says where the title and the names of the signature stand.
func (p *parser) explainTitle() {
	if l := p.trim(p.titleAt.start, p.titleAt.end); l.start < l.end {
		words := "…"
		for _, end := range titleEnds {
			if strings.HasSuffix(squeeze(p.of(l)), end) && len(end) > len(words) {
				words = end
			}
		}
		p.because("title", "", "ends "+words, l.start, l.end)
	}
	for _, l := range p.signature.names {
		p.because("signature", p.n.Issuer, "name-at-the-end", p.trim(l.start, l.end).start, p.trim(l.start, l.end).end)
	}
}

// explainDates says in which form each date was written.
func (p *parser) explainDates() {
	forms := make(map[gongshi.Span]string, len(p.hits))
	for _, h := range p.hits {
		forms[p.span(h.start, h.end)] = h.form(p.form)
	}
	for _, d := range p.n.Dates {
		p.explain("date", string(d.Role), forms[d.Span], d.Span)
	}
}

// form names the form in which a date is written.
func (h dateHit) form(s string) string {
	text := s[h.start:h.end]
	switch {
	case h.lost:
		return "characters-lost"
	case h.stamp:
		return "digits-and-signs"
	case h.afterRange && h.inferred:
		return "end-of-range"
	case h.inferred:
		return "without-year"
	case !isDigit(text[0]):
		return "chinese-numerals"
	case h.date.Day > 0:
		return "year-month-day"
	case h.date.Month > 0:
		return "year-month"
	}
	return "year"
}

// explainFacts says where the facts stand that are found once in a notice.
func (p *parser) explainFacts() {
	n := &p.n
	if n.Publicity != nil {
		text := n.Publicity.Span.Of(p.own)
		pattern := "range"
		for _, word := range publicityWords.words {
			if strings.Contains(text, word) {
				pattern = word
				break
			}
		}
		p.explain("publicity", "", pattern, n.Publicity.Span)
	}
	if n.Inspection != nil {
		pattern := "round"
		for _, w := range inspectionWords {
			if strings.Contains(n.Inspection.Text, w.text) {
				pattern = w.text
				break
			}
		}
		p.explain("inspection", string(n.Inspection.Authority), pattern, n.Inspection.Span)
	}
	for _, problem := range n.Problems {
		p.explain("problem", problem.Number, problemPattern(problem.Text), problem.Span)
	}
	if r := n.Region; r != nil {
		name := cmp.Or(r.County, r.City, r.Province)
		at := p.regionStart()
		if i := strings.Index(p.form[at:], name); i >= 0 {
			p.because("region", cmp.Or(r.Code, name), "named-in-"+p.regionIn, at+i, at+i+len(name))
		} else { // named in short
			p.because("region", cmp.Or(r.Code, name), "named-in-"+p.regionIn, at, at)
		}
	}
	p.explain("kind", string(n.Kind), n.KindReason, p.kindPlace())
}

// regionStart is where the zone begins in which the region was named.
func (p *parser) regionStart() int {
	switch {
	case p.regionIn == "issuer" && len(p.signature.names) > 0:
		return p.signature.names[0].start
	case p.regionIn == "title":
		return p.titleAt.start
	case p.regionIn == "text":
		return p.bodyStart()
	}
	return 0
}

// problemPattern names the form of a problem's number.
func problemPattern(text string) string {
	for _, word := range []string{"编号", "序号", "清单", "第", "【", "D", "X"} {
		if strings.Contains(text, word) {
			return word + "…"
		}
	}
	return "…号"
}

// kindPlace is where the evidence of the notice's kind stands, as far as it is
// one place: the title, the opening, the first section.
func (p *parser) kindPlace() gongshi.Span {
	switch name := p.n.KindReason; {
	case strings.HasPrefix(name, "title") && p.titleAt.start < p.titleAt.end:
		return p.span(p.titleAt.start, p.titleAt.end)
	case strings.HasPrefix(name, "sections") && len(p.n.Sections) > 0:
		return p.n.Sections[0].LabelSpan
	case strings.HasPrefix(name, "opening") || name == "addressee" || name == "news":
		if p.body < len(p.lines) {
			l := p.lines[p.body]
			return p.span(l.start, l.end)
		}
	}
	return gongshi.Span{}
}
