package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

func (c *corpus) dismissed() []string {
	c.t.Helper()
	all, err := c.Dismissals(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	var list []string
	for _, d := range all {
		list = append(list, d.Fingerprint+" "+d.Reason+" "+d.Until.String())
	}
	return list
}

func TestDismissals(t *testing.T) {
	c := newCorpus(t)
	if got := c.dismissed(); got != nil {
		t.Errorf("dismissed from the beginning: %v", got)
	}
	now := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	dismiss := func(print, reason string, until gongshi.Date, after time.Duration) {
		t.Helper()
		if err := c.Dismiss(t.Context(), Dismissal{Fingerprint: print, Reason: reason, Until: until, Made: now.Add(after)}); err != nil {
			t.Fatal(err)
		}
	}
	dismiss("a", "已核实", gongshi.Date{}, 0)
	dismiss("b", "等待更正", gongshi.Date{Year: 2024, Month: 6, Day: 30}, time.Hour)
	if diff := cmp.Diff([]string{"b 等待更正 2024-06-30", "a 已核实 "}, c.dismissed()); diff != "" {
		t.Error(diff)
	}
	dismiss("a", "另有原因", gongshi.Date{}, 2*time.Hour) // replaces the reason

	// Importing again, other content and closing do not lose them.
	c.put("1", "甲")
	c.put("1", "乙")
	c.Close()
	c.open()
	want := []string{"a 另有原因 ", "b 等待更正 2024-06-30"}
	if diff := cmp.Diff(want, c.dismissed()); diff != "" {
		t.Error(diff)
	}

	unknown, err := c.Undismiss(t.Context(), "a", "c")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"c"}, unknown); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[1:], c.dismissed()); diff != "" {
		t.Error(diff)
	}
}

func TestDismissalsExpire(t *testing.T) {
	d := Dismissal{Until: gongshi.Date{Year: 2024, Month: 6, Day: 30}}
	for day, want := range map[gongshi.Date]bool{
		{Year: 2024, Month: 6, Day: 29}: true, {Year: 2024, Month: 6, Day: 30}: true, {Year: 2024, Month: 7, Day: 1}: false,
	} {
		if d.Holds(day) != want {
			t.Errorf("on %s: %v", day, !want)
		}
	}
	if d.Until = (gongshi.Date{}); !d.Holds(gongshi.Date{Year: 9999, Month: 1, Day: 1}) {
		t.Error("one without an end ended")
	}
}

// A store of version 2 keeps what it has and gets the table.
func TestVersion2GetsDismissals(t *testing.T) {
	c := newCorpus(t)
	c.put("1", "甲")
	for _, statement := range []string{"DROP TABLE dismissal", "PRAGMA user_version = 2"} {
		if _, err := c.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	c.Close()
	r, err := OpenReadOnly(t.Context(), c.dir) // reading brings it up to date as well
	if err != nil {
		t.Fatal(err)
	}
	if all, err := r.Dismissals(t.Context()); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
	r.Close()
	c.open()
	if diff := cmp.Diff([]string{"id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
	if err := c.Dismiss(t.Context(), Dismissal{Fingerprint: "a", Reason: "已核实", Made: time.Now()}); err != nil {
		t.Error(err)
	}
}
