// Package workday answers which days are working days in mainland China: the
// five-day week, the public holidays, and the make-up days worked in exchange
// (调休), as the State Council orders them year by year.
//
// A year's arrangement is announced in the autumn before it. Of a year that the
// calendar does not cover nothing is known, and nothing is guessed: Monday to
// Friday would be wrong on some fifteen days of any year. [Official] covers the
// years that several independent sources agree on; [Parse] and
// [Calendar.With] add to them from a file of the user.
package workday

import (
	_ "embed" // for official.txt
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"gongshi"
)

//go:generate go run ./gen -o official.txt

//go:embed official.txt
var officialText string

// Calendar knows the working days of the years it covers. It does not change
// and may be used by many goroutines. The zero Calendar covers nothing.
type Calendar struct {
	years map[int]bool
	days  map[gongshi.Date]special
}

// special is a day that was ordered to be worked or not, whatever its weekday.
type special struct {
	working bool
	name    string // the holiday it belongs to
}

// Official is the calendar that comes with the program. Its text is read by the
// tests of this package; should it not parse, no year is covered and every
// verdict is withheld.
var Official = sync.OnceValue(func() *Calendar {
	c, err := Parse(strings.NewReader(officialText))
	if err != nil {
		return &Calendar{}
	}
	return c
})

// With gives a calendar that knows what c and other know. The arrangement of a
// year that other covers replaces that of c; a single day that other lists
// replaces that day only.
func (c *Calendar) With(other *Calendar) *Calendar {
	sum := &Calendar{years: map[int]bool{}, days: map[gongshi.Date]special{}}
	maps.Copy(sum.years, c.years)
	maps.Copy(sum.years, other.years)
	for d, s := range c.days {
		if !other.years[d.Year] {
			sum.days[d] = s
		}
	}
	maps.Copy(sum.days, other.days)
	return sum
}

// Years gives the first and the last year covered, 0 and 0 where there is none.
// A calendar extended by its user may leave out years between them.
func (c *Calendar) Years() (from, to int) {
	for y := range c.years {
		if from == 0 || y < from {
			from = y
		}
		to = max(to, y)
	}
	return from, to
}

// IsWorkday tells whether d is a working day, and whether that is known at all.
// It is not for a day of a year that is not covered, nor for a date that is not
// a day of the calendar.
func (c *Calendar) IsWorkday(d gongshi.Date) (working, known bool) {
	if !isDay(d) {
		return false, false
	}
	if s, ok := c.days[d]; ok {
		return s.working, true
	}
	if !c.years[d.Year] {
		return false, false
	}
	return !isWeekend(d), true
}

// Holiday gives the name of the holiday that d is off or worked for; listed
// tells whether the calendar lists the day at all.
func (c *Calendar) Holiday(d gongshi.Date) (name string, listed bool) {
	s, listed := c.days[d]
	return s.name, listed
}

// UnknownYearError says that a verdict needs a year the calendar does not cover.
type UnknownYearError struct{ Year int }

func (e *UnknownYearError) Error() string {
	return fmt.Sprintf("the working days of %d are not known", e.Year)
}

var (
	errNotADay = errors.New("not a day of the calendar")
	errOrder   = errors.New("the period ends before it starts")
	errLength  = errors.New("a number of working days is at least 1")
)

// Counts is what lies in a period.
type Counts struct {
	// Working counts the working days, WorkingExcludingFirst those after the
	// first day, Calendar all days.
	Working, WorkingExcludingFirst, Calendar int
	// Off are the days not worked and MadeUp the weekend days worked in
	// exchange, in order.
	Off, MadeUp []Run
}

// Run is a number of days in a row that are off, or worked, for one reason.
type Run struct {
	First, Last gongshi.Date
	// Holiday is the name of the holiday, empty for a plain weekend.
	Holiday gongshi.Text
}

// Count counts the days from start to end, both included. It fails with an
// [*UnknownYearError] if one of them is not known, and with another error if
// start and end are not days or not in order.
func (c *Calendar) Count(start, end gongshi.Date) (Counts, error) {
	if err := checkPeriod(start, end); err != nil {
		return Counts{}, err
	}
	var n Counts
	for d := start; d.Compare(end) <= 0; d = d.AddDays(1) {
		working, known := c.IsWorkday(d)
		if !known {
			return Counts{}, &UnknownYearError{d.Year}
		}
		n.Calendar++
		switch {
		case !working:
			n.Off = c.extend(n.Off, d)
			continue
		case isWeekend(d):
			n.MadeUp = c.extend(n.MadeUp, d)
		}
		n.Working++
		if d != start {
			n.WorkingExcludingFirst++
		}
	}
	return n, nil
}

// CalendarDays counts all days from start to end, both included; ok is false
// if they are not days or not in order. It needs no calendar.
func CalendarDays(start, end gongshi.Date) (n int, ok bool) {
	if checkPeriod(start, end) != nil {
		return 0, false
	}
	return start.DaysUntil(end) + 1, true
}

// Nth gives the day on which n working days that begin on start have passed:
// the n-th working day from start on, or from the day after it where the first
// day is not counted. It fails as [Calendar.Count] does.
func (c *Calendar) Nth(start gongshi.Date, n int, excludingFirst bool) (gongshi.Date, error) {
	if !isDay(start) {
		return gongshi.Date{}, fmt.Errorf("date %q: %w", start, errNotADay)
	}
	if n < 1 {
		return gongshi.Date{}, errLength
	}
	d := start
	if excludingFirst {
		d = d.AddDays(1)
	}
	for ; ; d = d.AddDays(1) {
		working, known := c.IsWorkday(d)
		if !known {
			return gongshi.Date{}, &UnknownYearError{d.Year}
		}
		if working {
			n--
		}
		if n == 0 {
			return d, nil
		}
	}
}

// extend adds d to the last run, or starts a run with it.
func (c *Calendar) extend(runs []Run, d gongshi.Date) []Run {
	name := HolidayName(c.days[d].name)
	if k := len(runs) - 1; k >= 0 && runs[k].Last.AddDays(1) == d && runs[k].Holiday == name {
		runs[k].Last = d
		return runs
	}
	return append(runs, Run{First: d, Last: d, Holiday: name})
}

func checkPeriod(start, end gongshi.Date) error {
	for _, d := range [...]gongshi.Date{start, end} {
		if !isDay(d) {
			return fmt.Errorf("date %q: %w", d, errNotADay)
		}
	}
	if end.Compare(start) < 0 {
		return fmt.Errorf("%s to %s: %w", start, end, errOrder)
	}
	return nil
}

func isDay(d gongshi.Date) bool { return d.Exact() && d.Valid() }

func isWeekend(d gongshi.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// english are the English names of the holidays.
var english = map[string]string{
	"元旦":    "New Year's Day",
	"春节":    "Spring Festival",
	"清明节":   "Qingming Festival",
	"劳动节":   "Labour Day",
	"端午节":   "Dragon Boat Festival",
	"中秋节":   "Mid-Autumn Festival",
	"国庆节":   "National Day",
	"国庆中秋":  "National Day and Mid-Autumn Festival",
	"抗战胜利日": "Victory Day",
}

// HolidayName gives the name of a holiday in both languages; a name from a
// user's file that has no English form stays as it is.
func HolidayName(name string) gongshi.Text {
	if en, ok := english[name]; ok {
		return gongshi.Text{Zh: name, En: en}
	}
	return gongshi.Text{Zh: name, En: name}
}
