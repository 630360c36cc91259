package web

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"

	"gongshi"
	"gongshi/ingest/store"
)

// sidePage shows two notices side by side.
type sidePage struct {
	// A and B are as the URL has them, before they are looked for.
	A, B string
	// Missing names what is no notice.
	Missing     []string
	Left, Right *sideNotice
	Rows        []sideRow
	Differ      []factPair
	// Equal are the names of the facts that are the same.
	Equal []string
	// Cut tells that a text was too long to be compared as a whole.
	Cut bool
}

// sideNotice is one of the two notices.
type sideNotice struct {
	*gongshi.Notice
	// Shared is how much of the text the other one has, in percent.
	Shared int
	places []gongshi.Span
}

// sideRow is a section, or what is in none, in both notices.
type sideRow struct {
	ID, Name    string
	Left, Right [][]sharedPart
}

// factPair is a fact that is not the same in both.
type factPair struct {
	Name        string
	Left, Right []link
}

// sideURL is the page of two notices side by side.
func sideURL(a, b string) string { return withQuery("/side", url.Values{"a": {a}, "b": {b}}) }

func (v *visit) side() error {
	asked := v.r.URL.Query()
	data := sidePage{A: strings.TrimSpace(asked.Get("a")), B: strings.TrimSpace(asked.Get("b"))}
	ctx := v.r.Context()
	left, err := v.named(ctx, data.A)
	if err != nil {
		return err
	}
	right, err := v.named(ctx, data.B)
	if err != nil {
		return err
	}
	for given, found := range map[string]*store.Checked{data.A: left, data.B: right} {
		if given != "" && found == nil {
			data.Missing = append(data.Missing, given)
		}
	}
	slices.Sort(data.Missing)
	if left != nil && right != nil {
		v.hold(&data, &left.Notice, &right.Notice)
	}
	return v.show("side", page{Title: v.tr("两份公示并排", "Two notices side by side"), Path: "/side", Data: data})
}

// named is the notice of an id, or of the address of its page; nil if there is none.
func (v *visit) named(ctx context.Context, name string) (*store.Checked, error) {
	if u, err := url.Parse(name); err == nil {
		name = path.Base(u.Path)
	}
	if name = strings.ToLower(name); !isID(name) {
		return nil, nil
	}
	found, err := v.find(ctx, name)
	if p, ok := errors.AsType[*problem](err); ok && p == errNoNotice {
		return nil, nil
	}
	return found, err
}

// hold holds the two notices against each other.
func (v *visit) hold(data *sidePage, a, b *gongshi.Notice) {
	left, right := fold(a.Text), fold(b.Text)
	data.Left, data.Right = &sideNotice{Notice: a}, &sideNotice{Notice: b}
	data.Cut = !left.whole() || !right.whole()
	var shared int
	data.Left.places, shared = left.sharedWith(right.sequences())
	data.Left.Shared = percent(shared, left.characters())
	data.Right.places, shared = right.sharedWith(left.sequences())
	data.Right.Shared = percent(shared, right.characters())
	own := func(f fact) bool { return f.Name == v.idName() } // no two have the same
	data.Differ, data.Equal = pairs(slices.DeleteFunc(v.facts(a), own), slices.DeleteFunc(v.facts(b), own))
	for _, kind := range gongshi.SectionKinds {
		data.addRow(string(kind), kind.Name().In(v.lang), data.Left.sections(kind), data.Right.sections(kind))
	}
	data.addRow("rest", v.tr("各节以外", "In no section"), data.Left.rest(), data.Right.rest())
}

func (data *sidePage) addRow(id, name string, left, right [][]sharedPart) {
	if len(left)+len(right) > 0 {
		data.Rows = append(data.Rows, sideRow{"row-" + id, name, left, right})
	}
}

// sections are the sections of a kind, with their labels.
func (n *sideNotice) sections(kind gongshi.SectionKind) [][]sharedPart {
	var all [][]sharedPart
	for _, s := range n.Section(kind) {
		if s.Span.Len() > 0 && s.Span.End <= len(n.Text) {
			all = append(all, partsOf(n.Text, wholeSection(&s), n.places))
		}
	}
	return all
}

// wholeSection is a section with its label, where that stands in front of it.
func wholeSection(s *gongshi.Section) gongshi.Span {
	if !s.LabelSpan.IsZero() && s.LabelSpan.Start < s.Span.Start {
		return gongshi.Span{Start: s.LabelSpan.Start, End: s.Span.End}
	}
	return s.Span
}

// rest is what is in no section.
func (n *sideNotice) rest() [][]sharedPart {
	var taken []gongshi.Span
	for i := range n.Sections {
		taken = append(taken, wholeSection(&n.Sections[i]))
	}
	slices.SortFunc(taken, func(a, b gongshi.Span) int { return cmp.Compare(a.Start, b.Start) })
	var all [][]sharedPart
	add := func(from, to int) {
		for from < to && n.Text[from] == '\n' {
			from++
		}
		if strings.TrimSpace(n.Text[from:max(from, to)]) != "" {
			all = append(all, partsOf(n.Text, gongshi.Span{Start: from, End: to}, n.places))
		}
	}
	at := 0
	for _, t := range taken {
		add(at, min(t.Start, len(n.Text)))
		at = max(at, t.End)
	}
	add(at, len(n.Text))
	return all
}

// pairs sorts facts into those that differ and those that are the same.
func pairs(left, right []fact) (differ []factPair, equal []string) {
	values := func(all []fact, name string) []link {
		if i := slices.IndexFunc(all, func(f fact) bool { return f.Name == name }); i >= 0 {
			return all[i].Values
		}
		return nil
	}
	var names []string
	for _, f := range slices.Concat(left, right) {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	for _, name := range names {
		a, b := values(left, name), values(right, name)
		if slices.Equal(a, b) {
			equal = append(equal, name)
		} else {
			differ = append(differ, factPair{name, a, b})
		}
	}
	return differ, equal
}
