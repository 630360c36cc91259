package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"gongshi"
	"gongshi/normal"
	"gongshi/search/compare"
	"gongshi/search/query"
)

// cellLinks gives searches that find exactly the notices of the cells of a
// comparison. Where the query language cannot say that, there is no link: one that
// finds other notices than were counted would be worse.
type cellLinks struct {
	asked  url.Values // the parameters of the comparison
	by     []string
	values []map[string]*compare.Cell // of each dimension, by the value; "" is not there
}

// maxIssuers is with how many issuers the one of a cell is compared, to leave out those
// whose name contains it.
const maxIssuers = 5000

func newCellLinks(asked url.Values, t *compare.Table) *cellLinks {
	l := &cellLinks{asked: asked, by: t.By}
	for i, by := range t.By {
		cells := t.Cells
		if len(t.Margins) > 0 {
			cells = t.Margins[i].Cells
		}
		values := make(map[string]*compare.Cell)
		for c := range cells {
			if value, stated := cells[c].Values[by]; stated {
				values[value] = &cells[c]
			}
		}
		l.values = append(l.values, values)
	}
	return l
}

// of gives the search for a cell, or for a sum of the dimensions that its values are
// of; "" where there is none.
func (l *cellLinks) of(c *compare.Cell, by ...string) string {
	parts := []string{}
	if asked := l.asked.Get("q"); asked != "" {
		parts = append(parts, "("+asked+")")
	}
	for _, name := range by {
		i := slices.Index(l.by, name)
		clauses, ok := l.clauses(i, c)
		if !ok {
			return ""
		}
		parts = append(parts, clauses...)
	}
	asked := strings.Join(parts, " ")
	if len(by) == 0 {
		asked = l.asked.Get("q")
	}
	if _, err := query.Parse(asked); err != nil { // it has too many clauses
		return ""
	}
	return l.search(asked)
}

// search is the address of a search with the filters of the comparison.
func (l *cellLinks) search(asked string) string {
	values := maps.Clone(l.asked)
	delete(values, "by")
	delete(values, "lang")
	values.Set("q", asked)
	return "/?" + values.Encode()
}

// clauses say that a notice has the value of the cell in dimension i.
func (l *cellLinks) clauses(i int, c *compare.Cell) ([]string, bool) {
	by := l.by[i]
	value, stated := c.Values[by]
	section, isSection := strings.CutPrefix(by, "has-")
	switch {
	case isSection && value == compare.With:
		return clauseTexts(true, "has", section)
	case isSection:
		return clauseTexts(true, "lacks", section)
	case by == "issuer":
		return l.issuer(i, value)
	case by == "year" && !stated:
		return clauseTexts(false, "year", "..9999")
	case by == "round":
		return l.round(i, value)
	case isRegion(by):
		return l.region(i, c)
	case stated:
		return clauseTexts(true, by, value)
	}
	return clauseTexts(false, by, slices.Collect(maps.Keys(l.values[i]))...)
}

// round tells a round from the look-back at it, which the language takes for a part of it.
func (l *cellLinks) round(i int, value string) ([]string, bool) {
	switch {
	case strings.HasSuffix(value, "-lookback"):
		return clauseTexts(true, "round", value)
	case value != "" && value != "lookback":
		return []string{"round:" + value, "-round:lookback"}, true
	}
	var others []string
	for other := range l.values[i] {
		if other != "lookback" && !strings.HasSuffix(other, "-lookback") || value == "lookback" && other != value {
			others = append(others, other)
		}
	}
	clauses, ok := clauseTexts(false, "round", others...)
	if value == "lookback" {
		return append(clauses, "round:lookback"), ok
	}
	return append(clauses, "-round:lookback"), ok
}

// issuer leaves out the issuers whose names contain the one that is meant.
func (l *cellLinks) issuer(i int, value string) ([]string, bool) {
	if value == "" || len(l.values[i]) > maxIssuers {
		return nil, false
	}
	var longer []string
	for other := range l.values[i] {
		if other != value && strings.Contains(normal.Search(other), normal.Search(value)) {
			longer = append(longer, other)
		}
	}
	clauses, ok := clauseTexts(true, "issuer", value)
	without, alsoOK := clauseTexts(false, "issuer", longer...)
	return append(clauses, without...), ok && alsoOK
}

func isRegion(by string) bool {
	return slices.Contains([]string{"region", "province", "city", "county"}, by)
}

// region names all regions that the one of a cell lies in. A notice of a city as such
// is one that names none of its counties.
func (l *cellLinks) region(i int, c *compare.Cell) ([]string, bool) {
	at := regionAt(l.by[i], c)
	if at == nil {
		var all []string
		for _, other := range l.values[i] {
			if r := regionAt(l.by[i], other); r != nil {
				all = append(all, lowestOf(r))
			}
		}
		return clauseTexts(false, "region", all...)
	}
	clauses, ok := clauseTexts(true, "region", namesOf(at)...)
	if l.by[i] != "region" {
		return clauses, ok
	}
	var below []string
	for _, other := range l.values[i] {
		if r := other.Region; r != nil && *r != *at && r.Province == at.Province && (at.City == "" || r.City == at.City) && at.County == "" {
			below = append(below, lowestOf(r))
		}
	}
	without, alsoOK := clauseTexts(false, "region", below...)
	return append(clauses, without...), ok && alsoOK
}

// regionAt gives the region of a cell down to the level of the dimension; nil where the
// notices name none.
func regionAt(by string, c *compare.Cell) *gongshi.Region {
	if _, stated := c.Values[by]; !stated || c.Region == nil {
		return nil
	}
	switch by {
	case "province":
		return &gongshi.Region{Province: c.Region.Province}
	case "city":
		return &gongshi.Region{Province: c.Region.Province, City: c.Region.City}
	}
	return &gongshi.Region{Province: c.Region.Province, City: c.Region.City, County: c.Region.County}
}

// namesOf gives the names of a region, each once.
func namesOf(r *gongshi.Region) []string {
	names := slices.DeleteFunc([]string{r.Province, r.City, r.County}, func(s string) bool { return s == "" })
	return slices.Compact(names)
}

func lowestOf(r *gongshi.Region) string {
	names := namesOf(r)
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// clauseTexts writes a clause for each value, or one that it is not so; in an order
// that stays.
func clauseTexts(positive bool, field string, values ...string) ([]string, bool) {
	var texts []string
	for _, value := range values {
		n, err := query.Clause(field, value)
		if err != nil {
			return nil, false
		}
		if !positive {
			n = query.Not{Node: n}
		}
		texts = append(texts, n.String())
	}
	slices.Sort(texts)
	return slices.Compact(texts), true
}
