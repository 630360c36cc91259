package search

import "strings"

// Filters are the filters and switches of a request, to be kept with its query or
// told with its answer.
type Filters struct {
	Sections []string `json:"section,omitempty"`
	Rounds   []string `json:"round,omitempty"`
	Regions  []string `json:"region,omitempty"`
	Years    []string `json:"year,omitempty"`
	Issuers  []string `json:"issuer,omitempty"`
	Rules    []string `json:"rule,omitempty"`
	Synonyms bool     `json:"synonyms,omitempty"`
	Pinyin   bool     `json:"pinyin,omitempty"`
}

// FiltersOf gives the filters of a request.
func FiltersOf(req Request) Filters {
	return Filters{req.Sections, req.Rounds, req.Regions, req.Years, req.Issuers, req.Rules, req.Synonyms, req.Pinyin}
}

// Request is a search with the filters.
func (f Filters) Request(asked string) Request {
	return Request{Query: asked, Sections: f.Sections, Rounds: f.Rounds, Regions: f.Regions, Years: f.Years, Issuers: f.Issuers, Rules: f.Rules,
		Synonyms: f.Synonyms, Pinyin: f.Pinyin}
}

// String writes the filters as fields of the query language, the values of one
// with commas, and the switches by their names.
func (f Filters) String() string {
	var parts []string
	for _, filter := range []struct {
		name   string
		values []string
	}{{"section", f.Sections}, {"round", f.Rounds}, {"region", f.Regions}, {"year", f.Years}, {"issuer", f.Issuers}, {"rule", f.Rules}} {
		if len(filter.values) > 0 {
			parts = append(parts, filter.name+":"+strings.Join(filter.values, ","))
		}
	}
	if f.Synonyms {
		parts = append(parts, "--synonyms")
	}
	if f.Pinyin {
		parts = append(parts, "--pinyin")
	}
	return strings.Join(parts, " ")
}
