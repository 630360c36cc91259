package compliance

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/compliance/workday"
)

const (
	working  = gongshi.UnitWorking
	calendar = gongshi.UnitCalendar
)

func TestStatedLength(t *testing.T) {
	tests := []struct {
		start, end string
		days       int
		unit       gongshi.DayUnit
		want       []string
	}{
		// Working days: 8 with the first day, 7 without.
		{"2023-10-13", "2023-10-24", 10, working, []string{"PUB01 error"}},
		{"2023-10-13", "2023-10-24", 9, working, []string{"PUB01 error"}},
		{"2023-10-13", "2023-10-24", 8, working, []string{"PUB02 note"}},
		{"2023-10-13", "2023-10-24", 7, working, []string{"PUB02 note"}},
		{"2023-10-13", "2023-10-24", 6, working, []string{"PUB01 error"}},
		{"2023-10-13", "2023-10-24", 12, working, []string{"PUB01 error"}},
		// Over a holiday and make-up days.
		{"2025-01-21", "2025-02-08", 10, working, []string{"PUB02 note", "PUB09 warning"}},
		{"2023-09-25", "2023-10-08", 10, working, []string{"PUB01 error", "PUB09 warning"}}, // National Day: 4, 2 of them make-up days
		{"2026-02-13", "2026-02-28", 7, working, []string{"PUB02 note", "PUB09 warning"}},
		{"2026-02-13", "2026-02-28", 11, working, []string{"PUB01 error", "PUB09 warning"}}, // Monday to Friday would say 11
		// The first day is off: both ways are right, or both are wrong.
		{"2023-10-14", "2023-10-20", 5, working, nil},
		{"2023-10-14", "2023-10-20", 4, working, []string{"PUB01 error"}},
		// The calendar does not reach.
		{"2014-10-13", "2014-10-24", 10, working, []string{"PUB15 note"}},
		{"2026-12-25", "2027-01-08", 10, working, []string{"PUB15 note"}},
		// Calendar days: 7 with the first day, 6 without.
		{"2019-08-22", "2019-08-28", 7, calendar, nil},
		{"2019-08-22", "2019-08-28", 6, calendar, []string{"PUB02 note"}},
		{"2019-08-22", "2019-08-28", 8, calendar, []string{"PUB03 error"}},
		{"2019-08-22", "2019-08-28", 3, calendar, []string{"PUB03 error"}},
		// Right as working days: 5 with the first day, 4 without.
		{"2019-08-22", "2019-08-28", 5, calendar, []string{"PUB10 note"}},
		{"2019-08-22", "2019-08-28", 4, calendar, []string{"PUB10 note"}},
		// Calendar days need no calendar, unless they may be working days.
		{"2014-10-13", "2014-10-22", 10, calendar, nil},
		{"2014-10-13", "2014-10-24", 10, calendar, []string{"PUB15 note"}},
		// Nothing stated.
		{"2023-10-13", "2023-10-24", 0, "", nil},
	}
	for _, test := range tests {
		n := closeOut().period(test.start, test.end, test.days, test.unit).n
		if diff := cmp.Diff(test.want, check(&n)); diff != "" {
			t.Errorf("%s to %s, %d %s: -want +got\n%s", test.start, test.end, test.days, test.unit, diff)
		}
		for _, f := range Check(&n, nil, Rules()) {
			if f.Span != n.Publicity.Span {
				t.Errorf("%s to %s: %s is at %v, want %v", test.start, test.end, f.Rule, f.Span, n.Publicity.Span)
			}
		}
	}
}

// Where the kind of day is written, PUB10 has no say.
func TestUnitIsWritten(t *testing.T) {
	for _, text := range []string{"公示5个自然日", "公示５个自然 日", "公示期5个日历天"} {
		n := closeOut().periodAs(text, "2019-08-22", "2019-08-28", 5, calendar).n
		if diff := cmp.Diff([]string{"PUB03 error"}, check(&n)); diff != "" {
			t.Errorf("%s: -want +got\n%s", text, diff)
		}
		n = closeOut().periodAs(text, "2014-10-13", "2014-10-24", 10, calendar).n
		if diff := cmp.Diff([]string{"PUB03 error"}, check(&n)); diff != "" {
			t.Errorf("%s without a calendar: -want +got\n%s", text, diff)
		}
	}
}

func TestPublicityMessages(t *testing.T) {
	tests := []struct {
		rule       string
		start, end string
		days       int
		unit       gongshi.DayUnit
		want       []string
	}{
		{"PUB01", "2023-09-25", "2023-10-08", 10, working, []string{
			"2023年10月8日为6个工作日（不计首日为5个）", "holds 6 (5 if the first day is not counted)",
			"应至2023年10月12日（不计首日则至2023年10月13日）", "on 2023-10-12 (2023-10-13 if",
			"中秋节2023年9月29日、国庆节2023年9月30日至2023年10月6日", "National Day 2023-09-30 to 2023-10-06",
			"期间调休上班：国庆节2023年10月7日至2023年10月8日", "Make-up working days within: National Day 2023-10-07 to 2023-10-08.",
		}},
		// The day on which it would have ended lies beyond the calendar.
		{"PUB01", "2026-12-21", "2026-12-25", 30, working, []string{"为5个工作日（不计首日为4个）。", "(4 if the first day is not counted)."}},
		{"PUB02", "2023-10-16", "2023-10-20", 5, working, []string{
			"只按计首日的算法相符", "计首日为5个工作日，不计首日为4个工作日", "right only with the first day: 2023-10-16 to 2023-10-20 holds 5 with it and 4 without",
		}},
		{"PUB02", "2023-10-16", "2023-10-20", 4, working, []string{"只按不计首日的算法相符", "4 working days are right only without the first day"}},
		{"PUB02", "2019-08-22", "2019-08-28", 6, calendar, []string{"计首日为7天，不计首日为6天", "6 calendar days are right only without"}},
		{"PUB03", "2019-08-22", "2019-08-25", 7, calendar, []string{
			"写明公示7天", "共4天（不计首日为3天）", "应至2019年8月28日（不计首日则至2019年8月29日）",
			"states 7 days", "holds 4 (3 if", "7 days would have ended on 2019-08-28 (2019-08-29 if",
		}},
		{"PUB10", "2023-10-13", "2023-10-26", 10, calendar, []string{
			"共14个自然日，不符；为10个工作日（不计首日为9个），相符", "14 calendar days, which does not match, and 10 working days (9 if",
		}},
		{"PUB15", "2026-12-25", "2027-01-08", 10, working, []string{"工作日历（2015—2026年）不含2027年", "the calendar (2015 to 2026) does not cover 2027"}},
	}
	for _, test := range tests {
		n := closeOut().period(test.start, test.end, test.days, test.unit).n
		m := finding(t, test.rule, &n).Message
		for _, want := range test.want {
			if !strings.Contains(m.Zh, want) && !strings.Contains(m.En, want) {
				t.Errorf("%s, %s to %s: %q is not in\n%s\n%s", test.rule, test.start, test.end, want, m.Zh, m.En)
			}
		}
	}
	for _, days := range []int{30, 9} { // 9 would have ended with the year, or after it
		n := closeOut().period("2026-12-21", "2026-12-25", days, working).n
		if m := finding(t, "PUB01", &n).Message; strings.Contains(m.En, "ended") {
			t.Errorf("PUB01 names a day it cannot know: %s", m.En)
		}
	}
	n := closeOut().period("2023-10-16", "2023-10-20", 1, working).n
	if m := finding(t, "PUB01", &n).Message; !strings.Contains(m.En, "states 1 working day, but") || strings.Contains(m.En, "Days off") {
		t.Errorf("one day, and no days off within: %s", m.En)
	}
}

// A long period does not fill the screen with its weekends.
func TestManyDaysOff(t *testing.T) {
	n := closeOut().period("2023-03-01", "2023-05-31", 10, working).n
	m := finding(t, "PUB01", &n).Message
	if !strings.Contains(m.En, " and 8 more.") || !strings.Contains(m.Zh, "，另有8段。") || strings.Count(m.Zh, "周末") > maxRuns {
		t.Errorf("%s\n%s", m.Zh, m.En)
	}
	n = closeOut().period("2023-07-03", "2023-08-13", 10, working).n // six weekends
	if m := finding(t, "PUB01", &n).Message; strings.Contains(m.En, "more") || strings.Count(m.Zh, "周末") != maxRuns {
		t.Errorf("%s\n%s", m.Zh, m.En)
	}
}

// A calendar of the user's lifts the verdict that was withheld.
func TestUserCalendar(t *testing.T) {
	user, err := workday.Parse(strings.NewReader("year 2027\n2027-01-01 off 元旦\n"))
	if err != nil {
		t.Fatal(err)
	}
	n := closeOut().period("2026-12-25", "2027-01-08", 15, working).n
	found := Check(&n, workday.Official().With(user), Rules())
	if len(found) != 1 || found[0].Rule != "PUB01" || !strings.Contains(found[0].Message.En, "holds 10 (9 if") {
		t.Errorf("findings %v", found)
	}
}

func TestDates(t *testing.T) {
	mention := func(day string, role gongshi.DateRole, inferred bool) gongshi.DateMention {
		return gongshi.DateMention{Date: date(day), Role: role, Inferred: inferred}
	}
	tests := []struct {
		name       string
		start, end string
		dates      []gongshi.DateMention
		want       []string
	}{
		{"in order", "2026-01-09", "2026-01-15", nil, nil},
		{"one day", "2026-01-09", "2026-01-09", nil, []string{"PUB06 note"}},
		{"reversed", "2026-01-09", "2025-01-15", nil, []string{"PUB04 error"}},
		{"the day before", "2026-01-09", "2026-01-08", nil, []string{"PUB04 error"}},
		{"only months", "2026-02", "2026-01", nil, nil},
		{"end does not exist", "2023-02-20", "2023-02-30", nil, []string{"PUB04 error"}},
		{"start does not exist", "2023-02-30", "2023-03-10", nil, []string{"PUB04 error"}},
		{"both do not exist", "2023-02-30", "2023-13-01", nil, []string{"PUB04 error", "PUB04 error"}},
		{"over New Year, year not written", "2023-12-28", "2023-01-08",
			[]gongshi.DateMention{mention("2023-01-08", gongshi.RolePublicityEnd, true)}, []string{"PUB13 warning"}},
		{"over New Year, 60 days", "2023-12-28", "2023-02-25",
			[]gongshi.DateMention{mention("2023-02-25", gongshi.RolePublicityEnd, true)}, []string{"PUB13 warning"}},
		{"over New Year, 61 days", "2023-12-28", "2023-02-26",
			[]gongshi.DateMention{mention("2023-02-26", gongshi.RolePublicityEnd, true)}, []string{"PUB04 error"}},
		{"over New Year, year written", "2023-12-28", "2023-01-08",
			[]gongshi.DateMention{mention("2023-01-08", gongshi.RolePublicityEnd, false)}, []string{"PUB04 error"}},
		{"over New Year, another year not written", "2023-12-28", "2023-01-08",
			[]gongshi.DateMention{mention("2023-01-08", gongshi.RoleBody, true)}, []string{"PUB04 error"}},
		{"reversed, year not written", "2023-10-24", "2023-10-13",
			[]gongshi.DateMention{mention("2023-10-13", gongshi.RolePublicityEnd, true)}, []string{"PUB04 error"}},
	}
	for _, test := range tests {
		n := closeOut().periodAs("公示时间", test.start, test.end, 0, "").n
		n.Dates = test.dates
		if diff := cmp.Diff(test.want, check(&n)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
	n := closeOut().periodAs("公示时间", "2026-01-09", "2025-01-15", 0, "").n
	if m := finding(t, "PUB04", &n).Message; m.Zh != "公示期截止于2025年1月15日，早于起始日2026年1月9日。" ||
		m.En != "The period ends on 2025-01-15, before it starts on 2026-01-09." {
		t.Errorf("%+v", m)
	}
}

// An opinion on acceptance makes nothing public, and needs no period.
func TestNothingPublic(t *testing.T) {
	b := closeOut()
	b.n.Title = "关于第二轮中央生态环境保护督察反馈第11项问题的验收销号意见"
	b.n.Text = strings.Replace(b.n.Text, closeOutTitle, b.n.Title+strings.Repeat("\n", len(closeOutTitle)-len(b.n.Title)), 1)
	if f := finding(t, "PUB05", &b.n); f.Severity != gongshi.SeverityNote || !strings.Contains(f.Message.Zh, "可能不需要公示") {
		t.Errorf("%+v", f)
	}
}

// The parser makes no date of one that does not exist, but says so.
func TestImpossibleDates(t *testing.T) {
	impossible := func(b *builder, before, written, code string) *builder {
		b.write(before)
		b.n.Diagnostics = append(b.n.Diagnostics, gongshi.Diagnostic{Stage: "parse", Code: code, Span: b.write(written)})
		b.write("。\n")
		return b
	}
	const bad = "2023年2月30日"
	tests := []struct {
		name string
		b    *builder
		want []string
	}{
		{"no period found", impossible(closeOut(), "公示时间：2023年2月20日至", bad, codeImpossible), []string{"PUB04 error"}},
		{"in the body", impossible(closeOut().period("2023-02-20", "2023-02-24", 0, ""), "已于", bad, codeImpossible), nil},
		{"another diagnostic", impossible(closeOut(), "公示时间：2023年2月20日至", bad, "ambiguous-date"), []string{"PUB05 note"}},
		{"on the line after", impossible(closeOut().text("公示时间："), "已于", bad, codeImpossible), []string{"PUB05 error"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, check(&test.b.n)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
	both := impossible(impossible(closeOut(), "公示时间：", bad, codeImpossible), "公示期限：", "2023年4月31日", codeImpossible)
	slices.Reverse(both.n.Diagnostics) // in whatever order they come
	if diff := cmp.Diff([]string{"PUB04 error", "PUB04 error"}, check(&both.n)); diff != "" {
		t.Errorf("two of them: -want +got\n%s", diff)
	}
	f := finding(t, "PUB04", &tests[0].b.n)
	if got := f.Span.Of(tests[0].b.n.Text); got != bad || !strings.Contains(f.Message.Zh, bad) {
		t.Errorf("place %q, message %s", got, f.Message.Zh)
	}

	within := closeOut().periodAs("（自2023年2月30日起10个工作日）", "", "", 10, working).n
	within.Diagnostics = []gongshi.Diagnostic{{Code: codeImpossible, Span: gongshi.Span{
		Start: within.Publicity.Span.Start + len("（自"), End: within.Publicity.Span.Start + len("（自") + len(bad)}}}
	if diff := cmp.Diff([]string{"PUB04 error"}, check(&within)); diff != "" {
		t.Errorf("within the period: -want +got\n%s", diff)
	}
	within.Diagnostics[0].Span = gongshi.Span{Start: 5, End: 1 << 20}
	if got := check(&within); slices.Contains(got, "PUB04 error") {
		t.Error("a place outside the text is taken for one")
	}
}

func TestPeriodStated(t *testing.T) {
	tests := []struct {
		name       string
		start, end string
		days       int
		issued     string
		want       []string
	}{
		{"both ends", "2023-10-16", "2023-10-20", 0, "", nil},
		{"start and length", "2023-10-16", "", 10, "", nil},
		{"end and length", "", "2023-10-20", 10, "", nil},
		{"start only", "2023-10-16", "", 0, "2023-10-16", []string{"PUB05 error"}},
		{"end only", "", "2023-10-20", 0, "", []string{"PUB05 warning"}},
		{"end only, dated", "", "2023-10-20", 0, "2023-10-16", []string{"PUB05 note"}},
		{"length only", "", "", 10, "", []string{"PUB05 warning"}},
		{"length only, dated", "", "", 10, "2023-10-16", nil},
		{"length only, dated by month", "", "", 10, "2023-10", []string{"PUB05 warning"}},
		{"nothing", "", "", 0, "2023-10-16", []string{"PUB05 error"}},
	}
	for _, test := range tests {
		n := closeOut().issued(test.issued).periodAs("公示", test.start, test.end, test.days, working).n
		if diff := cmp.Diff(test.want, check(&n)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
}

func TestPeriodMessages(t *testing.T) {
	tests := []struct {
		start, end string
		days       int
		unit       gongshi.DayUnit
		issued     string
		want       gongshi.Text
	}{
		{"2023-10", "", 0, "", "", gongshi.Text{Zh: "公示期自2023年10月起，", En: "starts on 2023-10 and"}},
		{"2023", "", 0, "", "", gongshi.Text{Zh: "公示期自2023年起，", En: "starts on 2023 and"}},
		{"", "", 7, working, "", gongshi.Text{Zh: "只写7个工作日，", En: "stated, 7 working days, and"}},
		{"", "", 7, calendar, "", gongshi.Text{Zh: "只写7天，", En: "stated, 7 days, and"}},
		{"", "2023-10-20", 0, "", "", gongshi.Text{Zh: "只写截止日2023年10月20日", En: "last day 2023-10-20 is stated, and the notice is not dated"}},
		{"", "2023-10-20", 0, "", "2023-10-16", gongshi.Text{Zh: "公示日期为2023年10月16日", En: "the notice is dated 2023-10-16"}},
	}
	for _, test := range tests {
		n := closeOut().issued(test.issued).periodAs("公示", test.start, test.end, test.days, test.unit).n
		m := finding(t, "PUB05", &n).Message
		if !strings.Contains(m.Zh, test.want.Zh) || !strings.Contains(m.En, test.want.En) {
			t.Errorf("message %+v, want %+v in it", m, test.want)
		}
	}
}

func TestNoPeriod(t *testing.T) {
	tests := []struct {
		text, want string
		place      string // of a note
	}{
		{"联系电话：0730-8245473。", "PUB05 error", ""},
		{"如对公示内容有异议，请反映。", "PUB05 error", ""},
		{"公示期间如有异议，请来电0730-8245473。", "PUB05 error", ""},
		{"公示时间：20221122日至202211243个工作日", "PUB05 note", "公示时间：20221122"},
		{"公示期限：自发布之日起 七日 内", "PUB05 note", "公示期限：自发布之日起 七日"},
		{"现公示十个工作日", "PUB05 note", "公示十个工作日"},
		{"公示时间：****年**月**日", "PUB05 note", "公示时间：****年"},
	}
	for _, test := range tests {
		n := closeOut().text(test.text).n
		if diff := cmp.Diff([]string{test.want}, check(&n)); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.text, diff)
			continue
		}
		if got := finding(t, "PUB05", &n).Span.Of(n.Text); got != test.place {
			t.Errorf("%s: place %q, want %q", test.text, got, test.place)
		}
	}
}
