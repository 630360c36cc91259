package ingest_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gongshi"
)

// label is what a person found in a notice: a want.json. A fact without a key
// is not labelled and not compared; one that the notice does not have is null,
// or an empty list.
type label struct {
	Title, Issuer *string
	Issued        *gongshi.Date
	// Objects of the notice's JSON; of each only the keys of the label count.
	Region, Inspection, Publicity map[string]any
	Problems                      []struct{ Number string }
	Sections                      []sectionLabel
	// Lacks are kinds of sections that the notice has none of, where its
	// sections are not labelled.
	Lacks           []gongshi.SectionKind
	DocumentNumbers []string `json:"document_numbers"`
	Phones          []string // those to call
	// Dates are all that are precise to the day, and of the others the
	// deadlines; one without a role may have any.
	Dates []dateLabel

	keys    map[string]json.RawMessage
	mayHave dateLabel // a date that is right, be it found or not
}

// sectionLabel is a section: its label as written, and the first and last
// characters of its body. Without a kind it may be of any.
type sectionLabel struct {
	Kind         gongshi.SectionKind
	Label        string
	Problem      int
	Starts, Ends string
}

type dateLabel struct {
	Date gongshi.Date
	Role gongshi.DateRole
}

func readLabel(t *testing.T, path string) label {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var l label
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if err := json.Unmarshal(data, &l.keys); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return l
}

// labelled tells whether there is a word on the fact, be it that it is absent.
func (l label) labelled(key string) bool {
	_, ok := l.keys[key]
	return ok
}

// miss is a fact that is not what the label says. What is missing was found as
// nothing, what is too much was wanted as nothing.
type miss struct{ field, want, got string }

// comparison collects the misses of a notice. Texts are compared without white
// space: formats differ in that.
type comparison struct{ misses []miss }

func (c *comparison) fact(field, want, got string) {
	if want, got = squeezed(want), squeezed(got); want != got {
		c.misses = append(c.misses, miss{field, want, got})
	}
}

// list compares values in order; each that is missing or too much is a miss.
func (c *comparison) list(field string, want, got []string) {
	before := len(c.misses)
	for _, w := range want {
		if !slices.Contains(got, w) {
			c.fact(field, w, "")
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			c.fact(field, "", g)
		}
	}
	if len(c.misses) == before {
		c.fact(field+" in order", strings.Join(want, "、"), strings.Join(got, "、"))
	}
}

// compare gives what is not as labelled in a notice.
func (l label) compare(t *testing.T, n *gongshi.Notice) []miss {
	t.Helper()
	var c comparison
	if l.Title != nil {
		c.fact("title", *l.Title, n.Title)
	}
	if l.Issuer != nil {
		c.fact("issuer", *l.Issuer, n.Issuer)
	}
	if l.Issued != nil {
		c.fact("issued", l.Issued.String(), n.Issued.String())
	}
	if l.labelled("region") {
		c.object(t, "region", l.Region, n.Region)
	}
	if l.labelled("inspection") {
		c.object(t, "inspection", l.Inspection, n.Inspection)
	}
	if l.labelled("publicity") {
		c.object(t, "publicity", l.Publicity, n.Publicity)
	}
	if l.labelled("problems") {
		c.list("problems", l.problems(), problemNumbers(n))
	}
	l.compareSections(&c, n.Sections)
	if l.labelled("document_numbers") {
		c.list("document_numbers", l.DocumentNumbers, docNumbers(n))
	}
	if l.labelled("phones") {
		c.list("phones", l.Phones, contacts(n))
	}
	l.compareDates(&c, n.Dates)
	return c.misses
}

// object compares an object of the notice's JSON with that of the label.
func (c *comparison) object(t *testing.T, field string, want map[string]any, got any) {
	t.Helper()
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var found map[string]any
	if err := json.Unmarshal(data, &found); err != nil {
		t.Fatal(err)
	}
	if want == nil || found == nil {
		c.fact(field, said(want != nil), said(found != nil))
		return
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		c.fact(field+"."+key, said(want[key]), said(found[key]))
	}
}

// said writes a value; those that say nothing are empty.
func said(v any) string {
	if v == nil || reflect.ValueOf(v).IsZero() {
		return ""
	}
	return fmt.Sprint(v)
}

func (l label) problems() []string {
	var out []string
	for _, p := range l.Problems {
		out = append(out, p.Number)
	}
	return out
}

// problemNumbers are the numbers of those problems that have one.
func problemNumbers(n *gongshi.Notice) []string {
	var out []string
	for _, p := range n.Problems {
		if p.Number != "" {
			out = append(out, p.Number)
		}
	}
	return out
}

func docNumbers(n *gongshi.Notice) []string {
	var out []string
	for _, d := range n.DocumentNumbers {
		if !slices.Contains(out, d.Number) {
			out = append(out, d.Number)
		}
	}
	return out
}

// contacts are the phone numbers to call, not those to fax to.
func contacts(n *gongshi.Notice) []string {
	var out []string
	for _, p := range n.Phones {
		if p.Role == gongshi.PhoneContact && !slices.Contains(out, p.Number) {
			out = append(out, p.Number)
		}
	}
	return out
}

// compareSections walks through both lists together. A section is found when
// the next ones have one with its label and kind; those before it are too much.
func (l label) compareSections(c *comparison, got []gongshi.Section) {
	for _, kind := range l.Lacks {
		if i := slices.IndexFunc(got, func(s gongshi.Section) bool { return s.Kind == kind }); i >= 0 {
			surplus(c, got[i:i+1])
		}
	}
	if !l.labelled("sections") {
		return
	}
	for _, want := range l.Sections {
		i := slices.IndexFunc(got, want.names)
		if i < 0 {
			c.fact("section", name(want.Kind, want.Label), "")
			continue
		}
		surplus(c, got[:i])
		want.compareBody(c, got[i])
		got = got[i+1:]
	}
	surplus(c, got)
}

func surplus(c *comparison, sections []gongshi.Section) {
	for _, s := range sections {
		c.fact("section", "", name(s.Kind, s.Label))
	}
}

func name(kind gongshi.SectionKind, label string) string {
	return cmp.Or(string(kind), "section") + ": " + label
}

func (want sectionLabel) names(s gongshi.Section) bool {
	return squeezed(want.Label) == squeezed(s.Label) && (want.Kind == "" || want.Kind == s.Kind)
}

func (want sectionLabel) compareBody(c *comparison, got gongshi.Section) {
	field := func(what string) string { return want.Label + " " + what }
	c.fact(field("problem"), fmt.Sprint(want.Problem), fmt.Sprint(got.Problem))
	body := squeezed(got.Text)
	if starts := squeezed(want.Starts); !strings.HasPrefix(body, starts) {
		c.fact(field("start"), starts, head(body, starts))
	}
	if ends := squeezed(want.Ends); !strings.HasSuffix(body, ends) {
		c.fact(field("end"), ends, tail(body, ends))
	}
}

// head and tail give as many characters of s as like has.
func head(s, like string) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), len([]rune(like)))])
}

func tail(s, like string) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-len([]rune(like))):])
}

// compareDates compares the days with their roles. Months and years are only
// looked for.
func (l label) compareDates(c *comparison, found []gongshi.DateMention) {
	if !l.labelled("dates") {
		return
	}
	var want, got []string
	for _, d := range l.Dates {
		if d.Role == "" {
			found = slices.Clone(found)
			for i := range found {
				if found[i].Date == d.Date {
					found[i].Role = ""
				}
			}
		}
		want = append(want, d.String())
	}
	for _, d := range found {
		is := dateLabel{d.Date, d.Role}
		labelled := slices.Contains(want, is.String())
		if !slices.Contains(got, is.String()) && (labelled || d.Date.Exact() && is != l.mayHave) {
			got = append(got, is.String())
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	c.list("dates", slices.Compact(want), got)
}

func (d dateLabel) String() string {
	return strings.TrimSuffix(d.Date.String()+":"+string(d.Role), ":")
}
