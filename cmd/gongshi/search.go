package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/search"
)

func newSearchCommand(a *app) *cobra.Command {
	var req search.Request
	cmd := &cobra.Command{
		Use:   a.tr("search 查询", "search QUERY"),
		Short: a.tr("全文检索，可筛选、分面、显示片段", "full-text search with filters, facets and snippets"),
		Long: a.tr(`全文检索。词与词之间为“并且”；可用 "一字不差"、OR、NOT 或 -、括号、字段:值。
例：
  gongshi search 雨污分流 section:issue          只在“反馈问题”中查
  gongshi search '"水产养殖污染、农药"'           一字不差
  gongshi search '总磷 -洞庭湖 round:2'          排除，限定轮次
  gongshi search number:岳办发〔2022〕4号        按文号
  gongshi search date:2023-10-01..2023-10-31     按日期
以 - 开头的词请放在 -- 之后或引号中。没有查到时结束码为 1。`,
			`Full-text search. All words must match; also "exact text", OR, NOT or -, parentheses, field:value.
Examples:
  gongshi search 雨污分流 section:issue          only among the problems
  gongshi search '"水产养殖污染、农药"'           exactly this text
  gongshi search '总磷 -洞庭湖 round:2'          without a word, of a round
  gongshi search number:岳办发〔2022〕4号        by document number
  gongshi search date:2023-10-01..2023-10-31     by date
Put a query that begins with - behind --. Exit code 1 when nothing is found.`),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			req.Query = strings.Join(args, " ")
			return runSearch(cmd.Context(), a, req)
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&req.Sections, "section", nil, a.tr("只在这些章节中查：issue、goal、measures、implementation…", "only in these sections: issue, goal, measures, implementation, …"))
	flags.StringSliceVar(&req.Rounds, "round", nil, a.tr("轮次：1、2、3、回头看", "round: 1, 2, 3, lookback"))
	flags.StringSliceVar(&req.Regions, "region", nil, a.tr("地区名称或代码", "region, name or code"))
	flags.StringSliceVar(&req.Years, "year", nil, a.tr("年份", "year"))
	flags.StringSliceVar(&req.Issuers, "issuer", nil, a.tr("发布单位（部分即可）", "issuer, or a piece of its name"))
	flags.StringSliceVar(&req.Rules, "rule", nil, a.tr("触发的规则，如 PUB01", "rules with findings, as PUB01"))
	flags.StringSliceVar(&req.Facets, "facet", nil, a.tr("统计：", "count by: ")+strings.Join(search.FacetNames(), ", "))
	flags.StringVar(&req.Sort, "sort", search.SortRelevance, a.tr("排序：relevance 或 date", "order: relevance or date"))
	flags.IntVar(&req.Limit, "limit", 10, a.tr("显示条数", "hits shown"))
	flags.IntVar(&req.Offset, "offset", 0, a.tr("从第几条之后开始", "hits left out at the beginning"))
	return cmd
}

func runSearch(ctx context.Context, a *app, req search.Request) (err error) {
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	result, err := corpus.Search(ctx, req)
	if err != nil {
		return err
	}
	for _, warning := range result.Warnings {
		a.say("%s", warning.In(a.lang))
	}
	if err := a.printResult(req, result); err != nil {
		return err
	}
	if result.Total == 0 {
		return exit(exitNothing)
	}
	return nil
}

// resultJSON is a result as CONTRACT fixes it, with warnings in the language
// of the user.
type resultJSON struct {
	*search.Result
	Warnings []string `json:"warnings,omitempty"`
}

func (a *app) printResult(req search.Request, result *search.Result) error {
	if a.json {
		out := resultJSON{Result: result}
		for _, w := range result.Warnings {
			out.Warnings = append(out.Warnings, w.In(a.lang))
		}
		return a.printJSON(out)
	}
	if result.Total == 0 {
		a.print("%s", a.tr("没有查到。可以减少词语、换用 OR，或去掉筛选。", "Nothing found. Try fewer words, OR, or no filters."))
		return nil
	}
	a.print(a.tr("共 %d 份（%.0f 毫秒）", "%d notices (%.0f ms)"), result.Total, result.TookMS)
	for i, hit := range result.Hits {
		a.print("\n%d. %s\n   %s", req.Offset+i+1, printable(firstOf(hit.Title, a.tr("（无标题）", "(no title)"))),
			strings.Join(nonEmpty(hit.ID, printable(hit.Issuer), hit.Issued.String()), "  "))
		for _, s := range hit.Snippets {
			a.print("   [%s] %s", a.snippetSection(s.Section), a.marked(s))
		}
	}
	for _, name := range req.Facets {
		a.print("\n%s", name)
		var t table
		for _, f := range result.Facets[name] {
			t.add("  "+printable(f.Value), fmt.Sprint(f.Count))
		}
		if err := t.write(a.stdout, 0); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) snippetSection(name string) string {
	if name == "text" {
		return a.tr("正文", "text")
	}
	return a.sectionName(gongshi.SectionKind(name))
}

// marked gives a snippet with its matches in bold on a terminal, else in 【】.
func (a *app) marked(s search.Snippet) string {
	before, after := "【", "】"
	if width(a.stdout) > 0 {
		before, after = "\x1b[1;31m", "\x1b[0m"
	}
	var b strings.Builder
	for _, part := range s.Parts {
		text := printable(strings.ReplaceAll(part.Text, "\n", " "))
		if part.Match {
			text = before + text + after
		}
		b.WriteString(text)
	}
	return b.String()
}
