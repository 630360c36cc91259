package search_test

import (
	"context"
	"errors"
	"iter"
	"math"
	"strings"
	"testing"

	"gongshi"
	"gongshi/index"
	"gongshi/search"
	"gongshi/search/query"
)

// some is a corpus of three records, told as they are asked for.
func some(asked *int) search.Scan {
	return func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for _, id := range []string{"a", "b", "c"} {
				*asked++
				if !yield(&index.Record{ID: id, Text: "雨污分流不到位。\n整改目标"}, nil) {
					return
				}
			}
		}
	}
}

func TestLargestLimits(t *testing.T) {
	for _, req := range []search.Request{{Limit: math.MaxInt, Offset: 1}, {Limit: math.MaxInt, Offset: math.MaxInt}, {Limit: 1, Offset: math.MaxInt, Sort: search.SortDate}} {
		result, err := search.New(some(new(int)), search.Options{}).Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if want := max(0, 3-min(req.Offset, 3)); len(result.Hits) != want {
			t.Errorf("limit %d from %d on: %d hits, want %d", req.Limit, req.Offset, len(result.Hits), want)
		}
	}
}

// Without an index, what matches is given as it comes and not gathered.
func TestEachOfAScanStreams(t *testing.T) {
	asked := 0
	_, found, err := search.New(some(&asked), search.Options{}).Each(t.Context(), search.Request{})
	if err != nil {
		t.Fatal(err)
	}
	for range found {
		break
	}
	if asked != 1 {
		t.Errorf("%d records were read for the first", asked)
	}
}

// closing is an Index whose sets cannot be closed.
type closing struct{ search.Scan }

type unclosed struct{ search.Set }

var errClose = errors.New("not closed")

func (c closing) Match(ctx context.Context, q query.Node) (search.Set, error) {
	set, err := c.Scan.Match(ctx, q)
	return unclosed{set}, err
}

func (unclosed) Close() error { return errClose }

func TestEachTellsOfClosing(t *testing.T) {
	searcher := search.New(closing{some(new(int))}, search.Options{})
	for stopAt := range 5 {
		_, found, err := searcher.Each(t.Context(), search.Request{})
		if err != nil {
			t.Fatal(err)
		}
		n, failed := 0, error(nil)
		for _, err := range found {
			if n++; n == stopAt {
				break
			}
			failed = err
		}
		if (stopAt == 0) != errors.Is(failed, errClose) {
			t.Errorf("stopped at %d: %v", stopAt, failed)
		}
	}
}

// Every word that was asked for is marked, also one that goes across a border
// beside one that does not.
func TestMarksAcrossBorders(t *testing.T) {
	const text = "反馈问题：雨污分流不到位。\n整改目标：全面完成。"
	part := func(s string) gongshi.Span {
		at := strings.Index(text, s)
		return gongshi.Span{Start: at, End: at + len(s)}
	}
	n := &gongshi.Notice{ID: "a", Text: text}
	for kind, body := range map[gongshi.SectionKind]string{gongshi.SectionIssue: "雨污分流不到位。", gongshi.SectionGoal: "全面完成。"} {
		n.Sections = append(n.Sections, gongshi.Section{Kind: kind, Text: body, Span: part(body)})
	}
	r := index.NewRecord(n, nil)
	scan := search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) { yield(&r, nil) }
	})
	searcher := search.New(scan, search.Options{Text: func(context.Context, string) (*gongshi.Notice, error) { return n, nil }})
	for asked, want := range map[string][]string{
		`雨污分流 "问题：雨污"`:    {"问题：雨污分流"},
		`"题：雨污" 不到位`:      {"题：雨污", "不到位"},
		`"标：全面" 完成 不到位`:   {"标：全面完成", "不到位"},
		`"反馈问题：雨污分流不到位。"`: {"反馈问题：雨污分流不到位。"},
	} {
		result, err := searcher.Search(t.Context(), search.Request{Query: asked, Limit: 1})
		if err != nil || len(result.Hits) != 1 {
			t.Fatalf("%s: %v, %v", asked, result, err)
		}
		marked := map[string]bool{}
		for _, s := range result.Hits[0].Snippets {
			for _, p := range s.Parts {
				if p.Match {
					marked[p.Text] = true
				}
			}
		}
		for _, text := range want {
			if !marked[text] {
				t.Errorf("%s: %q is not marked, but %v", asked, text, marked)
			}
		}
	}
}
