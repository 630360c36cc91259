package corpus

import (
	"fmt"
	"strings"
	"testing"

	"gongshi"

	"github.com/google/go-cmp/cmp"
)

func TestInventIsDeterministic(t *testing.T) {
	i := 0
	for n := range Notices(42) {
		again := Invent(42, i, LongNotice)
		if diff := cmp.Diff(n, again); diff != "" {
			t.Fatalf("notice %d: %s", i, diff)
		}
		if i++; i == 50 {
			break
		}
	}
	if Invent(1, 0, LongNotice).Text() == Invent(2, 0, LongNotice).Text() {
		t.Error("two seeds gave the same notice")
	}
}

// TestInventStays guards what benchmarks and golden files of other packages
// rely on: that a seed means the same notices in every version.
func TestInventStays(t *testing.T) {
	n := Invent(1, 0, ShortNotice)
	const title = "桥东区突出生态环境问题整改工作领导小组办公室关于2022年第二轮中央生态环境保护督察反馈（序号2）问题整改销号情况的公示"
	if n.Facts.Title != title {
		t.Errorf("title %q", n.Facts.Title)
	}
}

func TestFactsHold(t *testing.T) {
	wrong, kinds := 0, map[string]int{}
	const count = 600
	for i := range count {
		n := Invent(5, i, LongNotice)
		checkFacts(t, n)
		if !n.Facts.ClaimRight {
			wrong++
		}
		kinds[string(n.Facts.Inspection.Authority)+fmt.Sprint(n.Facts.Inspection.Round, n.Facts.Inspection.Lookback)]++
	}
	if wrong < count/20 || wrong > count/4 {
		t.Errorf("%d of %d claims are wrong", wrong, count)
	}
	if len(kinds) != 5 {
		t.Errorf("inspections: %v", kinds)
	}
}

func checkFacts(t *testing.T, n Notice) {
	t.Helper()
	text, f := n.Text(), n.Facts
	lines := strings.Split(text, "\n")
	if title := lines[0]; title != f.Title && title+lines[1] != f.Title {
		t.Errorf("%s: title %q", n.Name, f.Title)
	}
	bodies := map[gongshi.SectionKind]string{}
	for _, s := range f.Sections {
		if !strings.Contains(text, s.Label+"\n"+s.Text+"\n") && !strings.Contains(text, s.Label+"："+s.Text+"\n") {
			t.Errorf("%s: section %q is not in the text", n.Name, s.Label)
		}
		bodies[s.Kind] += s.Text
	}
	for _, term := range f.Terms {
		if !strings.Contains(bodies[term.Section], term.Text) {
			t.Errorf("%s: %s lacks %q", n.Name, term.Section, term.Text)
		}
	}
	for _, want := range append([]string{f.Phone, f.Inspection.Text, written(f.Issued)}, f.DocumentNumbers...) {
		if !strings.Contains(text, want) {
			t.Errorf("%s: text lacks %q", n.Name, want)
		}
	}
	checkPublicity(t, n)
}

func checkPublicity(t *testing.T, n Notice) {
	t.Helper()
	p := n.Facts.Publicity
	if p.End.Compare(p.Start) < 0 || p.End.Year > 2025 || !Working(p.Start) {
		t.Errorf("%s: publicity %v to %v", n.Name, p.Start, p.End)
	}
	if *p.WorkingDays != WorkingDays(p.Start, p.End) || *p.WorkingDaysExcludingFirst != *p.WorkingDays-1 {
		t.Errorf("%s: working days %d, %d", n.Name, *p.WorkingDays, *p.WorkingDaysExcludingFirst)
	}
	right := p.StatedDays == *p.WorkingDays || p.StatedDays == *p.WorkingDaysExcludingFirst
	if p.StatedUnit == gongshi.UnitCalendar {
		right = p.StatedDays == p.Start.DaysUntil(p.End)+1
	}
	if right != n.Facts.ClaimRight {
		t.Errorf("%s: claim right %v, flagged %v", n.Name, right, n.Facts.ClaimRight)
	}
}

func TestSizes(t *testing.T) {
	for _, size := range []int{ShortNotice, LongNotice} {
		total := 0
		for i := range 50 {
			total += len([]rune(Invent(9, i, size).Text()))
		}
		if mean := total / 50; mean < size*9/10 || mean > size*3/2 {
			t.Errorf("size %d: mean %d characters", size, mean)
		}
	}
}

func TestWorkingDays(t *testing.T) {
	day := func(s string) gongshi.Date {
		d, err := gongshi.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		start, end string
		want       int
	}{
		{"2023-10-13", "2023-10-24", 8},  // plain weeks
		{"2023-09-28", "2023-10-09", 4},  // eight days off, two weekends worked
		{"2019-04-28", "2019-05-05", 4},  // the change of 2019-03-22
		{"2020-01-23", "2020-02-03", 2},  // the long holiday of 2020
		{"2024-12-30", "2025-01-03", 4},  // over New Year
		{"2025-01-21", "2025-02-08", 10}, // ends on a Saturday that is worked
	} {
		if got := WorkingDays(day(c.start), day(c.end)); got != c.want {
			t.Errorf("%s to %s: %d working days, want %d", c.start, c.end, got, c.want)
		}
	}
}

func TestPaged(t *testing.T) {
	n := Invent(3, 1, LongNotice)
	text := Paged(n.Paragraphs, true)
	for _, want := range []string{"\n\n— 1 —\n\n", "\n\n— 3 —\n\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	cuts := 0
	for _, p := range n.Paragraphs {
		if !strings.Contains(text, p.Text) {
			cuts++
		}
	}
	if cuts < 2 {
		t.Errorf("%d paragraphs are cut, want 2 or more", cuts)
	}
}

func BenchmarkInvent(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		Invent(1, i, LongNotice)
	}
}
