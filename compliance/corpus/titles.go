package corpus

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gongshi"
	"gongshi/normal"
)

// titles has the documents that notices cite with title and number.
type titles struct {
	byNumber map[string][]citation
	byTitle  map[string][]citation
}

// citation is a place where a document is cited.
type citation struct {
	record int
	span   gongshi.Span
	title  string // as compared
	number gongshi.DocNumber
}

// maxCitations is how many places of one number or title are kept.
const maxCitations = 256

// minTitle is how many characters a title has at least that names one document:
// 整改方案 is that of everybody.
const minTitle = 12

func (t *titles) add(n *gongshi.Notice, record int) {
	if t.byNumber == nil {
		t.byNumber, t.byTitle = map[string][]citation{}, map[string][]citation{}
	}
	for _, d := range n.DocumentNumbers {
		title := compared(d.Title)
		if title == "" || d.Number == "" || strings.Contains(d.Number, "*") || d.Agency == "" {
			continue
		}
		title = strings.Clone(title) // these are cut out of the text, which is not to be kept
		c := citation{record, d.Span, title, gongshi.DocNumber{Mention: gongshi.Mention{Text: strings.Clone(d.Text)}, Number: d.Number, Agency: d.Agency, Year: d.Year, Serial: d.Serial}}
		if len(t.byNumber[d.Number]) < maxCitations {
			t.byNumber[d.Number] = append(t.byNumber[d.Number], c)
		}
		key := fmt.Sprintf("%s\x00%s\x00%d", title, d.Agency, d.Year)
		if len([]rune(title)) >= minTitle && len(t.byTitle[key]) < maxCitations {
			t.byTitle[key] = append(t.byTitle[key], c)
		}
	}
}

// wrappers are what a circular adds to the title of what it issues.
var wrappers = strings.NewReplacer("关于印发", "", "印发", "", "的通知", "", "通知", "", "关于", "", "试行", "", "修订", "")

// compared gives the form in which titles are compared.
func compared(title string) string { return wrappers.Replace(normal.Letters(title)) }

// sameTitle tells whether two titles may be of one document: the longer one has much
// of the shorter one.
func sameTitle(a, b string) bool { return inCommon(a, b) >= 0.5 }

// differ finds numbers with several titles and titles with several numbers.
func (t *titles) differ() []found {
	var all []found
	for number, list := range t.byNumber {
		for _, f := range minority(list, func(a, b *citation) bool { return sameTitle(a.title, b.title) }) {
			c, o := &list[f.at], &list[f.other]
			all = append(all, found{rule: "NUM04", record: c.record, others: []int{o.record}, span: c.span, about: number, message: gongshi.Text{
				Zh: fmt.Sprintf("文号%s在这里是“%s”，在%d份其他公示中是“%s”。", number, c.title, f.count, o.title),
				En: fmt.Sprintf("The number %s is that of %q here, and of %q in %d other notices.", number, c.title, o.title, f.count),
			}})
		}
	}
	for _, list := range t.byTitle {
		for _, f := range minority(list, func(a, b *citation) bool { return a.number.Number == b.number.Number }) {
			c, o := &list[f.at], &list[f.other]
			all = append(all, found{rule: "NUM04", record: c.record, others: []int{o.record}, span: c.span, about: c.title, message: gongshi.Text{
				Zh: fmt.Sprintf("“%s”在这里的文号是%s，在%d份其他公示中是%s。", c.title, c.number.Number, f.count, o.number.Number),
				En: fmt.Sprintf("%q has the number %s here, and %s in %d other notices.", c.title, c.number.Number, o.number.Number, f.count),
			}})
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.record, b.record), cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(a.about, b.about))
	})
	return all
}

// minor is a citation that differs from what most have: count notices have that of
// the other.
type minor struct{ at, other, count int }

// minority parts citations into groups of the same and gives the members of all groups
// but the largest. A notice counts once; of two groups of one size the one that
// came first is the larger.
func minority(list []citation, same func(a, b *citation) bool) []minor {
	var groups [][]int
	for i := range list {
		k := slices.IndexFunc(groups, func(g []int) bool { return same(&list[g[0]], &list[i]) })
		if k < 0 {
			groups = append(groups, nil)
			k = len(groups) - 1
		}
		groups[k] = append(groups[k], i)
	}
	if len(groups) < 2 {
		return nil
	}
	best, most := 0, 0
	for k, g := range groups {
		if n := notices(list, g); n > most {
			best, most = k, n
		}
	}
	var out []minor
	for k, g := range groups {
		if k == best {
			continue
		}
		seen := map[int]bool{}
		for _, i := range g {
			// A notice that has both says nothing of the others.
			other := slices.IndexFunc(groups[best], func(j int) bool { return list[j].record != list[i].record })
			if other >= 0 && !seen[list[i].record] {
				seen[list[i].record] = true
				out = append(out, minor{i, groups[best][other], most})
			}
		}
	}
	return out
}

func notices(list []citation, group []int) int {
	seen := map[int]bool{}
	for _, i := range group {
		seen[list[i].record] = true
	}
	return len(seen)
}
