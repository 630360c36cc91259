package compliance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

// ids are the rules of the findings about sections.
func sectionFindings(n *gongshi.Notice) []string {
	var got []string
	for _, f := range check(n) {
		if strings.HasPrefix(f, "SEC") {
			got = append(got, f)
		}
	}
	return got
}

func TestMissingSections(t *testing.T) {
	const issue, goal, measures, implementation = gongshi.SectionIssue, gongshi.SectionGoal, gongshi.SectionMeasures, gongshi.SectionImplementation
	tests := []struct {
		name    string
		without []gongshi.SectionKind
		want    []string
	}{
		{"all there", nil, nil},
		{"no issue", []gongshi.SectionKind{issue}, []string{"SEC01 error"}},
		{"no goal", []gongshi.SectionKind{goal}, []string{"SEC02 error"}},
		{"no measures", []gongshi.SectionKind{measures}, []string{"SEC03 error"}},
		{"no implementation", []gongshi.SectionKind{implementation}, []string{"SEC04 error"}},
		{"issue only", []gongshi.SectionKind{goal, measures, implementation}, []string{"SEC02 error", "SEC03 error", "SEC04 error"}},
		{"none", []gongshi.SectionKind{issue, goal, measures, implementation}, []string{"SEC01 warning"}},
	}
	for _, test := range tests {
		n := closeOut().without(test.without...).n
		if diff := cmp.Diff(test.want, sectionFindings(&n)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
		for _, f := range Check(&n, nil, []Rule{sec01, sec02, sec03, sec04}) {
			if !f.Span.IsZero() {
				t.Errorf("%s: %s is missing, yet has the place %v", test.name, f.Rule, f.Span)
			}
		}
	}
	n := closeOut().without(goal).n
	want := gongshi.Text{
		Zh: "缺少整改目标：文中各节为“一、反馈问题；三、整改措施；四、整改落实情况”。",
		En: "No section states the goal (整改目标); the sections are: 一、反馈问题；三、整改措施；四、整改落实情况.",
	}
	if diff := cmp.Diff(want, finding(t, "SEC02", &n).Message); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}

	n = closeOut().without(issue).n
	if m := finding(t, "SEC01", &n).Message; !strings.Contains(m.En, "problem (反馈问题)") {
		t.Errorf("%+v", m)
	}

	// Sections of other kinds alone are not sections to check by.
	n = newNotice(closeOutTitle).section(gongshi.SectionResponsible, "责任单位", "某县政府").n
	if diff := cmp.Diff([]string{"SEC01 warning"}, sectionFindings(&n)); diff != "" {
		t.Errorf("responsible unit only: -want +got\n%s", diff)
	}
}

// One section 整改措施及完成情况 is represented twice, over the same text.
func TestCombinedSection(t *testing.T) {
	b := closeOut().without(gongshi.SectionMeasures, gongshi.SectionImplementation).
		section(gongshi.SectionMeasures, "三、整改措施及完成情况", "建成污水管网并投入运行，污水全部收集。")
	twin := b.n.Sections[len(b.n.Sections)-1]
	twin.Kind = gongshi.SectionImplementation
	b.n.Sections = append(b.n.Sections, twin)
	if got := sectionFindings(&b.n); len(got) != 0 {
		t.Errorf("findings %q", got)
	}
	got := missingSection(&Reading{Notice: &b.without(gongshi.SectionGoal).n}, gongshi.SectionGoal)
	if strings.Count(got.Message.Zh, "三、整改措施及完成情况") != 1 {
		t.Errorf("the combined section is named twice: %s", got.Message.Zh)
	}
}

func TestEmptySection(t *testing.T) {
	tests := []struct {
		body string
		want []string
	}{
		{"", []string{"SEC02 warning"}},
		{"  \n。", []string{"SEC02 warning"}},
		{"……", nil}, // blanked out by whoever stored the text
		{"******", nil},
		{"达标", nil},
	}
	for _, test := range tests {
		b := closeOut().without(gongshi.SectionGoal)
		b.section(gongshi.SectionGoal, "五、整改目标", test.body)
		if diff := cmp.Diff(test.want, sectionFindings(&b.n)); diff != "" {
			t.Errorf("goal %q: -want +got\n%s", test.body, diff)
			continue
		}
		if test.want == nil {
			continue
		}
		s := b.n.Sections[len(b.n.Sections)-1]
		if f := finding(t, "SEC02", &b.n); !f.Span.Overlaps(gongshi.Span{Start: s.LabelSpan.Start, End: s.Span.End}) {
			t.Errorf("goal %q: place %v, section at %v", test.body, f.Span, s.Span)
		}
		b.section(gongshi.SectionGoal, "六、整改目标任务", "水质达标。")
		if got := sectionFindings(&b.n); len(got) != 0 {
			t.Errorf("goal %q and a second one with text: %q", test.body, got)
		}
	}
	items := closeOut().without(gongshi.SectionGoal).section(gongshi.SectionGoal, "五、整改目标", "").n
	items.Sections[len(items.Sections)-1].Items = []gongshi.Span{{Start: 0, End: 1}}
	if got := sectionFindings(&items); len(got) != 0 {
		t.Errorf("a section with items is empty: %q", got)
	}
}

func TestSubstance(t *testing.T) {
	tests := []struct {
		body string
		want []string
	}{
		{"已完成", []string{"SEC04 error"}},
		{"已按要求完成整改。", []string{"SEC04 error"}},
		{"已按要求完成整改。\n" + strings.Repeat("\u3000", 12), []string{"SEC04 error"}}, // blanks are no text
		{"已全部整改落实到位", []string{"SEC04 error"}},                                  // 9 characters
		{"污水管网已经建成投用", nil},                                                     // 10
		{"拆除违建3处。", nil},
		{"整改完成率①", nil},
		{"详见附件。", []string{"SEC09 note"}}, // there is none
		{"见下表", nil},
		{"附后", []string{"SEC09 note"}},
		{"", []string{"SEC04 warning"}},
		{"……", nil},
	}
	for _, test := range tests {
		n := closeOut().without(gongshi.SectionImplementation).
			section(gongshi.SectionImplementation, "四、整改落实情况", test.body).n
		if diff := cmp.Diff(test.want, sectionFindings(&n)); diff != "" {
			t.Errorf("%q: -want +got\n%s", test.body, diff)
		}
	}
	n := closeOut().without(gongshi.SectionImplementation).
		section(gongshi.SectionImplementation, "四、整改落实情况", "已按要求完成整改。").n
	f := finding(t, "SEC04", &n)
	if f.Span.Of(n.Text) != "已按要求完成整改。" || !strings.Contains(f.Message.Zh, "只有8个汉字（少于10个）") || !strings.Contains(f.Message.En, "8 Han characters, fewer than 10") {
		t.Errorf("place %q, %+v", f.Span.Of(n.Text), f.Message)
	}
	two := closeOut().without(gongshi.SectionImplementation).
		section(gongshi.SectionImplementation, "四、整改落实情况", "已按要求完成整改。").
		section(gongshi.SectionImplementation, "五、整改成效", "水质明显改善。").n
	if got := sectionFindings(&two); len(got) != 0 {
		t.Errorf("two sections together are long enough: %q", got)
	}
}

// severalProblems has an issue and an acceptance section for each of three
// problems, one goal and one set of measures for all, and an implementation for
// the problems named.
func severalProblems(implemented ...int) *builder {
	b := newNotice("关于第二轮中央生态环境保护督察三个问题整改销号情况的公示").contact("0730-8245473").signed("2014-01-06").problem("问题一", "1").problem("问题二", "2").problem("问题三", "3")
	b.n.Deadlines = []gongshi.Deadline{{Immediate: true}}
	b.n.ResponsibleUnits = []gongshi.ResponsibleUnit{{Name: "县住建局"}}
	for i := range 3 {
		b.sectionOf(i, gongshi.SectionIssue, "反馈问题", "污水直排。")
		b.sectionOf(i, gongshi.SectionAcceptance, "验收情况", "通过验收。")
	}
	for _, i := range implemented {
		b.sectionOf(i, gongshi.SectionImplementation, "整改完成情况", "已建成污水管网并投入运行，污水全部收集。")
	}
	return b.section(gongshi.SectionGoal, "整改目标", "全部消除。").section(gongshi.SectionMeasures, "整改措施", "建设管网。")
}

func TestSeveralProblems(t *testing.T) {
	tests := []struct {
		implemented []int
		want        []string // the places of SEC04
	}{
		{[]int{0, 1, 2}, nil},
		{[]int{0, 2}, []string{"问题二"}},
		{[]int{1, 2}, []string{"问题一"}},
		{[]int{1}, nil}, // one section for all
		{nil, []string{""}},
	}
	for _, test := range tests {
		n := severalProblems(test.implemented...).n
		var got []string
		for _, f := range Check(&n, nil, []Rule{sec01, sec02, sec03, sec04}) {
			if f.Rule != "SEC04" {
				t.Errorf("implementation of %v: finding of %s", test.implemented, f.Rule)
			}
			got = append(got, f.Span.Of(n.Text))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("implementation of %v: -want +got\n%s", test.implemented, diff)
		}
	}
	n := severalProblems(0, 2).n
	if m := finding(t, "SEC04", &n).Message; !strings.Contains(m.Zh, "问题“问题二”缺少整改落实情况") || !strings.Contains(m.En, `of the problem "问题二"`) {
		t.Errorf("%+v", m)
	}
	// A problem that is not in the list has no name to report.
	n.Problems = n.Problems[:1]
	if got := sectionFindings(&n); len(got) != 0 {
		t.Errorf("findings %q", got)
	}
}

// Of a text that is no close-out notice nothing is missing.
func TestCloseOut(t *testing.T) {
	for kind, want := range map[gongshi.NoticeKind][]string{
		gongshi.KindCloseOut:      {"PUB05 error", "SEC01 warning"},
		gongshi.KindOtherOfficial: {"SEC01 note"},
		gongshi.KindNotANotice:    {"SEC01 note"},
		"":                        {"SEC01 note"},
	} {
		n := newNotice(closeOutTitle).contact("0730-8245473").signed("2014-01-06").n
		n.Kind = kind
		if diff := cmp.Diff(want, check(&n)); diff != "" {
			t.Errorf("kind %q: -want +got\n%s", kind, diff)
		}
	}
}

func TestCutting(t *testing.T) {
	const s = "一二三"
	for span, want := range map[gongshi.Span]string{
		{Start: 0, End: 3}: "一", {Start: 6, End: 9}: "三", {Start: 3, End: 3}: "",
		{Start: 3, End: 10}: "", {Start: -1, End: 3}: "", {Start: 6, End: 3}: "", {Start: 12, End: 12}: "",
	} {
		if got := cut(s, span); got != want {
			t.Errorf("cut(%v) = %q, want %q", span, got, want)
		}
	}
}

// A text in which nothing was found must not break a rule's code.
func TestEmptyNotice(t *testing.T) {
	if diff := cmp.Diff([]string{"SEC01 note"}, check(&gongshi.Notice{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
