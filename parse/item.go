package parse

import (
	"strings"
	"unicode/utf8"

	"gongshi"
)

// items finds the numbered items of a body: of the first level that is counted
// from one, in ascending order. "一是…二是…" and items that run on in one line
// count as well.
func (t *text) items(body line) []gongshi.Span {
	s := t.form[:body.end]
	var starts []int
	lvl, num := levelNone, 0
	for at := body.start; at < body.end; at = nextItemPlace(s, at) {
		e, ok := enumerator(s, at)
		if !ok || lvl != levelNone && e.level != lvl || e.num != num+1 {
			continue
		}
		lvl, num = e.level, e.num
		starts = append(starts, at)
	}
	if len(starts) == 0 || len(starts) == 1 && lvl == levelCount {
		return nil
	}
	items := make([]gongshi.Span, 0, len(starts))
	for i, start := range starts {
		end := body.end
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		l := t.trim(start, end)
		items = append(items, t.span(l.start, l.end))
	}
	return items
}

// nextItemPlace gives the next place after i where an item can begin: a line,
// or behind the end of a sentence.
func nextItemPlace(s string, i int) int {
	for ; i < len(s); i += runeLen(s[i]) {
		switch b := s[i]; {
		case b >= utf8.RuneSelf && b != 0xE3: // most bytes of every text
		case b == '\n' || b == ';' || b == ' ' || b == ':':
			return skipSpace(s, i+1)
		case strings.HasPrefix(s[i:], "。"):
			return skipSpace(s, i+len("。"))
		}
	}
	return min(i, len(s))
}
