package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gongshi"
	"gongshi/index"
	"gongshi/search"
	"gongshi/search/export"
	"gongshi/search/query"
)

// Limits of requests. The tags of the types below say the same.
const (
	maxQuery = 4 << 10  // bytes of a query
	maxBody  = 64 << 10 // bytes of a body of JSON
)

// Caller is what every operation takes.
type Caller struct {
	Lang           string `query:"lang" enum:"zh,en" doc:"Language of messages; else Accept-Language decides, else the server."`
	AcceptLanguage string `header:"Accept-Language" doc:"Languages of messages, as browsers send them. Ignored if lang is given." example:"zh-CN,zh;q=0.9,en;q=0.5"`
}

// FilterParameters choose notices. The values of one filter are alternatives, all
// filters must match.
type FilterParameters struct {
	Q        string   `query:"q" maxLength:"4096" doc:"The query, at most 4 KB; empty for every notice. The language is described in docs/query.md: words, \"exact text\", OR, NOT or -, parentheses, field:value." example:"雨污分流 问题:管网"`
	Sections []string `query:"section,explode" maxItems:"20" maxLength:"200" doc:"Only words in these sections: issue, goal, measures, implementation, deadline, responsible, acceptance, other, or their Chinese names. May be repeated." example:"[\"issue\"]"`
	Rounds   []string `query:"round,explode" maxItems:"20" maxLength:"200" doc:"Rounds of inspection: 1, 2, 3, lookback. May be repeated." example:"[\"2\"]"`
	Regions  []string `query:"region,explode" maxItems:"20" maxLength:"200" doc:"Names, or their beginnings, or codes of provinces, cities and counties. May be repeated." example:"[\"岳阳\"]"`
	Years    []string `query:"year,explode" maxItems:"20" maxLength:"200" doc:"Years of issue, as 2023 or 2021..2023. May be repeated." example:"[\"2023\"]"`
	Issuers  []string `query:"issuer,explode" maxItems:"20" maxLength:"200" doc:"Issuers, or pieces of their names. May be repeated." example:"[\"生态环境局\"]"`
	Rules    []string `query:"rule,explode" maxItems:"20" maxLength:"200" doc:"Rules with findings, or beginnings of their ids. May be repeated." example:"[\"PUB01\"]"`
	Synonyms bool     `query:"synonyms" doc:"Find other names of the same thing, too: 住建局 = 住房和城乡建设局."`
	Pinyin   bool     `query:"pinyin" doc:"Find what is read like words in Latin letters, too: wushui = 污水."`
}

// request is the search for every notice of the filters.
func (f *FilterParameters) request() search.Request {
	return search.Request{Query: f.Q, Sections: f.Sections, Rounds: f.Rounds, Regions: f.Regions, Years: f.Years, Issuers: f.Issuers, Rules: f.Rules,
		Synonyms: f.Synonyms, Pinyin: f.Pinyin}
}

// filterNames are the parameters that let everything through if they were left
// out, as an empty one would be.
var filterNames = []string{"section", "round", "region", "year", "issuer", "rule", "severity", "state", "by", "facet"}

// Resolve refuses queries that are longer than is said: the tag counts characters.
func (f *FilterParameters) Resolve(huma.Context) []error {
	if len(f.Q) > maxQuery {
		return []error{&huma.ErrorDetail{Location: "query.q", Message: fmt.Sprintf("expected length <= %d", maxQuery)}}
	}
	return nil
}

// Resolve refuses what would ask for something else than it seems to.
func (*Caller) Resolve(ctx huma.Context) []error { return onceEach(ctx) }

// onceEach refuses filters with an empty value, and parameters with two values that
// take one.
func onceEach(ctx huma.Context) (errs []error) {
	u := ctx.URL()
	for name, values := range u.Query() {
		many := slices.ContainsFunc(ctx.Operation().Parameters, func(p *huma.Param) bool { return p.Name == name && p.Schema.Type == huma.TypeArray })
		switch {
		case slices.Contains(filterNames, name) && slices.Contains(values, ""):
			errs = append(errs, &huma.ErrorDetail{Location: "query." + name, Message: "expected length >= 1"})
		case !many && len(values) > 1:
			errs = append(errs, &huma.ErrorDetail{Location: "query." + name, Message: "expected array length <= 1"})
		}
	}
	return errs
}

// PageParameters choose a page of a list.
type PageParameters struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"20" doc:"How many are given at most."`
	Cursor string `query:"cursor" maxLength:"4096" doc:"The next of the page before, as it is; the other parameters have to be those of that page."`
}

// parse refuses a query that does not parse: nothing else may be answered than was
// asked for.
func (f *FilterParameters) parse() error {
	_, err := query.Parse(f.Q)
	return err
}

// warnings says what of a query may have been meant otherwise.
func warnings(asked string, widened []search.Widened, lang string) []string {
	list := texts(query.Notes(asked), lang)
	for _, w := range widened {
		list = append(list, w.Text().In(lang))
	}
	return list
}

func texts(list []gongshi.Text, lang string) []string {
	said := []string{}
	for _, text := range list {
		said = append(said, text.In(lang))
	}
	return said
}

// about says which question an answer of now answers, and of what.
func (h *handler) about(ctx context.Context, req search.Request) (export.About, error) {
	a := export.About{Query: req.Query, Filters: search.FiltersOf(req), Version: h.Version, Index: index.Version, Reader: h.Reader, Time: h.Now().Truncate(time.Second)}
	var err error
	if a.Store, err = h.Store.ID(ctx); err != nil {
		return a, err
	}
	a.Seq, err = h.Covered(ctx)
	return a, err
}

// problems of operations that look up queries.
var queryProblems = []int{http.StatusBadRequest, http.StatusGatewayTimeout}
