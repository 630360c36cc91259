package corpus

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"gongshi"
)

// pattern is a sentence with gaps: literals[0] slots[0] literals[1] ….
type pattern struct {
	literals []string
	slots    []slot
}

// slot fills a gap.
type slot func(*draft) string

// slots are the gaps of the patterns by the names they have there.
var slots = map[string]slot{
	"X":       func(d *draft) string { return d.county.region.County },
	"topic":   func(d *draft) string { return d.term(d.v.topics.draw(d.r)) },
	"rare":    func(d *draft) string { return d.term(d.v.rare.draw(d.r)) },
	"work":    func(d *draft) string { return d.word("work") },
	"dept":    func(d *draft) string { return d.word("dept") },
	"dept2":   func(d *draft) string { return d.word("dept") },
	"law":     func(d *draft) string { return d.word("law") },
	"town":    func(d *draft) string { return d.towns[0] },
	"town2":   func(d *draft) string { return d.towns[1+d.r.IntN(len(d.towns)-1)] },
	"village": func(d *draft) string { return d.place() + "村" },
	"river":   func(d *draft) string { return d.river },
	"lake":    func(d *draft) string { return d.lake },
	"corp":    func(d *draft) string { return d.term(d.corps[0]) },
	"corp2":   func(d *draft) string { return d.term(d.corps[1]) },
	"m":       func(d *draft) string { return strconv.Itoa(2 + d.r.IntN(10)) },
	"n":       func(d *draft) string { return strconv.Itoa(12 + d.r.IntN(80)) },
	"N":       func(d *draft) string { return strconv.Itoa(110 + d.r.IntN(9000)) },
	"d":       func(d *draft) string { return fmt.Sprintf("%d.%d", 1+d.r.IntN(60), 1+d.r.IntN(9)) },
	"pct":     func(d *draft) string { return fmt.Sprintf("%d.%d", 10+d.r.IntN(80), d.r.IntN(10)) },
	"year":    func(d *draft) string { return strconv.Itoa(d.visit - 1 - d.r.IntN(3)) },
	"year2":   func(d *draft) string { return strconv.Itoa(d.start.Year) },
	"date":    func(d *draft) string { return written(d.start.AddDays(-20 - d.r.IntN(150))) },
	"ym":      func(d *draft) string { return writtenMonth(d.start.AddDays(-40 - d.r.IntN(200))) },
	"docno":   func(d *draft) string { return d.docNumber() },
}

// parsePattern reads a line of patterns.txt. A gap without a slot is a mistake
// in that file.
func parsePattern(line string) pattern {
	var p pattern
	for {
		before, rest, ok := strings.Cut(line, "{")
		p.literals = append(p.literals, before)
		if !ok {
			return p
		}
		name, after, _ := strings.Cut(rest, "}")
		fill := slots[name]
		if fill == nil {
			panic(fmt.Sprintf("corpus: pattern has no slot %q", name))
		}
		p.slots = append(p.slots, fill)
		line = after
	}
}

// draft is a notice in the making.
type draft struct {
	v      *vocabulary
	r      *rand.Rand
	county county
	visit  int // year of the inspection
	start  gongshi.Date
	towns  []string
	corps  []string
	river  string
	lake   string
	// kind is the section that is being written; terms go under it.
	kind  gongshi.SectionKind
	facts *Facts
}

func (d *draft) fill(p pattern) string {
	var b strings.Builder
	for i, literal := range p.literals {
		b.WriteString(literal)
		if i < len(p.slots) {
			b.WriteString(p.slots[i](d))
		}
	}
	return b.String()
}

// sentence fills a pattern of the named list.
func (d *draft) sentence(list string) string { return d.fill(pick(d.r, d.v.patterns[list])) }

func (d *draft) word(list string) string { return pick(d.r, d.v.words[list]) }

// place makes up the name of a place: two characters, thousands of ways.
func (d *draft) place() string { return pick(d.r, d.v.first) + pick(d.r, d.v.second) }

// term remembers that a word stands in the section being written.
func (d *draft) term(word string) string {
	for _, t := range d.facts.Terms {
		if t.Section == d.kind && t.Text == word {
			return word
		}
	}
	d.facts.Terms = append(d.facts.Terms, Term{word, d.kind})
	return word
}

func (d *draft) docNumber() string {
	agency := d.county.short() + pick(d.r, []string{"办发", "政办发", "发", "环委办发", "政发", "环改办"})
	number := fmt.Sprintf("%s〔%d〕%d号", agency, d.start.Year-d.r.IntN(2), 1+d.r.IntN(60))
	for _, known := range d.facts.DocumentNumbers {
		if known == number {
			return number
		}
	}
	d.facts.DocumentNumbers = append(d.facts.DocumentNumbers, number)
	return number
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// written is the usual form of a date: 2023年10月13日.
func written(d gongshi.Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day) }

func writtenMonth(d gongshi.Date) string { return fmt.Sprintf("%d年%d月", d.Year, d.Month) }
