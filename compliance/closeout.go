package compliance

import (
	"regexp"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

var (
	// "整改销号情况的公示", "信访件办结公示"
	topicPattern = regexp.MustCompile(`整改|销号|整治|办结|交办|转办`)

	// At the end of a title: "…情况的公示", "…公示表", "…公示(第二批)"
	closeOutTitle = regexp.MustCompile(`(?:公示|公告)(?:表|书)?(?:\([^()]*\)|\d+)*$`)

	// What is published is not a result: "整改方案的公示", "整改任务清单公示"
	planTitle = regexp.MustCompile(`(?:方案|计划|清单|名单|目录)》?的?(?:公示|公告)(?:表|书)?(?:\([^()]*\)|\d+)*$`)

	// "现将整改完成情况公示如下", "现对已完成整改的问题情况进行公示"
	openingPattern = regexp.MustCompile(`公示如下|现(?:将|予|对|按|就)[^。]{0,150}公示|特此公示`)
)

// openingLen is how many characters before the first section are read to see
// what a text is.
const openingLen = 500

// isCloseOut tells whether the text is a close-out notice, by its title, its
// opening, or because it has sections and a publicity period. News about
// notices, plans, lists and reports share their words and are not: what they
// lack is not missing.
func isCloseOut(n *gongshi.Notice) bool {
	title := normal.Search(n.Title)
	if planTitle.MatchString(title) {
		return false
	}
	if closeOutTitle.MatchString(title) && topicPattern.MatchString(title) {
		return true
	}
	opening := normal.Search(opening(n))
	if openingPattern.MatchString(opening) && topicPattern.MatchString(opening) {
		return true
	}
	return n.Publicity != nil && len(kindsOf(n)) >= 2
}

// opening gives the end of what stands before the first section, the beginning
// of a text without sections.
func opening(n *gongshi.Notice) string {
	if len(n.Sections) == 0 {
		return firstRunes(n.Text, openingLen)
	}
	first := n.Sections[0].Span.Start
	if label := n.Sections[0].LabelSpan; !label.IsZero() {
		first = label.Start
	}
	return lastRunes(cut(n.Text, gongshi.Span{End: first}), openingLen)
}

// kindsOf gives the kinds among the four main ones that the notice has.
func kindsOf(n *gongshi.Notice) map[gongshi.SectionKind]struct{} {
	kinds := map[gongshi.SectionKind]struct{}{}
	for _, s := range n.Sections {
		if _, ok := sectionNames[s.Kind]; ok {
			kinds[s.Kind] = struct{}{}
		}
	}
	return kinds
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}
