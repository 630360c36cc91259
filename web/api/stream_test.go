package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
	"gongshi/internal/cputime"
	"gongshi/parse"
	"gongshi/search"
	"gongshi/web/desk"
	"gongshi/web/guard"
)

// fill puts n more notices into the store.
func (f *fixture) fill(n int) {
	f.t.Helper()
	run, err := f.store.BeginRun(f.t.Context(), "test", nil)
	if err != nil {
		f.t.Fatal(err)
	}
	var outcomes []store.Outcome
	var sources []store.Source
	for i := range n {
		notice := parse.Parse(&gongshi.Document{Text: corpus.Invent(77, i, 2000).Text()})[0]
		notice.ID = fmt.Sprintf("%016x", i)
		notice.Source.Path = fmt.Sprintf("/%d.txt", i)
		src := store.Source{Path: notice.Source.Path, Seen: "sha256:" + notice.ID, Reader: 1, State: store.StateImported}
		sources = append(sources, src)
		outcomes = append(outcomes, store.Outcome{Source: src, Document: &gongshi.Document{}, Notices: []gongshi.Notice{notice}, Findings: [][]gongshi.Finding{nil}})
	}
	err = f.store.Begin(f.t.Context(), run, sources)
	if err == nil {
		_, err = f.store.Commit(f.t.Context(), outcomes)
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

// bottleneck lets the first piece through, and the others when it is given leave.
type bottleneck struct {
	http.ResponseWriter
	pieces int
	came   *atomic.Int64 // bytes
	leave  <-chan struct{}
}

func (b *bottleneck) Write(p []byte) (int, error) {
	if b.pieces++; b.pieces > 1 {
		<-b.leave
	}
	b.came.Add(int64(len(p)))
	return b.ResponseWriter.Write(p)
}

func (b *bottleneck) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// The first notice arrives while the rest is not yet read: what is sent later says
// what became of a notice only then.
func TestExportStreams(t *testing.T) {
	f := newFixture(t)
	f.fill(300)
	h := newHandler(f.desk, usualLimits)
	var came atomic.Int64
	leave := make(chan struct{})
	f.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(&bottleneck{ResponseWriter: w, came: &came, leave: leave}, r)
	})
	resp, err := f.server.Client().Get(f.server.URL + prefix + "/export")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewReaderSize(resp.Body, 1<<20)
	head, err := lines.ReadString('\n')
	first, err2 := lines.ReadString('\n')
	if err := errors.Join(err, err2); err != nil || !has(head, `"export"`) || !has(first, `"text"`) {
		t.Fatal(err, head)
	}
	early := came.Load()
	close(leave)
	rest, err := io.ReadAll(lines)
	if err != nil || !bytes.HasSuffix(rest, []byte("\"export_end\":{\"count\":326}}\n")) {
		t.Errorf("%v …%s", err, rest[max(0, len(rest)-60):])
	}
	if early*20 > came.Load() {
		t.Errorf("%d of %d bytes were written before the second notice", early, came.Load())
	}
}

// deaf counts what is written, and how large the heap was meanwhile.
type deaf struct {
	http.ResponseWriter
	header  http.Header
	written int64
	largest uint64
}

func (d *deaf) Header() http.Header { return d.header }

func (d *deaf) WriteHeader(int) {}

func (d *deaf) Write(p []byte) (int, error) {
	d.written += int64(len(p))
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	d.largest = max(d.largest, m.HeapAlloc)
	return len(p), nil
}

// What is written is not kept: the heap is as large for many notices as for few.
func TestExportKeepsNothing(t *testing.T) {
	if cputime.Raced { // make test runs this without the detector too
		t.Skip("what the race detector keeps would be measured")
	}
	f := newFixture(t)
	h := newHandler(f.desk, usualLimits)
	export := func() *deaf {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, prefix+"/export?format=jsonl", nil)
		if err != nil {
			t.Fatal(err)
		}
		get := &deaf{header: http.Header{}}
		if _, err := f.desk.Search.Search(t.Context(), searchAll); err != nil { // the fixture keeps the records
			t.Fatal(err)
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		h.ServeHTTP(get, r)
		get.largest -= min(get.largest, m.HeapAlloc)
		return get
	}
	few := export()
	f.fill(600)
	many := export()
	if many.written < 10*few.written {
		t.Fatalf("%d and %d bytes", few.written, many.written)
	}
	if many.largest > few.largest+2<<20 {
		t.Errorf("%d bytes more of heap for %d bytes, %d for %d", few.largest, few.written, many.largest, many.written)
	}
}

// An export stops when its reader goes.
func TestExportStopsWithItsReader(t *testing.T) {
	f := newFixture(t)
	f.fill(300)
	h := newHandler(f.desk, usualLimits)
	ended := make(chan any, 1)
	f.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { ended <- recover() }()
		h.ServeHTTP(&slow{w}, r)
	})
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.server.URL+prefix+"/export", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := f.server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(resp.Body, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	cancel()
	resp.Body.Close()
	select {
	case how := <-ended:
		if how != http.ErrAbortHandler {
			t.Errorf("it ended with %v", how)
		}
	case <-time.After(30 * time.Second):
		t.Error("it goes on")
	}
	if f.log.Len() > 0 {
		t.Errorf("in the log: %s", f.log)
	}
}

// slow writes a little at a time, so that an export is under way for long enough.
type slow struct{ http.ResponseWriter }

func (s *slow) Write(p []byte) (int, error) {
	time.Sleep(50 * time.Millisecond)
	return s.ResponseWriter.Write(p)
}

func (s *slow) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// An export that fails half-way breaks off: it must not look whole.
func TestExportThatFails(t *testing.T) {
	f := newFixture(t)
	f.fill(300)
	h := newHandler(f.desk, usualLimits)
	f.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(&closing{w, f.store}, r)
	})
	resp, err := f.server.Client().Get(f.server.URL + prefix + "/export")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	f.server.Close() // waits for the log to be written
	if err == nil || bytes.Contains(data, []byte("export_end")) || !has(f.log.String(), "export") {
		t.Errorf("%v, %d bytes, log %s", err, len(data), f.log)
	}
}

// closing closes the store when something is written.
type closing struct {
	http.ResponseWriter
	store *store.Store
}

func (c *closing) Write(p []byte) (int, error) {
	_ = c.store.Close()
	return c.ResponseWriter.Write(p)
}

func (c *closing) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// event is one of a stream; a sign of life has no name.
type event struct {
	name   string
	upload desk.Upload
}

func readEvent(t *testing.T, r *bufio.Reader) (e event, err error) {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return e, err
		}
		switch line = strings.TrimSuffix(line, "\n"); {
		case line == "":
			return e, nil
		case strings.HasPrefix(line, "event: "):
			e.name = line[len("event: "):]
		case strings.HasPrefix(line, "data: "):
			if err := json.Unmarshal([]byte(line[len("data: "):]), &e.upload); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Events come as they happen, with signs of life between them, and end with the
// upload.
func TestEvents(t *testing.T) {
	f := newFixture(t, func(_ *fixture, l *limits) { l.heartbeat = 10 * time.Millisecond })
	one := f.upload("?name=a.txt", "x")
	resp, err := f.server.Client().Get(f.server.URL + prefix + "/imports/" + one.ID + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") != eventType {
		t.Error(resp.Header)
	}
	r := bufio.NewReader(resp.Body)
	alive := 0
	next := func() event {
		for {
			e, err := readEvent(t, r)
			if err != nil {
				t.Fatal(err)
			}
			if e.name != "" {
				return e
			}
			alive++
		}
	}
	if e := next(); e.name != "progress" || e.upload.State != desk.UploadWaiting {
		t.Errorf("%+v", e)
	}
	for alive < 2 {
		if e, err := readEvent(t, r); err != nil || e.name != "" {
			t.Fatal(e, err)
		}
		alive++
	}
	running := f.uploads.change(one.ID, desk.UploadRunning)
	running.Current = "岳阳/1.txt"
	f.uploads.states[one.ID] <- running
	if e := next(); e.name != "progress" || e.upload.Current != "岳阳/1.txt" {
		t.Errorf("%+v", e)
	}
	f.uploads.states[one.ID] <- f.uploads.change(one.ID, desk.UploadDone)
	if e := next(); e.name != "done" || e.upload.State != desk.UploadDone {
		t.Errorf("%+v", e)
	}
	if _, err := readEvent(t, r); !errors.Is(err, io.EOF) {
		t.Errorf("the stream goes on: %v", err)
	}
	after := f.ask(http.MethodGet, "/imports/"+one.ID+"/events", nil) // one that is over says so at once
	if !has(string(after.body), "event: done\n") || strings.Count(string(after.body), "event:") != 1 {
		t.Errorf("%s", after.body)
	}
}

// The stream ends with its reader.
func TestEventsWithoutReader(t *testing.T) {
	f := newFixture(t, func(_ *fixture, l *limits) { l.heartbeat = 5 * time.Millisecond })
	one := f.upload("?name=a.txt", "x")
	h := newHandler(f.desk, usualLimits)
	ended := make(chan struct{})
	f.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		h.ServeHTTP(w, r)
	})
	resp, err := f.server.Client().Get(f.server.URL + prefix + "/imports/" + one.ID + "/events")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Error("it goes on")
	}
}

// A body that stands still is given up by the guard, and the caller is told of it.
func TestUploadThatStandsStill(t *testing.T) {
	f := newFixture(t)
	guarded, err := guard.New(f.server.Config.Handler, guard.Options{Hosts: []string{"localhost"}, MaxUpload: 1 << 20, Patience: 100 * time.Millisecond,
		Listening: netip.MustParseAddrPort(f.server.Listener.Addr().String())})
	if err != nil {
		t.Fatal(err)
	}
	f.server.Config.Handler = guarded
	conn, err := net.Dial("tcp", f.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	// And nothing more comes.
	if _, err := fmt.Fprintf(conn, "POST %s/imports?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf", prefix); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	f.wantProblem(answer{resp.StatusCode, resp.Header, data}, http.StatusRequestTimeout, "too-slow")
	if len(f.uploads.all) != 0 {
		t.Errorf("accepted: %+v", f.uploads.all)
	}
}

// searchAll asks for nothing in particular.
var searchAll = search.Request{Limit: 1}
