package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/ingest"
	"gongshi/ingest/store"
)

func newShowCommand(a *app) *cobra.Command {
	var original string
	var answers bool
	cmd := &cobra.Command{
		Use:   a.tr("show 编号", "show ID"),
		Short: a.tr("查看一份公示：章节、要素、核查结果", "one notice with its sections, mentions and findings"),
		Long: a.tr("按编号（search 与 check 会列出；写前几位即可）查看一份公示。",
			"Shows the notice with the id that search and check print; its first characters are enough."),
		Args: a.oneID, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runShow(cmd.Context(), a, args[0], original, answers)
		},
	}
	cmd.Flags().StringVar(&original, "original", "", a.tr("把库中保存的原文件写到此处（“-”为标准输出）", "write the original that the store keeps there (\"-\": standard output)"))
	cmd.Flags().BoolVar(&answers, "answers", false, a.tr("逐条对照整改措施与落实情况", "hold what was done against the measures, one by one"))
	return cmd
}

func runShow(ctx context.Context, a *app, id, original string, answers bool) (err error) {
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	id, err = a.oneNotice(ctx, st, strings.ToLower(strings.TrimSpace(id)))
	if err != nil {
		return err
	}
	found, err := st.Notice(ctx, id)
	if err != nil {
		return fmt.Errorf("show: %w", err)
	}
	if original != "" {
		return a.writeOriginal(ctx, st, &found.Notice, original)
	}
	forms, err := st.Renditions(ctx, found.Notice.ID)
	if err != nil {
		return err
	}
	return a.printNotice(&found.Notice, printed{findings: found.Findings, forms: forms, answers: answers})
}

// writeOriginal writes the file that a notice was read from: as the store keeps
// it, else as it still lies on disk.
func (a *app) writeOriginal(ctx context.Context, st *store.Store, n *gongshi.Notice, to string) error {
	data, err := st.Original(ctx, n.Source.Digest)
	if errors.Is(err, store.ErrNotFound) {
		if data, err = os.ReadFile(n.Source.Path); err == nil && ingest.Digest(data) != n.Source.Digest {
			err = errors.New(a.tr("文件内容已改变", "the file has changed"))
		}
		if err != nil {
			return fmt.Errorf(a.tr("库中没有保存原文件（导入时可加 --keep-originals all），也无法从原处读取：%w", "the original was not kept (import with --keep-originals all), nor can it be read where it was: %w"), err)
		}
	}
	if err != nil {
		return err
	}
	if to == "-" {
		_, err := a.stdout.Write(data)
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// mostIDs is how many ids are listed when the beginning of one fits several.
const mostIDs = 10

// oneNotice gives the id that begins so.
func (a *app) oneNotice(ctx context.Context, st *store.Store, begin string) (string, error) {
	ids, err := st.IDs(ctx, begin, mostIDs+1)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		a.say(a.tr("没有编号以“%s”开头的公示：用 gongshi search 查找编号。", "no notice with an id that begins with %q: find ids with gongshi search"), printable(begin))
		return "", exit(exitNothing)
	case len(ids) == 1 || ids[0] == begin:
		return ids[0], nil
	}
	a.say(a.tr("有多份公示的编号以“%s”开头，请多写几位：", "several ids begin with %q, write more of the one that is meant:"), printable(begin))
	for _, id := range ids[:min(len(ids), mostIDs)] {
		found, err := st.Notice(ctx, id)
		if err != nil {
			return "", err
		}
		a.say("  %s  %s", id, printable(found.Notice.Title))
	}
	if len(ids) > mostIDs {
		a.say("  …")
	}
	return "", exit(exitFailure)
}
