//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// A data folder that may only be read is read, also by another user; what cannot
// be done there is said, with what to do.
func TestReadOnlyData(t *testing.T) {
	place := openFolder(t)
	data := filepath.Join(place, "data")
	notice := filepath.Join(place, "notice.txt")
	write(t, notice, corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text()), 0o644)
	mine(t, place, 0, "import", notice)
	t.Cleanup(func() { protect(t, data, 0o755, 0o644) })
	protect(t, data, 0o555, 0o444)

	stdout, stderr := others(t, place, 0, "search", "整改")
	if strings.Contains(stderr, "索引") {
		t.Errorf("the index is not used: %s", stderr)
	}
	id := regexp.MustCompile(`[0-9a-f]{16}`).FindString(stdout)
	for _, args := range [][]string{{"show", id}, {"show", "--json", id[:4]}, {"check", "--fail-on", "never"}, {"ledger"}, {"ledger", "--failed", "--json"}} {
		others(t, place, 0, args...)
	}
	for _, args := range [][]string{{"import", notice}, {"reindex"}, {"ledger", "--retry=all"}} {
		if _, stderr := others(t, place, 2, args...); !strings.Contains(stderr, "没有权限") || !strings.Contains(stderr, "--data") {
			t.Errorf("%s: %s", args, stderr)
		}
	}

	// An index that cannot be used is not needed.
	chmod(t, filepath.Join(data, "index"), 0)
	if _, stderr := others(t, place, 0, "search", "整改"); !strings.Contains(stderr, "会慢一些") || strings.Contains(stderr, "重建") {
		t.Errorf("without an index: %s", stderr)
	}
	chmod(t, filepath.Join(data, "index"), 0o555)

	// A store that may not be read.
	chmod(t, filepath.Join(data, "gongshi.db"), 0)
	if _, stderr := others(t, place, 2, "search", "整改"); !strings.Contains(stderr, "chmod -R a+rX") {
		t.Errorf("without permission: %s", stderr)
	}
}

// A store that was not closed has what was stored last in files beside it.
func TestReadOnlyUnfinishedData(t *testing.T) {
	place := openFolder(t)
	data := filepath.Join(place, "data")
	notice := filepath.Join(place, "notice.txt")
	write(t, notice, corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text()), 0o644)
	mine(t, place, 0, "import", notice)
	leaveOpen(t, data)
	t.Cleanup(func() { protect(t, data, 0o755, 0o644) })

	protect(t, data, 0o555, 0o444)
	if stdout, _ := others(t, place, 0, "ledger"); !strings.Contains(stdout, "未完成 1") {
		t.Errorf("the ledger lacks what was stored last: %s", stdout)
	}

	// Without the file by which readers and a writer agree, somebody has to
	// write.
	chmod(t, data, 0o755)
	if err := os.Remove(filepath.Join(data, "gongshi.db-shm")); err != nil {
		t.Fatal(err)
	}
	chmod(t, data, 0o555)
	if _, stderr := others(t, place, 2, "ledger"); !strings.Contains(stderr, "运行一次 gongshi ledger") {
		t.Errorf("unfinished: %s", stderr)
	}
	protect(t, data, 0o755, 0o644)
	mine(t, place, 0, "ledger")
	protect(t, data, 0o555, 0o444)
	if stdout, _ := others(t, place, 0, "ledger"); !strings.Contains(stdout, "未完成 1") {
		t.Errorf("the ledger lacks what was stored last: %s", stdout)
	}
}

// leaveOpen leaves the store in the folder as a killed import does, with a source
// pending.
func leaveOpen(t *testing.T, data string) {
	t.Helper()
	st, err := store.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	run, err := st.BeginRun(t.Context(), "test", nil)
	if err == nil {
		err = st.Begin(t.Context(), run, []store.Source{{Path: "/pending.txt"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	left := map[string][]byte{}
	for _, name := range []string{"gongshi.db", "gongshi.db-wal", "gongshi.db-shm"} {
		if left[name], err = os.ReadFile(filepath.Join(data, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range left {
		write(t, filepath.Join(data, name), content, 0o644)
	}
}

// mine runs the program of a place with all rights, others without.
func mine(t *testing.T, place string, code int, args ...string) {
	t.Helper()
	if _, stderr, got := result(t, placed(t, place, args...)); got != code {
		t.Fatalf("%s: exit code %d, want %d: %s", args, got, code, stderr)
	}
}

func others(t *testing.T, place string, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := placed(t, place, args...)
	becomeNobody(cmd)
	out, errs, got := result(t, cmd)
	if got != code {
		t.Errorf("%s: exit code %d, want %d: %s", args, got, code, errs)
	}
	return string(out), string(errs)
}

// protect gives every folder and file in the folder a mode.
func protect(t *testing.T, dir string, folders, files fs.FileMode) {
	t.Helper()
	chmod(t, dir, 0o755)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(path, 0o755)
		} else if err == nil {
			err = os.Chmod(path, files)
		}
		return err
	})
	err = errors.Join(err, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(path, folders)
		}
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// A source that may only be read is imported, and so is everything where there is
// no cache to write to; what may not even be read is said.
func TestReadOnlySource(t *testing.T) {
	place := openFolder(t)
	source := filepath.Join(place, "files")
	if err := os.MkdirAll(filepath.Join(source, "closed"), 0o755); err != nil {
		t.Fatal(err)
	}
	n := corpus.Invent(5, 1, corpus.ShortNotice)
	write(t, filepath.Join(source, "notice.pdf"), corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs}), 0o644)
	inside := corpus.Text(corpus.Invent(5, 2, corpus.ShortNotice).Text())
	write(t, filepath.Join(source, "notices.zip"), corpus.Zip([]corpus.Member{{Name: "notice.txt", Data: inside}}), 0o644)
	write(t, filepath.Join(source, "closed", "notice.txt"), inside, 0o644)
	protect(t, source, 0o555, 0o444)
	chmod(t, filepath.Join(source, "closed"), 0)
	chmod(t, filepath.Join(place, "cache"), 0o555)
	t.Cleanup(func() { protect(t, source, 0o755, 0o644) })

	stdout, _ := others(t, place, exitSomeFailed, "import", source)
	for _, words := range []string{"新导入 2，", "失败 1；", "unreadable", "permission denied", "检查权限"} {
		if !strings.Contains(stdout, words) {
			t.Errorf("it does not say %q: %s", words, stdout)
		}
	}
	others(t, place, exitDone, "search", "整改")

	// Once the folder may be read, the same command goes on.
	chmod(t, filepath.Join(source, "closed"), 0o555)
	if stdout, _ := others(t, place, exitDone, "import", source); !strings.Contains(stdout, "无变化 2，重复 1") {
		t.Errorf("after chmod: %s", stdout)
	}
}
