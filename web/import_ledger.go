package web

import (
	"context"
	"net/url"
	"slices"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/search"
)

// ledgerPage is what became of every source.
type ledgerPage struct {
	Tabs           []tab
	States         []countedState
	State          store.State // that is asked for; "" for all
	Notices        int
	Rows           []shownSource
	From, To, Of   int
	Previous, Next string
}

// countedState is a state with how many sources are in it.
type countedState struct {
	Name, URL string
	Count     int
	Here      bool
}

// shownSource is a row of the ledger.
type shownSource struct {
	Path, StateName string
	Failed          bool
	Code            string
	Reason          gongshi.Text
	Tries           int
}

// perLedgerPage is how many rows a page of the ledger has.
const perLedgerPage = 100

// ledgerState is a state with its name.
type ledgerState struct {
	state store.State
	name  gongshi.Text
}

// ledgerStates are the states in the order of the page.
var ledgerStates = []ledgerState{
	{store.StateImported, gongshi.Text{Zh: "已导入", En: "imported"}},
	{store.StateFailed, gongshi.Text{Zh: "失败", En: "failed"}},
	{store.StateDuplicate, gongshi.Text{Zh: "重复", En: "duplicate"}},
	{store.StateSkipped, gongshi.Text{Zh: "跳过", En: "skipped"}},
	{store.StatePending, gongshi.Text{Zh: "未完成", En: "interrupted"}},
}

// ledger lists the sources, those of one state if that is asked for.
func (v *visit) ledger() error {
	asked := clean(v.r.URL.Query())
	data := &ledgerPage{Tabs: v.importTabs("/import/ledger"), State: store.State(asked.Get("state"))}
	var states []store.State
	if data.State != "" {
		if !slices.ContainsFunc(ledgerStates, func(s ledgerState) bool { return s.state == data.State }) {
			return &search.RequestError{Field: "state", Value: string(data.State), Message: gongshi.Text{
				Zh: "可用 imported、failed、duplicate、skipped、pending。", En: "Use imported, failed, duplicate, skipped or pending."}}
		}
		states = append(states, data.State)
	}
	offset, err := number(asked, "offset", 0, 1<<31-1)
	if err != nil {
		return err
	}
	if err := v.within(func(ctx context.Context) error { return v.fillLedger(ctx, data, asked, offset, states) }); err != nil {
		return err
	}
	return v.show("ledger", page{Title: v.tr("导入台账", "Ledger of imports"), Path: "/import", Data: data})
}

func (v *visit) fillLedger(ctx context.Context, data *ledgerPage, asked url.Values, offset int, states []store.State) (err error) {
	counts, err := v.Store.Counts(ctx)
	if err != nil {
		return err
	}
	if data.Notices, err = v.Store.CountNotices(ctx); err != nil {
		return err
	}
	all := 0
	for _, s := range ledgerStates {
		all += counts[s.state]
		data.States = append(data.States, countedState{s.name.In(v.lang), "/import/ledger?state=" + string(s.state), counts[s.state], s.state == data.State})
	}
	data.States = append([]countedState{{v.tr("全部", "all"), "/import/ledger", all, data.State == ""}}, data.States...)
	data.Of = all
	if data.State != "" {
		data.Of = counts[data.State]
	}
	i := 0
	for src, err := range v.Store.Sources(ctx, states...) {
		if err != nil {
			return err
		}
		if i++; i <= offset {
			continue
		}
		if len(data.Rows) == perLedgerPage {
			break
		}
		data.Rows = append(data.Rows, v.shownSource(&src))
	}
	data.From, data.To = offset+1, offset+len(data.Rows)
	if offset > 0 {
		data.Previous = withQuery("/import/ledger", at(asked, offset-perLedgerPage))
	}
	if data.To < data.Of && len(data.Rows) > 0 {
		data.Next = withQuery("/import/ledger", at(asked, data.To))
	}
	return nil
}

func (v *visit) shownSource(src *store.Source) shownSource {
	shown := shownSource{Path: src.Path, Failed: src.State == store.StateFailed, Code: src.Code, Tries: src.Tries, Reason: gongshi.Text{Zh: src.Message, En: src.Message}}
	if v.Reason != nil && (src.Code != "" || src.Message != "") {
		_, shown.Reason = v.Reason(src)
	}
	for _, s := range ledgerStates {
		if s.state == src.State {
			shown.StateName = s.name.In(v.lang)
		}
	}
	return shown
}
