package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/corpus"
)

// How much memory an import may take with all its processes, and how much faster
// one is that finds nothing new. (A small heap is imported in the time that the
// program takes to begin: the factor is that of a large one.)
const (
	heapMemory = 1536 << 20
	heapFaster = 20
)

// A heap of files in archives within archives: the numbers of the import are
// those of its maker, a second import writes nothing, and one that is killed at
// any moment goes on to the same end.
func TestHeap(t *testing.T) {
	files, kills, long := 220, 3, os.Getenv("GONGSHI_LONG") != ""
	if long {
		files, kills = 10_000, 50
	}
	program := buildProgram(t)
	data, manifest := corpus.Heap(77, files)
	if manifest.Backslashed*20 < files {
		t.Fatalf("%d of %d names look as if they had a backslash", manifest.Backslashed, files)
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "材料汇总.zip")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	calm := filepath.Join(t.TempDir(), "calm")
	begun := time.Now()
	first, memory := importHeap(t, program, calm, path)
	whole := time.Since(begun)
	t.Logf("%d files in %.1f MB: %.1f s, at most %d MiB in all processes", files, float64(len(data))/1e6, whole.Seconds(), memory>>20)
	checkNumbers(t, manifest, first)
	checkPlaces(t, program, calm, path, manifest.Places)
	if memory > heapMemory {
		t.Errorf("the import took %d MiB of memory, want at most %d", memory>>20, heapMemory>>20)
	}
	idle := importAgain(t, program, calm, path, first)
	faster := whole.Seconds() / idle.Seconds()
	t.Logf("the second import is %.0f times faster", faster)
	if long && faster < heapFaster {
		t.Errorf("the second import is %.0f times faster, want %d", faster, heapFaster)
	}
	want := corpusState(t, program, calm)
	// About as many kills as fit into one import, but so late that most of them
	// find it at work.
	apart := max(2*whole/time.Duration(kills+2), 4*idle)
	for i, data := range killRepeatedly(t, program, filepath.Join(t.TempDir(), "killed"), path, kills, apart) {
		importHeap(t, program, data, path)
		if got := corpusState(t, program, data); got != want {
			t.Errorf("corpus %d of imports that were killed has another outcome:\n%s", i, firstDifference(want, got))
		}
	}
}

// heapSummary is what an import of a heap says.
type heapSummary struct {
	Seen, Imported, Unchanged, Duplicate, Skipped, Failed, Notices int
	Failures                                                       []struct{ Code string }
}

// importHeap imports a path, and gives the summary and how much memory all
// processes took together.
func importHeap(t *testing.T, program, data, path string) (s heapSummary, memory int64) {
	t.Helper()
	cmd := command(t, program, data, "import", "--json", path)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	peak := watchMemory(cmd.Process.Pid)
	err := cmd.Wait()
	memory = peak()
	if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != exitSomeFailed {
		t.Fatalf("import: %v, want the exit code %d: some files cannot be read\n%s", err, exitSomeFailed, &complaints)
	}
	if err := json.Unmarshal(out.Bytes(), &s); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	return s, memory
}

func checkNumbers(t *testing.T, made corpus.Manifest, s heapSummary) {
	t.Helper()
	codes := map[string]int{}
	for _, f := range s.Failures {
		codes[f.Code]++
	}
	made.Places, made.Backslashed = nil, 0
	got := corpus.Manifest{Seen: s.Seen, Imported: s.Imported, Duplicate: s.Duplicate, Failed: s.Failed, Notices: s.Notices, Codes: codes}
	if diff := cmp.Diff(made, got); diff != "" {
		t.Fatalf("numbers (-made +imported):\n%s", diff)
	}
}

// checkPlaces compares the paths in the ledger with those in the heap.
func checkPlaces(t *testing.T, program, data, path string, made []string) {
	t.Helper()
	out, err := command(t, program, data, "ledger", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range bytes.Lines(out) {
		var row struct{ Path string }
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		got = append(got, strings.TrimPrefix(row.Path, path+"!/"))
	}
	want := slices.Sorted(slices.Values(made))
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-made +ledger):\n%s", diff)
	}
}

// importAgain imports a path that has not changed, which must not change
// anything: neither in the store, but for the note that it was run, nor in the
// index.
func importAgain(t *testing.T, program, data, path string, first heapSummary) time.Duration {
	t.Helper()
	before := stored(t, data)
	begun := time.Now()
	again, _ := importHeap(t, program, data, path)
	took := time.Since(begun)
	want := heapSummary{Seen: first.Seen, Unchanged: first.Imported + first.Duplicate, Failed: first.Failed, Failures: first.Failures}
	if diff := cmp.Diff(want, again); diff != "" {
		t.Errorf("the second import (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, stored(t, data)); diff != "" {
		t.Errorf("the second import has written (-before +after):\n%s", diff)
	}
	return took
}

// stored gives a digest of each table of the store and of each segment of the index.
// The table of runs is left out: every import is noted there. (The library keeps
// a file of its own beside the segments, of which it writes a page when it opens.)
func stored(t *testing.T, data string) map[string]string {
	t.Helper()
	digests := map[string]string{}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "gongshi.db")+"?mode=rw&_query_only=on")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'run'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		digests[name] = tableDigest(t, db, name)
	}
	files, err := filepath.Glob(filepath.Join(data, "index", "store", "*.zap"))
	if err := errors.Join(err, rows.Err()); err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		digests[name] = fmt.Sprintf("%x", sha256.Sum256(content))
	}
	return digests
}

// tableDigest is a digest of all rows of a table, with their number.
func tableDigest(t *testing.T, db *sql.DB, name string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+name)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	sum, n := sha256.New(), 0
	row, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	for ; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for _, value := range row {
			fmt.Fprintf(sum, "%d:%s,", len(value), value)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d rows %x", n, sum.Sum(nil))
}

// corpusState is all that can be asked of a corpus.
func corpusState(t *testing.T, program, data string) string {
	t.Helper()
	var all bytes.Buffer
	for _, args := range [][]string{
		{"search", "--json", "--limit", "20000", "整改"}, {"search", "--json", "--limit", "20000", "污水 -扬尘", "--facet", "round,city"}, {"ledger", "--json"},
	} {
		out, err := command(t, program, data, args...).Output()
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		for line := range bytes.Lines(out) {
			all.WriteString(stable(string(line)))
		}
	}
	return all.String()
}

// killRepeatedly imports a path, killed at random moments, and gives the data
// folders that it left. When an import has ended before it was killed, the rest
// of the kills begin anew.
func killRepeatedly(t *testing.T, program, data, path string, kills int, apart time.Duration) []string {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 5))
	folders, done := []string{data}, 0
	for round := 0; done < kills && round < 4*kills; round++ {
		if killed(t, program, folders[len(folders)-1], path, time.Duration(random.Int64N(int64(apart)))) {
			done++
		} else {
			folders = append(folders, fmt.Sprint(data, len(folders)))
		}
	}
	t.Logf("killed %d times in %d imports", done, len(folders))
	if done < kills {
		t.Errorf("killed %d times, want %d: the imports were faster than their killer", done, kills)
	}
	return folders
}

// firstDifference gives the lines where two texts part.
func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-200):min(len(s), i+200)] }
	return "want …" + cut(a) + "…\ngot …" + cut(b) + "…"
}
