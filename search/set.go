package search

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"gongshi/index"
	"gongshi/search/query"
)

// Index is what a back end answers.
type Index interface {
	// Match gives the records that match the query: all of them, and no other.
	// What it means to match is told by the function [Match].
	Match(ctx context.Context, q query.Node) (Set, error)
	// Having tells in how many records each of some texts stands, in the title or
	// the text, and how many records there are. It is asked only for texts of one
	// or two characters and for words of the dictionary.
	Having(ctx context.Context, texts []string) (counts []int, total int, err error)
}

// Set is the records that match a query. It must be closed, and can be used by
// one goroutine at a time.
type Set interface {
	// Len is their number.
	Len() int
	// Counts gives how many of them have each value of a facet.
	Counts(ctx context.Context, facet string) (map[string]int, error)
	// First gives n of them from offset on, fewer at the end, in this order:
	// those that match the first of the preferred queries before those that do
	// not, of these again those that match the second first, and so on; then newest
	// first, then by id. The preferred queries have no words but such as Having is
	// asked for.
	First(ctx context.Context, preferred []query.Node, offset, n int) ([]*index.Record, error)
	// All gives them all, in an order of the index's own.
	All(ctx context.Context) iter.Seq2[*index.Record, error]
	Close() error
}

// Scan is an Index over any source of records, which compares the query with
// each. It is the truth that others are measured by, and serves where there is no
// index.
type Scan func(ctx context.Context) iter.Seq2[*index.Record, error]

// Match keeps the records that match in memory.
func (s Scan) Match(ctx context.Context, q query.Node) (Set, error) {
	var found records
	for r, err := range s.each(ctx, q) {
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, ctx.Err()
}

// each gives the records that match as they come.
func (s Scan) each(ctx context.Context, q query.Node) iter.Seq2[*index.Record, error] {
	return func(yield func(*index.Record, error) bool) {
		for r, err := range s(ctx) {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && !Match(q, r) {
				continue
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Having counts the records that have the texts.
func (s Scan) Having(ctx context.Context, texts []string) (counts []int, total int, err error) {
	counts = make([]int, len(texts))
	for r, err := range s(ctx) {
		if err != nil {
			return nil, 0, err
		}
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		total++
		for i, text := range texts {
			if matchWord(query.Word{Text: text}, r) {
				counts[i]++
			}
		}
	}
	return counts, total, ctx.Err()
}

// records is a Set in memory.
type records []*index.Record

func (s records) Len() int { return len(s) }

func (s records) Close() error { return nil }

func (s records) Counts(ctx context.Context, facet string) (map[string]int, error) {
	counts := map[string]int{}
	for _, r := range s {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, value := range facetValues[facet](r) {
			counts[value]++
		}
	}
	return counts, nil
}

func (s records) First(ctx context.Context, preferred []query.Node, offset, n int) ([]*index.Record, error) {
	sorted := make([]placed, len(s))
	for i, r := range s {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sorted[i].record = r
		for _, q := range preferred {
			sorted[i].groups = append(sorted[i].groups, Match(q, r))
		}
	}
	slices.SortFunc(sorted, placed.compare)
	offset = min(offset, len(sorted))
	var first []*index.Record
	for _, p := range sorted[offset : offset+min(n, len(sorted)-offset)] {
		first = append(first, p.record)
	}
	return first, nil
}

// placed is a record with which of the preferred queries it matches.
type placed struct {
	record *index.Record
	groups []bool
}

func (p placed) compare(q placed) int {
	for i, matches := range p.groups {
		switch {
		case matches && !q.groups[i]:
			return -1
		case q.groups[i] && !matches:
			return 1
		}
	}
	return newestFirst(p.record, q.record)
}

func (s records) All(ctx context.Context) iter.Seq2[*index.Record, error] {
	return func(yield func(*index.Record, error) bool) {
		for _, r := range s {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// newestFirst orders records by the day of their issue, newest first, and those
// of a day by their ids.
func newestFirst(a, b *index.Record) int {
	return cmp.Or(b.Issued.Compare(a.Issued), strings.Compare(a.ID, b.ID))
}
