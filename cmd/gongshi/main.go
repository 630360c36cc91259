// Command gongshi turns heaps of government notices into a corpus that people
// can search, check and compare.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"gongshi/ingest/archive"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/decode/worker"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
)

// The exit codes of the program.
const (
	exitDone        = 0
	exitNothing     = 1 // nothing found, or check has findings
	exitFailure     = 2 // wrong usage, or the program could not do its work
	exitSomeFailed  = 3 // finished, but some sources failed
	exitInterrupted = 130
)

func main() {
	if worker.Child() {
		if err := worker.Serve(all.Formats(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitFailure)
		}
		return
	}
	if archive.Child() {
		if err := archive.Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitFailure)
		}
		return
	}
	log.SetOutput(io.Discard) // libraries talk to it; what matters comes as errors
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, &environment{
		args: os.Args[1:], getenv: os.Getenv,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
	})
	stop()
	os.Exit(code)
}

// environment is the outside world of a command.
type environment struct {
	args           []string
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// exit is an error that stands for an exit code; what there is to say has been
// said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// run carries out one command and gives the exit code. It is the one place
// where errors become exit codes and last words.
func run(ctx context.Context, env *environment) int {
	app := &app{environment: env, lang: language(env)}
	err := newRootCommand(app).ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if code, ok := errors.AsType[exit](err); ok {
		return int(code)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(env.stderr, app.tr("已中断。已完成的部分都已保存，再次运行同一命令即可继续。",
			"Interrupted. What was done is saved; run the same command to go on."))
		return exitInterrupted
	}
	fmt.Fprintf(env.stderr, "gongshi: %s\n", app.explain(err))
	return exitFailure
}

// explain says what an error means and what can be done about it.
func (a *app) explain(err error) string {
	if held, ok := errors.AsType[*lockfile.HeldError](err); ok {
		return fmt.Sprintf(a.tr("数据目录正被另一进程占用（进程 %d：%s，自 %s）。请等它结束，或用 --data 指定另一目录。",
			"the data folder is in use by process %d (%s) since %s: wait until it ends, or name another folder with --data"),
			held.Holder.PID, held.Holder.Command, held.Holder.Since.Local().Format("2006-01-02 15:04:05"))
	}
	if errors.Is(err, store.ErrEmpty) {
		return fmt.Sprintf(a.tr("数据目录 %s 里还没有数据：请先运行 gongshi import 文件或文件夹。",
			"nothing in the data folder %s yet: run gongshi import FILE-OR-FOLDER first"), a.data)
	}
	if errors.Is(err, os.ErrNotExist) {
		return a.tr("找不到：", "not found: ") + err.Error()
	}
	return err.Error()
}

// language gives the language of messages: --lang, else the locale's, else
// Chinese. It is needed before flags are parsed, for their help.
func language(env *environment) string {
	for i, arg := range env.args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return value
		}
		if arg == "--lang" && i+1 < len(env.args) {
			return env.args[i+1]
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env.getenv(name); value != "" {
			if strings.HasPrefix(value, "en") {
				return "en"
			}
			return "zh"
		}
	}
	return "zh"
}
