package search_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongshi"
	"gongshi/index"
	"gongshi/index/indextest"
	"gongshi/normal"
	"gongshi/search"
)

// texts are notices with one section each, told by their place.
type texts []string

func (list texts) notice(id string) *gongshi.Notice {
	var i int
	if _, err := fmt.Sscan(id, &i); err != nil {
		return nil
	}
	head := "一、反馈问题："
	text := head + list[i] + "\n完"
	span := gongshi.Span{Start: len(head), End: len(head) + len(list[i])}
	return &gongshi.Notice{ID: id, Text: text, Sections: []gongshi.Section{{Kind: gongshi.SectionIssue, Span: span, Text: list[i]}}}
}

// search gives the answer to a query over the texts.
func (list texts) search(t *testing.T, query string) *search.Result {
	t.Helper()
	scan := search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for i := range list {
				r := index.NewRecord(list.notice(fmt.Sprint(i)), nil)
				if !yield(&r, nil) {
					return
				}
			}
		}
	})
	result, err := search.New(scan, search.Options{Text: func(_ context.Context, id string) (*gongshi.Notice, error) {
		return list.notice(id), nil
	}}).Search(t.Context(), search.Request{Query: query, Limit: len(list)})
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return result
}

// find gives the places of the texts that a query finds, in order.
func (list texts) find(t *testing.T, query string) string {
	t.Helper()
	var found []string
	for _, hit := range list.search(t, query).Hits {
		found = append(found, hit.ID)
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

// finder gives what finds the texts for many queries, in order, without snippets.
func (list texts) finder(t *testing.T) func(query string) []string {
	t.Helper()
	records := make([]index.Record, len(list))
	for i := range list {
		records[i] = index.NewRecord(list.notice(fmt.Sprint(i)), nil)
	}
	searcher := search.New(search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for i := range records {
				if !yield(&records[i], nil) {
					return
				}
			}
		}
	}), search.Options{})
	return func(query string) []string {
		result, err := searcher.Search(t.Context(), search.Request{Query: query, Limit: len(list)})
		if err != nil || result.SyntaxError != nil {
			t.Fatalf("%q: %+v, %v", query, result, err)
		}
		var found []string
		for _, hit := range result.Hits {
			found = append(found, hit.ID)
		}
		slices.Sort(found)
		return found
	}
}

// check runs queries over the texts and compares what they find.
func (list texts) check(t *testing.T, wants map[string]string) {
	t.Helper()
	for query, want := range wants {
		if got := list.find(t, query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// everywhere is a notice whose every fact is in Chinese, and another that shares
// none of them.
func everywhere() []gongshi.Notice {
	write := func(id, title, issuer, issue string) gongshi.Notice {
		n := gongshi.Notice{ID: id, Kind: gongshi.KindCloseOut, Title: title, Issuer: issuer, Text: title + "\n" + issue + "\n" + issuer}
		n.Sections = []gongshi.Section{{Kind: gongshi.SectionIssue, Text: issue, Span: gongshi.Span{Start: len(title) + 1, End: len(title) + 1 + len(issue)}}}
		return n
	}
	wanted := write("wanted", "岳阳楼区雨污分流整改公示", "岳阳楼区生态环境局", "城区雨污分流不到位。")
	wanted.Region = &gongshi.Region{Province: "湖南省", City: "岳阳市", County: "岳阳楼区", Code: "430602"}
	wanted.Inspection = &gongshi.Inspection{Authority: gongshi.AuthorityCentral, Round: 2}
	wanted.DocumentNumbers = []gongshi.DocNumber{{Number: "岳办发〔2022〕4号"}}
	other := write("other", "富阳区造纸整改公示", "富阳区经信局", "造纸厂黑液直排。")
	other.Kind = gongshi.KindOtherOfficial
	other.Region = &gongshi.Region{Province: "浙江省", City: "杭州市", County: "富阳区", Code: "330111"}
	other.Inspection = &gongshi.Inspection{Authority: gongshi.AuthorityProvincial, Round: 1}
	return []gongshi.Notice{wanted, other}
}

// over is a search over notices.
func over(notices []gongshi.Notice) search.Searcher {
	scan := search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for i := range notices {
				r := index.NewRecord(&notices[i], nil)
				if !yield(&r, nil) {
					return
				}
			}
		}
	})
	return search.New(scan, search.Options{Text: func(_ context.Context, id string) (*gongshi.Notice, error) {
		i := slices.IndexFunc(notices, func(n gongshi.Notice) bool { return n.ID == id })
		return &notices[i], nil
	}})
}

// WISHES row 1: after a change of engine nothing Chinese was found. Whatever a
// request can carry is asked for in Chinese, of Search and of Each; the command
// line is asked by testdata/script/search.txtar and query.txtar.
func TestWish01ChineseEverywhere(t *testing.T) {
	searcher := over(everywhere())
	for _, req := range []search.Request{
		{Query: "雨污分流"}, {Query: "污"}, {Query: "雨污分流 不到位"}, {Query: `"雨污分流不到位。"`}, {Query: "“不到位。”"},
		{Query: "（雨污 OR 没有）"}, {Query: "整改 -造纸"}, {Query: "整改 NOT 黑液"}, {Query: "分流 section:issue"}, {Query: "分流 章节:问题"},
		{Query: "标题:雨污"}, {Query: "title:雨污"}, {Query: "问题:雨污"}, {Query: "issue:雨污"}, {Query: "地区:岳阳"}, {Query: "region:湖南"},
		{Query: "单位:生态环境"}, {Query: "issuer:生态环境"}, {Query: "轮次:第二轮"}, {Query: "层级:中央"}, {Query: "类型:销号公示"},
		{Query: "文号:岳办发〔2022〕4号"}, {Query: "文号:岳办发"}, {Query: "有:文号"},
		{Regions: []string{"岳阳"}}, {Issuers: []string{"生态环境"}}, {Rounds: []string{"第二轮"}}, {Query: "雨污", Sections: []string{"问题"}},
	} {
		req.Limit = 10
		result, err := searcher.Search(t.Context(), req)
		if err != nil || len(result.Hits) != 1 || result.Hits[0].ID != "wanted" || result.Total != 1 || len(result.Warnings) > 0 {
			t.Errorf("%+v finds %+v, %v", req, result, err)
		}
		_, all, err := searcher.Each(t.Context(), req)
		if err != nil {
			t.Fatalf("%+v: %v", req, err)
		}
		var found []string
		for r, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, r.ID)
		}
		if !slices.Equal(found, []string{"wanted"}) {
			t.Errorf("Each %+v gives %q", req, found)
		}
	}
}

// WISHES row 1: facets in Chinese, marks in Chinese, and Chinese in a query that
// does not parse.
func TestWish01ChineseAnswers(t *testing.T) {
	searcher := over(everywhere())
	result, err := searcher.Search(t.Context(), search.Request{Query: "（雨污分流", Limit: 10, Facets: []string{"region"}})
	if err != nil || len(result.Hits) != 1 || result.SyntaxError == nil {
		t.Fatalf("%+v, %v", result, err)
	}
	if got := strings.Join(marks(result.Hits[0].Snippets), " "); got != "雨污分流 雨污分流" {
		t.Errorf("marks %q of %+v", got, result.Hits[0].Snippets)
	}
	if !slices.ContainsFunc(result.Facets["region"], func(f search.FacetCount) bool { return strings.Contains(f.Value, "湖南") && f.Count == 1 }) {
		t.Errorf("regions %+v", result.Facets["region"])
	}
}

// WISHES row 2: a notice that NOT leaves out came back by another clause.
func TestWish02NotNeverLeaks(t *testing.T) {
	texts{"东京 secret", "东京", "东京都的secret文件", "secret"}.check(t, map[string]string{
		"(东京 AND NOT secret)": "1", "东京 -secret": "1", "-secret": "1", "-(东京 OR secret)": "", "东京 OR -secret": "0 1 2",
		"(东京 -secret": "1", // broken, and still
	})
	random := rand.New(rand.NewPCG(1, 2))
	var list texts
	for i := range 40 {
		n, _ := indextest.Notice(i, 600)
		list = append(list, n.Text)
	}
	find := list.finder(t)
	found := 0
	for range 100 {
		runes := []rune(list[random.IntN(len(list))])
		at := random.IntN(len(runes) - 6)
		word := strings.TrimSpace(string(runes[at : at+1+random.IntN(5)]))
		if word == "" || strings.ContainsAny(word, `"\\`) {
			continue
		}
		for _, query := range []string{fmt.Sprintf(`-"%s"`, word), fmt.Sprintf(`整改 NOT "%s"`, word), fmt.Sprintf(`(污 OR 水) -("%s" OR 没有)`, word)} {
			for _, id := range find(query) {
				found++
				if text := normal.Search(list.notice(id).Text); strings.Contains(text, normal.Search(word)) {
					t.Errorf("%q finds %q", query, text)
				}
			}
		}
	}
	if found == 0 {
		t.Error("nothing was found, so nothing could leak")
	}
}

// node is a query with its meaning, told by the texts alone.
type node struct {
	query   string
	matches func(text string) bool
}

// nested invents a query of words of the texts.
func (list texts) nested(random *rand.Rand, depth int) node {
	kind := random.IntN(5)
	if depth == 0 {
		kind = 4
	}
	switch kind {
	case 0, 1:
		a, b := list.nested(random, depth-1), list.nested(random, depth-1)
		if kind == 0 {
			return node{"(" + a.query + " " + b.query + ")", func(text string) bool { return a.matches(text) && b.matches(text) }}
		}
		return node{"(" + a.query + " OR " + b.query + ")", func(text string) bool { return a.matches(text) || b.matches(text) }}
	case 2, 3:
		a := list.nested(random, depth-1)
		sign := []string{"NOT ", "-"}[kind-2]
		return node{sign + "(" + a.query + ")", func(text string) bool { return !a.matches(text) }}
	}
	for {
		runes := []rune(list[random.IntN(len(list))])
		at := random.IntN(len(runes) - 4)
		word := string(runes[at : at+1+random.IntN(4)])
		if strings.ContainsAny(word, "\"\\\n ") {
			continue
		}
		return node{`"` + word + `"`, func(text string) bool { return strings.Contains(text, normal.Search(word)) }}
	}
}

// WISHES row 2: however NOT, OR and groups are nested, what is found is what the
// texts say.
func TestWish02NestedNot(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var list texts
	for i := range 30 {
		n, _ := indextest.Notice(i, 400)
		list = append(list, n.Text)
	}
	find := list.finder(t)
	some := 0 // queries that find some of the texts and leave some out
	for range 300 {
		asked := list.nested(random, 4)
		var want []string
		for i := range list {
			if id := fmt.Sprint(i); asked.matches(normal.Search(list.notice(id).Text)) {
				want = append(want, id)
			}
		}
		slices.Sort(want)
		if got := find(asked.query); !slices.Equal(got, want) {
			t.Errorf("%s finds %q, want %q", asked.query, got, want)
		}
		if len(want) > 0 && len(want) < len(list) {
			some++
		}
	}
	if some < 50 {
		t.Errorf("only %d queries can tell", some)
	}
}

// WISHES row 3: a word inside a longer word was not found.
func TestWish03WordInsideWord(t *testing.T) {
	texts{"待处理事项", "在建工程", "安装简单", "中国农业发展银行", "、雨污分流不到位", "雨污分流"}.check(t, map[string]string{
		"处理": "0", "工程": "1", "简单": "2", "农业": "3", "业发": "3", "雨污分流": "4 5", "污分": "4 5",
	})
}

// WISHES row 4: two words found nothing, a minus was ignored, two exact texts
// failed.
func TestWish04Boolean(t *testing.T) {
	texts{"招商公司", "招商局", "公司招商", "招商引资,有限公司"}.check(t, map[string]string{
		"招商 公司": "0 2 3", "招商 -公司": "1", `"招商引资" "有限公司"`: "3", "招商公司": "0", "招商局 OR 公司招商": "1 2",
		"招商 (引资 OR 局)": "1 3", "-招商": "", "招商 NOT (局 OR 引资)": "0 2", `"公司"-"招商公司"`: "2 3",
	})
}

// WISHES row 5: what is written differently is found, and marked where it
// stands in the source.
func TestWish05FormsBeforeWords(t *testing.T) {
	list := texts{"⻓江⼲流，２０２１ 年 ＰＭ２．５", "长江\u200b干流"}
	list.check(t, map[string]string{"长江干流": "0 1", "2021年": "0", "pm2.5": "0", "２０２１": "0", `"干流,2021"`: "0"})
	for query, want := range map[string]string{"长江干流": "⻓江⼲流", "2021年": "２０２１ 年", "PM2.5": "ＰＭ２．５"} {
		got := marks(list[:1].search(t, query).Hits[0].Snippets)
		if len(got) != 1 || got[0] != want {
			t.Errorf("%q marks %q, want %q", query, got, want)
		}
	}
}

// WISHES row 5: traditional and simplified characters find each other, in whole
// and in part, and what is marked is what the source has.
func TestWish05Scripts(t *testing.T) {
	list := texts{"第一，國際論壇、開幕。", "国际论坛", "國际論坛", "國際新聞", "水裡、水裏、水里"}
	list.check(t, map[string]string{
		"國際論壇": "0 1 2", "国际论坛": "0 1 2", "際论": "0 1 2", `"國際論壇、"`: "0", "新闻": "3", "论坛 OR 新聞": "0 1 2 3", "国际 -論壇": "3",
		"国": "0 1 2 3", "水里": "4", "水裡": "4", "issue:論壇": "0 1 2",
	})
	for query, want := range map[string]string{"国际论坛": "國際論壇", "論壇、开": "論壇、開", "幕": "幕"} {
		got := marks(list[:1].search(t, query).Hits[0].Snippets)
		if len(got) != 1 || got[0] != want {
			t.Errorf("%q marks %q, want %q", query, got, want)
		}
	}
	if got := marks(list[4:].search(t, "水里").Hits[0].Snippets); !slices.Equal(got, []string{"水裡", "水裏", "水里"}) {
		t.Errorf("marks %q", got)
	}
}

// WISHES row 6: words that only sound alike are not found.
func TestWish06NoHomophones(t *testing.T) {
	texts{"经典", "景点"}.check(t, map[string]string{"景点": "1", "经典": "0", "jingdian": ""})
}

// WISHES row 7: one character is a query.
func TestWish07OneCharacter(t *testing.T) {
	texts{"蝴蝶", "花", "开花结果"}.check(t, map[string]string{"蝶": "0", "花": "1 2", "-花": "0", "果": "2", "issue:花": "1 2"})
}

// WISHES row 8: quotes are literal, signs and all, and do not cross paragraphs.
func TestWish08Quotes(t *testing.T) {
	texts{"水产养殖污染、农药化肥", "水产养殖污染。农药", "水产养殖污染、\n农药", "农药、水产养殖污染"}.check(t, map[string]string{
		`"水产养殖污染、农药"`: "0", "“水产养殖污染、农药”": "0", "「污染、」": "0 2", `"污染。农药"`: "1", `"污染农药"`: "", "农药 水产养殖污染": "0 1 2 3",
	})
}

// WISHES row 8: what is marked is the quoted text and nothing else.
func TestWish08QuotesAreMarkedWhole(t *testing.T) {
	list := texts{"水产养殖污染治理，水产污染、养殖；水产养殖污染、农药化肥"}
	for query, want := range map[string][]string{
		`"水产养殖污染"`: {"水产养殖污染", "水产养殖污染"}, `"污染、养殖"`: {"污染、养殖"}, `"养殖" "农药"`: {"养殖", "养殖", "养殖", "农药"}, "殖污": {"殖污", "殖污"},
	} {
		if got := marks(list.search(t, query).Hits[0].Snippets); !slices.Equal(got, want) {
			t.Errorf("%s marks %q, want %q", query, got, want)
		}
	}
}

// A facet says how many hits there are when its value is asked for.
func TestFacetsAreTotals(t *testing.T) {
	records := indextest.Records(200, 300)
	scan := search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for i := range records {
				if !yield(&records[i], nil) {
					return
				}
			}
		}
	})
	searcher := search.New(scan, search.Options{})
	names := []string{"round", "authority", "region", "year", "rule", "has", "kind"}
	const query = "整改 -上海南站"
	counted, err := searcher.Search(t.Context(), search.Request{Query: query, Facets: names})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if len(counted.Facets[name]) < 2 {
			t.Errorf("%s: %v", name, counted.Facets[name])
		}
		for _, value := range counted.Facets[name] {
			asked := fmt.Sprintf("%s %s:%q", query, name, value.Value)
			result, err := searcher.Search(t.Context(), search.Request{Query: asked})
			if err != nil || result.Total != value.Count || len(result.Warnings) > 0 {
				t.Errorf("%s finds %d (%v), counted %d", asked, result.Total, err, value.Count)
			}
		}
	}
}

// A text that two sections share, and a title that stands in the text too, were
// shown twice.
func TestSnippetsDoNotRepeat(t *testing.T) {
	text := "某办公室\n关于雨污分流整改的公示\n一、整改措施及完成情况：已建雨污分流管网，雨污分流全部完成。\n监督雨污分流请来电。"
	body := strings.Index(text, "已建")
	span := gongshi.Span{Start: body, End: strings.Index(text, "\n监督")}
	n := gongshi.Notice{ID: "0", Title: "某办公室关于雨污分流整改的公示", Text: text, Sections: []gongshi.Section{
		{Kind: gongshi.SectionMeasures, Span: span, Text: span.Of(text)}, {Kind: gongshi.SectionImplementation, Span: span, Text: span.Of(text)},
	}}
	record := index.NewRecord(&n, nil)
	searcher := search.New(search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) { yield(&record, nil) }
	}), search.Options{Text: func(context.Context, string) (*gongshi.Notice, error) { return &n, nil }})
	result, err := searcher.Search(t.Context(), search.Request{Query: "雨污分流", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	var sections []string
	for _, s := range result.Hits[0].Snippets {
		sections = append(sections, s.Section)
	}
	if got := strings.Join(sections, " "); got != "title measures text" {
		t.Errorf("snippets of %q: %+v", got, result.Hits[0].Snippets)
	}
	result, err = searcher.Search(t.Context(), search.Request{Query: "implementation:雨污分流", Limit: 1})
	if err != nil || len(result.Hits[0].Snippets) != 1 || result.Hits[0].Snippets[0].Section != "implementation" {
		t.Errorf("%+v, %v", result, err)
	}
}
