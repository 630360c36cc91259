package compliance

import "gongshi"

// isCloseOut tells whether the text is a close-out notice. News about notices,
// plans, lists and reports share their words and are not: what they lack is not
// missing.
func isCloseOut(n *Reading) bool { return n.Kind == gongshi.KindCloseOut }

// kindsOf gives the kinds among the four main ones that the notice has.
func kindsOf(n *Reading) map[gongshi.SectionKind]struct{} {
	kinds := map[gongshi.SectionKind]struct{}{}
	for _, s := range n.Sections {
		if _, ok := sectionNames[s.Kind]; ok {
			kinds[s.Kind] = struct{}{}
		}
	}
	return kinds
}
