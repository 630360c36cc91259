package gongshi

import (
	"fmt"
	"time"
)

// Date is a calendar day, or a month or year where no more is said: Day, or
// Month and Day, are then 0. It has no time of day and no zone.
type Date struct{ Year, Month, Day int }

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Exact tells whether the date is precise to the day.
func (d Date) Exact() bool { return d.Day != 0 }

// Valid tells whether the date exists in the calendar: 2023-02-30 does not.
func (d Date) Valid() bool {
	switch {
	case d.Year < 1 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0:
		return false
	case d.Month == 0:
		return d.Day == 0
	}
	return d.Day == 0 || d.time().Day() == d.Day
}

// String writes 2023-10-13, 2023-10 or 2023, as precise as the date is.
func (d Date) String() string {
	switch {
	case d.Day != 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case d.Year != 0:
		return fmt.Sprintf("%04d", d.Year)
	}
	return ""
}

// ParseDate reads what [Date.String] writes. A date that does not exist in the
// calendar is an error.
func ParseDate(s string) (Date, error) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if len(s) != len(layout) {
			continue
		}
		t, err := time.Parse(layout, s)
		if err != nil {
			return Date{}, fmt.Errorf("date %q: %w", s, err)
		}
		d := Date{Year: t.Year()}
		if len(layout) > 4 {
			d.Month = int(t.Month())
		}
		if len(layout) > 7 {
			d.Day = t.Day()
		}
		return d, nil
	}
	return Date{}, fmt.Errorf("date %q: want 2006-01-02, 2006-01 or 2006", s)
}

// MarshalText writes the date as [Date.String] does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is the zero date.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// Compare orders dates by time: negative when d is before e. A month or year
// stands before all of its days.
func (d Date) Compare(e Date) int {
	if c := d.Year - e.Year; c != 0 {
		return c
	}
	if c := d.Month - e.Month; c != 0 {
		return c
	}
	return d.Day - e.Day
}

// AddDays gives the day n days later; d must be exact.
func (d Date) AddDays(n int) Date {
	t := d.time().AddDate(0, 0, n)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// DaysUntil counts the days from d to e, 0 when they are the same; both must be
// exact.
func (d Date) DaysUntil(e Date) int {
	return int(e.time().Sub(d.time()) / (24 * time.Hour))
}

// Weekday is the day of the week; d must be exact.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}
