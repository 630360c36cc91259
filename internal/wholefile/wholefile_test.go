package wholefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// content is what stands at a path; "" for nothing.
func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

// alone tells whether there is nothing in the folder but the names.
func alone(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if len(got) != len(names) {
		t.Errorf("the folder has %q, want %q", got, names)
	}
}

func begin(t *testing.T, path, text string) *File {
	t.Helper()
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestStandsWhenWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "结果.csv")
	f := begin(t, path, "new")
	if got := content(t, path); got != "" {
		t.Errorf("it stands before it is whole: %q", got)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Abort()); err != nil {
		t.Error(err)
	}
	if got := content(t, path); got != "new" {
		t.Errorf("it holds %q", got)
	}
	if f.Commit() == nil {
		t.Error("a second Commit did not fail")
	}
	alone(t, dir, "结果.csv")
}

func TestAbortLeavesWhatWas(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := begin(t, path, "new").Abort(); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "old" {
		t.Errorf("it holds %q", got)
	}
	alone(t, dir, "a")
	if err := begin(t, path, "new").Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 && os.PathSeparator == '/' {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestLinkStays(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a", link); err != nil {
		t.Skip(err)
	}
	if err := begin(t, link, "new").Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 || content(t, path) != "new" {
		t.Errorf("%v, %v, %q", info, err, content(t, path))
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	if _, err := Create(dir); err == nil {
		t.Error("a folder was replaced")
	}
	nowhere := filepath.Join(dir, "nowhere", "a")
	_, err := Create(nowhere)
	if wrong, ok := errors.AsType[*fs.PathError](err); !ok || wrong.Path != nowhere || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v does not say which file", err)
	}
	alone(t, dir)
}

// A device is written to, never replaced.
func TestDevice(t *testing.T) {
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode()&fs.ModeDevice == 0 {
		t.Skip("the system has no such file")
	}
	for _, end := range []func(*File) error{(*File).Commit, (*File).Abort} {
		if err := end(begin(t, os.DevNull, "x")); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode()&fs.ModeDevice == 0 {
		t.Fatalf("it is no device any more: %v, %v", info, err)
	}
}
