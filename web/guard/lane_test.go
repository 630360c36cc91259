package guard

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
)

// As many requests are worked on at once as there is room for; those that take
// long do not take it from others.
func TestLanes(t *testing.T) {
	l := newLanes(2)
	enter := func(method, path string) (func(), bool) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // it does not wait
		return l.enter(httptest.NewRequest(method, path, nil).WithContext(ctx))
	}
	var leave []func()
	for i := range 3 {
		out, ok := enter("GET", "/compare")
		if ok != (i < 2) {
			t.Errorf("request %d: %v", i, ok)
		}
		if ok {
			leave = append(leave, out)
		}
	}
	for _, other := range [][2]string{{"GET", "/static/a.css"}, {"GET", "/api/v1/health"}, {"GET", "/api/v1/export"}, {"GET", "/compliance/report"}, {"GET", "/notice/1/original"},
		{"POST", "/import"}, {"GET", "/api/v1/imports/x/events"}} {
		if _, ok := enter(other[0], other[1]); !ok {
			t.Errorf("%s is kept out", other)
		}
	}
	// One original is on its way already: there is room for another, of whichever
	// side of the server.
	if _, ok := enter("GET", "/api/v1/notices/1/original"); !ok {
		t.Error("the second original is kept out")
	}
	if _, ok := enter("GET", "/notice/1/original"); ok {
		t.Error("a third original is let in")
	}
	for _, ordinary := range []string{"/compliance/health", "/notice/health", "/api/v1/saved/health", "/api/v1/saved/events", "/api/v1/saved/export"} {
		if _, ok := enter("GET", ordinary); ok {
			t.Errorf("%s comes in by its last word", ordinary)
		}
	}
	leave[0]()
	if _, ok := enter("GET", "/"); !ok {
		t.Error("the room that was left is not used")
	}
}

func TestKinds(t *testing.T) {
	for request, want := range map[string]kind{
		"GET /": ordinary, "GET /compare": ordinary, "GET /compliance": ordinary,
		"GET /static/app.js": static, "POST /static/app.js": ordinary,
		"GET /api/v1/health": health, "HEAD /api/v1/health": health, "GET /api/v1/health/": ordinary, "GET /health": ordinary, "GET /api/v1/notices/health": ordinary,
		"GET /api/v1/imports/x/events": events, "GET /api/v1/saved/events": ordinary, "GET /notice/events": ordinary,
		"GET /api/v1/export": exports, "HEAD /api/v1/export": exports, "GET /api/v1/saved/export": ordinary, "GET /compliance/report": exports, "GET /compliance/report?format=csv": exports,
		"GET /notice/3f9a/original": originals, "GET /api/v1/notices/3f9a/original": originals, "HEAD /notice/3f9a/original": originals, "GET /notice/original": ordinary,
		"POST /import": uploading, "POST /api/v1/imports": uploading, "GET /import": ordinary, "POST /import/x/retry": ordinary, "POST /api/v1/importsandmore": ordinary,
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := kindOf(httptest.NewRequest(method, path, nil)); got != want {
			t.Errorf("%s: %d, want %d", request, got, want)
		}
	}
}
