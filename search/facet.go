package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongshi/index"
)

// FacetCount is how many hits have a value.
type FacetCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// facetValues are the properties that can be counted, with what a record has of
// them. A value is one that the field of that name takes: asking for it gives
// as many hits as were counted.
var facetValues = map[string]func(r *index.Record) []string{
	"round":     rounds,
	"authority": func(r *index.Record) []string { return some(string(r.Authority)) },
	"province":  func(r *index.Record) []string { return some(r.Province) }, // these three for region:
	"city":      func(r *index.Record) []string { return some(r.City) },
	"county":    func(r *index.Record) []string { return some(r.County) },
	"region":    (*index.Record).Regions,
	"issuer":    func(r *index.Record) []string { return some(r.Issuer) },
	"rule":      func(r *index.Record) []string { return r.Rules },
	"has":       kinds,
	"kind":      func(r *index.Record) []string { return some(string(r.Kind)) },
	"year": func(r *index.Record) []string {
		if r.Year == 0 {
			return nil
		}
		return []string{strconv.Itoa(r.Year)}
	},
}

// FacetNames lists the properties that can be counted.
func FacetNames() []string { return slices.Sorted(maps.Keys(facetValues)) }

func some(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// rounds gives the values of round: in the query language that match.
func rounds(r *index.Record) []string {
	var values []string
	if r.Round > 0 {
		values = append(values, strconv.Itoa(r.Round))
	}
	if r.Lookback {
		values = append(values, "lookback")
	}
	return values
}

func kinds(r *index.Record) []string {
	var names []string
	for _, kind := range r.Kinds() {
		names = append(names, string(kind))
	}
	return names
}

// facets counts the values of properties, most frequent first.
func facets(ctx context.Context, names []string, set Set) (map[string][]FacetCount, error) {
	if len(names) == 0 {
		return nil, nil
	}
	result := make(map[string][]FacetCount)
	for _, name := range names {
		counts, err := set.Counts(ctx, name)
		if err != nil {
			return nil, err
		}
		list := []FacetCount{}
		for value, count := range counts {
			list = append(list, FacetCount{value, count})
		}
		slices.SortFunc(list, func(a, b FacetCount) int {
			return cmp.Or(b.Count-a.Count, strings.Compare(a.Value, b.Value))
		})
		result[name] = list
	}
	return result, nil
}
