package export

import (
	"fmt"
	"time"

	"gongshi"
	"gongshi/search"
)

// About says which question a result answers, and of what.
type About struct {
	Query   string         `json:"query"`
	Filters search.Filters `json:"filters"`
	// Version is that of the program, Index that of the form of records, Reader
	// that of the readers and parsers.
	Version string `json:"version"`
	Index   string `json:"index_format"`
	Reader  int    `json:"reader"`
	// Store names the corpus, Seq the number of its newest change.
	Store string    `json:"store"`
	Seq   uint64    `json:"seq"`
	Time  time.Time `json:"time"`
	Count int       `json:"count"`
}

// Rows gives it as a table of two columns, in a language; the unit says what is
// counted.
func (p About) Rows(lang string, unit gongshi.Text) [][]string {
	rows := [][]string{}
	for _, row := range []struct{ zh, en, value string }{
		{"项目", "item", gongshi.Text{Zh: "内容", En: "value"}.In(lang)},
		{"查询", "query", p.Query},
		{"筛选", "filters", p.Filters.String()},
		{unit.Zh, unit.En, fmt.Sprint(p.Count)},
		{"时间", "time", p.Time.Format(time.RFC3339)},
		{"程序版本", "program", p.Version},
		{"索引版本", "index", p.Index},
		{"读取版本", "reader", fmt.Sprint(p.Reader)},
		{"资料库", "store", p.Store},
		{"资料库变更序号", "change of the store", fmt.Sprint(p.Seq)},
	} {
		rows = append(rows, []string{gongshi.Text{Zh: row.zh, En: row.en}.In(lang), row.value})
	}
	return rows
}
