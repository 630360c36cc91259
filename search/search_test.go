package search

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/index"
	"gongshi/search/query"
)

// notices are a small corpus: each is told by its id.
var notices = []gongshi.Notice{
	notice("a", "关于第二轮中央督察问题一的公示", "issue:雨污分流不到位，洞庭湖总磷超标。", "goal:2025年完成雨污分流改造。"),
	notice("b", "在建工程扬尘整改公示", "issue:在建工程扬尘问题。中国农业发展银行贷款。", "measures:待处理事项。"),
	notice("c", "招商公司地块公示", "implementation:招商引资，PM2.5 达标。"),
	notice("d", "东京论坛 secret", "issue:东京湾。"),
	notice("e", "水产养殖公示", "issue:不从水产养殖污染、农药化肥减量不到位。", "implementation:严格落实（岳办发〔2022〕4号）。"),
}

func notice(id, title string, sections ...string) gongshi.Notice {
	n := gongshi.Notice{ID: id, Title: title, Text: title + "\n", Issued: gongshi.Date{Year: 2020, Month: 1, Day: int(id[0]-'a') + 1}}
	for _, s := range sections {
		kind, text, _ := strings.Cut(s, ":")
		start := len(n.Text)
		n.Text += text + "\n"
		n.Sections = append(n.Sections, gongshi.Section{Kind: gongshi.SectionKind(kind), Text: text,
			Span: gongshi.Span{Start: start, End: start + len(text)}})
	}
	if id == "e" {
		n.DocumentNumbers = []gongshi.DocNumber{{Number: "岳办发〔2022〕4号"}}
		n.Phones = []gongshi.Phone{{Number: "0730-8245473"}}
		n.Region = &gongshi.Region{Province: "湖南省", City: "岳阳市", Code: "430600"}
		n.Inspection = &gongshi.Inspection{Authority: gongshi.AuthorityCentral, Round: 2}
		n.Publicity = &gongshi.Publicity{Start: gongshi.Date{Year: 2023, Month: 10, Day: 13}, End: gongshi.Date{Year: 2023, Month: 10, Day: 24}}
	}
	return n
}

func corpus() Searcher {
	scan := Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for i := range notices {
				r := index.NewRecord(&notices[i], []gongshi.Finding{{Rule: "PUB0" + strings.ToUpper(notices[i].ID)}})
				if !yield(&r, nil) {
					return
				}
			}
		}
	})
	return New(scan, Options{Text: func(_ context.Context, id string) (*gongshi.Notice, error) {
		for i := range notices {
			if notices[i].ID == id {
				return &notices[i], nil
			}
		}
		return nil, fmt.Errorf("no notice %q", id)
	}})
}

func ask(t *testing.T, req Request) *Result {
	t.Helper()
	req.Limit = 100
	result, err := corpus().Search(t.Context(), req)
	if err != nil {
		t.Fatalf("%+v: %v", req, err)
	}
	return result
}

func ids(result *Result) string {
	var all []string
	for _, h := range result.Hits {
		all = append(all, h.ID)
	}
	slices.Sort(all)
	return strings.Join(all, "")
}

// What other systems got wrong with Chinese: words inside longer words, NOT that
// leaks, single characters, minus signs, exact texts.
func TestQueries(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", "abcde"},
		{"工程", "b"}, {"农业", "b"}, {"处理", "b"}, {"银行贷款", "b"},
		{"招商 公司", "c"}, {"招商 -公司", ""}, {"公示 -招商", "abe"}, {`"招商" "公司"`, "c"},
		{"东京 NOT secret", ""}, {"(东京 OR 扬尘) NOT secret", "b"}, {"东京 AND NOT SECRET", ""},
		{"污", "ae"}, {"湖", "a"}, {"湾", "d"},
		{`"水产养殖污染、农药"`, "e"}, {`"水产养殖污染农药"`, ""}, {`"不到位，洞庭湖"`, "a"},
		{"雨污分流", "a"}, {"雨污分流 section:issue", "a"}, {"雨污分流 section:measures", ""}, {"goal:雨污分流", "a"},
		{"title:雨污分流", ""}, {"title:扬尘", "b"}, {"ＰＭ２．５", "c"}, {"pm2.5达标", "c"},
		{"位2025", ""}, // two sections, two paragraphs
		{"number:岳办发[2022]4号", "e"}, {"number:岳办发〔2022〕 ４ 号", "e"}, {"number:岳办发", "e"}, {"number:办发〔2022〕4号", ""},
		{"phone:0730-8245473", "e"}, {"phone:8245473", "e"}, {"phone:0731-8245473", ""}, {"phone:245473", ""},
		{"date:2023-10-01..2023-10-31", "e"}, {"date:2023-10-20", "e"}, {"date:2023-11", ""}, {"year:2020", "abcde"},
		{"region:岳阳", "e"}, {"region:4306", "e"}, {"region:阳", ""}, {"round:2", "e"}, {"round:回头看", ""},
		{"has:goal", "a"}, {"lacks:issue", "c"}, {"rule:pub0b", "b"}, {"rule:PUB", "abcde"},
	}
	for _, test := range tests {
		if got := ids(ask(t, Request{Query: test.query})); got != test.want {
			t.Errorf("%s finds %q, want %q", test.query, got, test.want)
		}
	}
}

func TestFilters(t *testing.T) {
	tests := []struct {
		req  Request
		want string
	}{
		{Request{Query: "雨污分流", Sections: []string{"goal"}}, "a"},
		{Request{Query: "总磷", Sections: []string{"goal"}}, ""},
		{Request{Query: "总磷", Sections: []string{"goal", "问题"}}, "a"},
		{Request{Regions: []string{"岳阳", "长沙"}, Rounds: []string{"第二轮"}}, "e"},
		{Request{Rules: []string{"PUB0A", "pub0b"}, Years: []string{"2020"}}, "ab"},
	}
	for _, test := range tests {
		if got := ids(ask(t, test.req)); got != test.want {
			t.Errorf("%+v finds %q, want %q", test.req, got, test.want)
		}
	}
	for _, req := range []Request{{Sections: []string{"nothing"}}, {Years: []string{"x"}}, {Facets: []string{"x"}}, {Sort: "x"}, {Limit: -1}} {
		if _, err := corpus().Search(t.Context(), req); err == nil {
			t.Errorf("%+v: no error", req)
		}
	}
}

func TestBrokenQueryIsReadAsWords(t *testing.T) {
	result := ask(t, Request{Query: `(招商 "公司`})
	if ids(result) != "c" || len(result.Warnings) != 1 || result.Warnings[0].Zh == "" {
		t.Errorf("finds %q, warnings %v", ids(result), result.Warnings)
	}
}

func TestFacetsSortAndPaging(t *testing.T) {
	result := ask(t, Request{Query: "公示", Facets: []string{"has", "year"}, Sort: SortDate})
	want := map[string][]FacetCount{
		"has":  {{"issue", 3}, {"implementation", 2}, {"goal", 1}, {"measures", 1}},
		"year": {{"2020", 4}},
	}
	if diff := cmp.Diff(want, result.Facets); diff != "" {
		t.Error(diff)
	}
	var order []string
	for _, h := range result.Hits {
		order = append(order, h.ID)
	}
	if diff := cmp.Diff([]string{"e", "c", "b", "a"}, order); diff != "" {
		t.Error(diff)
	}
	page, err := corpus().Search(t.Context(), Request{Query: "公示", Sort: SortDate, Limit: 2, Offset: 1})
	if err != nil || page.Total != 4 || len(page.Hits) != 2 || page.Hits[0].ID != "c" {
		t.Errorf("page %+v, %v", page, err)
	}
}

func TestTitleRanksBeforeText(t *testing.T) {
	hits := ask(t, Request{Query: "招商 OR 扬尘 OR 东京 OR 水产养殖 OR 农业"}).Hits
	if len(hits) != 4 || hits[0].Score < hits[3].Score || hits[0].Score == 0 {
		t.Errorf("scores %+v", hits)
	}
}

// A snippet's parts are the text of the notice, byte for byte; what is marked
// matches, and what touches is one mark.
func TestSnippets(t *testing.T) {
	for _, test := range []struct{ query, section, marked string }{
		{"雨污分流", "issue", "雨污分流"},
		{"雨污 分流", "issue", "雨污分流"},
		{"雨污分流 总磷", "issue", "雨污分流|总磷"},
		{"goal:雨污分流", "goal", "雨污分流"},
		{"PM2.5达标", "implementation", "PM2.5 达标"},
		{"title:招商", "title", "招商"},
		{"phone:8245473", "text", ""},
	} {
		hits := ask(t, Request{Query: test.query}).Hits
		if len(hits) == 0 || len(hits[0].Snippets) == 0 {
			t.Fatalf("%s: no snippet", test.query)
		}
		s := hits[0].Snippets[0]
		if test.section == "issue" && s.Section == "title" {
			s = hits[0].Snippets[1]
		}
		var text string
		var marked []string
		for _, p := range s.Parts {
			text += p.Text
			if p.Match {
				marked = append(marked, p.Text)
			}
		}
		if s.Section != test.section || strings.Join(marked, "|") != test.marked {
			t.Errorf("%s: %+v", test.query, s)
		}
		for _, n := range notices {
			if n.ID == hits[0].ID && !strings.Contains(n.Text, text) {
				t.Errorf("%s: %q is not in the notice", test.query, text)
			}
		}
	}
}

// Random queries give what an evaluator that knows nothing but substrings
// gives, and NOT never gives a notice with the word.
func TestRandomQueriesAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		a, b := piece(random), piece(random)
		var want []string
		for _, n := range notices {
			text := n.Title + "\n" + n.Text
			if strings.Contains(text, a) && !strings.Contains(text, b) {
				want = append(want, n.ID)
			}
		}
		q := fmt.Sprintf("%q -%q", a, b)
		if got := ids(ask(t, Request{Query: q})); got != strings.Join(want, "") {
			t.Fatalf("%s finds %q, want %q", q, got, want)
		}
	}
}

// piece gives one to four Han characters that stand together in some notice.
func piece(random *rand.Rand) string {
	for {
		runes := []rune(notices[random.IntN(len(notices))].Text)
		at := random.IntN(len(runes))
		s := string(runes[at:min(len(runes), at+1+random.IntN(4))])
		if !strings.ContainsFunc(s, func(r rune) bool { return r < 0x4E00 || r > 0x9FFF }) {
			return s
		}
	}
}

func TestWordsOfNegationsAreNotMarked(t *testing.T) {
	n, err := query.Parse("a -(b OR -c)")
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, w := range positiveWords(n) {
		words = append(words, w.Text)
	}
	if diff := cmp.Diff([]string{"a", "c"}, words); diff != "" {
		t.Error(diff)
	}
}

// A query of signs alone found everything.
func TestQueryWithoutWords(t *testing.T) {
	for _, asked := range []string{"OR", "NOT", `\"`, `"`, "()", "AND NOT", `""`, "OR OR"} {
		result := ask(t, Request{Query: asked})
		if result.Total != 0 || len(result.Hits) != 0 || len(result.Warnings) != 1 || result.SyntaxError == nil {
			t.Errorf("%s finds %d, warnings %v", asked, result.Total, result.Warnings)
		}
	}
	if result := ask(t, Request{Query: `"OR"`}); result.Total != 0 || len(result.Warnings) != 0 {
		t.Errorf("a quoted OR finds %d, warnings %v", result.Total, result.Warnings)
	}
}

// Places are told to people in characters, to programs in bytes.
func TestPlaceOfSyntaxError(t *testing.T) {
	result := ask(t, Request{Query: `雨污分流 (总磷`})
	if !strings.Contains(result.Warnings[0].Zh, "第 6 个字：") || !strings.Contains(result.Warnings[0].En, "character 6:") {
		t.Errorf("warning %v", result.Warnings[0])
	}
	if result.SyntaxError == nil || result.SyntaxError.Offset != len("雨污分流 ") {
		t.Errorf("syntax error %+v", result.SyntaxError)
	}
}

func TestUnknownFieldIsTold(t *testing.T) {
	result := ask(t, Request{Query: "工期：扬尘 -机关:x"})
	if len(result.Warnings) != 2 || !strings.Contains(result.Warnings[0].Zh, "“工期”不是字段") ||
		!strings.Contains(result.Warnings[0].Zh, "标题、问题、目标、措施、落实") || !strings.Contains(result.Warnings[1].En, `"机关"`) {
		t.Errorf("warnings %v", result.Warnings)
	}
	if result := ask(t, Request{Query: "问题：扬尘"}); len(result.Warnings) != 0 || ids(result) != "b" {
		t.Errorf("finds %q, warnings %v", ids(result), result.Warnings)
	}
}

func TestRequestErrorsNameTheValues(t *testing.T) {
	for _, test := range []struct {
		req   Request
		field string
		says  string
	}{
		{Request{Sections: []string{"头"}}, "section", "title（标题）、issue（问题）"},
		{Request{Rounds: []string{"最后"}}, "round", "回头看"},
		{Request{Years: []string{"去年"}}, "year", "2021..2023"},
		{Request{Regions: []string{"1"}}, "region", "2 至 6 位代码"},
		{Request{Facets: []string{"x"}}, "facet", "authority, city"},
		{Request{Sort: "x"}, "sort", "relevance（相关度）或 date"},
		{Request{Limit: -1}, "limit", "不能小于 0"},
		{Request{Offset: -1}, "offset", "不能小于 0"},
	} {
		_, err := corpus().Search(t.Context(), test.req)
		wrong, ok := errors.AsType[*RequestError](err)
		if !ok || wrong.Field != test.field || !strings.Contains(wrong.Message.Zh, test.says) || wrong.Message.En == "" {
			t.Errorf("%+v: %v", test.req, err)
		}
	}
}

func TestOffsetBeyondTheEnd(t *testing.T) {
	result := ask(t, Request{Query: "扬尘", Offset: 1})
	if result.Total != 1 || len(result.Hits) != 0 || len(result.Warnings) != 1 || !strings.Contains(result.Warnings[0].Zh, "共 1 份") {
		t.Errorf("%+v", result)
	}
}

func TestProblemNumbers(t *testing.T) {
	tests := []struct {
		value, number string
		want          bool
	}{
		{"3", "3", true}, {"第三项", "3", true}, {"问题编号三", "3", true}, {"03", "3", true}, {"3", "13", false}, {"3", "30", false},
		{"47", "47-1", true}, {"第四十七-1项", "47-1", true}, {"47-1", "47", false}, {"4", "47-1", false},
		{"d3hb2024", "D3HB202406060068", true}, {"D3HB202406060068", "D3HB202406060068", true}, {"202406060068", "D3HB202406060068", false},
		{"一百零三", "103", true}, {"二〇", "20", true}, {"十", "10", true},
	}
	for _, test := range tests {
		n, err := query.Clause("problem", test.value)
		if err != nil {
			t.Errorf("%s: %v", test.value, err)
			continue
		}
		r := index.NewRecord(&gongshi.Notice{Problems: []gongshi.Problem{{}, {Number: test.number}}}, nil)
		if got := Match(n, &r); got != test.want {
			t.Errorf("problem:%s matches %s: %v, want %v", test.value, test.number, got, test.want)
		}
	}
	if _, err := query.Clause("problem", "总磷"); err == nil {
		t.Error("a problem's number without a digit was taken")
	}
}
