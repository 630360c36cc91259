package api

import (
	"context"
	"errors"
	"io"
	"strings"

	"gongshi"
	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/export"
)

// CompareInput asks how a topic stands.
type CompareInput struct {
	Caller
	FilterParameters
	By       []string `query:"by,explode" maxItems:"2" maxLength:"30" doc:"By what, one or two: round, authority, region, province, city, county, year, issuer, kind, or has:goal and its like for notices with and without a section. Chinese names will do. Without any: round. May be repeated." example:"[\"round\",\"province\"]"`
	Examples int      `query:"examples" minimum:"0" maximum:"10" default:"1" doc:"How many examples each cell has at most."`
	Format   string   `query:"format" enum:"json,csv" default:"json" doc:"JSON, or a table for spreadsheet programs."`
}

// CompareOutput is a table, in the format that was asked for.
type CompareOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition" doc:"For CSV: attachment, with a name for the file."`
	Body        any
}

// Comparison is a topic in cells, with what it was asked of.
type Comparison struct {
	export.About
	compare.Table
	Warnings []string `json:"warnings,omitempty" doc:"What of the query may have been meant otherwise, in the language of the caller."`
}

func (h *handler) addCompare() {
	op := get("compare", "/compare", "search", "Compare a topic across rounds, regions and years",
		"Sorts the notices that match into cells and counts them, their problems, and the sections that mention the topic. Every notice is in one cell; what it does not state is absent from the values of its cell, so that cells add up to the total. All notices that match are read.")
	op.within, op.problems = h.limits.whole, queryProblems
	op.Responses = content("The table.", jsonType, schemaOf[Comparison](h), csvType, text)
	add(h, op, h.compare)
}

func (h *handler) compare(ctx context.Context, in *CompareInput) (*CompareOutput, error) {
	lang := langOf(ctx)
	by, err := dimensions(in.By, lang)
	if err != nil {
		return nil, err
	}
	about, err := h.about(ctx, in.request())
	if err != nil {
		return nil, err
	}
	asked, records, err := h.Search.Each(ctx, in.request())
	if err != nil {
		return nil, err
	}
	table, err := compare.Build(ctx, records, compare.Options{By: by, Asked: asked, Examples: in.Examples, Text: h.Store.Unchecked})
	if err != nil {
		return nil, err
	}
	about.Count = table.Total.Notices
	if in.Format == export.CSV {
		body, err := csvBody(func(w io.Writer) error {
			return export.Comparison{Table: table, Lang: lang}.Write(w, export.Options{Format: export.CSV, About: about})
		})
		return &CompareOutput{csvType, attachment("gongshi-compare-" + about.Time.Format(stamp) + ".csv"), body}, err
	}
	table.Cells = list(table.Cells)
	return &CompareOutput{Body: &Comparison{about, *table, warnings(in.Q, search.WidenedIn(asked), lang)}}, nil
}

// dimensions gives those of the names, each once.
func dimensions(names []string, lang string) ([]compare.Dimension, error) {
	if len(names) == 0 {
		names = []string{"round"}
	}
	var dims []compare.Dimension
	var errs []error
	for _, name := range names {
		d, ok := compare.DimensionOf(name)
		if !ok {
			var known []string
			for _, d := range compare.Dimensions() {
				known = append(known, d.Name)
			}
			errs = append(errs, invalid("query.by", gongshi.Text{Zh: "可用：" + strings.Join(known, "、"), En: "use one of " + strings.Join(known, ", ")}, lang))
		}
		if len(dims) == 1 && dims[0].Name == d.Name {
			errs = append(errs, invalid("query.by", gongshi.Text{Zh: "写了两次", En: "it is there twice"}, lang))
		}
		dims = append(dims, d)
	}
	return dims, errors.Join(errs...)
}
