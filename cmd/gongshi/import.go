package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongshi/compliance/report"
	"gongshi/ingest"
	"gongshi/ingest/store"
)

type importOptions struct {
	paths     []string
	pdfEngine string
	workers   int
	retry     ingest.Retry
	keep      string
	verify    bool
}

func newImportCommand(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   a.tr("import 路径…", "import PATH…"),
		Short: a.tr("导入文件、文件夹、压缩包（可重复运行）", "import files, folders and archives; safe to run again"),
		Long: a.tr(`导入文件、文件夹和压缩包（可嵌套）；“-”表示从标准输入读取路径清单，每行一个。
重复运行是安全的：没有变化的不再处理，中断后再运行即从断点继续。
结束码：0 全部成功；3 已完成但有文件失败（见 gongshi ledger --failed）；2 无法进行。`,
			`Imports files, folders and archives, nested ones too; "-" reads a list of paths from standard input, one a line.
It is safe to run again: what has not changed is not touched, and what was interrupted goes on.
Exit codes: 0 all done; 3 done, but some files failed (see gongshi ledger --failed); 2 could not be done.`),
		Args: a.somePaths,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.paths, err = a.paths(args); err != nil {
				return err
			}
			return runImport(cmd.Context(), a, o)
		},
	}
	a.readerFlags(cmd, &o.pdfEngine)
	cmd.Flags().StringVar(&o.keep, "keep-originals", "members", a.tr("在库中保存原文件：members（压缩包内的）、all、none", "keep the files in the store: members (of archives), all, none"))
	cmd.Flags().IntVar(&o.workers, "workers", 0, a.tr("同时读取的文件数（0 或不写为处理器数）", "files read at once (0 or none: one for each CPU)"))
	cmd.Flags().BoolVar(&o.verify, "verify", false, a.tr("全部重新读取，以发现大小和时间都没有变的改动", "read everything again, to find changes that left size and time as they were"))
	return cmd
}

// paths gives the arguments with "-" replaced by the list on standard input.
func (a *app) paths(args []string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		if arg != "-" {
			paths = append(paths, arg)
			continue
		}
		lines := bufio.NewScanner(a.stdin)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			line := strings.TrimPrefix(lines.Text(), "\uFEFF") // of a list made on Windows
			if line != "" {
				paths = append(paths, line)
			}
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
	}
	return paths, nil
}

// keeps gives what --keep-originals asks for.
func (a *app) keeps(flag string) (ingest.Keep, error) {
	switch flag {
	case "", "members":
		return ingest.KeepMembers, nil
	case "all":
		return ingest.KeepAll, nil
	case "none":
		return ingest.KeepNothing, nil
	}
	return 0, errors.New(a.tr("--keep-originals 可用 members、all 或 none", "--keep-originals: use members, all or none"))
}

func runImport(ctx context.Context, a *app, o importOptions) (err error) {
	a.interrupted = a.tr("已完成的部分都已保存，再次运行同一命令即可继续。", " What was done is saved; run the same command to go on.")
	if o.workers < 0 {
		return errors.New(a.tr("--workers 不能小于 0", "--workers cannot be less than 0"))
	}
	keep, err := a.keeps(o.keep)
	if err != nil {
		return err
	}
	reader, closeReader, err := a.newReader(o.pdfEngine)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeReader()) }()
	corpus, err := a.openForWriting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	defer debug.SetGCPercent(debug.SetGCPercent(litter))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(min(tidyFrom, debug.SetMemoryLimit(-1))))
	shown, begun := a.newProgress(), time.Now()
	importer := &ingest.Importer{
		Reader: reader, Store: corpus.store, Index: corpus.index, Version: version(),
		Workers: o.workers, Retry: o.retry, Keep: keep, Verify: o.verify,
		Progress: func(now ingest.Progress) { shown.update(a.ofImport(now, time.Since(begun))) },
	}
	summary, err := importer.Import(ctx, o.paths)
	shown.done()
	if err != nil {
		return err
	}
	if err := a.printSummary(summary); err != nil {
		return err
	}
	if err := a.compact(ctx, corpus); err != nil {
		return err
	}
	if summary.Failed > 0 {
		return exit(exitSomeFailed)
	}
	return nil
}

// While files are imported, garbage is left lying until there is twice as
// much of it as there is in use, but less and less the nearer the process comes to
// a limit.
const (
	litter   = 200
	tidyFrom = 512 << 20
)

// compact makes the index smaller after a large import. What was imported can be
// searched without that, so that to fail here is to go without.
func (a *app) compact(ctx context.Context, corpus *holding) error {
	scattered, err := corpus.index.Scattered()
	if err != nil {
		return err
	}
	if !scattered {
		return a.tidied(ctx, corpus.index.Tidy(ctx))
	}
	if n, err := corpus.index.Count(); err == nil && n > mostSilently {
		a.say("%s", a.tr("正在整理索引（可以中断，不影响检索）…", "compacting the index (it can be interrupted, searches work without) …"))
	}
	return a.tidied(ctx, corpus.index.Compact(ctx))
}

// tidied says of an index that could not be made smaller that it is whole.
func (a *app) tidied(ctx context.Context, err error) error {
	if err != nil && ctx.Err() == nil {
		a.say("%s", a.tr("索引没有整理，检索不受影响。", "the index was not compacted; searches work without"))
	}
	return nil
}

// mostSilently is how many notices are compacted in less than a second.
const mostSilently = 10_000

// importJSON is the summary as CONTRACT fixes it.
type importJSON struct {
	Seen      int           `json:"seen"`
	Imported  int           `json:"imported"`
	Unchanged int           `json:"unchanged"`
	Duplicate int           `json:"duplicate"`
	Skipped   int           `json:"skipped"`
	Failed    int           `json:"failed"`
	Notices   int           `json:"notices"`
	Bytes     int64         `json:"bytes"`
	Seconds   float64       `json:"seconds"`
	Failures  []failureJSON `json:"failures"`
}

type failureJSON struct {
	Path    string `json:"path"`
	Stage   string `json:"stage"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (a *app) failureJSON(f *ingest.Failure) failureJSON {
	return failureJSON{f.Path, f.Stage, f.Code, f.Message(a.lang)}
}

func (a *app) printSummary(s ingest.Summary) error {
	if a.json {
		out := importJSON{s.Seen, s.Imported, s.Unchanged, s.Duplicate, s.Skipped, s.Failed,
			s.Notices, s.Bytes, s.Duration.Seconds(), []failureJSON{}}
		for i := range s.Failures {
			out.Failures = append(out.Failures, a.failureJSON(&s.Failures[i]))
		}
		return a.printJSON(out)
	}
	a.print(a.tr("共 %d 个文件：新导入 %d，无变化 %d，重复 %d，跳过 %d，失败 %d；新公示 %d 份，%.1f MB，用时 %.1f 秒",
		"%d files: %d imported, %d unchanged, %d duplicates, %d skipped, %d failed; %d new notices, %.1f MB, %.1f s"),
		s.Seen, s.Imported, s.Unchanged, s.Duplicate, s.Skipped, s.Failed, s.Notices, float64(s.Bytes)/1e6, s.Duration.Seconds())
	if s.Imported+s.Duplicate+s.Failed == 0 && s.Unchanged > 0 {
		a.print("%s", a.tr("没有变化。", "Nothing has changed."))
	}
	return a.printFailures(s.Failures)
}

// mostFailures is how many failures are listed; the ledger has them all.
const mostFailures = 20

func (a *app) printFailures(failures []ingest.Failure) error {
	if len(failures) == 0 {
		return nil
	}
	t := table{path: 1}
	for _, f := range failures[:min(len(failures), mostFailures)] {
		t.add("  "+f.Code, printable(f.Path), printable(f.Message(a.lang)))
	}
	if err := t.write(a.out, width(a.out.file)); err != nil {
		return err
	}
	if more := len(failures) - mostFailures; more > 0 {
		a.print(a.tr("  …另有 %d 个，见 gongshi ledger --failed", "  … and %d more: gongshi ledger --failed"), more)
	}
	return nil
}

// readFiles reads files without storing anything, and gives those that failed.
func (a *app) readFiles(ctx context.Context, paths []string, pdfEngine string, visit func(r *ingest.Reading) error) (unread []report.Unread, err error) {
	reader, closeReader, err := a.newReader(pdfEngine)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closeReader()) }()
	shown := a.newProgress()
	defer shown.done()
	now := standing{unit: a.tr("个文件", "files")}
	reader.Begin = func(path string) {
		now.current = path
		shown.update(now)
	}
	err = reader.ReadAll(ctx, paths, func(path string, r *ingest.Reading) error {
		now.done++
		if r.Failure == nil {
			return visit(r)
		}
		message := r.Failure.Message(a.lang)
		if r.Failure.State() != store.StateSkipped {
			unread = append(unread, report.Unread{Path: path, Code: r.Failure.Code, Message: message})
			now.failed++
		}
		a.say("%s: %s: %s", printable(path), r.Failure.Code, printable(message))
		return nil
	})
	return unread, err
}
