package guard

import (
	"context"
	"io"
	"net/http"
	"time"
)

// How long a client may take. A connection may be slow, but it has to go on: each
// piece of an upload or of a long answer has this time.
const (
	defaultPatience = 30 * time.Second // for a piece
	answerTime      = 60 * time.Second // for an answer as a whole, where it is not long
	maxForm         = 1 << 20          // bytes of a body that is no upload
	uploadMargin    = 64 << 10         // what the form round a file may take
)

// bounded bounds the size of what a request sends and the time of both sides.
// Limits of time that the connection does not have are no failure: a test has none.
func (g *guard) bounded(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, *http.Request, func()) {
	kind, limit := kindOf(r), int64(maxForm)
	if kind == uploading {
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
	if kind == events {
		var leave func()
		r, leave = g.untilTheEnd(r)
		restOfBody := rest
		rest = func() { leave(); restOfBody() }
	}
	if kind.long() {
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

// maxPiece is a piece that slow clients, too, take in their time. Handlers may write all
// at once.
const maxPiece = 64 << 10

func (w *patientWriter) Write(p []byte) (written int, err error) {
	for {
		piece := p[written:min(written+maxPiece, len(p))]
		_ = w.control.SetWriteDeadline(time.Now().Add(w.patience))
		n, err := w.ResponseWriter.Write(piece)
		if written += n; err != nil || written == len(p) {
			return written, err
		}
	}
}

// Flush implements [http.Flusher].
func (w *patientWriter) Flush() {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.patience))
	_ = w.control.Flush()
}

// Unwrap is for [http.ResponseController].
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
