package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/search"
	"gongshi/search/query"
)

type searchOptions struct {
	request search.Request
	save    string // the name under which the query is kept
	batch   batchOptions
	timeout time.Duration // for a query; 0: none
}

func newSearchCommand(a *app) *cobra.Command {
	var o searchOptions
	req := &o.request
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
--synonyms 同义词也查（住建局 = 住房和城乡建设局），--pinyin 拼音也查（wushui = 污水），原词命中的排在前面。
逐页读取用 --cursor（上一页 JSON 结果中的 next）。一个查询最多用时 30 秒，--timeout 可改。
--save 名称 保存查询，以后 gongshi saved 名称 显示新增的；--batch 文件 一次检索许多查询，如一列文号。
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
a small Latin letter, write NOT abc or -- -abc. --synonyms looks for other names of the same thing, too (住建局 =
住房和城乡建设局), --pinyin for what is read so (wushui = 污水), both behind what matches as written. --cursor takes the next of a
page in JSON. A query has 30 seconds unless --timeout says otherwise. --save NAME keeps the query, and gongshi saved NAME shows what is
new; --batch FILE answers many queries at once, such as a list of document numbers. docs/query.md has all fields. Exit code 1 when nothing is found.`),
		Args:        cobra.ArbitraryArgs,
		Annotations: map[string]string{takesQuery: ""}, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.notEmpty(cmd, append(filterNames, "save", "batch", "field", "output", "cursor")...); err != nil {
				return err
			}
			req.Query = joinQuery(args)
			return runSearch(cmd.Context(), a, o)
		},
	}
	a.filterFlags(cmd, req)
	flags := cmd.Flags()
	flags.StringSliceVar(&req.Facets, "facet", nil, a.tr("统计：", "count by: ")+strings.Join(search.FacetNames(), ", "))
	flags.StringVar(&req.Sort, "sort", search.SortRelevance, a.tr("排序：relevance（相关度）或 date（新的在前）", "order: relevance or date"))
	flags.IntVar(&req.Limit, "limit", 10, a.tr("显示条数", "hits shown"))
	flags.IntVar(&req.Offset, "offset", 0, a.tr("从第几条之后开始", "hits left out at the beginning"))
	flags.StringVar(&req.Cursor, "cursor", "", a.tr("接着上一页：其 JSON 结果中的 next；按日期排序时不受中途导入影响", "the page after another: the next in its JSON; by date, imports in between do not matter"))
	nameValue(flags, "cursor", a.tr("游标", "CURSOR"))
	flags.DurationVar(&o.timeout, "timeout", defaultTimeout, a.tr("一个查询最多用时，如 10s、2m；0 为不限", "the longest that a query may take, as 10s or 2m; 0: no limit"))
	nameValue(flags, "timeout", a.tr("时长", "TIME"))
	flags.StringVar(&o.save, "save", "", a.tr("以此名称保存查询和筛选，以后用 gongshi saved 看新增的", "keep the query and its filters under this name, for gongshi saved"))
	flags.StringVar(&o.batch.file, "batch", "", a.tr("批量检索：文件中每行一个查询（“-”为标准输入），每个给出一行结果", "a file of queries, one a line (\"-\": standard input): a line of answer for each"))
	flags.StringVar(&o.batch.field, "field", "", a.tr("批量检索的每行是此字段的值，如 文号、编号", "each line of the batch is a value of this field, as number or problem"))
	nameValue(flags, "save", a.tr("名称", "NAME"))
	nameValue(flags, "batch", a.tr("文件", "FILE"))
	nameValue(flags, "field", a.tr("字段", "FIELD"))
	a.outputFlags(cmd, &o.batch.format, &o.batch.output, batchFormats...)
	for flag, use := range map[string]string{"format": a.tr("批量检索的输出格式：", "output of a batch: ") + strings.Join(batchFormats, a.tr("、", ", ")), "output": a.tr("批量检索的结果写入文件", "write the result of a batch to a file")} {
		flags.Lookup(flag).Usage = use
	}
	english, chinese := query.FieldNames()
	completeFlag(cmd, "field", named(english, chinese)...)
	completeFlag(cmd, "timeout", append(values("10s", "1m", "5m"), choice{"0", a.tr("不限", "no limit")})...)
	completeFlag(cmd, "cursor")
	completeFlag(cmd, "facet", a.facetChoices()...)
	completeFlag(cmd, "sort", choice{search.SortRelevance, a.tr("相关度", "best first")}, choice{search.SortDate, a.tr("新的在前", "newest first")})
	return cmd
}

// check refuses flags that would be of no effect.
func (o *searchOptions) check(a *app) error {
	switch {
	case o.timeout < 0:
		return errors.New(a.tr("--timeout 不能小于 0（0 为不限）", "--timeout cannot be negative (0: no limit)"))
	case o.batch.file != "" && o.save != "":
		return errors.New(a.tr("--batch 与 --save 不能同时用", "--batch does not go with --save"))
	case o.save != "" && o.request.Cursor != "":
		return errors.New(a.tr("--save 与 --cursor 不能同时用", "--save does not go with --cursor"))
	case o.batch.file == "" && (o.batch.field != "" || o.batch.format != "" || o.batch.output != ""):
		return errors.New(a.tr("--field、--format、--output 只用于 --batch；导出命中的公示请用 gongshi export", "--field, --format and --output go with --batch only; gongshi export writes the notices that match"))
	case o.save != "":
		return a.checkSaved(o.save, o.request.Query)
	}
	return nil
}

func runSearch(ctx context.Context, a *app, o searchOptions) error {
	if err := o.check(a); err != nil {
		return err
	}
	if o.batch.file != "" {
		return runBatch(ctx, a, o)
	}
	seq, err := a.answer(ctx, o.request, o.timeout)
	if lost := a.out.flush(); lost != nil {
		return errors.Join(err, lost)
	}
	if code, nothing := errors.AsType[exit](err); o.save != "" && (err == nil || nothing && code == exitNothing) {
		return errors.Join(a.save(ctx, o.save, o.request, seq), err)
	}
	return err
}

// answer answers a request, of the corpus as it was at the change of that number.
func (a *app) answer(ctx context.Context, req search.Request, timeout time.Duration) (seq uint64, err error) {
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	var result *search.Result
	err = a.within(ctx, timeout, req.Query, func(ctx context.Context) (err error) {
		result, err = corpus.Search(ctx, req)
		return err
	})
	if err != nil {
		return corpus.seq, err
	}
	for _, warning := range result.Warnings {
		a.say("%s", printable(warning.In(a.lang)))
	}
	a.sayWidened(result.Widened)
	if err := a.printResult(req, result); err != nil {
		return corpus.seq, err
	}
	if result.Total == 0 {
		return corpus.seq, exit(exitNothing)
	}
	return corpus.seq, nil
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
		a.printHit(result.Offset+i+1, "", hit)
	}
	shown := result.Offset + len(result.Hits)
	switch {
	case result.Next == "":
	case req.Cursor != "":
		a.print(a.tr("\n还有 %d 份：用 --cursor %s 接着看", "\n%d more: go on with --cursor %s"), result.Total-shown, result.Next)
	default:
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

// printHit prints a hit with its number and a mark in front of its title.
func (a *app) printHit(number int, mark string, hit search.Hit) {
	a.print("\n%d. %s%s\n   %s", number, mark, printable(cmp.Or(hit.Title, a.tr("（无标题）", "(no title)"))),
		strings.Join(nonEmpty(hit.ID, printable(hit.Issuer), hit.Issued.String()), "  "))
	for _, s := range hit.Snippets {
		a.print("   [%s] %s", a.snippetSection(s.Section), a.marked(s))
	}
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
