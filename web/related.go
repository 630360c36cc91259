package web

import (
	"context"
	"fmt"
	"slices"

	"gongshi"
	"gongshi/index"
	"gongshi/search"
	"gongshi/search/related"
)

// relatedPage is what the page of related notices shows.
type relatedPage struct {
	ID, Title string
	// Compared tells whether the text of the problem was compared, too.
	Compared bool
	Total    int
	Related  []relation
}

// relation is a notice on the same problem, with why in words.
type relation struct {
	related.Relation
	Region, Inspection, Why string
	URL, SideURL            string
}

// mostRelated is how many related notices are listed.
const mostRelated = 50

func (v *visit) related() error {
	checked, err := v.checked(v.r.Context())
	if err != nil {
		return err
	}
	n := &checked.Notice
	target := index.NewRecord(n, checked.Findings)
	var found []related.Relation
	err = v.within(func(ctx context.Context) error {
		_, records, err := v.Search.Each(ctx, search.Request{})
		if err != nil {
			return err
		}
		found, err = related.Find(ctx, &target, records, related.DefaultSimilarity)
		return err
	})
	if err != nil {
		return err
	}
	data := relatedPage{ID: n.ID, Title: n.Title, Compared: related.Comparable(&target), Total: len(found)}
	for i := range found[:min(len(found), mostRelated)] {
		data.Related = append(data.Related, v.relation(n.ID, &found[i]))
	}
	return v.show("related", page{Title: v.tr("同一问题的其他公示", "The same problem elsewhere"), Path: "/", Data: data})
}

func (v *visit) relation(from string, r *related.Relation) relation {
	inspection := &gongshi.Inspection{Authority: r.Authority, Round: r.Round, Lookback: r.Lookback}
	return relation{Relation: *r, Region: regionName(r.Region), Inspection: v.inspectionName(inspection), Why: v.reasons(r),
		URL: "/notice/" + r.ID, SideURL: sideURL(from, r.ID)}
}

// reasons says why a notice is related.
func (v *visit) reasons(r *related.Relation) string {
	var parts []string
	for _, why := range r.Why {
		switch why {
		case related.SameProblem:
			parts = append(parts, v.tr("同一问题编号", "same problem number"))
		case related.SameText:
			parts = append(parts, v.tr("问题文字相同", "same text"))
		case related.SimilarText:
			parts = append(parts, fmt.Sprintf(v.tr("问题文字相似 %.0f%%", "similar text %.0f%%"), 100*r.Similarity))
		}
	}
	if r.SameRegion {
		parts = append(parts, v.tr("同一地区", "same region"))
	}
	return joinWords(v.lang, slices.Compact(parts))
}
