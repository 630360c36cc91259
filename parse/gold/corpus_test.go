package gold_test

import (
	"fmt"
	"strings"
	"testing"

	"gongshi"
	"gongshi/internal/corpus"
	"gongshi/parse"
)

// TestCorpus checks what is found in invented notices against the facts they
// were made of.
func TestCorpus(t *testing.T) {
	wrong := map[string]int{}
	bad := func(field, name string, want, got any) {
		wrong[field]++
		if wrong[field] <= 6 {
			t.Logf("%s %s want %v got %v", name, field, want, got)
		}
	}
	for i := range 400 {
		c := corpus.Invent(7, i, 600)
		texts := []string{c.Text(), corpus.Paged(c.Paragraphs, true)}
		for j, s := range texts {
			name := fmt.Sprint(c.Name, "/", j)
			ns := parse.Parse(&gongshi.Document{Text: s})
			if len(ns) != 1 {
				bad("count", name, 1, len(ns))
			}
			n := ns[0]
			f := c.Facts
			check := func(field string, want, got any) {
				if fmt.Sprint(want) != fmt.Sprint(got) {
					bad(field, name, want, got)
				}
			}
			check("title", f.Title, n.Title)
			check("issuer", f.Issuer, n.Issuer)
			check("issued", f.Issued, n.Issued)
			if n.Region == nil {
				n.Region = &gongshi.Region{}
			}
			check("region", f.Region, *n.Region)
			if n.Inspection == nil {
				n.Inspection = &gongshi.Inspection{}
			}
			check("authority", f.Inspection.Authority, n.Inspection.Authority)
			check("round", f.Inspection.Round, n.Inspection.Round)
			check("lookback", f.Inspection.Lookback, n.Inspection.Lookback)
			check("year", f.Inspection.Year, n.Inspection.Year)
			pn := ""
			if len(n.Problems) > 0 {
				pn = n.Problems[0].Number
			}
			check("problem", f.Problem, pn)
			if n.Publicity == nil {
				n.Publicity = &gongshi.Publicity{}
			}
			check("from", f.Publicity.Start, n.Publicity.Start)
			check("to", f.Publicity.End, n.Publicity.End)
			check("days", f.Publicity.StatedDays, n.Publicity.StatedDays)
			check("unit", f.Publicity.StatedUnit, n.Publicity.StatedUnit)
			var dn []string
			for _, d := range n.DocumentNumbers {
				dn = append(dn, d.Number)
			}
			check("numbers", f.DocumentNumbers, dn)
			ph := ""
			for _, p := range n.Phones {
				ph += p.Number
			}
			check("phone", f.Phone, ph)
			var want, got []string
			for _, s := range f.Sections {
				want = append(want, string(s.Kind)+"|"+s.Label+"|"+s.Text)
			}
			for _, s := range n.Sections {
				got = append(got, string(s.Kind)+"|"+s.Label+"|"+s.Text)
			}
			for k := range max(len(want), len(got)) {
				w, g := "", ""
				if k < len(want) {
					w = want[k]
				}
				if k < len(got) {
					g = got[k]
				}
				if strings.ReplaceAll(w, " ", "") != strings.ReplaceAll(g, " ", "") {
					bad("section", name, w, g)
					break
				}
			}
		}
	}
	t.Log(wrong)
}
