package report

import (
	"io"

	"gongshi/internal/spreadsheet"
)

// NewCSV writes a table for spreadsheet programs.
func NewCSV(w io.Writer, o Options) (Writer, error) {
	rows, err := spreadsheet.NewCSV(w)
	if err != nil {
		return nil, err
	}
	return newTable(rows, o)
}

func newTable(rows spreadsheet.Writer, o Options) (Writer, error) {
	head := []string{o.tr("规则", "rule"), o.tr("级别", "severity"), o.tr("新增或已知", "baseline"), o.tr("公示标题", "title"),
		o.tr("核查结果", "finding"), o.tr("原文", "text"), o.tr("依据", "basis"), o.tr("来源", "source"), o.tr("公示编号", "notice"), o.tr("指纹", "fingerprint")}
	return &table{o, rows}, rows.Row(head...)
}

type table struct {
	Options
	rows spreadsheet.Writer
}

func (t *table) Put(item Item) error {
	return t.rows.Row(item.Rule, item.Severity.Name().In(t.Lang), t.state(&item), item.Title, item.Message.In(t.Lang), item.Quote,
		item.Basis.In(t.Lang), item.Source, item.Notice, item.Fingerprint)
}

func (t *table) Close(Totals) error { return t.rows.Close() }
