package powercut

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMain makes this test binary the program that is recorded.
func TestMain(m *testing.M) {
	if dir := os.Getenv("GONGSHI_TEST_WRITER"); dir != "" {
		if err := writeSome(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writeSome does to a folder what programs do.
func writeSome(dir string) error {
	path := func(name string) string { return filepath.Join(dir, name) }
	f, err := os.Create(path("synced"))
	if err != nil {
		return err
	}
	_, err = f.WriteString("one")
	err = errors.Join(err, f.Sync(), syncFolder(dir))
	fmt.Println("one is certain")
	_, writeErr := f.WriteAt([]byte("two"), 0)
	err = errors.Join(err, writeErr, f.Close())
	err = errors.Join(err, os.WriteFile(path("lost"), []byte("lost"), 0o600))
	err = errors.Join(err, os.Mkdir(path("folder"), 0o700), os.WriteFile(path("folder/file"), []byte("inside"), 0o600))
	err = errors.Join(err, os.Rename(path("folder"), path("renamed")), syncFolder(dir))
	fmt.Println("renamed is certain")
	return errors.Join(err, os.Remove(path("lost")), os.Truncate(path("synced"), 1), os.Truncate(path("synced"), 3))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func TestRestore(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "GONGSHI_TEST_WRITER="+dir)
	r, err := Record(t.Context(), dir, cmd)
	if errors.Is(err, ErrUnable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if said := r.Said(r.Len()); said != "one is certain\nrenamed is certain\n" {
		t.Errorf("said %q", said)
	}
	sayings := r.Sayings()
	for name, test := range map[string]struct {
		steps int
		loss  Loss
		want  map[string]string
	}{
		"all":         {r.Len(), Nothing, map[string]string{"synced": "t\x00\x00", "renamed/": "", "renamed/file": "inside"}},
		"one":         {sayings[0], Everything, map[string]string{"synced": "one"}},
		"renamed":     {sayings[1], Everything, map[string]string{"synced": "one", "lost": "", "renamed/": ""}},
		"not renamed": {sayings[1] - 2, Everything, map[string]string{"synced": "one"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, restored(t, r, test.steps, test.loss, nil)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("some", func(t *testing.T) {
		seen := map[string]bool{}
		for seed := range uint64(200) {
			got := restored(t, r, sayings[1], Some, rand.New(rand.NewPCG(seed, 1)))
			if got["synced"] != "one" && got["synced"] != "two" {
				t.Fatalf("what was synced is %q", got["synced"])
			}
			seen[got["synced"]], seen[got["lost"]], seen[got["renamed/file"]] = true, true, true
		}
		for _, text := range []string{"one", "two", "lost", "", "inside"} {
			if !seen[text] {
				t.Errorf("%q never happened", text)
			}
		}
	})
}

// restored gives the files of a folder after a power cut; folders end in a slash.
func restored(t *testing.T, r *Recording, steps int, loss Loss, random *rand.Rand) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := r.Restore(dir, steps, loss, random); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name := strings.TrimPrefix(strings.TrimPrefix(path, dir), "/")
		if err != nil || name == "" {
			return err
		}
		if entry.IsDir() {
			files[name+"/"] = ""
			return nil
		}
		content, err := os.ReadFile(path)
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
