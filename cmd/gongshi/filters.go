package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"gongshi/index"
	"gongshi/ingest"
	"gongshi/search"
	"gongshi/search/export"
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

// provenance says which question a result answers, and of what.
type provenance = export.About

// provenance tells of a search in the library that begins now.
func (l *library) provenance(ctx context.Context, req search.Request) (p provenance, err error) {
	p = provenance{Query: req.Query, Filters: search.FiltersOf(req), Version: version(), Index: index.Version, Reader: ingest.Version,
		Seq: l.seq, Time: time.Now().Truncate(time.Second)}
	p.Store, err = l.store.ID(ctx)
	return p, err
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
