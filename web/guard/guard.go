// Package guard answers who may ask a server what, and for how long. It stands
// round all pages and the API: a request that is not for this server, or that a
// foreign page makes a browser send, or that shows no token where one is needed,
// comes no further; every answer, errors too, carries the headers that tell
// browsers what it may do.
package guard

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"gongshi/ingest/store"
)

// Options are what a guard goes by.
type Options struct {
	// Listening is the address that the server listens at.
	Listening netip.AddrPort
	// Hosts are more names by which it is known, with or without a port.
	Hosts []string
	// TokenOf gives the token with a secret, [store.ErrNotFound] if there is none;
	// nil: nobody has to show one.
	TokenOf func(ctx context.Context, secret string) (store.Token, error)
	// TokenNamed gives the token with a name, for those who have shown it once.
	TokenNamed func(ctx context.Context, name string) (store.Token, error)
	// MaxUpload is how many bytes the body of an upload has at most.
	MaxUpload int64
	// Costly is how many requests are worked on at once; 0: 8.
	Costly int
	// Patience is how long a client may take for each piece of what it sends or is
	// sent; 0: 30 s.
	Patience time.Duration
	// Ending is closed when the server ends: who listens to events is let go then.
	Ending <-chan struct{}
	// Lang is the language of who states none.
	Lang string
	// Log takes what went wrong here; nil: nobody.
	Log *slog.Logger
	// Now gives the time; nil: the clock's.
	Now func() time.Time
}

// guard is what stands before the pages.
type guard struct {
	Options
	next     http.Handler
	hosts    *hosts
	origins  *http.CrossOriginProtection
	sessions *sessions
	attempts *attempts
	lanes    lanes
}

// New puts a guard before a handler. An error says which of the names is none.
func New(next http.Handler, o Options) (http.Handler, error) {
	h, err := newHosts(o.Listening, o.Hosts)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Patience = cmp.Or(o.Patience, defaultPatience)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &guard{Options: o, next: next, hosts: h, origins: http.NewCrossOriginProtection(),
		sessions: newSessions(o.Now), attempts: newAttempts(o.Now), lanes: newLanes(cmp.Or(o.Costly, 8))}, nil
}

// headers are those of every answer.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":            "nosniff",
	"X-Frame-Options":                   "DENY",
	"Referrer-Policy":                   "same-origin",
	"Cross-Origin-Opener-Policy":        "same-origin",
	"Cross-Origin-Resource-Policy":      "same-origin",
	"X-Permitted-Cross-Domain-Policies": "none",
	"Permissions-Policy":                "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Cache-Control":                     "private, no-cache", // handlers say more where they know
}

// ServeHTTP implements [http.Handler].
func (g *guard) ServeHTTP(conn http.ResponseWriter, r *http.Request) {
	w := &answer{ResponseWriter: conn}
	for name, value := range headers {
		w.Header().Set(name, value)
	}
	defer g.recovered(w, r)
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !g.hosts.allows(r.Host, local) {
		g.refuse(w, r, refusals.host)
		return
	}
	if err := g.origins.Check(r); err != nil {
		g.refuse(w, r, refusals.origin)
		return
	}
	bounded, r, ended := g.bounded(conn, r)
	defer ended()
	w.ResponseWriter = bounded
	if g.TokenOf != nil {
		if g.doorPages(w, r) {
			return
		}
		if !g.admitted(w, r) {
			return
		}
	}
	leave, ok := g.lanes.enter(r)
	if !ok {
		w.Header().Set("Retry-After", "5")
		g.refuse(w, r, refusals.busy)
		return
	}
	defer leave()
	g.next.ServeHTTP(w, r)
}

// recovered makes an answer of a panic. One that has begun is broken off, so that
// nobody takes a piece for the whole.
func (g *guard) recovered(w *answer, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	g.Log.Error("a handler panicked", "method", r.Method, "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
	if w.begun {
		panic(http.ErrAbortHandler)
	}
	g.refuse(w, r, refusals.internal)
}

// isAPI tells whether a program asks, to which problem details mean more than a page.
func isAPI(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }
