package corpus

import (
	_ "embed"
	"math/rand/v2"
	"sort"
	"strings"
	"sync"

	"gongshi"
)

//go:embed data/words.txt
var wordFile string

//go:embed data/patterns.txt
var patternFile string

//go:embed data/counties.tsv
var countyFile string

// readLists reads a data file of words: lists of lines under names in brackets.
// Lists whose words are single characters may have many on a line.
func readLists(file string) map[string][]string {
	lists := map[string][]string{}
	name := ""
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			name = strings.Trim(line, "[]")
		default:
			lists[name] = append(lists[name], line)
		}
	}
	return lists
}

// vocabulary is what the generator draws words from.
type vocabulary struct {
	words         map[string][]string
	first, second []string
	topics        zipf
	rare          zipf
	patterns      map[string][]pattern
	counties      []county
}

var loadVocabulary = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{words: readLists(wordFile), patterns: map[string][]pattern{}}
	v.first = strings.Fields(strings.Join(v.words["first"], " "))
	v.second = strings.Fields(strings.Join(v.words["second"], " "))
	v.topics, v.rare = newZipf(v.words["topic"]), newZipf(v.words["rare"])
	for name, lines := range readLists(patternFile) {
		for _, line := range lines {
			v.patterns[name] = append(v.patterns[name], parsePattern(line))
		}
	}
	v.counties = readCounties(countyFile)
	return v
})

// zipf draws words with frequencies in proportion to 1/rank.
type zipf struct {
	words []string
	sums  []float64
}

func newZipf(words []string) zipf {
	z := zipf{words: words}
	sum := 0.0
	for i := range words {
		sum += 1 / float64(i+1)
		z.sums = append(z.sums, sum)
	}
	return z
}

func (z zipf) draw(r *rand.Rand) string {
	x := r.Float64() * z.sums[len(z.sums)-1]
	return z.words[min(sort.SearchFloat64s(z.sums, x), len(z.words)-1)]
}

// county is a county-level division with the telephone area code of its city.
type county struct {
	region   gongshi.Region
	areaCode string
}

func readCounties(file string) []county {
	var counties []county
	for line := range strings.Lines(file) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 5 {
			continue
		}
		counties = append(counties, county{gongshi.Region{Code: f[0], Province: f[1], City: f[2], County: f[3]}, f[4]})
	}
	return counties
}

// short is the name without 县, 区 or 市, as it goes into document numbers; at
// most two characters.
func (c county) short() string {
	name := []rune(c.region.County)
	return string(name[:min(2, len(name)-1)])
}

// visits are the years in which the central inspections came to a province: the
// first round, its 回头看, the second and the third round; 0 where none did.
var visits = map[string][4]int{
	"河北省": {2016, 2018, 2022, 0}, "山西省": {2017, 2018, 2021, 2025}, "辽宁省": {2017, 2018, 2021, 0},
	"吉林省": {2017, 2018, 2021, 0}, "黑龙江省": {2016, 2018, 2021, 0}, "江苏省": {2016, 2018, 2022, 2024},
	"浙江省": {2017, 0, 2020, 2024}, "安徽省": {2017, 2018, 2021, 2024}, "福建省": {2017, 0, 2019, 2023},
	"江西省": {2016, 2018, 2021, 2024}, "山东省": {2017, 2018, 2021, 2025}, "河南省": {2016, 2018, 2021, 2023},
	"湖北省": {2016, 2018, 2021, 2024}, "湖南省": {2017, 2018, 2021, 2024}, "广东省": {2016, 2018, 2021, 0},
	"广西壮族自治区": {2016, 2018, 2021, 0}, "四川省": {2017, 2018, 2021, 2024}, "贵州省": {2017, 2018, 2021, 2024},
	"云南省": {2016, 2018, 2021, 2024}, "陕西省": {2016, 2018, 2021, 2025}, "甘肃省": {2016, 0, 2019, 2023},
}
