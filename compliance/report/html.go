package report

import (
	_ "embed"
	"html/template"
	"io"
	"time"

	"gongshi"
)

//go:embed page.html
var page string

var pages = template.Must(template.New("").Parse(page))

// NewHTML writes a page for people that needs nothing beside it. Findings are
// written as they come; those of one notice have to come one after the other.
func NewHTML(w io.Writer, o Options) (Writer, error) {
	h := &htmlPage{Options: o, w: w}
	return h, pages.ExecuteTemplate(w, "head", map[string]any{
		"Lang": o.tr("zh-CN", "en"), "Title": o.tr("公示核查报告", "Findings on notices"),
		"Made": o.tr("生成于 ", "made on ") + time.Now().Format(time.DateOnly) + ", gongshi " + o.Version,
	})
}

type htmlPage struct {
	Options
	w      io.Writer
	notice string
	any    bool
}

func (h *htmlPage) Put(item Item) error {
	if !h.any || h.notice != item.Notice {
		name := "first"
		if h.any {
			name = "next"
		}
		title := item.Title
		if title == "" {
			title = h.tr("（无标题）", "(no title)")
		}
		err := pages.ExecuteTemplate(h.w, name, map[string]any{"Title": title, "Notice": item.Notice, "Source": item.Source})
		if err != nil {
			return err
		}
		h.any, h.notice = true, item.Notice
	}
	return pages.ExecuteTemplate(h.w, "finding", map[string]any{
		"Rule": item.Rule, "Severity": string(item.Severity), "SeverityName": item.Severity.Name().In(h.Lang), "State": h.state(&item), "Known": item.Known || item.Dismissed != nil,
		"Message": item.Message.In(h.Lang), "Quote": item.Quote, "Basis": h.tr("依据：", "basis: ") + item.Basis.In(h.Lang),
	})
}

func (h *htmlPage) Close(t Totals) error {
	type count struct {
		Name string
		N    int
	}
	counts := []count{{h.tr("公示", "notices"), t.Notices}}
	for _, s := range []gongshi.Severity{gongshi.SeverityError, gongshi.SeverityWarning, gongshi.SeverityNote} {
		counts = append(counts, count{s.Name().In(h.Lang), t.Counts[s]})
	}
	if h.Baseline {
		counts = append(counts, count{h.tr("其中已知", "known of these"), t.Known})
	}
	if t.Dismissed > 0 {
		counts = append(counts, count{h.tr("另有已搁置", "dismissed besides"), t.Dismissed})
	}
	return pages.ExecuteTemplate(h.w, "foot", map[string]any{
		"Any": h.any, "Counts": counts, "Unread": t.Unread, "UnreadTitle": h.tr("未能读取、没有核查的文件", "Files that could not be read and were not checked"),
	})
}
