package ingest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"gongshi/ingest"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// pages are members with a notice each.
func pages(seed uint64, n int) (members []corpus.Member) {
	for i := range n {
		members = append(members, corpus.Member{Name: fmt.Sprintf("%03d.txt", i), Data: corpus.Text(corpus.Invent(seed, i, 400).Text())})
	}
	return members
}

func expect(t *testing.T, s ingest.Summary, want string) {
	t.Helper()
	if got := counts(s); got != want {
		t.Errorf("%s, want %s\n%+v", got, want, s.Failures)
	}
}

// An archive that is as it was is not opened: a file that cannot be read any
// more proves it.
func TestUnchangedArchive(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("this system does not say when a file was changed")
	}
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "a.zip")
	members := append(pages(3, 20), corpus.Member{Name: "x.css", Data: []byte("a {}")}, corpus.Member{Name: "empty.txt"})
	write(t, path, corpus.Zip(members))
	first := b.run(path)
	expect(t, first, "seen 22 imported 20 unchanged 0 duplicate 0 skipped 1 failed 1 notices 20")
	b.Reader.Archives.Budget.Members = 1 // would be felt if it were opened
	again := b.run(path)
	expect(t, again, "seen 22 imported 0 unchanged 20 duplicate 0 skipped 1 failed 1 notices 0")
	if again.Bytes != first.Bytes || len(again.Failures) != 1 || again.Failures[0].Code != "empty" {
		t.Errorf("%d bytes, then %d; %+v", first.Bytes, again.Bytes, again.Failures)
	}
	b.Reader.Archives.Budget.Members = 0
	b.Verify = true
	expect(t, b.run(path), "seen 22 imported 0 unchanged 20 duplicate 0 skipped 1 failed 1 notices 0")
	b.Verify, b.Retry = false, ingest.RetryFailed
	expect(t, b.run(path), "seen 22 imported 0 unchanged 20 duplicate 0 skipped 1 failed 1 notices 0")
}

// Bytes that were changed are found although size and time are as before.
func TestChangedInSecret(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "a.zip")
	data, changed := corpus.Zip(pages(4, 3)), corpus.Zip(pages(5, 3))
	size := max(len(data), len(changed))
	then := time.Now().Add(-time.Hour)
	for i, data := range [][]byte{data, changed} {
		write(t, path, padded(data, size))
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
		if s := b.run(path); s.Imported != 3 {
			t.Errorf("%d: %s", i, counts(s))
		}
	}
}

// padded gives a zip file a comment such that it has so many bytes.
func padded(data []byte, size int) []byte {
	n := size - len(data)
	data[len(data)-2], data[len(data)-1] = byte(n), byte(n>>8)
	return append(data, make([]byte, n)...)
}

// An archive in which something was not dealt with is read again.
func TestInterruptedArchive(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "a.zip")
	write(t, path, corpus.Zip(pages(6, 5)))
	b.run(path)
	src, ok, err := b.store.Source(t.Context(), path+"!/002.txt")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	run, err := b.store.BeginRun(t.Context(), "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.store.Begin(t.Context(), run, []store.Source{src}); err != nil {
		t.Fatal(err)
	}
	if s := b.run(path); s.Unchanged != 4 || s.Imported+s.Duplicate != 1 {
		t.Errorf("%s", counts(s))
	}
}

// What needed a password is read as soon as there is one; what is no longer in
// an archive is no failure of it.
func TestPasswords(t *testing.T) {
	b := newBench(t)
	data, err := os.ReadFile("archive/testdata/aes256.zip")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.zip")
	write(t, path, data)
	expect(t, b.run(path), "seen 3 imported 0 unchanged 0 duplicate 0 skipped 0 failed 3 notices 0")
	expect(t, b.run(path), "seen 3 imported 0 unchanged 0 duplicate 0 skipped 0 failed 3 notices 0")
	b.Reader.Archives.Passwords = []string{"no", "secret"}
	if s := b.run(path); s.Imported != 2 || s.Seen != 3 {
		t.Errorf("%s %+v", counts(s), s.Failures)
	}
	write(t, path, corpus.Zip(pages(7, 2)))
	expect(t, b.run(path), "seen 2 imported 2 unchanged 0 duplicate 0 skipped 0 failed 0 notices 2")
	failed, err := b.store.Counts(t.Context())
	if err != nil || failed[store.StateFailed] != 0 {
		t.Errorf("%v, %v", failed, err)
	}
}

// The suffix of a name is that of the path, not of what follows it in addresses.
func TestSavedPages(t *testing.T) {
	b := newBench(t)
	dir := t.TempDir()
	text := corpus.Text(corpus.Invent(8, 0, 400).Text())
	for _, name := range []string{"index.html?id=1.css", "style.css?v=1.2", "a.js?x=/y.txt"} {
		write(t, filepath.Join(dir, filepath.Base(name)), text)
	}
	warc := "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://h/x.css?a=/b.txt\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx\r\n\r\n"
	write(t, filepath.Join(dir, "a.warc"), []byte(warc))
	if s := b.run(dir); s.Skipped != 2 {
		t.Errorf("%s %+v", counts(s), s.Failures)
	}
}
