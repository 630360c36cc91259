package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/index"
	"gongshi/search"
	"gongshi/search/related"
)

type relatedOptions struct {
	id         string
	limit      int
	similarity float64
}

func newRelatedCommand(a *app) *cobra.Command {
	var o relatedOptions
	cmd := &cobra.Command{
		Use:   a.tr("related 编号", "related ID"),
		Short: a.tr("同一问题的其他公示：别的轮次、地区、版本", "the same problem in other rounds, districts and forms"),
		Long: a.tr(`查找与一份公示讲同一问题的其他公示（编号由 search 等命令列出，写前几位即可）。依据：
  同一问题编号    督察、轮次、省相同且问题编号相同（信访件编号在哪里都算同一个）
  问题文字相同    “反馈问题”一节逐字相同
  问题文字相似    除地名、数字、日期以外相似；83% 表示两段文字的三字组合有 83% 相同
  同一公示        同一份公示的另一种形式（网页、PDF 等）
没有时结束码为 1。`,
			`Finds other notices on the problem of one (the id that search prints; its first characters are enough). Why:
  same problem number    in the same inspection, round and province (the code of a petition anywhere)
  same text              the section on the problem is the same, letter for letter
  similar text           much the same apart from places, numbers and dates; 83% says that of the sequences of three
                         characters 83% are in both
  another form           the same notice as web page, PDF, …
Exit code 1 when there is none.`),
		Args: a.oneID, ValidArgsFunction: noCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.id = args[0]
			return runRelated(cmd.Context(), a, o)
		},
	}
	cmd.Flags().IntVar(&o.limit, "limit", 20, a.tr("最多显示几份", "notices shown at most"))
	cmd.Flags().Float64Var(&o.similarity, "similarity", related.DefaultSimilarity, a.tr("文字至少相似多少，0 到 1", "least similarity of texts, between 0 and 1"))
	nameValue(cmd.Flags(), "similarity", a.tr("比例", "SHARE"))
	return cmd
}

// relatedJSON is what programs get.
type relatedJSON struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	// Compared tells whether the notice says enough of its problem for its text
	// to be compared.
	Compared bool               `json:"text_compared"`
	Total    int                `json:"total"`
	Related  []related.Relation `json:"related"`
}

func runRelated(ctx context.Context, a *app, o relatedOptions) (err error) {
	switch {
	case o.limit < 0:
		return errors.New(a.tr("--limit 不能小于 0", "--limit cannot be negative"))
	case o.similarity < 0 || o.similarity > 1:
		return errors.New(a.tr("--similarity 应在 0 与 1 之间", "--similarity is between 0 and 1"))
	}
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	id, err := a.oneNotice(ctx, corpus.store, strings.ToLower(strings.TrimSpace(o.id)))
	if err != nil {
		return err
	}
	found, err := corpus.store.Notice(ctx, id)
	if err != nil {
		return err
	}
	target := index.NewRecord(&found.Notice, found.Findings)
	_, records, err := corpus.Each(ctx, search.Request{})
	if err != nil {
		return err
	}
	relations, err := related.Find(ctx, &target, records, o.similarity)
	if err != nil {
		return err
	}
	if relations, err = corpus.withRenditions(ctx, id, relations); err != nil {
		return err
	}
	out := relatedJSON{id, found.Notice.Title, related.Comparable(&target), len(relations), relations[:min(len(relations), o.limit)]}
	if err := a.printRelated(out); err != nil {
		return err
	}
	if len(relations) == 0 {
		return exit(exitNothing)
	}
	return nil
}

// withRenditions puts the other forms of a notice in front of those that are
// related to it.
func (l *library) withRenditions(ctx context.Context, id string, relations []related.Relation) ([]related.Relation, error) {
	others, err := l.store.OtherForms(ctx, id)
	if err != nil {
		return nil, err
	}
	return related.WithForms(relations, others...), nil
}

func (a *app) printRelated(out relatedJSON) error {
	if a.json {
		return a.printJSON(out)
	}
	a.print("%s  %s", out.ID, printable(cmp.Or(out.Title, a.tr("（无标题）", "(no title)"))))
	if !out.Compared {
		a.print("%s", a.tr("这份公示没有“反馈问题”一节或其文字太少，只按问题编号查找。", "It says too little of its problem for texts to be compared; only numbers were."))
	}
	if out.Total == 0 {
		a.print("%s", a.tr("没有查到同一问题的其他公示。可以用 --similarity 降低要求。", "No other notice is related. A lower --similarity asks for less."))
		return nil
	}
	a.print(a.tr("相关的有 %d 份", "%d are related"), out.Total)
	for i, r := range out.Related {
		inspection := &gongshi.Inspection{Authority: r.Authority, Round: r.Round, Lookback: r.Lookback}
		region := ""
		if r.Region != nil {
			region = strings.Join(nonEmpty(r.Region.Province, r.Region.City, r.Region.County), " ")
		}
		a.print("\n%d. %s\n   %s\n   %s", i+1, printable(cmp.Or(r.Title, a.tr("（无标题）", "(no title)"))),
			strings.Join(nonEmpty(r.ID, printable(region), strings.TrimSpace(a.inspectionName(inspection)), r.Issued.String()), "  "), a.reasons(&r))
	}
	if more := out.Total - len(out.Related); more > 0 {
		a.print(a.tr("\n还有 %d 份：用 --limit 多显示一些", "\n%d more: show more with --limit"), more)
	}
	return nil
}

// reasons says why a notice is related.
func (a *app) reasons(r *related.Relation) string {
	var parts []string
	for _, why := range r.Why {
		switch why {
		case related.Rendition:
			parts = append(parts, a.tr("同一公示的另一种形式", "another form of the same notice"))
		case related.SameProblem:
			parts = append(parts, a.tr("同一问题编号", "same problem number"))
		case related.SameText:
			parts = append(parts, a.tr("问题文字相同", "same text"))
		case related.SimilarText:
			parts = append(parts, fmt.Sprintf(a.tr("问题文字相似 %.0f%%", "similar text %.0f%%"), 100*r.Similarity))
		}
	}
	if r.SameRegion && !slices.Contains(r.Why, related.Rendition) {
		parts = append(parts, a.tr("同一地区", "same region"))
	}
	return strings.Join(parts, a.tr("，", ", "))
}
