package export

import (
	"fmt"
	"strings"
	"time"

	"gongshi"
	"gongshi/search"
)

// Filters are the filters of a request, to be kept or told.
type Filters struct {
	Sections []string `json:"section,omitempty"`
	Rounds   []string `json:"round,omitempty"`
	Regions  []string `json:"region,omitempty"`
	Years    []string `json:"year,omitempty"`
	Issuers  []string `json:"issuer,omitempty"`
	Rules    []string `json:"rule,omitempty"`
	Synonyms bool     `json:"synonyms,omitempty"`
	Pinyin   bool     `json:"pinyin,omitempty"`
}

// FiltersOf gives those of a request.
func FiltersOf(req search.Request) Filters {
	return Filters{req.Sections, req.Rounds, req.Regions, req.Years, req.Issuers, req.Rules, req.Synonyms, req.Pinyin}
}

// Request is a search with the filters.
func (f Filters) Request(asked string) search.Request {
	return search.Request{Query: asked, Sections: f.Sections, Rounds: f.Rounds, Regions: f.Regions, Years: f.Years, Issuers: f.Issuers, Rules: f.Rules,
		Synonyms: f.Synonyms, Pinyin: f.Pinyin}
}

// String writes the filters as fields of the query language, the values of one
// with commas, and the switches by their names.
func (f Filters) String() string {
	var parts []string
	for _, filter := range []struct {
		name   string
		values []string
	}{{"section", f.Sections}, {"round", f.Rounds}, {"region", f.Regions}, {"year", f.Years}, {"issuer", f.Issuers}, {"rule", f.Rules}} {
		if len(filter.values) > 0 {
			parts = append(parts, filter.name+":"+strings.Join(filter.values, ","))
		}
	}
	if f.Synonyms {
		parts = append(parts, "--synonyms")
	}
	if f.Pinyin {
		parts = append(parts, "--pinyin")
	}
	return strings.Join(parts, " ")
}

// About says which question a result answers, and of what.
type About struct {
	Query   string  `json:"query"`
	Filters Filters `json:"filters"`
	// Version is that of the program, Index that of the form of records, Reader
	// that of the readers and parsers.
	Version string `json:"version"`
	Index   string `json:"index_format"`
	Reader  int    `json:"reader"`
	// Store names the corpus, Seq the number of its newest change.
	Store string    `json:"store"`
	Seq   uint64    `json:"seq"`
	Time  time.Time `json:"time"`
	Count int       `json:"count"`
}

// Rows gives it as a table of two columns, in a language; the unit says what is
// counted.
func (p About) Rows(lang string, unit gongshi.Text) [][]string {
	rows := [][]string{}
	for _, row := range []struct{ zh, en, value string }{
		{"项目", "item", gongshi.Text{Zh: "内容", En: "value"}.In(lang)},
		{"查询", "query", p.Query},
		{"筛选", "filters", p.Filters.String()},
		{unit.Zh, unit.En, fmt.Sprint(p.Count)},
		{"时间", "time", p.Time.Format(time.RFC3339)},
		{"程序版本", "program", p.Version},
		{"索引版本", "index", p.Index},
		{"读取版本", "reader", fmt.Sprint(p.Reader)},
		{"资料库", "store", p.Store},
		{"资料库变更序号", "change of the store", fmt.Sprint(p.Seq)},
	} {
		rows = append(rows, []string{gongshi.Text{Zh: row.zh, En: row.en}.In(lang), row.value})
	}
	return rows
}
