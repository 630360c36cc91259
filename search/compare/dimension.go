package compare

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/index"
	"gongshi/search/query"
)

// Dimension is a property by which notices are sorted into cells.
type Dimension struct {
	// Name is the English name, which stays the same for programs.
	Name string
	// Chinese are the Chinese names, the one to recommend first.
	Chinese []string
	of      func(r *index.Record) value
}

// value is what a record has of a dimension. The zero value: it does not say.
type value struct {
	// key tells values apart, name is what the value is called. They differ for
	// regions: several cities have a 鼓楼区.
	key, name string
	order     string // that of the cells
	region    *gongshi.Region
}

// unstated sorts what a record does not say behind everything else.
const unstated = "\U0010FFFF"

// dimensions lists the properties, in the order in which help names them.
var dimensions = func() []Dimension {
	list := []Dimension{
		{"round", []string{"轮次"}, round},
		{"authority", []string{"层级", "督察层级"}, authority},
		{"region", []string{"地区"}, region(lowest)},
		{"province", []string{"省"}, region(provinces)},
		{"city", []string{"市"}, region(cities)},
		{"county", []string{"区县"}, region(counties)},
		{"year", []string{"年份"}, year},
		{"issuer", []string{"单位", "发布单位"}, issuer},
		{"kind", []string{"类型", "类别"}, kind},
	}
	for _, k := range gongshi.SectionKinds {
		list = append(list, Dimension{"has-" + string(k), []string{"有" + k.Name().Zh}, has(k)})
	}
	return list
}()

// Dimensions lists the properties by which can be compared.
func Dimensions() []Dimension { return slices.Clone(dimensions) }

// DimensionOf gives the dimension of a name, English or Chinese. A section can be
// named as in queries: has:goal, 有:目标.
func DimensionOf(name string) (Dimension, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, has := range []string{"has:", "has-", "有:", "有：", "有"} {
		if section, ok := strings.CutPrefix(name, has); ok {
			if kind, known := query.ParseSection(section); known {
				name = "has-" + string(kind)
				break
			}
		}
	}
	i := slices.IndexFunc(dimensions, func(d Dimension) bool { return d.Name == name || slices.Contains(d.Chinese, name) })
	if i < 0 {
		return Dimension{}, false
	}
	return dimensions[i], true
}

// round gives the round as the query language writes it.
func round(r *index.Record) value {
	name := ""
	switch {
	case r.Round > 0 && r.Lookback:
		name = strconv.Itoa(r.Round) + "-lookback"
	case r.Round > 0:
		name = strconv.Itoa(r.Round)
	case r.Lookback:
		name = "lookback"
	default:
		return value{}
	}
	return value{key: name, name: name, order: fmt.Sprintf("%06d%s", r.Round+1_000_000*b2i(r.Round == 0), name)}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func authority(r *index.Record) value {
	return listed(string(r.Authority), string(gongshi.AuthorityCentral), string(gongshi.AuthorityProvincial), string(gongshi.AuthorityOther))
}

func kind(r *index.Record) value {
	return listed(string(r.Kind), string(gongshi.KindCloseOut), string(gongshi.KindOtherOfficial), string(gongshi.KindNotANotice))
}

// listed gives a value that sorts as the list does.
func listed(name string, order ...string) value {
	return value{key: name, name: name, order: fmt.Sprintf("%d%s", 1+slices.Index(order, name)+10*b2i(!slices.Contains(order, name)), name)}
}

func year(r *index.Record) value {
	if r.Year == 0 {
		return value{}
	}
	name := strconv.Itoa(r.Year)
	return value{key: name, name: name, order: fmt.Sprintf("%06d", r.Year)}
}

func issuer(r *index.Record) value { return value{key: r.Issuer, name: r.Issuer, order: r.Issuer} }

// The values of a dimension that asks for a section.
const (
	With    = "yes"
	Without = "no"
)

func has(kind gongshi.SectionKind) func(r *index.Record) value {
	return func(r *index.Record) value {
		if slices.ContainsFunc(r.Sections, func(s index.Section) bool { return s.Kind == kind }) {
			return value{key: With, name: With, order: "0"}
		}
		return value{key: Without, name: Without, order: "1"}
	}
}

// The levels of regions: lowest is the lowest that a notice names.
const (
	lowest = iota
	provinces
	cities
	counties
)

// region gives the region at a level, which is told by all names down to it.
func region(level int) func(r *index.Record) value {
	return func(r *index.Record) value {
		at := gongshi.Region{Province: r.Province, City: r.City, County: r.County}
		name, digits := r.County, 6
		switch {
		case level == provinces, level == lowest && r.County == "" && r.City == "":
			at, name, digits = gongshi.Region{Province: r.Province}, r.Province, 2
		case level == cities, level == lowest && r.County == "":
			at, name, digits = gongshi.Region{Province: r.Province, City: r.City}, r.City, 4
		}
		if name == "" {
			return value{}
		}
		order := unstated[:1] // behind those with a code
		if len(r.RegionCode) == 6 {
			order = r.RegionCode[:digits] + strings.Repeat("0", 6-digits) // a province before its cities
		}
		key := at.Province + "/" + at.City + "/" + at.County
		return value{key: key, name: name, order: order + key, region: &at}
	}
}

// path is a region with all its names.
func path(r *gongshi.Region) string {
	whole := r.Province
	for _, name := range []string{r.City, r.County} {
		if !strings.HasSuffix(whole, name) {
			whole += name
		}
	}
	return whole
}
