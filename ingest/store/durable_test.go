package store

import (
	"os"
	"path/filepath"
	"testing"
)

// What was committed is on the disk: this is asked of SQLite itself, since the
// test that cuts the power has a tracer, which not every machine has.
func TestDurable(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	const full = 2
	for name, want := range map[string]any{"synchronous": int64(full), "journal_mode": "wal"} {
		var got any
		if err := s.write.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

// Folders above the data folder are made as well; one that may be entered but not
// listed is no hindrance.
func TestMakeFolder(t *testing.T) {
	above := t.TempDir()
	if err := os.Chmod(above, 0o300); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(above, 0o700) })
	dir := filepath.Join(above, "a", "b")
	for range 2 {
		if err := makeFolder(dir); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		t.Errorf("%v, %v", info, err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := makeFolder(filepath.Join(file, "c")); err == nil {
		t.Error("a folder was made below a file")
	}
}
