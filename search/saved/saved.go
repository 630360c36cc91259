// Package saved answers what a query that somebody keeps finds now, and what of it is
// new since its answer was looked at last: by the sequence of the store's changes, not
// by the clock.
package saved

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/query"
)

// MaxName is how long the name of a query can be, in characters.
const MaxName = 60

// IsName tells whether a query can be saved under a name: it has 1 to MaxName
// characters that can be seen, and looks like no flag of a command.
func IsName(name string) bool {
	hidden := func(r rune) bool { return unicode.IsControl(r) || r == 0x202D || r == 0x202E } // these two turn the writing
	return name != "" && name == strings.TrimSpace(name) && utf8.ValidString(name) && utf8.RuneCountInString(name) <= MaxName &&
		!strings.HasPrefix(name, "-") && !strings.ContainsFunc(name, hidden)
}

// New gives a request to be saved, whose answer is looked at now, when seq is the
// number of the newest change. The query has to parse: one that does not would be read
// as words each time.
func New(name string, req search.Request, seq uint64, now time.Time) (store.SavedQuery, error) {
	if _, err := query.Parse(req.Query); err != nil {
		return store.SavedQuery{}, err
	}
	kept, err := json.Marshal(search.FiltersOf(req))
	return store.SavedQuery{Name: name, Query: req.Query, Filters: kept, Saved: now, Looked: now, Seq: seq}, err
}

// Find gives the saved query of a name, nil if there is none.
func Find(ctx context.Context, st *store.Store, name string) (*store.SavedQuery, error) {
	all, err := st.SavedQueries(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, func(q store.SavedQuery) bool { return q.Name == name }); i >= 0 {
		return &all[i], nil
	}
	return nil, nil
}

// Answer is a saved query with what it finds.
type Answer struct {
	Name    string         `json:"name"`
	Query   string         `json:"query"`
	Filters search.Filters `json:"filters"`
	Saved   time.Time      `json:"saved"`
	Looked  time.Time      `json:"looked"`
	Total   int            `json:"total"`
	New     int            `json:"new"`
	// Hits are those that are new in front, the newest first. They have no snippets.
	Hits []Hit `json:"-"`
	// Asked is the query as it was asked, for snippets.
	Asked query.Node `json:"-"`
	// Seq is the number of the newest change that the answer covers.
	Seq uint64 `json:"-"`
}

// Hit is a notice that matches a saved query.
type Hit struct {
	search.Hit
	New bool `json:"new"`
}

// Corpus is what saved queries are asked of.
type Corpus struct {
	Search search.Searcher
	Store  *store.Store
	// Seq is the number of a change that answers cover: what comes while they are
	// given has a higher one.
	Seq uint64
}

// Ask asks a saved query. Of what is not new, the answer has all hits or none.
func (c Corpus) Ask(ctx context.Context, q *store.SavedQuery, all bool) (*Answer, error) {
	out := &Answer{Name: q.Name, Query: q.Query, Saved: q.Saved, Looked: q.Looked, Seq: c.Seq}
	if err := json.Unmarshal(q.Filters, &out.Filters); err != nil {
		return nil, fmt.Errorf("saved query %q: %w", q.Name, err)
	}
	changed, err := c.Store.ChangedSince(ctx, q.Seq)
	if err != nil {
		return nil, err
	}
	req := out.Filters.Request(q.Query)
	asked, records, err := c.Search.Each(ctx, req)
	if err != nil {
		return nil, err
	}
	out.Asked = asked
	if len(changed) == 0 && !all { // a number is all there is to tell
		found, err := c.Search.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		out.Total = found.Total
		return out, nil
	}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		out.Total++
		isNew := changed[r.ID]
		if isNew {
			out.New++
		}
		if isNew || all {
			out.Hits = append(out.Hits, Hit{search.Hit{ID: strings.Clone(r.ID), Title: strings.Clone(r.Title), Issuer: strings.Clone(r.Issuer),
				Issued: r.Issued, Source: strings.Clone(r.Source), Snippets: []search.Snippet{}}, isNew})
		}
	}
	slices.SortFunc(out.Hits, newFirst)
	return out, ctx.Err()
}

func newFirst(a, b Hit) int {
	if a.New != b.New {
		return map[bool]int{true: -1, false: 1}[a.New]
	}
	return cmp.Or(b.Issued.Compare(a.Issued), strings.Compare(a.ID, b.ID))
}
