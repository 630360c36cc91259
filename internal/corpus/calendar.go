package corpus

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"

	"gongshi"
)

//go:embed data/holidays.txt
var holidayTable string

// dayKinds tells of the days that are not what their weekday says: true is a
// make-up working day, false a public holiday.
var dayKinds = sync.OnceValue(func() map[gongshi.Date]bool {
	kinds := map[gongshi.Date]bool{}
	for line := range strings.Lines(holidayTable) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		working := false
		for _, field := range fields[1:] {
			switch field {
			case "off", "work":
				working = field == "work"
			default:
				markDays(kinds, fields[0], field, working)
			}
		}
	}
	return kinds
})

// markDays enters a day such as 0101, or a range such as 0101-0103.
func markDays(kinds map[gongshi.Date]bool, year, field string, working bool) {
	from, to, ranged := strings.Cut(field, "-")
	if !ranged {
		to = from
	}
	last := parseDay(year, to)
	for d := parseDay(year, from); d.Compare(last) <= 0; d = d.AddDays(1) {
		kinds[d] = working
	}
}

func parseDay(year, monthDay string) gongshi.Date {
	d, err := gongshi.ParseDate(fmt.Sprintf("%s-%s-%s", year, monthDay[:2], monthDay[2:]))
	must(err)
	return d
}

// Working tells whether people work on d by the State Council's calendar, which
// is held here for 2016 to 2025. It is kept apart from the calendar that
// notices are checked with, so that a test of one against the other says
// something.
func Working(d gongshi.Date) bool {
	if working, ok := dayKinds()[d]; ok {
		return working
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// WorkingDays counts the working days from start to end, both included.
func WorkingDays(start, end gongshi.Date) int {
	n := 0
	for d := start; d.Compare(end) <= 0; d = d.AddDays(1) {
		if Working(d) {
			n++
		}
	}
	return n
}
