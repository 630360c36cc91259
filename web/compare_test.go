package web_test

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongshi/index"
	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/query"
	"gongshi/web"
	"gongshi/web/desk"
)

// tableOf counts by the package below the pages.
func tableOf(t *testing.T, d *desk.Desk, req search.Request, names ...string) *compare.Table {
	t.Helper()
	var by []compare.Dimension
	for _, name := range names {
		dimension, _ := compare.DimensionOf(name)
		by = append(by, dimension)
	}
	node, records, err := d.Search.Each(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	table, err := compare.Build(t.Context(), records, compare.Options{By: by, Asked: node})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// searched gives how many notices the search at an address of ours finds.
func (b *bench) searched(address string) int {
	b.t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Path != "/" {
		b.t.Fatalf("%q is no search: %v", address, err)
	}
	v := u.Query()
	found, err := b.Search.Search(b.t.Context(), search.Request{Query: v.Get("q"), Rounds: v["round"], Regions: v["region"], Years: v["year"], Sections: v["section"],
		Issuers: v["issuer"], Rules: v["rule"], Synonyms: v.Get("synonyms") == "1", Pinyin: v.Get("pinyin") == "1"})
	if err != nil || found.SyntaxError != nil {
		b.t.Fatalf("%q: %v, %v", address, err, found)
	}
	return found.Total
}

// remember keeps the records in memory, for many searches.
func (b *bench) remember() {
	b.t.Helper()
	var kept []*index.Record
	for r, err := range records(b.Store)(b.t.Context()) {
		if err != nil {
			b.t.Fatal(err)
		}
		kept = append(kept, r)
	}
	b.Search = search.New(search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for _, r := range kept {
				if !yield(r, nil) {
					return
				}
			}
		}
	}), search.Options{})
	b.handler = web.New(b.Desk)
}

func number(t *testing.T, s *goquery.Selection) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(s.Text()))
	if err != nil {
		t.Fatalf("no number: %q", s.Text())
	}
	return n
}

// Every cell of the table has the figures of package compare, and a search that finds as
// many notices.
func TestComparison(t *testing.T) {
	b := newBench(t)
	b.remember()
	links := 0
	for _, test := range []struct{ q, by, more string }{
		{"", "round,region", ""},
		{"整改", "region", ""},
		{"整改", "province,round", ""},
		{"污水 OR 养殖", "city", ""},
		{"整改 section:issue", "county,authority", ""},
		{"污水", "year", "&region=湖南"},
		{"", "issuer", ""},
		{"", "kind,has-goal", ""},
		{"污水 -总磷", "round", "&synonyms=1&section=issue&section=措施"},
		{"整改", "region,year", "&round=2"},
	} {
		address := "/compare?q=" + url.QueryEscape(test.q) + "&by=" + test.by + test.more
		doc := b.get(address)
		u, _ := url.Parse(address)
		req := search.Request{Query: test.q, Regions: u.Query()["region"], Rounds: u.Query()["round"], Sections: u.Query()["section"], Synonyms: u.Query().Get("synonyms") == "1"}
		by := strings.Split(test.by, ",")
		want := tableOf(t, b.Desk, req, by...)
		rows := doc.Find(".compared tbody tr")
		if rows.Length() != len(want.Cells)+1 || want.Total.Notices == 0 {
			t.Fatalf("%s: %d rows for %d cells", address, rows.Length(), len(want.Cells))
		}
		rows.Each(func(i int, row *goquery.Selection) {
			cell := &want.Total
			if i < len(want.Cells) {
				cell = &want.Cells[i]
			}
			numbers := row.Find(".number")
			if n, p := number(t, numbers.Eq(0)), number(t, numbers.Eq(1)); n != cell.Notices || p != cell.Problems {
				t.Errorf("%s row %d: %d notices and %d problems, want %d and %d", address, i, n, p, cell.Notices, cell.Problems)
			}
			link, ok := numbers.Eq(0).Find("a").Attr("href")
			if !ok {
				return
			}
			links++
			if found := b.searched(link); found != cell.Notices {
				t.Errorf("%s row %d (%v): %d notices, and the search %s finds %d", address, i, cell.Values, cell.Notices, link, found)
			}
		})
		checkCharts(t, doc, 2)
	}
	if links < 50 {
		t.Errorf("only %d cells have a link", links)
	}
}

// checkCharts looks at the charts of a page.
func checkCharts(t *testing.T, doc *goquery.Document, want int) {
	t.Helper()
	if n := doc.Find("svg.chart").Length(); n != want {
		t.Errorf("%d charts, want %d", n, want)
	}
	doc.Find("svg.chart").Each(func(_ int, s *goquery.Selection) {
		for id := range strings.FieldsSeq(s.AttrOr("aria-labelledby", "")) {
			if doc.Find("#"+id).Length() != 1 {
				t.Errorf("%d elements have the id %s", doc.Find("#"+id).Length(), id)
			}
		}
	})
	whole, _ := doc.Html()
	if strings.Contains(whole, " style=") || strings.Contains(whole, "<style") || doc.Find("script:not([src])").Length() > 0 {
		t.Error("the page has inline style or script")
	}
}

func TestComparisonForm(t *testing.T) {
	b := newBench(t)
	doc := b.get("/compare")
	if doc.Find(".compared, svg, #result").Length() > 0 {
		t.Error("something is compared before anything is asked")
	}
	if got := doc.Find("select[name=by] option[selected]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") }); strings.Join(got, ",") != "round,region" {
		t.Errorf("by %q", got)
	}
	doc = b.get("/compare?q=%E6%95%B4%E6%94%B9&by=year&by=&round=&region=湖南&region=江西")
	if doc.Find("input[name=region]").Length() != 2 || doc.Find("details[open]").Length() != 1 || doc.Find("input[name=q]").AttrOr("value", "") != "整改" {
		t.Error("the form does not say what was asked")
	}
	csv, _ := url.Parse(doc.Find("a[download]").AttrOr("href", ""))
	want := url.Values{"q": {"整改"}, "by": {"year"}, "region": {"湖南", "江西"}, "format": {"csv"}, "lang": {"zh"}}
	if csv.Path != "/api/v1/compare" || csv.Query().Encode() != want.Encode() {
		t.Errorf("the table is at %s", csv)
	}
	has(t, b.get("/compare?q=没有这样的文字"), "#result", "没有查到")
	has(t, b.get("/compare?lang=en&q=整改&by=round"), ".compared thead", "Notices")
}

func TestComparisonRefuses(t *testing.T) {
	b := newBench(t)
	for address, want := range map[string]string{
		"/compare?q=" + url.QueryEscape("(整改"): "查询语法有误",
		"/compare?q=a&by=weather":              "参数 by",
		"/compare?q=a&by=round,region,year":    "参数 by",
		"/compare?q=a&round=九九九":               "参数 round",
	} {
		has(t, b.page(b.ask(http.MethodGet, address, nil), http.StatusBadRequest), "main h1", want)
	}
	b.Search = late{b.Search}
	b.handler = web.New(b.Desk)
	has(t, b.page(b.ask(http.MethodGet, "/compare?q=a", nil), http.StatusServiceUnavailable), "main h1", "超时")
}

// late is a search that takes longer than it may.
type late struct{ search.Searcher }

func (late) Each(context.Context, search.Request) (query.Node, iter.Seq2[*index.Record, error], error) {
	return query.All{}, func(yield func(*index.Record, error) bool) { yield(nil, context.DeadlineExceeded) }, nil
}

// What notices and queries say is text on the page, whatever it looks like.
func TestComparisonEscapes(t *testing.T) {
	const nasty = `"><x onerror=alert(1)>'`
	b := newOwnBench(t, map[string]string{"a.txt": "关于" + nasty + "整改销号的公示\n\n一、反馈问题\n污水" + nasty + "直排，" + strings.Repeat("雨污分流不到位，管网破损严重，", 9) + "\n\n二、整改目标\n完成整改。\n"})
	for _, by := range []string{"issuer", "round,region", "year"} {
		doc := b.get("/compare?q=" + url.QueryEscape(`"onerror=alert"`) + "&by=" + by)
		if doc.Find("x, [onerror]").Length() > 0 || number(t, doc.Find("tr.total .number").First()) != 1 {
			t.Errorf("by %s: %s", by, text(doc, "main"))
		}
		has(t, doc, ".example", "<x onerror")
	}
}
