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
	"gongshi/index/segment"
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
	found := 0
	for range 100 {
		runes := []rune(list[random.IntN(len(list))])
		at := random.IntN(len(runes) - 6)
		word := strings.TrimSpace(string(runes[at : at+1+random.IntN(5)]))
		if word == "" || strings.ContainsAny(word, `"\\`) {
			continue
		}
		for _, query := range []string{fmt.Sprintf(`-"%s"`, word), fmt.Sprintf(`整改 NOT "%s"`, word), fmt.Sprintf(`(污 OR 水) -("%s" OR 没有)`, word)} {
			for _, hit := range list.search(t, query).Hits {
				found++
				if text := normal.Search(list.notice(hit.ID).Text); strings.Contains(text, normal.Search(word)) {
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
		if got := list.find(t, asked.query); got != strings.Join(want, " ") {
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

// drifting are texts in which an offset that is counted wrong is off: signs,
// stop words, what folds to more or fewer bytes, what nobody sees.
var drifting = []string{
	"，。、的了，雨污分流。。。的", "（一）　ＰＭ２．５，超标；PM10 达标", "總\u200b磷、总　磷：0.2mg/L", "ﬃ㈠㌀①②③，黑臭水體", "\u3000\u3000！！！——……化学需氧量",
	"İSTANBUL ǅ ß 的 锰", "a\u0301b́ 氨氮\ufeff，\u00ad氨氮", "𠮷野家，𠀀污水",
}

// WISHES row 9: offsets drifted after signs and stop words. Every word is where
// it says.
func TestWish09OffsetsOfWords(t *testing.T) {
	for _, text := range append([]string{strings.Join(drifting, "\n")}, drifting...) {
		tokens, err := segment.Cut(text)
		if err != nil || len(tokens) == 0 {
			t.Fatalf("%q: %d words, %v", text, len(tokens), err)
		}
		for _, token := range tokens {
			if text[token.Start:token.End] != token.Text || utf8.RuneCountInString(text[:token.Start]) != token.Position {
				t.Errorf("%q: %+v is %q there", text, token, text[token.Start:token.End])
			}
		}
	}
}

// WISHES row 9: in a notice of several sections, the later ones too are marked
// at the place where the source has the word.
func TestWish09OffsetsInLaterSections(t *testing.T) {
	n := gongshi.Notice{ID: "0", Text: "，。的。\n"}
	for _, text := range drifting {
		at := len(n.Text)
		n.Text += text + "\n"
		n.Sections = append(n.Sections, gongshi.Section{Kind: gongshi.SectionIssue, Text: text, Span: gongshi.Span{Start: at, End: at + len(text)}})
	}
	searcher := over([]gongshi.Notice{n})
	for query, want := range map[string][]string{
		"雨污分流": {"雨污分流"}, "pm2.5": {"ＰＭ２．５"}, "总磷": {"總\u200b磷", "总　磷"}, "黑臭水体": {"黑臭水體"}, "化学需氧量": {"化学需氧量"},
		"锰": {"锰"}, "氨氮": {"氨氮", "氨氮"}, "污水": {"污水"}, "1": {"①", "１", "1"}, "超标": {"超标"},
	} {
		result, err := searcher.Search(t.Context(), search.Request{Query: query, Limit: 1})
		if err != nil || len(result.Hits) != 1 {
			t.Fatalf("%q: %+v, %v", query, result, err)
		}
		for _, s := range result.Hits[0].Snippets {
			before, after := "", ""
			for _, p := range s.Parts {
				after += p.Text
			}
			for _, p := range s.Parts {
				if p.Match && !slices.Contains(want, p.Text) {
					t.Errorf("%q marks %q, want one of %q", query, p.Text, want)
				}
				before += p.Text
				after = after[len(p.Text):]
			}
			if !strings.Contains(n.Text, before) || after != "" {
				t.Errorf("%q: snippet %q is not in the source", query, before)
			}
		}
		if got := marks(result.Hits[0].Snippets); len(got) == 0 {
			t.Errorf("%q marks nothing", query)
		}
	}
}

// WISHES row 9: what is marked has what was asked for, and what is not marked
// has not, in any notice.
func TestWish09MarksAreTheMatches(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	marked := 0
	for i := range 60 {
		n, _ := indextest.Notice(i, 800)
		searcher := over([]gongshi.Notice{*n})
		for range 5 {
			runes := []rune(n.Text)
			at := random.IntN(len(runes) - 6)
			piece := string(runes[at : at+1+random.IntN(5)])
			if strings.ContainsAny(piece, "\"\\\n") || strings.TrimSpace(piece) != piece {
				continue
			}
			result, err := searcher.Search(t.Context(), search.Request{Query: `"` + piece + `"`, Limit: 1})
			if err != nil || len(result.Hits) != 1 {
				t.Fatalf("%q: %+v, %v", piece, result, err)
			}
			for _, s := range result.Hits[0].Snippets {
				for _, p := range s.Parts {
					if strings.Contains(normal.Search(p.Text), normal.Search(piece)) != p.Match {
						t.Errorf("%q: marked %v: %q", piece, p.Match, p.Text)
					}
					if p.Match {
						marked++
					}
				}
			}
		}
	}
	if marked < 200 {
		t.Errorf("only %d marks", marked)
	}
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

// WISHES row 11: highlighting panicked on Chinese text. Texts and queries are
// pieces of what folds in unequal ways, cut anywhere between characters.
func TestWish11NoPanic(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 11))
	runes := []rune(strings.Join(drifting, "\n") + "污水污水的 OR -()（）“”:：")
	piece := func(most int) string {
		var b strings.Builder
		for range 1 + random.IntN(most) {
			at := random.IntN(len(runes))
			b.WriteString(string(runes[at:min(at+1+random.IntN(4), len(runes))]))
		}
		return b.String()
	}
	hits := 0
	for range 500 {
		list := texts{piece(60), strings.Repeat(piece(3), 80)}
		query := piece(2)
		for _, hit := range list.search(t, query).Hits {
			checkSnippets(t, query, list.notice(hit.ID), hit.Snippets)
			hits++
		}
	}
	if hits < 100 {
		t.Errorf("only %d hits", hits)
	}
}

// WISHES row 11, for longer.
func FuzzWish11Snippets(f *testing.F) {
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

// WISHES row 20: wherever the word stands, in the title, in a section, behind
// them, the hit shows it and says where.
func TestWish20SnippetNamesThePlace(t *testing.T) {
	title, goal := "某县总磷整改公示", "氨氮达标。"
	n := gongshi.Notice{ID: "0", Title: title, Text: "正文开头，" + strings.Repeat("很长的正文。", 3000)}
	at := len(n.Text)
	n.Text += goal + "\n" + strings.Repeat("落款。", 3000) + "镉"
	n.Sections = []gongshi.Section{{Kind: gongshi.SectionGoal, Text: goal, Span: gongshi.Span{Start: at, End: at + len(goal)}}}
	searcher := over([]gongshi.Notice{n})
	for query, want := range map[string]string{"总磷": "title 总磷", "氨氮": "goal 氨氮", "镉": "text 镉", "开头": "text 开头"} {
		result, err := searcher.Search(t.Context(), search.Request{Query: query, Limit: 1})
		if err != nil || len(result.Hits) != 1 || len(result.Hits[0].Snippets) != 1 {
			t.Fatalf("%q: %+v, %v", query, result, err)
		}
		s := result.Hits[0].Snippets
		if got := s[0].Section + " " + strings.Join(marks(s), " "); got != want {
			t.Errorf("%q shows %q, want %q", query, got, want)
		}
	}
}

// WISHES row 20: no hit is without a marked snippet.
func TestWish20EveryHit(t *testing.T) {
	random := rand.New(rand.NewPCG(20, 20))
	var notices []gongshi.Notice
	for i := range 40 {
		n, _ := indextest.Notice(i, 1500)
		notices = append(notices, *n)
	}
	searcher := over(notices)
	hits := 0
	for range 60 {
		runes := []rune(notices[random.IntN(len(notices))].Text)
		at := random.IntN(len(runes) - 4)
		word := string(runes[at : at+1+random.IntN(3)])
		if strings.ContainsAny(word, "\"\\\n") || strings.TrimSpace(word) != word {
			continue
		}
		result, err := searcher.Search(t.Context(), search.Request{Query: `"` + word + `"`, Limit: len(notices)})
		if err != nil {
			t.Fatal(err)
		}
		for _, hit := range result.Hits {
			hits++
			if len(marks(hit.Snippets)) == 0 || slices.ContainsFunc(hit.Snippets, func(s search.Snippet) bool { return s.Section == "" }) {
				t.Errorf("%q in %s: %+v", word, hit.ID, hit.Snippets)
			}
		}
	}
	if hits < 100 {
		t.Errorf("only %d hits", hits)
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
