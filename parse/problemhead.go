package parse

import (
	"slices"
	"strings"

	"gongshi"
)

// headedProblems begin a line that says what a problem is: 问题十九:汪洋沟水质差。
var headedProblems = []string{"反馈问题", "整改问题", "整改任务", "问题", "任务"}

// maxIssueLines is how many lines a problem has at most before its next section.
const maxIssueLines = 8

// issueHead reads a head that is a problem's number, with the problem itself
// behind it: 问题十九:汪洋沟水质差。 or (一)第2-14号问题:生活污水直排. The next section
// of the problem must follow; where that is the problem again, the line is a
// title.
func (p *parser) issueHead(i int) (head, bool) {
	h, ok := p.numberedIssue(p.lines[i])
	if !ok {
		return head{}, false
	}
	if i > 0 {
		if _, list := p.numberedIssue(p.lines[i-1]); list {
			return head{}, false // problems are listed, not opened
		}
	}
	for j := i + 1; j < len(p.lines) && j <= i+maxIssueLines; j++ {
		if _, list := p.numberedIssue(p.lines[j]); list || p.lines[j].web {
			return head{}, false
		}
		if next, found := p.headOf(j); found {
			return h, next.exact && !next.contact && !next.problem && next.enum.num <= 1 && !slices.Contains(next.kinds, gongshi.SectionIssue)
		}
	}
	return head{}, false
}

// numberedIssue reads a line that begins with a problem's number and a colon.
func (p *parser) numberedIssue(l line) (head, bool) {
	s := p.form[:l.end]
	h := head{start: l.start}
	at := l.start
	if e, ok := enumerator(s, at); ok && e.level != levelCount {
		h.enum, at = e, e.end
	}
	if at >= len(s) {
		return head{}, false
	}
	num, end, ok := headNumber(s, at)
	if !ok || end >= len(s) || s[end] != ':' {
		return head{}, false
	}
	h = h.asIssue(skipSpace(s, end+1))
	h.end, h.number = end, num
	return h, h.body < len(s)
}

// headNumber reads the number of a problem at i: 问题十九, 问题(一), 第2-14号问题.
func headNumber(s string, i int) (num string, end int, ok bool) {
	if strings.HasPrefix(s[i:], "第") {
		found := ordinalNumbers(s, i)
		if len(found) != 1 || found[0].weak {
			return "", i, false
		}
		// 一、第七项:扬尘 titles a problem and leaves it at that.
		end = found[0].end
		word := anyPrefix(s[end:], headedProblems)
		return found[0].number, end + len(word), word != ""
	}
	word := anyPrefix(s[i:], headedProblems)
	if word == "" {
		return "", i, false
	}
	at := i + len(word)
	inner, bracket := strings.CutPrefix(s[at:], "(")
	at = len(s) - len(inner)
	num, end, ok = compound(s, at)
	if ok && bracket {
		ok = strings.HasPrefix(s[end:], ")")
		end++
	}
	return num, end, ok
}
