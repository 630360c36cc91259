package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"gongshi/index"
	"gongshi/search"
	"gongshi/search/export"
)

type exportOptions struct {
	request search.Request
	format  string
	output  string
}

var exportFormats = export.Formats()

func newExportCommand(a *app) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   a.tr("export [查询]", "export [QUERY]"),
		Short: a.tr("导出全部命中的公示：jsonl、csv、xlsx", "every match as jsonl, csv or xlsx"),
		Long: a.tr(`导出全部命中的公示，不限数量；不写查询和筛选时导出整个资料库。
例：
  gongshi export 雨污分流 -o 雨污分流.xlsx       电子表格（按文件名选格式）
  gongshi export 总磷 轮次:2 > 总磷.jsonl        一行一份，内容与 show --json 相同
  gongshi export --region 岳阳 --format csv -o 岳阳.csv
格式：
  jsonl  第一行是 {"export": {…}}：查询、筛选、版本、时间、份数；最后一行是 {"export_end": {"count": N}}，没有它就是没写完
  csv    UTF-8，一份一行；每行都有序号、总份数、查询、筛选、版本、时间，最后一行的序号小于总份数就是没写完
  xlsx   一份一行，查询、筛选、版本、时间、份数在第二张表；一格最多 32767 字，更长的截断并写明
单元格都是文本，不会被当作公式。csv 中以 = + - @ 开头的文本前加 '。先后次序不定。-o 的文件写完整后才出现，中断不留半截文件。
查询写错时不执行。没有查到时结束码为 1。`,
			`Writes every match, without limit; without a query and filters, the whole corpus.
Examples:
  gongshi export 雨污分流 -o found.xlsx          a spreadsheet (the name says the format)
  gongshi export 总磷 round:2 > found.jsonl      a notice a line, as show --json gives it
  gongshi export --region 岳阳 --format csv -o yueyang.csv
Formats:
  jsonl  the first line is {"export": {…}} with query, filters, versions, time and count; the last is
         {"export_end": {"count": N}}: without it the file was cut
  csv    UTF-8, a notice a row; every row has its number, how many there are, query, filters, version and time: a file
         whose last number is less than that was cut
  xlsx   a notice a row; query, filters, versions, time and count on the second sheet; a cell holds 32,767 characters, what
         is longer is cut and says so
Cells are texts, never formulas; in csv, texts that begin with = + - @ get a ' in front. The order is none in particular. The file of -o appears once it is
whole; an interruption leaves none. A query that does not parse is refused. Exit code 1 when nothing is found.`),
		Args:        cobra.ArbitraryArgs,
		Annotations: map[string]string{takesQuery: ""}, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.notEmpty(cmd, append(filterNames, "output")...); err != nil {
				return err
			}
			o.request.Query = joinQuery(args)
			return runExport(cmd.Context(), a, o)
		},
	}
	a.filterFlags(cmd, &o.request)
	a.outputFlags(cmd, &o.format, &o.output, exportFormats...)
	return cmd
}

func runExport(ctx context.Context, a *app, o exportOptions) (err error) {
	if o.format, err = a.outputFormat(o.format, o.output, "jsonl", exportFormats...); err != nil {
		return err
	}
	if o.output != "" {
		a.interrupted = fmt.Sprintf(a.tr("没有写出 %s。", " %s was not written."), o.output)
	}
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	about, _, records, err := a.every(ctx, corpus, o.request)
	if err != nil {
		return err
	}
	if about.Count, err = count(records); err != nil {
		return err
	}
	if _, records, err = corpus.Each(ctx, o.request); err != nil { // from the beginning
		return err
	}
	if o.format == export.XLSX && about.Count > export.MaxRows {
		return fmt.Errorf(a.tr("共 %d 份，一张表最多 %d 行：请用 csv 或 jsonl", "%d notices, and a sheet holds %d rows: use csv or jsonl"), about.Count, export.MaxRows)
	}
	to, err := a.openTarget(o.output)
	if err != nil {
		return err
	}
	if err := to.end(a.export(ctx, to, o.format, corpus, records, about)); err != nil {
		return err
	}
	if o.output != "" {
		a.say(a.tr("已写入 %s：%d 份公示", "%s: %d notices"), printable(o.output), about.Count)
	}
	if about.Count == 0 {
		a.say("%s", a.tr("没有查到。可以减少词语、换用 OR，或去掉筛选。", "Nothing found. Try fewer words, OR, or no filters."))
		return exit(exitNothing)
	}
	return nil
}

func count(records iter.Seq2[*index.Record, error]) (n int, err error) {
	for _, err := range records {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// export writes the notices of the records, one after the other.
func (a *app) export(ctx context.Context, w io.Writer, format string, corpus *library, records iter.Seq2[*index.Record, error], about provenance) error {
	shown := a.newProgress()
	defer shown.done()
	err := export.Write(ctx, w, corpus.store, idsOf(records), export.Options{
		Format: format, Lang: a.lang, About: about,
		Progress: func(done int) {
			shown.update(standing{done: done, total: about.Count, unit: a.tr("份公示", "notices")})
		},
		Shortened: func(cells int) {
			a.say(a.tr("有 %d 格的文字超过 32767 字，已截断；全文请用 jsonl 或 csv 导出", "%d cells were cut to 32,767 characters: jsonl and csv have all of the text"), cells)
		},
	})
	if changed, ok := errors.AsType[*export.ChangedError](err); ok {
		return fmt.Errorf(a.tr("导出期间资料库有变化（数到 %d 份，写出 %d 份）：请再运行一次", "the corpus changed meanwhile: %d notices were counted and %d written. Run the command again"), changed.Counted, changed.Written)
	}
	return err
}

// idsOf gives the ids of records.
func idsOf(records iter.Seq2[*index.Record, error]) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for r, err := range records {
			id := ""
			if err == nil {
				id = r.ID
			}
			if !yield(id, err) {
				return
			}
		}
	}
}
