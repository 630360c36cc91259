package api

import (
	"cmp"
	"context"
	"net/http"

	"gongshi"
	"gongshi/ingest/store"
)

// LedgerInput asks for a page of the ledger.
type LedgerInput struct {
	Caller
	States []string `query:"state,explode" maxItems:"5" enum:"pending,imported,duplicate,skipped,failed" doc:"Only sources in these states. May be repeated." example:"[\"failed\"]"`
	PageParameters
}

// LedgerOutput is a page of the ledger.
type LedgerOutput struct{ Body Ledger }

// Ledger is a page of the ledger, in the order in which places were first seen.
type Ledger struct {
	Counts  map[store.State]int `json:"counts" doc:"How many sources are in each state, on all pages and whatever is asked for."`
	Sources []Source            `json:"sources"`
	Next    string              `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// Source is what became of a file.
type Source struct {
	Path      string      `json:"path" doc:"Where it was found; !/ leads into an archive." example:"a.zip!/岳阳/1.pdf"`
	Container string      `json:"container,omitempty" doc:"The archive on disk that it is in."`
	State     store.State `json:"state" enum:"pending,imported,duplicate,skipped,failed"`
	Size      int64       `json:"size"`
	Digest    string      `json:"digest,omitempty"`
	Stage     string      `json:"stage,omitempty" doc:"Where it failed." example:"decode"`
	Code      string      `json:"code,omitempty" doc:"Why, for programs." example:"encrypted"`
	Message   string      `json:"message,omitempty" doc:"Why and what can be done, in the language of the caller."`
	Tries     int         `json:"tries"`
}

func (h *handler) addLedger() {
	op := get("list-ledger", "/ledger", "imports", "List the ledger", "What became of every file that was ever found, in the order in which places were first seen.")
	op.within, op.problems = h.limits.query, []int{http.StatusGatewayTimeout}
	add(h, op, h.ledger)
}

// ledgerCursor is the last row of a page.
type ledgerCursor struct {
	Path string `json:"p"`
}

func (h *handler) ledger(ctx context.Context, in *LedgerInput) (*LedgerOutput, error) {
	lang := langOf(ctx)
	var last ledgerCursor
	if err := decodeCursor(in.Cursor, &last, lang); err != nil {
		return nil, err
	}
	counts, err := h.Store.Counts(ctx)
	if err != nil {
		return nil, err
	}
	out := Ledger{Counts: counts, Sources: []Source{}}
	wanted := make(map[store.State]bool)
	for _, state := range in.States {
		wanted[store.State(state)] = true
	}
	behind := in.Cursor == ""
	// All rows are looked at: the last of the page before may be in another state by
	// now, but it is still in its place.
	for src, err := range h.Store.Sources(ctx) {
		if err != nil {
			return nil, err
		}
		switch {
		case !behind:
			behind = src.Path == last.Path
			continue
		case len(wanted) > 0 && !wanted[src.State]:
			continue
		case len(out.Sources) == in.Limit:
			out.Next = encodeCursor(ledgerCursor{out.Sources[in.Limit-1].Path})
			return &LedgerOutput{out}, nil
		}
		out.Sources = append(out.Sources, h.newSource(&src, lang))
	}
	if !behind {
		return nil, badCursor(lang)
	}
	return &LedgerOutput{out}, nil
}

func (h *handler) newSource(src *store.Source, lang string) Source {
	code, message := src.Code, gongshi.Text{}
	if h.Reason != nil {
		code, message = h.Reason(src)
	}
	return Source{src.Path, src.Container, src.State, src.Size, cmp.Or(src.Digest, src.Seen), src.Stage, code, message.In(lang), src.Tries}
}
