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
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	app := &app{environment: env, lang: language(env), out: newOutput(env.stdout, cancel)}
	err := newRootCommand(app).ExecuteContext(inner)
	if lost := app.out.flush(); lost != nil {
		fmt.Fprintf(env.stderr, app.tr("gongshi: 结果没有写完：%v。请检查磁盘空间和输出的去处。\n",
			"gongshi: the result could not be written: %v. Is the disk full?\n"), lost)
		return exitFailure
	}
	if err == nil {
		return exitDone
	}
	if code, ok := errors.AsType[exit](err); ok {
		return int(code)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(env.stderr, app.tr("已中断。", "Interrupted.")+app.interrupted)
		return exitInterrupted
	}
	fmt.Fprintf(env.stderr, "gongshi: %s\n", app.explain(err))
	return exitFailure
}

// language gives the language of messages: --lang, else the locale's, else
// Chinese. It is needed before flags are parsed, for their help; a value that
// is no language is complained of when they are.
func language(env *environment) string {
	for i, arg := range env.args {
		value, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(env.args) {
			value, ok = env.args[i+1], true
		}
		if ok && (value == "zh" || value == "en") {
			return value
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
