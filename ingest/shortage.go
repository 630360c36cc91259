package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"

	"gongshi"
	"gongshi/ingest/decode"
)

// shortages are what the system says when it has no more of something that every
// file needs. (A disk of temporary files that is full is none: it is full for
// one large archive.)
var shortages = []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM}

// shortage tells whether an error is not the file's: the next one would fail in
// the same way, and all that come after would be noted as if they were bad.
func shortage(err error) bool {
	return slices.ContainsFunc(shortages, func(e syscall.Errno) bool { return errors.Is(err, e) })
}

// stopping gives a reader that stops the import, with the reason, where the
// system lacks what it takes to read a file in another process.
func (r *Reader) stopping(stop context.CancelCauseFunc) *Reader {
	if r.Isolated == nil {
		return r
	}
	stopping := *r
	stopping.Isolated = func(ctx context.Context, in decode.Input) (*gongshi.Document, string, error) {
		doc, format, err := r.Isolated(ctx, in)
		if shortage(err) {
			stop(fmt.Errorf("read %q: %w", in.Name, err))
		}
		return doc, format, err
	}
	return &stopping
}
