package index

import (
	"cmp"
	"slices"
	"strings"

	"gongshi"
	"gongshi/normal"
)

// Record is the searchable form of a notice. Whether a notice matches a query
// is a matter of its record alone.
type Record struct {
	ID     string
	Source string // path of the source
	// Kind is what sort of text the notice is.
	Kind gongshi.NoticeKind
	// Title and Issuer are as in the notice, for display.
	Title, Issuer string
	Issued        gongshi.Date
	// Year is the year of Issued, else of the publicity period; 0 unknown.
	Year int

	Province, City, County string
	RegionCode             string // six digits

	Authority gongshi.Authority
	Round     int
	Lookback  bool
	// InspectionYear is the year named with the inspection.
	InspectionYear int

	Rules   []string // rules with findings, sorted
	Numbers []string // document numbers in normal form, sorted
	Phones  []string // phone numbers in normal form, sorted
	// Problems are the numbers of the problems that the notice is about, sorted.
	Problems []string
	// Dates are the days on which the notice was issued and could be objected
	// to.
	Dates []DateRange

	// Heading is the title in the form in which texts are compared
	// ([normal.Search]), Text the whole notice, and below it what of a section is
	// not in its text.
	Heading, Text string
	Sections      []Section
}

// Section is a section of a record: a piece of its Text.
type Section struct {
	Kind gongshi.SectionKind
	At   int // where it begins in Text, in bytes
	Text string
}

// DateRange is a run of days, both included; the dates are exact.
type DateRange struct{ From, To gongshi.Date }

// maxPeriod is the longest time in days between two dates that belong together.
const maxPeriod = 3660

// NewRecord makes the record of a notice. A finding counts with its rule.
func NewRecord(n *gongshi.Notice, findings []gongshi.Finding) Record {
	r := Record{
		ID: n.ID, Source: n.Source.Path, Kind: n.Kind, Title: n.Title, Issuer: n.Issuer, Issued: n.Issued,
		Heading: normal.Search(n.Title), Text: normal.Search(n.Text),
		Dates: dates(n),
	}
	if !r.Issued.IsZero() && !r.Issued.Valid() {
		r.Issued = gongshi.Date{}
	}
	r.Year = r.Issued.Year
	if r.Year == 0 && n.Publicity != nil {
		r.Year = cmp.Or(n.Publicity.Start.Year, n.Publicity.End.Year)
	}
	if n.Region != nil {
		r.Province, r.City, r.County, r.RegionCode = n.Region.Province, n.Region.City, n.Region.County, n.Region.Code
	}
	if i := n.Inspection; i != nil {
		r.Authority, r.Round, r.Lookback, r.InspectionYear = i.Authority, i.Round, i.Lookback, i.Year
	}
	for _, s := range n.Sections {
		r.addSection(s.Kind, normal.Search(s.Text))
	}
	for _, f := range findings {
		r.Rules = append(r.Rules, f.Rule)
	}
	for _, d := range n.DocumentNumbers {
		r.Numbers = append(r.Numbers, d.Number)
	}
	for _, p := range n.Phones {
		r.Phones = append(r.Phones, p.Number)
	}
	for _, p := range n.Problems {
		if p.Number != "" {
			r.Problems = append(r.Problems, p.Number)
		}
	}
	r.Rules, r.Numbers, r.Phones, r.Problems = distinct(r.Rules), distinct(r.Numbers), distinct(r.Phones), distinct(r.Problems)
	return r
}

// addSection adds a section, which is a piece of the text: the first behind the
// section before, if there is one.
func (r *Record) addSection(kind gongshi.SectionKind, text string) {
	before := 0
	if k := len(r.Sections) - 1; k >= 0 {
		before = r.Sections[k].At + len(r.Sections[k].Text)
	}
	at := strings.Index(r.Text[before:], text)
	if at >= 0 {
		at += before
	} else {
		at = strings.Index(r.Text, text)
	}
	if at < 0 {
		at = len(r.Text) + 1
		r.Text += "\n" + text
	}
	r.Sections = append(r.Sections, Section{kind, at, r.Text[at : at+len(text)]})
}

// dates gives the days that a notice stands for: its own date, and the days
// from the first to the last of its publicity period. Dates that do not exist
// are left out, and a period of years is taken for two days with a slip in one.
func dates(n *gongshi.Notice) []DateRange {
	var ranges []DateRange
	add := func(from, to gongshi.Date) {
		if from.IsZero() || to.IsZero() || !from.Valid() || !to.Valid() {
			return
		}
		r := DateRange{FirstDay(from), LastDay(to)}
		if !slices.Contains(ranges, r) {
			ranges = append(ranges, r)
		}
	}
	add(n.Issued, n.Issued)
	for _, d := range n.Dates {
		if d.Role == gongshi.RoleSigned || d.Role == gongshi.RolePublished {
			add(d.Date, d.Date)
		}
	}
	if p := n.Publicity; p != nil {
		if p.Start.Exact() && p.End.Exact() && p.Start.Valid() && p.End.Valid() {
			if days := p.Start.DaysUntil(p.End); days >= 0 && days <= maxPeriod {
				add(p.Start, p.End)
				return ranges
			}
		}
		add(p.Start, p.Start)
		add(p.End, p.End)
	}
	return ranges
}

// FirstDay is the first day of a date that may be a month or a year.
func FirstDay(d gongshi.Date) gongshi.Date {
	return gongshi.Date{Year: d.Year, Month: max(d.Month, 1), Day: max(d.Day, 1)}
}

// LastDay is the last day of a date that may be a month or a year.
func LastDay(d gongshi.Date) gongshi.Date {
	if d.Day != 0 {
		return d
	}
	if d.Month == 0 || d.Month == 12 {
		return gongshi.Date{Year: d.Year, Month: 12, Day: 31}
	}
	return gongshi.Date{Year: d.Year, Month: d.Month + 1, Day: 1}.AddDays(-1)
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// Kinds gives the kinds of the sections, each once, in the order of
// [gongshi.SectionKinds].
func (r *Record) Kinds() []gongshi.SectionKind {
	var kinds []gongshi.SectionKind
	for _, kind := range gongshi.SectionKinds {
		if slices.ContainsFunc(r.Sections, func(s Section) bool { return s.Kind == kind }) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Regions gives the names of the administrative divisions, largest first.
func (r *Record) Regions() []string {
	var names []string
	for _, name := range []string{r.Province, r.City, r.County} {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Digits gives the digits of a phone number.
func Digits(phone string) string {
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return c
		}
		return -1
	}, phone)
}
