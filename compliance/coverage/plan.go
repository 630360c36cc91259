package coverage

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi"
	"gongshi/normal"
	"gongshi/parse/regions"
)

// Planned is a problem of a plan.
type Planned struct {
	Number string   `json:"number"`
	Units  []string `json:"units"`
	// Deadline is zero where there is none that ends: 长期坚持, or nothing.
	Deadline gongshi.Date `json:"deadline,omitzero"`
	// Written is the deadline as written.
	Written string `json:"written,omitempty"`
}

// Outcome is what became of a planned problem.
type Outcome struct {
	Planned
	Notices []Notice `json:"notices"`
	// Missing are the counties and cities among the units of which there is no
	// notice; none where the units name no place.
	Missing []string `json:"missing"`
	// Overdue is how many days the deadline is past: until the first notice, or until
	// today where there is none. A notice may come months after the work.
	Overdue int `json:"overdue_days,omitempty"`
}

// ErrNoHeader says that a table has no row that names its columns.
var ErrNoHeader = errors.New("no row names the columns")

// headers are the names of columns, the better ones first.
var headers = [3][]string{
	{"问题编号", "任务编号", "编号", "序号", "项号", "number", "no.", "no"},
	{"责任单位", "整改责任单位", "牵头单位", "责任主体", "整改实施主体", "responsible units", "responsible unit", "responsible", "units"},
	{"整改时限", "完成时限", "整改期限", "完成时间", "整改完成时间", "时限", "deadline"},
}

// headerRows is how many rows are looked at for the one that names the columns.
const headerRows = 20

// ReadPlan reads the rows of a table: one of the first names the columns (编号, 责任单位,
// 整改时限, or number, responsible units, deadline); rows without a number go on with the
// one above, as merged cells do.
func ReadPlan(rows [][]string) ([]Planned, error) {
	for i, row := range rows[:min(len(rows), headerRows)] {
		columns := columnsOf(row)
		if columns[0] < 0 || columns[1] < 0 && columns[2] < 0 {
			continue
		}
		return planOf(rows[i+1:], columns), nil
	}
	return nil, fmt.Errorf("%w: want 编号, 责任单位, 整改时限 (number, responsible units, deadline)", ErrNoHeader)
}

// columnsOf gives the columns of number, units and deadline, -1 where there is none.
func columnsOf(row []string) (columns [3]int) {
	for k, names := range headers {
		columns[k] = -1
		for _, name := range names {
			at := slices.IndexFunc(row, func(cell string) bool {
				return strings.ToLower(strings.Join(strings.Fields(cell), " ")) == name || normal.Letters(cell) == name
			})
			if at >= 0 {
				columns[k] = at
				break
			}
		}
	}
	return columns
}

func planOf(rows [][]string, columns [3]int) []Planned {
	cell := func(row []string, column int) string {
		if column < 0 || column >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[column])
	}
	var plan []Planned
	for _, row := range rows {
		number := Number(cell(row, columns[0]))
		units, written := unitsOf(cell(row, columns[1])), cell(row, columns[2])
		if number == "" {
			if len(plan) > 0 {
				last := &plan[len(plan)-1]
				last.Units = append(last.Units, units...)
			}
			continue
		}
		plan = append(plan, Planned{Number: number, Units: units, Deadline: deadlineOf(written), Written: written})
	}
	return plan
}

// unitsOf parts a list of units.
func unitsOf(cell string) []string {
	units := []string{}
	for _, u := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、，,；;\n。 \u3000", r) }) {
		if _, after, ok := strings.Cut(u, "："); ok {
			u = after // 牵头单位：…
		}
		if u = strings.TrimSpace(u); u != "" && !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	return units
}

var (
	// "第八项", "问题编号47-1", "8"
	digits = regexp.MustCompile(`\d+(?:-\d+)?`)
	han    = regexp.MustCompile(`[〇零一二三四五六七八九十百]+`)

	// "2023年12月31日", "2023-12-31", "2023/12", "2023年底", "2023.12.31"
	day = regexp.MustCompile(`(20\d\d)(?:年|[-/.])?(?:(\d{1,2})(?:月|[-/.])?(?:(\d{1,2})日?)?)?`)
)

// Number gives the normal form of a problem's number, "" for none: 第四十七项 is 47.
func Number(s string) string {
	s, _ = normal.Pattern(s)
	if m := digits.FindString(s); m != "" {
		head, rest, part := strings.Cut(m, "-")
		n, err := strconv.Atoi(head)
		if err != nil {
			return ""
		}
		if part {
			return strconv.Itoa(n) + "-" + rest
		}
		return strconv.Itoa(n)
	}
	if m := han.FindString(s); m != "" {
		return strconv.Itoa(hanNumber(m))
	}
	return ""
}

// hanNumber reads a Chinese numeral below a thousand: 四十七, 一百零三, or digit by digit: 一二.
func hanNumber(s string) int {
	total, last, units := 0, 0, false
	for _, r := range s {
		switch r {
		case '百':
			total, last, units = total+max(last, 1)*100, 0, true
		case '十':
			total, last, units = total+max(last, 1)*10, 0, true
		default:
			d := strings.IndexRune("〇一二三四五六七八九", r) / 3
			if r == '零' {
				d = 0
			}
			if !units && last > 0 {
				d += last * 10
			}
			last = d
		}
	}
	return total + last
}

// deadlineOf reads a day, month or year, and gives the last day of it; zero for anything else, and
// for what has no end.
func deadlineOf(s string) gongshi.Date {
	if strings.Contains(s, "长期") || strings.Contains(s, "持续") {
		return gongshi.Date{}
	}
	m := day.FindStringSubmatch(s)
	if m == nil {
		return gongshi.Date{}
	}
	year, _ := strconv.Atoi(m[1]) // digits, or nothing: 0
	month, _ := strconv.Atoi(m[2])
	of, _ := strconv.Atoi(m[3])
	if month == 0 {
		month = 12
	}
	if of == 0 {
		of = time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	}
	if d := (gongshi.Date{Year: year, Month: month, Day: of}); d.Valid() {
		return d
	}
	return gongshi.Date{}
}

// Against holds the notices against a plan: what became of each planned problem, and the
// notices with a number that the plan does not have.
func (t *Table) Against(plan []Planned, today gongshi.Date) (outcomes []Outcome, unplanned []Notice) {
	known := map[string]bool{}
	for _, p := range plan {
		known[p.Number] = true
		o := Outcome{Planned: p, Notices: []Notice{}, Missing: []string{}}
		for _, n := range t.notices {
			if slices.Contains(n.numbers, p.Number) {
				o.Notices = append(o.Notices, n)
			}
		}
		o.Missing = missing(p.Units, o.Notices)
		o.Overdue = overdue(p.Deadline, o.Notices, today)
		outcomes = append(outcomes, o)
	}
	for _, n := range t.notices {
		if !slices.ContainsFunc(n.numbers, func(number string) bool { return known[number] }) {
			unplanned = append(unplanned, n)
		}
	}
	return outcomes, unplanned
}

// missing gives the counties and cities among the units that no notice is of.
func missing(units []string, notices []Notice) []string {
	out := []string{}
	for _, u := range units {
		end, short, divisions := regions.At(u, 0)
		if short || len(divisions) == 0 || slices.ContainsFunc(divisions, func(d *regions.Division) bool { return d.Level() == regions.Province }) {
			continue
		}
		name := u[:end]
		if !slices.Contains(out, name) && !slices.ContainsFunc(notices, func(n Notice) bool { return strings.Contains(n.units, name) }) {
			out = append(out, name)
		}
	}
	return out
}

// overdue gives the days from the deadline to the first notice, or to today.
func overdue(deadline gongshi.Date, notices []Notice, today gongshi.Date) int {
	if deadline.IsZero() {
		return 0
	}
	first := gongshi.Date{}
	for _, n := range notices {
		if n.Issued.Exact() && n.Issued.Valid() && (first.IsZero() || n.Issued.Compare(first) < 0) {
			first = n.Issued
		}
	}
	if first.IsZero() {
		if len(notices) > 0 {
			return 0 // there is one, nobody knows since when
		}
		first = today
	}
	return max(0, deadline.DaysUntil(first))
}

// Keep leaves only the notices of the round (any if 0) and of the regions whose names
// contain the text.
func (t *Table) Keep(round int, region string) {
	t.notices = slices.DeleteFunc(t.notices, func(n Notice) bool {
		return round != 0 && n.round.Round != round || region != "" && !strings.Contains(n.round.Province+n.Region, region)
	})
}

// Len is the number of notices.
func (t *Table) Len() int { return len(t.notices) }
