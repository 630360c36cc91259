package parse

import (
	"strings"
	"unicode/utf8"

	"gongshi"
)

// unitWords say what the units of a clause do: in front of them as a label, or
// behind them.
var unitWords = []struct {
	text string
	role gongshi.UnitRole
}{
	// 省自然资源厅牵头,省林业局配合
	{"牵头", gongshi.UnitLead}, {"主办", gongshi.UnitLead}, {"负总责", gongshi.UnitLead},
	{"配合", gongshi.UnitSupport}, {"协助", gongshi.UnitSupport}, {"协办", gongshi.UnitSupport}, {"参与", gongshi.UnitSupport}, {"参加", gongshi.UnitSupport}, {"协同", gongshi.UnitSupport},
}

// unitEnds are words behind a unit's name that say what it does.
var unitEnds = []string{"牵头负责", "牵头", "负总责", "负责落实", "具体负责", "负责", "主办", "积极配合", "配合", "协助", "协办", "参与", "参加", "按职责分工负责", "按职责分工", "分别", "协同", "等单位", "等部门", "等"}

// unitStarts are words in front of a unit's name.
var unitStarts = []string{"由", "其中", "具体由", "会同", "并由"}

// unitLabels are labels within a section, in front of units.
var unitLabels = []string{"牵头责任单位", "牵头单位", "牵头部门", "配合单位", "配合部门", "协办单位", "主办单位", "责任单位", "整改责任单位", "责任部门", "责任主体", "整改实施主体", "实施主体", "整改主体", "督导单位", "主体责任单位", "市级责任单位", "县级责任单位", "省级责任单位"}

// notUnits are parts of such sections that name no unit.
var notUnits = []string{"责任人", "责任领导", "联系人", "责任领导及", "完成时限", "整改时限", "负责人", "电话"}

// findUnits finds the responsible units in the sections that name them.
func (p *parser) findUnits() {
	for i, s := range p.n.Sections {
		if s.Kind != gongshi.SectionResponsible || i > 0 && p.bodies[i] == p.bodies[i-1] {
			continue
		}
		p.unitsIn(p.bodies[i], roleOfWords(s.Label), s.Problem)
	}
}

// unitsIn reads the units of a section, clause by clause: each clause says what
// its units do, else what the clause's label or the section's says holds.
func (p *parser) unitsIn(body line, labelled gongshi.UnitRole, problem int) {
	role := labelled
	for at := body.start; at < body.end; {
		end, next := clauseEnd(p.form, at, body.end)
		clause := p.trim(at, end)
		at = next
		text := p.of(clause)
		if i := strings.IndexByte(text, ':'); i > 0 {
			label := squeeze(text[:i])
			if e, ok := enumerator(label, 0); ok {
				label = label[e.end:]
			}
			if !containsAny(label, unitLabels) {
				continue
			}
			role = roleOfWords(label)
			clause.start += i + 1
			text = p.of(clause)
		}
		own := roleOfWords(text)
		if own == "" {
			own = role
		}
		for _, name := range p.namesIn(clause) {
			p.addUnit(name, own, problem)
		}
	}
}

// clauseEnd gives the end of the clause at i, a comma, semicolon, full stop or
// line end outside of brackets, and where the next one begins.
func clauseEnd(s string, i, limit int) (end, next int) {
	depth := 0
	for j, r := range s[i:limit] {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth <= 0 && (r == ',' || r == ';' || r == '\n' || r == '|'), r == '。':
			return i + j, i + j + utf8.RuneLen(r)
		}
	}
	return limit, limit
}

// roleOfWords gives the role that the last word of a clause or label tells.
func roleOfWords(s string) gongshi.UnitRole {
	role, best := gongshi.UnitRole(""), -1
	for _, w := range unitWords {
		if i := strings.LastIndex(s, w.text); i > best {
			role, best = w.role, i
		}
	}
	return role
}

// namesIn cuts a clause at 、 and gaps outside of brackets.
func (p *parser) namesIn(clause line) []line {
	var names []line
	depth, start := 0, clause.start
	cut := func(end int) {
		if l := p.unitName(start, end); l.start < l.end {
			names = append(names, l)
		}
	}
	for j, r := range p.form[clause.start:clause.end] {
		at := clause.start + j
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth <= 0 && (r == '、' || r == ' ' || r == '。' || r == '/'):
			cut(at)
			start = at + utf8.RuneLen(r)
		}
	}
	cut(clause.end)
	return names
}

// unitName takes what is no part of the name off form[start:end]; it is empty
// when no name is left.
func (p *parser) unitName(start, end int) line {
	l := p.trim(start, end)
	l.start = min(skipAny(p.form, l.start, "…."), l.end)
	if e, ok := enumerator(p.form[:l.end], l.start); ok && e.end < l.end {
		l.start = e.end
	}
	for again := true; again; {
		again = false
		s := p.of(l)
		if w := anyPrefix(s, unitStarts); w != "" {
			l.start, again = l.start+len(w), true
			continue
		}
		for _, w := range unitEnds {
			if strings.HasSuffix(s, w) {
				l.end, again = l.end-len(w), true
				break
			}
		}
	}
	l = p.trim(l.start, l.end)
	s := p.of(l)
	if n := utf8.RuneCountInString(s); n < 2 || n > 40 || containsAny(s, notUnits) || strings.ContainsAny(s, ":《》0123456789") || !endsAsUnit(s) {
		return line{}
	}
	return l
}

// shortUnitEnds end units that are named in short: 管委会, 县委, 各乡镇.
var shortUnitEnds = []string{"委", "会", "办", "镇", "乡", "街道", "区", "县", "市", "省", "州", "盟", "旗", "村", "场", "企业", "厂", "矿", "单位", "部门", "行署", "公安", "法院", "检察院", "署", "队", "所", "科", "室", "库"}

// endsAsUnit tells whether s ends as the name of a unit does, what stands in
// brackets at its end aside.
func endsAsUnit(s string) bool {
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	return hasAnySuffix(s, organisationEnds) || hasAnySuffix(s, shortUnitEnds)
}

func (p *parser) addUnit(l line, role gongshi.UnitRole, problem int) {
	m := p.mention(l.start, l.end)
	p.n.ResponsibleUnits = append(p.n.ResponsibleUnits, gongshi.ResponsibleUnit{Mention: m, Name: squeeze(m.Text), Role: role, Problem: problem})
	if p.explained {
		p.because("responsible-unit", string(role), "…"+lastRunes(squeeze(p.of(l)), 1), l.start, l.end)
	}
}
