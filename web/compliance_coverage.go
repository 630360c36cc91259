package web

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/compliance/coverage"
)

// coveredRound is an inspection in a province, region by region.
type coveredRound struct {
	coverage.Round
	Regions []coveredRegion
}

// coveredRegion tells which problems of a round have a notice in a region.
type coveredRegion struct {
	Region                                   string
	Has, Lacks, Differs                      int
	HasNumbers, LacksNumbers, DiffersNumbers string // cut where they are many
}

// maxNumbers is how many numbers are kept of each state in a region.
const maxNumbers = 150

// summed puts rows together, which come in the order of rounds and regions.
func summed(rows []coverage.Row) []coveredRound {
	var rounds []coveredRound
	for i := range rows {
		r := &rows[i]
		if len(rounds) == 0 || rounds[len(rounds)-1].Round != r.Round {
			rounds = append(rounds, coveredRound{Round: r.Round})
		}
		round := &rounds[len(rounds)-1]
		if n := len(round.Regions); n == 0 || round.Regions[n-1].Region != r.Region {
			round.Regions = append(round.Regions, coveredRegion{Region: r.Region})
		}
		region := &round.Regions[len(round.Regions)-1]
		switch r.State {
		case coverage.Has:
			numbered(&region.HasNumbers, &region.Has, r.Number)
		case coverage.Lacks:
			numbered(&region.LacksNumbers, &region.Lacks, r.Number)
		case coverage.Differs:
			numbered(&region.DiffersNumbers, &region.Differs, r.Number)
		}
	}
	return rounds
}

// numbered counts a number and adds it to the list of them.
func numbered(list *string, count *int, number string) {
	*count++
	switch {
	case *count == 1:
		*list = number
	case *count <= maxNumbers:
		*list += ", " + number
	case *count == maxNumbers+1:
		*list += ", …"
	}
}

// coveragePage is the page of what is covered.
type coveragePage struct {
	Tabs    []tab
	Round   string
	Region  string
	State   passState
	Rounds  []shownRound
	Regions int // that the filters leave
	More    int // that are not shown
}

// shownRound is a round as the page shows it.
type shownRound struct {
	Name    string
	Regions []shownRegion
}

// shownRegion is a region with the search for its notices of the round.
type shownRegion struct {
	coveredRegion
	Link string
}

// maxRegions is how many regions are shown.
const maxRegions = 400

// covered shows which problems of a round have a close-out notice, region by region.
func (v *visit) covered() error {
	asked := clean(v.r.URL.Query())
	data := &coveragePage{Tabs: v.complianceTabs("/compliance/coverage"), Round: asked.Get("round"), Region: strings.TrimSpace(asked.Get("region"))}
	round := 0
	if data.Round != "" {
		n, err := strconv.Atoi(data.Round)
		if err != nil || n < 1 {
			return badRound(data.Round)
		}
		round = n
	}
	err := v.within(func(ctx context.Context) (err error) {
		data.State, err = v.pass.state(ctx, v)
		return err
	})
	if err != nil {
		return err
	}
	if data.State.passed != nil {
		v.fillCoverage(data, round)
	}
	return v.show("coverage", page{Title: v.tr("覆盖情况", "Coverage"), Path: "/compliance", Data: data})
}

func (v *visit) fillCoverage(data *coveragePage, round int) {
	for _, r := range data.State.rounds {
		if round != 0 && r.Round.Round != round {
			continue
		}
		shown := shownRound{Name: v.coveredName(r.Round)}
		for _, region := range r.Regions {
			if !strings.Contains(r.Province+region.Region, data.Region) {
				continue
			}
			if data.Regions++; data.Regions > maxRegions {
				data.More++
				continue
			}
			shown.Regions = append(shown.Regions, shownRegion{region, coveredSearch(r.Round, region.Region)})
		}
		if len(shown.Regions) > 0 {
			data.Rounds = append(data.Rounds, shown)
		}
	}
}

// coveredSearch finds the notices of an inspection in a province; a region of it is written with
// its city before it and is no name that the search takes.
func coveredSearch(r coverage.Round, region string) string {
	asked := []string{"kind:" + string(gongshi.KindCloseOut), "authority:" + string(r.Authority)}
	if _, county, isCounty := strings.Cut(region, "市"); isCounty && county != "" {
		asked = append(asked, `region:"`+county+`"`)
	} else {
		asked = append(asked, `region:"`+region+`"`)
	}
	values := url.Values{"q": {strings.Join(asked, " ")}, "region": {r.Province}}
	switch {
	case r.Round > 0 && r.Lookback:
		values.Set("round", fmt.Sprintf("%d-lookback", r.Round))
	case r.Round > 0:
		values.Set("round", strconv.Itoa(r.Round))
	}
	return "/?" + values.Encode()
}

// coveredName writes an inspection with its province.
func (v *visit) coveredName(r coverage.Round) string {
	parts := []string{r.Province, r.Authority.Name().In(v.lang)}
	switch {
	case r.Round > 0:
		parts = append(parts, fmt.Sprintf(v.tr("第%d轮", "round %d"), r.Round))
	case r.Year > 0:
		parts = append(parts, fmt.Sprintf(v.tr("%d年", "%d"), r.Year))
	}
	if r.Lookback {
		parts = append(parts, v.tr("“回头看”", "look-back"))
	}
	return strings.Join(parts, v.tr("", " "))
}
