package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/index/bleve"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// While an import runs, what is stored is searched, and it is said that this may
// not be all.
func TestSearchDuringImport(t *testing.T) {
	dir := t.TempDir()
	notice, data := filepath.Join(dir, "notice.txt"), filepath.Join(dir, "data")
	write(t, notice, corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text()), 0o600)
	command := func(args ...string) (stdout, stderr string, code int) {
		var out, errs bytes.Buffer
		code = run(t.Context(), &environment{args: append(args, "--data", data), getenv: func(string) string { return "" },
			stdin: strings.NewReader(""), stdout: &out, stderr: &errs})
		return out.String(), errs.String(), code
	}
	if _, errs, code := command("import", notice); code != exitDone {
		t.Fatal(errs)
	}
	st, err := store.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ix, err := bleve.OpenWrite(t.Context(), filepath.Join(data, "index"))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if out, errs, code := command("search", "整改"); code != exitDone || !strings.Contains(errs, "结果可能不全") || !strings.Contains(out, "共 1 份") {
		t.Errorf("%d: %s%s", code, out, errs)
	}
	if _, errs, code := command("import", notice); code != exitFailure || !strings.Contains(errs, "正被另一进程占用") {
		t.Errorf("a second import: %d: %s", code, errs)
	}
}
