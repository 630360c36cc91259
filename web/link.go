package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/search"
	"gongshi/search/query"
)

// Limits of a search that is asked for by a URL.
const (
	usualHits = 20
	mostHits  = 100
)

// filterNames are the parameters of filters, each of which can be repeated.
var filterNames = []string{"round", "region", "year", "issuer", "rule", "section"}

// filterOf gives the values of the filter of that name.
func filterOf(req *search.Request, name string) *[]string {
	return map[string]*[]string{"section": &req.Sections, "round": &req.Rounds, "region": &req.Regions,
		"year": &req.Years, "issuer": &req.Issuers, "rule": &req.Rules}[name]
}

// requestOf reads a search from the parameters of a URL. Parameters that are not of a
// search are let pass.
func requestOf(values url.Values) (search.Request, error) {
	req := search.Request{Query: strings.TrimSpace(values.Get("q")), Sort: values.Get("sort"), Cursor: values.Get("cursor"),
		Synonyms: isOn(values.Get("synonyms")), Pinyin: isOn(values.Get("pinyin")), Facets: filled(values["facet"])}
	for _, name := range filterNames {
		*filterOf(&req, name) = filled(values[name])
	}
	var err error
	if req.Limit, err = number(values, "limit", usualHits, mostHits); err != nil {
		return req, err
	}
	req.Offset, err = number(values, "offset", 0, 1<<31-1)
	return req, err
}

// valuesOf gives the parameters for which requestOf gives the request; what is as
// usual is left out.
func valuesOf(req search.Request) url.Values {
	values := url.Values{}
	set := func(name, value string, usual bool) {
		if !usual {
			values.Set(name, value)
		}
	}
	set("q", req.Query, req.Query == "")
	for _, name := range filterNames {
		if given := *filterOf(&req, name); len(given) > 0 {
			values[name] = given
		}
	}
	set("synonyms", "1", !req.Synonyms)
	set("pinyin", "1", !req.Pinyin)
	set("sort", req.Sort, req.Sort == "" || req.Sort == search.SortRelevance)
	set("limit", strconv.Itoa(req.Limit), req.Limit == 0 || req.Limit == usualHits)
	set("offset", strconv.Itoa(req.Offset), req.Offset == 0)
	set("cursor", req.Cursor, req.Cursor == "")
	return values
}

// searchURL is the page that answers the request.
func searchURL(req search.Request) string { return withQuery("/", valuesOf(req)) }

func withQuery(path string, values url.Values) string {
	return (&url.URL{Path: path, RawQuery: values.Encode()}).String()
}

// first is the request for the first page of its answer.
func first(req search.Request) search.Request {
	req.Offset, req.Cursor = 0, ""
	return req
}

// with is the request with a value of a filter more, from the first page on.
func with(req search.Request, name, value string) search.Request {
	return replaced(req, name, append(slices.Clone(*filterOf(&req, name)), value))
}

// without is the request without a value of a filter, from the first page on.
func without(req search.Request, name, value string) search.Request {
	kept := slices.DeleteFunc(slices.Clone(*filterOf(&req, name)), func(v string) bool { return v == value })
	return replaced(req, name, kept)
}

// replaced is the request with other values of a filter, from the first page on.
func replaced(req search.Request, name string, values []string) search.Request {
	req = first(req)
	*filterOf(&req, name) = values
	return req
}

// narrowed is the request with a clause of the query language more. An OR on the
// outside binds looser than what stands beside it.
func narrowed(req search.Request, clause string) search.Request {
	req = first(req)
	if n, err := query.Parse(req.Query); err == nil {
		if _, either := n.(query.Or); either {
			req.Query = "(" + req.Query + ")"
		}
	}
	req.Query = strings.TrimSpace(req.Query + " " + clause)
	return req
}

// asksFor tells whether a clause stands in the query as a word of its own.
func asksFor(asked, clause string) bool { return slices.Contains(strings.Fields(asked), clause) }

// widened is the request without a clause of the query language.
func widened(req search.Request, clause string) search.Request {
	req = first(req)
	kept := slices.DeleteFunc(strings.Fields(req.Query), func(word string) bool { return word == clause })
	req.Query = strings.Join(kept, " ")
	return req
}

// quoted is a text as the query language has it literally.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
}

func isOn(value string) bool { return value == "1" || value == "on" || value == "true" }

func filled(values []string) []string {
	var kept []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// number reads a parameter that is a number from 0 to most.
func number(values url.Values, name string, usual, most int) (int, error) {
	value := values.Get(name)
	if value == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > most {
		return 0, &search.RequestError{Field: name, Value: value, Message: gongshi.Text{
			Zh: fmt.Sprintf("应为 0 到 %d 的整数", most), En: fmt.Sprintf("it is a number from 0 to %d", most)}}
	}
	return n, nil
}
