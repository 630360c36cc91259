package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongshi/internal/corpus"
)

// An import whose workers are killed goes on. A file is lost only if two of them
// are killed over it, and then it has a reason.
func TestKilledWorkers(t *testing.T) {
	program := buildProgram(t)
	folder := t.TempDir()
	const files = 500
	for i := range files {
		n := corpus.Invent(6, i, corpus.ShortNotice)
		if err := os.WriteFile(filepath.Join(folder, n.Name+".txt"), corpus.Text(n.Text()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := command(t, program, filepath.Join(t.TempDir(), "data"), "import", "--json", "--no-progress", folder)
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	kills := 0
	for running := true; running; {
		select {
		case <-ended:
			running = false
		case <-time.After(50 * time.Millisecond):
			for _, pid := range workersOf(cmd.Process.Pid) {
				if kills < 6 && syscall.Kill(pid, syscall.SIGKILL) == nil {
					kills++
				}
			}
		}
	}
	if kills == 0 {
		t.Fatal("the import was faster than its killer: nothing was tested")
	}
	var summary struct {
		Seen, Imported, Failed int
		Failures               []struct{ Path, Code string }
	}
	if err := json.Unmarshal(out.Bytes(), &summary); err != nil {
		t.Fatalf("%v: %s", err, out.Bytes())
	}
	if summary.Seen != files || summary.Imported+summary.Failed != files || summary.Failed > kills/2 {
		t.Errorf("after %d kills %d imported and %d failed of %d, want %d", kills, summary.Imported, summary.Failed, summary.Seen, files)
	}
	for _, f := range summary.Failures {
		if f.Code != "crashed" {
			t.Errorf("%s: %s", f.Path, f.Code)
		}
	}
}

// workersOf lists the processes that a process has started and that run.
func workersOf(parent int) (pids []int) {
	names, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		var pid, of int
		var state string
		if _, err := fmt.Sscan(string(text), &pid); err != nil {
			continue
		}
		rest := string(text[bytes.LastIndexByte(text, ')')+1:])
		if _, err := fmt.Sscan(strings.TrimSpace(rest), &state, &of); err == nil && of == parent && state != "Z" {
			pids = append(pids, pid)
		}
	}
	return pids
}
