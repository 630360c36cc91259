// Package search answers queries over a corpus of notices, exactly: what
// matches is told by comparing the query with the records of notices ([Match]). A
// back end gives the records that match, in whatever way it finds them.
package search

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"gongshi"
	"gongshi/index"
	"gongshi/search/query"
)

// Searcher answers requests.
type Searcher interface {
	Search(ctx context.Context, req Request) (*Result, error)
	// Each gives every record that matches the request, in an order of the
	// index's own; Facets, Sort, Limit and Offset do not count. The texts that
	// were asked for come with it, for who shows where they stand. A query that
	// does not parse is an error, *query.Error. The query that is given is widened
	// as the request says: see [WidenedIn].
	Each(ctx context.Context, req Request) (query.Node, iter.Seq2[*index.Record, error], error)
}

// The orders of hits.
const (
	SortRelevance = "relevance"
	SortDate      = "date" // newest first
)

// Request is a search.
type Request struct {
	// Query is in the language of package query.
	Query string
	// The filters must all match; of the values of one, any. They are values of
	// the fields of the query language.
	Sections, Rounds, Regions, Years, Issuers, Rules []string
	// Synonyms and Pinyin widen the words of the query that are not quoted: by
	// other names of the same thing, and by what is read like a word of Latin
	// letters. By relevance, what matches without it comes first.
	Synonyms, Pinyin bool
	// Facets are the properties whose values are counted over all hits: see
	// [FacetNames].
	Facets []string
	// Sort is SortRelevance, the default, or SortDate.
	Sort string
	// Limit is how many hits are given, from Offset on; 0 gives only the
	// total and the facets.
	Limit, Offset int
	// Cursor, in place of an offset, is the Next of the page before.
	Cursor string
}

// Result is the answer to a request.
type Result struct {
	Total    int                     `json:"total"`
	Query    string                  `json:"query"`
	TookMS   float64                 `json:"took_ms"`
	Hits     []Hit                   `json:"hits"`
	Facets   map[string][]FacetCount `json:"facets,omitempty"`
	Warnings []gongshi.Text          `json:"-"`
	// SyntaxError is set when the query was read as plain words.
	SyntaxError *SyntaxError `json:"syntax_error,omitempty"`
	// Widened are the words of the query that stand for others, too.
	Widened []Widened `json:"widened,omitempty"`
	// Offset is how many hits come before the first that is given.
	Offset int `json:"-"`
	// Next is the cursor of the next page; "" if there is none.
	Next string `json:"next,omitempty"`
}

// SyntaxError says where and why a query does not parse.
type SyntaxError struct {
	Offset  int          `json:"offset"` // in bytes of the query
	Message gongshi.Text `json:"message"`
}

// Hit is a notice that matches.
type Hit struct {
	ID       string       `json:"id"`
	Title    string       `json:"title,omitempty"`
	Issuer   string       `json:"issuer,omitempty"`
	Issued   gongshi.Date `json:"issued,omitzero"`
	Source   string       `json:"source,omitempty"`
	Score    float64      `json:"score"`
	Snippets []Snippet    `json:"snippets"`
}

// Options are what a Searcher uses beside its index.
type Options struct {
	// Text gives the notice with an id, for snippets; nil: hits have none.
	Text func(ctx context.Context, id string) (*gongshi.Notice, error)
	// Cut cuts a query's texts into words, for ranking; nil: each text is one
	// word.
	Cut func(text string) ([]string, error)
	// State names the state of the corpus: as long as it is the same, so are the
	// answers; nil: nothing is known of it.
	State func(ctx context.Context) (string, error)
	// IsWord tells whether the dictionary has a word, with which ranking can be
	// quicker; nil: it has none.
	IsWord func(text string) bool
}

// New gives a Searcher over an index.
func New(ix Index, o Options) Searcher { return &searcher{ix, o} }

type searcher struct {
	index Index
	Options
}

// Search answers a request. A query that does not parse is read as plain words,
// and a warning says so; what else is wrong with the request is an error.
func (s *searcher) Search(ctx context.Context, req Request) (result *Result, err error) {
	begun := time.Now()
	if err := req.validate(); err != nil {
		return nil, err
	}
	result = &Result{Query: req.Query, Hits: []Hit{}}
	asked, err := req.read(result)
	if err != nil || asked == nil {
		return result, err
	}
	if asked, err = req.inSections(asked); err != nil {
		return nil, err
	}
	wide, narrow := req.widen(asked)
	if result.Widened = WidenedIn(wide); narrow {
		result.Warnings = append(result.Warnings, narrowed)
	}
	full, err := req.filtered(wide)
	if err != nil {
		return nil, err
	}
	set, err := s.index.Match(ctx, full)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	result.Total = set.Len()
	if result.Facets, err = facets(ctx, req.Facets, set); err != nil {
		return nil, err
	}
	if err := s.resume(ctx, &req, set, result); err != nil {
		return nil, err
	}
	page, err := s.widePage(ctx, widening{asked, wide, full}, set, req)
	if err != nil {
		return nil, err
	}
	if result.Next, err = s.next(ctx, &req, page, result.Total); err != nil {
		return nil, err
	}
	result.Offset = req.Offset
	if len(page) == 0 && result.Total > 0 && req.Limit > 0 && req.Cursor == "" {
		result.warn(fmt.Sprintf("共 %d 份，从第 %d 份之后开始就没有了：请减小 --offset", result.Total, req.Offset),
			fmt.Sprintf("there are %d notices and none after number %d: use a smaller offset", result.Total, req.Offset))
	}
	if result.Hits, err = s.hits(ctx, wide, page); err != nil {
		return nil, err
	}
	result.TookMS = float64(time.Since(begun).Microseconds()) / 1000
	return result, nil
}

// hits makes hits of records, with what is shown of them.
func (s *searcher) hits(ctx context.Context, asked query.Node, page []ranked) ([]Hit, error) {
	hits := []Hit{}
	for _, r := range page {
		hit := Hit{ID: r.record.ID, Title: r.record.Title, Issuer: r.record.Issuer, Issued: r.record.Issued,
			Source: r.record.Source, Score: r.score, Snippets: []Snippet{}}
		if s.Text != nil {
			n, err := s.Text(ctx, hit.ID)
			if err != nil {
				return nil, fmt.Errorf("text of hit: %w", err)
			}
			hit.Snippets = snippets(asked, n)
		}
		hits = append(hits, hit)
	}
	return hits, nil
}

// Each gives every record that matches.
func (s *searcher) Each(ctx context.Context, req Request) (query.Node, iter.Seq2[*index.Record, error], error) {
	asked, err := query.Parse(req.Query)
	if err != nil {
		return nil, nil, err
	}
	asked, narrow := req.widen(asked)
	if narrow {
		return nil, nil, &RequestError{"synonyms", req.Query, narrowed}
	}
	full, err := req.whole(asked)
	if err != nil {
		return nil, nil, err
	}
	if scan, ok := s.index.(Scan); ok { // needs not to hold what it gives
		return asked, scan.each(ctx, full), nil
	}
	return asked, func(yield func(*index.Record, error) bool) {
		set, err := s.index.Match(ctx, full)
		if err != nil {
			yield(nil, err)
			return
		}
		stopped := false
		defer func() {
			if err := set.Close(); err != nil && !stopped {
				yield(nil, err)
			}
		}()
		for r, err := range set.All(ctx) {
			if !yield(r, err) || err != nil {
				stopped = true
				return
			}
		}
	}, nil
}

// read reads the query of the request, with warnings in the result. Nil says that
// nothing is asked for: a query of nothing but signs finds nothing, while one
// that is empty finds everything.
func (req *Request) read(result *Result) (query.Node, error) {
	asked, err := query.Parse(req.Query)
	wrong, broken := errors.AsType[*query.Error](err)
	if err != nil && !broken {
		return nil, err
	}
	if broken {
		asked = query.Words(req.Query)
		result.SyntaxError = &SyntaxError{wrong.Offset, wrong.Message}
		at := wrong.Position(req.Query)
		if _, all := asked.(query.All); all {
			result.warn(fmt.Sprintf("查询中没有可以检索的词，没有检索（第 %d 个字：%s）。要查 OR、NOT 或引号、括号这些字符本身，请放在引号中", at, wrong.Message.Zh),
				fmt.Sprintf("the query has no words, so nothing was searched (character %d: %s). To find OR, NOT or signs themselves, put them in quotes", at, wrong.Message.En))
			return nil, nil
		}
		result.warn(fmt.Sprintf("查询语法有误，已按普通词检索（第 %d 个字：%s）", at, wrong.Message.Zh),
			fmt.Sprintf("the query does not parse and was read as plain words (character %d: %s)", at, wrong.Message.En))
	}
	result.Warnings = append(result.Warnings, query.Notes(req.Query)...)
	return asked, nil
}

func (r *Result) warn(zh, en string) {
	r.Warnings = append(r.Warnings, gongshi.Text{Zh: zh, En: en})
}

// filtered adds the filters of the request to what is asked.
func (req *Request) filtered(asked query.Node) (query.Node, error) {
	nodes := []query.Node{asked}
	for _, filter := range []struct {
		field  string
		values []string
	}{{"round", req.Rounds}, {"region", req.Regions}, {"year", req.Years}, {"issuer", req.Issuers}, {"rule", req.Rules}} {
		var any []query.Node
		for _, value := range filter.values {
			n, err := query.Clause(filter.field, value)
			if err != nil {
				return nil, newRequestError(filter.field, value, err)
			}
			any = append(any, n)
		}
		if len(any) > 0 {
			nodes = append(nodes, query.Or{Nodes: any})
		}
	}
	return query.And{Nodes: nodes}, nil
}

// whole is what is asked, in the sections of the request, with its filters.
func (req *Request) whole(asked query.Node) (query.Node, error) {
	asked, err := req.inSections(asked)
	if err != nil {
		return nil, err
	}
	return req.filtered(asked)
}

// inSections restricts the words of a query to the sections of the request, if
// there are any, as section: does.
func (req *Request) inSections(asked query.Node) (query.Node, error) {
	if len(req.Sections) == 0 {
		return asked, nil
	}
	var any []query.Node
	for _, name := range req.Sections {
		n, err := query.In(asked, name)
		if err != nil {
			return nil, newRequestError("section", name, err)
		}
		any = append(any, n)
	}
	return query.Or{Nodes: any}, nil
}
