package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi/internal/hostile"
)

// fixtures are the files that mutants are made of: those kept for the tests, of
// all formats.
var fixtures = []string{
	"../../testdata/notices/*/input.*", "../../testdata/broken/*", "../../testdata/renditions/*", "../../testdata/archives/renditions.zip",
	"../../ingest/archive/testdata/*.*", "../../ingest/decode/*/testdata/*.*",
}

// originals are the fixtures and what is made in place of some. Files of known
// texts are left out, there is enough of them.
func originals(t *testing.T) (all []hostile.Original) {
	t.Helper()
	for _, pattern := range fixtures {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Ext(path) != ".md" && len(data) > 0 && !(filepath.Ext(path) == ".txt" && strings.Contains(path, "/decode/")) {
				all = append(all, hostile.Original{Name: filepath.Base(path), Data: data})
			}
		}
	}
	return append(all, hostile.Originals()...)
}

// mayCrash are the kinds of files whose readers are libraries that can take
// their process down. A crash of a reader of ours is a bug.
var mayCrash = []string{".pdf", ".7z", ".rar"}

// Damaged copies of good files, imported in one go: none takes the program down,
// and each ends with a text or a reason.
func TestMutants(t *testing.T) {
	n, pictures := 200, 4
	if os.Getenv("GONGSHI_LONG") != "" {
		n, pictures = 10_000, 300
	}
	program, all := buildProgram(t), originals(t)
	var drawn []hostile.Original
	for _, o := range all {
		if slices.Contains([]string{".png", ".tif"}, filepath.Ext(o.Name)) || o.Name == "scan.pdf" {
			drawn = append(drawn, o)
		}
	}
	const atOnce = 1000
	for first := 0; first < n; first += atOnce {
		t.Run(fmt.Sprintf("read/%d", first), func(t *testing.T) {
			importMutants(t, program, all, first, min(n, first+atOnce), "--ocr-pages", "0")
		})
	}
	t.Run("recognised", func(t *testing.T) { importMutants(t, program, drawn, 0, pictures) })
}

// importMutants imports the mutants with the seeds from first to before end.
func importMutants(t *testing.T, program string, from []hostile.Original, first, end int, flags ...string) {
	folder, data := filepath.Join(t.TempDir(), "files"), filepath.Join(t.TempDir(), "data")
	var folders []string
	for seed := first; seed < end; seed++ {
		m := hostile.Mutant(uint64(seed), from)
		// A folder for each, since the bytes in an archive may be a file's too.
		place := filepath.Join(folder, fmt.Sprintf("seed %d", seed))
		if err := os.MkdirAll(place, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(place, m.Name), m.Data, 0o600)
		folders = append(folders, place)
	}
	begun := time.Now()
	peak, code := runWatched(t, command(t, program, data, append([]string{"import", "--json", folder}, flags...)...))
	took := time.Since(begun)
	if code != exitSomeFailed {
		t.Fatalf("exit code %d, want %d", code, exitSomeFailed)
	}
	outcomes := map[string]int{}
	rows := map[string][]ledgerRow{}
	for _, row := range ledgerRows(t, program, data) {
		inside, _ := strings.CutPrefix(row.Path, folder+"/")
		place, _, _ := strings.Cut(inside, "/")
		rows[filepath.Join(folder, place)] = append(rows[filepath.Join(folder, place)], row)
		outcomes[strings.TrimSpace(row.State+" "+row.Code)]++
	}
	for _, place := range folders {
		if len(rows[place]) == 0 {
			t.Errorf("%s: not in the ledger", filepath.Base(place))
		}
		for _, row := range rows[place] {
			checkMutant(t, place, row)
		}
	}
	for _, outcome := range slices.Sorted(maps.Keys(outcomes)) {
		t.Logf("%6d %s", outcomes[outcome], outcome)
	}
	t.Logf("%d mutants, %v, %d MB at most", end-first, took.Round(time.Second), peak>>20)
}

// checkMutant tells whether a mutant, or something in it, ended as it may.
func checkMutant(t *testing.T, place string, row ledgerRow) {
	t.Helper()
	about := strings.TrimPrefix(row.Path, filepath.Dir(place)+"/") + ": " + row.State + " " + row.Code + " " + row.Message
	switch {
	case row.State == "pending", row.State == "failed" && row.Code == "", row.Code == "internal":
		t.Error(about)
	case row.Code == "timeout":
		t.Log(about)
	case row.Code == "crashed":
		t.Log(about)
		outer, _, _ := strings.Cut(row.Path, "!/")
		if !slices.Contains(mayCrash, filepath.Ext(outer)) && !slices.Contains(mayCrash, filepath.Ext(row.Path)) {
			t.Error("a reader of ours crashed")
		}
	}
}
