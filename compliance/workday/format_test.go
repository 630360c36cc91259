package workday

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const user2027 = "\ufeff# 国务院办公厅关于2027年部分节假日安排的通知\r\n" +
	"year 2027\r\n2027-01-01 off 元旦\r\n\r\n  2027-01-03 work  Founders' Day\r\n2028-01-01 off\r\n"

func parse(t *testing.T, text string) *Calendar {
	t.Helper()
	c, err := Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParse(t *testing.T) {
	c := parse(t, user2027)
	tests := []struct {
		day            string
		working, known bool
	}{
		{"2027-01-01", false, true}, // a Friday
		{"2027-01-02", false, true},
		{"2027-01-03", true, true}, // a Sunday
		{"2027-01-04", true, true},
		{"2028-01-01", false, true}, // known by itself
		{"2028-01-03", false, false},
		{"2026-12-31", false, false},
	}
	for _, test := range tests {
		if working, known := c.IsWorkday(day(test.day)); working != test.working || known != test.known {
			t.Errorf("IsWorkday(%s) = %t, %t, want %t, %t", test.day, working, known, test.working, test.known)
		}
	}
	if name, listed := c.Holiday(day("2027-01-03")); name != "Founders' Day" || !listed {
		t.Errorf("Holiday(2027-01-03) = %q, %t", name, listed)
	}
	if name, listed := c.Holiday(day("2027-01-04")); name != "" || listed {
		t.Errorf("Holiday(2027-01-04) = %q, %t", name, listed)
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"year", "line 1"},
		{"\nyear 27", `line 2: year "27"`},
		{"year 2027 2028", "2 words"},
		{"year abcd", "four digits"},
		{"2027-02-30 off 春节", "line 1: date \"2027-02-30\": parsing time"},
		{"2027-02 off 春节", "want a day"},
		{"2027-01-01", `want "off" or "work"`},
		{"2027-01-01 休 元旦", `want "off" or "work"`},
		{"2027-01-01 off 元旦\n2027-01-01 work 元旦", "line 2: 2027-01-01: listed both"},
		{"\xff\xfe2\x000\x00", "line 1"}, // UTF-16
		{strings.Repeat("# far too long\n", maxText/10), "longer than"},
	}
	for _, test := range tests {
		_, err := Parse(strings.NewReader(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Parse(%.40q): error %v, want %q in it", test.text, err, test.want)
		}
	}
	if _, err := Parse(iotest.ErrReader(iotest.ErrTimeout)); err == nil {
		t.Error("an error of the reader is lost")
	}
}

func TestWith(t *testing.T) {
	sum := Official().With(parse(t, user2027))
	if from, to := sum.Years(); from != 2015 || to != 2027 {
		t.Errorf("Years() = %d, %d", from, to)
	}
	n, err := sum.Count(day("2026-12-30"), day("2027-01-04"))
	if err != nil || n.Working != 4 || n.Off[0].Holiday.Zh != "元旦" || n.MadeUp[0].Holiday.En != "Founders' Day" {
		t.Errorf("over New Year 2027: %+v, %v", n, err)
	}
	if _, known := Official().IsWorkday(day("2027-01-01")); known {
		t.Error("With changed the calendar it was called on")
	}
	if working, _ := sum.IsWorkday(day("2025-02-08")); !working {
		t.Error("With lost a day of the calendar it extends")
	}

	// A single day overrides that day, a declared year the whole year.
	one := Official().With(parse(t, "2025-02-08 off 停电\n"))
	if working, _ := one.IsWorkday(day("2025-02-08")); working {
		t.Error("a listed day does not override")
	}
	if working, _ := one.IsWorkday(day("2025-01-26")); !working {
		t.Error("a listed day overrides other days")
	}
	year := Official().With(parse(t, "year 2025\n"))
	if working, _ := year.IsWorkday(day("2025-10-01")); !working {
		t.Error("a declared year does not replace the arrangement")
	}
}

// The committed file is in the form that WriteTo gives.
func TestWriteTo(t *testing.T) {
	var b strings.Builder
	n, err := Official().WriteTo(&b)
	if err != nil || int(n) != b.Len() {
		t.Fatalf("WriteTo = %d, %v for %d bytes", n, err, b.Len())
	}
	_, want, _ := strings.Cut(officialText, "\n\n")
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("-official.txt +WriteTo\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(user2027)
	f.Add("year 2027\n2027-01-01 off")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		var b strings.Builder
		if _, err := c.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatalf("what WriteTo wrote does not parse: %v\n%s", err, b.String())
		}
		if diff := cmp.Diff(c, again, cmp.AllowUnexported(Calendar{}, special{})); diff != "" {
			t.Fatalf("-parsed +parsed again\n%s", diff)
		}
	})
}
