package main

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The committed tables are what the sources give today.
func TestTablesAreUpToDate(t *testing.T) {
	all, err := mergeDivisions("../sources")
	if err != nil {
		t.Fatal(err)
	}
	codes, err := mergeAreaCodes("../sources", all)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"divisions.tsv": all.text(), "areacodes.tsv": codes} {
		want, err := os.ReadFile("../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: run go generate: -committed +generated\n%s", name, diff)
		}
	}
}

func TestIsDivision(t *testing.T) {
	for _, test := range []struct {
		code, name string
		want       bool
	}{
		{"430602", "岳阳楼区", true},
		{"230751", "金林区", true},
		{"659007", "双河市", true},
		{"110100", "市辖区", false},
		{"429000", "省直辖县级行政区划", false},
		{"341371", "宿州马鞍山现代产业园区", false},
	} {
		if got := isDivision(test.code, test.name); got != test.want {
			t.Errorf("isDivision(%s, %s) = %t", test.code, test.name, got)
		}
	}
}

// A county whose towns went to two others is followed to both, the one that got
// more of them first; one that kept its code has a new name only.
func TestSuccessors(t *testing.T) {
	before := yearTable{
		names: map[string]string{"330104": "江干区", "330102": "上城区", "330122": "桐庐县"},
		towns: map[string][]string{"330104": {"甲街道", "乙街道", "丙街道"}, "330122": {"丁镇"}},
	}
	after := yearTable{
		names: map[string]string{"330102": "上城区", "330114": "钱塘区", "330122": "桐庐市"},
		towns: map[string][]string{"330102": {"甲街道", "乙街道"}, "330114": {"丙街道"}, "330122": {"丁镇"}, "440101": {"甲街道"}},
	}
	for code, want := range map[string][]string{"330104": {"330102", "330114"}, "330122": {"330122"}} {
		if got := successors(before, after, code); !slices.Equal(got, want) {
			t.Errorf("successors of %s: %v, want %v", code, got, want)
		}
	}
}

func TestCities(t *testing.T) {
	all, err := mergeDivisions("../sources")
	if err != nil {
		t.Fatal(err)
	}
	for names, want := range map[string][]string{
		"湖南省岳阳市":         {"430600"},
		"四川省成都市、资阳市、眉山市": {"510100", "512000", "511400"},
		"吉林省吉林市":         {"220200"},
		"北京市":            {"110000"},
		"新疆塔城地区":         {"654200"},
		"西藏索县":           nil,
	} {
		if got := all.cities(names); !slices.Equal(got, want) {
			t.Errorf("cities(%s) = %v, want %v", names, got, want)
		}
	}
}
