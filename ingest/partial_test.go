package ingest_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// richText writes a text as RTF.
func richText(text string) string {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg936 `)
	for _, r := range text {
		if r == '\n' {
			b.WriteString(`\par `)
			continue
		}
		b.WriteString(`\u` + strconv.Itoa(int(int16(r))) + `?`)
	}
	return b.String() + "}"
}

// What of a source is not in its document is told by the ledger and by the
// notice, and no retry reads it again in vain.
func TestPartial(t *testing.T) {
	folder := t.TempDir()
	whole := richText(corpus.Invent(5, 1, corpus.ShortNotice).Text())
	write(t, filepath.Join(folder, "whole.rtf"), []byte(whole))
	write(t, filepath.Join(folder, "cut.rtf"), []byte(whole[:len(whole)*3/4]))
	write(t, filepath.Join(folder, "tiny.rtf"), []byte(richText("整改公示")[:40]))

	b := newBench(t)
	b.run(folder)
	for name, want := range map[string]struct {
		state store.State
		code  string
		told  bool
	}{
		"whole.rtf": {store.StateImported, "", false},
		"cut.rtf":   {store.StateImported, "", true},
		"tiny.rtf":  {store.StateFailed, "damaged", false},
	} {
		src, _, err := b.store.Source(t.Context(), filepath.Join(folder, name))
		if err != nil || src.State != want.state || src.Code != want.code || ingest.Partial(&src) != want.told {
			t.Errorf("%s: %+v, %v", name, src, err)
		}
		if want.state == store.StateImported && (ingest.Incomplete(&src) || ingest.RetryFailed.Retries(&src)) {
			t.Errorf("%s is to be read again: %+v", name, src)
		}
	}
	reading, err := b.Reader.Read(t.Context(), "cut.rtf", []byte(whole[:len(whole)*3/4]))
	if err != nil || reading.Failure != nil || len(reading.Notices) == 0 {
		t.Fatal(reading, err)
	}
	told := func(d gongshi.Diagnostic) bool { return d.Stage == ingest.StageDecode && d.Code == "cut-short" }
	if !slices.ContainsFunc(reading.Notices[0].Diagnostics, told) {
		t.Errorf("%+v", reading.Notices[0].Diagnostics)
	}
}
