package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is what all commands share: the outside world and the common flags.
type app struct {
	*environment
	out        *output
	lang       string
	data       string
	json       bool
	noProgress bool
	ocrPages   int // recognised in a file at most; 0: none
	// passwordFile names a file of passwords for archives; empty: none.
	passwordFile string
	// interrupted says what an interruption leaves, where it leaves anything.
	interrupted string
	// shown is the display of progress that is on; nil for none.
	shown *progress
}

// tr picks the text in the language of the user.
func (a *app) tr(zh, en string) string {
	if a.lang == "en" {
		return en
	}
	return zh
}

func newRootCommand(a *app) *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:   a.tr("gongshi 命令 [选项]", "gongshi COMMAND [FLAGS]"),
		Short: a.tr("整改销号公示：导入、检索、核查、比对", "Import, search, check and compare rectification notices"),
		Long: a.tr(`gongshi 把成堆的生态环境督察整改销号公示变成可检索、可核查、可比对的资料库。

常用：
  gongshi import 公示文件夹 资料.zip     导入文件、文件夹、压缩包
  gongshi search 雨污分流 round:2        检索（词与词之间为“并且”）
  gongshi compare 雨污分流 --by 轮次,省  各轮次、各省的情况
  gongshi export 雨污分流 -o 结果.xlsx   导出全部命中的公示
  gongshi check                          合规核查
  gongshi show 编号                      查看一份公示`,
			`gongshi turns heaps of rectification close-out notices into a corpus that can be searched, checked and compared.

Often used:
  gongshi import FOLDER ARCHIVE.zip      import files, folders, archives
  gongshi search 雨污分流 round:2        search (all words must match)
  gongshi compare 雨污分流 --by round    how a topic stands across rounds
  gongshi export 雨污分流 -o found.xlsx  every match
  gongshi check                          compliance findings
  gongshi show ID                        one notice`),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          a.noCommand,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.lang != "zh" && a.lang != "en" {
				return fmt.Errorf("--lang %q: zh 或 en / zh or en", a.lang)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if showVersion {
				return runVersion(a)
			}
			if err := cmd.Help(); err != nil || !a.json {
				return err
			}
			return exit(exitFailure) // a program that asks for nothing made a mistake
		},
	}
	root.SetIn(a.stdin)
	root.SetOut(a.out)
	root.SetErr(a.stderr)
	a.speakHelp(root)
	root.Flags().BoolVarP(&showVersion, "version", "v", false, a.tr("显示版本", "show versions"))
	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", a.dataFolder(), a.tr("数据目录（也可用环境变量 GONGSHI_DATA）", "data folder (environment: GONGSHI_DATA)"))
	flags.BoolVar(&a.json, "json", false, a.tr("标准输出只有 JSON", "nothing but JSON on standard output"))
	flags.StringVar(&a.lang, "lang", a.lang, a.tr("语言：zh 或 en", "language: zh or en"))
	nameValue(flags, "data", a.tr("目录", "DIR"))
	completeFlag(root, "lang", choice{"zh", "中文"}, choice{"en", "English"})
	flags.BoolVar(&a.noProgress, "no-progress", false, a.tr("不显示进度", "no progress display"))
	root.AddCommand(
		newImportCommand(a), newParseCommand(a), newSearchCommand(a), newShowCommand(a),
		newCompareCommand(a), newExportCommand(a), newRelatedCommand(a), newSavedCommand(a),
		newCheckCommand(a), newLedgerCommand(a), newReindexCommand(a), newServeCommand(a), newVersionCommand(a),
		newCompletionCommand(a),
	)
	root.SetArgs(markWords(root, a.args))
	return root
}

// dataFolder is where the corpus is unless --data says otherwise.
func (a *app) dataFolder() string {
	if dir := a.getenv("GONGSHI_DATA"); dir != "" {
		return dir
	}
	return filepath.Join(xdg.DataHome, "gongshi")
}

// printJSON writes one JSON value as a line of standard output.
func (a *app) printJSON(v any) error { return writeJSON(a.out, v) }

// writeJSON writes one JSON value as a line.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// width is the number of columns of the terminal that f is, 0 if it is none.
func width(f any) int {
	file, ok := f.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil || columns == 0 {
		return 80
	}
	return columns
}
