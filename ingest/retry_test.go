package ingest_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest"
	"gongshi/ingest/archive"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// A file that was imported without some of its pages is read again by a retry,
// as those that failed are, and only then; once its pages are read it is settled.
func TestIncompleteIsRetried(t *testing.T) {
	folder := t.TempDir()
	text := corpus.Invent(5, 1, corpus.ShortNotice).Text()
	write(t, filepath.Join(folder, "scan.txt"), corpus.Text(text))
	write(t, filepath.Join(folder, "whole.txt"), corpus.Text(corpus.Invent(6, 2, corpus.ShortNotice).Text()))

	b := newBench(t)
	recognises, reads := false, 0
	b.Reader.Isolated = func(ctx context.Context, in decode.Input) (*gongshi.Document, string, error) {
		format, err := decode.Find(all.Formats(), in)
		if err != nil {
			return nil, "", err
		}
		reads++
		doc, err := decode.Run(ctx, format, in)
		if err == nil && !recognises && strings.HasSuffix(in.Name, "scan.txt") {
			doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Code: gongshi.DiagnosticUnreadPages, Message: "page 2: not recognised"})
		}
		return doc, format.Name, err
	}
	for _, step := range []struct {
		about      string
		retry      ingest.Retry
		recognises bool
		reads      int
		message    string
	}{
		{"first", ingest.RetryNothing, false, 2, "page 2: not recognised"},
		{"again", ingest.RetryNothing, true, 0, "page 2: not recognised"},
		{"retried in vain", ingest.RetryFailed, false, 1, "page 2: not recognised"},
		{"suspect ones retried", ingest.RetrySuspect, true, 1, ""},
		{"nothing left to retry", ingest.RetryFailed, true, 0, ""},
		{"all", ingest.RetryAll, true, 2, ""},
	} {
		b.Retry, recognises, reads = step.retry, step.recognises, 0
		b.run(folder)
		src, _, err := b.store.Source(t.Context(), filepath.Join(folder, "scan.txt"))
		if err != nil || src.State != store.StateImported || src.Message != step.message || reads != step.reads {
			t.Errorf("%s: %d files read, %+v, %v; want %d and %q", step.about, reads, src, err, step.reads, step.message)
		}
	}
}

func TestRetries(t *testing.T) {
	for _, test := range []struct {
		src                  store.Source
		failed, suspect, all bool
	}{
		{store.Source{State: store.StateImported}, false, false, true},
		{store.Source{State: store.StateImported, Message: "page 2"}, true, true, true},
		{store.Source{State: store.StateDuplicate, Code: store.CodeSameText, Message: "page 2"}, true, true, true},
		{store.Source{State: store.StateSkipped, Code: "link", Message: "x"}, false, false, true},
		{store.Source{State: store.StatePending}, true, false, true},
		{store.Source{State: store.StateFailed, Code: string(archive.CodeEncrypted)}, true, false, true},
		{store.Source{State: store.StateFailed, Code: ingest.CodeSuspect}, true, true, true},
	} {
		for retry, want := range map[ingest.Retry]bool{ingest.RetryNothing: false, ingest.RetryFailed: test.failed, ingest.RetrySuspect: test.suspect, ingest.RetryAll: test.all} {
			if got := retry.Retries(&test.src); got != want {
				t.Errorf("%v of %+v: %v", retry, test.src, got)
			}
		}
	}
}
