package search_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

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

// check runs queries over the texts and compares what they find.
func (list texts) check(t *testing.T, wants map[string]string) {
	t.Helper()
	for query, want := range wants {
		if got := list.find(t, query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
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
	for range 100 {
		runes := []rune(list[random.IntN(len(list))])
		at := random.IntN(len(runes) - 6)
		word := strings.TrimSpace(string(runes[at : at+1+random.IntN(5)]))
		if word == "" || strings.ContainsAny(word, `"\\`) {
			continue
		}
		for _, query := range []string{fmt.Sprintf(`-"%s"`, word), fmt.Sprintf(`整改 NOT "%s"`, word), fmt.Sprintf(`(污 OR 水) -("%s" OR 没有)`, word)} {
			for _, hit := range list.search(t, query).Hits {
				if text := normal.Search(list.notice(hit.ID).Text); strings.Contains(text, normal.Search(word)) {
					t.Errorf("%q finds %q", query, text)
				}
			}
		}
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

// marks gives what is marked in snippets.
func marks(snippets []search.Snippet) []string {
	var marked []string
	for _, s := range snippets {
		for _, p := range s.Parts {
			if p.Match {
				marked = append(marked, p.Text)
			}
		}
	}
	return marked
}

// WISHES row 10: a highlighter left words out or doubled them.
func TestWish10MarksChangeNothing(t *testing.T) {
	list := texts{"高清下载，数据结构数据结构。" + strings.Repeat("污", 500), strings.Repeat("数据，", 300)}
	for query, want := range map[string]string{"高清下载": "高清下载", "数据结构": "数据结构数据结构", "高清 下载": "高清下载"} {
		if got := marks(list[:1].search(t, query).Hits[0].Snippets); len(got) != 1 || got[0] != want {
			t.Errorf("%q marks %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"污", "数据", "，", "数", "高清 OR 污污", `"数据，数据"`} {
		for _, hit := range list.search(t, query).Hits {
			checkSnippets(t, query, list.notice(hit.ID), hit.Snippets)
		}
	}
}

// checkSnippets: parts put together are a piece of the source, no snippet is
// long or repeats another's text, and what is marked is no gap.
func checkSnippets(t *testing.T, query string, n *gongshi.Notice, snippets []search.Snippet) {
	t.Helper()
	if len(snippets) == 0 || len(snippets) > 3 {
		t.Fatalf("%q: %d snippets", query, len(snippets))
	}
	for _, s := range snippets {
		text := ""
		for i, p := range s.Parts {
			text += p.Text
			if p.Text == "" || i > 0 && p.Match == s.Parts[i-1].Match {
				t.Errorf("%q: parts %+v", query, s.Parts)
			}
		}
		if !utf8.ValidString(text) || !strings.Contains(n.Text, text) || utf8.RuneCountInString(text) > 200 {
			t.Errorf("%q: snippet %q of %q", query, text, n.Text)
		}
	}
}

// WISHES row 11: highlighting panicked on Chinese text.
func FuzzSnippets(f *testing.F) {
	f.Add("一、雨污分流\u200b不到位，ﬃ ＰＭ２．５ ㈠\n\n雨污", "雨污 OR ㈠ OR f")
	f.Add(strings.Repeat("污水", 200)+"\n", "污水 OR 水 水污")
	f.Fuzz(func(t *testing.T, text, query string) {
		text = strings.ToValidUTF8(text, "?")
		list := texts{text}
		for _, hit := range list.search(t, query).Hits {
			checkSnippets(t, query, list.notice(hit.ID), hit.Snippets)
		}
	})
}

// WISHES row 20: each hit shows where it matches, with the section's name.
func TestWish20SnippetForEachHit(t *testing.T) {
	list := texts{strings.Repeat("很长的正文。", 2000) + "总磷超标", "总磷"}
	for _, hit := range list.search(t, "总磷").Hits {
		if len(hit.Snippets) != 1 || hit.Snippets[0].Section != "issue" || len(marks(hit.Snippets)) != 1 {
			t.Errorf("%s: %+v", hit.ID, hit.Snippets)
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
