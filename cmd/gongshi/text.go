package main

import (
	"cmp"
	"slices"
	"strings"

	"gongshi"
)

// head is a place in a notice's text at which sections begin; without names, one
// at which they end and what belongs to none goes on.
type head struct {
	at    int
	names []string
}

// heads gives the places at which sections begin, in order. A section begins with
// its label, where it has one of its own.
func (a *app) heads(n *gongshi.Notice) []head {
	var all []head
	for i := range n.Sections {
		s := &n.Sections[i]
		at := s.Span.Start
		if !s.LabelSpan.IsZero() {
			at = s.LabelSpan.Start
		}
		if at < 0 || at > len(n.Text) {
			continue
		}
		name := s.Kind.Name().In(a.lang)
		k := slices.IndexFunc(all, func(h head) bool { return h.at == at })
		if k < 0 {
			all = append(all, head{at: at})
			k = len(all) - 1
		}
		if !slices.Contains(all[k].names, name) {
			all[k].names = append(all[k].names, name)
		}
	}
	for i := range n.Sections {
		end := n.Sections[i].Span.End
		within := slices.ContainsFunc(n.Sections, func(s gongshi.Section) bool { return s.Span.Start < end && end < s.Span.End })
		if !within && end >= 0 && end <= len(n.Text) && !slices.ContainsFunc(all, func(h head) bool { return h.at == end }) {
			all = append(all, head{at: end})
		}
	}
	slices.SortFunc(all, func(a, b head) int { return cmp.Compare(a.at, b.at) })
	return all
}

// printText prints the whole text of a notice, with the names of its sections
// where they begin, and without empty lines of its own.
func (a *app) printText(n *gongshi.Notice) {
	heads := append(a.heads(n), head{at: len(n.Text)})
	at, begun := 0, false
	for i, h := range heads {
		for line := range strings.SplitSeq(n.Text[at:h.at], "\n") {
			if line = strings.TrimSpace(line); line != "" {
				a.print("%s", printable(line))
				begun = true
			}
		}
		at = h.at
		last := i == len(heads)-1 || len(h.names) == 0 && strings.TrimSpace(n.Text[at:heads[i+1].at]) == ""
		if begun && !last {
			a.print("")
		}
		if len(h.names) > 0 {
			a.print("【%s】", strings.Join(h.names, "·"))
			begun = true
		}
	}
}
