package workday

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongshi"
)

// maxText bounds what [Parse] reads: a century of holidays is far below it.
const maxText = 1 << 20

// Parse reads a calendar: one entry a line, in any order, UTF-8. Empty lines and
// lines that begin with # are skipped.
//
//	year 2027                  the file holds the whole arrangement of the year
//	2027-01-01 off 元旦         a day not worked, and the holiday it belongs to
//	2027-02-06 work 春节        a day worked, mostly a weekend day in exchange
//
// Days of a declared year that are not listed are worked Monday to Friday. A
// listed day of a year that is not declared is known by itself. The name may be
// left out. Errors name the line.
func Parse(r io.Reader) (*Calendar, error) {
	c := &Calendar{years: map[int]bool{}, days: map[gongshi.Date]special{}}
	limited := &io.LimitedReader{R: r, N: maxText + 1}
	lines := bufio.NewScanner(limited)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := c.read(strings.Fields(line)); err != nil {
			return nil, fmt.Errorf("calendar line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	if limited.N == 0 {
		return nil, fmt.Errorf("read calendar: longer than %d bytes", maxText)
	}
	return c, nil
}

// read takes in the fields of one line.
func (c *Calendar) read(fields []string) error {
	if fields[0] == "year" {
		return c.readYear(fields[1:])
	}
	d, err := gongshi.ParseDate(fields[0])
	if err != nil {
		return err
	}
	if !d.Exact() {
		return fmt.Errorf("date %q: want a day", fields[0])
	}
	if len(fields) < 2 || fields[1] != "off" && fields[1] != "work" {
		return fmt.Errorf("%s: want \"off\" or \"work\" after the date", d)
	}
	s := special{working: fields[1] == "work", name: strings.Join(fields[2:], " ")}
	if before, ok := c.days[d]; ok && before.working != s.working {
		return fmt.Errorf("%s: listed both as off and as work", d)
	}
	c.days[d] = s
	return nil
}

func (c *Calendar) readYear(fields []string) error {
	if len(fields) != 1 {
		return fmt.Errorf("year: want one year, have %d words", len(fields))
	}
	y, err := strconv.Atoi(fields[0])
	if err != nil || len(fields[0]) != 4 || y < 1 {
		return fmt.Errorf("year %q: want four digits", fields[0])
	}
	c.years[y] = true
	return nil
}

// WriteTo writes what [Parse] reads: the years, then the days in order.
func (c *Calendar) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		fmt.Fprintf(&b, "year %04d\n", y)
	}
	for _, d := range slices.SortedFunc(maps.Keys(c.days), gongshi.Date.Compare) {
		word := "off"
		if c.days[d].working {
			word = "work"
		}
		b.WriteString(strings.TrimSpace(fmt.Sprintf("%s %s %s", d, word, c.days[d].name)) + "\n")
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}
