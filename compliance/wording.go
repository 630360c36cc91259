package compliance

import (
	"fmt"
	"strings"

	"gongshi"
	"gongshi/compliance/workday"
)

// maxRuns is how many runs of days a message names before it only counts them.
const maxRuns = 6

// zhDate writes 2023年10月13日, as precise as the date is.
func zhDate(d gongshi.Date) string {
	switch {
	case d.Day != 0:
		return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%d年%d月", d.Year, d.Month)
	}
	return fmt.Sprintf("%d年", d.Year)
}

// plural writes "1 working day", "2 working days".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// daysOff says which days of a period are not worked, and which weekend days
// are; empty where every day is a plain working day.
func daysOff(c workday.Counts) gongshi.Text {
	var t gongshi.Text
	if len(c.Off) > 0 {
		off := listRuns(c.Off, gongshi.Text{Zh: "周末", En: "weekend"})
		t.Zh += "期间休息日：" + off.Zh + "。"
		t.En += " Days off within: " + off.En + "."
	}
	if len(c.MadeUp) > 0 {
		worked := listRuns(c.MadeUp, gongshi.Text{Zh: "调休", En: "make-up day"})
		t.Zh += "期间调休上班：" + worked.Zh + "。"
		t.En += " Make-up working days within: " + worked.En + "."
	}
	return t
}

// listRuns names the runs; unnamed is what one without a holiday is called.
func listRuns(runs []workday.Run, unnamed gongshi.Text) gongshi.Text {
	var zh, en []string
	for _, r := range runs[:min(len(runs), maxRuns)] {
		name := r.Holiday
		if name.Zh == "" {
			name = unnamed
		}
		if r.First == r.Last {
			zh = append(zh, name.Zh+zhDate(r.First))
			en = append(en, name.En+" "+r.First.String())
			continue
		}
		zh = append(zh, name.Zh+zhDate(r.First)+"至"+zhDate(r.Last))
		en = append(en, name.En+" "+r.First.String()+" to "+r.Last.String())
	}
	t := gongshi.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
	if more := len(runs) - maxRuns; more > 0 {
		t.Zh += fmt.Sprintf("，另有%d段", more)
		t.En += fmt.Sprintf(" and %d more", more)
	}
	return t
}
