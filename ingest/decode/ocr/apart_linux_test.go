package ocr

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asWorker tells the test binary to be a worker that looks at a page.
const asWorker = "GONGSHI_TEST_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(asWorker) != "" {
		r, err := find()
		if err == nil {
			_, err = r.Page(context.Background(), image.NewGray(image.Rect(0, 0, 100, 100)), Place{Scale: 1})
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// The program dies with its worker, whatever it was asked.
func TestDiesWithWorker(t *testing.T) {
	for _, question := range []string{"stdin", "--list-langs", "--version"} {
		t.Run(question, func(t *testing.T) {
			home := t.TempDir()
			t.Setenv("HOME", home)
			fake(t, "chi_sim", "exit 1")
			path, err := exec.LookPath(program)
			if err != nil {
				t.Fatal(err)
			}
			script, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			hang := fmt.Sprintf("#!/bin/sh\nif [ \"$1\" = %s ]; then echo $$ >\"$HOME/new\"; mv \"$HOME/new\" \"$HOME/pid\"; exec sleep 60; fi\n", question)
			if err := os.WriteFile(path, []byte(hang+string(script)), 0o755); err != nil {
				t.Fatal(err)
			}
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			worker := exec.Command(self)
			worker.Env = append(os.Environ(), asWorker+"=1")
			if err := worker.Start(); err != nil {
				t.Fatal(err)
			}
			pid := pidIn(t, filepath.Join(home, "pid"))
			_ = worker.Process.Kill()
			_ = worker.Wait()
			for end := time.Now().Add(20 * time.Second); running(pid); time.Sleep(20 * time.Millisecond) {
				if time.Now().After(end) {
					_ = syscall.Kill(pid, syscall.SIGKILL)
					t.Fatal("it lives on")
				}
			}
		})
	}
}

// pidIn waits for the number of a process in a file.
func pidIn(t *testing.T, file string) int {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if text, err := os.ReadFile(file); err == nil {
			pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
			if err != nil {
				t.Fatal(err)
			}
			return pid
		}
	}
	t.Fatal("the program was not started")
	return 0
}

// running tells whether a process is there and no corpse that nobody has taken away.
func running(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z")
}
