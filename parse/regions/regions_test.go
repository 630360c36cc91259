package regions

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAt(t *testing.T) {
	tests := []struct {
		text, name string
		short      bool
		codes      []string
	}{
		{"岳阳楼区生态环境局", "岳阳楼区", false, []string{"430602"}},
		{"隆回县司门前镇", "隆回县", false, []string{"430524"}},
		{"隆回分局", "隆回", true, []string{"430524"}},
		{"湖南省", "湖南省", false, []string{"430000"}},
		{"内蒙古", "内蒙古", true, []string{"150000"}},
		{"昌江县生态环境局", "昌江县", true, []string{"469026"}},
		{"恩施州", "恩施州", true, []string{"422800"}},
		{"东乡族自治县", "东乡族自治县", false, []string{"622926"}},
		{"莱城区", "莱城区", false, []string{"371202"}},
		{"鼓楼区", "鼓楼区", false, []string{"320106", "320302", "350102", "410204"}},
		// no names
		{"长江大保护", "", false, nil},
		{"整改", "", false, nil},
		{"", "", false, nil},
		{"湖", "", false, nil},
	}
	for _, test := range tests {
		end, short, found := At(test.text, 0)
		var codes []string
		for _, d := range found {
			codes = append(codes, d.Code)
		}
		if test.text[:end] != test.name || short != test.short || !slices.Equal(codes, test.codes) {
			t.Errorf("At(%q) = %q, short %t, %v; want %q, %t, %v", test.text, test.text[:end], short, codes, test.name, test.short, test.codes)
		}
	}
}

// Names, mergers and moves of the last ten years.
func TestChanges(t *testing.T) {
	tests := []struct{ code, name, current, currentName string }{
		{"310230", "崇明县", "310151", "崇明区"},
		{"330103", "下城区", "330105", "拱墅区"},
		{"371202", "莱城区", "370116", "莱芜区"},
		{"371200", "莱芜市", "370100", "济南市"},
		{"542232", "错那县", "540581", "错那市"}, // twice
		{"230702", "伊春区", "230717", "伊美区"},
		{"500112", "渝北区", "500157", "两江新区"},
		{"430602", "岳阳楼区", "430602", "岳阳楼区"},
	}
	for _, test := range tests {
		d := ByCodeIn(test.code, 2015)
		if d == nil || d.Name != test.name {
			t.Errorf("%s in 2015: %v, want %s", test.code, d, test.name)
			continue
		}
		if got := d.Current(); got != test.current || ByCode(got).Name != test.currentName {
			t.Errorf("%s is %s %s, want %s %s", test.name, got, ByCode(got).Name, test.current, test.currentName)
		}
	}
	if d := ByCode("330103"); d.Existed(2023) || !d.Existed(2018) || !d.Existed(0) {
		t.Errorf("下城区: %+v", d)
	}
}

func TestTableIsWhole(t *testing.T) {
	table := load()
	for code, all := range table.byCode {
		for _, d := range all {
			if len(d.Code) != 6 || d.Name == "" || d.Last != 0 && d.Last < d.First {
				t.Errorf("%+v", d)
			}
			if d.Last != 0 && len(d.Successors) == 0 {
				t.Errorf("nobody knows what became of %s %s", code, d.Name)
			}
			if current := ByCode(d.Current()); current == nil || current.Last != 0 {
				t.Errorf("%s %s leads to %v", code, d.Name, current)
			}
		}
		province := ByCode(code[:2] + "0000")
		if province == nil {
			t.Errorf("%s lies in no province", code)
		}
		areas, inUse := AreaCodes(code)
		if len(areas) == 0 || inUse == 0 && all[len(all)-1].Last == 0 {
			if p := code[:2]; p != "71" && p != "81" && p != "82" && all[0].Level() != Province {
				t.Errorf("%s %s has no area code", code, all[0].Name)
			}
		}
	}
	if n := len(table.byCode); n < 3300 || n > 3600 {
		t.Errorf("%d codes", n)
	}
}

func TestAreaCodes(t *testing.T) {
	tests := []struct {
		code  string
		want  []string
		inUse int
	}{
		{"430602", []string{"0730"}, 1},
		{"110105", []string{"010"}, 1},
		{"211200", []string{"024", "0410"}, 1},
		{"469026", []string{"0898"}, 1},
		{"654003", []string{"0992"}, 1},
		{"429006", []string{"0728"}, 1},
		{"130300", []string{"0335"}, 1},
		{"220200", []string{"0432"}, 1},
		{"632800", []string{"0979", "0977"}, 2},
	}
	for _, test := range tests {
		if got, inUse := AreaCodes(test.code); !slices.Equal(got, test.want) || inUse != test.inUse {
			t.Errorf("AreaCodes(%s) = %v, %d in use; want %v, %d", test.code, got, inUse, test.want, test.inUse)
		}
	}
	if got := OfArea("0558"); !slices.Equal(got, []string{"341200", "341600"}) {
		t.Errorf("OfArea(0558) = %v", got)
	}
	if got := OfArea("0999"); len(got) == 0 {
		t.Error("0999 is no area code")
	}
	for _, none := range []string{"", "0000", "400", "033", "020 "} {
		if got := OfArea(none); got != nil {
			t.Errorf("OfArea(%q) = %v", none, got)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, test := range []struct {
		code, outer string
		want        bool
	}{
		{"430602", "430600", true}, {"430602", "430000", true}, {"430602", "430602", true}, {"429006", "420000", true},
		{"430602", "430500", false}, {"430000", "430600", false},
	} {
		if got := Within(test.code, test.outer); got != test.want {
			t.Errorf("Within(%s, %s) = %t", test.code, test.outer, got)
		}
	}
}

// TestMinistry compares the table with those of the Ministry of Civil Affairs of
// December 2015 and 2017 and April 2019 in $GONGSHI_SHARED/regions: each code
// and name must be here, and in those years.
func TestMinistry(t *testing.T) {
	shared := os.Getenv("GONGSHI_SHARED")
	if shared == "" {
		t.Skip("GONGSHI_SHARED names no folder with tables of regions")
	}
	for _, revision := range []struct {
		file string
		year int
	}{{"201512.tsv", 2015}, {"201712.tsv", 2017}, {"201904.tsv", 2019}} {
		data, err := os.ReadFile(filepath.Join(shared, "regions", revision.file))
		if err != nil {
			t.Fatal(err)
		}
		var missing []string
		seen := 0
		for line := range strings.Lines(string(data)) {
			fields := strings.Split(strings.TrimSpace(line), "\t")
			if len(fields) < 4 || len(fields[2]) != 6 {
				continue
			}
			seen++
			if !slices.ContainsFunc(load().byCode[fields[2]], func(d *Division) bool { return d.Name == fields[3] && d.Existed(revision.year) }) {
				missing = append(missing, fields[2]+" "+fields[3])
			}
		}
		if seen < 3000 {
			t.Errorf("%s: only %d lines read", revision.file, seen)
		}
		if diff := cmp.Diff(slips[revision.file], missing); diff != "" {
			t.Errorf("%s: -slips +missing\n%s", revision.file, diff)
		}
	}
}

// slips are rows of the ministry's tables that are wrong: 马尔康 is a county-level
// city.
var slips = map[string][]string{"201512.tsv": {"513201 马尔康区"}}
