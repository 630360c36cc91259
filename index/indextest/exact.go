package indextest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/normal"
	"gongshi/search"
)

// Exact compares what a searcher finds in notices with what stands in them, read
// without any of the search's own code: n random pieces of text, as they are
// written and as somebody might type them, what their negation finds, how they are
// marked; and n random queries of words, signs and fields.
func Exact(t *testing.T, searcher search.Searcher, notices []*gongshi.Notice, n int) {
	e := exact{searcher: searcher, rand: rand.New(rand.NewPCG(20231013, uint64(len(notices))))}
	for _, notice := range notices {
		e.add(notice)
	}
	t.Run("pieces", func(t *testing.T) {
		for range n {
			e.piece(t)
		}
		if e.marked == 0 {
			t.Error("nothing was marked at all")
		}
	})
	t.Run("queries", func(t *testing.T) {
		for range n {
			c := e.clause(3)
			e.compare(t, c.query, c.holds)
		}
	})
}

// exact is the notices in the form in which texts are compared.
type exact struct {
	searcher search.Searcher
	rand     *rand.Rand
	notices  []*folded
	marked   int
}

// folded is a notice with its texts folded. The texts are compared as they are:
// title, text, and sections by kind.
type folded struct {
	*gongshi.Notice
	title, text string
	sections    map[gongshi.SectionKind][]string
}

func (e *exact) add(n *gongshi.Notice) {
	f := &folded{Notice: n, title: normal.Search(n.Title), text: normal.Search(n.Text), sections: map[gongshi.SectionKind][]string{}}
	for _, s := range n.Sections {
		f.sections[s.Kind] = append(f.sections[s.Kind], normal.Search(s.Text))
	}
	e.notices = append(e.notices, f)
}

func (f *folded) has(text string) bool {
	return strings.Contains(f.title, text) || strings.Contains(f.text, text)
}

// piece asks for a random piece of a notice in quotes, and for all but it.
func (e *exact) piece(t *testing.T) {
	written := e.cutOut()
	asked := quoted(e.typed(written))
	want := normal.Search(written)
	holds := func(f *folded) bool { return f.has(want) }
	e.compare(t, asked, holds)
	e.compare(t, "-"+asked, func(f *folded) bool { return !holds(f) })
	e.marks(t, asked, want)
}

// cutOut gives 1 to 12 characters in a row out of a line of a notice.
func (e *exact) cutOut() string {
	for {
		lines := strings.Split(e.notices[e.rand.IntN(len(e.notices))].Text, "\n")
		line := []rune(lines[e.rand.IntN(len(lines))])
		if len(line) == 0 {
			continue
		}
		at := e.rand.IntN(len(line))
		piece := string(line[at:min(len(line), at+1+e.rand.IntN(12))])
		if normal.Search(piece) != "" {
			return piece
		}
	}
}

// typed writes a text as somebody else might: in traditional characters, in wide
// ones.
func (e *exact) typed(text string) string {
	switch e.rand.IntN(4) {
	case 0:
		return traditional.Replace(text)
	case 1:
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7F && r != '"' && r != '\\' {
				return r + ('！' - '!')
			}
			return r
		}, text)
	}
	return text
}

var traditional = strings.NewReplacer("污", "汙", "长", "長", "养", "養", "产", "產", "环", "環", "县", "縣", "区", "區", "总", "總", "层", "層", "问题", "問題", "时间", "時間", "务", "務")

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// compare asks, and wants what holds.
func (e *exact) compare(t *testing.T, asked string, holds func(*folded) bool) {
	t.Helper()
	_, found, err := e.searcher.Each(t.Context(), search.Request{Query: asked})
	if err != nil {
		t.Fatalf("%s: %v", asked, err)
	}
	var got, want []string
	for r, err := range found {
		if err != nil {
			t.Fatalf("%s: %v", asked, err)
		}
		got = append(got, r.ID)
	}
	for _, f := range e.notices {
		if holds(f) {
			want = append(want, f.ID)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: found %d, want %d: -want +got\n%.1000s", asked, len(got), len(want), cmp.Diff(want, got))
	}
}

// marks looks at the first hits: what is marked is what was asked for, and a
// snippet without its marks is a piece of the notice, byte for byte.
func (e *exact) marks(t *testing.T, asked, want string) {
	t.Helper()
	result, err := e.searcher.Search(t.Context(), search.Request{Query: asked, Limit: 3})
	if err != nil {
		t.Fatalf("%s: %v", asked, err)
	}
	for _, hit := range result.Hits {
		i := slices.IndexFunc(e.notices, func(f *folded) bool { return f.ID == hit.ID })
		n := e.notices[i]
		marks := 0
		for _, s := range hit.Snippets {
			whole := ""
			for k, part := range s.Parts {
				whole += part.Text
				if k > 0 && part.Match && s.Parts[k-1].Match {
					t.Errorf("%s: two marks side by side in %v", asked, s.Parts)
				}
				if part.Match {
					marks++
					if !strings.Contains(normal.Search(part.Text), want) {
						t.Errorf("%s: %q is marked", asked, part.Text)
					}
				}
			}
			if !strings.Contains(n.Text, whole) && !strings.Contains(n.Title, whole) {
				t.Errorf("%s: %q is not in the notice", asked, whole)
			}
		}
		if marks == 0 {
			t.Errorf("%s: nothing is marked in %s", asked, hit.ID)
		}
		e.marked += marks
	}
}

// clause is a query and what it means.
type clause struct {
	query string
	holds func(*folded) bool
}

// clause invents one, of others to a depth.
func (e *exact) clause(depth int) clause {
	if depth == 0 || e.rand.IntN(3) == 0 {
		return e.leaf()
	}
	a, b := e.clause(depth-1), e.clause(depth-1)
	switch e.rand.IntN(5) {
	case 0:
		return clause{"-(" + a.query + ")", func(f *folded) bool { return !a.holds(f) }}
	case 1, 2:
		return clause{"(" + a.query + " OR " + b.query + ")", func(f *folded) bool { return a.holds(f) || b.holds(f) }}
	}
	return clause{"(" + a.query + " " + b.query + ")", func(f *folded) bool { return a.holds(f) && b.holds(f) }}
}

func (e *exact) leaf() clause {
	piece := e.cutOut()
	text, asked := normal.Search(piece), quoted(piece)
	kind := gongshi.SectionKinds[e.rand.IntN(len(gongshi.SectionKinds))]
	number := 1 + e.rand.IntN(3)
	year := 2016 + e.rand.IntN(10)
	switch e.rand.IntN(9) {
	case 0:
		return clause{"title:" + asked, func(f *folded) bool { return strings.Contains(f.title, text) }}
	case 1, 2:
		return clause{string(kind) + ":" + asked, func(f *folded) bool {
			return slices.ContainsFunc(f.sections[kind], func(s string) bool { return strings.Contains(s, text) })
		}}
	case 3:
		return clause{"has:" + string(kind), func(f *folded) bool { return len(f.sections[kind]) > 0 }}
	case 4:
		return clause{"lacks:" + string(kind), func(f *folded) bool { return len(f.sections[kind]) == 0 }}
	case 5:
		return clause{fmt.Sprintf("round:%d", number), func(f *folded) bool { return f.Inspection != nil && f.Inspection.Round == number }}
	case 6:
		return clause{fmt.Sprintf("year:%d", year), func(f *folded) bool {
			stated := f.Issued.Year
			if p := f.Publicity; stated == 0 && p != nil {
				if stated = p.Start.Year; stated == 0 {
					stated = p.End.Year
				}
			}
			return stated == year
		}}
	}
	return clause{asked, func(f *folded) bool { return f.has(text) }}
}
