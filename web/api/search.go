package api

import (
	"context"

	"gongshi"
	"gongshi/search"
	"gongshi/search/export"
)

// SearchInput asks for a page of hits.
type SearchInput struct {
	Caller
	FilterParameters
	Facets  []string `query:"facet,explode" maxItems:"20" enum:"authority,city,county,has,issuer,kind,province,region,round,rule,year" doc:"Properties whose values are counted over all hits. May be repeated." example:"[\"round\",\"province\"]"`
	Sort    string   `query:"sort" enum:"relevance,date" default:"relevance" doc:"The order of hits: the best first, or the newest."`
	Limit   int      `query:"limit" minimum:"0" maximum:"200" default:"20" doc:"How many hits are given at most; 0 gives only the total and the facets."`
	Offset  int      `query:"offset" minimum:"0" maximum:"10000" doc:"How many hits are left out at the beginning. To read on, a cursor is quicker and has no end."`
	Cursor  string   `query:"cursor" maxLength:"4096" doc:"The next of the page before, as it is, in place of an offset; the query, filters, order and switches have to be those of that page."`
	Lenient bool     `query:"lenient" doc:"Read a query that does not parse as plain words, as the command line does; syntax_error and a warning say so. Otherwise it is refused."`
}

// SearchOutput is a page of hits.
type SearchOutput struct{ Body SearchResult }

// SearchResult is the answer to a search.
type SearchResult struct {
	Query  string  `json:"query" doc:"The query as it was asked." example:"雨污分流"`
	Total  int     `json:"total" doc:"How many notices match, on all pages." example:"12"`
	TookMS float64 `json:"took_ms" doc:"How long it took, in milliseconds." example:"3.1"`
	Hits   []Hit   `json:"hits"`
	Facets Facets  `json:"facets,omitempty" doc:"For each property that was asked for, its values with how many hits have them, the most frequent first."`
	Next   string  `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
	// Warnings are in the language of the caller.
	Warnings    []string      `json:"warnings,omitempty" doc:"What of the query may have been meant otherwise, in the language of the caller."`
	SyntaxError *QueryError   `json:"syntax_error,omitempty" doc:"With lenient: why the query was read as plain words."`
	Widened     []WidenedWord `json:"widened,omitempty" doc:"With synonyms or pinyin: the words of the query that stand for others, too."`
}

// Facets are counted values by property.
type Facets map[string][]FacetCount

// FacetCount is how many hits have a value.
type FacetCount struct {
	Value string `json:"value" doc:"The value, as the field of the query language takes it." example:"2"`
	Name  string `json:"name" doc:"What people call it, in the language of the caller." example:"第2轮"`
	Count int    `json:"count" example:"3"`
}

// Hit is a notice that matches.
type Hit struct {
	ID       string       `json:"id" example:"3f9a0c51d2e84b67"`
	Title    string       `json:"title,omitempty"`
	Issuer   string       `json:"issuer,omitempty"`
	Issued   gongshi.Date `json:"issued,omitzero"`
	Source   string       `json:"source,omitempty" doc:"Where it was read from; !/ leads into an archive." example:"a.zip!/岳阳/1.pdf"`
	Score    float64      `json:"score" doc:"How well it matches, by relevance."`
	Snippets []Snippet    `json:"snippets"`
}

// Snippet is a piece of a notice around what matches.
type Snippet struct {
	Section string  `json:"section" doc:"The kind of the section; title, or text for what is in no section." example:"measures"`
	Pieces  []Piece `json:"pieces" doc:"Put together, they are the text of the notice."`
}

// Piece is a piece of a snippet.
type Piece struct {
	Text string `json:"text" doc:"Text as it is in the notice: no markup, nothing escaped." example:"雨污分流"`
	Mark bool   `json:"mark,omitempty" doc:"Whether it is what was searched for."`
}

// QueryError says where and why a query does not parse.
type QueryError struct {
	Offset  int    `json:"offset" doc:"The byte of the query at which the trouble begins."`
	Message string `json:"message"`
}

// WidenedWord is a word of a query that stands for others, too.
type WidenedWord struct {
	Word string   `json:"word" example:"住建局"`
	By   string   `json:"by" enum:"synonym,pinyin" doc:"The switch that did it."`
	With []string `json:"with" doc:"What is found, too."`
}

func (h *handler) addSearch() {
	op := get("search", "/search", "search", "Search notices",
		"Full-text search with filters, facets and snippets. What matches is exact: every notice whose text has the words, and no other. A query that does not parse is refused with the place of the trouble, unless lenient is set.")
	op.within, op.problems = h.limits.query, queryProblems
	add(h, op, h.search)
}

func (h *handler) search(ctx context.Context, in *SearchInput) (*SearchOutput, error) {
	if !in.Lenient {
		if err := in.parse(); err != nil {
			return nil, err
		}
	}
	req := in.request()
	req.Facets, req.Sort, req.Limit, req.Offset, req.Cursor = in.Facets, in.Sort, in.Limit, in.Offset, in.Cursor
	found, err := h.Search.Search(ctx, req)
	if err != nil {
		return nil, err
	}
	return &SearchOutput{newSearchResult(found, langOf(ctx))}, nil
}

func newSearchResult(found *search.Result, lang string) SearchResult {
	out := SearchResult{Query: found.Query, Total: found.Total, TookMS: found.TookMS, Hits: []Hit{}, Next: found.Next, Warnings: texts(found.Warnings, lang)}
	for _, hit := range found.Hits {
		out.Hits = append(out.Hits, Hit{hit.ID, hit.Title, hit.Issuer, hit.Issued, hit.Source, hit.Score, newSnippets(hit.Snippets)})
	}
	for facet, counts := range found.Facets {
		if out.Facets == nil {
			out.Facets = Facets{}
		}
		out.Facets[facet] = []FacetCount{}
		for _, c := range counts {
			out.Facets[facet] = append(out.Facets[facet], FacetCount{c.Value, export.FacetValue(facet, c.Value).In(lang), c.Count})
		}
	}
	if e := found.SyntaxError; e != nil {
		out.SyntaxError = &QueryError{e.Offset, e.Message.In(lang)}
	}
	for _, w := range found.Widened {
		out.Widened = append(out.Widened, WidenedWord{w.Word, string(w.By), w.With})
		out.Warnings = append(out.Warnings, w.Text().In(lang))
	}
	return out
}

func newSnippets(list []search.Snippet) []Snippet {
	snippets := []Snippet{}
	for _, s := range list {
		pieces := []Piece{}
		for _, part := range s.Parts {
			pieces = append(pieces, Piece{part.Text, part.Match})
		}
		snippets = append(snippets, Snippet{s.Section, pieces})
	}
	return snippets
}
