package parse

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"gongshi"
)

//go:generate perl gen.pl

// regionTable lists the administrative divisions down to the county, a line
// each: code, tab, name; a division that was renamed has several. Made by
// gen.pl from the GB/T 2260 tables of 2015, 2017 and 2019, data of the Ministry
// of Civil Affairs as collected in cn/GB2260 (MIT licence).
//
//go:embed regions.tsv
var regionTable string

// divisions is the table by name and by code.
type divisions struct {
	codes map[string][]string // of a name
	names map[string]string   // of a code, the last one
	max   int                 // bytes of the longest name
}

var loadDivisions = sync.OnceValue(func() *divisions {
	d := &divisions{codes: map[string][]string{}, names: map[string]string{}}
	for line := range strings.Lines(regionTable) {
		code, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		d.add(name, code)
		d.names[code] = name
		if short := shortProvince(code, name); short != "" {
			d.add(short, code)
		}
	}
	return d
})

func (d *divisions) add(name, code string) {
	d.codes[name] = append(d.codes[name], code)
	d.max = max(d.max, len(name))
}

// shortProvince gives a province's name without what it is: 湖南, 内蒙古.
func shortProvince(code, name string) string {
	if !strings.HasSuffix(code, "0000") {
		return ""
	}
	for _, end := range []string{"省", "市", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区"} {
		if short, ok := strings.CutSuffix(name, end); ok {
			return short
		}
	}
	return ""
}

// findRegion says which region the notice is of: that of its issuer, else of
// its title, else of what its text names first. Names that several places have
// are told apart by the places named elsewhere in the notice.
func (p *parser) findRegion() {
	d := loadDivisions()
	context := p.n.Title + "\n" + firstRunes(p.form, 3000) + "\n" + p.n.Issuer
	for _, s := range []string{p.n.Issuer, p.n.Title, firstRunes(p.form, 600)} {
		code, doubtful := d.deepest(s, context)
		if code == "" {
			continue
		}
		p.n.Region = d.region(code)
		if doubtful != "" && p.n.Region.County == "" {
			p.n.Region.County, p.n.Region.Code = doubtful, ""
		}
		return
	}
}

// region names a code and what it lies in.
func (d *divisions) region(code string) *gongshi.Region {
	r := &gongshi.Region{Province: d.names[code[:2]+"0000"], Code: code}
	if code[2:] == "0000" {
		return r
	}
	if city := d.names[code[:4]+"00"]; !strings.Contains(city, "直辖") && city != "市辖区" && city != "县" {
		r.City = city
	}
	if code[4:] != "00" {
		r.County = d.names[code]
	}
	return r
}

// deepest gives the code of the lowest division that s names in one chain:
// 岳阳市岳阳楼区 is a district of that city. The first name decides. A county
// whose name several places have that nothing tells apart is doubtful.
func (d *divisions) deepest(s, context string) (best, doubtful string) {
	for at := 0; at < len(s); {
		name, codes := d.longest(s, at)
		if name == "" {
			_, n := utf8.DecodeRuneInString(s[at:])
			at += n
			continue
		}
		code := d.choose(codes, best, context)
		if code == "" && doubtful == "" {
			doubtful = name
		}
		if code != "" && (best == "" || within(code, best) && code != best) {
			best = code
		}
		at += len(name)
	}
	if best == "" && doubtful != "" {
		best, _ = d.deepest(strings.ReplaceAll(context, doubtful, ""), "")
		best = best[:min(len(best), 2)]
		if best != "" {
			best += "0000"
		}
	}
	return best, doubtful
}

// longest gives the longest name at i. A short name of a province counts only
// in front of what says so: 湖南 in 湖南路 is none.
func (d *divisions) longest(s string, i int) (string, []string) {
	for end := min(len(s), i+d.max); end > i+3; end-- {
		codes, ok := d.codes[s[i:end]]
		if !ok {
			continue
		}
		if hasAnyPrefix(s[end:], []string{"路", "街", "大道", "中路", "东路", "西路", "南路", "北路", "大街"}) {
			return "", nil
		}
		return s[i:end], codes
	}
	return "", nil
}

// choose picks of several places of one name the one that lies in outer, else
// the only one whose city or province the context names.
func (d *divisions) choose(codes []string, outer, context string) string {
	if len(codes) == 1 {
		return codes[0]
	}
	best, weight, tie := "", 0, false
	for _, c := range codes {
		w := 0
		if outer != "" && within(c, outer) {
			w += 8
		}
		if city := d.names[c[:4]+"00"]; city != "" && city != "市辖区" && strings.Contains(context, city) {
			w += 3
		}
		if province := d.names[c[:2]+"0000"]; strings.Contains(context, province) || strings.Contains(context, shortProvince(c[:2]+"0000", province)) {
			w += 2
		}
		if c == best {
			continue
		}
		if w == weight {
			tie = true
		}
		if w > weight {
			best, weight, tie = c, w, false
		}
	}
	if tie {
		return ""
	}
	return best
}

// within tells whether the division lies in outer.
func within(code, outer string) bool {
	return strings.HasPrefix(code, trimPairs(outer))
}

// trimPairs takes the pairs of zeros off a code's end: 430000 is 43.
func trimPairs(code string) string {
	for strings.HasSuffix(code, "00") {
		code = code[:len(code)-2]
	}
	return code
}
