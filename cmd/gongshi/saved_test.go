//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// A saved query is answered where the look cannot be written down, and that is
// said.
func TestSavedQueryInReadOnlyData(t *testing.T) {
	place := openFolder(t)
	data := filepath.Join(place, "data")
	first, second := filepath.Join(place, "1.txt"), filepath.Join(place, "2.txt")
	write(t, first, corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text()), 0o644)
	write(t, second, corpus.Text(corpus.Invent(5, 2, corpus.ShortNotice).Text()), 0o644)
	mine(t, place, 0, "import", first)
	mine(t, place, 0, "search", "整改", "--save", "周报")
	mine(t, place, 0, "import", second)
	t.Cleanup(func() { protect(t, data, 0o755, 0o644) })
	protect(t, data, 0o555, 0o444)
	for range 2 {
		stdout, stderr := others(t, place, 0, "saved", "周报")
		if !strings.Contains(stdout, "新增 1 份") || !strings.Contains(stderr, "没有记下已看过") {
			t.Errorf("%s\n%s", stdout, stderr)
		}
	}
	if stdout, _ := others(t, place, 0, "saved"); !strings.Contains(stdout, "周报") {
		t.Error(stdout)
	}
	others(t, place, 0, "compare", "整改")
	others(t, place, 0, "export", "整改")
	for _, args := range [][]string{{"search", "整改", "--save", "b"}, {"saved", "--delete", "周报"}} {
		if _, stderr := others(t, place, 2, args...); !strings.Contains(stderr, "没有权限") {
			t.Errorf("%s: %s", args, stderr)
		}
	}
}

// While another process writes, a look is not remembered, and nothing else is
// different.
func TestSavedQueryDuringImport(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	fill(t, data, 3)
	var out bytes.Buffer
	if stderr, code := gongshiIn(t.Context(), data, &out, "search", "整改", "--save", "周报"); code != exitDone {
		t.Fatal(stderr)
	}
	writer, err := store.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	stderr, code := gongshiIn(t.Context(), data, &out, "saved", "周报")
	if code != exitDone || !strings.Contains(stderr, "没有记下已看过") {
		t.Errorf("%d %s", code, stderr)
	}
	if stderr, code := gongshiIn(t.Context(), data, &out, "search", "整改", "--save", "b"); code != exitFailure || !strings.Contains(stderr, "占用") {
		t.Errorf("%d %s", code, stderr)
	}
	if err := errors.Join(writer.Close()); err != nil {
		t.Fatal(err)
	}
	if stderr, code := gongshiIn(t.Context(), data, &out, "saved", "周报"); code != exitDone || stderr != "" {
		t.Errorf("%d %s", code, stderr)
	}
	if _, err := os.Stat(filepath.Join(data, "gongshi.db-wal")); err == nil {
		t.Error("the store was left open")
	}
}

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// What could not be shown stays new.
func TestSavedQueryThatNobodySaw(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	fill(t, data, 2)
	var out bytes.Buffer
	if stderr, code := gongshiIn(t.Context(), data, &out, "search", "整改", "--save", "周报"); code != exitDone {
		t.Fatal(stderr)
	}
	fill(t, data, 5)
	for _, want := range []string{"新增 5 份", "新增 0 份"} {
		if stderr, code := gongshiIn(t.Context(), data, full{}, "saved", "周报"); code != exitFailure && want == "新增 5 份" {
			t.Errorf("%d %s", code, stderr)
		}
		out.Reset()
		if stderr, code := gongshiIn(t.Context(), data, &out, "saved", "周报"); code != exitDone || !strings.Contains(out.String(), want) {
			t.Errorf("%d %s %s, want %s", code, stderr, out.String(), want)
		}
	}
}
