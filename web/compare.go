package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongshi"
	"gongshi/index"
	"gongshi/internal/chart"
	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/query"
)

// comparison is what the page of a comparison shows.
type comparison struct {
	Form  comparisonForm
	Asked bool // else there is the form alone
	Notes []gongshi.Text

	Total     int
	Problems  int
	Picture   template.HTML // by one dimension bars, by two a map of heat
	Timeline  template.HTML
	Undated   int // notices without a month, which the timeline lacks
	Head      []string
	Kinds     []string // of the shares of a row
	Rows      []comparedRow
	More      int // rows that are not shown
	CSV       string
	SearchAll string
}

// comparedRow is a cell, or the total, in the table.
type comparedRow struct {
	Names       []string
	Link        string
	Notices     int
	Problems    int
	First, Last string
	Shares      []string
	Examples    []compare.Example
	Total       bool
}

// comparisonForm is the form with what was chosen.
type comparisonForm struct {
	Query            string
	Dimensions       [2][]choice
	Filters          []filterField
	Filtered         bool
	Synonyms, Pinyin bool
}

// choice is one of a list.
type choice struct {
	Value, Name string
	Chosen      bool
}

// filterField is a filter with its values.
type filterField struct {
	Name, Label, Hint string
	Values            []string
}

// The page shows so many rows and quotes so many notices in each.
const (
	maxComparedRows = 400
	examplesShown   = 1
)

// compare shows how a topic stands across rounds, regions and years.
func (v *visit) compare() error {
	asked := v.r.URL.Query()
	by, err := dimensionsOf(asked["by"])
	if err != nil {
		return err
	}
	data := &comparison{Form: v.comparisonForm(asked, by), Asked: asked.Has("q")}
	if data.Asked {
		if err := v.within(func(ctx context.Context) error { return v.count(ctx, asked, by, data) }); err != nil {
			return err
		}
	}
	title := v.tr("比对", "Compare")
	if data.Form.Query != "" {
		title = data.Form.Query + " · " + title
	}
	return v.show("compare", page{Title: title, Path: "/compare", Data: data})
}

// dimensionsOf reads by what is compared: names with commas, or several values.
func dimensionsOf(values []string) ([]compare.Dimension, error) {
	var list []compare.Dimension
	for name := range strings.FieldsFuncSeq(strings.Join(values, ","), func(r rune) bool { return r == ',' || r == '，' || r == '、' }) {
		d, known := compare.DimensionOf(name)
		if !known {
			return nil, &search.RequestError{Field: "by", Value: name, Message: gongshi.Text{
				Zh: "请在列表中选一项：轮次、地区、年份等。", En: "Choose one of the list, such as round, region or year."}}
		}
		if !slices.ContainsFunc(list, func(other compare.Dimension) bool { return other.Name == d.Name }) {
			list = append(list, d)
		}
	}
	if len(list) > compare.MaxBy {
		return nil, &search.RequestError{Field: "by", Value: strings.Join(values, ","), Message: gongshi.Text{
			Zh: "最多按两项比对。", En: "Two at most can be compared by."}}
	}
	if len(list) == 0 {
		for _, name := range []string{"round", "region"} {
			d, _ := compare.DimensionOf(name)
			list = append(list, d)
		}
	}
	return list, nil
}

// clean gives the parameters of a form without those that are empty.
func clean(values url.Values) url.Values {
	kept := url.Values{}
	for name, list := range values {
		if list = filled(list); len(list) > 0 {
			kept[name] = list
		}
	}
	return kept
}

// count fills in what the comparison comes to.
func (v *visit) count(ctx context.Context, asked url.Values, by []compare.Dimension, data *comparison) error {
	req, err := requestOf(asked)
	if err != nil {
		return err
	}
	node, records, err := v.Search.Each(ctx, req)
	if err != nil {
		return badQuery(req.Query, err)
	}
	var months monthCounts
	t, err := compare.Build(ctx, months.counting(records), compare.Options{By: by, Asked: node, Examples: examplesShown, Text: func(ctx context.Context, id string) (*gongshi.Notice, error) {
		found, err := v.Store.Notice(ctx, id)
		if err != nil {
			return nil, err
		}
		return &found.Notice, nil
	}})
	if err != nil {
		return err
	}
	data.Notes = query.Notes(req.Query)
	for _, w := range search.WidenedIn(node) {
		data.Notes = append(data.Notes, w.Text())
	}
	v.fill(data, t, clean(asked))
	data.Timeline, data.Undated = months.timeline(v.tr("各月公示份数", "Notices by month")), months.undated
	return nil
}

// badQuery says where a query does not parse: nothing else is counted than was asked for.
func badQuery(asked string, err error) error {
	wrong, ok := errors.AsType[*query.Error](err)
	if !ok {
		return err
	}
	at := wrong.Position(asked)
	return &problem{http.StatusBadRequest,
		gongshi.Text{Zh: "查询语法有误，没有执行", En: "The query does not parse; nothing was counted"},
		gongshi.Text{Zh: fmt.Sprintf("第 %d 个字：%s", at, wrong.Message.Zh), En: fmt.Sprintf("character %d: %s", at, wrong.Message.En)}}
}

// badSyntax says so of a query that a search has read as plain words.
func badSyntax(r *search.Result) error {
	return badQuery(r.Query, &query.Error{Offset: r.SyntaxError.Offset, Message: r.SyntaxError.Message})
}

// fill makes a page of a table.
func (v *visit) fill(data *comparison, t *compare.Table, asked url.Values) {
	links := newCellLinks(asked, t)
	data.Total, data.Problems = t.Total.Notices, t.Total.Problems
	for _, name := range t.By {
		data.Head = append(data.Head, v.dimensionName(name))
	}
	if t.Topic {
		for _, kind := range compare.Kinds {
			data.Kinds = append(data.Kinds, kind.Name().In(v.lang))
		}
	}
	shown := t.Cells[:min(len(t.Cells), maxComparedRows)]
	data.More = len(t.Cells) - len(shown)
	for i := range shown {
		data.Rows = append(data.Rows, v.comparedRow(t, &shown[i], links.of(&shown[i], t.By...)))
	}
	total := v.comparedRow(t, &t.Total, links.of(&t.Total))
	total.Total = true
	data.Rows = append(data.Rows, total)
	data.Picture = v.comparisonPicture(t)
	export := clean(asked)
	export["by"], export["format"] = t.By, []string{"csv"}
	export.Set("lang", v.lang)
	data.CSV = "/api/v1/compare?" + export.Encode()
	data.SearchAll = total.Link
}

func (v *visit) comparedRow(t *compare.Table, c *compare.Cell, link string) comparedRow {
	row := comparedRow{Link: link, Notices: c.Notices, Problems: c.Problems, First: c.First.String(), Last: c.Last.String(), Examples: c.Examples}
	for _, by := range t.By {
		row.Names = append(row.Names, v.cellName(c, by))
	}
	if t.Topic {
		for _, kind := range compare.Kinds {
			row.Shares = append(row.Shares, shareText(c.Sections[kind]))
		}
	}
	return row
}

// cellName names the value of a cell.
func (v *visit) cellName(c *compare.Cell, by string) string {
	value, stated := c.Values[by]
	switch {
	case !stated:
		return v.tr("（未写明）", "(not stated)")
	case !strings.HasPrefix(by, "has-"):
		return v.valueName(by, value)
	case value == compare.With:
		return v.tr("有", "yes")
	}
	return v.tr("无", "no")
}

// dimensionName names what is compared by.
func (v *visit) dimensionName(by string) string {
	if kind, ok := strings.CutPrefix(by, "has-"); ok {
		section := gongshi.SectionKind(kind).Name()
		return v.tr("有无“"+section.Zh+"”", "with or without "+section.En)
	}
	return propertyName(by).In(v.lang)
}

// shareText is a share as "3/4 75%".
func shareText(s compare.Share) string {
	if s.Sections == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d %.0f%%", s.Mentioning, s.Sections, 100*s.Share)
}

// comparisonPicture draws the cells: bars by one dimension, a map of heat by two, which has the
// dimension with more values downwards.
func (v *visit) comparisonPicture(t *compare.Table) template.HTML {
	if len(t.Cells) == 0 {
		return ""
	}
	o := chart.Options{ID: "compared", Title: v.tr("公示份数：", "Notices by ") + v.dimensionNames(t.By), Width: 720}
	if len(t.By) == 1 {
		var rows []chart.Row
		for i := range t.Cells {
			rows = append(rows, chart.Row{Label: v.cellName(&t.Cells[i], t.By[0]), Values: []int{t.Cells[i].Notices}})
		}
		return chart.Bars(o, rows)
	}
	down, across := 1, 0
	if len(t.Margins[0].Cells) > len(t.Margins[1].Cells) {
		down, across = 0, 1
	}
	return chart.Heat(o, v.grid(t, down, across))
}

func (v *visit) dimensionNames(by []string) string {
	var names []string
	for _, name := range by {
		names = append(names, v.dimensionName(name))
	}
	return strings.Join(names, " × ")
}

// grid is the table with the values of one dimension downwards and of the other across.
func (v *visit) grid(t *compare.Table, down, across int) chart.Grid {
	var g chart.Grid
	at := make([]map[string]int, len(t.By))
	for i, m := range t.Margins {
		at[i] = make(map[string]int)
		for n := range m.Cells {
			name := v.cellName(&m.Cells[n], m.By)
			at[i][name] = n
			if i == down {
				g.Rows = append(g.Rows, name)
			} else {
				g.Columns = append(g.Columns, name)
			}
		}
	}
	g.Values = make([][]int, len(g.Rows))
	for i := range g.Values {
		g.Values[i] = make([]int, len(g.Columns))
	}
	for i := range t.Cells {
		c := &t.Cells[i]
		g.Values[at[down][v.cellName(c, t.By[down])]][at[across][v.cellName(c, t.By[across])]] = c.Notices
	}
	return g
}

// monthCounts counts notices by the month of their date.
type monthCounts struct {
	counts  map[[2]int]int
	undated int
}

// counting hands records on and counts them.
func (m *monthCounts) counting(records iter.Seq2[*index.Record, error]) iter.Seq2[*index.Record, error] {
	m.counts = make(map[[2]int]int)
	return func(yield func(*index.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				if d := compare.DateOf(r); d.Month != 0 {
					m.counts[[2]int{d.Year, d.Month}]++
				} else {
					m.undated++
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func (m *monthCounts) timeline(title string) template.HTML {
	if len(m.counts) == 0 {
		return ""
	}
	var months []chart.Month
	for month, n := range m.counts {
		months = append(months, chart.Month{Year: month[0], Month: month[1], Count: n})
	}
	return chart.Timeline(chart.Options{ID: "months", Title: title, Width: 720}, months)
}

// comparisonForm fills the form with what the URL says.
func (v *visit) comparisonForm(asked url.Values, by []compare.Dimension) comparisonForm {
	form := comparisonForm{Query: asked.Get("q"), Synonyms: isOn(asked.Get("synonyms")), Pinyin: isOn(asked.Get("pinyin"))}
	for i := range form.Dimensions {
		if i > 0 {
			form.Dimensions[i] = []choice{{"", v.tr("（不分）", "(none)"), i >= len(by)}}
		}
		for _, d := range compare.Dimensions() {
			form.Dimensions[i] = append(form.Dimensions[i], choice{d.Name, v.dimensionName(d.Name), i < len(by) && by[i].Name == d.Name})
		}
	}
	form.Filters = v.filterFields(asked, "round", "region", "year", "issuer", "section", "rule")
	for _, f := range form.Filters {
		form.Filtered = form.Filtered || f.Values[0] != ""
	}
	form.Filtered = form.Filtered || form.Synonyms || form.Pinyin
	return form
}

// filterFields gives the filters of these names, each with its values and with a field for one
// at least.
func (v *visit) filterFields(asked url.Values, names ...string) []filterField {
	var list []filterField
	for _, name := range names {
		values := filled(asked[name])
		if len(values) == 0 {
			values = []string{""}
		}
		list = append(list, filterField{name, v.dimensionName(name), filterHints[name].In(v.lang), values})
	}
	return list
}

// filterHints show what can be written into a filter.
var filterHints = map[string]gongshi.Text{
	"round":   {Zh: "如 2、1-lookback、回头看", En: "2, 1-lookback, lookback"},
	"region":  {Zh: "如 岳阳市、4306", En: "岳阳市 or 4306"},
	"year":    {Zh: "如 2023、2021..2023", En: "2023, 2021..2023"},
	"issuer":  {Zh: "名称或其中几个字", En: "name, or a piece of it"},
	"section": {Zh: "如 措施", En: "measures"},
	"rule":    {Zh: "如 PUB01、SEC", En: "PUB01, SEC"},
}
