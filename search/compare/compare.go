// Package compare answers how a topic stands across rounds, regions and years:
// it sorts the records that a search gives into cells and counts them, each record
// in one cell, also where the notice does not say what is asked.
package compare

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"

	"gongshi"
	"gongshi/index"
	"gongshi/search/query"
)

// MaxBy is by how many dimensions can be compared at once.
const MaxBy = 2

// Kinds are the kinds of sections of which is counted how many mention the topic.
var Kinds = [...]gongshi.SectionKind{
	gongshi.SectionIssue, gongshi.SectionGoal, gongshi.SectionMeasures, gongshi.SectionImplementation,
}

// Options say what is compared.
type Options struct {
	// By are one or two dimensions.
	By []Dimension
	// Asked is the query that the records match; its words are the topic.
	Asked query.Node
	// Examples is how many notices each cell quotes at most.
	Examples int
	// Text gives the notice with an id, for quotations as they are written; nil:
	// they have the form in which texts are compared.
	Text func(ctx context.Context, id string) (*gongshi.Notice, error)
}

// Table is a topic in cells.
type Table struct {
	By []string `json:"by"`
	// Cells have a notice each at least. Their notices add up to those of Total.
	Cells []Cell `json:"cells"`
	// Margins are the sums for the values of each dimension alone, where there
	// are two.
	Margins []Margin `json:"margins,omitempty"`
	Total   Cell     `json:"total"`
	// Topic tells whether the query has words; without them nothing is said of
	// sections.
	Topic bool `json:"topic"`
}

// Margin is the sums for the values of a dimension.
type Margin struct {
	By    string `json:"by"`
	Cells []Cell `json:"cells"`
}

// Cell is what is counted of the notices with the same values.
type Cell struct {
	// Values are those of the dimensions; one that the notices do not state is
	// absent.
	Values map[string]string `json:"values"`
	// Region tells counties of the same name apart, where a dimension is one of
	// regions.
	Region  *gongshi.Region `json:"region,omitempty"`
	Notices int             `json:"notices"`
	// Problems counts the problems that the notices number. A number stands for
	// one problem within an authority, round and province, so that a problem that
	// several counties put right counts in the cell of each, and once in a sum.
	Problems int `json:"problems"`
	// First and Last are the dates of the earliest and the latest notice.
	First gongshi.Date `json:"first,omitzero"`
	Last  gongshi.Date `json:"last,omitzero"`
	// Sections tells, for each of [Kinds], how many of the sections speak of the
	// topic.
	Sections map[gongshi.SectionKind]Share `json:"sections,omitempty"`
	Examples []Example                     `json:"examples,omitempty"`
}

// Share is how many sections speak of the topic.
type Share struct {
	Sections   int `json:"sections"`
	Mentioning int `json:"mentioning"`
	// Share is Mentioning by Sections; 0 where there are none.
	Share float64 `json:"share"`
}

// Build sorts records into cells. What it keeps of them grows with the cells and
// the problems, not with the notices.
func Build(ctx context.Context, records iter.Seq2[*index.Record, error], o Options) (*Table, error) {
	if len(o.By) == 0 || len(o.By) > MaxBy {
		return nil, fmt.Errorf("compare by %d dimensions: between 1 and %d are possible", len(o.By), MaxBy)
	}
	b := &builder{Options: o, topic: topicOf(o.Asked), cells: make(map[string]*cell), margins: make([]map[string]*cell, len(o.By)), quoted: make(map[Example]string)}
	for i := range b.margins {
		b.margins[i] = make(map[string]*cell)
	}
	b.total = newCell(nil)
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		b.add(r)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b.table(ctx)
}

type builder struct {
	Options
	topic   topic
	cells   map[string]*cell
	margins []map[string]*cell
	total   *cell
	quoted  map[Example]string // what notices write, of what was quoted of their records
}

// cell is a cell that is being counted.
type cell struct {
	Cell
	values   []value
	problems map[string]bool
}

func newCell(values []value) *cell {
	c := &cell{values: values, problems: make(map[string]bool)}
	for i, v := range values { // a record is one string: to keep a piece keeps all of it
		c.values[i].key, c.values[i].name, c.values[i].order = strings.Clone(v.key), strings.Clone(v.name), strings.Clone(v.order)
		if v.region != nil {
			c.values[i].region = &gongshi.Region{Province: strings.Clone(v.region.Province), City: strings.Clone(v.region.City), County: strings.Clone(v.region.County)}
		}
	}
	c.Sections = make(map[gongshi.SectionKind]Share, len(Kinds))
	for _, kind := range Kinds {
		c.Sections[kind] = Share{}
	}
	return c
}

// in gives the cell of the values, which is made if there is none.
func in(cells map[string]*cell, values ...value) *cell {
	key := ""
	for _, v := range values {
		key += v.key + "\x00"
	}
	c := cells[key]
	if c == nil {
		c = newCell(slices.Clone(values))
		cells[key] = c
	}
	for i, v := range values { // a region can have had several codes
		if v.order < c.values[i].order {
			c.values[i].order = strings.Clone(v.order)
		}
	}
	return c
}

func (b *builder) add(r *index.Record) {
	values := make([]value, len(b.By))
	for i, d := range b.By {
		values[i] = d.of(r)
		if values[i].key == "" {
			values[i] = value{order: unstated}
		}
	}
	date := DateOf(r)
	shares := b.shares(r)
	problems := problemsOf(r)
	cells := []*cell{in(b.cells, values...), b.total}
	if len(values) > 1 {
		for i := range values {
			cells = append(cells, in(b.margins[i], values[i]))
		}
	}
	example := b.example(r, date)
	for _, c := range cells {
		c.count(date, shares, problems)
		c.exemplify(b.Examples, Example{Notice: r.ID, date: date}, example)
	}
}

func (c *cell) count(date gongshi.Date, shares map[gongshi.SectionKind]Share, problems []string) {
	c.Notices++
	if !date.IsZero() {
		if c.First.IsZero() || date.Compare(c.First) < 0 {
			c.First = date
		}
		if c.Last.IsZero() || date.Compare(c.Last) > 0 {
			c.Last = date
		}
	}
	for _, kind := range gongshi.SectionKinds { // whose strings are no pieces of a record
		s, ok := shares[kind]
		if !ok {
			continue
		}
		sum := c.Sections[kind]
		sum.Sections += s.Sections
		sum.Mentioning += s.Mentioning
		c.Sections[kind] = sum
	}
	for _, p := range problems {
		c.problems[p] = true
	}
}

// DateOf gives the date of a notice: that of its issue, else the first of those
// it stands for.
func DateOf(r *index.Record) gongshi.Date {
	if !r.Issued.IsZero() && r.Issued.Valid() {
		return r.Issued
	}
	var first gongshi.Date
	for _, d := range r.Dates {
		if first.IsZero() || d.From.Compare(first) < 0 {
			first = d.From
		}
	}
	return first
}

func (b *builder) shares(r *index.Record) map[gongshi.SectionKind]Share {
	shares := make(map[gongshi.SectionKind]Share, len(Kinds))
	for _, s := range r.Sections {
		if !slices.Contains(Kinds[:], s.Kind) {
			continue
		}
		share := shares[s.Kind]
		share.Sections++
		share.Mentioning += b2i(b.topic.in(s.Text))
		shares[s.Kind] = share
	}
	return shares
}

// problemsOf names the problems of a record, each with what its number is one of. A
// code with letters is unique by itself. What a notice does not say is not the same as
// anything: its problem is one of its own.
func problemsOf(r *index.Record) []string {
	names := make([]string, len(r.Problems))
	for i, number := range r.Problems {
		number = query.ProblemForm(number)
		switch {
		case strings.ContainsFunc(number, unicode.IsLetter):
			names[i] = number
		case r.Authority == "" || r.Round == 0 || r.Province == "":
			names[i] = r.ID + "/" + number
		default:
			names[i] = fmt.Sprintf("%s/%d/%t/%s/%s", r.Authority, r.Round, r.Lookback, r.Province, number)
		}
	}
	return names
}

// table gives what was counted.
func (b *builder) table(ctx context.Context) (*Table, error) {
	t := &Table{Topic: !b.topic.empty()}
	for _, d := range b.By {
		t.By = append(t.By, d.Name)
	}
	names := b.names()
	var err error
	if t.Cells, err = b.finish(ctx, b.cells, t.By, names); err != nil {
		return nil, err
	}
	if len(b.By) > 1 {
		for i, name := range t.By {
			cells, err := b.finish(ctx, b.margins[i], t.By[i:i+1], names[i:i+1])
			if err != nil {
				return nil, err
			}
			t.Margins = append(t.Margins, Margin{name, cells})
		}
	}
	b.total.close(nil, nil, t.Topic)
	if err := b.original(ctx, b.total.Examples); err != nil {
		return nil, err
	}
	t.Total = b.total.Cell
	return t, nil
}

// names gives for each dimension what the values of a key are called: a region
// by its name alone, and with those of the regions it lies in where another one
// has the same.
func (b *builder) names() []map[string]string {
	all := make([]map[string]string, len(b.By))
	for i := range b.By {
		all[i] = make(map[string]string)
		bearers := make(map[string]map[string]bool)
		for _, c := range b.cells {
			v := c.values[i]
			if bearers[v.name] == nil {
				bearers[v.name] = make(map[string]bool)
			}
			bearers[v.name][v.key] = true
		}
		for _, c := range b.cells {
			v := c.values[i]
			all[i][v.key] = v.name
			if len(bearers[v.name]) > 1 && v.region != nil {
				all[i][v.key] = path(v.region)
			}
		}
	}
	return all
}

// finish gives the cells in their order.
func (b *builder) finish(ctx context.Context, cells map[string]*cell, by []string, names []map[string]string) ([]Cell, error) {
	sorted := slices.SortedFunc(maps.Values(cells), func(c, d *cell) int {
		for i := range c.values {
			if order := cmp.Or(strings.Compare(c.values[i].order, d.values[i].order), strings.Compare(c.values[i].key, d.values[i].key)); order != 0 {
				return order
			}
		}
		return 0
	})
	list := make([]Cell, len(sorted))
	for i, c := range sorted {
		c.close(by, names, !b.topic.empty())
		if err := b.original(ctx, c.Examples); err != nil {
			return nil, err
		}
		list[i] = c.Cell
	}
	return list, nil
}

// close fills in what follows from what was counted.
func (c *cell) close(by []string, names []map[string]string, topic bool) {
	c.Values = make(map[string]string, len(by))
	for i, v := range c.values {
		if v.key == "" {
			continue
		}
		c.Values[by[i]] = names[i][v.key]
		if v.region != nil && (c.Region == nil || len(path(v.region)) > len(path(c.Region))) {
			c.Region = v.region
		}
	}
	c.Problems = len(c.problems)
	for kind, s := range c.Sections {
		if s.Sections > 0 {
			s.Share = float64(s.Mentioning) / float64(s.Sections)
			c.Sections[kind] = s
		}
	}
	if !topic {
		c.Sections = nil
	}
}
