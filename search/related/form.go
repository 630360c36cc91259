package related

import (
	"slices"

	"gongshi"
)

// Rendition is why a notice is related that is another form of the same one.
const Rendition Reason = "rendition"

// WithForms puts other forms of a notice in front of those that are related to it.
func WithForms(relations []Relation, forms ...*gongshi.Notice) []Relation {
	all := []Relation{}
	for _, n := range forms {
		r := Relation{ID: n.ID, Title: n.Title, Issuer: n.Issuer, Issued: n.Issued, Region: n.Region, Why: []Reason{Rendition}, SameRegion: true}
		if i := n.Inspection; i != nil {
			r.Authority, r.Round, r.Lookback = i.Authority, i.Round, i.Lookback
		}
		for _, p := range n.Problems {
			if p.Number != "" {
				r.Problems = append(r.Problems, p.Number)
			}
		}
		relations = slices.DeleteFunc(relations, func(other Relation) bool { return other.ID == n.ID })
		all = append(all, r)
	}
	return append(all, relations...)
}
