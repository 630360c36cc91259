package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongshi/index"
	"gongshi/ingest"
	"gongshi/search"
	"gongshi/search/query"
)

// filterNames are the flags of filters. One that is given and empty would let
// everything through.
var filterNames = []string{"section", "round", "region", "year", "issuer", "rule"}

// filterFlags are the filters of commands that search.
func (a *app) filterFlags(cmd *cobra.Command, req *search.Request) {
	flags := cmd.Flags()
	flags.StringSliceVar(&req.Sections, "section", nil, a.tr("只在这些章节中查：issue 或 问题、goal 或 目标…", "only in these sections: issue, goal, measures, implementation, …"))
	flags.StringSliceVar(&req.Rounds, "round", nil, a.tr("轮次：1、2、3、回头看", "round: 1, 2, 3, lookback"))
	flags.StringSliceVar(&req.Regions, "region", nil, a.tr("地区名称或代码", "region, name or code"))
	flags.StringSliceVar(&req.Years, "year", nil, a.tr("年份，如 2023 或 2021..2023", "year, as 2023 or 2021..2023"))
	flags.StringSliceVar(&req.Issuers, "issuer", nil, a.tr("发布单位（部分即可）", "issuer, or a piece of its name"))
	flags.StringSliceVar(&req.Rules, "rule", nil, a.tr("触发的规则，如 PUB01 或 PUB", "rules with findings, as PUB01 or PUB"))
	flags.BoolVar(&req.Synonyms, "synonyms", false, a.tr("同义词也查：环保督察 = 生态环境保护督察、住建局 = 住房和城乡建设局…", "other names of the same thing, too: 住建局 = 住房和城乡建设局, …"))
	flags.BoolVar(&req.Pinyin, "pinyin", false, a.tr("拼音也查：wushui 查到污水（限领域词）", "pinyin, too: wushui finds 污水 (words of the field)"))
	completeFlag(cmd, "section", a.sectionChoices()...)
	completeFlag(cmd, "round", a.roundChoices()...)
	completeFlag(cmd, "rule", a.ruleChoices()...)
}

// filters are the filters of a request, to be kept or told.
type filters struct {
	Sections []string `json:"section,omitempty"`
	Rounds   []string `json:"round,omitempty"`
	Regions  []string `json:"region,omitempty"`
	Years    []string `json:"year,omitempty"`
	Issuers  []string `json:"issuer,omitempty"`
	Rules    []string `json:"rule,omitempty"`
	Synonyms bool     `json:"synonyms,omitempty"`
	Pinyin   bool     `json:"pinyin,omitempty"`
}

func filtersOf(req search.Request) filters {
	return filters{req.Sections, req.Rounds, req.Regions, req.Years, req.Issuers, req.Rules, req.Synonyms, req.Pinyin}
}

// request is a search with the filters.
func (f filters) request(asked string) search.Request {
	return search.Request{Query: asked, Sections: f.Sections, Rounds: f.Rounds, Regions: f.Regions, Years: f.Years, Issuers: f.Issuers, Rules: f.Rules,
		Synonyms: f.Synonyms, Pinyin: f.Pinyin}
}

// String writes the filters as fields of the query language, the values of one
// with commas, and the switches by their names.
func (f filters) String() string {
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

// provenance says which question a result answers, and of what.
type provenance struct {
	Query   string  `json:"query"`
	Filters filters `json:"filters"`
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

// provenance tells of a search in the library that begins now.
func (l *library) provenance(ctx context.Context, req search.Request) (p provenance, err error) {
	p = provenance{Query: req.Query, Filters: filtersOf(req), Version: version(), Index: index.Version, Reader: ingest.Version,
		Seq: l.seq, Time: time.Now().Truncate(time.Second)}
	p.Store, err = l.store.ID(ctx)
	return p, err
}

// provenanceRows gives the provenance as a table of two columns.
func (a *app) provenanceRows(p provenance, unit string) [][]string {
	return [][]string{
		{a.tr("项目", "item"), a.tr("内容", "value")},
		{a.tr("查询", "query"), p.Query},
		{a.tr("筛选", "filters"), p.Filters.String()},
		{unit, fmt.Sprint(p.Count)},
		{a.tr("时间", "time"), p.Time.Format(time.RFC3339)},
		{a.tr("程序版本", "program"), p.Version},
		{a.tr("索引版本", "index"), p.Index},
		{a.tr("读取版本", "reader"), fmt.Sprint(p.Reader)},
		{a.tr("资料库", "store"), p.Store},
		{a.tr("资料库变更序号", "change of the store"), fmt.Sprint(p.Seq)},
	}
}

// badQuery says where a query does not parse, for commands that must not answer
// another question than was asked.
func (a *app) badQuery(asked string, err error) error {
	wrong, ok := errors.AsType[*query.Error](err)
	if !ok {
		return err
	}
	return fmt.Errorf(a.tr("查询语法有误（第 %d 个字：%s），没有执行", "the query does not parse (character %d: %s); nothing was done"), wrong.Position(asked), wrong.Message.In(a.lang))
}

// every opens all matches of a request, with what is to be told of where they come
// from, and says what of the query may have been meant otherwise. A query that does
// not parse is an error: nothing else may be counted than was asked for.
func (a *app) every(ctx context.Context, corpus *library, req search.Request) (about provenance, asked query.Node, records iter.Seq2[*index.Record, error], err error) {
	if about, err = corpus.provenance(ctx, req); err != nil {
		return about, nil, nil, err
	}
	if asked, records, err = corpus.Each(ctx, req); err != nil {
		return about, nil, nil, a.badQuery(req.Query, err)
	}
	for _, note := range query.Notes(req.Query) {
		a.say("%s", printable(note.In(a.lang)))
	}
	a.sayWidened(search.WidenedIn(asked))
	return about, asked, records, nil
}

// sayWidened says which words of a query stand for others, too.
func (a *app) sayWidened(words []search.Widened) {
	for _, w := range words {
		a.say("%s", printable(w.Text().In(a.lang)))
	}
}
