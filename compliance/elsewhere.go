package compliance

import (
	"strings"

	"gongshi"
)

// toldElsewhere finds where a notice tells what it has no section for: the
// problem quoted in the opening or in the title of its group of sections; goal
// or measures under a label that names them together with something else.
func toldElsewhere(n *Reading, kind gongshi.SectionKind) (gongshi.Span, bool) {
	switch kind {
	case gongshi.SectionIssue:
		if at, ok := quotedProblem(n); ok {
			return at, true
		}
		return titledProblem(n)
	case gongshi.SectionGoal:
		return labelWith(n, "目标", "整改要求")
	case gongshi.SectionMeasures:
		return labelWith(n, "措施", "整改要求")
	}
	return gongshi.Span{}, false
}

// tellsProblem is how many Han characters words have at least that tell of a
// problem, and do not just name a document or a campaign.
const tellsProblem = 8

// quotedProblem finds the problem in quotation marks in the opening, behind or
// before a word for it: “…”问题, 督察指出：“…”.
func quotedProblem(n *Reading) (gongshi.Span, bool) {
	text := lead(n).Of(n.Text)
	for at := 0; at < len(text); {
		i := strings.Index(text[at:], "“")
		if i < 0 {
			break
		}
		start := at + i + len("“")
		length := strings.Index(text[start:], "”")
		if length < 0 {
			break
		}
		end := start + length
		before, after := around(text, start, end, 30)
		if countHan(text[start:end]) >= tellsProblem && (strings.HasPrefix(after, "”问题") || containsAny(before, []string{"问题", "指出", "反馈", "反映"})) {
			return gongshi.Span{Start: start, End: end}, true
		}
		at = end + len("”")
	}
	return gongshi.Span{}, false
}

// titledProblem finds a line that names a problem by its number and goes on to
// tell it: 第七项：建筑工地扬尘管控不到位.
func titledProblem(n *Reading) (gongshi.Span, bool) {
	opening := lead(n)
	for _, p := range n.Problems {
		if p.Span.Start < opening.End && len(n.Problems) == 1 || p.Span.End > len(n.Text) {
			continue // the title of the notice names it too
		}
		end := len(n.Text)
		if i := strings.IndexByte(n.Text[p.Span.End:], '\n'); i >= 0 {
			end = p.Span.End + i
		}
		if countHan(firstBytes(n.Text[p.Span.End:end], longAddress)) >= tellsProblem {
			return gongshi.Span{Start: p.Span.Start, End: end}, true
		}
	}
	return gongshi.Span{}, false
}

// labelWith finds a label that holds one of the words.
func labelWith(n *Reading, words ...string) (gongshi.Span, bool) {
	for _, s := range n.Sections {
		if containsAny(s.Label, words) && s.LabelSpan.Len() > 0 {
			return s.LabelSpan, true
		}
	}
	return gongshi.Span{}, false
}
