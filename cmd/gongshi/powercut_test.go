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
	files, cuts := 120, 1
	if os.Getenv("GONGSHI_LONG") != "" {
		files, cuts = 1000, 100
	}
	program := buildProgram(t)
	source := noticeFolder(t, 0, files, 0)
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
	want := outcome(t, program, filepath.Join(t.TempDir(), "calm"), source, 0)
	sayings := recording.Sayings()
	t.Logf("%d steps, acknowledged %d times", recording.Len(), len(sayings))
	random := rand.New(rand.NewPCG(3, 3))
	check := func(c cutting) {
		t.Helper()
		data := filepath.Join(t.TempDir(), "above", "data")
		if err := recording.Restore(filepath.Dir(filepath.Dir(data)), c.steps, c.loss, random); err != nil {
			t.Fatal(err)
		}
		where := fmt.Sprintf("after step %d of %d, loss %d", c.steps, recording.Len(), c.loss)
		checkLeft(t, where, program, data, recording.Said(c.steps))
		if got := outcome(t, program, data, source, 0); got != want {
			t.Errorf("%s: another outcome:\n%s", where, firstDifference(want, got))
		}
	}
	for range cuts {
		after := sayings[random.IntN(len(sayings))]
		check(cutting{after, powercut.Everything})
		check(cutting{after, powercut.Some})
		check(cutting{random.IntN(recording.Len() + 1), powercut.Some})
	}
	check(cutting{recording.Len(), powercut.Everything})
}

// noticeFolder is a folder of invented notices, one of so many a PDF; 0: none.
func noticeFolder(t *testing.T, first, notices, pdf int) string {
	t.Helper()
	folder := t.TempDir()
	for i := first; i < first+notices; i++ {
		n := corpus.Invent(5, i, corpus.ShortNotice)
		name, data := n.Name+".txt", corpus.Text(n.Text())
		if pdf > 0 && i%pdf == 0 {
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

// checkLeft tells whether all that an import has acknowledged is in the store,
// and all that is in the store is found.
func checkLeft(t *testing.T, where, program, data, said string) {
	t.Helper()
	acknowledged := 0
	if lines := strings.Fields(said); len(lines) > 0 {
		acknowledged, _ = strconv.Atoi(lines[len(lines)-1])
	}
	done := 0
	for _, state := range ledgerStates(t, program, data) {
		if state == store.StateImported {
			done++
		}
	}
	if done < acknowledged {
		t.Errorf("%s: %d files were acknowledged, %d are there", where, acknowledged, done)
	}
	if done > 0 {
		checkFound(t, where, program, data, done)
	}
}

// checkFound tells whether the store is sound and all in it is found.
func checkFound(t *testing.T, where, program, data string, notices int) {
	t.Helper()
	stdout, stderr, code := result(t, command(t, program, data, "search", "--json", "--limit", "1", "整改"))
	var found struct{ Total int }
	if err := json.Unmarshal(stdout, &found); err != nil {
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

// ledgerStates gives the state of every source in the ledger.
func ledgerStates(t *testing.T, program, data string) map[string]store.State {
	t.Helper()
	out, stderr, code := result(t, command(t, program, data, "ledger", "--json"))
	if code != exitDone && !strings.Contains(string(stderr), "还没有数据") {
		t.Fatalf("ledger: exit code %d: %s", code, stderr)
	}
	states := map[string]store.State{}
	for line := range bytes.Lines(out) {
		var src store.Source
		if err := json.Unmarshal(line, &src); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		states[src.Path] = src.State
	}
	return states
}
