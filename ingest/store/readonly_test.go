package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A store that is read as a file that does not change says when it did.
func TestUnwritableStoreThatChanges(t *testing.T) {
	dir := t.TempDir()
	written, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := written.BeginRun(t.Context(), "test", nil); err != nil {
		t.Fatal(err)
	}
	if err := written.Close(); err != nil {
		t.Fatal(err)
	}
	for _, changes := range []bool{false, true} {
		s, err := openUnwritable(t.Context(), dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Counts(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "gongshi.db-shm")); err == nil {
			t.Error("reading made a file")
		}
		if later := time.Now().Add(time.Hour); changes {
			if err := os.Chtimes(filepath.Join(dir, fileName), later, later); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); errors.Is(err, ErrChanged) != changes {
			t.Errorf("closed after change %v: %v", changes, err)
		}
	}
}
