package compliance

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

func TestRulesAreSound(t *testing.T) {
	id := regexp.MustCompile(`^(IDN|NUM|PUB|SEC|SUB)\d\d$`)
	rules := Rules()
	for i, r := range rules {
		if !id.MatchString(r.ID) || i > 0 && rules[i-1].ID >= r.ID {
			t.Errorf("rule %d: id %q is malformed or out of order", i, r.ID)
		}
		if r.Severity != gongshi.SeverityError && r.Severity != gongshi.SeverityWarning && r.Severity != gongshi.SeverityNote {
			t.Errorf("%s: severity %q", r.ID, r.Severity)
		}
		for name, text := range map[string]gongshi.Text{
			"title": r.Title, "checks": r.Checks, "basis": r.Basis, "breaks": r.Breaks.Why, "holds": r.Holds.Why,
		} {
			if text.Zh == "" || text.En == "" {
				t.Errorf("%s: %s is not there in both languages: %+v", r.ID, name, text)
			}
		}
		if r.Breaks.Text == "" || r.Holds.Text == "" || r.Check == nil {
			t.Errorf("%s: no example or no check", r.ID)
		}
	}
}

// Each rule finds something in its bad example and nothing in its good one, and
// no other rule finds an error in either.
func TestExamples(t *testing.T) {
	for _, r := range Rules() {
		if got := Check(readExample(t, r.ID, r.Breaks.Text), nil, []Rule{r}); len(got) != 1 {
			t.Errorf("%s: %d findings on %q, want 1", r.ID, len(got), r.Breaks.Text)
		}
		if got := Check(readExample(t, r.ID, r.Holds.Text), nil, []Rule{r}); len(got) != 0 {
			t.Errorf("%s: finding on %q: %s", r.ID, r.Holds.Text, got[0].Message.En)
		}
		for _, text := range []string{r.Breaks.Text, r.Holds.Text} {
			for _, f := range Check(readExample(t, r.ID, text), nil, Rules()) {
				if f.Rule != r.ID && f.Severity == gongshi.SeverityError {
					t.Errorf("%s: its example %q breaks %s: %s", r.ID, text, f.Rule, f.Message.En)
				}
			}
		}
	}
}

func TestSample(t *testing.T) {
	n := &closeOut().issued("2023-10-13").period("2023-10-13", "2023-10-24", 10, gongshi.UnitWorking).n
	if diff := cmp.Diff([]string{"PUB01 error"}, check(n)); diff != "" {
		t.Fatalf("-want +got\n%s", diff)
	}
	got := finding(t, "PUB01", n)
	want := gongshi.Finding{
		Rule: "PUB01", Severity: gongshi.SeverityError, Notice: "id", Source: "a.txt", Basis: basisDays, Span: n.Publicity.Span,
		Message: gongshi.Text{
			Zh: "写明公示10个工作日，而2023年10月13日至2023年10月24日为8个工作日（不计首日为7个）。" +
				"满10个工作日应至2023年10月26日（不计首日则至2023年10月27日）。" +
				"期间休息日：周末2023年10月14日至2023年10月15日、周末2023年10月21日至2023年10月22日。",
			En: "The notice states 10 working days, but 2023-10-13 to 2023-10-24 holds 8 (7 if the first day is not counted)." +
				" 10 working days would have ended on 2023-10-26 (2023-10-27 if the first day is not counted)." +
				" Days off within: weekend 2023-10-14 to 2023-10-15, weekend 2023-10-21 to 2023-10-22.",
		},
		Fingerprint: got.Fingerprint,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestFillPublicity(t *testing.T) {
	days := func(n int) *int { return &n }
	stale := days(99)
	tests := []struct {
		start, end                 string
		working, without, calendar *int
	}{
		{"2023-10-13", "2023-10-24", days(8), days(7), days(12)},
		{"2025-01-21", "2025-02-08", days(10), days(9), days(19)},
		{"2014-10-13", "2014-10-24", nil, nil, days(12)},
		{"2023-10-13", "", nil, nil, nil},
		{"2023-10", "2023-10-24", nil, nil, nil},
		{"2023-10-24", "2023-10-13", nil, nil, nil},
		{"2023-02-20", "2023-02-30", nil, nil, nil},
	}
	for _, test := range tests {
		n := &gongshi.Notice{Publicity: &gongshi.Publicity{
			Start: date(test.start), End: date(test.end),
			WorkingDays: stale, WorkingDaysExcludingFirst: stale, CalendarDays: stale,
		}}
		want := &gongshi.Publicity{
			Start: date(test.start), End: date(test.end),
			WorkingDays: test.working, WorkingDaysExcludingFirst: test.without, CalendarDays: test.calendar,
		}
		FillPublicity(n, nil)
		if diff := cmp.Diff(want, n.Publicity); diff != "" {
			t.Errorf("%s to %s: -want +got\n%s", test.start, test.end, diff)
		}
	}
	FillPublicity(&gongshi.Notice{}, nil) // nothing to fill
}

func TestOrderOfFindings(t *testing.T) {
	n := &closeOut().without(gongshi.SectionGoal, gongshi.SectionMeasures).
		period("2023-10-13", "2023-10-24", 10, gongshi.UnitWorking).n
	got := check(n)
	if diff := cmp.Diff([]string{"SEC02 error", "SEC03 error", "PUB01 error"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	rules := Rules()
	slices.Reverse(rules)
	for i, f := range Check(n, nil, rules) {
		if got[i] != f.Rule+" "+string(f.Severity) {
			t.Errorf("finding %d is %s with the rules in another order", i, f.Rule)
		}
	}
	if got := Check(n, nil, nil); len(got) != 0 {
		t.Errorf("%d findings without rules", len(got))
	}
}

func TestFingerprint(t *testing.T) {
	base := func() *builder {
		b := closeOut().without(gongshi.SectionGoal, gongshi.SectionMeasures)
		b.n.Issuer = "某县生态环境局"
		b.n.Inspection = &gongshi.Inspection{Round: 2, Text: "第二轮中央生态环境保护督察"}
		b.n.Problems = []gongshi.Problem{{Number: "11"}}
		return b
	}
	prints := func(b *builder) []string {
		b.period("2023-10-13", "2023-10-24", 10, gongshi.UnitWorking)
		var all []string
		for _, f := range Check(&b.n, nil, Rules()) {
			all = append(all, f.Fingerprint)
		}
		return all
	}
	want := prints(base())
	if len(want) != 3 || len(slices.Compact(slices.Sorted(slices.Values(want)))) != 3 || len(want[0]) != 32 {
		t.Fatalf("fingerprints %q: want three different ones", want)
	}

	// Lists of known findings that people keep hold these: they stay from version to
	// version.
	if got := want[2]; got != "c54b38f24a44285dda8d570e5296af44" {
		t.Errorf("the fingerprint of PUB01 is %s now", got)
	}

	same := map[string]func(*builder){
		"text grown before the place": func(b *builder) { b.text("各位市民：本公示另有说明。") },
		"another file":                func(b *builder) { b.n.ID, b.n.Source.Path = "other", "b.pdf" },
		"full-width digits": func(b *builder) {
			b.n.Title = "关于第二轮中央生态环境保护督察反馈第１１项 问题整改销号情况的公示"
		},
		"another text of the problem": func(b *builder) { b.n.Sections[0].Text = "某镇生活污水直排问题。" },
	}
	for name, change := range same {
		b := base()
		change(b)
		if diff := cmp.Diff(want, prints(b)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}

	other := map[string]func(*builder){
		"title": func(b *builder) {
			b.n.Title = "关于第二轮中央生态环境保护督察反馈第12项问题整改销号情况的公示"
		},
		"issuer":     func(b *builder) { b.n.Issuer = "某市生态环境局" },
		"inspection": func(b *builder) { b.n.Inspection.Text = "第三轮中央生态环境保护督察" },
		"problem":    func(b *builder) { b.n.Problems[0].Number = "12" },
	}
	for name, change := range other {
		b := base()
		change(b)
		for i, got := range prints(b) {
			if got == want[i] {
				t.Errorf("another %s has the same fingerprint", name)
			}
		}
	}

	// Without a number the text of the problem tells notices apart, and without
	// sections the whole text.
	for name, change := range map[string]func(*builder){
		"problem": func(b *builder) { b.n.Problems = nil },
		"issuer":  func(b *builder) { b.n.Issuer = "" },
		"title":   func(b *builder) { b.n.Title = "" },
		"round":   func(b *builder) { b.n.Inspection = nil },
	} {
		a, b := base(), base()
		change(a)
		change(b)
		b.n.Sections[0].Text = "某村养殖粪污直排。"
		if prints(a)[2] == prints(b)[2] {
			t.Errorf("without %s, another problem has the same fingerprint", name)
		}
		a.n.Sections, b.n.Sections = nil, nil
		b.text("另一份公示。")
		if identify(&a.n)[len(identify(&a.n))-1] == identify(&b.n)[len(identify(&b.n))-1] {
			t.Errorf("without %s and sections, another text is the same notice", name)
		}
	}

	// Equal findings of one rule are told apart.
	n := &closeOut().n
	twice := Rule{ID: "TWICE", Check: sec01.Check}
	n.Sections = n.Sections[1:]
	got := Check(n, nil, []Rule{twice, twice})
	if len(got) != 2 || got[0].Fingerprint == got[1].Fingerprint {
		t.Errorf("equal findings: %v", got)
	}
}

var update = flag.Bool("update", false, "write docs/rules.md")

const rulesDoc = "../docs/rules.md"

func TestRulesDoc(t *testing.T) {
	var b strings.Builder
	if err := WriteDocs(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(rulesDoc, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range Rules() {
		for _, want := range []string{"\n## " + r.ID + "\n", r.Title.Zh, r.Title.En, r.Basis.En, r.Breaks.Text, r.Holds.Why.Zh} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: %q is not in the document", r.ID, want)
			}
		}
	}
	committed, err := os.ReadFile(rulesDoc)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), b.String()); diff != "" {
		t.Errorf("run go generate ./compliance: -committed +list\n%s", diff)
	}
}
