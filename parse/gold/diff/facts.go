package main

import (
	"fmt"

	"gongshi"
)

// facts gives what was found in a notice, one fact a line, so that two parsings
// can be compared. A section counts with its label, its beginning and its end.
func facts(n *gongshi.Notice) []string {
	var out []string
	add := func(field string, values ...any) {
		line := field
		for _, v := range values {
			if s := fmt.Sprint(v); s != "" {
				line += " " + s
			}
		}
		if line != field {
			out = append(out, line)
		}
	}
	add("title", n.Title)
	add("issuer", n.Issuer)
	add("issued", n.Issued)
	add("kind", n.Kind)
	if r := n.Region; r != nil {
		add("region", r.Province, r.City, r.County, r.Code)
	}
	if i := n.Inspection; i != nil {
		add("inspection", i.Authority, i.Round, i.Lookback, i.Year, i.Text)
	}
	if p := n.Publicity; p != nil {
		add("publicity-start", p.Start)
		add("publicity-end", p.End)
		if p.StatedDays > 0 {
			add("stated-days", p.StatedDays, p.StatedUnit)
		}
	}
	for _, p := range n.Problems {
		add("problem", p.Number, p.Text)
	}
	for _, s := range n.Sections {
		add("section", s.Kind, s.Problem, s.Label, firstRunes(s.Text, 10), "…", lastRunes(s.Text, 10))
	}
	for _, d := range n.Dates {
		add("date", d.Date, d.Role, d.Text)
	}
	for _, d := range n.DocumentNumbers {
		add("document-number", d.Number, d.Title)
	}
	for _, p := range n.Phones {
		add("phone", p.Number, p.Kind, p.Role)
		if p.Area != "" {
			add("phone-area", p.Area, p.Number)
		}
	}
	moreFacts(n, add)
	return out
}

// moreFacts adds the facts that not every build finds.
func moreFacts(n *gongshi.Notice, add func(field string, values ...any)) {
	for _, e := range n.Emails {
		add("email", e.Address)
	}
	for _, a := range n.Addresses {
		add("address", a.Role, a.Text, a.PostCode)
	}
	for _, t := range n.CitedTitles {
		add("cited-title", t.Title, t.Number)
	}
	for _, u := range n.ResponsibleUnits {
		add("responsible-unit", u.Name, u.Role, u.Problem)
	}
	for _, d := range n.Deadlines {
		add("deadline", d.Text, d.Date, d.Problem)
	}
	for _, q := range n.Quantities {
		add("quantity", q.Value, q.Unit, q.Text)
	}
	for _, p := range n.Petitions {
		add("petition", p.ID)
	}
	if n.Batch != nil {
		add("batch", n.Batch.Number)
	}
	for _, d := range n.Diagnostics {
		add("diagnostic", d.Code, d.Message)
	}
}

func firstRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(n, len(runes))])
}

func lastRunes(s string, n int) string {
	runes := []rune(s)
	return string(runes[max(0, len(runes)-n):])
}
