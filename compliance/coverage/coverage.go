// Package coverage answers which problems of an inspection have a close-out notice,
// region by region, and which have none: by the notices of a corpus alone, or
// against the list of a plan.
package coverage

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/normal"
)

// Round is an inspection whose problems are numbered in one list: that of an
// authority in a province.
type Round struct {
	Authority gongshi.Authority `json:"authority,omitempty"`
	Round     int               `json:"round,omitempty"`
	Lookback  bool              `json:"lookback,omitempty"`
	Year      int               `json:"year,omitempty"` // of inspections without a round
	Province  string            `json:"province,omitempty"`
}

// Notice is a notice as far as it counts here.
type Notice struct {
	ID     string       `json:"id"`
	Title  string       `json:"title,omitempty"`
	Issued gongshi.Date `json:"issued,omitzero"`
	Region string       `json:"region,omitempty"`

	round   Round
	numbers []string
	issue   string
	units   string // region, issuer and responsible units
}

// Table gathers notices.
type Table struct{ notices []Notice }

// Add takes a notice into account, if it is a close-out notice.
func (t *Table) Add(n *gongshi.Notice) {
	if n.Kind != gongshi.KindCloseOut {
		return
	}
	one := Notice{ID: n.ID, Title: n.Title, Issued: n.Issued, units: n.Issuer}
	if i := n.Inspection; i != nil {
		one.round = Round{Authority: i.Authority, Round: i.Round, Lookback: i.Lookback}
		if i.Round == 0 {
			one.round.Year = i.Year
		}
	}
	if r := n.Region; r != nil {
		one.round.Province = r.Province
		one.Region = cmp.Or(r.County, r.City, r.Province)
		if r.County != "" && r.City != "" {
			one.Region = r.City + r.County // several cities have a 城区
		}
		one.units += "\n" + r.County + "\n" + one.Region
	}
	for _, u := range n.ResponsibleUnits {
		one.units += "\n" + u.Name
	}
	for _, p := range n.Problems {
		if p.Number != "" && !slices.Contains(one.numbers, p.Number) {
			one.numbers = append(one.numbers, p.Number)
		}
	}
	if issues := n.Section(gongshi.SectionIssue); len(issues) == 1 {
		issue := []rune(normal.Letters(issues[0].Text))
		one.issue = string(issue[:min(len(issue), keptIssue)])
	}
	t.notices = append(t.notices, one)
}

// keptIssue is how many letters of a problem are kept to compare it.
const keptIssue = 60

// State is what there is of a problem in a region.
type State string

// The states.
const (
	Has     State = "has"     // one notice, or several that agree
	Lacks   State = "lacks"   // no notice here, though another region of the round has one
	Differs State = "differs" // several notices, on what does not seem to be one problem
)

// Row is a problem in a region.
type Row struct {
	Round   Round    `json:"round"`
	Region  string   `json:"region"`
	Number  string   `json:"number"`
	State   State    `json:"state"`
	Notices []Notice `json:"notices"`
}

// Rows gives every number of a round in every region of it that the corpus knows, in
// order. That a region lacks one does not mean that it had to have it: the
// notices do not say whose a problem is.
func (t *Table) Rows() []Row {
	type place struct {
		round  Round
		region string
		number string
	}
	have := map[place][]Notice{}
	regions, numbers := map[Round][]string{}, map[Round][]string{}
	for _, n := range t.notices {
		if n.Region == "" || n.round.Province == "" || n.round.Authority == "" || len(n.numbers) == 0 {
			continue
		}
		if !slices.Contains(regions[n.round], n.Region) {
			regions[n.round] = append(regions[n.round], n.Region)
		}
		for _, number := range n.numbers {
			if !slices.Contains(numbers[n.round], number) {
				numbers[n.round] = append(numbers[n.round], number)
			}
			p := place{n.round, n.Region, number}
			have[p] = append(have[p], n)
		}
	}
	var rows []Row
	for _, round := range sortedRounds(regions) {
		slices.Sort(regions[round])
		slices.SortFunc(numbers[round], compareNumbers)
		for _, region := range regions[round] {
			for _, number := range numbers[round] {
				notices := have[place{round, region, number}]
				rows = append(rows, Row{round, region, number, stateOf(notices), notices})
			}
		}
	}
	return rows
}

func sortedRounds(of map[Round][]string) []Round {
	rounds := make([]Round, 0, len(of))
	for r := range of {
		rounds = append(rounds, r)
	}
	slices.SortFunc(rounds, func(a, b Round) int {
		look := func(r Round) int {
			if r.Lookback {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.Province, b.Province), cmp.Compare(a.Authority, b.Authority),
			cmp.Compare(a.Round, b.Round), cmp.Compare(a.Year, b.Year), cmp.Compare(look(a), look(b)))
	})
	return rounds
}

// compareNumbers orders 2 before 10, and 47 before 47-1.
func compareNumbers(a, b string) int {
	x, restA, _ := strings.Cut(a, "-")
	y, restB, _ := strings.Cut(b, "-")
	m, errA := strconv.Atoi(x)
	n, errB := strconv.Atoi(y)
	if errA != nil || errB != nil {
		return cmp.Compare(a, b)
	}
	return cmp.Or(cmp.Compare(m, n), cmp.Compare(len(restA), len(restB)), cmp.Compare(restA, restB))
}

func stateOf(notices []Notice) State {
	switch len(notices) {
	case 0:
		return Lacks
	case 1:
		return Has
	}
	for _, n := range notices[1:] {
		if !agree(&notices[0], &n) {
			return Differs
		}
	}
	return Has
}

// agree tells whether two notices seem to be of one problem: its text is the same, or
// that of one is the beginning of the other's, or titles are all there is and are
// equal.
func agree(a, b *Notice) bool {
	if a.issue != "" && b.issue != "" {
		return strings.HasPrefix(a.issue, b.issue) || strings.HasPrefix(b.issue, a.issue)
	}
	return normal.Letters(a.Title) == normal.Letters(b.Title)
}
