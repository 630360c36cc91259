package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"gongshi/ingest/store"
)

func newShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   a.tr("show 编号", "show ID"),
		Short: a.tr("查看一份公示：章节、要素、核查结果", "one notice with its sections, mentions and findings"),
		Long: a.tr("按编号（search 与 check 会列出；写前几位即可）查看一份公示。",
			"Shows the notice with the id that search and check print; its first characters are enough."),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runShow(cmd.Context(), a, args[0]) },
	}
}

func runShow(ctx context.Context, a *app, id string) (err error) {
	st, err := store.OpenReadOnly(ctx, a.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	found, err := st.Notice(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		a.say(a.tr("没有编号以 %q 开头的公示：用 gongshi search 查找编号。", "no notice with an id that begins with %q: find ids with gongshi search"), id)
		return exit(exitNothing)
	}
	if err != nil {
		return fmt.Errorf("show: %w", err)
	}
	forms, err := st.Renditions(ctx, found.Notice.ID)
	if err != nil {
		return err
	}
	return a.printNotice(&found.Notice, printed{findings: found.Findings, forms: forms})
}
