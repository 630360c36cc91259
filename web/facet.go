package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gongshi/search"
	"gongshi/search/query"
)

// facet is a property by which a result can be narrowed.
type facet struct {
	Name string
	// Values are shown at once, More on demand.
	Values, More []facetValue
	// Left is how many values there are beside these.
	Left int
}

// facetValue is a value with how many notices are found with it.
type facetValue struct {
	Name  string
	Count int
	// URL leads to the search with the value, or without it where it is on; empty where
	// all hits have it anyway.
	URL string
	On  bool
}

// Limits of what is shown of a facet.
const (
	shownValues = 8
	moreValues  = 60
)

// facetKind is how a value of a facet narrows the result.
type facetKind int

const (
	// anyOf: of several values any will do, so that each is counted as if none of its
	// facet were on.
	anyOf facetKind = iota
	// oneOf: a value takes the place of the one that is on, such as a city that of its
	// province. It is counted within.
	oneOf
	// clause: a value is a clause of the query, all of which must hold.
	clause
)

// facetsShown are the facets of a search, in the order of the page.
var facetsShown = []struct {
	name string
	kind facetKind
}{{"round", anyOf}, {"region", oneOf}, {"year", anyOf}, {"has", clause}, {"rule", anyOf}, {"issuer", anyOf}}

func facetNames() []string {
	var names []string
	for _, f := range facetsShown {
		names = append(names, f.name)
	}
	return names
}

// facets gives the facets of a result. The number of a value is how many notices the
// link of it finds.
func (v *visit) facets(ctx context.Context, req search.Request, r *search.Result) ([]facet, error) {
	var all []facet
	for _, f := range facetsShown {
		counts := r.Facets[f.name]
		if f.kind == anyOf && len(*filterOf(&req, f.name)) > 0 {
			open := replaced(req, f.name, nil)
			open.Limit, open.Facets = 0, []string{f.name}
			found, err := v.Search.Search(ctx, open)
			if err != nil {
				return nil, err
			}
			counts = found.Facets[f.name]
		}
		if one := v.facet(req, f.name, f.kind, r.Total, counts); len(one.Values) > 0 {
			all = append(all, one)
		}
	}
	return all, nil
}

func (v *visit) facet(req search.Request, name string, kind facetKind, total int, counts []search.FacetCount) facet {
	out := facet{Name: propertyName(name).In(v.lang)}
	if name == "year" || name == "round" { // these have an order of their own
		counts = slices.Clone(counts)
		slices.SortStableFunc(counts, func(a, b search.FacetCount) int {
			if name == "year" {
				a, b = b, a
			}
			return compareNumbers(a.Value, b.Value)
		})
	}
	for _, c := range counts {
		value := facetValue{Name: v.valueName(name, c.Value), Count: c.Count}
		value.URL, value.On = facetLink(req, name, kind, c, total)
		switch {
		case len(out.Values) < shownValues:
			out.Values = append(out.Values, value)
		case len(out.More) < moreValues:
			out.More = append(out.More, value)
		default:
			out.Left++
		}
	}
	return out
}

// facetLink is where a value leads, and whether it is on.
func facetLink(req search.Request, name string, kind facetKind, c search.FacetCount, total int) (url string, on bool) {
	if kind == clause {
		has := name + ":" + c.Value
		switch {
		case asksFor(req.Query, has):
			return searchURL(widened(req, has)), true
		case c.Count == total, !parses(req.Query): // it would be one more word
			return "", false
		}
		return searchURL(narrowed(req, has)), false
	}
	values := *filterOf(&req, name)
	switch {
	case slices.Contains(values, c.Value):
		return searchURL(without(req, name, c.Value)), true
	case kind == oneOf && c.Count == total:
		return "", false
	case kind == oneOf:
		return searchURL(replaced(req, name, []string{c.Value})), false
	}
	return searchURL(with(req, name, c.Value)), false
}

// compareNumbers orders numbers by size, and what is none behind them.
func compareNumbers(a, b string) int {
	return cmp.Or(len(a)-len(b), strings.Compare(a, b))
}

func parses(asked string) bool {
	_, err := query.Parse(asked)
	return err == nil
}
