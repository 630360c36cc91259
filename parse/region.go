package parse

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
	"gongshi/parse/regions"
)

// place name signs: what stands around a name tells whether it means the place.
var (
	// behind a name: part of a street, a building, a company, another word
	notPlaceAfter = []string{ // 陕西南路, 北京大学, 吉林市场
		"路", "东路", "西路", "南路", "北路", "中路", "一路", "二路", "大道", "大街", "东街", "西街", "南街", "北街", "街道", "街", "巷", "胡同", "里弄",
		"大桥", "立交", "广场", "大厦", "宾馆", "酒店", "饭店", "大学", "学院", "中学", "小学", "银行", "日报", "晚报", "卫视", "站", "机场", "高速", "铁路",
		"场", "域", "间", "别", "岸", "侧", "部", "面", "边", "段", "亚", "洋",
	}
	// in front of a name of two characters, or a short one: the end of a word
	placeBefore = []string{"省", "市", "区", "州", "盟", "县", "向", "在", "驻", "对", "的", "和", "与", "及", "于", "从", "到", "为", "经", "是", "全", "由", "将", "共", "给", "至", "称"}
	// in front of a short name that stands in an office's name
	officeWords = []string{"生态环境局", "环境保护局", "环保局", "自然资源局", "公安局", "税务局", "规划局"}
)

// commonNames are names of divisions that are ordinary words: they count only
// right behind the city they lie in.
var commonNames = []string{ // 阳泉市郊区
	"城区", "郊区", "矿区", "东区", "西区", "新城区", "老城区", "桥区", "城中区", "城东区", "城西区", "城北区",
}

// placeName is a division named in a text.
type placeName struct {
	start, end int
	short      bool
	divisions  []*regions.Division
}

// placeNames finds the names of divisions in s, those that stand for something
// else left out. head tells that s begins with the name of an office or a
// title, where short names stand for places.
func placeNames(s string, head bool) []placeName {
	var found []placeName
	for i := 0; i < len(s); {
		end, short, divisions := regions.At(s, i)
		if end == i {
			i += runeLen(s[i])
			continue
		}
		p := placeName{i, end, short, divisions}
		var before *placeName
		if n := len(found); n > 0 && found[n-1].end == i {
			before = &found[n-1]
		}
		if p.isPlace(s, before, head) {
			found = append(found, p)
		} else if !short {
			end = i + utf8.RuneLen(firstRune(s[i:]))
		}
		i = end
	}
	return found
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// isPlace tells whether a name means the place. before is the name that ends
// where this one begins.
func (p placeName) isPlace(s string, before *placeName, head bool) bool {
	name := s[p.start:p.end]
	if hasAnyPrefix(s[p.end:], notPlaceAfter) {
		return false
	}
	if slices.Contains(commonNames, name) {
		return before != nil && p.liesIn(before)
	}
	bare := p.start > 0 && isHan(lastRune(s[:p.start])) && !hasAnySuffix(s[:p.start], placeBefore)
	if !p.short {
		return before != nil || !bare || len(name) > 6
	}
	switch {
	case before != nil:
		return p.liesIn(before)
	case hasAnySuffix(s[:p.start], officeWords) && strings.HasPrefix(s[p.end:], "分局"):
		return true
	case bare:
		return false
	}
	_, _, next := regions.At(s, p.end)
	after := placeName{start: p.end, end: p.end, divisions: next}
	return after.liesIn(&p) || head && p.start == 0 || p.level() == regions.Province && !head
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// liesIn tells whether the name can mean a division within the other.
func (p placeName) liesIn(o *placeName) bool {
	return slices.ContainsFunc(p.divisions, func(d *regions.Division) bool {
		return slices.ContainsFunc(o.divisions, func(outer *regions.Division) bool {
			return d.Code != outer.Code && regions.Within(d.Code, outer.Code)
		})
	})
}

// level is the highest level that the name can mean.
func (p placeName) level() regions.Level {
	best := regions.County
	for _, d := range p.divisions {
		best = min(best, d.Level())
	}
	return best
}

// locator finds out which division names mean in one notice.
type locator struct {
	p       *parser
	context []placeName // all names near the beginning; read when first needed
	read    bool
}

// findRegion says which region the notice is of: that of its issuer, else of
// its title, else of what its text names first.
func (p *parser) findRegion() {
	l := &locator{p: p}
	for _, zone := range []struct {
		name, text string
		head       bool
	}{
		{"issuer", p.folded(p.n.Issuer), true}, {"title", p.folded(p.n.Title), true},
		{"text", firstRunes(p.form[p.bodyStart():], 600), false},
	} {
		if zone.text == "" {
			continue
		}
		if r := l.locate(placeNames(zone.text, zone.head)); r != nil {
			p.n.Region, p.regionIn = r, zone.name
			return
		}
	}
}

// folded gives s, a piece of the notice as it shows it, in the form of p.form.
func (p *parser) folded(s string) string {
	form, _ := normal.Pattern(s)
	if len(p.maps) > 1 { // the script was folded
		form = strings.Map(normal.Simplified, form)
	}
	return form
}

// locate gives the region that a chain of names means: 岳阳市岳阳楼区 is a
// district of that city. The first name that can be told decides; names that lie
// in what it means make it closer, others are of other places.
func (l *locator) locate(names []placeName) *gongshi.Region {
	var best *regions.Division
	var doubtful []*regions.Division
	for _, name := range names {
		d := l.choose(name.divisions, best)
		switch {
		case d == nil && best == nil && doubtful == nil:
			doubtful = name.divisions
		case d != nil && (best == nil || d.Code != best.Code && regions.Within(d.Code, best.Code)):
			best = d
		}
	}
	if best == nil {
		return ambiguous(doubtful)
	}
	if doubtful != nil && best.Level() < regions.County {
		if d := l.choose(doubtful, best); d != nil && regions.Within(d.Code, best.Code) {
			best = d
		}
	}
	return l.region(best)
}

// ambiguous gives what is certain of a name that several divisions have: itself,
// and the province if they all lie in one.
func ambiguous(divisions []*regions.Division) *gongshi.Region {
	if len(divisions) == 0 || divisions[0].Level() != regions.County {
		return nil
	}
	r := &gongshi.Region{County: divisions[0].Name}
	for _, d := range divisions {
		if d.Code[:2] != divisions[0].Code[:2] {
			return r
		}
	}
	r.Province = regions.ByCode(divisions[0].Code[:2] + "0000").Name
	return r
}

// region names a division and what it lies in, as of the notice's year.
func (l *locator) region(d *regions.Division) *gongshi.Region {
	year := l.p.n.Issued.Year
	r := &gongshi.Region{Code: d.Code}
	if current := d.Current(); current != d.Code {
		r.CurrentCode = current
	}
	if province := regions.ByCode(d.Code[:2] + "0000"); province != nil {
		r.Province = province.Name
	}
	switch d.Level() {
	case regions.City:
		r.City = d.Name
	case regions.County:
		r.County = d.Name
		if city := regions.ByCodeIn(d.Code[:4]+"00", year); city != nil {
			r.City = city.Name
		}
	}
	return r
}

// choose picks what a name means: the one division it can mean, or of several
// that one that lies in outer, or whose city or province, or whose area code,
// the notice names.
func (l *locator) choose(all []*regions.Division, outer *regions.Division) *regions.Division {
	divisions := all
	if l.p.n.Issued.Year > 0 {
		existed := slices.DeleteFunc(slices.Clone(all), func(d *regions.Division) bool { return !d.Existed(l.p.n.Issued.Year) })
		if len(existed) > 0 {
			divisions = existed
		}
	}
	if outer != nil {
		inside := slices.DeleteFunc(slices.Clone(divisions), func(d *regions.Division) bool { return !regions.Within(d.Code, outer.Code) })
		if len(inside) > 0 {
			divisions = inside
		}
	}
	if d := highest(divisions); d != nil {
		return d
	}
	var best *regions.Division
	most, tie := 0, false
	for _, d := range divisions {
		switch w := l.weight(d); {
		case w > most:
			best, most, tie = d, w, false
		case w == most && w > 0 && !sameDivision(d, best):
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}

// highest gives the division of a name; where a province and a city, or a city
// and its district, have one name (吉林, 朝阳), the larger. It is nil where
// several are as large.
func highest(divisions []*regions.Division) *regions.Division {
	var best *regions.Division
	for _, d := range divisions {
		switch {
		case best == nil || d.Level() < best.Level():
			best = d
		case d.Level() == best.Level() && !sameDivision(d, best):
			return nil
		}
	}
	return best
}

// sameDivision tells whether two rows are one division: another name of the same
// code, or what became of it.
func sameDivision(a, b *regions.Division) bool {
	return a.Code == b.Code || a.Current() == b.Current()
}

// weight says how much in the notice speaks for a division.
func (l *locator) weight(d *regions.Division) int {
	if !l.read {
		l.context, l.read = placeNames(firstRunes(l.p.form, 3000), false), true
	}
	w := 0
	city, province := false, false
	for _, name := range l.context {
		for _, o := range name.divisions {
			if o.Code == d.Code || !regions.Within(d.Code, o.Code) {
				continue
			}
			city = city || o.Level() == regions.City
			province = province || o.Level() == regions.Province
		}
	}
	if city {
		w += 4
	}
	if province {
		w += 2
	}
	if areas, _ := regions.AreaCodes(d.Code); slices.ContainsFunc(l.p.n.Phones, func(p gongshi.Phone) bool { return slices.Contains(areas, areaOf(p.Number)) }) {
		w += 3
	}
	return w
}

// areaOf gives the area code of a phone number in normal form, if it has one.
func areaOf(number string) string {
	if area, _, ok := strings.Cut(number, "-"); ok && area[0] == '0' {
		return area
	}
	return ""
}
