package store

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSavedQueries(t *testing.T) {
	c := newCorpus(t)
	ctx := t.Context()
	if all, err := c.SavedQueries(ctx); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	at := time.Date(2023, 10, 13, 8, 0, 0, 0, time.UTC)
	q := SavedQuery{Name: "每周", Query: `"雨污分流"`, Filters: json.RawMessage(`{"round":["2"]}`), Saved: at, Looked: at, Seq: 3}
	other := SavedQuery{Name: "a", Filters: json.RawMessage("{}"), Saved: at, Looked: at}
	for _, put := range []SavedQuery{{Name: "每周", Query: "别的", Saved: at, Looked: at}, other, q} {
		if err := c.PutSavedQuery(ctx, put); err != nil {
			t.Fatal(err)
		}
	}
	later := at.Add(time.Hour)
	for _, seq := range []uint64{9, 4} { // a look at an older state takes nothing back
		if err := c.LookAtSavedQuery(ctx, "每周", seq, later); err != nil {
			t.Fatal(err)
		}
	}
	q.Looked, q.Seq = later, 9
	if err := c.LookAtSavedQuery(ctx, "没有", 9, later); err != nil {
		t.Fatal(err)
	}
	c.Close()
	c.open() // it outlives the process
	all, err := c.SavedQueries(ctx)
	if diff := cmp.Diff([]SavedQuery{other, q}, all); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if err := c.DeleteSavedQuery(ctx, "每周"); err != nil {
		t.Error(err)
	}
	if err := c.DeleteSavedQuery(ctx, "每周"); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	if all, err := c.SavedQueries(ctx); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestChangedSince(t *testing.T) {
	c := newCorpus(t)
	since := func(after uint64) string {
		t.Helper()
		changed, err := c.ChangedSince(t.Context(), after)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(slices.Sorted(maps.Keys(changed)), " ")
	}
	c.put("1", "甲")
	c.put("2", "乙")
	seq, err := c.Seq(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := since(0); got != "id-乙 id-甲" {
		t.Errorf("from the beginning: %q", got)
	}
	if got := since(seq); got != "" {
		t.Errorf("nothing changed, and still: %q", got)
	}
	c.put("3", "丙")
	c.put("1", "丁") // 甲 goes, 丁 comes
	if got := since(seq); got != "id-丁 id-丙" {
		t.Errorf("after two changes: %q", got)
	}
}

// A store of version 2 gets the table of saved queries and keeps what it has; read
// where it cannot be written to, it has no such queries.
func TestSavedQueriesInEarlierVersion(t *testing.T) {
	c := newCorpus(t)
	c.put("1", "甲")
	for _, statement := range []string{"DROP TABLE saved_query", "PRAGMA user_version = 2"} {
		if _, err := c.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	c.Close()
	s, err := openUnwritable(t.Context(), c.dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if all, err := s.SavedQueries(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	if n, err := s.CountNotices(t.Context()); err != nil || n != 1 {
		t.Errorf("%d notices, %v", n, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	c.open()
	if err := c.PutSavedQuery(t.Context(), SavedQuery{Name: "a"}); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
}
