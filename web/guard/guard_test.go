package guard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// reached is a handler that says so.
var reached = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/panic":
		panic("a mistake")
	case r.Method == http.MethodPost:
		n, err := io.Copy(io.Discard, r.Body)
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusRequestTimeout)
			return
		}
		fmt.Fprintf(w, "reached with %d", n)
	default:
		fmt.Fprint(w, "reached")
	}
})

func newGuard(t *testing.T, o Options) http.Handler {
	t.Helper()
	if !o.Listening.IsValid() {
		o.Listening = netip.MustParseAddrPort("127.0.0.1:8080")
	}
	if o.MaxUpload == 0 {
		o.MaxUpload = 4 << 20
	}
	h, err := New(reached, o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask gives the answer to a request that came in at an address.
func ask(h http.Handler, method, target, host, localAddress string, headers map[string]string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	r.Host = host
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	if at, err := net.ResolveTCPAddr("tcp", localAddress); err == nil {
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(at)))
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// Every answer has the headers, whatever it is; programs get problem details.
func TestHeaders(t *testing.T) {
	k := someKeys()
	h := newGuard(t, Options{TokenOf: k.of, TokenNamed: k.named})
	admin := map[string]string{"Authorization": "Bearer a"}
	for name, answer := range map[string]*http.Response{
		"page":        ask(h, "GET", "/", "localhost:8080", "", admin),
		"login":       ask(h, "GET", "/login", "localhost:8080", "", nil),
		"style":       ask(h, "GET", "/login.css", "localhost:8080", "", nil),
		"wrong host":  ask(h, "GET", "/", "evil.com", "", nil),
		"wrong site":  ask(h, "POST", "/", "localhost:8080", "", map[string]string{"Origin": "http://evil.com"}),
		"no token":    ask(h, "GET", "/api/v1/x", "localhost:8080", "", nil),
		"wrong token": ask(h, "GET", "/", "localhost:8080", "", map[string]string{"Authorization": "Bearer b"}),
		"panic":       ask(h, "GET", "/panic", "localhost:8080", "", admin),
	} {
		for header, value := range headers {
			if got := answer.Header.Get(header); got != value && header != "Cache-Control" {
				t.Errorf("%s: %s: %q", name, header, got)
			}
		}
		if answer.Header.Get("Cache-Control") == "" {
			t.Errorf("%s: no Cache-Control", name)
		}
	}
	for lang, want := range map[string]string{"": "令牌", "en-GB,en": "token"} {
		answer := ask(h, "GET", "/api/v1/x", "localhost:8080", "", map[string]string{"Accept-Language": lang})
		var problem struct {
			Status        int
			Title, Detail string
		}
		if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil || problem.Status != 401 || !strings.Contains(problem.Detail, want) ||
			answer.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%+v, %v, %v", problem, err, answer.Header)
		}
	}
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// serving serves a handler behind a guard on a real connection.
func serving(t *testing.T, next http.Handler, o Options) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(nil)
	o.Listening = netip.MustParseAddrPort(s.Listener.Addr().String())
	h, err := New(next, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Config.Handler = h
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// A mistake in the middle of an answer breaks it off; one before it is told.
func TestPanicInAnswer(t *testing.T) {
	begin := map[string]func(http.ResponseWriter){
		"/write":  func(w http.ResponseWriter) { fmt.Fprint(w, "half") },
		"/header": func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) },
		"/flush": func(w http.ResponseWriter) {
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
		},
		"/flusher":           func(w http.ResponseWriter) { w.(http.Flusher).Flush() },
		"/api/v1/export":     func(w http.ResponseWriter) { fmt.Fprint(w, "half") },
		"/compliance/report": func(w http.ResponseWriter) { fmt.Fprint(w, "half") },
		"/hints":             func(w http.ResponseWriter) { w.WriteHeader(http.StatusEarlyHints) },
		"/":                  func(http.ResponseWriter) {},
	}
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin[r.URL.Path](w)
		panic("a mistake")
	}), Options{})
	for path := range begin {
		told := path == "/" || path == "/hints"
		got, err := s.Client().Get(s.URL + path)
		if err != nil { // nothing of it was sent yet
			if told {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		body, err := io.ReadAll(got.Body)
		got.Body.Close()
		if told && (err != nil || got.StatusCode != http.StatusInternalServerError) || !told && (err == nil || len(body) > len("half")) {
			t.Errorf("%s: %d %q, %v", path, got.StatusCode, body, err)
		}
	}
}
