package main

import (
	"cmp"
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
  gongshi search 雨污分流 问题:管网              “反馈问题”中提到管网
  gongshi search 总磷 -洞庭湖 轮次:2             排除一个词，限定轮次
  gongshi search 文号:岳办发〔2022〕4号          按文号
  gongshi search 日期:2023-10-01..2023-10-31     按日期
  gongshi search '"水产养殖污染、农药"'           一字不差
  gongshi search '(化工 OR 造纸) 地区:岳阳'       任一词

几个参数之间相当于空格。半角的引号和括号会被命令行外壳拿走，含有它们的查询请整个放进单引号；
全角的“”（）不必。要排除小写英文字母开头的词，请写 NOT abc 或 -- -abc。
字段见 docs/query.md。没有查到时结束码为 1。`,
			`Full-text search. All words must match; also "exact text", OR, NOT or -, parentheses, field:value.
Examples:
  gongshi search 雨污分流 issue:管网             named among the problems
  gongshi search 总磷 -洞庭湖 round:2            without a word, of a round
  gongshi search number:岳办发〔2022〕4号        by document number
  gongshi search date:2023-10-01..2023-10-31     by date
  gongshi search '"水产养殖污染、农药"'           exactly this text
  gongshi search '(化工 OR 造纸) region:岳阳'     either word

Several arguments are joined by spaces. The shell takes ASCII quotes and brackets for itself: put a query
that has them in single quotes; full-width “ ” （ ） need none. To leave out a word that begins with
a small Latin letter, write NOT abc or -- -abc. docs/query.md has all fields. Exit code 1 when nothing is found.`),
		Args:        cobra.ArbitraryArgs,
		Annotations: map[string]string{takesQuery: ""}, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			req.Query = joinQuery(args)
			return runSearch(cmd.Context(), a, req)
		},
	}
	a.filterFlags(cmd, &req)
	flags := cmd.Flags()
	flags.StringSliceVar(&req.Facets, "facet", nil, a.tr("统计：", "count by: ")+strings.Join(search.FacetNames(), ", "))
	flags.StringVar(&req.Sort, "sort", search.SortRelevance, a.tr("排序：relevance（相关度）或 date（新的在前）", "order: relevance or date"))
	flags.IntVar(&req.Limit, "limit", 10, a.tr("显示条数", "hits shown"))
	flags.IntVar(&req.Offset, "offset", 0, a.tr("从第几条之后开始", "hits left out at the beginning"))
	completeFlag(cmd, "facet", a.facetChoices()...)
	completeFlag(cmd, "sort", choice{search.SortRelevance, a.tr("相关度", "best first")}, choice{search.SortDate, a.tr("新的在前", "newest first")})
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
		a.say("%s", printable(warning.In(a.lang)))
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
		a.print("\n%d. %s\n   %s", req.Offset+i+1, printable(cmp.Or(hit.Title, a.tr("（无标题）", "(no title)"))),
			strings.Join(nonEmpty(hit.ID, printable(hit.Issuer), hit.Issued.String()), "  "))
		for _, s := range hit.Snippets {
			a.print("   [%s] %s", a.snippetSection(s.Section), a.marked(s))
		}
	}
	if shown := req.Offset + len(result.Hits); len(result.Hits) > 0 && shown < result.Total {
		a.print(a.tr("\n还有 %d 份：用 --offset %d 接着看，或用 --limit 多显示一些", "\n%d more: go on with --offset %d, or show more with --limit"),
			result.Total-shown, shown)
	}
	for _, name := range req.Facets {
		if err := a.printFacet(name, result.Facets[name]); err != nil {
			return err
		}
	}
	return nil
}

// mostValues is how many values of a facet are shown; JSON has them all.
const mostValues = 20

func (a *app) printFacet(name string, counts []search.FacetCount) error {
	a.print("\n%s", a.facetName(name))
	var t table
	for _, f := range counts[:min(len(counts), mostValues)] {
		t.add("  "+printable(a.facetValue(name, f.Value)), fmt.Sprint(f.Count))
	}
	if err := t.write(a.out, 0); err != nil {
		return err
	}
	if more := len(counts) - mostValues; more > 0 {
		a.print(a.tr("  …另有 %d 个", "  … and %d more"), more)
	}
	return nil
}

func (a *app) snippetSection(name string) string {
	switch name {
	case "text":
		return a.tr("正文", "text")
	case "title":
		return a.titleName()
	}
	return gongshi.SectionKind(name).Name().In(a.lang)
}

// marked gives a snippet with its matches in bold on a terminal, else in 【】.
func (a *app) marked(s search.Snippet) string {
	before, after := "【", "】"
	if width(a.out.file) > 0 {
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
