//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongshi/ingest/store"
)

// limited is a command with a limit of the shell's ulimit.
func limited(t *testing.T, limit, program, data string, args ...string) *exec.Cmd {
	return command(t, "/bin/sh", data, append([]string{"-c", "ulimit " + limit + ` && exec "$0" "$@"`, program}, args...)...)
}

// checkAcknowledged tells whether all that an import has said to be done is there:
// in the ledger, and found by a search.
func checkAcknowledged(t *testing.T, program, data, folder string) {
	t.Helper()
	states := ledgerStates(t, program, data)
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", folder, len(files), err)
	}
	for _, name := range files {
		if states[name] != store.StateImported {
			t.Errorf("%s was imported, and is now %q", name, states[name])
		}
	}
	imported := 0
	for _, state := range states {
		if state == store.StateImported {
			imported++
		}
	}
	out, err := command(t, program, data, "search", "--json", "--limit", "10000", "整改").Output()
	var found struct{ Total int }
	if err := errors.Join(err, json.Unmarshal(out, &found)); err != nil {
		t.Fatal(err)
	}
	if found.Total != imported {
		t.Errorf("%d notices are imported, %d are found", imported, found.Total)
	}
}

// A full disk ends an import, says so, and takes nothing away; when there is room
// again, the same command goes on to the same end. One is a small file system,
// which needs the right to make one; the other a limit on the size of files,
// which every process may set for itself, and which SQLite and the index meet in
// the same calls.
func TestDiskFull(t *testing.T) {
	program := buildProgram(t)
	before, folder := noticeFolder(t, 0, 20, 10), noticeFolder(t, 20, 100, 10)
	calm := filepath.Join(t.TempDir(), "calm")
	outcome(t, program, calm, before, 0)
	want := outcome(t, program, calm, folder, 0)
	size := folderSize(t, calm)
	for _, share := range []float64{0.4, 0.7} {
		t.Run(fmt.Sprintf("disk %.1f", share), func(t *testing.T) {
			resize := mountSmall(t)
			data := filepath.Join(resize(16<<20), "data")
			outcome(t, program, data, before, 0)
			resize(int64(share * float64(size)))
			checkShortage(t, command(t, program, data, "import", folder), "磁盘已满", "腾出空间", "再次运行同一命令")
			checkAcknowledged(t, program, data, before)
			resize(64 << 20)
			if got := outcome(t, program, data, folder, 0); got != want {
				t.Errorf("another outcome:\n%s", firstDifference(want, got))
			}
		})
	}
	t.Run("limit", func(t *testing.T) {
		data := filepath.Join(t.TempDir(), "data")
		outcome(t, program, data, before, 0)
		limit := fmt.Sprint("-f ", size/3/512)
		checkShortage(t, limited(t, limit, program, data, "--lang", "en", "import", folder), "as large as the system allows", "run the same command")
		checkAcknowledged(t, program, data, before)
		if got := outcome(t, program, data, folder, 0); got != want {
			t.Errorf("another outcome:\n%s", firstDifference(want, got))
		}
	})
}

// checkShortage runs an import that cannot be done, and must say so.
func checkShortage(t *testing.T, cmd *exec.Cmd, words ...string) {
	t.Helper()
	stdout, stderr, code := result(t, cmd)
	if code != exitFailure || len(stdout) > 0 {
		t.Errorf("exit code %d, want %d: %s", code, exitFailure, stdout)
	}
	for _, word := range words {
		if !strings.Contains(string(stderr), word) {
			t.Errorf("it does not say %q: %s", word, stderr)
		}
	}
}

// mountSmall makes a file system of its own. The function mounts it, or changes
// its size, and gives its folder.
func mountSmall(t *testing.T) (resize func(bytes int64) string) {
	t.Helper()
	dir := t.TempDir()
	mount := func(bytes int64, options string) error {
		option := fmt.Sprintf("size=%d%s", bytes, options)
		if out, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", option, "gongshi-test", dir).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	}
	mounted := false
	t.Cleanup(func() {
		if mounted {
			if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
				t.Errorf("umount: %v: %s", err, out)
			}
		}
	})
	return func(bytes int64) string {
		t.Helper()
		if !mounted {
			if err := mount(bytes, ""); err != nil {
				t.Skipf("a small file system cannot be mounted here: %v", err)
			}
			mounted = true
		} else if err := mount(bytes, ",remount"); err != nil {
			t.Fatal(err)
		}
		return dir
	}
}

func folderSize(t *testing.T, dir string) (size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}

// When the system lets no more files be open, an import ends and says so. No file
// is noted as bad for it; with a higher limit the import goes on.
func TestTooManyOpenFiles(t *testing.T) {
	program := buildProgram(t)
	folder := noticeFolder(t, 0, 20, 10)
	want := outcome(t, program, filepath.Join(t.TempDir(), "calm"), folder, 0)
	data := filepath.Join(t.TempDir(), "data")
	refused := 0
	for limit := 12; ; limit += 2 { // with less, no Go program begins
		if limit > 64 {
			t.Fatal("64 open files are not enough")
		}
		_, stderr, code := result(t, limited(t, fmt.Sprint("-n ", limit), program, data, "import", folder))
		if code == exitDone {
			t.Logf("%d open files are enough", limit)
			break
		}
		refused++
		if code != exitFailure || !strings.Contains(string(stderr), "ulimit -n") || !strings.Contains(string(stderr), "再次运行同一命令") {
			t.Errorf("%d open files: exit code %d: %s", limit, code, stderr)
		}
		for path, state := range ledgerStates(t, program, data) {
			if state == store.StateFailed {
				t.Errorf("%d open files: %s is noted as failed", limit, path)
			}
		}
	}
	if refused == 0 {
		t.Error("no limit was low enough: nothing was tested")
	}
	if got := outcome(t, program, data, folder, 0); got != want {
		t.Errorf("another outcome:\n%s", firstDifference(want, got))
	}
}

// A process that is asked to end does so in order: it says what is saved, leaves
// nothing half written, and the same command goes on.
func TestTerminated(t *testing.T) {
	const files = 150
	program := buildProgram(t)
	folder := noticeFolder(t, 0, files, 10)
	want := outcome(t, program, filepath.Join(t.TempDir(), "calm"), folder, 0)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		data := filepath.Join(t.TempDir(), "data")
		cmd := command(t, program, data, "import", folder)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitForSize(t, filepath.Join(data, "gongshi.db-wal"), 256<<10)
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		err := cmd.Wait()
		if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != exitInterrupted {
			t.Errorf("%v: %v, want the exit code %d", signal, err, exitInterrupted)
		}
		if !strings.Contains(stderr.String(), "已中断。") || !strings.Contains(stderr.String(), "已保存") {
			t.Errorf("%v: %s", signal, &stderr)
		}
		if _, err := os.Stat(filepath.Join(data, "gongshi.db-wal")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v: the store was not closed: %v", signal, err)
		}
		done := 0
		for _, state := range ledgerStates(t, program, data) {
			if state == store.StateImported {
				done++
			}
		}
		if done == 0 || done == files {
			t.Errorf("%v: %d of %d files were imported: it did not come in the middle", signal, done, files)
		}
		if got := outcome(t, program, data, folder, 0); got != want {
			t.Errorf("%v: another outcome:\n%s", signal, firstDifference(want, got))
		}
	}
}

// waitForSize waits until a file has a size.
func waitForSize(t *testing.T, path string, size int64) {
	t.Helper()
	for range 6000 {
		if info, err := os.Stat(path); err == nil && info.Size() >= size {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s does not grow", path)
}
