package guard

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestBodies(t *testing.T) {
	s := serving(t, reached, Options{MaxUpload: 3 << 20})
	for _, c := range []struct {
		path string
		size int
		want int
	}{
		{"/saved", maxForm, 200},
		{"/saved", maxForm + 1, 413},
		{"/api/v1/imports", 3 << 20, 200},
		{"/api/v1/imports", 3<<20 + uploadMargin + 1, 413},
	} {
		answer, err := s.Client().Post(s.URL+c.path, "application/octet-stream", strings.NewReader(strings.Repeat("a", c.size)))
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != c.want {
			t.Errorf("%d bytes for %s: %d, want %d", c.size, c.path, answer.StatusCode, c.want)
		}
	}
}

// A client that sends nothing any more is given up; one that goes on slowly is not,
// however long it takes in all.
func TestSlowBodies(t *testing.T) {
	patience := time.Second
	s := serving(t, reached, Options{MaxUpload: 1 << 20, Patience: patience})
	send := func(pause time.Duration, pieces, sent int) string {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /import HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n", s.Listener.Addr(), pieces)
		for range sent {
			time.Sleep(pause)
			fmt.Fprint(conn, "x")
		}
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(answer.StatusCode, " ", text(t, answer))
	}
	if got := send(patience/5, 8, 8); got != "200 reached with 8" {
		t.Errorf("a slow client: %s", got)
	}
	if got := send(0, 8, 3); !strings.HasPrefix(got, "408") {
		t.Errorf("a client that stopped: %s", got)
	}
}

// A handler that takes longer than the client is waited for is not interrupted.
func TestSlowHandler(t *testing.T) {
	patience := 100 * time.Millisecond
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
			t.Errorf("interrupted: %v", context.Cause(r.Context()))
		case <-time.After(4 * patience):
		}
		fmt.Fprint(w, "done")
	}), Options{MaxUpload: 1 << 20, Patience: patience})
	for _, path := range []string{"/import", "/api/v1/imports/x/events"} {
		answer, err := s.Client().Post(s.URL+path, "text/plain", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, answer); got != "done" {
			t.Errorf("%s: %q", path, got)
		}
		answer.Body.Close()
	}
}

// Events reach the client one by one.
func TestEventsAreFlushed(t *testing.T) {
	more := make(chan struct{})
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "one\n")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-more
		fmt.Fprint(w, "two\n")
	}), Options{})
	answer, err := s.Client().Get(s.URL + "/api/v1/imports/x/events")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	if !lines.Scan() || lines.Text() != "one" {
		t.Error(lines.Text())
	}
	close(more)
	if !lines.Scan() || lines.Text() != "two" {
		t.Error(lines.Text())
	}
}

// Who listens to events is let go when the server ends; others are answered.
func TestEnding(t *testing.T) {
	ending, begun, goOn := make(chan struct{}), make(chan struct{}, 2), make(chan struct{})
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		select {
		case <-r.Context().Done():
			fmt.Fprint(w, "let go")
		case <-goOn:
			fmt.Fprint(w, "answered")
		}
	}), Options{Ending: ending})
	answers := map[string]chan string{"/api/v1/imports/x/events": make(chan string, 1), "/compare": make(chan string, 1)}
	for path, answer := range answers {
		go func() {
			got, err := s.Client().Get(s.URL + path)
			if err != nil {
				answer <- err.Error()
				return
			}
			body, _ := io.ReadAll(got.Body)
			answer <- string(body)
		}()
		<-begun
	}
	close(ending)
	if got := <-answers["/api/v1/imports/x/events"]; got != "let go" {
		t.Errorf("events: %q", got)
	}
	close(goOn)
	if got := <-answers["/compare"]; got != "answered" {
		t.Errorf("a page: %q", got)
	}
}

// Only what is not long is ended after a time.
func TestTimeOfAnswers(t *testing.T) {
	var ends bool
	h, err := New(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, ends = r.Context().Deadline() }),
		Options{Listening: netip.MustParseAddrPort("127.0.0.1:8080")})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{"/compare": true, "/api/v1/saved/export": true, "/api/v1/export": false, "/compliance/report": false,
		"/notice/1/original": false, "/api/v1/notices/1/original": false, "/api/v1/imports/x/events": false} {
		if ask(h, "GET", path, "localhost:8080", "", nil); ends != want {
			t.Errorf("%s ends after a time: %v", path, ends)
		}
	}
}

// An answer that is written at once may take longer than one piece has.
func TestLargeAnswerInPieces(t *testing.T) {
	const pieces = 5
	w := &countingWriter{ResponseRecorder: httptest.NewRecorder()}
	p := &patientWriter{w, http.NewResponseController(w), time.Second}
	n, err := p.Write(make([]byte, pieces*maxPiece-1))
	if n != pieces*maxPiece-1 || err != nil || w.writes != pieces || w.Body.Len() != n {
		t.Errorf("%d bytes, %v, in %d pieces", n, err, w.writes)
	}
}

type countingWriter struct {
	*httptest.ResponseRecorder
	writes int
}

func (w *countingWriter) Write(p []byte) (int, error) {
	w.writes++
	return w.ResponseRecorder.Write(p)
}
