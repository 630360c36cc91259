package web

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/query"
)

// searchPage is what the search shows.
type searchPage struct {
	Request search.Request
	Result  *search.Result
	Hits    []hit
	// Chips are the filters that are on; each leads to the search without it.
	Chips  []link
	Facets []facet
	// Wrong is the query taken apart where it does not parse.
	Wrong *wrongQuery
	Pages paging
	// Exports are the result in other formats, Advice what can be tried when nothing is
	// found.
	Exports, Advice []link
	// Kept are the parameters that the form has no field for.
	Kept []field
	// Everything are all parameters, for the form that saves the query.
	Everything []field
	// Seq is the number of the newest change before the search.
	Seq uint64
	// Here is the page itself.
	Here string
}

// link is an address with what it is called.
type link struct{ Name, URL string }

// field is a hidden field of a form.
type field struct{ Name, Value string }

// hit is a notice that was found, with more of its facts than the search gives.
type hit struct {
	search.Hit
	URL, Region, Inspection string
}

// wrongQuery is a query that does not parse, parted at the place of the error.
type wrongQuery struct {
	Before, After string
	Message       gongshi.Text
}

func (v *visit) search() error {
	req, err := requestOf(v.r.URL.Query())
	if err != nil {
		return err
	}
	data := searchPage{Request: req, Here: v.r.URL.RequestURI()}
	err = v.within(func(ctx context.Context) error {
		// What comes between this and the search is new to a query that is saved now.
		if data.Seq, err = v.Covered(ctx); err != nil {
			return err
		}
		req.Facets = facetNames()
		if data.Result, err = v.Search.Search(ctx, req); err != nil {
			return err
		}
		if data.Hits, err = v.hitsOf(ctx, req, data.Result.Hits); err != nil {
			return err
		}
		data.Facets, err = v.facets(ctx, req, data.Result)
		return err
	})
	if err != nil {
		return err
	}
	v.links(&data)
	title := v.tr("检索", "Search")
	if req.Query != "" {
		title = req.Query + " · " + title
	}
	return v.show("search", page{Title: title, Path: "/", Data: data})
}

// links fills in where the page leads.
func (v *visit) links(data *searchPage) {
	req := data.Request
	data.Chips = v.chips(req)
	data.Wrong = wrongIn(req.Query, data.Result.SyntaxError)
	data.Pages = v.paging(req, data.Result)
	values := valuesOf(first(req))
	values.Del("limit")
	values.Del("sort") // an export has no order
	for _, format := range []string{"xlsx", "csv", "jsonl"} {
		values.Set("format", format)
		data.Exports = append(data.Exports, link{format, withQuery("/api/v1/export", values)})
	}
	values.Del("format")
	data.Everything = fieldsOf(values)
	data.Kept = fieldsOf(values, "q", "synonyms", "pinyin")
	if data.Result.Total == 0 {
		data.Advice = v.advice(req)
	}
}

// fieldsOf are the values as hidden fields, without those that are left out.
func fieldsOf(values map[string][]string, without ...string) []field {
	var all []field
	for _, name := range append([]string{"q", "sort", "limit", "synonyms", "pinyin"}, filterNames...) {
		for _, value := range values[name] {
			if !slices.Contains(without, name) {
				all = append(all, field{name, value})
			}
		}
	}
	return all
}

// hitsOf adds to hits what stands in their notices. A notice that went away meanwhile is
// shown as it was found.
func (v *visit) hitsOf(ctx context.Context, req search.Request, found []search.Hit) ([]hit, error) {
	var hits []hit
	for _, h := range found {
		one := hit{Hit: h, URL: noticeURL(h.ID, req)}
		n, err := v.Store.Unchecked(ctx, h.ID)
		switch {
		case err == nil:
			one.Region, one.Inspection = regionName(n.Region), v.inspectionName(n.Inspection)
		case !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
		hits = append(hits, one)
	}
	return hits, nil
}

// noticeURL is the page of a notice, with the words that the reader comes with.
func noticeURL(id string, req search.Request) string {
	kept := search.Request{Query: req.Query, Synonyms: req.Synonyms, Pinyin: req.Pinyin}
	return withQuery("/notice/"+id, valuesOf(kept))
}

// chips are the filters that are on.
func (v *visit) chips(req search.Request) []link {
	var all []link
	for _, name := range filterNames {
		for _, value := range *filterOf(&req, name) {
			all = append(all, link{propertyName(name).In(v.lang) + v.tr("：", ": ") + v.valueName(name, value), searchURL(without(req, name, value))})
		}
	}
	return all
}

func wrongIn(asked string, e *search.SyntaxError) *wrongQuery {
	if e == nil || e.Offset < 0 || e.Offset > len(asked) {
		return nil
	}
	return &wrongQuery{asked[:e.Offset], asked[e.Offset:], e.Message}
}

// advice is what can be tried when nothing is found.
func (v *visit) advice(req search.Request) []link {
	var all []link
	add := func(zh, en string, req search.Request) { all = append(all, link{v.tr(zh, en), searchURL(first(req))}) }
	if len(v.chips(req)) > 0 {
		bare := search.Request{Query: req.Query, Synonyms: req.Synonyms, Pinyin: req.Pinyin, Sort: req.Sort}
		add("去掉全部筛选", "without filters", bare)
	}
	if !req.Synonyms {
		wide := req
		wide.Synonyms = true
		add("同义词也查", "with synonyms", wide)
	}
	if !req.Pinyin && hasLatin(req.Query) {
		wide := req
		wide.Pinyin = true
		add("按拼音查", "read as pinyin", wide)
	}
	if n, err := query.Parse(req.Query); err == nil {
		if both, ok := n.(query.And); ok {
			any := req
			any.Query = query.Or(both).String()
			add("任一词即可", "any of the words", any)
		}
	}
	return all
}

// paging are the ways through a result.
type paging struct {
	// From and To number the hits that are shown.
	From, To              int
	First, Previous, Next string
	Page, Last            int
	// Sorts are the orders, the one that is on without address.
	Sorts []link
}

func (v *visit) paging(req search.Request, r *search.Result) paging {
	size := max(req.Limit, 1)
	p := paging{From: min(r.Offset+1, r.Total), To: r.Offset + len(r.Hits), Page: r.Offset/size + 1, Last: max(1, (r.Total+size-1)/size)}
	if r.Offset > 0 {
		p.First = searchURL(first(req))
		before := first(req)
		before.Offset = max(0, r.Offset-size)
		p.Previous = searchURL(before)
	}
	if p.To < r.Total && len(r.Hits) > 0 {
		next := first(req)
		next.Offset = p.To
		if req.Sort == search.SortDate && r.Next != "" { // imports in between do not move it
			next.Offset, next.Cursor = 0, r.Next
		}
		p.Next = searchURL(next)
	}
	for _, order := range []struct{ name, zh, en string }{{search.SortRelevance, "按相关度", "by relevance"}, {search.SortDate, "新的在前", "newest first"}} {
		other := first(req)
		other.Sort = order.name
		entry := link{v.tr(order.zh, order.en), searchURL(other)}
		if cmp.Or(req.Sort, search.SortRelevance) == order.name {
			entry.URL = ""
		}
		p.Sorts = append(p.Sorts, entry)
	}
	return p
}

// example is a query that shows what the language can do.
type example struct {
	Query string
	Means gongshi.Text
}

// Examples are the queries that the page of the search explains the language by.
func (searchPage) Examples() []example {
	return []example{
		{"雨污分流 水产养殖", gongshi.Text{Zh: "两个词都有", En: "both words"}},
		{`"水产养殖污染、农药"`, gongshi.Text{Zh: "一字不差", En: "exactly this text"}},
		{"雨污分流 OR 黑臭水体", gongshi.Text{Zh: "任一词", En: "either"}},
		{"总磷 -洞庭湖", gongshi.Text{Zh: "不含后一词", En: "without the second"}},
		{"(化工 OR 造纸) 地区:岳阳", gongshi.Text{Zh: "分组，限定地区", En: "a group, in a region"}},
		{"问题:管网", gongshi.Text{Zh: "在“反馈问题”或标题等处：问题、目标、措施、落实、标题", En: "in a section or the title: issue, goal, measures, implementation, title"}},
		{"文号:岳办发〔2022〕4号", gongshi.Text{Zh: "按文号，括号写法不限", En: "by document number, whatever its brackets"}},
		{"轮次:2 日期:2023-01..2023-12", gongshi.Text{Zh: "轮次；公示期或落款在这段时间", En: "a round; issued or open to objections in that time"}},
		{"有:目标 缺:时限", gongshi.Text{Zh: "有这一章节，没有那一章节", En: "with one section and without another"}},
		{"电话:0730-8245473", gongshi.Text{Zh: "按电话，区号可省", En: "by phone, area code or not"}},
		{"规则:PUB01", gongshi.Text{Zh: "有这条规则的核查结果", En: "with a finding of the rule"}},
	}
}

// URL is the search for the example.
func (e example) URL() string { return searchURL(search.Request{Query: e.Query}) }

// Fields are the names of the fields of the language, Chinese with English.
func (searchPage) Fields() []field {
	english, chinese := query.FieldNames()
	var all []field
	for i := range min(len(english), len(chinese)) {
		all = append(all, field{chinese[i], english[i]})
	}
	return all
}

func hasLatin(s string) bool {
	for _, r := range s {
		if r >= 'a' && r <= 'z' {
			return true
		}
	}
	return false
}
