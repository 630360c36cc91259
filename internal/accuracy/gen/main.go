// Command gen measures how much of known texts comes out of files, and writes the table
// into docs/formats.md, between its marks.
//
//	go run ./internal/accuracy/gen docs/formats.md [more files of the shared set]
//
// It runs in the root of the repository. The second argument is a folder of more
// files, whose known texts are beside them.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"gongshi/ingest/archive"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/decode/worker"
	"gongshi/internal/accuracy/table"
)

func main() {
	var err error
	switch {
	case worker.Child():
		err = worker.Serve(all.Formats(), os.Stdin, os.Stdout)
	case archive.Child():
		err = archive.Serve(os.Stdin, os.Stdout)
	default:
		err = run(context.Background(), os.Args[1:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The table stands between these lines.
const begin, end = "<!-- accuracy: go run ./internal/accuracy/gen docs/formats.md -->\n", "<!-- end of accuracy -->\n"

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("say which document to write into")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s lacks the lines %q and %q", args[0], begin, end)
	}
	folder, err := os.MkdirTemp("", "accuracy")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	files, err := table.Own(".", folder)
	if err != nil {
		return err
	}
	if len(args) > 1 {
		more, err := table.Shared(args[1])
		if err != nil {
			return err
		}
		files = append(files, more...)
	}
	rows, err := table.Read(ctx, files)
	if err != nil {
		return err
	}
	if err := table.Compare(ctx, rows); err != nil {
		return err
	}
	return os.WriteFile(args[0], []byte(before+begin+"\n"+table.Markdown(rows)+"\n"+end+after), 0o644)
}
