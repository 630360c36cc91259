package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// picture is what a test reads of a chart.
type picture struct {
	root     map[string]string
	elements map[string]int
	texts    []string // of text elements
	titles   []string
	desc     string
}

// read reads a chart as XML and tells what no chart may have.
func read(t *testing.T, svg template.HTML) picture {
	t.Helper()
	p := picture{root: map[string]string{}, elements: map[string]int{}}
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%.2000s", err, svg)
		}
		switch v := token.(type) {
		case xml.StartElement:
			open = append(open, v.Name.Local)
			p.elements[v.Name.Local]++
			for _, a := range v.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
					t.Errorf("%s has %s=%q", v.Name.Local, a.Name.Local, a.Value)
				}
				if len(open) == 1 {
					p.root[a.Name.Local] = a.Value
				}
			}
			p.negative(t, v)
			if v.Name.Local == "text" {
				p.texts = append(p.texts, "")
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			switch open[len(open)-1] {
			case "text":
				p.texts[len(p.texts)-1] += string(v)
			case "title":
				p.titles = append(p.titles, string(v))
			case "desc":
				p.desc += string(v)
			}
		}
	}
	if p.root["role"] != "img" || len(strings.Fields(p.root["aria-labelledby"])) != 2 || p.elements["desc"] != 1 || len(p.titles) == 0 {
		t.Errorf("nothing is told to who cannot see: %v", p.root)
	}
	for name := range p.elements {
		if !slices.Contains([]string{"svg", "title", "desc", "text", "rect", "line"}, name) {
			t.Errorf("there is a %s", name)
		}
	}
	return p
}

// negative tells of rectangles that lie outside of the chart.
func (p *picture) negative(t *testing.T, e xml.StartElement) {
	t.Helper()
	if e.Name.Local != "rect" {
		return
	}
	at := map[string]float64{}
	for _, a := range e.Attr {
		at[a.Name.Local], _ = strconv.ParseFloat(a.Value, 64)
	}
	wide, _ := strconv.ParseFloat(p.root["width"], 64)
	high, _ := strconv.ParseFloat(p.root["height"], 64)
	if at["x"] < 0 || at["y"] < 0 || at["width"] <= 0 || at["height"] <= 0 || at["x"]+at["width"] > wide+1 || at["y"]+at["height"] > high+1 {
		t.Errorf("a rectangle at %v lies outside of %v × %v", at, wide, high)
	}
}

func (p *picture) has(t *testing.T, texts ...string) {
	t.Helper()
	for _, want := range texts {
		if !slices.Contains(p.texts, want) {
			t.Errorf("no text %q among %q", want, p.texts)
		}
	}
}

var options = Options{ID: "c", Title: "各地区公示"}

const nasty = "a<b>&\"'\x00\x1b\u202e]]>\n</svg><script>alert(1)</script>"

func TestFigures(t *testing.T) {
	p := read(t, Bars(options, []Row{{"岳阳市", []int{12}}, {"长沙市", []int{3}}}))
	p.has(t, "岳阳市", "长沙市", "12", "3")
	if p.desc != "岳阳市 12; 长沙市 3" || p.titles[0] != options.Title {
		t.Errorf("described as %q, %q", p.titles[0], p.desc)
	}
	p = read(t, Stacked(options, []string{"错误", "警告"}, []Row{{"PUB01", []int{2, 5}}, {"SEC01", []int{0, 4}}}))
	p.has(t, "错误", "警告", "7 (2/5)", "4 (0/4)")
	p = read(t, Heat(options, Grid{[]string{"岳阳市", "长沙市"}, []string{"第一轮", "第二轮"}, [][]int{{1, 20}, {0, 7}}}))
	p.has(t, "岳阳市", "第一轮", "1", "20", "0", "7")
	p = read(t, Timeline(options, []Month{{2023, 12, 4}, {2023, 10, 2}, {2023, 12, 1}}))
	p.has(t, "2023-10", "2", "5")
	if p.desc != "2023-10 2; 2023-12 5" {
		t.Errorf("described as %q", p.desc)
	}
}

func TestOddInput(t *testing.T) {
	o := Options{ID: `c"><x`, Title: nasty}
	for name, svg := range map[string]template.HTML{
		"no bars":          Bars(o, nil),
		"no parts":         Stacked(o, nil, []Row{{"甲", nil}}),
		"no grid":          Heat(o, Grid{}),
		"rows only":        Heat(o, Grid{Rows: []string{"甲"}}),
		"columns only":     Heat(o, Grid{Columns: []string{"甲"}}),
		"ragged grid":      Heat(o, Grid{[]string{"甲", "乙"}, []string{"一", "二"}, [][]int{{1}, {2, 3, 4}, {5}}}),
		"no months":        Timeline(o, nil),
		"nonsense months":  Timeline(o, []Month{{math.MaxInt, 3, 1}, {2023, 0, 1}, {2023, 13, 1}, {-5, 1, 1}}),
		"all years":        Timeline(o, []Month{{1, 1, 1}, {9999, 12, 1}}),
		"one month":        Timeline(o, []Month{{2023, 10, math.MaxInt}}),
		"negative months":  Timeline(o, []Month{{2023, 10, -3}, {2023, 11, math.MinInt}}),
		"one bar":          Bars(o, []Row{{nasty, []int{1}}}),
		"zeros":            Bars(o, []Row{{"甲", []int{0}}, {"乙", []int{0}}}),
		"negative":         Bars(o, []Row{{"甲", []int{-5}}, {"乙", []int{3}}}),
		"only negative":    Bars(o, []Row{{"甲", []int{-5}}}),
		"huge":             Stacked(o, []string{nasty, "b"}, []Row{{"甲", []int{math.MaxInt, math.MinInt}}, {"乙", []int{1, 1}}}),
		"negative and not": Stacked(o, []string{"a", "b"}, []Row{{"甲", []int{-1, 2}}}),
		"huge cells":       Heat(o, Grid{[]string{nasty}, []string{nasty, ""}, [][]int{{math.MaxInt, math.MinInt}}}),
		"narrow":           Bars(Options{ID: "n", Width: 1}, []Row{{strings.Repeat("长", 300), []int{math.MaxInt}}}),
	} {
		t.Run(name, func(t *testing.T) { read(t, svg) })
	}
	p := read(t, Bars(o, []Row{{nasty, []int{1}}}))
	if want := "a<b>&\"'\uFFFD\uFFFD]]> </svg><script>alert(1)</script>"; !slices.Contains(p.titles, want) || p.elements["script"] != 0 {
		t.Errorf("%q", p.titles)
	}
}

// A chart stays small whatever there is, and its figures still add up.
func TestManyCategories(t *testing.T) {
	var rows []Row
	grid := Grid{}
	var months []Month
	for i := range 1000 {
		name := fmt.Sprint("第", i, "类")
		rows = append(rows, Row{name, []int{1, 2}})
		grid.Rows, grid.Columns = append(grid.Rows, name), append(grid.Columns, name)
		grid.Values = append(grid.Values, slices.Repeat([]int{1}, 1000))
		months = append(months, Month{1900 + i/12, i%12 + 1, 1})
	}
	p := read(t, Stacked(options, []string{"a", "b"}, rows))
	p.has(t, "… +961", fmt.Sprintf("%d (961/1922)", 3*961))
	if p.elements["rect"] != 2*maxRows+2 {
		t.Errorf("%d rectangles", p.elements["rect"])
	}
	p = read(t, Heat(options, grid))
	p.has(t, "… +961", "… +977", fmt.Sprint(961*977))
	if p.elements["rect"] != maxRows*maxColumns {
		t.Errorf("%d cells", p.elements["rect"])
	}
	p = read(t, Timeline(options, months))
	if p.elements["rect"] > maxBins {
		t.Errorf("%d columns", p.elements["rect"])
	}
	sum := 0
	for told := range strings.SplitSeq(p.desc, "; ") {
		n, err := strconv.Atoi(told[strings.LastIndex(told, " ")+1:])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if sum != 1000 {
		t.Errorf("the months add up to %d", sum)
	}
}

// What is put together is the smallest, wherever it stands.
func TestGreatestAreKept(t *testing.T) {
	var rows []Row
	grid := Grid{Columns: []string{"一"}}
	for i := range 100 {
		n := 1
		if i == 77 || i == 99 {
			n = 1000 - i
		}
		rows = append(rows, Row{fmt.Sprint("第", i, "类"), []int{n}})
		grid.Rows, grid.Values = append(grid.Rows, rows[i].Label), append(grid.Values, []int{n})
	}
	for _, svg := range []template.HTML{Bars(options, rows), Heat(options, grid)} {
		p := read(t, svg)
		p.has(t, "第0类", "第77类", "923", "第99类", "901", "… +61", "61")
		if slices.Index(p.texts, "第77类") > slices.Index(p.texts, "第99类") {
			t.Error("the order is lost")
		}
	}
}

func TestColumnsOfTime(t *testing.T) {
	for _, test := range []struct {
		months []Month
		want   string
	}{
		{[]Month{{2020, 1, 1}, {2024, 12, 2}}, "2020-01 1; 2024-12 2"}, // 60 months
		{[]Month{{2020, 1, 1}, {2025, 1, 2}}, "2020Q1 1; 2025Q1 2"},
		{[]Month{{2000, 6, 1}, {2024, 12, 2}}, "2000 1; 2024 2"},
		{[]Month{{1900, 6, 1}, {1901, 1, 3}, {2024, 12, 2}}, "1900–1903 4; 2024–2027 2"},
	} {
		if got := read(t, Timeline(options, test.months)).desc; got != test.want {
			t.Errorf("%v: %q, want %q", test.months, got, test.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		text string
		room float64
		want string
	}{
		{"岳阳楼区", 4, "岳阳楼区"},
		{"岳阳楼区", 3.9, "岳阳…"},
		{"岳阳楼区", 3, "岳阳…"},
		{"“岳阳”", 4, "“岳阳”"}, // as wide as the characters in Chinese fonts
		{"abcdef", 4, "abcdef"},
		{"abcdef", 3, "abc…"},
		{"岳阳楼区", 0, "…"},
		{"", 0, ""},
	} {
		if got := cut(test.text, test.room); got != test.want {
			t.Errorf("cut(%q, %v) = %q, want %q", test.text, test.room, got, test.want)
		}
	}
}

// Whoever cannot see colour sees the parts and the steps apart.
func TestLooksDiffer(t *testing.T) {
	for i, a := range looks {
		for _, b := range looks[:i] {
			if math.Abs(a.fill-b.fill) < 0.1 {
				t.Errorf("%v and %v look alike", a, b)
			}
		}
	}
	if few, many := opacity(1, 100), opacity(100, 100); few == many || opacity(0, 100) != "0" || opacity(1, 1) != many {
		t.Errorf("few %s, many %s", few, many)
	}
}
