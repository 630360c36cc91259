package workday

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

func day(s string) gongshi.Date {
	d, err := gongshi.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestOfficial(t *testing.T) {
	if _, err := Parse(strings.NewReader(officialText)); err != nil {
		t.Fatal(err)
	}
	if from, to := Official().Years(); from != 2015 || to != 2026 {
		t.Errorf("Years() = %d, %d, want 2015, 2026", from, to)
	}
	tests := []struct {
		day     string
		working bool
		holiday string
	}{
		{"2015-09-03", false, "抗战胜利日"}, // a holiday of that year only
		{"2015-09-06", true, "抗战胜利日"},
		{"2019-04-28", true, "劳动节"}, // ordered in March 2019, months after the year's arrangement
		{"2019-05-05", true, "劳动节"},
		{"2019-05-02", false, "劳动节"},
		{"2018-12-29", true, "元旦"}, // belongs to the arrangement of 2019
		{"2018-12-31", false, "元旦"},
		{"2020-01-30", false, "春节"},
		{"2020-01-31", false, "春节"}, // the extension of 2020
		{"2020-02-01", false, "春节"},
		{"2020-02-02", false, "春节"},
		{"2020-02-03", true, "春节"},
		{"2020-10-01", false, "国庆中秋"},
		{"2023-09-29", false, "中秋节"},
		{"2023-10-06", false, "国庆节"},
		{"2023-10-07", true, "国庆节"},
		{"2023-10-08", true, "国庆节"},
		{"2025-01-26", true, "春节"},
		{"2025-02-08", true, "春节"},
		{"2025-02-09", false, ""},
		{"2026-01-02", false, "元旦"},
		{"2026-01-04", true, "元旦"},
		{"2026-02-14", true, "春节"},
		{"2026-02-23", false, "春节"},
		{"2026-02-28", true, "春节"},
		{"2026-09-20", true, "国庆节"},
		{"2026-10-07", false, "国庆节"},
		{"2026-10-08", true, ""},
		{"2026-11-23", true, ""},
		{"2026-11-22", false, ""},
	}
	for _, test := range tests {
		working, known := Official().IsWorkday(day(test.day))
		if !known || working != test.working {
			t.Errorf("IsWorkday(%s) = %t, %t, want %t, true", test.day, working, known, test.working)
		}
		if name, _ := Official().Holiday(day(test.day)); name != test.holiday {
			t.Errorf("Holiday(%s) = %q, want %q", test.day, name, test.holiday)
		}
	}
}

// The two copied sources and the calendar say the same of every day.
func TestSourcesAgree(t *testing.T) {
	for _, name := range []string{"chinese-days", "holiday-cn"} {
		text, err := os.Open("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		defer text.Close()
		other, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		days := 0
		for d := day("2015-01-01"); d.Year < 2027; d = d.AddDays(1) {
			days++
			want, known := other.IsWorkday(d)
			if got, ok := Official().IsWorkday(d); got != want || !ok || !known {
				t.Errorf("%s: official %t (known %t), %s %t (known %t)", d, got, ok, name, want, known)
			}
		}
		if days != 4383 {
			t.Errorf("compared %d days with %s, want 4383", days, name)
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, d := range []gongshi.Date{
		day("2014-12-31"), day("2027-01-01"), {}, {Year: 2023}, {Year: 2023, Month: 10}, {Year: 2023, Month: 2, Day: 30},
	} {
		if working, known := Official().IsWorkday(d); working || known {
			t.Errorf("IsWorkday(%v) = %t, %t, want false, false", d, working, known)
		}
	}
	var empty Calendar
	if from, to := empty.Years(); from != 0 || to != 0 {
		t.Errorf("Years() of the zero calendar = %d, %d", from, to)
	}
	if _, known := empty.IsWorkday(day("2023-10-13")); known {
		t.Error("the zero calendar knows a day")
	}
}

func TestCount(t *testing.T) {
	weekend := gongshi.Text{}
	tests := []struct {
		start, end string
		want       Counts
	}{
		{"2023-10-13", "2023-10-24", Counts{8, 7, 12, []Run{
			{day("2023-10-14"), day("2023-10-15"), weekend}, {day("2023-10-21"), day("2023-10-22"), weekend},
		}, nil}},
		{"2025-01-21", "2025-02-08", Counts{10, 9, 19, []Run{
			{day("2025-01-25"), day("2025-01-25"), weekend},
			{day("2025-01-28"), day("2025-02-04"), gongshi.Text{Zh: "春节", En: "Spring Festival"}},
		}, []Run{
			{day("2025-01-26"), day("2025-01-26"), gongshi.Text{Zh: "春节", En: "Spring Festival"}},
			{day("2025-02-08"), day("2025-02-08"), gongshi.Text{Zh: "春节", En: "Spring Festival"}},
		}}},
		{"2019-09-30", "2019-10-08", Counts{2, 1, 9, []Run{
			{day("2019-10-01"), day("2019-10-07"), gongshi.Text{Zh: "国庆节", En: "National Day"}},
		}, nil}},
		{"2023-10-13", "2023-10-13", Counts{1, 0, 1, nil, nil}},
		// The first day is off: both ways of counting give the same.
		{"2023-10-14", "2023-10-16", Counts{1, 1, 3, []Run{{day("2023-10-14"), day("2023-10-15"), weekend}}, nil}},
		// A period over New Year.
		{"2025-12-30", "2026-01-05", Counts{4, 3, 7, []Run{
			{day("2026-01-01"), day("2026-01-03"), gongshi.Text{Zh: "元旦", En: "New Year's Day"}},
		}, []Run{{day("2026-01-04"), day("2026-01-04"), gongshi.Text{Zh: "元旦", En: "New Year's Day"}}}}},
	}
	for _, test := range tests {
		got, err := Official().Count(day(test.start), day(test.end))
		if err != nil {
			t.Errorf("Count(%s, %s): %v", test.start, test.end, err)
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Count(%s, %s): -want +got\n%s", test.start, test.end, diff)
		}
		if n, ok := CalendarDays(day(test.start), day(test.end)); n != test.want.Calendar || !ok {
			t.Errorf("CalendarDays(%s, %s) = %d, %t", test.start, test.end, n, ok)
		}
	}
}

func TestCountErrors(t *testing.T) {
	tests := []struct {
		start, end gongshi.Date
		year       int // of the UnknownYearError wanted, 0 for another error
	}{
		{day("2026-12-28"), day("2027-01-08"), 2027},
		{day("2014-12-31"), day("2015-01-08"), 2014},
		{day("2023-10-24"), day("2023-10-13"), 0},
		{day("2023-10"), day("2023-10-13"), 0},
		{day("2023-10-13"), gongshi.Date{}, 0},
		{day("2023-02-01"), gongshi.Date{Year: 2023, Month: 2, Day: 30}, 0},
	}
	for _, test := range tests {
		_, err := Official().Count(test.start, test.end)
		var unknown *UnknownYearError
		year := 0
		if errors.As(err, &unknown) {
			year = unknown.Year
		}
		if err == nil || year != test.year {
			t.Errorf("Count(%v, %v): error %v, want one of year %d", test.start, test.end, err, test.year)
		}
		if _, ok := CalendarDays(test.start, test.end); ok != (test.year != 0) {
			t.Errorf("CalendarDays(%v, %v) is ok: %t", test.start, test.end, ok)
		}
	}
}

func TestNth(t *testing.T) {
	tests := []struct {
		start          string
		n              int
		excludingFirst bool
		want           string
	}{
		{"2023-10-13", 1, false, "2023-10-13"},
		{"2023-10-13", 1, true, "2023-10-16"},
		{"2023-10-13", 10, false, "2023-10-26"},
		{"2023-10-13", 10, true, "2023-10-27"},
		{"2025-01-21", 10, false, "2025-02-08"},
		{"2023-10-14", 1, false, "2023-10-16"}, // starts on a Saturday
		{"2023-10-16", 1, true, "2023-10-17"},
		{"2026-12-30", 3, false, ""}, // needs 2027
		{"2023-10-13", 0, false, ""},
		{"2023-10", 1, false, ""},
	}
	for _, test := range tests {
		got, err := Official().Nth(day(test.start), test.n, test.excludingFirst)
		if got.String() != test.want || (err == nil) != (test.want != "") {
			t.Errorf("Nth(%s, %d, %t) = %s, %v, want %q", test.start, test.n, test.excludingFirst, got, err, test.want)
		}
		if err != nil {
			continue
		}
		// What Nth says, Count finds.
		n, err := Official().Count(day(test.start), got)
		if counted := map[bool]int{false: n.Working, true: n.WorkingExcludingFirst}[test.excludingFirst]; err != nil || counted != test.n {
			t.Errorf("%s to %s holds %d working days (%v), want %d", test.start, got, counted, err, test.n)
		}
	}
}

// A mistake of the caller is not taken for a year that is missing.
func TestNthErrors(t *testing.T) {
	var unknown *UnknownYearError
	if _, err := Official().Nth(day("2026-12-30"), 3, false); !errors.As(err, &unknown) || unknown.Year != 2027 {
		t.Errorf("beyond the calendar: %v", err)
	}
	if _, err := Official().Nth(day("2023-10-13"), 0, false); err == nil || errors.As(err, &unknown) {
		t.Errorf("no days: %v", err)
	}
	if _, err := Official().Nth(day("2023-10"), 1, false); err == nil || errors.As(err, &unknown) {
		t.Errorf("a month: %v", err)
	}
}

func TestEveryHolidayHasAnEnglishName(t *testing.T) {
	for d, s := range Official().days {
		if english[s.name] == "" {
			t.Errorf("%s: no English name for %q", d, s.name)
		}
	}
}

// 52 weeks hold 260 or 261 weekdays, and 11 to 13 holidays a year are taken off.
func TestWorkingDaysOfAYear(t *testing.T) {
	for y := 2015; y <= 2026; y++ {
		n, err := Official().Count(gongshi.Date{Year: y, Month: 1, Day: 1}, gongshi.Date{Year: y, Month: 12, Day: 31})
		if err != nil || n.Working < 246 || n.Working > 252 {
			t.Errorf("%d has %d working days, %v", y, n.Working, err)
		}
	}
}
