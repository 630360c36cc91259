package parse

import (
	"slices"
	"strings"

	"gongshi"
)

// findDates finds all dates of the notice; their roles and missing years come
// later, when it is known what stands where.
func (p *parser) findDates() { p.hits = scanDates(p.form) }

// finishDates gives the dates their years and roles and reports them.
func (p *parser) finishDates() {
	p.inferYears()
	p.giveRoles()
	for i := range p.hits {
		h := &p.hits[i]
		m := p.mention(h.start, h.end)
		switch {
		case h.role == gongshi.RoleBody && p.isFetchDate(*h):
			continue
		case h.broken && h.lost:
			p.note("date-undecided", "日期缺字，无法确定："+m.Text, m.Span)
			continue
		case h.broken:
			p.note("date-impossible", "日期不存在："+m.Text, m.Span)
			continue
		case h.date.Year == 0:
			p.note("date-without-year", "日期缺少年份："+m.Text, m.Span)
			continue
		}
		p.n.Dates = append(p.n.Dates, gongshi.DateMention{Mention: m, Date: h.date, Role: h.role, Inferred: h.inferred || h.lost})
	}
	p.n.Issued = p.issued()
}

// inferYears gives dates without a year the year of the one before them; at the
// beginning of a text, that of the first one after them.
func (p *parser) inferYears() {
	var last, lastDay int
	for i := range p.hits {
		if p.hits[i].date.Year > 0 {
			last = p.hits[i].date.Year
			break
		}
	}
	for i := range p.hits {
		h := &p.hits[i]
		if h.date.Year > 0 {
			last = h.date.Year
			if h.date.Day > 0 {
				lastDay = last
			}
			continue
		}
		// What is told goes forward: 2018年6月18日…(2016年建成)…7月9日.
		if last = max(last, lastDay); last > 0 {
			h.date.Year, h.inferred = last, true
			*h = h.checked()
		}
	}
}

// giveRoles says what each date is for.
func (p *parser) giveRoles() {
	for i := range p.hits {
		h := &p.hits[i]
		if h.role == "" {
			h.role = gongshi.RoleBody
		}
		if j := p.lineAt(h.start); h.date.Exact() && j < len(p.lines) && p.lines[j].web && isPublished(p.form[p.lines[j].start:h.start], *h) {
			h.role = gongshi.RolePublished
		}
	}
	for _, s := range p.n.Sections {
		if s.Kind == gongshi.SectionDeadline {
			p.roleWithin(s.Span, gongshi.RoleDeadline)
		}
	}
	if i := p.signature.date; i >= 0 && p.hits[i].role == gongshi.RoleBody {
		p.hits[i].role = gongshi.RoleSigned
	}
}

// roleWithin gives the dates within a span of the notice's text a role.
func (p *parser) roleWithin(s gongshi.Span, role gongshi.DateRole) {
	for i := range p.hits {
		h := &p.hits[i]
		if h.role == gongshi.RoleBody && s.Contains(p.span(h.start, h.end)) {
			h.role = role
		}
	}
}

// publishedLabels stand in front of the day on which a page was put up.
var publishedLabels = []string{"发布", "时间", "日期", "更新", "来源"}

// isPublished tells whether a date of a web line is that of publishing, not the
// day on which the page was fetched (今天是2026年1月18日 星期日).
func isPublished(before string, h dateHit) bool {
	if strings.Contains(before, "今天") || strings.Contains(before, "失效") {
		return false
	}
	return h.stamp || h.lost || containsAny(before, publishedLabels)
}

// isFetchDate tells whether a date is that of the day on which somebody looked
// at the page; it says nothing about the notice.
func (p *parser) isFetchDate(h dateHit) bool {
	i := p.lineAt(h.start)
	return i < len(p.lines) && p.lines[i].web && containsAny(p.of(p.lines[i]), []string{"今天", "星期"})
}

// issued is the day of signing, else the day of publishing.
func (p *parser) issued() gongshi.Date {
	if i := p.signature.date; i >= 0 && p.hits[i].date.Exact() && !p.hits[i].broken {
		return p.hits[i].date
	}
	for _, h := range p.hits {
		if h.role == gongshi.RolePublished && !h.broken {
			return h.date
		}
	}
	return p.doc.Published
}

// hitsWithin gives the indexes of the dates that lie in form[start:end].
func (p *parser) hitsWithin(start, end int) (from, to int) {
	from, _ = slices.BinarySearchFunc(p.hits, start, func(h dateHit, at int) int { return h.start - at })
	for to = from; to < len(p.hits) && p.hits[to].end <= end; to++ {
	}
	return from, to
}
