package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongshi/internal/corpus"
)

// An import that is killed at any moment, and started again until it ends,
// leaves what an undisturbed one does.
func TestKilledImports(t *testing.T) {
	program := buildProgram(t)
	folder := t.TempDir()
	notices := 600
	if os.Getenv("GONGSHI_LONG") != "" {
		notices = 2000
	}
	for i := range notices {
		n := corpus.Invent(5, i, corpus.ShortNotice)
		path := filepath.Join(folder, n.Facts.Region.City, n.Name+".txt")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, corpus.Text(n.Text()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	begun := time.Now()
	calm := outcome(t, program, filepath.Join(t.TempDir(), "calm"), folder, 0)
	whole := time.Since(begun)
	all := 0
	for round := range 4 {
		random := rand.New(rand.NewPCG(uint64(round), 1))
		data := filepath.Join(t.TempDir(), fmt.Sprint(round))
		kills := 0
		for range 5 {
			if killed(t, program, data, folder, time.Duration(random.Int64N(int64(whole)))) {
				kills++
			}
		}
		all += kills
		if got := outcome(t, program, data, folder, kills); got != calm {
			t.Errorf("round %d, killed %d times: another outcome:\n%s\nwant\n%s", round, kills, got, calm)
		}
	}
	if all == 0 {
		t.Error("every import was faster than its killer: nothing was tested")
	}
}

func command(t *testing.T, program, data string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), "GONGSHI_DATA="+data, "LANG=zh_CN.UTF-8")
	return cmd
}

// killed starts an import and kills it after a while; false if it was faster.
func killed(t *testing.T, program, data, folder string, after time.Duration) bool {
	t.Helper()
	cmd := command(t, program, data, "import", folder)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	cmd.Process.Kill()
	return cmd.Wait() != nil
}

// outcome finishes the import and gives all that can be asked of the corpus.
func outcome(t *testing.T, program, data, folder string, kills int) string {
	t.Helper()
	var all bytes.Buffer
	run := func(args ...string) {
		cmd := command(t, program, data, args...)
		var complaints bytes.Buffer
		cmd.Stderr = &complaints
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("after %d kills: %s: %v\n%s", kills, strings.Join(args, " "), err, &complaints)
		}
		for line := range strings.Lines(string(out)) {
			all.WriteString(stable(line))
		}
	}
	run("import", folder)
	all.Reset() // the summary tells how much was left to do
	run("search", "--json", "--limit", "1000", "整改")
	run("search", "--json", "--limit", "1000", "污水 -扬尘", "--facet", "round,city")
	run("ledger", "--json")
	return all.String()
}

// stable leaves out what differs from run to run: times, and how often a source
// was tried.
func stable(line string) string {
	for _, field := range []string{`"took_ms":`, `"tries":`} {
		before, after, ok := strings.Cut(line, field)
		if ok {
			line = before + strings.TrimLeft(after, "0123456789.")
		}
	}
	return line
}
