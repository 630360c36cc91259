package corpus

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"gongshi"
	"gongshi/compliance/answer"
	"gongshi/normal"
)

// inspection tells inspections apart; the zero value is none that is known.
type inspection struct {
	authority gongshi.Authority
	round     int
	lookback  bool
	year      int // of inspections without a round
}

func inspectionOf(n *gongshi.Notice) inspection {
	if n.Inspection == nil || n.Inspection.Authority == "" || n.Inspection.Authority == gongshi.AuthorityOther {
		return inspection{}
	}
	i := inspection{authority: n.Inspection.Authority, round: n.Inspection.Round, lookback: n.Inspection.Lookback}
	if i.round == 0 {
		i.year = n.Inspection.Year
	}
	if i.round == 0 && i.year == 0 {
		return inspection{}
	}
	return i
}

// after tells whether an inspection is known to be a later one than o.
func (i inspection) after(o inspection) bool {
	if i.authority != o.authority || i.authority == "" {
		return false
	}
	if i.round > 0 && o.round > 0 {
		return i.round > o.round || i.round == o.round && i.lookback && !o.lookback
	}
	return i.year > o.year && o.year > 0
}

// name writes an inspection for people.
func (i inspection) name() gongshi.Text {
	t := gongshi.Text{Zh: i.authority.Name().Zh, En: i.authority.Name().En}
	if i.round > 0 {
		t.Zh, t.En = fmt.Sprintf("%s第%d轮", t.Zh, i.round), fmt.Sprintf("%s round %d", t.En, i.round)
	} else {
		t.Zh, t.En = fmt.Sprintf("%s%d年", t.Zh, i.year), fmt.Sprintf("%s, %d", t.En, i.year)
	}
	if i.lookback {
		t.Zh, t.En = t.Zh+"“回头看”", t.En+", look-back"
	}
	return t
}

const (
	minIssue  = 20 // Han characters of a problem that is compared
	keptIssue = 80 // of them are kept
	maxTerms  = 24 // names and concepts of a problem that are kept
)

// problem keeps what the problem is about.
func (r *record) problem(n *gongshi.Notice) {
	for _, p := range n.Problems {
		if p.Number != "" && !isPetition(p.Number) && !slices.Contains(r.numbers, p.Number) {
			r.numbers = append(r.numbers, p.Number)
		}
	}
	sections := n.Section(gongshi.SectionIssue)
	if len(sections) != 1 { // with several it is not told which number is whose
		return
	}
	s := sections[0]
	letters := []rune(normal.Letters(s.Text))
	r.issueSpan = s.Span
	if han := countHan(letters); han >= minIssue {
		h := fnv.New64a()
		_, _ = h.Write([]byte(string(letters))) // a hash takes everything
		r.issueHash = h.Sum64()
		r.issue = string(letters[:min(len(letters), keptIssue)])
	}
	for _, t := range answer.Words(answer.Terms(s.Text), answer.Concrete) {
		concept := strings.Clone(t.Concept()) // not the whole text
		if t.IsName() && len(r.names) < maxTerms {
			r.names = append(r.names, concept)
		} else if !t.IsName() && len(r.concepts) < maxTerms && !slices.Contains(r.concepts, concept) {
			r.concepts = append(r.concepts, concept)
		}
	}
}

// isPetition tells whether a number is the code of a petition: D3HB202406060068.
func isPetition(number string) bool {
	return len(number) > 8 && strings.ContainsFunc(number, unicode.IsLetter)
}

func countHan(text []rune) (n int) {
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// maxGroup is how many notices of a county with one number or one problem are
// compared with each other.
const maxGroup = 64

// fewInCommon is the share of pairs of characters that two problems have in common at
// most that they are two.
const fewInCommon = 0.15

// numbersDiffer finds problems with two numbers and numbers with two problems.
func (p *Pass) numbersDiffer() []found {
	type byText struct {
		county string
		inspection
		hash uint64
	}
	type byNumber struct {
		county string
		inspection
		number string
	}
	texts, numbers := map[byText][]int{}, map[byNumber][]int{}
	var all []found
	for i := range p.records {
		r := &p.records[i]
		if r.county == "" || r.inspection == (inspection{}) || r.issueHash == 0 || len(r.numbers) == 0 {
			continue
		}
		t := byText{r.county, r.inspection, r.issueHash}
		for _, j := range texts[t] {
			if o := &p.records[j]; !common(r.numbers, o.numbers) {
				all = append(all, p.twoNumbers(i, j))
				break
			}
		}
		if len(texts[t]) < maxGroup {
			texts[t] = append(texts[t], i)
		}
		if len(r.numbers) != 1 { // the text may be on the other one
			continue
		}
		k := byNumber{r.county, r.inspection, r.numbers[0]}
		for _, j := range numbers[k] {
			if o := &p.records[j]; inCommon(r.issue, o.issue) < fewInCommon {
				all = append(all, p.twoProblems(i, j))
				break
			}
		}
		if len(numbers[k]) < maxGroup {
			numbers[k] = append(numbers[k], i)
		}
	}
	return all
}

func common(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// inCommon gives the share of pairs of neighbouring characters of the shorter text that the
// other one has too.
func inCommon(a, b string) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	have := map[[2]rune]bool{}
	last := rune(0)
	for _, r := range b {
		have[[2]rune{last, r}] = true
		last = r
	}
	shared, all := 0, 0
	last = 0
	for i, r := range a {
		if i > 0 {
			all++
			if have[[2]rune{last, r}] {
				shared++
			}
		}
		last = r
	}
	if all == 0 {
		return 1
	}
	return float64(shared) / float64(all)
}

func (p *Pass) twoNumbers(i, j int) found {
	r, o := &p.records[i], &p.records[j]
	mine, other := strings.Join(r.numbers, "、"), strings.Join(o.numbers, "、")
	return found{rule: "IDN08", record: i, others: []int{j}, span: r.issueSpan, about: "text", message: gongshi.Text{
		Zh: fmt.Sprintf("本公示的问题编号是%s，而%s的另一公示（%s）对同一问题编号为%s。", mine, placeName(r.county), o.id, other),
		En: fmt.Sprintf("The problem has the number %s here, and %s in another notice of %s (%s).", mine, other, placeName(r.county), o.id),
	}}
}

func (p *Pass) twoProblems(i, j int) found {
	r, o := &p.records[i], &p.records[j]
	begin := string([]rune(o.issue)[:min(20, len([]rune(o.issue)))])
	return found{rule: "IDN08", record: i, others: []int{j}, span: r.issueSpan, about: "number", message: gongshi.Text{
		Zh: fmt.Sprintf("问题编号%s在%s的另一公示（%s）中是另一个问题：“%s……”。", r.numbers[0], placeName(r.county), o.id, begin),
		En: fmt.Sprintf("The number %s is that of another problem in another notice of %s (%s): %q…", r.numbers[0], placeName(r.county), o.id, begin),
	}}
}

// minReturned is how many concepts two problems have in common at least that one
// is the return of the other.
const minReturned = 3

// returns finds problems that come back.
func (p *Pass) returns() []found {
	type key struct {
		county string
		name   string
	}
	holders := map[key][]int{}
	for i := range p.records {
		r := &p.records[i]
		if r.county == "" || r.inspection == (inspection{}) {
			continue
		}
		for _, name := range r.names {
			if k := (key{r.county, name}); len(holders[k]) < maxGroup {
				holders[k] = append(holders[k], i)
			}
		}
	}
	var all []found
	for i := range p.records {
		r := &p.records[i]
		best, most := -1, 0
		for _, name := range r.names {
			for _, j := range holders[key{r.county, name}] {
				o := &p.records[j]
				if n := len(inBoth(r.concepts, o.concepts)); r.inspection.after(o.inspection) && n >= minReturned && n > most {
					best, most = j, n
				}
			}
		}
		if best >= 0 {
			all = append(all, p.returned(i, best))
		}
	}
	return all
}

func inBoth(a, b []string) (both []string) {
	for _, x := range a {
		if slices.Contains(b, x) {
			both = append(both, x)
		}
	}
	return both
}

func (p *Pass) returned(i, j int) found {
	r, o := &p.records[i], &p.records[j]
	then, now := o.inspection.name(), r.inspection.name()
	names, concepts := inBoth(r.names, o.names), inBoth(r.concepts, o.concepts)
	return found{rule: "SUB13", record: i, others: []int{j}, span: r.issueSpan, message: gongshi.Text{
		Zh: fmt.Sprintf("%s督察反馈的问题与%s督察后已公示销号的（%s，%s）同在%s，共同涉及%s：可能反弹或整改不彻底。",
			now.Zh, then.Zh, o.issued, o.id, strings.Join(names, "、"), strings.Join(concepts, "、")),
		En: fmt.Sprintf("The problem of the inspection (%s) is in the same place as one of an earlier inspection (%s) that was closed out (%s, %s): %s; both are on %s. It may have come back.",
			now.En, then.En, o.issued, o.id, strings.Join(names, ", "), strings.Join(concepts, ", ")),
	}}
}
