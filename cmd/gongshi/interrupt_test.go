package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/internal/corpus"
)

// Only an import says that its work was saved.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	notice := filepath.Join(dir, "notice.txt")
	write(t, notice, corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text()), 0o600)
	command := func(ctx context.Context, args ...string) (string, int) {
		var errs bytes.Buffer
		code := run(ctx, &environment{args: append(args, "--data", filepath.Join(dir, "data")), getenv: func(string) string { return "" },
			stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: &errs})
		return errs.String(), code
	}
	if errs, code := command(t.Context(), "import", notice); code != exitDone {
		t.Fatal(errs)
	}
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"import", notice}, {"parse", notice}, {"check", notice}, {"check"}, {"reindex"}, {"search", "整改"},
		{"compare", "整改"}, {"export"}, {"search", "--batch", notice}} {
		said, code := command(interrupted, args...)
		if code != exitInterrupted || !strings.HasPrefix(said, "已中断。") {
			t.Errorf("%s: %d %s", args, code, said)
		}
		if saved := strings.Contains(said, "已保存"); saved != (args[0] == "import") {
			t.Errorf("%s: %s", args, said)
		}
	}
}
