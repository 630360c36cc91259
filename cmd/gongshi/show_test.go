package main

import (
	"bytes"
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest/store"
)

// An id that begins as others do is not guessed: those there are are listed.
func TestShowAmbiguousID(t *testing.T) {
	dir := t.TempDir()
	st, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	number, err := st.BeginRun(t.Context(), "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	src := store.Source{Path: "/a.txt", State: store.StateImported, Seen: "sha256:a"}
	if err := st.Begin(t.Context(), number, []store.Source{src}); err != nil {
		t.Fatal(err)
	}
	doc := &gongshi.Document{Source: gongshi.Source{Path: "/a.txt", Digest: "sha256:a"}, Text: "甲\n乙"}
	notices := []gongshi.Notice{{ID: "b37a01", Title: "甲", Text: "甲", Source: doc.Source}, {ID: "b37b02", Title: "乙", Text: "乙", Source: doc.Source}}
	_, err = st.Commit(t.Context(), []store.Outcome{{Source: src, Document: doc, Notices: notices, Findings: [][]gongshi.Finding{nil, nil}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	show := func(id string) (stdout, stderr string, code int) {
		var out, errs bytes.Buffer
		code = run(t.Context(), &environment{args: []string{"show", id, "--data", dir}, getenv: func(string) string { return "" },
			stdin: strings.NewReader(""), stdout: &out, stderr: &errs})
		return out.String(), errs.String(), code
	}
	if _, stderr, code := show("B37"); code != exitFailure || !strings.Contains(stderr, "b37a01  甲") || !strings.Contains(stderr, "b37b02  乙") || !strings.Contains(stderr, "请多写几位") {
		t.Errorf("%d: %s", code, stderr)
	}
	if stdout, stderr, code := show("B37A"); code != exitDone || !strings.Contains(stdout, "b37a01") {
		t.Errorf("%d: %s%s", code, stdout, stderr)
	}
}
