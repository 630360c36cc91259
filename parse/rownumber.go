package parse

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// numberLabels are the labels in a table of what counts its problems, the most
// telling first: 序号 counts rows, 问题编号 is the inspection report's number.
var numberLabels = []string{
	"问题编号", "问题序号", "任务编号", "整改任务编号", "整改问题编号", "反馈问题编号", "反馈问题序号", "整改任务序号", "任务序号", "举报编号", "受理编号", "信访编号", "编号", "序号",
}

// numberRank gives the place of a label in numberLabels: -1 when it is none.
func numberRank(label string) int {
	return slices.Index(numberLabels, trimHead(squeeze(label)))
}

// countsRows tells whether a label counts the rows and no more.
func countsRows(rank int) bool { return numberLabels[rank] == "序号" }

// rowNumber is the cell of a row that numbers its problem.
type rowNumber struct {
	cell line
	rows bool // the row is counted, not the problem
}

// numberOfRow finds the cell of a row that the most telling column of numbers
// has.
func (p *parser) numberOfRow(ranks []int, cells []line) (n rowNumber) {
	best := -1
	for i := 0; i < len(cells) && i < len(ranks); i++ {
		if ranks[i] < 0 || cells[i].start >= cells[i].end || best >= 0 && ranks[i] >= best {
			continue
		}
		if _, ok := cellNumber(p.of(cells[i])); ok {
			best, n = ranks[i], rowNumber{cells[i], countsRows(ranks[i])}
		}
	}
	return n
}

// found tells whether there is such a cell.
func (n rowNumber) found() bool { return n.cell.start < n.cell.end }

// ranks gives the numberRank of each cell of a row of labels.
func (p *parser) ranks(labels []line) []int {
	out := make([]int, len(labels))
	for i, c := range labels {
		out[i] = -1
		if c.start < c.end && c.end-c.start <= 60 {
			out[i] = numberRank(p.of(c))
		}
	}
	return out
}

// cellNumber reads a cell that holds a problem's number and nothing else: 3,
// 第三十二项, 问题十一, HD-7, D3HB202406060068.
func cellNumber(s string) (string, bool) {
	s = strings.Trim(s, " :。.、()")
	if f, ok := petitionAt(s, 0); ok && f.end == len(s) {
		return f.number, true
	}
	if code, end, ok := codeAt(s, 0); ok && end == len(s) {
		return code, true
	}
	for _, before := range []string{"反馈", "整改", "问题", "任务", "序号", "编号", "第"} {
		s = strings.TrimPrefix(s, before)
	}
	num, end, ok := compound(s, skipSpace(s, 0))
	if !ok {
		return "", false
	}
	rest := strings.TrimSpace(s[end:])
	if unit := anyPrefix(rest, ordinalUnits); unit != "" {
		rest = rest[len(unit):]
	}
	if strings.Trim(rest, "问题整改任务") != "" {
		return "", false
	}
	return num, true
}

// maxCode is how long a code is at most.
const maxCode = 20

// codeAt reads a problem's number that begins with the letters of a list: YB-017,
// GD-12, NM-2022-EE-06.
func codeAt(s string, i int) (code string, end int, ok bool) {
	if i >= len(s) || s[i] < 'A' || s[i] > 'Z' || i > 0 && isWordByte(s[i-1]) {
		return "", i, false
	}
	for end = i; end < len(s) && end-i <= maxCode; end++ {
		if c := s[end]; !isDigit(c) && (c < 'A' || c > 'Z') && !(c == '-' && end+1 < len(s) && isWordByte(s[end+1])) {
			break
		}
	}
	code = s[i:end]
	letters := len(code) - len(strings.TrimLeft(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	ok = end-i <= maxCode && letters <= 4 && isDigit(code[len(code)-1]) && (end == len(s) || !isWordByte(s[end]))
	return code, end, ok
}

// openingOfProblem gives what a group's problem is called where the notice does
// not number it: the first clause of its first section. A label calls it
// nothing.
func (p *parser) openingOfProblem(h head) gongshi.Mention {
	l := p.lineAt(h.body)
	if l >= len(p.lines) {
		return p.mention(h.body, h.body)
	}
	end := p.lines[l].end
	if h.bodyEnd > 0 {
		end = min(end, h.bodyEnd)
	}
	text := firstRunes(p.form[h.body:max(h.body, end)], 40)
	for i, r := range text {
		if strings.ContainsRune(",;。:|\n", r) && utf8.RuneCountInString(text[:i]) >= 4 {
			text = text[:i]
			break
		}
	}
	clause := p.trim(h.body, h.body+len(text))
	return p.mention(clause.start, clause.end)
}
