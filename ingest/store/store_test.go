package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/internal/lockfile"
)

// corpus is a store under test with short ways to say what happens to it.
type corpus struct {
	*Store
	t   *testing.T
	dir string
	run int64
}

func newCorpus(t *testing.T) *corpus {
	t.Helper()
	c := &corpus{t: t, dir: filepath.Join(t.TempDir(), "数据 ?#%")}
	c.open()
	t.Cleanup(func() { c.Close() })
	var err error
	if c.run, err = c.BeginRun(t.Context(), "test", []string{"x"}); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *corpus) open() {
	c.t.Helper()
	s, err := Open(c.t.Context(), c.dir)
	if err != nil {
		c.t.Fatal(err)
	}
	c.Store = s
}

// put imports content found at path and returns the final state.
func (c *corpus) put(path, content string) State {
	c.t.Helper()
	src := Source{Path: path, Size: int64(len(content)), ModTime: time.Unix(1, 5), Seen: "sha256:" + content, Reader: 1, State: StateImported}
	n := gongshi.Notice{ID: "id-" + content, Title: content, Issued: gongshi.Date{Year: 2023, Month: 10, Day: 13}, Text: content}
	return c.commit(Outcome{
		Source: src, Document: &gongshi.Document{Text: content}, Notices: []gongshi.Notice{n},
		Findings: [][]gongshi.Finding{{{Rule: "PUB01", Severity: gongshi.SeverityError, Message: gongshi.Text{Zh: "错", En: "wrong"}}}},
	})
}

func (c *corpus) fail(path, content, code string) State {
	c.t.Helper()
	return c.commit(Outcome{Source: Source{Path: path, Seen: "sha256:" + content, Reader: 1, State: StateFailed, Code: code}})
}

func (c *corpus) commit(o Outcome) State {
	c.t.Helper()
	if err := c.Begin(c.t.Context(), c.run, []Source{o.Source}); err != nil {
		c.t.Fatal(err)
	}
	states, err := c.Commit(c.t.Context(), []Outcome{o})
	if err != nil {
		c.t.Fatal(err)
	}
	return states[0]
}

func (c *corpus) live() []string {
	c.t.Helper()
	var ids []string
	for n, err := range c.Notices(c.t.Context()) {
		if err != nil {
			c.t.Fatal(err)
		}
		ids = append(ids, n.Notice.ID)
	}
	return ids
}

func TestRoundTrip(t *testing.T) {
	c := newCorpus(t)
	if got := c.put("a.zip!/岳阳/1.txt", "甲"); got != StateImported {
		t.Errorf("state %q", got)
	}
	got, err := c.Notice(t.Context(), "id-")
	if err != nil {
		t.Fatal(err)
	}
	if got.Notice.Title != "甲" || got.Notice.Issued.String() != "2023-10-13" {
		t.Errorf("notice came back as %+v", got.Notice)
	}
	if len(got.Findings) != 1 || got.Findings[0].Message.En != "wrong" {
		t.Errorf("findings came back as %+v", got.Findings)
	}
	src, ok, err := c.Source(t.Context(), "a.zip!/岳阳/1.txt")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if !src.ModTime.Equal(time.Unix(1, 5)) || src.Tries != 1 || src.Digest != "sha256:甲" {
		t.Errorf("source came back as %+v", src)
	}
	if _, err := c.Notice(t.Context(), "nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown id: %v", err)
	}
	if n, err := c.Unchecked(t.Context(), "id-甲"); err != nil || n.Title != "甲" {
		t.Errorf("notice alone: %+v, %v", n, err)
	}
	if _, err := c.Unchecked(t.Context(), "id-"); !errors.Is(err, ErrNotFound) {
		t.Errorf("the beginning of an id: %v", err)
	}
	if _, err := c.Document(t.Context(), "nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown document: %v", err)
	}
	doc, err := c.Document(t.Context(), "sha256:甲")
	if err != nil || doc.Text != "甲" {
		t.Errorf("document: %v %v", doc, err)
	}
}

func TestDuplicates(t *testing.T) {
	c := newCorpus(t)
	if got := c.put("1", "甲"); got != StateImported {
		t.Errorf("first: %q", got)
	}
	if got := c.put("2", "甲"); got != StateDuplicate {
		t.Errorf("second place of the same bytes: %q", got)
	}
	if got := c.put("1", "甲"); got != StateImported {
		t.Errorf("first place again: %q", got)
	}
	places, err := c.Places(t.Context(), "sha256:甲")
	if diff := cmp.Diff([]string{"1", "2"}, places); diff != "" || err != nil {
		t.Error(diff, err)
	}
	// The first place gets other content: the second one stands for the old.
	c.put("1", "乙")
	if diff := cmp.Diff([]string{"id-乙", "id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
	if src, _, _ := c.Source(t.Context(), "2"); src.State != StateImported {
		t.Errorf("the remaining place is %q", src.State)
	}
}

func TestReplacedContent(t *testing.T) {
	c := newCorpus(t)
	c.put("1", "甲")
	c.put("1", "乙")
	if diff := cmp.Diff([]string{"id-乙"}, c.live()); diff != "" {
		t.Error(diff)
	}
	if _, err := c.Notice(t.Context(), "id-甲"); err != nil {
		t.Errorf("the old notice is lost: %v", err)
	}
	c.put("1", "甲")
	if diff := cmp.Diff([]string{"id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
	// What was stored survives content that cannot be read.
	c.fail("1", "丙", "damaged")
	if diff := cmp.Diff([]string{"id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
	src, _, _ := c.Source(t.Context(), "1")
	if src.State != StateFailed || src.Code != "damaged" || src.Digest != "sha256:甲" || src.Seen != "sha256:丙" {
		t.Errorf("ledger says %+v", src)
	}
}

func TestChangesLeadToTheLiveNotices(t *testing.T) {
	c := newCorpus(t)
	for i := range 25 {
		c.put(fmt.Sprint("p", i%7), fmt.Sprint("content", i%11))
	}
	follower := map[string]bool{}
	var seq uint64
	for {
		changes, err := c.Changes(t.Context(), seq, math.MaxInt64, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(changes) == 0 {
			break
		}
		for _, change := range changes {
			if change.Seq <= seq {
				t.Fatalf("change %d after %d", change.Seq, seq)
			}
			seq = change.Seq
			delete(follower, change.Notice)
			if change.Live {
				follower[change.Notice] = true
			}
		}
	}
	last, err := c.Seq(t.Context())
	if err != nil || last != seq {
		t.Errorf("Seq = %d, %v, the changes end at %d", last, err, seq)
	}
	var ids []string
	for id := range follower {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if diff := cmp.Diff(c.live(), ids); diff != "" {
		t.Error(diff)
	}
}

func TestInterruptedSourceIsPending(t *testing.T) {
	c := newCorpus(t)
	c.put("1", "甲")
	if err := c.Begin(t.Context(), c.run, []Source{{Path: "1"}, {Path: "2"}}); err != nil {
		t.Fatal(err)
	}
	c.Close()
	c.open()
	var pending []string
	for src, err := range c.Sources(t.Context(), StatePending) {
		if err != nil {
			t.Fatal(err)
		}
		pending = append(pending, src.Path)
	}
	if diff := cmp.Diff([]string{"1", "2"}, pending); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
}

func TestFailedCommitStoresNothing(t *testing.T) {
	c := newCorpus(t)
	ctx, cancel := context.WithCancel(t.Context())
	c.Begin(ctx, c.run, []Source{{Path: "1"}})
	cancel()
	if _, err := c.Commit(ctx, []Outcome{{Source: Source{Path: "1", State: StateImported}, Document: new(gongshi.Document)}}); err == nil {
		t.Fatal("Commit with a cancelled context: no error")
	}
	if n, err := c.CountNotices(t.Context()); n != 0 || err != nil {
		t.Errorf("%d notices, %v", n, err)
	}
}

func TestOneWriterManyReaders(t *testing.T) {
	c := newCorpus(t)
	c.put("1", "甲")
	_, err := Open(t.Context(), c.dir)
	if _, ok := errors.AsType[*lockfile.HeldError](err); !ok {
		t.Errorf("second writer: %v", err)
	}
	r, err := OpenReadOnly(t.Context(), c.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n, err := r.CountNotices(t.Context()); n != 1 || err != nil {
		t.Errorf("reader sees %d, %v", n, err)
	}
	c.put("2", "乙")
	if n, err := r.CountNotices(t.Context()); n != 2 || err != nil {
		t.Errorf("reader sees %d after a write, %v", n, err)
	}
}

func TestOpenErrors(t *testing.T) {
	if _, err := OpenReadOnly(t.Context(), t.TempDir()); !errors.Is(err, ErrEmpty) {
		t.Errorf("empty folder: %v", err)
	}
	c := newCorpus(t)
	if _, err := c.write.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if _, err := Open(t.Context(), c.dir); err == nil {
		t.Error("a store of a later version was opened")
	}
	c.dir = t.TempDir()
	c.open()
}
