package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/search"
	"gongshi/search/query"
	"gongshi/search/saved"
)

type savedOptions struct {
	name   string
	all    bool
	delete string
	limit  int
}

func newSavedCommand(a *app) *cobra.Command {
	var o savedOptions
	cmd := &cobra.Command{
		Use:   a.tr("saved [名称]", "saved [NAME]"),
		Short: a.tr("保存的查询：上次查看之后新增了什么", "saved queries: what is new since the last look"),
		Long: a.tr(`不写名称时列出保存的查询，以及每个查询上次查看之后新增多少；写名称时显示新增的公示。
例：
  gongshi search 雨污分流 --region 岳阳 --save 岳阳雨污    保存（连同筛选）
  gongshi saved                                            列出
  gongshi saved 岳阳雨污                                   显示新增的
  gongshi saved 岳阳雨污 --all                             新增的在前，看过的在后，全部显示
  gongshi saved --delete 岳阳雨污                          删除
新增的是上次查看之后导入或内容有变化的公示，按资料库的变更序号判断，与时钟无关。新增的没有全部显示时不算看过，下次仍是新增的。
数据目录只能读取，或正在导入时，可以查看，但记不下已经看过。没有查到时结束码为 1。`,
			`Without a name, lists the saved queries and how much is new to each since the last look; with one, shows what is new.
Examples:
  gongshi search 雨污分流 --region 岳阳 --save yueyang    saves it, with its filters
  gongshi saved                                           lists them
  gongshi saved yueyang                                   shows what is new
  gongshi saved yueyang --all                             everything, what is new in front
  gongshi saved --delete yueyang                          deletes it
New are notices that were imported, or have changed, since the last look: by the sequence of changes of the store, not by the
clock. As long as not all of them were shown, they stay new. Where the data folder can only be read, or during an import, a
look is not remembered. Exit code 1 when nothing is found.`),
		Args: a.someName, ValidArgsFunction: a.completeSaved,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.notEmpty(cmd, "delete"); err != nil {
				return err
			}
			o.name = strings.Join(args, " ")
			return runSaved(cmd.Context(), a, o)
		},
	}
	cmd.Flags().BoolVar(&o.all, "all", false, a.tr("看过的也显示，不限条数", "what is not new as well, without limit"))
	cmd.Flags().StringVar(&o.delete, "delete", "", a.tr("删除这个查询", "delete the query of this name"))
	cmd.Flags().IntVar(&o.limit, "limit", 50, a.tr("最多显示几份新增的", "new notices shown at most"))
	nameValue(cmd.Flags(), "delete", a.tr("名称", "NAME"))
	if err := cmd.RegisterFlagCompletionFunc("delete", a.completeSaved); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (a *app) someName(cmd *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return fmt.Errorf(a.tr("%s 后面最多写一个名称，现有 %d 个；名称里有空格时请加引号。%s", "%s takes one name at most, there are %d; put one with blanks in quotes. %s"), cmd.CommandPath(), len(args), a.seeHelp(cmd))
}

// completeSaved completes names of saved queries.
func (a *app) completeSaved(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	var names []string
	if st, err := a.openStore(cmd.Context()); err == nil && len(args) == 0 {
		queries, err := st.SavedQueries(cmd.Context())
		if errors.Join(err, st.Close()) == nil {
			for _, q := range queries {
				if strings.HasPrefix(q.Name, begun) {
					names = append(names, cobra.CompletionWithDesc(q.Name, printable(q.Query)))
				}
			}
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// checkSaved tells whether a query can be saved under a name: one that does not
// parse would be read as words each time.
func (a *app) checkSaved(name, asked string) error {
	if !saved.IsName(name) {
		return fmt.Errorf(a.tr("--save 的名称“%s”不能用：应为 1 到 %d 个字，不含换行等控制字符，首尾无空格，不以 - 开头",
			"--save: %q cannot be a name: it has 1 to %d characters, no control characters, no blanks around it and no - in front"), printable(name), saved.MaxName)
	}
	if _, err := query.Parse(asked); err != nil {
		return a.badQuery(asked, err)
	}
	return nil
}

// save keeps a query whose answer has just been looked at, when seq was the number
// of the newest change.
func (a *app) save(ctx context.Context, name string, req search.Request, seq uint64) error {
	keep, err := saved.New(name, req, seq, time.Now())
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, a.data)
	if err != nil {
		return err
	}
	before, err := saved.Find(ctx, st, name)
	if err == nil {
		err = st.PutSavedQuery(ctx, keep)
	}
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	if before != nil && (before.Query != req.Query || string(before.Filters) != string(keep.Filters)) {
		a.say(a.tr("“%s”原来是另一个查询，已被替换：%s", "%q was another query, which is replaced: %s"), name, printable(before.Query))
	}
	a.say(a.tr("已保存。gongshi saved %s 显示此后新增的。", "saved: gongshi saved %s shows what is new from now on"), name)
	return nil
}

func runSaved(ctx context.Context, a *app, o savedOptions) error {
	switch {
	case o.delete != "" && (o.name != "" || o.all):
		return errors.New(a.tr("--delete 不与名称或 --all 同时用", "--delete goes alone"))
	case o.name == "" && o.all:
		return errors.New(a.tr("--all 前要写查询的名称", "--all goes with a name"))
	case o.limit < 0:
		return errors.New(a.tr("--limit 不能小于 0", "--limit cannot be negative"))
	case o.delete != "":
		return a.deleteSaved(ctx, o.delete)
	case o.name == "":
		return a.listSaved(ctx)
	}
	return a.lookAt(ctx, o)
}

func (a *app) deleteSaved(ctx context.Context, name string) error {
	st, err := a.openExisting(ctx)
	if err != nil {
		return err
	}
	err = errors.Join(st.DeleteSavedQuery(ctx, name), st.Close())
	if errors.Is(err, store.ErrNotFound) {
		return a.noSuchQuery(name)
	}
	if err == nil {
		a.say(a.tr("已删除保存的查询“%s”。", "the saved query %q is deleted"), printable(name))
	}
	return err
}

func (a *app) noSuchQuery(name string) error {
	a.say(a.tr("没有名为“%s”的查询：gongshi saved 列出所有名称。", "no query is saved as %q: gongshi saved lists all names"), printable(name))
	return exit(exitNothing)
}

// ask asks a saved query of the library.
func (l *library) ask(ctx context.Context, q *store.SavedQuery, all bool) (*saved.Answer, error) {
	return saved.Corpus{Search: l, Store: l.store, Seq: l.seq}.Ask(ctx, q, all)
}

func (a *app) listSaved(ctx context.Context) (err error) {
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, corpus.Close()) }()
	queries, err := corpus.store.SavedQueries(ctx)
	if err != nil {
		return err
	}
	var t table
	t.add(a.tr("名称", "name"), a.tr("新增", "new"), a.tr("共", "total"), a.tr("上次查看", "last look"), a.tr("查询", "query"), a.tr("筛选", "filters"))
	for i := range queries {
		found, err := corpus.ask(ctx, &queries[i], false)
		if err != nil {
			return err
		}
		if a.json {
			if err := a.printJSON(found); err != nil {
				return err
			}
			continue
		}
		t.add(found.Name, fmt.Sprint(found.New), fmt.Sprint(found.Total), found.Looked.Local().Format("2006-01-02 15:04"), printable(found.Query), printable(found.Filters.String()))
	}
	if len(queries) == 0 {
		a.say("%s", a.tr("还没有保存的查询：gongshi search 查询 --save 名称", "no query is saved yet: gongshi search QUERY --save NAME"))
		return exit(exitNothing)
	}
	if a.json {
		return nil
	}
	return t.write(a.out, width(a.out.file))
}

// lookAt shows what is new to a saved query, and remembers that it was looked at.
func (a *app) lookAt(ctx context.Context, o savedOptions) error {
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	found, err := a.showSaved(ctx, corpus, o)
	if err := errors.Join(err, corpus.Close()); err != nil {
		return err
	}
	if err := a.out.flush(); err != nil {
		return err // what nobody could see stays new
	}
	if found.New > o.limit && !o.all {
		a.say(a.tr("新增的没有全部显示，下次仍算新增：用 --all 或更大的 --limit 全部显示。", "not all that is new was shown, and it stays new: --all or a larger --limit shows it"))
	} else if err := a.remember(ctx, found); err != nil {
		return err
	}
	if found.Total == 0 {
		return exit(exitNothing)
	}
	return nil
}

func (a *app) showSaved(ctx context.Context, corpus *library, o savedOptions) (*saved.Answer, error) {
	q, err := saved.Find(ctx, corpus.store, o.name)
	if err != nil {
		return nil, err
	}
	if q == nil {
		return nil, a.noSuchQuery(o.name)
	}
	found, err := corpus.ask(ctx, q, o.all)
	if err != nil {
		return nil, err
	}
	if !o.all {
		found.Hits = found.Hits[:min(len(found.Hits), o.limit)]
	}
	for i := range found.Hits {
		n, err := corpus.notice(ctx, found.Hits[i].ID)
		if err != nil {
			return nil, err
		}
		found.Hits[i].Snippets = search.Snippets(found.Asked, n)
	}
	a.sayWidened(search.WidenedIn(found.Asked))
	return found, a.printLook(found, o.all)
}

func (a *app) printLook(found *saved.Answer, all bool) error {
	if a.json {
		return a.printJSON(struct {
			*saved.Answer
			Hits []saved.Hit `json:"hits"`
		}{found, append([]saved.Hit{}, found.Hits...)})
	}
	a.print(a.tr("%s：共 %d 份，新增 %d 份（上次查看 %s）", "%s: %d notices, %d of them new (last look %s)"), found.Name, found.Total, found.New, found.Looked.Local().Format("2006-01-02 15:04"))
	for i, hit := range found.Hits {
		mark := ""
		if hit.New {
			mark = a.tr("【新】", "[new] ")
		}
		a.printHit(i+1, mark, hit.Hit)
	}
	if seen := found.Total - found.New; seen > 0 && !all {
		a.print(a.tr("\n另有 %d 份上次已看过，用 --all 显示", "\n%d were there at the last look: --all shows them"), seen)
	}
	return nil
}

// remember notes that a saved query was looked at. Where that cannot be written
// down, it says so: the answer is the same.
func (a *app) remember(ctx context.Context, found *saved.Answer) error {
	st, err := store.Open(ctx, a.data)
	if err == nil {
		err = errors.Join(st.LookAtSavedQuery(ctx, found.Name, found.Seq, time.Now()), st.Close())
	}
	_, held := errors.AsType[*lockfile.HeldError](err)
	switch {
	case err == nil:
		return nil
	case held:
		a.say("%s", a.tr("另一进程正在写入资料库，没有记下已看过：下次这些仍算新增。", "another process writes to the store: the look is not remembered, and what is new stays new"))
		return nil
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), !lockfile.CanWrite(a.data):
		a.say(a.tr("数据目录 %s 不能写入，没有记下已看过：下次这些仍算新增。", "the data folder %s cannot be written to: the look is not remembered, and what is new stays new"), a.data)
		return nil
	}
	return err
}
