package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gongshi/internal/corpus"
)

// terminal is a pseudo-terminal of so many columns, and what was written to it.
type terminal struct {
	*os.File
	mu      sync.Mutex
	written bytes.Buffer
}

func newTerminal(t *testing.T, columns uint16) *terminal {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	number, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(int(keyboard.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	}
	if err != nil {
		t.Skip(err)
	}
	screen, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	term := &terminal{File: screen}
	var reading sync.WaitGroup
	reading.Go(func() {
		buffer := make([]byte, 4096)
		for {
			n, err := keyboard.Read(buffer)
			term.mu.Lock()
			term.written.Write(buffer[:n])
			term.mu.Unlock()
			if err != nil {
				return
			}
		}
	})
	t.Cleanup(func() {
		screen.Close()
		keyboard.Close()
		reading.Wait()
	})
	return term
}

// waitFor gives what was written, once it has the text.
func (term *terminal) waitFor(t *testing.T, text string) string {
	t.Helper()
	for range 100 {
		term.mu.Lock()
		written := term.written.String()
		term.mu.Unlock()
		if strings.Contains(written, text) {
			return written
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the terminal does not show %q: %q", text, term.written.String())
	return ""
}

// A command that waits for one file, as for the first PDF, does not look like one
// that hangs; what it says meanwhile stands on lines of its own.
func TestProgressOnTerminal(t *testing.T) {
	term := newTerminal(t, 60)
	var stdout bytes.Buffer
	a := &app{environment: &environment{stderr: term.File, stdout: &stdout}, lang: "zh"}
	a.out = newOutput(&stdout, func(err error) { t.Error(err) })
	shown := a.newProgress()
	if shown == nil {
		t.Fatal("no display on a terminal")
	}
	shown.update(standing{done: 1, failed: 2, unit: "个文件", current: "/资料/很长的一个文件夹/再下一层的文件夹/公示.pdf"})
	term.waitFor(t, "已处理 1 个文件，失败 2，已用 2 秒  …")
	a.say("坏文件")
	written := term.waitFor(t, "坏文件")
	if !strings.Contains(written, "\r\x1b[K坏文件") {
		t.Errorf("%q", written)
	}
	shown.done()
	shown = a.newProgress()
	shown.done()
	a.noProgress = true
	if a.newProgress() != nil {
		t.Error("a display that was not wanted")
	}
}

// Lines of the ledger fit the terminal.
func TestLedgerOnTerminal(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, strings.Repeat("很深的文件夹", 10))
	if err := os.Mkdir(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(deep, "一.txt"), corpus.Text(corpus.Invent(5, 1, corpus.ShortNotice).Text()), 0o600)
	write(t, filepath.Join(deep, "空.pdf"), nil, 0o600)
	term := newTerminal(t, 60)
	command := func(args ...string) int {
		return run(context.WithoutCancel(t.Context()), &environment{args: append(args, "--data", filepath.Join(dir, "data")), getenv: func(string) string { return "" },
			stdin: strings.NewReader(""), stdout: term.File, stderr: term.File})
	}
	if code := command("import", deep); code != exitSomeFailed {
		t.Errorf("import: exit code %d", code)
	}
	if code := command("ledger"); code != exitDone {
		t.Errorf("ledger: exit code %d", code)
	}
	for line := range strings.Lines(term.waitFor(t, "重试：")) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasSuffix(line, " ") {
			t.Errorf("blanks at the end of %q", line)
		}
		if strings.Contains(line, "…") && columns.StringWidth(line) > 60 {
			t.Errorf("%d columns: %q", columns.StringWidth(line), line)
		}
	}
}
