package parse

import (
	"slices"
	"strings"

	"gongshi"
)

// resolveHeads decides which of the candidates are heads of sections. Notices
// number their sections on one level; labels on other levels count only for
// kinds that this level lacks, since items inside a section repeat the words
// of labels.
func (p *parser) resolveHeads(found []head) []head {
	primary, kinds := primaryLevel(found)
	if len(kinds) == 0 || !isStrong(p.form, found) {
		return nil
	}
	var heads []head
	series, inTail := 0, false
	seen := map[gongshi.SectionKind]bool{}
	for i, h := range found {
		switch {
		case h.item:
			if !p.takesUnknown(found, i, primary, series, seen) {
				continue
			}
			h = asOther(h, h.enum.level != primary)
			if h.problem {
				clear(seen)
			}
		case h.problem:
			clear(seen)
		case h.contact:
			if !takesContact(found, i, primary, len(heads)) {
				inTail = len(heads) > 0
				continue
			}
		case h.enum.level != primary && (inTail || !takesOffLevel(h, kinds)):
			continue
		case inTail && h.enum.level == levelNone && h.kinds[0] == gongshi.SectionResponsible:
			continue
		case !h.exact && h.enum.level == primary && !kinds[h.kinds[0]] && len(kinds) < 2:
			continue
		}
		if h.enum.level == primary && h.enum.num > 0 {
			series = h.enum.num
		}
		if len(h.kinds) > 0 {
			seen[h.kinds[0]] = true
		}
		inTail = false
		heads = append(heads, h)
	}
	return heads
}

// primaryLevel gives the level whose labels name the most kinds, and these
// kinds; the shallower level when equal.
func primaryLevel(found []head) (level, map[gongshi.SectionKind]bool) {
	kinds := map[level]map[gongshi.SectionKind]bool{}
	for _, h := range found {
		if h.item || h.contact || !h.exact {
			continue
		}
		for _, k := range h.kinds {
			if k == gongshi.SectionOther {
				continue
			}
			if kinds[h.enum.level] == nil {
				kinds[h.enum.level] = map[gongshi.SectionKind]bool{}
			}
			kinds[h.enum.level][k] = true
		}
	}
	best := levelHan
	for _, l := range []level{levelNone, levelHanIn, levelDigit, levelDigIn} {
		if len(kinds[l]) > len(kinds[best]) {
			best = l
		}
	}
	for _, h := range found {
		if !h.exact && !h.item && !h.contact && h.enum.level == best && len(kinds[best]) > 0 {
			for _, k := range h.kinds {
				kinds[best][k] = true
			}
		}
	}
	return best, kinds[best]
}

// isStrong tells whether the labels speak of rectification at all.
func isStrong(s string, found []head) bool {
	strong, content := false, false
	for _, h := range found {
		if h.item || h.contact || len(h.kinds) == 0 {
			continue
		}
		strong = strong || h.exact && h.kinds[0] != gongshi.SectionOther && containsAny(squeeze(s[h.start:h.end]), strongWords)
		content = content || slices.ContainsFunc(h.kinds, isContent)
	}
	return strong && content
}

// isContent tells whether a kind of section is about the problem or what was
// done: 验收情况 and 责任单位 alone stand in other papers too.
func isContent(k gongshi.SectionKind) bool {
	switch k {
	case gongshi.SectionIssue, gongshi.SectionGoal, gongshi.SectionMeasures, gongshi.SectionImplementation:
		return true
	}
	return false
}

// takesOffLevel tells whether a label on another level than the sections' is a
// section all the same: its kind must be lacking on theirs.
func takesOffLevel(h head, kinds map[gongshi.SectionKind]bool) bool {
	if !h.exact || h.enum.level > levelHanIn {
		return false
	}
	for _, k := range h.kinds {
		if !kinds[k] && k != gongshi.SectionOther {
			return true
		}
	}
	return false
}

// takesContact tells whether a label such as 受理电话 closes a section: when it
// is numbered like the sections, or another section follows it.
func takesContact(found []head, i int, primary level, before int) bool {
	if before == 0 {
		return false
	}
	if found[i].enum.level != levelNone {
		return found[i].enum.level == primary
	}
	for _, h := range found[i+1:] {
		if h.exact && !h.contact && len(h.kinds) > 0 && h.kinds[0] != gongshi.SectionOther && h.enum.level == primary && h.kinds[0] != gongshi.SectionResponsible {
			return true
		}
	}
	return false
}

// takesUnknown tells whether an unknown numbered head counts: as the next one
// in the series of the sections, or as the title of a problem above them.
func (p *parser) takesUnknown(found []head, i int, primary level, series int, seen map[gongshi.SectionKind]bool) bool {
	h := found[i]
	if h.enum.level == primary {
		opens := series == 0 && h.enum.num == 1 && i+1 < len(found) && found[i+1].enum.level == primary && found[i+1].enum.num == 2
		return opens || series > 0 && h.enum.num == series+1
	}
	if h.enum.level != levelHan || i+1 >= len(found) {
		return false
	}
	next := found[i+1]
	if next.item || !next.exact || next.contact || len(next.kinds) == 0 || next.enum.level != primary {
		return false
	}
	if p.lineAt(next.start) != p.lineAt(h.start)+1 {
		return false
	}
	return len(seen) == 0 || seen[next.kinds[0]]
}

// asOther makes an unknown head a section of no known kind, or a problem's
// title.
func asOther(h head, problem bool) head {
	h.problem = problem
	if !problem {
		h.kinds = []gongshi.SectionKind{gongshi.SectionOther}
	}
	return h
}

// place is where a head stands among the others: one at the top of a column
// where the cell below it is.
func (h head) place() int {
	if h.row > 0 {
		return h.body
	}
	return h.start
}

// mergeHeads puts the heads of lines and of tables in the order of the text.
func mergeHeads(a, b []head) []head {
	heads := append(slices.Clip(a), b...)
	slices.SortStableFunc(heads, func(x, y head) int { return x.place() - y.place() })
	return heads
}

// findSections cuts the bodies: each goes to the next head, or to where the
// notice's tail begins.
func (p *parser) findSections() {
	problem, seen := -1, map[gongshi.SectionKind]bool{}
	row := 0
	for i, h := range p.heads {
		opens := h.problem || h.row != row || len(h.kinds) > 0 && h.kinds[0] == gongshi.SectionIssue && seen[gongshi.SectionIssue] && len(seen) > 1
		if opens || problem < 0 && len(h.kinds) > 0 {
			problem++
			p.groups = append(p.groups, i)
			clear(seen)
			row = h.row
		}
		if len(h.kinds) > 0 {
			seen[h.kinds[0]] = true
		}
		p.cutSection(i, max(problem, 0))
	}
}

// trimBorders takes white space and the borders of cells off both ends.
func (t *text) trimBorders(start, end int) line {
	l := t.trim(start, end)
	for l.start < l.end && (t.form[l.start] == '|' || t.form[l.end-1] == '|') {
		if t.form[l.start] == '|' {
			l.start++
		} else {
			l.end--
		}
		l = t.trim(l.start, l.end)
	}
	return l
}

// cutSection adds the section of the i-th head.
func (p *parser) cutSection(i, problem int) {
	h := p.heads[i]
	end := len(p.form)
	if i+1 < len(p.heads) {
		end = p.heads[i+1].start
	}
	if h.bodyEnd > 0 {
		end = h.bodyEnd
	} else {
		end = p.contentEnd(h, end)
	}
	p.tail = max(p.tail, end)
	if len(h.kinds) == 0 {
		return
	}
	body := p.trimBorders(h.body, max(end, h.body))
	span := p.span(body.start, body.end)
	labelSpan := p.span(p.trim(h.start, h.end).start, p.trim(h.start, h.end).end)
	if span.Len() == 0 {
		span = gongshi.Span{Start: labelSpan.End, End: labelSpan.End}
	}
	for _, kind := range h.kinds {
		p.bodies = append(p.bodies, body)
		p.n.Sections = append(p.n.Sections, gongshi.Section{
			Kind:      kind,
			Label:     strings.TrimRight(labelSpan.Of(p.own), ":：;； "),
			LabelSpan: labelSpan,
			Problem:   problem,
			Span:      span,
			Text:      span.Of(p.own),
			Items:     p.items(body),
		})
	}
}
