package compare_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/index"
	"gongshi/internal/corpus"
	"gongshi/normal"
	"gongshi/parse"
	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/query"
)

func each(records []index.Record) iter.Seq2[*index.Record, error] {
	return func(yield func(*index.Record, error) bool) {
		for i := range records {
			if !yield(&records[i], nil) {
				return
			}
		}
	}
}

func dimensions(t *testing.T, names ...string) (list []compare.Dimension) {
	t.Helper()
	for _, name := range names {
		d, ok := compare.DimensionOf(name)
		if !ok {
			t.Fatalf("no dimension %q", name)
		}
		list = append(list, d)
	}
	return list
}

// build compares the records that match a query.
func build(t *testing.T, records []index.Record, asked string, by ...string) *compare.Table {
	t.Helper()
	node, err := query.Parse(asked)
	if err != nil {
		t.Fatal(err)
	}
	matching := slices.DeleteFunc(slices.Clone(records), func(r index.Record) bool { return !search.Match(node, &r) })
	table, err := compare.Build(t.Context(), each(matching), compare.Options{By: dimensions(t, by...), Asked: node, Examples: 2})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func section(kind gongshi.SectionKind, text string) index.Section {
	return index.Section{Kind: kind, Text: text}
}

func day(s string) gongshi.Date {
	d, err := gongshi.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// some are records with what a comparison has to tell apart.
func some() []index.Record {
	central := gongshi.AuthorityCentral
	list := []index.Record{
		{ID: "a", Title: "甲", Round: 2, Authority: central, Province: "湖南省", City: "岳阳市", County: "岳阳楼区", RegionCode: "430602", Year: 2023, Issued: day("2023-10-13"),
			Problems: []string{"1", "8"}, Sections: []index.Section{section("issue", "雨污分流不到位"), section("implementation", "管网已建")}},
		{ID: "b", Round: 2, Authority: central, Province: "湖南省", City: "岳阳市", County: "平江县", RegionCode: "430626", Year: 2024, Issued: day("2024-01"),
			Problems: []string{"8"}, Sections: []index.Section{section("issue", "污水直排"), section("issue", "雨污分流滞后"), section("implementation", "雨污分流完成")}},
		{ID: "c", Round: 1, Lookback: true, Authority: central, Province: "江苏省", City: "南京市", County: "鼓楼区", RegionCode: "320106", Year: 2019, Issued: day("2019-03-02"),
			Problems: []string{"8"}},
		{ID: "d", Round: 1, Authority: central, Province: "福建省", City: "福州市", County: "鼓楼区", RegionCode: "350102",
			Dates: []index.DateRange{{From: day("2018-05-02"), To: day("2018-05-20")}, {From: day("2018-05-01"), To: day("2018-05-01")}}},
		{ID: "e", Lookback: true, Province: "湖南省", RegionCode: "430000"},
		{ID: "f"},
	}
	for i := range list {
		list[i].Text = "雨污分流"
		for _, s := range list[i].Sections {
			list[i].Text += "\n" + s.Text
		}
	}
	return list
}

func TestCells(t *testing.T) {
	tests := []struct {
		asked string
		by    []string
		want  string // values=notices/problems
	}{
		{"", []string{"round"}, "1=1/0 1-lookback=1/1 2=2/2 lookback=1/0 -=1/0 total=6/3"},
		{"雨污分流 -管网", []string{"轮次"}, "1=1/0 1-lookback=1/1 2=1/1 lookback=1/0 -=1/0 total=5/2"},
		{"", []string{"county"}, "江苏省南京市鼓楼区=1/1 福建省福州市鼓楼区=1/0 岳阳楼区=1/2 平江县=1/1 -=2/0 total=6/3"},
		{"", []string{"区域"}, ""},
		{"", []string{"region"}, "江苏省南京市鼓楼区=1/1 福建省福州市鼓楼区=1/0 湖南省=1/0 岳阳楼区=1/2 平江县=1/1 -=1/0 total=6/3"},
		{"", []string{"city"}, "南京市=1/1 福州市=1/0 岳阳市=2/2 -=2/0 total=6/3"},
		{"", []string{"province"}, "江苏省=1/1 福建省=1/0 湖南省=3/2 -=1/0 total=6/3"},
		{"", []string{"year"}, "2019=1/1 2023=1/2 2024=1/1 -=3/0 total=6/3"},
		{"", []string{"authority"}, "central=4/3 -=2/0 total=6/3"},
		{"", []string{"有:反馈问题"}, "yes=2/2 no=4/1 total=6/3"},
		{"", []string{"has:issue"}, "yes=2/2 no=4/1 total=6/3"},
		{"", []string{"round", "province"}, "1|福建省=1/0 1-lookback|江苏省=1/1 2|湖南省=2/2 lookback|湖南省=1/0 -|-=1/0 total=6/3"},
		{"", []string{"province", "年份"}, "江苏省|2019=1/1 福建省|-=1/0 湖南省|2023=1/2 湖南省|2024=1/1 湖南省|-=1/0 -|-=1/0 total=6/3"},
		{"没有这个词", []string{"round"}, "total=0/0"},
	}
	for _, test := range tests {
		if _, known := compare.DimensionOf(test.by[0]); !known {
			if test.want != "" {
				t.Errorf("no dimension %q", test.by)
			}
			continue
		}
		table := build(t, some(), test.asked, test.by...)
		var got []string
		for _, c := range append(table.Cells, table.Total) {
			var values []string
			for _, by := range table.By {
				value, stated := c.Values[by]
				if !stated {
					value = "-"
				}
				values = append(values, value)
			}
			name := strings.Join(values, "|")
			if len(got) == len(table.Cells) {
				name = "total"
			}
			got = append(got, fmt.Sprintf("%s=%d/%d", name, c.Notices, c.Problems))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q by %v: %s", test.asked, test.by, diff)
		}
	}
}

func TestCellFacts(t *testing.T) {
	table := build(t, some(), "issue:雨污分流 OR round:1", "round")
	if diff := cmp.Diff([]string{"2018-05-01..2018-05-01", "2019-03-02..2019-03-02", "2023-10-13..2024-01"}, dates(table.Cells)); diff != "" {
		t.Error(diff)
	}
	two := table.Cells[2]
	want := map[gongshi.SectionKind]compare.Share{
		"issue": {Sections: 3, Mentioning: 2, Share: 2. / 3}, "implementation": {Sections: 2, Mentioning: 1, Share: 0.5}, "goal": {}, "measures": {},
	}
	if diff := cmp.Diff(want, two.Sections); diff != "" {
		t.Error(diff)
	}
	// The newest notice is quoted first.
	if e := two.Examples; len(e) != 2 || e[0].Notice != "b" || e[0].Text != "雨污分流滞后" || e[0].Section != "issue" || e[1].Notice != "a" || e[1].Title != "甲" {
		t.Errorf("examples %+v", e)
	}
	if e := table.Cells[0].Examples; len(e) != 1 || e[0].Section != "text" {
		t.Errorf("without sections: %+v", e)
	}
	if r := build(t, some(), "", "county").Cells[0].Region; r == nil || r.City != "南京市" {
		t.Errorf("region %+v", r)
	}
	if table := build(t, some(), "round:2", "round"); table.Topic || table.Cells[0].Sections != nil || table.Cells[0].Examples[0].Text != "" {
		t.Errorf("no words, and still a topic: %+v", table.Cells[0])
	}
}

func dates(cells []compare.Cell) (list []string) {
	for _, c := range cells {
		list = append(list, c.First.String()+".."+c.Last.String())
	}
	return list
}

// A topic of several words is one where all of them stand, or one of those that
// the query parts by OR; what is left out and properties are no part of it.
func TestTopic(t *testing.T) {
	sections := []index.Section{section("issue", "总磷超标"), section("goal", "总磷和氨氮达标"), section("measures", "清淤"), section("implementation", "氨氮达标")}
	r := index.Record{ID: "a", Round: 2, Text: "总磷超标\n总磷和氨氮达标\n清淤\n氨氮达标", Sections: sections}
	for asked, want := range map[string]string{
		"总磷 氨氮": "goal", "总磷 OR 清淤": "issue goal measures", "总磷 -洞庭湖": "issue goal", "总磷 round:2": "issue goal",
		"issue:总磷 (氨氮 OR 清淤)": "goal", "-洞庭湖": "", "implementation:氨氮": "goal implementation",
	} {
		table := build(t, []index.Record{r}, asked, "round")
		var got []string
		for _, kind := range compare.Kinds {
			if table.Total.Sections[kind].Mentioning > 0 {
				got = append(got, string(kind))
			}
		}
		if table.Total.Notices != 1 || strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", asked, got, want)
		}
	}
}

func TestBuildFails(t *testing.T) {
	broken := errors.New("broken")
	failing := func(yield func(*index.Record, error) bool) { yield(nil, broken) }
	if _, err := compare.Build(t.Context(), failing, compare.Options{By: dimensions(t, "round")}); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	for _, by := range [][]string{{}, {"round", "year", "city"}} {
		if _, err := compare.Build(t.Context(), each(nil), compare.Options{By: dimensions(t, by...)}); err == nil {
			t.Errorf("by %v is possible", by)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := compare.Build(ended, each(nil), compare.Options{By: dimensions(t, "round")}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestDimensionNames(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range compare.Dimensions() {
		for _, name := range append([]string{d.Name}, d.Chinese...) {
			if seen[name] {
				t.Errorf("two dimensions are called %q", name)
			}
			seen[name] = true
		}
	}
}

// read is a notice as an import would have it.
func read(i int) gongshi.Notice {
	n := parse.Parse(&gongshi.Document{Text: corpus.Invent(23, i, 900).Text(), Source: gongshi.Source{Method: gongshi.MethodNative}})[0]
	n.ID = fmt.Sprintf("%06d", i)
	if i%7 == 0 { // some say less
		n.Inspection, n.Region = nil, nil
	}
	return n
}

// All cells of comparisons over the generated corpus are what counting by hand
// gives: with nothing but strings.Contains on the normal form of the notices.
func TestEqualsCountingByHand(t *testing.T) {
	notices := make([]gongshi.Notice, 400)
	records := make([]index.Record, len(notices))
	for i := range notices {
		notices[i] = read(i)
		records[i] = index.NewRecord(&notices[i], nil)
	}
	found := 0
	for _, topic := range []string{"雨污分流", "管网", "污水处理厂", "水质", "没有这个词"} {
		for _, by := range [][]string{{"round", "region"}, {"year", "province"}, {"county"}, {"authority", "year"}} {
			table := build(t, records, topic, by...)
			want, total := countByHand(notices, topic, by)
			got := map[string]tally{}
			for _, c := range table.Cells {
				got[keyOf(c, table.By)] = tallyOf(c)
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(tally{})); diff != "" {
				t.Errorf("%s by %v: %s", topic, by, diff)
			}
			if table.Total.Notices != total {
				t.Errorf("%s by %v: %d in all, want %d", topic, by, table.Total.Notices, total)
			}
			found += total
			for _, m := range table.Margins {
				sum := 0
				for _, c := range m.Cells {
					sum += c.Notices
				}
				if sum != total {
					t.Errorf("%s by %v: the cells of %s add up to %d, want %d", topic, by, m.By, sum, total)
				}
			}
		}
	}
	if found < 1000 {
		t.Fatalf("only %d notices were counted: the topics are not in the corpus", found)
	}
}

// tally is a cell of a count by hand.
type tally struct {
	notices, problems    int
	first, last          string
	sections, mentioning [4]int
}

func tallyOf(c compare.Cell) tally {
	got := tally{notices: c.Notices, problems: c.Problems, first: c.First.String(), last: c.Last.String()}
	for i, kind := range compare.Kinds {
		got.sections[i], got.mentioning[i] = c.Sections[kind].Sections, c.Sections[kind].Mentioning
	}
	return got
}

func keyOf(c compare.Cell, by []string) string {
	var parts []string
	for _, name := range by {
		switch value := c.Values[name]; {
		case value != "" && c.Region != nil && (name == "region" || name == "county" || name == "province"):
			parts = append(parts, c.Region.Province+"/"+c.Region.City+"/"+c.Region.County)
		default:
			parts = append(parts, value)
		}
	}
	return strings.Join(parts, "|")
}

func countByHand(notices []gongshi.Notice, topic string, by []string) (map[string]tally, int) {
	counts, problems, total := map[string]tally{}, map[string]map[string]bool{}, 0
	for _, n := range notices {
		if !strings.Contains(normal.Search(n.Text), topic) && !strings.Contains(normal.Search(n.Title), topic) {
			continue
		}
		total++
		key := ""
		for i, name := range by {
			key += strings.Repeat("|", min(i, 1)) + byHand(&n, name)
		}
		c := counts[key]
		c.notices++
		if date := n.Issued.String(); date != "" {
			if c.first == "" || date < c.first {
				c.first = date
			}
			c.last = max(c.last, date)
		}
		for i, kind := range []gongshi.SectionKind{"issue", "goal", "measures", "implementation"} {
			for _, s := range n.Sections {
				if s.Kind == kind {
					c.sections[i]++
					if strings.Contains(normal.Search(s.Text), topic) {
						c.mentioning[i]++
					}
				}
			}
		}
		if problems[key] == nil {
			problems[key] = map[string]bool{}
		}
		for _, p := range n.Problems {
			if p.Number == "" {
				continue
			}
			name := byHand(&n, "authority") + byHand(&n, "round") + byHand(&n, "province") + "第" + p.Number
			switch {
			case strings.ContainsAny(p.Number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
				name = p.Number // a code
			case byHand(&n, "authority") == "" || byHand(&n, "round") == "" || byHand(&n, "province") == "":
				name = n.ID + p.Number // of whose list?
			}
			problems[key][name] = true
		}
		c.problems = len(problems[key])
		counts[key] = c
	}
	return counts, total
}

func byHand(n *gongshi.Notice, what string) string {
	region := n.Region
	if region == nil {
		region = new(gongshi.Region)
	}
	switch what {
	case "round":
		if n.Inspection == nil || n.Inspection.Round == 0 {
			return ""
		}
		return strings.TrimSuffix(fmt.Sprintf("%d-%s", n.Inspection.Round, map[bool]string{true: "lookback"}[n.Inspection.Lookback]), "-")
	case "authority":
		if n.Inspection == nil {
			return ""
		}
		return string(n.Inspection.Authority)
	case "province":
		if region.Province == "" {
			return ""
		}
		return region.Province + "//"
	case "county":
		if region.County == "" {
			return ""
		}
		return region.Province + "/" + region.City + "/" + region.County
	case "region":
		if *region == (gongshi.Region{}) {
			return ""
		}
		return region.Province + "/" + region.City + "/" + region.County
	case "year":
		if n.Issued.Year > 0 {
			return fmt.Sprint(n.Issued.Year)
		}
	}
	return ""
}

// Quotations are what the notice writes, character for character.
func TestQuotesTheNotice(t *testing.T) {
	text := "岳陽樓區　雨污分流（２０２１年）不到位"
	n := gongshi.Notice{ID: "a", Text: "标题\n" + text + "\n", Sections: []gongshi.Section{{Kind: "issue", Text: "別的"}, {Kind: "issue", Text: text}}}
	records := []index.Record{index.NewRecord(&n, nil)}
	node, err := query.Parse("雨污分流(2021年)")
	if err != nil {
		node, err = query.Parse(`"雨污分流(2021年)"`)
	}
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]string{}
	table, err := compare.Build(t.Context(), each(records), compare.Options{By: dimensions(t, "round"), Asked: node, Examples: 1,
		Text: func(_ context.Context, id string) (*gongshi.Notice, error) {
			asked[id] = id
			return &n, nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Cells[0].Examples[0].Text; got != text {
		t.Errorf("quoted %q, want %q", got, text)
	}
	if diff := cmp.Diff([]string{"a"}, slices.Collect(maps.Keys(asked))); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkBuild(b *testing.B) {
	var records []index.Record
	for i := range 200 {
		n := read(i)
		records = append(records, index.NewRecord(&n, nil))
	}
	asked, err := query.Parse("整改")
	if err != nil {
		b.Fatal(err)
	}
	by := compare.Dimensions()
	for b.Loop() {
		if _, err := compare.Build(b.Context(), each(records), compare.Options{By: []compare.Dimension{by[0], by[2]}, Asked: asked, Examples: 1}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(records)), "µs/record")
}
