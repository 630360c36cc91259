package search

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/index"
	"gongshi/search/query"
)

// corpusOf searches notices, the texts of which are told by their ids.
func corpusOf(texts map[string]string) Searcher {
	return New(Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for id, text := range texts {
				n := gongshi.Notice{ID: id, Title: "公示", Text: "公示\n" + text, Issued: gongshi.Date{Year: 2020, Month: 1, Day: 1}}
				r := index.NewRecord(&n, nil)
				if !yield(&r, nil) {
					return
				}
			}
		}
	}), Options{})
}

func TestSynonyms(t *testing.T) {
	texts := map[string]string{
		"a": "省环保督察组反馈总磷超标", "b": "生态环境保护督察反馈总磷超标", "c": "住房和城乡建设局整改总磷", "d": "环境保护督察报告", "e": "见http://a.b",
	}
	tests := []struct {
		query string
		plain string // what matches without the switch
		wide  string
		hits  int // of wide, those that match as written come first
	}{
		{"环保督察", "a", "abd", 1},
		{`"环保督察"`, "a", "a", 1},
		{"生态环境保护督察", "b", "abd", 1},
		{"总磷 -环保督察", "bc", "c", 0},
		{`总磷 -"环保督察"`, "bc", "bc", 0},
		{"总磷 环保督察", "a", "ab", 1},
		{"(环保督察 OR 住建局) 总磷", "a", "abc", 1},
		{"住建局", "", "c", 0},
		{"tp", "e", "abce", 1}, // and 总磷 does not find http
		{"总磷", "abc", "abc", 3},
		{"title:环保督察", "", "", 0},
		{"反馈", "ab", "ab", 2},
	}
	for _, test := range tests {
		ask := func(req Request) *Result {
			req.Query, req.Limit = test.query, 10
			result, err := corpusOf(texts).Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			return result
		}
		if got := ids(ask(Request{})); got != test.plain {
			t.Errorf("%s: %q, want %q", test.query, got, test.plain)
		}
		wide := ask(Request{Synonyms: true})
		if got := ids(wide); got != test.wide || wide.Total != len(test.wide) {
			t.Errorf("%s: with synonyms %q (total %d), want %q", test.query, got, wide.Total, test.wide)
		}
		for i, hit := range wide.Hits[:test.hits] {
			if !strings.Contains(test.plain, hit.ID) {
				t.Errorf("%s: %q is hit %d, before one that matches as written", test.query, hit.ID, i)
			}
		}
	}
}

func TestWidenedIn(t *testing.T) {
	result, err := corpusOf(map[string]string{"a": "反馈"}).Search(t.Context(), Request{Query: `环保督察 -环保督察 "住建局" 反馈 TP`, Synonyms: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []Widened{
		{"环保督察", query.StandSynonym, []string{"生态环境保护督察", "环境保护督察", "生态环保督察"}},
		{"tp", query.StandSynonym, []string{"总磷"}},
	}
	if diff := cmp.Diff(want, result.Widened); diff != "" {
		t.Error(diff)
	}
}

// Pages of a widened query, put together, are the whole: each hit once, those
// that match as written before the others, also where a page has both.
func TestWidePages(t *testing.T) {
	texts := map[string]string{}
	for i := range 7 {
		texts["w"+strconv.Itoa(i)] = "整改环保督察指出的问题"
		texts["s"+strconv.Itoa(i)] = "整改生态环保督察、环境保护督察和生态环境保护督察指出的问题"
	}
	searcher := corpusOf(texts)
	for _, size := range []int{1, 2, 3, 5, 20} {
		var all []string
		for offset := 0; offset < len(texts); offset += size {
			result, err := searcher.Search(t.Context(), Request{Query: "整改 环保督察", Synonyms: true, Limit: size, Offset: offset})
			if err != nil {
				t.Fatal(err)
			}
			for _, hit := range result.Hits {
				all = append(all, hit.ID)
			}
		}
		distinct := slices.Compact(slices.Sorted(slices.Values(all)))
		if len(all) != 14 || len(distinct) != 14 {
			t.Errorf("pages of %d: %d hits, %d of them different; want 14", size, len(all), len(distinct))
		}
		for i, id := range all {
			if (id[0] == 'w') != (i < 7) {
				t.Errorf("pages of %d: %q is hit %d", size, id, i)
			}
		}
	}
}

// Each gives the same notices as Search, and the query as it was widened.
func TestEachWidened(t *testing.T) {
	searcher := corpusOf(map[string]string{"a": "环保督察", "b": "环境保护督察", "c": "督察"})
	asked, records, err := searcher.Each(t.Context(), Request{Query: "环保督察", Synonyms: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.ID)
	}
	slices.Sort(got)
	if want := []string{"a", "b"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if len(WidenedIn(asked)) != 1 {
		t.Errorf("the query does not say that it was widened: %s", asked)
	}
}

func TestPinyin(t *testing.T) {
	texts := map[string]string{"a": "污水直排", "b": "项目代号wushui", "c": "雨污分流不到位", "d": "总磷超标"}
	tests := []struct{ query, plain, wide string }{
		{"wushui", "b", "ba"},
		{"WuShui", "b", "ba"},
		{`"wushui"`, "b", "b"},
		{"yuwufenliu", "", "c"},
		{"zonglin OR wushui", "b", "abd"},
		{"总磷 -wushui", "d", "d"},
		{"-wushui", "acd", "cd"},
		{"wu shui", "b", "b"}, // each word by itself
		{"wushu", "b", "b"},
	}
	for _, test := range tests {
		for switched, want := range map[bool]string{false: test.plain, true: test.wide} {
			result, err := corpusOf(texts).Search(t.Context(), Request{Query: test.query, Pinyin: switched, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(result); got != sorted(want) {
				t.Errorf("%s, pinyin %t: %q, want %q", test.query, switched, got, want)
			}
			if switched && want == "ba" && result.Hits[0].ID != "b" {
				t.Errorf("%s: what has the letters does not come first", test.query)
			}
		}
	}
}

// Both switches widen the same query, each by its own.
func TestBothSwitches(t *testing.T) {
	result, err := corpusOf(map[string]string{"a": "挥发性有机物和污水"}).Search(t.Context(), Request{Query: "VOCs wushui", Pinyin: true, Synonyms: true, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if result.Total != 1 || len(result.Widened) != 2 || result.Widened[0].By != query.StandSynonym || result.Widened[1].By != query.StandPinyin {
		t.Errorf("%d hits, widened %+v", result.Total, result.Widened)
	}
}

func sorted(s string) string {
	letters := strings.Split(s, "")
	slices.Sort(letters)
	return strings.Join(letters, "")
}
