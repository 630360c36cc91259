package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/corpus"
)

// A heap of files in archives within archives: the numbers of the import are
// those of its maker, a second import writes nothing, and one that is killed at
// any moment goes on to the same end.
func TestHeap(t *testing.T) {
	files, kills := 220, 3
	if os.Getenv("GONGSHI_LONG") != "" {
		files, kills = 10_000, 50
	}
	program := buildProgram(t)
	data, manifest := corpus.Heap(77, files)
	folder := t.TempDir()
	path := filepath.Join(folder, "材料汇总.zip")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	calm := filepath.Join(t.TempDir(), "calm")
	begun := time.Now()
	if diff := cmp.Diff(manifest, imported(t, program, calm, path)); diff != "" {
		t.Fatalf("numbers (-made +imported):\n%s", diff)
	}
	whole := time.Since(begun)
	want := corpusState(t, program, calm)
	again := imported(t, program, calm, path)
	if again.Imported != 0 || again.Seen != manifest.Seen {
		t.Errorf("the second import: %+v", again)
	}
	killed := killRepeatedly(t, program, filepath.Join(t.TempDir(), "killed"), path, kills, whole)
	if got := corpusState(t, program, killed); got != want {
		t.Errorf("killed %d times: another outcome:\n%s", kills, firstDifference(want, got))
	}
}

// imported imports a path and gives the numbers of the summary.
func imported(t *testing.T, program, data, path string) corpus.Manifest {
	t.Helper()
	cmd := command(t, program, data, "import", "--json", path)
	out, _ := cmd.Output() // it ends with 3: some files cannot be read
	var summary struct {
		corpus.Manifest
		Failures []struct{ Code string }
	}
	if err := json.Unmarshal(out, &summary); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	m := summary.Manifest
	m.Codes = map[string]int{}
	for _, f := range summary.Failures {
		m.Codes[f.Code]++
	}
	return m
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

// killRepeatedly imports a path, killed at random moments, then to the end. When
// an import has ended before it was killed, the rest of the kills begin anew.
func killRepeatedly(t *testing.T, program, data, path string, kills int, whole time.Duration) string {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 5))
	for done, round := 0, 0; done < kills && round < 4*kills; round++ {
		if killed(t, program, data, path, time.Duration(random.Int64N(int64(whole)/5+1))) {
			done++
		} else {
			data = fmt.Sprint(data, "'")
		}
	}
	imported(t, program, data, path)
	return data
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
