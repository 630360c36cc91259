package web

import (
	"fmt"
	"strings"
	"time"

	"gongshi"
	"gongshi/compliance/workday"
)

// period is the publicity period of a notice, day by day, with what it comes to.
type period struct {
	Start, End gongshi.Date
	// Stated is the length that the notice claims, Counted what the days come to.
	Stated, Counted string
	// Off are the days not worked and MadeUp the weekend days worked, in words.
	Off, MadeUp []string
	// Days are none where the period is longer than mostDays.
	Days []day
	// Unknown says why days could not be told apart.
	Unknown string
}

// day is a day of a period.
type day struct {
	Date    string // 10-13
	Weekday string
	// Word tells in one word what the day is, Kind the same for the style.
	Word, Kind string
}

// mostDays is the longest period that is shown day by day.
const mostDays = 62

// period gives the publicity period of a notice; nil if none is stated.
func (v *visit) period(n *gongshi.Notice) *period {
	p := n.Publicity
	if p == nil {
		return nil
	}
	out := &period{Start: p.Start, End: p.End, Stated: v.statedDays(p)}
	if !p.Start.Exact() || !p.End.Exact() {
		return out
	}
	calendar, ok := workday.CalendarDays(p.Start, p.End)
	if !ok {
		out.Unknown = v.tr("结束日早于开始日。", "It ends before it begins.")
		return out
	}
	counts, err := v.Calendar.Count(p.Start, p.End)
	if err != nil {
		out.Counted = fmt.Sprintf(v.tr("%d 个自然日", "%d days"), calendar)
		out.Unknown = v.tr("日历没有这一年的放假安排，不计工作日。", "The calendar does not have the holidays of that year: working days are not counted.")
	} else {
		out.Counted = fmt.Sprintf(v.tr("%d 个工作日（不计首日为 %d 个），%d 个自然日", "%d working days (%d without the first), %d days"),
			counts.Working, counts.WorkingExcludingFirst, counts.Calendar)
		out.Off, out.MadeUp = v.runs(counts.Off), v.runs(counts.MadeUp)
	}
	if calendar <= mostDays {
		for d := p.Start; d.Compare(p.End) <= 0; d = d.AddDays(1) {
			out.Days = append(out.Days, v.day(d))
		}
	}
	return out
}

func (v *visit) statedDays(p *gongshi.Publicity) string {
	switch {
	case p.StatedDays == 0:
		return ""
	case p.StatedUnit == gongshi.UnitWorking:
		return fmt.Sprintf(v.tr("%d 个工作日", "%d working days"), p.StatedDays)
	}
	return fmt.Sprintf(v.tr("%d 日", "%d days"), p.StatedDays)
}

// day says of a day what it is.
func (v *visit) day(d gongshi.Date) day {
	out := day{Date: fmt.Sprintf("%d-%02d", d.Month, d.Day), Weekday: v.weekday(d.Weekday())}
	working, known := v.Calendar.IsWorkday(d)
	name, listed := v.Calendar.Holiday(d)
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	switch {
	case !known:
		out.Kind, out.Word = "unknown", "?"
	case working && listed && weekend:
		out.Kind, out.Word = "madeup", v.tr("调休上班", "made up")
	case working:
		out.Kind, out.Word = "work", v.tr("班", "work")
	case listed && name != "":
		out.Kind, out.Word = "holiday", workday.HolidayName(name).In(v.lang)
	default:
		out.Kind, out.Word = "off", v.tr("休", "off")
	}
	return out
}

func (v *visit) weekday(w time.Weekday) string {
	if v.lang == "en" {
		return w.String()[:3]
	}
	return strings.Split("日一二三四五六", "")[w]
}

// runs says days in a row in words.
func (v *visit) runs(all []workday.Run) []string {
	var words []string
	for _, r := range all {
		text := r.First.String()
		if r.Last != r.First {
			text += v.tr(" 至 ", " to ") + r.Last.String()
		}
		if name := r.Holiday.In(v.lang); name != "" {
			text += v.tr("（", " (") + name + v.tr("）", ")")
		}
		words = append(words, text)
	}
	return words
}
