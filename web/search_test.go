package web_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongshi/index"
	"gongshi/search"
	"gongshi/search/query"
)

func TestSearchPage(t *testing.T) {
	b := newBench(t)
	doc := b.get("/?q=雨污分流&sort=date")
	found, err := b.Search.Search(t.Context(), search.Request{Query: "雨污分流", Sort: search.SortDate, Limit: 20})
	if err != nil || found.Total == 0 {
		t.Fatal(found, err)
	}
	has(t, doc, "#total", fmt.Sprintf("共 %d 份", found.Total))
	var shown, want []string
	doc.Find(".hit").Each(func(_ int, s *goquery.Selection) { shown = append(shown, s.AttrOr("id", "")) })
	for _, h := range found.Hits {
		want = append(want, "n-"+h.ID)
	}
	if strings.Join(shown, " ") != strings.Join(want, " ") {
		t.Errorf("hits %v, want %v", shown, want)
	}
	has(t, doc, ".snippet mark", "雨污分流")
	has(t, doc, ".snippet .tag", "反馈问题")
	has(t, doc, ".hit .source", "input.")
	for _, format := range []string{"xlsx", "csv", "jsonl"} {
		has(t, doc, `a[href*="/api/v1/export?"][href*="format=`+format+`"]:not([href*="sort="])[href*="q=`+"%E9%9B%A8"+`"]`, format)
	}
}

// What a facet says it finds is found by its link.
func TestFacetsCountWhatTheirLinksFind(t *testing.T) {
	b := newBench(t)
	for _, start := range []string{"/", "/?q=整改&round=2", "/?q=(整改+OR+督察)&year=2022&year=2023", "/?q=污水+has:goal", "/?q=督察&region=湖南省"} {
		followed := 0
		b.get(start).Find(".facet li:not(.on)").Each(func(i int, s *goquery.Selection) {
			link, ok := s.Find("a").Attr("href")
			if !ok || i%8 != 0 {
				return
			}
			count := strings.TrimSpace(s.Find(".count").Text())
			page := b.get(link)
			total := page.Find("#total").Text()
			// Of a filter of several values, one more adds to the others.
			more := len(sameFilter(page, s.Closest(".facet").Find("h2").Text())) > 1
			if !more && !strings.HasPrefix(strings.TrimSpace(total), "共 "+count+" 份") {
				t.Errorf("%s: the facet says %s, its link finds %q", link, count, total)
			}
			followed++
		})
		if followed == 0 {
			t.Errorf("%s: no facet to follow", start)
		}
	}
}

// sameFilter are the filters that are on for a facet of that name.
func sameFilter(page *goquery.Document, name string) []string {
	var all []string
	page.Find(".chip").Each(func(_ int, s *goquery.Selection) {
		if strings.HasPrefix(s.Text(), name) {
			all = append(all, s.Text())
		}
	})
	return all
}

func TestChipsTakeFiltersAway(t *testing.T) {
	b := newBench(t)
	doc := b.get("/?q=整改&round=2&year=2023&issuer=办公室&section=issue")
	if got := doc.Find(".chip").Length(); got != 4 {
		t.Fatalf("%d chips, want 4", got)
	}
	for doc.Find(".chip").Length() > 0 {
		before := doc.Find(".chip").Length()
		doc = b.get(doc.Find(".chip").First().AttrOr("href", ""))
		if doc.Find(".chip").Length() != before-1 {
			t.Fatalf("%d chips after one of %d was taken away", doc.Find(".chip").Length(), before)
		}
	}
	if got := doc.Find("#q").AttrOr("value", ""); got != "整改" {
		t.Errorf("the query is %q", got)
	}
}

func TestPages(t *testing.T) {
	b := newBench(t)
	for _, order := range []string{"relevance", "date"} {
		seen := map[string]bool{}
		target := "/?q=整改&limit=7&sort=" + order
		for pages := 0; target != ""; pages++ {
			doc := b.get(target)
			if pages > 0 {
				has(t, doc, `.paging a:contains("首页")`, "首页")
			}
			doc.Find(".hit").Each(func(_ int, s *goquery.Selection) {
				id := s.AttrOr("id", "")
				if seen[id] {
					t.Errorf("%s comes twice", id)
				}
				seen[id] = true
			})
			target = doc.Find(`a[rel="next"]`).AttrOr("href", "")
		}
		found, err := b.Search.Search(t.Context(), search.Request{Query: "整改"})
		if err != nil || len(seen) != found.Total {
			t.Errorf("by %s: %d notices on all pages, want %d (%v)", order, len(seen), found.Total, err)
		}
	}
}

func TestSearchSaysWhatIsWrong(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		target   string
		selector string
		zh, en   string
	}{
		{"/?q=(整改+OR", ".warn", "查询语法有误", "does not parse"},
		{"/?q=(整改+OR", "#wrong .code", "(整改 OR", "(整改 OR"},
		{"/?q=不存在的词甲乙丙+丁戊己", ".nothing", "没有查到", "Nothing found"},
		{"/?q=不存在的词甲乙丙+丁戊己&round=2", ".nothing a", "去掉全部筛选", "without filters"},
		{"/?q=环保督察&synonyms=1", ".told", "生态环境保护督察", "生态环境保护督察"},
		{"/?q=整改&offset=5000", ".nothing", "这一页没有内容", "nothing on this page"},
	} {
		has(t, b.get(c.target), c.selector, c.zh)
		has(t, b.get(c.target+"&lang=en"), c.selector, c.en)
		b.ask(http.MethodGet, "/?lang=zh", nil)
	}
	for target, want := range map[string]string{
		"/?q=a&limit=-1": "limit", "/?q=a&limit=x": "limit", "/?q=a&sort=up": "sort", "/?q=a&round=甲": "round", "/?q=a&cursor=zzz": "cursor",
	} {
		has(t, b.page(b.ask(http.MethodGet, target, nil), http.StatusBadRequest), "main h1", want)
	}
}

// slow is a corpus that gives no answer.
type slow struct{ search.Searcher }

func (slow) Search(context.Context, search.Request) (*search.Result, error) {
	return nil, fmt.Errorf("store: %w", context.DeadlineExceeded)
}

func (slow) Each(context.Context, search.Request) (query.Node, iter.Seq2[*index.Record, error], error) {
	return nil, nil, context.DeadlineExceeded
}

func TestSearchThatTakesTooLong(t *testing.T) {
	b := newBench(t)
	id := b.anID("整改")
	b.Search = slow{b.Search}
	for _, target := range []string{"/?q=整改", "/notice/" + id + "/related"} {
		answer := b.ask(http.MethodGet, target, nil)
		has(t, b.page(answer, http.StatusServiceUnavailable), "main h1", "查询超时")
		if got := answer.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", target, got)
		}
	}
	b.get("/notice/" + id + "?q=整改") // is there all the same
}

func TestPageIsNotSentTwice(t *testing.T) {
	b := newBench(t)
	target := "/notice/" + b.anID("整改")
	answer := b.ask(http.MethodGet, target, nil)
	tag := answer.Header.Get("ETag")
	if tag == "" || !strings.Contains(answer.Header.Get("Vary"), "Cookie") {
		t.Fatalf("ETag %q, Vary %q", tag, answer.Header.Get("Vary"))
	}
	again := b.askWith(http.MethodGet, target, http.Header{"If-None-Match": {tag}})
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: %d", again.StatusCode)
	}
	other := b.askWith(http.MethodGet, target+"?lang=en", http.Header{"If-None-Match": {tag}})
	if other.StatusCode != http.StatusOK {
		t.Errorf("in another language: %d", other.StatusCode)
	}
}

func TestStatic(t *testing.T) {
	b := newBench(t)
	doc := b.get("/")
	for _, attr := range []struct{ selector, attr, kind string }{
		{`link[rel="stylesheet"]`, "href", "text/css"}, {"script[src]", "src", "text/javascript"}, {`link[rel="icon"]`, "href", "image/svg+xml"}} {
		url := doc.Find(attr.selector).AttrOr(attr.attr, "")
		answer := b.ask(http.MethodGet, url, nil)
		if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), attr.kind) || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", url, answer.StatusCode, answer.Header)
		}
	}
	if got := b.ask(http.MethodGet, "/static/../web.go", nil).StatusCode; got == http.StatusOK {
		t.Error("a file outside is given")
	}
	if n := doc.Find("script:not([src]), style, [style], [onclick]").Length(); n > 0 {
		t.Errorf("%d scripts or styles in the page", n)
	}
}
