package search

import (
	"slices"
	"strconv"
	"strings"

	"gongshi"
	"gongshi/index"
	"gongshi/normal"
	"gongshi/search/query"
)

// Match tells whether a record matches a query. It is the meaning of queries:
// whatever a back end does, a search gives the records that match.
func Match(n query.Node, r *index.Record) bool {
	switch n := n.(type) {
	case query.All:
		return true
	case query.And:
		return !slices.ContainsFunc(n.Nodes, func(sub query.Node) bool { return !Match(sub, r) })
	case query.Or:
		return slices.ContainsFunc(n.Nodes, func(sub query.Node) bool { return Match(sub, r) })
	case query.Not:
		return !Match(n.Node, r)
	case query.Word:
		return matchWord(n, r)
	case query.Term:
		return matchTerm(n, r)
	case query.Range:
		return matchRange(n, r)
	}
	return false
}

func matchWord(w query.Word, r *index.Record) bool {
	switch w.In {
	case "":
		return strings.Contains(r.Heading, w.Text) || strings.Contains(r.Text, w.Text)
	case query.InTitle:
		return strings.Contains(r.Heading, w.Text)
	}
	return slices.ContainsFunc(r.Sections, func(s index.Section) bool {
		return s.Kind == gongshi.SectionKind(w.In) && strings.Contains(s.Text, w.Text)
	})
}

func matchTerm(t query.Term, r *index.Record) bool {
	switch t.Field {
	case query.FieldRegion:
		return strings.HasPrefix(r.RegionCode, t.Value) ||
			slices.ContainsFunc(r.Regions(), func(name string) bool { return strings.HasPrefix(normal.Search(name), t.Value) })
	case query.FieldIssuer:
		return strings.Contains(normal.Search(r.Issuer), t.Value)
	case query.FieldSource:
		return strings.Contains(normal.Search(r.Source), t.Value)
	case query.FieldRound:
		return matchRound(t.Value, r)
	case query.FieldAuthority:
		return string(r.Authority) == t.Value
	case query.FieldKind:
		return string(r.Kind) == t.Value
	case query.FieldNumber:
		return slices.ContainsFunc(r.Numbers, func(n string) bool { return query.NumberMatches(t.Value, query.NumberForm(n)) })
	case query.FieldPhone:
		return slices.ContainsFunc(r.Phones, func(p string) bool { return query.PhoneMatches(t.Value, index.Digits(p)) })
	case query.FieldProblem:
		return slices.ContainsFunc(r.Problems, func(p string) bool { return query.ProblemMatches(t.Value, query.ProblemForm(p)) })
	case query.FieldRule:
		return slices.ContainsFunc(r.Rules, func(id string) bool { return strings.HasPrefix(id, t.Value) })
	case query.FieldHas:
		return has(t.Value, r)
	}
	return false
}

func matchRound(value string, r *index.Record) bool {
	number, lookback := strings.CutSuffix(value, "-lookback")
	switch {
	case value == "lookback":
		return r.Lookback
	case lookback && !r.Lookback:
		return false
	}
	return r.Round > 0 && strconv.Itoa(r.Round) == number
}

func has(what string, r *index.Record) bool {
	switch what {
	case "number":
		return len(r.Numbers) > 0
	case "phone":
		return len(r.Phones) > 0
	case "rule":
		return len(r.Rules) > 0
	}
	return slices.Contains(r.Kinds(), gongshi.SectionKind(what))
}

func matchRange(n query.Range, r *index.Record) bool {
	first, last := n.Days()
	if n.Field == query.FieldYear {
		return r.Year != 0 && first.Year <= r.Year && r.Year <= last.Year
	}
	return slices.ContainsFunc(r.Dates, func(d index.DateRange) bool {
		return d.From.Compare(last) <= 0 && first.Compare(d.To) <= 0
	})
}
