package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/export"
)

type compareOptions struct {
	request  search.Request
	by       []string
	examples int
	format   string
	output   string
}

var compareFormats = []string{"table", "csv", "json", "xlsx"}

func newCompareCommand(a *app) *cobra.Command {
	var o compareOptions
	cmd := &cobra.Command{
		Use:   a.tr("compare 查询", "compare QUERY"),
		Short: a.tr("比对一个主题在各轮次、地区、年份的情况", "how a topic stands across rounds, regions and years"),
		Long: a.tr(`比对一个主题在各轮次、地区、年份的情况：公示份数、问题个数、最早和最晚日期、各章节提到主题的比例、例句。
例：
  gongshi compare 雨污分流                       按轮次
  gongshi compare 雨污分流 --by 轮次,地区        按轮次和地区（最多两项）
  gongshi compare 总磷 --by 市 --region 湖南 -o 总磷.xlsx
  gongshi compare 黑臭水体 --by has:goal         有、无“整改目标”一节各多少
可以按这些项目：round 轮次、authority 层级、region 地区（写明的最低一级）、province 省、city 市、county 区县、
year 年份、issuer 单位、kind 类型、has:goal（有无某一节）。

同一轮次里有中央和省级的督察，要分开请加 层级，或在查询里写 层级:中央。

每份公示只算在一格里，没有写明的算在“（未写明）”一格，各格相加等于合计。问题按“督察、轮次、省、编号”算作一个，
几个区县分头整改的同一问题在各自格里都算，合计只算一次。“章节”一栏是提到主题的节数与全部节数：主题是查询里的词，
用 OR 连接的有一个即可，排除的词和字段条件不算。查询写错时不执行。没有查到时结束码为 1。`,
			`How a topic stands across rounds, regions and years: notices, problems, first and last date, share of the sections that
mention it, examples.
Examples:
  gongshi compare 雨污分流                       by round
  gongshi compare 雨污分流 --by round,region     by round and region (two at most)
  gongshi compare 总磷 --by city --region 湖南 -o phosphorus.xlsx
  gongshi compare 黑臭水体 --by has:goal         with and without a section on goals
By: round, authority, region (the lowest that is named), province, city, county, year, issuer, kind, has:goal (with or without a section).

A round can be one of the central and of provincial inspections: add authority to tell them apart, or authority:central to
the query.

Every notice counts in one cell; what it does not state counts under "(not stated)", so that the cells add up to the total. A
problem is one within an inspection, a round, a province and a number: one that several counties put right counts in the
cell of each, and once in the total. Of sections, those that mention the topic and all are counted; the topic is the words
of the query, of words parted by OR any; what it leaves out and fields are no part of it. A query that does not parse is
refused. Exit code 1 when nothing is found.`),
		Args:        cobra.ArbitraryArgs,
		Annotations: map[string]string{takesQuery: ""}, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.notEmpty(cmd, append(filterNames, "output")...); err != nil {
				return err
			}
			o.request.Query = joinQuery(args)
			return runCompare(cmd.Context(), a, o)
		},
	}
	a.filterFlags(cmd, &o.request)
	cmd.Flags().StringSliceVar(&o.by, "by", []string{"round"}, a.tr("按什么比对，一项或两项", "by what, one or two"))
	cmd.Flags().IntVar(&o.examples, "examples", 1, a.tr("每格最多几条例句", "examples in each cell at most"))
	a.outputFlags(cmd, &o.format, &o.output, compareFormats...)
	completeFlag(cmd, "by", a.dimensionChoices()...)
	return cmd
}

func (a *app) dimensionChoices() []choice {
	var choices []choice
	for _, d := range compare.Dimensions() {
		choices = append(choices, choice{d.Name, a.facetName(d.Name)})
	}
	return choices
}

// dimensions gives those of the names.
func (a *app) dimensions(names []string) ([]compare.Dimension, error) {
	var list []compare.Dimension
	for _, name := range names {
		d, ok := compare.DimensionOf(name)
		if !ok {
			var known []string
			for _, d := range compare.Dimensions() {
				known = append(known, a.tr(d.Name+"（"+d.Chinese[0]+"）", d.Name))
			}
			return nil, a.wrongValue("by", name, known...)
		}
		if slices.ContainsFunc(list, func(other compare.Dimension) bool { return other.Name == d.Name }) {
			return nil, fmt.Errorf(a.tr("--by 写了两次 %s", "--by has %s twice"), name)
		}
		list = append(list, d)
	}
	if len(list) == 0 || len(list) > compare.MaxBy {
		return nil, fmt.Errorf(a.tr("--by 应为一项或两项，写了 %d 项", "--by takes one or two, there are %d"), len(list))
	}
	return list, nil
}

func runCompare(ctx context.Context, a *app, o compareOptions) (err error) {
	by, err := a.dimensions(o.by)
	if err != nil {
		return err
	}
	if o.examples < 0 {
		return errors.New(a.tr("--examples 不能小于 0", "--examples cannot be negative"))
	}
	if o.format, err = a.outputFormat(o.format, o.output, "json", compareFormats...); err != nil {
		return err
	}
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	about, asked, records, err := a.every(ctx, corpus, o.request)
	if err != nil {
		return err
	}
	table, err := compare.Build(ctx, records, compare.Options{By: by, Asked: asked, Examples: o.examples, Text: corpus.notice})
	if err != nil {
		return err
	}
	about.Count = table.Total.Notices
	to, err := a.openTarget(o.output)
	if err != nil {
		return err
	}
	if err := to.end(a.writeComparison(to, o.format, table, about)); err != nil {
		return err
	}
	if table.Total.Notices == 0 {
		return exit(exitNothing)
	}
	return nil
}

func (a *app) writeComparison(w *target, format string, t *compare.Table, about provenance) error {
	if format == "table" {
		return a.printComparison(w, export.Comparison{Table: t, Lang: a.lang})
	}
	return export.Comparison{Table: t, Lang: a.lang}.Write(w, export.Options{Format: format, About: about})
}

// printComparison prints the table for people.
func (a *app) printComparison(w *target, t export.Comparison) error {
	if t.Total.Notices == 0 {
		_, err := fmt.Fprintln(w, a.tr("没有查到。可以减少词语、换用 OR，或去掉筛选。", "Nothing found. Try fewer words, OR, or no filters."))
		return err
	}
	head := t.Head()
	if t.Topic {
		for _, kind := range compare.Kinds {
			head = append(head, kind.Name().In(a.lang))
		}
	}
	var out table
	out.add(append(head, a.tr("例句", "example"))...)
	for _, c := range t.Every() {
		row := t.Cells(c)
		if t.Topic {
			for _, kind := range compare.Kinds {
				row = append(row, shareText(c.Sections[kind]))
			}
		}
		lines := append(export.ExampleLines(c), "")
		if c == &t.Total {
			lines = []string{""}
		}
		row = append(row, lines[0])
		for i := range row {
			row[i] = printable(row[i])
		}
		out.add(row...)
		for _, line := range lines[1:max(1, len(lines)-1)] {
			more := make([]string, len(row))
			more[len(row)-1] = printable(line)
			out.add(more...)
		}
	}
	columns := 0
	if w.file == nil {
		columns = width(a.out.file)
	}
	return out.write(w, columns)
}

// shareText is a share as "3/4 75%".
func shareText(s compare.Share) string {
	if s.Sections == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d %s", s.Mentioning, s.Sections, export.Percent(s))
}
