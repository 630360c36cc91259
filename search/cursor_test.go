package search

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongshi"
	"gongshi/index"
)

// growing is a corpus that changes between requests.
type growing struct {
	days map[string]int // of January 2020, by id
	seq  int
}

func (g *growing) put(id string, day int) {
	g.days[id] = day
	g.seq++
}

func (g *growing) drop(id string) {
	delete(g.days, id)
	g.seq++
}

func (g *growing) searcher() Searcher {
	return New(Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for id, day := range g.days {
				n := gongshi.Notice{ID: id, Title: "公示", Text: "公示\n" + strings.Repeat("总磷", 1+day%3), Issued: gongshi.Date{Year: 2020, Month: 1, Day: day}}
				r := index.NewRecord(&n, nil)
				if !yield(&r, nil) {
					return
				}
			}
		}
	}), Options{State: func(context.Context) (string, error) { return fmt.Sprint(g.seq), nil }})
}

// page asks for a page, and gives its ids and the result.
func (g *growing) page(t *testing.T, req Request) ([]string, *Result) {
	t.Helper()
	result, err := g.searcher().Search(t.Context(), req)
	if err != nil {
		t.Fatalf("%+v: %v", req, err)
	}
	var got []string
	for _, hit := range result.Hits {
		got = append(got, hit.ID)
	}
	return got, result
}

// Pages by cursors, put together, are what one large page has, in its order.
func TestCursorPages(t *testing.T) {
	g := &growing{days: map[string]int{}}
	for i := range 23 {
		g.put(fmt.Sprint("n", i), 1+i%5)
	}
	for _, sort := range []string{"", SortRelevance, SortDate} {
		whole, _ := g.page(t, Request{Query: "总磷", Sort: sort, Limit: 100})
		for _, size := range []int{1, 4, 22, 23, 24} {
			req := Request{Query: "总磷", Sort: sort, Limit: size}
			var all []string
			for {
				got, result := g.page(t, req)
				if result.Offset != len(all) {
					t.Errorf("%q by %d: the page begins behind %d, want %d", sort, size, result.Offset, len(all))
				}
				all = append(all, got...)
				if len(result.Warnings) > 0 {
					t.Errorf("%q by %d: %v", sort, size, result.Warnings)
				}
				if req.Cursor = result.Next; req.Cursor == "" || len(all) > 23 {
					break
				}
			}
			if !slices.Equal(all, whole) {
				t.Errorf("%q by %d: %q, want %q", sort, size, all, whole)
			}
		}
	}
}

// By date, whatever comes and goes between pages: what was there all the time
// comes once, what came in front of the place not at all, and no warning is due.
func TestCursorByDate(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 30 {
		g := &growing{days: map[string]int{}}
		for i := range 30 {
			g.put(fmt.Sprint("n", i), 5+random.IntN(20))
		}
		stays := map[string]bool{}
		for id := range g.days {
			stays[id] = true
		}
		var all []string
		req := Request{Query: "总磷", Sort: SortDate, Limit: 1 + round%7}
		for step := 0; ; step++ {
			got, result := g.page(t, req)
			all = append(all, got...)
			if len(result.Warnings) > 0 {
				t.Errorf("%v", result.Warnings)
			}
			if req.Cursor = result.Next; req.Cursor == "" {
				break
			}
			for i := range random.IntN(12) {
				g.put(fmt.Sprintf("m%d-%d", step, i), 25+random.IntN(5)) // newer than all
			}
			if random.IntN(2) == 0 { // the last that was shown goes, and one that was not
				g.drop(got[len(got)-1])
				gone := fmt.Sprint("n", random.IntN(30))
				g.drop(gone)
				delete(stays, gone)
			}
		}
		for id := range stays {
			if n := count(all, id); n != 1 {
				t.Errorf("round %d: %q comes %d times", round, id, n)
			}
		}
		for _, id := range all {
			if id[0] == 'm' || count(all, id) != 1 {
				t.Errorf("round %d: %q comes %d times", round, id, count(all, id))
			}
		}
	}
}

func count(list []string, s string) (n int) {
	for _, other := range list {
		if other == s {
			n++
		}
	}
	return n
}

// When all that was left is gone, there is an empty page and no advice about
// offsets.
func TestCursorAtTheEnd(t *testing.T) {
	g := &growing{days: map[string]int{"a": 3, "b": 2, "c": 1}}
	_, first := g.page(t, Request{Sort: SortDate, Limit: 1})
	g.drop("b")
	g.drop("c")
	got, result := g.page(t, Request{Sort: SortDate, Limit: 1, Cursor: first.Next})
	if len(got) != 0 || result.Next != "" || result.Total != 1 || len(result.Warnings) != 0 {
		t.Errorf("%q of %d, next %q, warnings %v", got, result.Total, result.Next, result.Warnings)
	}
}

func TestCursorByRelevance(t *testing.T) {
	g := &growing{days: map[string]int{"a": 1, "b": 2, "c": 3}}
	req := Request{Query: "总磷", Limit: 1}
	_, first := g.page(t, req)
	req.Cursor = first.Next
	if _, second := g.page(t, req); len(second.Warnings) != 0 || second.Offset != 1 {
		t.Errorf("nothing has changed: offset %d, warnings %v", second.Offset, second.Warnings)
	}
	g.put("d", 4)
	_, second := g.page(t, req)
	if second.Offset != 1 || len(second.Hits) != 1 || len(second.Warnings) != 1 || !strings.Contains(second.Warnings[0].Zh, "有变化") {
		t.Errorf("after a change: offset %d, %d hits, warnings %v", second.Offset, len(second.Hits), second.Warnings)
	}
}

func TestCursorRefused(t *testing.T) {
	g := &growing{days: map[string]int{"a": 1, "b": 2}}
	asked := Request{Query: "总磷", Regions: nil, Limit: 1}
	_, first := g.page(t, asked)
	tests := map[string]func(*Request){
		"query":    func(r *Request) { r.Query = "公示" },
		"filter":   func(r *Request) { r.Years = []string{"2020"} },
		"order":    func(r *Request) { r.Sort = SortDate },
		"synonyms": func(r *Request) { r.Synonyms = true },
		"pinyin":   func(r *Request) { r.Pinyin = true },
		"offset":   func(r *Request) { r.Offset = 1 },
		"cut":      func(r *Request) { r.Cursor = r.Cursor[:len(r.Cursor)-3] },
		"text":     func(r *Request) { r.Cursor = "下一页" },
		"json":     func(r *Request) { r.Cursor = base64.RawURLEncoding.EncodeToString([]byte(`{"n":-1}`)) },
	}
	for name, change := range tests {
		req := asked
		req.Cursor = first.Next
		change(&req)
		_, err := g.searcher().Search(t.Context(), req)
		if wrong, ok := errors.AsType[*RequestError](err); !ok || wrong.Message.Zh == "" || wrong.Message.En == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	req := asked
	req.Cursor, req.Limit, req.Sort, req.Facets = first.Next, 5, SortRelevance, []string{"year"}
	if _, err := g.searcher().Search(t.Context(), req); err != nil {
		t.Errorf("another limit, the default order by name and facets make no other query: %v", err)
	}
}
