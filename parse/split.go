package parse

import (
	"strings"

	"gongshi/normal"
)

// split parts a document where one notice ends with its signature and the title
// of another one follows. Each part must have heads of sections of its own.
func split(src string, paras []paragraph) [][]paragraph {
	var cuts []int
	signed := false
	for i, para := range paras {
		if n := para[0].Len(); n > 420 || !signed && n > 60 {
			continue // no date, and no title that would count
		}
		s := paragraphForm(src, para)
		switch {
		case isDateLine(s):
			signed = true
		case signed && startsNotice(src, paras, i, s):
			cuts = append(cuts, i)
			signed = false
		}
	}
	return cutAt(src, paras, cuts)
}

// cutAt parts paras at those of cuts that leave heads on both sides.
func cutAt(src string, paras []paragraph, cuts []int) [][]paragraph {
	if len(cuts) == 0 {
		return [][]paragraph{paras}
	}
	heads := headsBefore(src, paras)
	var groups [][]paragraph
	start := 0
	for _, cut := range cuts {
		if heads[cut]-heads[start] >= 2 && heads[len(paras)]-heads[cut] >= 2 {
			groups = append(groups, paras[start:cut])
			start = cut
		}
	}
	return append(groups, paras[start:])
}

// startsNotice tells whether a notice begins with paragraph i: with its title,
// or with its issuer and the title below.
func startsNotice(src string, paras []paragraph, i int, s string) bool {
	if isNoticeTitle(s) {
		return true
	}
	return i+1 < len(paras) && isOrganisation(s) && isNoticeTitle(paragraphForm(src, paras[i+1]))
}

// isNoticeTitle tells whether a line is the title of a close-out notice.
func isNoticeTitle(s string) bool {
	return isTitleEnd(s) && strings.Contains(s, "公示") && containsAny(s, []string{"整改", "销号", "督察"}) && !isProse(s)
}

// headsBefore counts, for each paragraph, the labels of sections that begin one
// before it.
func headsBefore(src string, paras []paragraph) []int {
	counts := make([]int, len(paras)+1)
	for i, para := range paras {
		counts[i+1] = counts[i]
		s := paragraphForm(src, para)
		t := text{form: s}
		if h, ok := headAt(&t, line{end: len(s)}); ok && h.exact && !h.contact {
			counts[i+1]++
		}
	}
	return counts
}

// paragraphForm gives the beginning of a paragraph in the form that patterns
// are matched on; whole when it is short.
func paragraphForm(src string, para paragraph) string {
	s := firstRunes(src[para[0].Start:para[0].End], 120)
	form, _ := normal.Pattern(s)
	return strings.TrimSpace(form)
}
