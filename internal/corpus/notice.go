package corpus

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"gongshi"
)

// Notice is an invented notice and what is true of it.
type Notice struct {
	// Name is unique within its seed and fit for a file: "000012-岳阳楼区".
	Name       string
	Paragraphs []Paragraph
	Facts      Facts
}

// Text is the notice as plain text, a paragraph a line. The facts hold for this
// text word for word.
func (n Notice) Text() string { return Plain(n.Paragraphs) }

// Facts are what a reader of the notice should find.
type Facts struct {
	Title           string             `json:"title"`
	Issuer          string             `json:"issuer"`
	Issued          gongshi.Date       `json:"issued"`
	Region          gongshi.Region     `json:"region"`
	Inspection      gongshi.Inspection `json:"inspection"`
	Problem         string             `json:"problem"` // number in normal form
	Sections        []SectionFacts     `json:"sections"`
	Publicity       gongshi.Publicity  `json:"publicity"`
	ClaimRight      bool               `json:"claim_right"` // by at least one way of counting
	DocumentNumbers []string           `json:"document_numbers"`
	Phone           string             `json:"phone"` // in normal form
	Terms           []Term             `json:"terms"`
}

// SectionFacts are a section's kind, its label as written, and its body: the
// paragraphs joined by line breaks.
type SectionFacts struct {
	Kind  gongshi.SectionKind `json:"kind"`
	Label string              `json:"label"`
	Text  string              `json:"text"`
}

// Term is a word of the vocabulary that stands in the body of a section. It is
// listed once for each kind of section it stands in.
type Term struct {
	Text    string              `json:"text"`
	Section gongshi.SectionKind `json:"section"`
}

// The usual sizes of generated notices, in Han characters, roughly.
const (
	LongNotice  = 2600
	ShortNotice = 500
)

// Notices invents notices without end, about [LongNotice] characters each.
func Notices(seed uint64) iter.Seq[Notice] { return NoticesOf(seed, LongNotice) }

// NoticesOf is [Notices] with the size given, at least 300.
func NoticesOf(seed uint64, size int) iter.Seq[Notice] {
	return func(yield func(Notice) bool) {
		for i := 0; yield(Invent(seed, i, size)); i++ {
		}
	}
}

// Invent gives notice i of the sequence that [NoticesOf] walks through. It can
// be called from several goroutines.
func Invent(seed uint64, i, size int) Notice {
	var n Notice
	d := newDraft(rand.New(rand.NewPCG(seed, uint64(i))), &n.Facts)
	n.Name = fmt.Sprintf("%06d-%s", i, d.county.region.County)
	n.Paragraphs = d.write(pick(d.r, forms), size)
	return n
}

// newDraft decides what does not depend on the form.
func newDraft(r *rand.Rand, facts *Facts) *draft {
	v := loadVocabulary()
	d := &draft{v: v, r: r, county: pick(r, v.counties), facts: facts}
	facts.Region = d.county.region
	d.inspect()
	d.publish()
	for range 5 {
		d.towns = append(d.towns, d.place()+pick(r, []string{"镇", "镇", "乡", "街道"}))
	}
	for range 2 {
		name := d.place() + pick(r, v.first) + pick(r, v.words["industry"]) + "有限公司"
		d.corps = append(d.corps, d.county.short()+name)
	}
	d.river = d.place() + "河"
	d.lake = d.place() + pick(r, []string{"湖", "水库", "塘"})
	facts.Phone = fmt.Sprintf("%s-%d%06d", d.county.areaCode, 2+r.IntN(7), r.IntN(1_000_000))
	facts.Issuer = d.county.region.County + pick(r, issuers)
	return d
}

var issuers = []string{
	"生态环境保护委员会办公室", "突出生态环境问题整改工作领导小组办公室", "人民政府",
	"生态环境保护督察整改工作领导小组办公室", "环境保护督察整改办公室",
}

// inspect decides on the inspection and the problem.
func (d *draft) inspect() {
	ways := visits[d.county.region.Province]
	n := d.r.IntN(4)
	for ways[n] == 0 {
		n = d.r.IntN(4)
	}
	d.visit = ways[n]
	in := gongshi.Inspection{Authority: gongshi.AuthorityCentral}
	switch n {
	case 0:
		in.Round, in.Text = 1, "中央环境保护督察"
	case 1:
		in.Round, in.Lookback, in.Text = 1, true, "中央生态环境保护督察“回头看”"
	case 2:
		in.Round, in.Year, in.Text = 2, d.visit, fmt.Sprintf("%d年第二轮中央生态环境保护督察", d.visit)
	case 3:
		in.Round, in.Text = 3, "第三轮中央生态环境保护督察"
	}
	if n >= 2 && d.r.IntN(4) == 0 {
		in = gongshi.Inspection{Authority: gongshi.AuthorityProvincial, Round: 2, Text: "第二轮省生态环境保护督察"}
	}
	d.facts.Inspection = in
	d.facts.Problem = fmt.Sprint(1 + d.r.IntN(76))
}

// publish decides on the period of publicity and what the notice says of it:
// one claim in six is wrong.
func (d *draft) publish() {
	last := gongshi.Date{Year: 2025, Month: 11, Day: 20}
	d.start = gongshi.Date{Year: d.visit, Month: 10, Day: 9}.AddDays(d.r.IntN(900))
	for d.start.Compare(last) > 0 {
		d.start = d.start.AddDays(-300)
	}
	for !Working(d.start) {
		d.start = d.start.AddDays(1)
	}
	days, unit := pick(d.r, []int{5, 7, 10, 10, 10, 10}), gongshi.UnitWorking
	var end gongshi.Date
	switch way := d.r.IntN(12); {
	case way < 2: // as if every day were a working day, and one more
		end = d.start.AddDays(days + 1)
	case way < 4:
		unit, end = gongshi.UnitCalendar, d.start.AddDays(days-1)
	case way < 6: // the first day not counted
		end = nthWorkingDay(d.start, days+1)
	default:
		end = nthWorkingDay(d.start, days)
	}
	p := gongshi.Publicity{Start: d.start, End: end, StatedDays: days, StatedUnit: unit}
	working, calendar := WorkingDays(d.start, end), d.start.DaysUntil(end)+1
	excluding := working - 1
	p.WorkingDays, p.WorkingDaysExcludingFirst, p.CalendarDays = &working, &excluding, &calendar
	d.facts.Publicity = p
	d.facts.ClaimRight = days == working || days == excluding
	if unit == gongshi.UnitCalendar {
		d.facts.ClaimRight = days == calendar
	}
	d.facts.Issued = d.start
}

// nthWorkingDay is the nth working day, start being the first.
func nthWorkingDay(start gongshi.Date, n int) gongshi.Date {
	for d := start; ; d = d.AddDays(1) {
		if Working(d) {
			n--
		}
		if n <= 0 {
			return d
		}
	}
}
