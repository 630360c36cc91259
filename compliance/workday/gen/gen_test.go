package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/compliance/workday"
)

// The committed calendar is what the sources give today.
func TestOfficialIsUpToDate(t *testing.T) {
	sources, err := readSources("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	m, err := merge(sources)
	if err != nil {
		t.Fatal(err)
	}
	text, err := m.text()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../official.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("run go generate: -committed +generated\n%s", diff)
	}
}

func TestMergeTakesTheMajority(t *testing.T) {
	sources := []source{
		calendar(t, "a", "year 2026\n2026-01-05 off 甲\n2026-01-06 off 甲\n2026-01-10 work 甲\n"),
		calendar(t, "b", "year 2025\nyear 2026\n2026-01-05 off 乙\n2026-01-10 work 乙\n"),
		calendar(t, "c", "year 2026\n2026-01-10 off 丙\n2026-01-07 off 丙\n"),
	}
	m, err := merge(sources)
	if err != nil {
		t.Fatal(err)
	}
	if m.from != 2026 || m.to != 2026 || m.days != 365 {
		t.Errorf("merged %d to %d, %d days", m.from, m.to, m.days)
	}
	var b strings.Builder
	if _, err := m.calendar.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if want := "year 2026\n2026-01-05 off 甲\n2026-01-10 work 甲\n"; b.String() != want {
		t.Errorf("merged:\n%swant:\n%s", b.String(), want)
	}
	want := []string{
		"2026-01-05: a off, b off, c work; taken: off",
		"2026-01-06: a off, b work, c work; taken: work",
		"2026-01-07: a work, b work, c off; taken: work",
		"2026-01-10: a work, b work, c off; taken: work",
	}
	if diff := cmp.Diff(want, m.differ); diff != "" {
		t.Errorf("differing days: -want +got\n%s", diff)
	}
}

// A source with a gap inside the common years is an error, not a guess.
func TestMergeNeedsEveryYear(t *testing.T) {
	whole := calendar(t, "a", "year 2024\nyear 2025\nyear 2026\n")
	gap := calendar(t, "b", "year 2024\nyear 2026\n")
	if _, err := merge([]source{whole, gap}); err == nil || !strings.Contains(err.Error(), "b does not know 2025-01-01") {
		t.Errorf("error %v", err)
	}
}

func TestDeclare(t *testing.T) {
	l := newListing()
	for d := 1; d <= 9; d++ {
		l.add("2027-01-0"+string(rune('0'+d)), false, "元旦")
	}
	for d := 10; d < 10+enough; d++ {
		l.add("2026-01-"+string(rune('0'+d/10))+string(rune('0'+d%10)), false, "元旦")
	}
	l.declare()
	c, err := workday.Parse(&l.Buffer)
	if err != nil {
		t.Fatal(err)
	}
	if from, to := c.Years(); from != 2026 || to != 2026 {
		t.Errorf("declared %d to %d, want 2026 only", from, to)
	}
}

func calendar(t *testing.T, name, text string) source {
	t.Helper()
	c, err := workday.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return source{name, c}
}
