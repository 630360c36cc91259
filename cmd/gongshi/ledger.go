package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/ingest"
	"gongshi/ingest/store"
)

type ledgerOptions struct {
	failed bool
	retry  string
	report bool
	format string
}

func newLedgerCommand(a *app) *cobra.Command {
	var o ledgerOptions
	cmd := &cobra.Command{
		Use:   "ledger",
		Short: a.tr("导入台账：每个文件的去向", "what became of every source"),
		Long: a.tr(`列出每个来源的结果。--failed 只列失败的；--retry 重新处理失败的（--retry=suspect 只处理内容可疑的，--retry=all 重新处理全部）。
--report 给出导入报告：去向、原因、压缩包、格式、缺少的章节、失败清单（--format text、json、csv、html）。`,
			`Lists what became of every source. --failed lists only those that failed; --retry reads them again (--retry=suspect: only those
with suspiciously little text; --retry=all: everything). --report gives the operator's report: states, reasons, archives, formats,
missing sections, failures (--format text, json, csv, html).`),
		Args: a.noArgs, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, _ []string) error { return runLedger(cmd.Context(), a, o) },
	}
	cmd.Flags().BoolVar(&o.failed, "failed", false, a.tr("只列失败的", "only those that failed"))
	cmd.Flags().StringVar(&o.retry, "retry", "", a.tr("重新处理：failed（默认）、suspect 或 all", "read again: failed (default), suspect or all"))
	cmd.Flags().BoolVar(&o.report, "report", false, a.tr("导入报告", "the operator's report"))
	cmd.Flags().StringVar(&o.format, "format", "", a.tr("报告格式：text、json、csv 或 html", "form of the report: text, json, csv or html"))
	a.passwordFlag(cmd)
	cmd.Flags().Lookup("retry").NoOptDefVal = "failed"
	completeFlag(cmd, "retry", values("failed", "suspect", "all")...)
	completeFlag(cmd, "format", values("text", "json", "csv", "html")...)
	return cmd
}

// check refuses flags that would be of no effect.
func (o *ledgerOptions) check(a *app) error {
	switch {
	case o.report && o.failed:
		return errors.New(a.tr("--report 与 --failed 不能同时用：导入报告中有失败清单", "--report does not go with --failed: the report lists what failed"))
	case o.report && o.retry != "":
		return errors.New(a.tr("--report 与 --retry 不能同时用", "--report does not go with --retry"))
	case o.failed && o.retry != "":
		return errors.New(a.tr("--failed 与 --retry 不能同时用：--retry 重新处理失败的", "--failed does not go with --retry, which reads again what failed"))
	case o.format != "" && !o.report:
		return errors.New(a.tr("--format 只用于 --report；台账给程序用请加 --json", "--format goes with --report only; for programs the ledger has --json"))
	case a.passwordFile != "" && o.retry == "":
		return errors.New(a.tr("--password-file 只用于 --retry", "--password-file goes with --retry only"))
	}
	return nil
}

func runLedger(ctx context.Context, a *app, o ledgerOptions) error {
	if err := o.check(a); err != nil {
		return err
	}
	if o.report {
		return runReport(ctx, a, o.format)
	}
	switch o.retry {
	case "":
		return listLedger(ctx, a, o)
	case "failed":
		return retrySources(ctx, a, ingest.RetryFailed)
	case "suspect":
		return retrySources(ctx, a, ingest.RetrySuspect)
	case "all":
		return retrySources(ctx, a, ingest.RetryAll)
	}
	return fmt.Errorf("--retry %q: %s", o.retry, a.tr("可用 failed、suspect 或 all", "use failed, suspect or all"))
}

// retrySources imports again what the sources were found in that are read again.
func retrySources(ctx context.Context, a *app, retry ingest.Retry) error {
	roots, err := sourceRoots(ctx, a, retry)
	if err != nil {
		return err
	}
	if len(roots) == 0 {
		a.say("%s", a.tr("台账中没有需要重试的来源。", "the ledger has nothing to retry"))
		return nil
	}
	return runImport(ctx, a, importOptions{paths: roots, retry: retry})
}

// sourceRoots gives the files on disk that hold the sources that are read again,
// each once.
func sourceRoots(ctx context.Context, a *app, retry ingest.Retry) (roots []string, err error) {
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	known := make(map[string]bool)
	for src, err := range st.Sources(ctx) {
		if err != nil {
			return nil, err
		}
		if !retry.Retries(&src) {
			continue
		}
		if root := cmp.Or(src.Container, src.Path); !known[root] {
			known[root] = true
			if a.removedUpload(root) {
				a.say(a.tr("上传的 %s 已导入并从上传目录删除，不再读取；需要时请重新上传", "%s was uploaded, imported and removed, and is not read again: upload it again if need be"), printable(filepath.Base(root)))
				continue
			}
			roots = append(roots, root)
		}
	}
	return roots, nil
}

// sourceJSON is a row of the ledger for programs.
type sourceJSON struct {
	Path      string      `json:"path"`
	Container string      `json:"container,omitempty"`
	State     store.State `json:"state"`
	Size      int64       `json:"size"`
	Digest    string      `json:"digest,omitempty"`
	Stage     string      `json:"stage,omitempty"`
	Code      string      `json:"code,omitempty"`
	Message   string      `json:"message,omitempty"`
	Tries     int         `json:"tries"`
}

func listLedger(ctx context.Context, a *app, o ledgerOptions) (err error) {
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	var states []store.State
	if o.failed {
		states = []store.State{store.StateFailed, store.StatePending}
	}
	t := table{path: 2}
	for src, err := range st.Sources(ctx, states...) {
		if err != nil {
			return err
		}
		code, reason := reasonOf(&src)
		src.Code = code
		message := reason.In(a.lang)
		if a.json {
			if err := a.printJSON(sourceJSON{src.Path, src.Container, src.State, src.Size, cmp.Or(src.Digest, src.Seen),
				src.Stage, src.Code, message, src.Tries}); err != nil {
				return err
			}
			continue
		}
		t.add(a.stateName(src.State), src.Code, printable(src.Path), printable(message))
	}
	if a.json {
		return nil
	}
	if err := t.write(a.out, width(a.out.file)); err != nil {
		return err
	}
	return a.printCounts(ctx, st)
}

// reasonOf says for programs and for people why the ledger has a source as it has;
// nothing where it was imported whole.
func reasonOf(src *store.Source) (code string, message gongshi.Text) {
	failure := ingest.Failure{Code: src.Code, Detail: src.Message}
	code = src.Code
	switch {
	case ingest.Incomplete(src):
		failure.Code = gongshi.DiagnosticUnreadPages
	case ingest.Partial(src):
		failure.Code = ingest.CodePartial
		code = cmp.Or(code, ingest.CodePartial)
	case code == "":
		return "", gongshi.Text{}
	}
	return code, gongshi.Text{Zh: failure.Message("zh"), En: failure.Message("en")}
}

func (a *app) printCounts(ctx context.Context, st *store.Store) error {
	counts, err := st.Counts(ctx)
	if err != nil {
		return err
	}
	notices, err := st.CountNotices(ctx)
	if err != nil {
		return err
	}
	a.print(a.tr("合计：已导入 %d，重复 %d，跳过 %d，失败 %d，未完成 %d；公示 %d 份",
		"total: %d imported, %d duplicates, %d skipped, %d failed, %d interrupted; %d notices"),
		counts[store.StateImported], counts[store.StateDuplicate], counts[store.StateSkipped],
		counts[store.StateFailed], counts[store.StatePending], notices)
	if counts[store.StateFailed]+counts[store.StatePending] > 0 {
		a.print("%s", a.tr("重试：gongshi ledger --retry", "to retry: gongshi ledger --retry"))
	}
	return nil
}

func (a *app) stateName(state store.State) string {
	switch state {
	case store.StateImported:
		return a.tr("已导入", "imported")
	case store.StateDuplicate:
		return a.tr("重复", "duplicate")
	case store.StateSkipped:
		return a.tr("跳过", "skipped")
	case store.StateFailed:
		return a.tr("失败", "failed")
	}
	return a.tr("未完成", "interrupted")
}
