// Command diff parses a corpus with two builds of the program and lists what
// the one finds and the other does not, notice by notice: what a change of a
// pattern gains and loses. Where the folder of a file has labels.jsonl, it says
// which differences are gains and which are losses; then it ends with exit code
// 1 if anything was lost.
//
//	go build -o /tmp/old ./cmd/gongshi    # before the change
//	go build -o /tmp/new ./cmd/gongshi    # after it
//	go run ./parse/gold/diff -old /tmp/old -new /tmp/new parse/gold/testdata/notices
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"

	"gongshi"
)

func main() {
	before := flag.String("old", "", "build before the change")
	after := flag.String("new", "", "build after the change")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: diff -old PROGRAM -new PROGRAM CORPUS…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *before == "" || *after == "" || flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	lost, err := run(context.Background(), *before, *after, flag.Args(), os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "diff:", err)
		os.Exit(2)
	}
	if lost > 0 {
		os.Exit(1)
	}
}

// run parses the corpus with both programs, writes the differences and gives the
// number of losses.
func run(ctx context.Context, before, after string, corpus []string, w io.Writer) (lost int, err error) {
	was, err := parseWith(ctx, before, corpus)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", before, err)
	}
	is, err := parseWith(ctx, after, corpus)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", after, err)
	}
	c := newComparison()
	if err := c.compare(was, is); err != nil {
		return 0, err
	}
	_, err = io.WriteString(w, c.text())
	return c.losses, err
}

// someFailed is the exit code of a program that could not read every source:
// what it could read is compared.
const someFailed = 3

// parseWith gives the notices that a program finds in a corpus, in order.
func parseWith(ctx context.Context, program string, corpus []string) ([]gongshi.Notice, error) {
	cmd := exec.CommandContext(ctx, program, append([]string{"parse", "--json", "--no-progress"}, corpus...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var notices []gongshi.Notice
	for in := json.NewDecoder(out); ; {
		var n gongshi.Notice
		if err := in.Decode(&n); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, errors.Join(fmt.Errorf("reading its notices: %w", err), cmd.Wait())
		}
		notices = append(notices, n)
	}
	if err := cmd.Wait(); err != nil {
		if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != someFailed {
			return nil, err
		}
	}
	return notices, nil
}
