package gold_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/internal/corpus"
	"gongshi/parse"
)

// found is what the facts of an invented notice are compared with.
type found struct {
	Title, Issuer, Problem string
	Issued                 gongshi.Date
	County                 string
	Authority              gongshi.Authority
	Round, Year            int
	Lookback               bool
	Start, End             gongshi.Date
	Days                   int
	Unit                   gongshi.DayUnit
	Numbers, Phones        []string
	Sections               []corpus.SectionFacts
}

// TestCorpus parses invented notices, whole and cut by pages, and compares what
// is found with the facts they were made of.
func TestCorpus(t *testing.T) {
	for i := range 300 {
		c := corpus.Invent(7, i, 600)
		want := wanted(c.Facts)
		for _, text := range []string{c.Text(), corpus.Paged(c.Paragraphs, true), corpus.Paged(c.Paragraphs, false)} {
			notices := parse.Parse(&gongshi.Document{Text: text})
			if len(notices) != 1 {
				t.Errorf("%s: %d notices", c.Name, len(notices))
			}
			if diff := cmp.Diff(want, got(notices[0])); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.Name, diff)
			}
		}
		if t.Failed() {
			return
		}
	}
}

func wanted(f corpus.Facts) found {
	w := found{
		Title: f.Title, Issuer: f.Issuer, Problem: f.Problem, Issued: f.Issued, County: f.Region.County,
		Authority: f.Inspection.Authority, Round: f.Inspection.Round, Year: f.Inspection.Year, Lookback: f.Inspection.Lookback,
		Start: f.Publicity.Start, End: f.Publicity.End, Days: f.Publicity.StatedDays, Unit: f.Publicity.StatedUnit,
		Numbers: f.DocumentNumbers, Phones: []string{f.Phone},
	}
	for _, s := range f.Sections {
		w.Sections = append(w.Sections, corpus.SectionFacts{Kind: s.Kind, Label: s.Label, Text: strings.ReplaceAll(s.Text, "\n\n", "\n")})
	}
	return w
}

func got(n gongshi.Notice) found {
	g := found{Title: n.Title, Issuer: n.Issuer, Issued: n.Issued}
	if n.Region != nil {
		g.County = n.Region.County
	}
	if in := n.Inspection; in != nil {
		g.Authority, g.Round, g.Year, g.Lookback = in.Authority, in.Round, in.Year, in.Lookback
	}
	if len(n.Problems) > 0 {
		g.Problem = n.Problems[0].Number
	}
	if p := n.Publicity; p != nil {
		g.Start, g.End, g.Days, g.Unit = p.Start, p.End, p.StatedDays, p.StatedUnit
	}
	for _, d := range n.DocumentNumbers {
		g.Numbers = append(g.Numbers, d.Number)
	}
	for _, p := range n.Phones {
		g.Phones = append(g.Phones, p.Number)
	}
	for _, s := range n.Sections {
		g.Sections = append(g.Sections, corpus.SectionFacts{Kind: s.Kind, Label: s.Label, Text: s.Text})
	}
	return g
}
