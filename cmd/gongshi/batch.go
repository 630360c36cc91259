package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"gongshi"
	"gongshi/ingest/charset"
	"gongshi/internal/spreadsheet"
	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/query"
)

// batchOptions say how a file of queries is answered.
type batchOptions struct {
	file   string
	field  string
	format string
	output string
}

var batchFormats = []string{"table", "csv", "xlsx", "jsonl"}

// maxBatch is how large a file of queries can be.
const maxBatch = 16 << 20

// readBatch gives the queries of a file, one a line, without blank lines and those
// that begin with #. The file can be in any encoding.
func (a *app) readBatch(path string) ([]string, error) {
	from := a.stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, maxBatch+1))
	if err != nil {
		return nil, fmt.Errorf("read queries: %w", err)
	}
	if len(data) > maxBatch {
		return nil, fmt.Errorf(a.tr("--batch 的文件超过 %d MB：请分成几个", "--batch: the file is larger than %d MB: split it"), maxBatch>>20)
	}
	text, _, _ := charset.Decode(data, "")
	var queries []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			queries = append(queries, line)
		}
	}
	return queries, nil
}

// batchRow is the answer to a line.
type batchRow struct {
	resultJSON
	// Line is what stands in the file.
	Line  string       `json:"line"`
	First gongshi.Date `json:"first,omitzero"`
	Last  gongshi.Date `json:"last,omitzero"`
}

func runBatch(ctx context.Context, a *app, whole searchOptions) (err error) {
	req, o := whole.request, whole.batch
	if err := a.checkBatch(&o, req); err != nil {
		return err
	}
	lines, err := a.readBatch(o.file)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return fmt.Errorf(a.tr("%s 里没有查询：每行写一个，空行和 # 开头的行不算", "there is no query in %s: one a line; blank lines and those with # are skipped"), o.file)
	}
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	about, err := corpus.provenance(ctx, req)
	if err != nil {
		return err
	}
	about.Query, about.Count = o.file, len(lines)
	to, err := a.openTarget(o.output)
	if err != nil {
		return err
	}
	b := &batch{app: a, options: o, request: req, timeout: whole.timeout, corpus: corpus}
	if err := to.end(b.answer(ctx, to, lines, about)); err != nil {
		return err
	}
	if b.found == 0 {
		return exit(exitNothing)
	}
	return nil
}

// checkBatch refuses flags that would be of no effect.
func (a *app) checkBatch(o *batchOptions, req search.Request) (err error) {
	switch {
	case req.Query != "":
		return errors.New(a.tr("--batch 与查询不能同时写：查询都放在文件里", "--batch does not go with a query: all of them are in the file"))
	case req.Offset != 0 || req.Cursor != "" || len(req.Facets) > 0:
		return errors.New(a.tr("--batch 与 --offset、--cursor、--facet 不能同时用", "--batch does not go with --offset, --cursor and --facet"))
	}
	if o.field != "" {
		if english, chinese := query.FieldNames(); !slices.Contains(english, o.field) && !slices.Contains(chinese, o.field) {
			known := chinese
			if a.lang == "en" {
				known = english
			}
			return a.wrongValue("field", o.field, known...)
		}
	}
	o.format, err = a.outputFormat(o.format, o.output, "jsonl", batchFormats...)
	return err
}

// batch answers lines, one after the other.
type batch struct {
	*app
	options batchOptions
	request search.Request
	timeout time.Duration // for a line; 0: none
	corpus  *library
	found   int // lines with an answer
}

func (b *batch) answer(ctx context.Context, to *target, lines []string, about provenance) error {
	put, end, err := b.writer(to, about)
	if err != nil {
		return err
	}
	shown := b.newProgress()
	defer shown.done()
	for i, line := range lines {
		var row *batchRow
		err := b.within(ctx, b.timeout, line, func(ctx context.Context) (err error) {
			row, err = b.row(ctx, line)
			return err
		})
		if err != nil {
			return err
		}
		if row.Total > 0 {
			b.found++
		}
		if err := put(row); err != nil {
			return err
		}
		shown.update(standing{done: i + 1, total: len(lines), unit: b.tr("个查询", "queries")})
	}
	return end()
}

// row answers a line as a search would: one that does not parse is read as words,
// with a warning.
func (b *batch) row(ctx context.Context, line string) (*batchRow, error) {
	req := b.request
	req.Query = line
	if b.options.format != "jsonl" {
		req.Limit = 1
	}
	row := &batchRow{Line: line}
	if b.options.field != "" {
		clause, err := query.Clause(b.options.field, line)
		if wrong, ok := errors.AsType[*query.Error](err); ok {
			row.Result = &search.Result{Query: line, Hits: []search.Hit{}}
			row.Warnings = []string{wrong.Message.In(b.lang)}
			return row, nil
		}
		if err != nil {
			return nil, err
		}
		req.Query = clause.String()
	}
	result, err := b.corpus.Search(ctx, req)
	if err != nil {
		return nil, err
	}
	row.Result = result
	for _, w := range result.Warnings {
		row.Warnings = append(row.Warnings, w.In(b.lang))
	}
	for _, w := range result.Widened {
		row.Warnings = append(row.Warnings, w.Text().In(b.lang))
	}
	if result.Total == 0 {
		return row, nil
	}
	if result.SyntaxError != nil {
		req.Query = query.Words(req.Query).String()
	}
	row.First, row.Last, err = b.corpus.dates(ctx, req)
	return row, err
}

// dates gives the dates of the first and the last notice that match.
func (l *library) dates(ctx context.Context, req search.Request) (first, last gongshi.Date, err error) {
	_, records, err := l.Each(ctx, req)
	if err != nil {
		return first, last, err
	}
	for r, err := range records {
		if err != nil {
			return first, last, err
		}
		date := compare.DateOf(r)
		if date.IsZero() {
			continue
		}
		if first.IsZero() || date.Compare(first) < 0 {
			first = date
		}
		if last.IsZero() || date.Compare(last) > 0 {
			last = date
		}
	}
	return first, last, nil
}

// writer gives what writes a row, and what ends the result.
func (b *batch) writer(to *target, about provenance) (put func(*batchRow) error, end func() error, err error) {
	head := []string{b.tr("查询", "query"), b.tr("份数", "total"), b.tr("最早", "first"), b.tr("最晚", "last"),
		b.tr("编号", "id"), b.tr("标题", "title"), b.tr("提示", "warning")}
	var rows spreadsheet.Writer
	switch b.options.format {
	case "jsonl":
		return func(row *batchRow) error { return writeJSON(to, row) }, func() error { return nil }, nil
	case "table":
		var t table
		t.add(head...)
		return func(row *batchRow) error {
				cells := row.cells()
				for i := range cells {
					cells[i] = printable(cells[i])
				}
				t.add(cells...)
				return nil
			}, func() error {
				if to.file != nil {
					return t.write(to, 0)
				}
				return t.write(to, width(b.out.file))
			}, nil
	case "xlsx":
		book, err := spreadsheet.NewXLSX(to, b.tr("批量检索", "Batch"), 30, 8, 12, 12, 18, 60, 40)
		if err != nil {
			return nil, nil, err
		}
		if err := book.AddSheet(b.tr("说明", "About"), about.Rows(b.lang, gongshi.Text{Zh: "查询个数", En: "queries"}), 16, 70); err != nil {
			return nil, nil, errors.Join(err, book.Discard())
		}
		rows = book
	default:
		if rows, err = spreadsheet.NewCSV(to); err != nil {
			return nil, nil, err
		}
	}
	return func(row *batchRow) error { return rows.Row(row.cells()...) }, rows.Close, rows.Row(head...)
}

func (r *batchRow) cells() []string {
	var top search.Hit
	if len(r.Hits) > 0 {
		top = r.Hits[0]
	}
	return []string{r.Line, fmt.Sprint(r.Total), r.First.String(), r.Last.String(), top.ID, top.Title, strings.Join(r.Warnings, "；")}
}
