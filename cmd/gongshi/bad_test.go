package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/corpus"
)

// Every bad file of a folder has its reason, the good ones beside it are
// imported, and the exit code tells that something is missing.
func TestBadInput(t *testing.T) {
	place := openFolder(t)
	folder := filepath.Join(place, "files")
	if err := os.CopyFS(folder, os.DirFS("../../testdata/broken")); err != nil {
		t.Fatal(err)
	}
	good := corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text())
	write(t, filepath.Join(folder, "good.txt"), good, 0o644)
	write(t, filepath.Join(folder, "unreadable.txt"), good, 0)
	writeOneByte(t, filepath.Join(folder, "one-byte.txt"), 200_000_000)

	out, code := runAsNobody(t, place, "import", "--json", folder)
	if code != exitSomeFailed {
		t.Errorf("exit code %d, want %d", code, exitSomeFailed)
	}
	var summary struct {
		Seen, Imported, Duplicate, Failed int
		Failures                          []struct{ Path, Code string }
	}
	if err := json.Unmarshal(out, &summary); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got := map[string]string{}
	for _, f := range summary.Failures {
		got[filepath.Base(f.Path)] = f.Code
	}
	want := map[string]string{
		"empty.txt": "empty", "truncated.pdf": "damaged", "encrypted.pdf": "encrypted", "error-page.pdf": "wrong-type", "half.zip": "damaged",
		"truncated.docx": "damaged", "unreadable.txt": "unreadable", "one-byte.txt": "limit",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	// The good file and what half.zip still has, which is the notice of
	// xref-loop.pdf, a file that PDFium can read.
	if summary.Imported != 2 || summary.Duplicate != 1 || summary.Seen != 11 {
		t.Errorf("%d imported and %d duplicate of %d, want 2 and 1 of 11", summary.Imported, summary.Duplicate, summary.Seen)
	}
}

// openFolder is a temporary folder that everybody may enter.
func openFolder(t *testing.T) string {
	t.Helper()
	place, err := os.MkdirTemp("", "gongshi-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(place) })
	if err := os.Chmod(place, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"data", "cache"} {
		dir := filepath.Join(place, name)
		if err := errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o777)); err != nil {
			t.Fatal(err)
		}
	}
	return place
}

// runAsNobody runs the program in a place; as another user if this one may
// read every file.
func runAsNobody(t *testing.T, place string, args ...string) (stdout []byte, code int) {
	t.Helper()
	cmd := placed(t, place, args...)
	becomeNobody(cmd)
	stdout, stderr, code := result(t, cmd)
	t.Logf("%s", stderr)
	return stdout, code
}

// placed is a command of the program in a place.
func placed(t *testing.T, place string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), buildProgram(t), args...)
	cache := filepath.Join(place, "cache")
	cmd.Env = []string{"GONGSHI_DATA=" + filepath.Join(place, "data"), "XDG_CACHE_HOME=" + cache, "LANG=zh_CN.UTF-8"}
	cmd.Dir = place
	return cmd
}

func result(t *testing.T, cmd *exec.Cmd) (stdout, stderr []byte, code int) {
	t.Helper()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	stdout, err := cmd.Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return stdout, errs.Bytes(), failed.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return stdout, errs.Bytes(), 0
}

func write(t *testing.T, path string, data []byte, mode os.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(path, data, 0o600), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
}

// writeOneByte writes a file that holds nothing but the letter a.
func writeOneByte(t *testing.T, path string, size int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 1<<20)
	for i := range block {
		block[i] = 'a'
	}
	for left := size; left > 0; left -= len(block) {
		if _, err := f.Write(block[:min(left, len(block))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
