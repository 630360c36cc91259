// Package regions answers which administrative divisions of China a name can
// mean, county level and above, and which telephone area codes they have.
//
// Notices span years in which counties became districts and districts were
// merged. The table has every name a division has had since 2015, the years in
// which the yearly tables of the National Bureau of Statistics list it, and
// what became of it. NOTICE names the sources.
package regions

//go:generate go run ./gen

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed divisions.tsv
var divisionTable string

//go:embed areacodes.tsv
var areaTable string

// Division is an administrative division under one of its names.
type Division struct {
	Code string // GB/T 2260, six digits
	Name string // 岳阳楼区
	// First and Last are the years of the first and last table with this name;
	// 0 where the name is older than the tables, or still in use.
	First, Last int
	// Successors are the codes of what became of it, the largest part first;
	// none while it exists.
	Successors []string
}

// Level is how far down a division stands.
type Level int

// The levels of divisions.
const (
	Province Level = iota + 1
	City           // 地级市, 地区, 自治州, 盟
	County         // 县, 县级市, 区, 旗; also those right below a province
)

// Level gives the level that the division's code tells.
func (d *Division) Level() Level {
	switch {
	case d.Code[2:] == "0000":
		return Province
	case d.Code[4:] == "00":
		return City
	}
	return County
}

// Existed tells whether the division had its name in the year, or the year
// before or after: tables and notices both lag. Any year but 0 is asked.
func (d *Division) Existed(year int) bool {
	return year == 0 || (d.First == 0 || year >= d.First-1) && (d.Last == 0 || year <= d.Last+1)
}

// Within tells whether the division of one code lies in that of another, or is
// the same.
func Within(code, outer string) bool {
	for strings.HasSuffix(outer, "00") {
		outer = outer[:len(outer)-2]
	}
	return strings.HasPrefix(code, outer)
}

// table is everything, ready to be looked up.
type table struct {
	byCode map[string][]*Division // the latest last
	byHead map[string][]name      // by the first two characters, the longest first
	areas  map[string][]string    // codes of divisions, of an area code
	codes  map[string][]string    // area codes, of a division's code; those in use first
	inUse  map[string]int         // how many of codes are in use
}

// name is what a division is called.
type name struct {
	text      string
	short     bool // without the word for what it is
	divisions []*Division
}

// headSize is how many bytes two Han characters take.
const headSize = 6

var load = sync.OnceValue(func() *table {
	t := &table{byCode: map[string][]*Division{}, byHead: map[string][]name{}, areas: map[string][]string{}, codes: map[string][]string{}, inUse: map[string]int{}}
	for fields := range rows(divisionTable) {
		d := &Division{Code: fields[0], Name: fields[1], First: year(fields[2]), Last: year(fields[3])}
		if fields[4] != "" {
			d.Successors = strings.Split(fields[4], ",")
		}
		t.byCode[d.Code] = append(t.byCode[d.Code], d)
		t.add(d.Name, false, d)
		for _, short := range shortNames(d) {
			t.add(short, true, d)
		}
	}
	for _, names := range t.byHead {
		slices.SortStableFunc(names, func(a, b name) int { return len(b.text) - len(a.text) })
	}
	for fields := range rows(areaTable) {
		area, code := fields[0], fields[1]
		t.areas[area] = append(t.areas[area], code)
		if fields[2] == "old" {
			t.codes[code] = append(t.codes[code], area)
		} else {
			t.codes[code] = slices.Insert(t.codes[code], 0, area)
			t.inUse[code]++
		}
	}
	return t
})

// rows gives the lines of a table, cut at tabs.
func rows(text string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\r\n")
			if line != "" && line[0] != '#' && !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

func year(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func (t *table) add(text string, short bool, d *Division) {
	if len(text) < headSize {
		return
	}
	head := text[:headSize]
	for i := range t.byHead[head] {
		if n := &t.byHead[head][i]; n.text == text && n.short == short {
			n.divisions = append(n.divisions, d)
			return
		}
	}
	t.byHead[head] = append(t.byHead[head], name{text, short, []*Division{d}})
}

// ByCode gives the division of a code under its latest name, nil for no code.
func ByCode(code string) *Division {
	if all := load().byCode[code]; len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// ByCodeIn gives the division of a code under the name it had in the year.
func ByCodeIn(code string, year int) *Division {
	all := load().byCode[code]
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Existed(year) {
			return all[i]
		}
	}
	return ByCode(code)
}

// Current gives the code of the division that the greatest part of this one
// belongs to today: its own if it exists.
func (d *Division) Current() string {
	code := d.Code
	for range 4 { // a chain of changes is shorter
		all := load().byCode[code]
		if len(all) == 0 {
			return code
		}
		last := all[len(all)-1]
		if last.Last == 0 || len(last.Successors) == 0 {
			return code
		}
		code = last.Successors[0]
	}
	return code
}

// At finds the longest name of a division that s has at byte i, and gives what
// it can mean. Short tells that it lacks the word for what it is: 湖南, 隆回.
func At(s string, i int) (end int, short bool, divisions []*Division) {
	if i+headSize > len(s) || s[i] < 0xE4 || s[i] > 0xE9 {
		return i, false, nil
	}
	for _, n := range load().byHead[s[i:i+headSize]] {
		if strings.HasPrefix(s[i:], n.text) {
			return i + len(n.text), n.short, n.divisions
		}
	}
	return i, false, nil
}

// AreaCodes gives the telephone area codes of a division, or of the one it lies
// in, as far up as it takes: 0730 for 岳阳楼区. Those in use come first; inUse
// says how many they are.
func AreaCodes(code string) (areas []string, inUse int) {
	t := load()
	for _, c := range []string{code, code[:4] + "00", code[:2] + "0000"} {
		if areas := t.codes[c]; areas != nil {
			return areas, t.inUse[c]
		}
	}
	return nil, 0
}

// OfArea gives the codes of the divisions that have or had an area code, none
// for what is no area code.
func OfArea(area string) []string { return load().areas[area] }
