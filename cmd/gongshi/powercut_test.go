package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
	"gongshi/internal/powercut"
)

// importAcknowledging imports paths as the command does, and writes to standard
// output how many files are done as soon as the store has acknowledged them.
func importAcknowledging(ctx context.Context, data string, paths []string) (err error) {
	a := &app{environment: &environment{getenv: os.Getenv, stderr: os.Stderr}, lang: "en", data: data, noProgress: true}
	reader, closeReader, err := a.newReader("")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeReader()) }()
	holding, err := a.openForWriting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, holding.Close()) }()
	said := 0
	importer := &ingest.Importer{Reader: reader, Store: holding.store, Index: holding.index, Progress: func(now ingest.Progress) {
		if now.Seen > said {
			said = now.Seen
			fmt.Println(said)
		}
	}}
	_, err = importer.Import(ctx, paths)
	return err
}

// The power may fail at any moment, and what was not synced may be lost, or only
// some of it: whatever the import has acknowledged is there; the index, which may
// be lost, is never short of what the store has; and the import goes on to the
// end that it would have come to. Files that are kept lie in the store itself, so
// that there is no order between them and their entries to be kept.
func TestPowerCut(t *testing.T) {
	files, cuts := 120, 2
	if os.Getenv("GONGSHI_LONG") != "" {
		files, cuts = 1000, 100
	}
	source := noticeFolder(t, 0, files)
	folder := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "GONGSHI_TEST_ACKNOWLEDGE="+source, "GONGSHI_DATA="+filepath.Join(folder, "above", "data"))
	recording, err := powercut.Record(t.Context(), folder, cmd)
	if errors.Is(err, powercut.ErrUnable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	calm := t.TempDir()
	if _, stderr, code := here(t, calm, "import", source); code != exitDone {
		t.Fatal(stderr)
	}
	want := stateHere(t, calm)
	sayings := recording.Sayings()
	t.Logf("%d steps, acknowledged %d times", recording.Len(), len(sayings))
	random := rand.New(rand.NewPCG(3, 3))
	for range cuts {
		after := sayings[random.IntN(len(sayings))]
		checkCut(t, recording, cutting{after, powercut.Everything}, source, want, random)
		checkCut(t, recording, cutting{after, powercut.Some}, source, want, random)
		checkCut(t, recording, cutting{random.IntN(recording.Len() + 1), powercut.Some}, source, want, random)
	}
	checkCut(t, recording, cutting{recording.Len(), powercut.Everything}, source, want, random)
}

// noticeFolder is a folder of invented notices, one in ten a PDF.
func noticeFolder(t *testing.T, first, notices int) string {
	t.Helper()
	folder := t.TempDir()
	for i := first; i < first+notices; i++ {
		n := corpus.Invent(5, i, corpus.ShortNotice)
		name, data := n.Name+".txt", corpus.Text(n.Text())
		if i%10 == 0 {
			name, data = n.Name+".pdf", corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs})
		}
		write(t, filepath.Join(folder, name), data, 0o600)
	}
	return folder
}

// cutting is when the power fails, and what is lost then.
type cutting struct {
	steps int
	loss  powercut.Loss
}

// checkCut has the power fail.
func checkCut(t *testing.T, recording *powercut.Recording, c cutting, source, want string, random *rand.Rand) {
	t.Helper()
	folder := t.TempDir()
	if err := recording.Restore(folder, c.steps, c.loss, random); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(folder, "above", "data")
	lines := strings.Fields(recording.Said(c.steps))
	acknowledged := 0
	if len(lines) > 0 {
		acknowledged, _ = strconv.Atoi(lines[len(lines)-1])
	}
	where := fmt.Sprintf("after step %d of %d, loss %d", c.steps, recording.Len(), c.loss)
	stdout, stderr, code := here(t, data, "ledger", "--json")
	done := 0
	for line := range strings.Lines(stdout) {
		var src store.Source
		if err := json.Unmarshal([]byte(line), &src); err != nil {
			t.Fatalf("%s: %v: %s", where, err, line)
		}
		if src.State == store.StateImported {
			done++
		}
	}
	if done < acknowledged {
		t.Errorf("%s: %d files were acknowledged, %d are there (%d: %s)", where, acknowledged, done, code, stderr)
	}
	if done > 0 {
		checkFound(t, where, data, done)
	}
	if _, stderr, code := here(t, data, "import", source); code != exitDone {
		t.Errorf("%s: import: %d: %s", where, code, stderr)
	}
	if got := stateHere(t, data); got != want {
		t.Errorf("%s: another outcome:\n%s", where, firstDifference(want, got))
	}
}

// checkFound tells whether the store is sound and all in it is found.
func checkFound(t *testing.T, where, data string, notices int) {
	t.Helper()
	stdout, stderr, code := here(t, data, "search", "--json", "--limit", "1", "整改")
	var found struct{ Total int }
	if err := json.Unmarshal([]byte(stdout), &found); err != nil {
		t.Errorf("%s: search: %v: %d: %s", where, err, code, stderr)
	}
	if found.Total != notices {
		t.Errorf("%s: %d notices are there, %d are found", where, notices, found.Total)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "gongshi.db")+"?mode=rw&_query_only=on")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("%s: the store: %v: %s", where, err, verdict)
	}
}

// here runs the program in this process: it has to be done often.
func here(t *testing.T, data string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), &environment{args: append(args, "--data", data), getenv: func(string) string { return "" },
		stdin: strings.NewReader(""), stdout: &out, stderr: &errs})
	return out.String(), errs.String(), code
}

// stateHere is all that can be asked of a corpus.
func stateHere(t *testing.T, data string) string {
	t.Helper()
	var all strings.Builder
	for _, args := range [][]string{{"search", "--json", "--limit", "20000", "整改"}, {"search", "--json", "污水 -扬尘", "--facet", "round,city"}, {"ledger", "--json"}} {
		stdout, stderr, code := here(t, data, args...)
		if code != exitDone {
			t.Fatalf("%s: %d: %s", args, code, stderr)
		}
		for line := range strings.Lines(stdout) {
			all.WriteString(stable(line))
		}
	}
	return all.String()
}
