package worker

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gongshi"
	"gongshi/ingest/decode"
)

// waiting reads a file that is not done before the gate is there.
type waiting struct {
	gate string
	doc  *gongshi.Document
	err  error
	done sync.WaitGroup
}

func wait(t *testing.T, p *Pool, name string) *waiting {
	t.Helper()
	w := &waiting{gate: filepath.Join(t.TempDir(), name)}
	w.done.Go(func() { w.doc, w.err = p.Decode(t.Context(), "wait", decode.Input{Name: w.gate}) })
	return w
}

// pid is the process that reads the file, another one than before.
func (w *waiting) pid(t *testing.T, before int) int {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		text, err := os.ReadFile(w.gate + ".pid")
		if err != nil {
			continue
		}
		if pid, err := strconv.Atoi(string(text)); err == nil && pid != before {
			return pid
		}
	}
	t.Fatal("nobody reads the file")
	return 0
}

func (w *waiting) open(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(w.gate, nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

func killProcess(t *testing.T, pid int) {
	t.Helper()
	process, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
}

// A file whose worker somebody kills is read by another one, once; a file beside
// it does not notice.
func TestKilledByOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there, one does not see who ended a process")
	}
	p := newPool(t, Options{Size: 2})
	sibling, victim := wait(t, p, "sibling"), wait(t, p, "victim")
	other, first := sibling.pid(t, 0), victim.pid(t, 0)
	killProcess(t, first)
	second := victim.pid(t, first)
	victim.open(t)
	victim.done.Wait()
	if victim.err != nil || victim.doc.Text != "waited" {
		t.Errorf("killed once: %v, %v", victim.doc, victim.err)
	}

	victim = wait(t, p, "again")
	first = victim.pid(t, 0)
	if first != second {
		t.Errorf("read by %d, but %d had nothing to do", first, second)
	}
	killProcess(t, first)
	killProcess(t, victim.pid(t, first))
	victim.done.Wait()
	if decode.CodeOf(victim.err) != decode.CodeCrashed || !strings.Contains(victim.err.Error(), "killed") {
		t.Errorf("killed twice: %v, %v", victim.doc, victim.err)
	}

	if now := sibling.pid(t, 0); now != other {
		t.Errorf("the file beside it was begun anew, by %d instead of %d", now, other)
	}
	sibling.open(t)
	sibling.done.Wait()
	if sibling.err != nil || sibling.doc.Text != "waited" {
		t.Errorf("the file beside it: %v, %v", sibling.doc, sibling.err)
	}
}

// Workers that are killed while they wait cost no file.
func TestKilledIdle(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there, one does not see who ended a process")
	}
	p := newPool(t, Options{Size: 2})
	a, b := wait(t, p, "a"), wait(t, p, "b")
	pids := []int{a.pid(t, 0), b.pid(t, 0)}
	for _, w := range []*waiting{a, b} {
		w.open(t)
		w.done.Wait()
	}
	for _, pid := range pids {
		killProcess(t, pid)
	}
	for range 4 {
		doc, err := p.Decode(t.Context(), "echo", decode.Input{Name: "next"})
		if err != nil || !strings.HasPrefix(doc.Text, "next|") {
			t.Fatalf("%v, %v", doc, err)
		}
	}
}

// Workers are replaced after so many files, and when they hold on to much memory.
func TestReplacement(t *testing.T) {
	p := newPool(t, Options{Size: 1, MaxFiles: 3})
	files := map[string]int{}
	for range 9 {
		doc, err := p.Decode(t.Context(), "pid", decode.Input{})
		if err != nil {
			t.Fatal(err)
		}
		files[doc.Text]++
	}
	for pid, n := range files {
		if n != 3 {
			t.Errorf("%s read %d files, want 3", pid, n)
		}
	}
	if runtime.GOOS != "linux" {
		t.Skip("how much a worker holds is not known")
	}
	p = newPool(t, Options{Size: 1, MaxKept: 100 << 20})
	sizes := []int{1 << 10, 1 << 10, 200 << 10, 1 << 10}
	var pids []string
	for _, size := range sizes {
		doc, err := p.Decode(t.Context(), "keep", decode.Input{Data: make([]byte, size)})
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, doc.Text)
	}
	if pids[0] != pids[1] || pids[1] != pids[2] || pids[2] == pids[3] {
		t.Errorf("files of %d bytes, each kept a thousand times, were read by %s", sizes, pids)
	}
}

// A worker reaches neither the network nor what listens on this machine.
func TestOffline(t *testing.T) {
	p := newPool(t, Options{Size: 1})
	doc, err := p.Decode(t.Context(), "status", decode.Input{})
	if err != nil || !strings.Contains(doc.Text, "\nSeccomp:") || runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("this system does not close the network to a process")
	}
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer tcp.Close()
	socket, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for _, l := range []net.Listener{tcp, socket} {
		address := l.Addr().Network() + " " + l.Addr().String()
		conn, err := net.Dial(l.Addr().Network(), l.Addr().String())
		if err != nil {
			t.Fatalf("nobody gets through to %s: %v", address, err)
		}
		conn.Close()
		doc, err := p.Decode(t.Context(), "dial", decode.Input{Name: address})
		if err != nil || !strings.Contains(doc.Text, "not permitted") {
			t.Errorf("%s: %+v, %v", address, doc, err)
		}
	}
}

// What arrives is a text, whatever the other side sends, with what is said of it.
func TestReplyIsText(t *testing.T) {
	doc, err := newPool(t, Options{Size: 1}).Decode(t.Context(), "odd", decode.Input{})
	if err != nil || doc.Text != "公\uFFFD示" || len(doc.Blocks) != 1 || doc.Blocks[0].Level != 2 {
		t.Errorf("%+v, %v", doc, err)
	}
}

// A format that nobody names is found in the worker, and a mistake in finding it
// ends the worker alone.
func TestRead(t *testing.T) {
	p := newPool(t, Options{Size: 1})
	for range 2 {
		if _, _, err := p.Read(t.Context(), decode.Input{Data: []byte("mine the finder")}); decode.CodeOf(err) != decode.CodeCrashed || !strings.Contains(err.Error(), "lost") {
			t.Errorf("got %v", err)
		}
		doc, format, err := p.Read(t.Context(), decode.Input{Name: "a", Data: []byte("echo this")})
		if err != nil || format != "echo" || doc.Text != "a||echo this" {
			t.Errorf("%+v, %q, %v", doc, format, err)
		}
	}
	if _, _, err := p.Read(t.Context(), decode.Input{}); decode.CodeOf(err) != decode.CodeEmpty {
		t.Errorf("no bytes: %v", err)
	}
	if _, _, err := p.Read(t.Context(), decode.Input{Data: []byte("\x7FELF")}); decode.CodeOf(err) != decode.CodeUnsupported {
		t.Errorf("what nobody reads: %v", err)
	}
}
