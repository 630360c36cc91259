package guard

import (
	"context"
	"io"
	"net/http"
	"path"
	"strings"
	"time"
)

// How long a client may take. A connection may be slow, but it has to go on: each
// piece of an upload or of a long answer has this time.
const (
	defaultPatience = 30 * time.Second // for a piece
	answerTime      = 60 * time.Second // for an answer as a whole, where it is not long
	waitForLane     = 15 * time.Second
	maxForm         = 1 << 20  // bytes of a body that is no upload
	uploadMargin    = 64 << 10 // what the form round a file may take
)

// long tells whether the answer to a request takes as long as it takes: events, and
// files that are made while they are sent.
func long(r *http.Request) bool {
	return path.Base(r.URL.Path) == "events" || strings.HasSuffix(r.URL.Path, "/export")
}

// bounded bounds the size of what a request sends and the time of both sides.
// Limits of time that the connection does not have are no failure: a test has none.
func (g *guard) bounded(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, *http.Request, func()) {
	limit := int64(maxForm)
	if r.Method == http.MethodPost && uploads(r.URL.Path) {
		limit = g.MaxUpload + uploadMargin
	}
	control := http.NewResponseController(w)
	// A deadline for reading would end the request while it is answered. What a
	// handler leaves of a body is read after it, for a while, and then the answer is
	// sent.
	_ = control.SetReadDeadline(time.Time{})
	body := new(patientBody)
	rest := func() {
		if body.failed {
			return // the client was waited for
		}
		_ = control.SetReadDeadline(time.Now().Add(g.Patience))
		_ = control.SetWriteDeadline(time.Now().Add(2 * g.Patience))
	}
	if r.Body != nil && r.Body != http.NoBody {
		*body = patientBody{ReadCloser: http.MaxBytesReader(w, r.Body, limit), control: control, patience: g.Patience}
		r.Body = body
	}
	if path.Base(r.URL.Path) == "events" {
		var leave func()
		r, leave = g.untilTheEnd(r)
		restOfBody := rest
		rest = func() { leave(); restOfBody() }
	}
	if long(r) || limit > maxForm { // the answer to an upload comes when it is all there
		_ = control.SetWriteDeadline(time.Time{})
		return &patientWriter{w, control, g.Patience}, r, rest
	}
	_ = control.SetWriteDeadline(time.Now().Add(answerTime + waitForLane))
	ctx, cancel := context.WithTimeout(r.Context(), answerTime)
	return w, r.WithContext(ctx), func() { cancel(); rest() }
}

// untilTheEnd ends a request with the server.
func (g *guard) untilTheEnd(r *http.Request) (*http.Request, func()) {
	ctx, cancel := context.WithCancel(r.Context())
	go func() {
		select {
		case <-g.Ending:
			cancel()
		case <-ctx.Done():
		}
	}()
	return r.WithContext(ctx), cancel
}

// patientBody gives the client a time for each piece.
type patientBody struct {
	io.ReadCloser
	control  *http.ResponseController
	patience time.Duration
	failed   bool
}

func (b *patientBody) Read(p []byte) (int, error) {
	_ = b.control.SetReadDeadline(time.Now().Add(b.patience))
	n, err := b.ReadCloser.Read(p)
	if b.failed = err != nil && err != io.EOF; !b.failed {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// patientWriter gives the client a time for each piece.
type patientWriter struct {
	http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
}

func (w *patientWriter) Write(p []byte) (int, error) {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.patience))
	return w.ResponseWriter.Write(p)
}

// Flush implements [http.Flusher].
func (w *patientWriter) Flush() {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.patience))
	_ = w.control.Flush()
}

// Unwrap is for [http.ResponseController].
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// lanes bound how many requests of a kind are worked on at once. What takes long is
// apart, so that a few slow clients do not keep out all others.
type lanes struct{ costly, exports, uploads, events chan struct{} }

func newLanes(costly int) lanes {
	return lanes{make(chan struct{}, costly), make(chan struct{}, max(costly/2, 2)), make(chan struct{}, 16), make(chan struct{}, 256)}
}

// enter waits for room, and gives what leaves it again. Files of the pages cost
// nothing.
func (l *lanes) enter(r *http.Request) (leave func(), ok bool) {
	var lane chan struct{}
	switch {
	case strings.HasPrefix(r.URL.Path, "/static/"), strings.HasSuffix(r.URL.Path, "/health"):
		return func() {}, true
	case path.Base(r.URL.Path) == "events":
		lane = l.events
	case long(r):
		lane = l.exports
	case r.Method == http.MethodPost && uploads(r.URL.Path):
		lane = l.uploads
	default:
		lane = l.costly
	}
	leave = func() { <-lane }
	select {
	case lane <- struct{}{}:
		return leave, true
	default:
	}
	wait := time.NewTimer(waitForLane)
	defer wait.Stop()
	select {
	case lane <- struct{}{}:
		return leave, true
	case <-wait.C:
	case <-r.Context().Done():
	}
	return nil, false
}
