package archive

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/forge"
)

// An archive without a list is not looked through for a terabyte of nothing; what
// stands before is saved.
func TestSalvageHoles(t *testing.T) {
	whole := forge.NewZip().Add("1", "one").Add("2", "two").File()
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, whole[:len(whole)-30], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<40); err != nil {
		t.Skip(err) // not on this file system
	}
	begun := time.Now()
	if diff := cmp.Diff([]string{"a!/1: one", "a!/2: two", "a: <damaged>"}, walk(t, path, nil)); diff != "" {
		t.Error(diff)
	}
	if took := time.Since(begun); took > mostTime {
		t.Errorf("took %v", took)
	}
}
