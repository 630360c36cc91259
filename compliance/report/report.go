// Package report hands findings on: as SARIF to other programs, as tables to
// spreadsheets, as a page to people. A baseline says which findings were known
// before; those are marked and never left out, so that what is reported does not
// depend on when it was first seen.
package report

import (
	"gongshi"
	"gongshi/compliance"
)

// Item is a finding as it is handed on.
type Item struct {
	gongshi.Finding
	// Title and Text are those of the notice.
	Title, Text string
	// Quote is the text that the finding speaks of; empty where something is
	// missing.
	Quote string
	// Known tells that the baseline has the finding.
	Known bool
	// Others are the ids of other notices that have part in the finding.
	Others []string
	// Dismissed says why the finding does not count; nil where it does.
	Dismissed *Dismissal
}

// Dismissal is why somebody who looked at a finding does not count it, and the
// last day on which that holds, if there is one.
type Dismissal struct {
	Reason string       `json:"reason"`
	Until  gongshi.Date `json:"until,omitzero"`
}

// Unread is a file that could not be read, and so was not checked.
type Unread struct{ Path, Code, Message string }

// Totals are what there is to say in the end.
type Totals struct {
	Notices int
	// Counts are the numbers of findings, known ones included and dismissed ones not.
	Counts map[gongshi.Severity]int
	Known  int
	// Dismissed is the number of findings that do not count.
	Dismissed int
	Unread    []Unread
}

// Options are the same for all forms of a report.
type Options struct {
	// Lang is the language of texts, zh or en.
	Lang string
	// Version is that of the program.
	Version string
	// Rules are those that were used.
	Rules []compliance.Rule
	// Baseline tells that there is one: items are new or known.
	Baseline bool
}

// Writer writes a report.
type Writer interface {
	Put(Item) error
	// Close writes what is left. It does not close the file.
	Close(Totals) error
}

// NoticeWriter is a Writer that is told of every notice that was checked, those
// without findings too, before its findings.
type NoticeWriter interface {
	Writer
	Notice(n *gongshi.Notice)
}

func (o *Options) tr(zh, en string) string { return gongshi.Text{Zh: zh, En: en}.In(o.Lang) }

// state names what the baseline says of an item, or why it was dismissed.
func (o *Options) state(item *Item) string {
	switch {
	case item.Dismissed != nil && item.Dismissed.Until.IsZero():
		return o.tr("已搁置：", "dismissed: ") + item.Dismissed.Reason
	case item.Dismissed != nil:
		return o.tr("已搁置至", "dismissed until ") + item.Dismissed.Until.String() + o.tr("：", ": ") + item.Dismissed.Reason
	case !o.Baseline:
		return ""
	case item.Known:
		return o.tr("已知", "known")
	}
	return o.tr("新增", "new")
}
