package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/web/desk"
)

// HealthInput asks whether the server is ready.
type HealthInput struct{ Caller }

// HealthOutput is how the server is.
type HealthOutput struct {
	Status int
	Body   Health
}

// Health is how the server is.
type Health struct {
	Status    string              `json:"status" enum:"ready,failing" doc:"Whether store and index answer."`
	Version   string              `json:"version" doc:"That of the program."`
	Store     Part                `json:"store"`
	Index     Part                `json:"index"`
	Seq       uint64              `json:"seq" doc:"The number of the newest change of the store."`
	Notices   int                 `json:"notices" doc:"How many notices the store has."`
	Sources   map[store.State]int `json:"sources" doc:"How many files are in each state."`
	Importing bool                `json:"importing" doc:"Whether this server is importing."`
	Waiting   int                 `json:"waiting" doc:"How many uploads wait for their import."`
}

// Part is a part of the server.
type Part struct {
	OK      bool    `json:"ok"`
	TookMS  float64 `json:"took_ms" doc:"How long its answer took, in milliseconds."`
	Notices int     `json:"notices" doc:"How many notices it has."`
}

// healthTime is how long store and index have to answer each.
const healthTime = 3 * time.Second

func (h *handler) addHealth() {
	op := get("get-health", "/health", "server", "See whether the server is ready", "Asks store and index. The status is 503 if one of them does not answer in 3 s; the body says which.")
	op.Responses = notReady(h)
	add(h, op, h.health)
}

func (h *handler) health(ctx context.Context, _ *HealthInput) (*HealthOutput, error) {
	out := Health{Status: "ready", Version: h.Version, Sources: map[store.State]int{}}
	status := http.StatusOK
	out.Store = h.probe(ctx, "store", func(ctx context.Context) (n int, err error) {
		if out.Seq, err = h.Store.Seq(ctx); err != nil {
			return 0, err
		}
		if out.Sources, err = h.Store.Counts(ctx); err != nil {
			return 0, err
		}
		out.Notices, err = h.Store.CountNotices(ctx)
		return out.Notices, err
	})
	out.Index = h.probe(ctx, "index", func(ctx context.Context) (int, error) {
		found, err := h.Search.Search(ctx, search.Request{})
		if err != nil {
			return 0, err
		}
		return found.Total, nil
	})
	if !out.Store.OK || !out.Index.OK {
		out.Status, status = "failing", http.StatusServiceUnavailable
	}
	out.Importing, out.Waiting = h.imports(ctx)
	return &HealthOutput{status, out}, nil
}

// probe tells whether a part answers in time.
func (h *handler) probe(ctx context.Context, name string, ask func(context.Context) (int, error)) Part {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	begun := time.Now()
	n, err := ask(ctx)
	if err != nil {
		h.Log.ErrorContext(ctx, "health", "part", name, "error", err)
	}
	return Part{err == nil, float64(time.Since(begun).Microseconds()) / 1000, n}
}

// imports tells whether an upload is being imported, and how many wait.
func (h *handler) imports(ctx context.Context) (running bool, waiting int) {
	if h.Uploads == nil {
		return false, 0
	}
	all, err := h.Uploads.List(ctx)
	if err != nil {
		h.Log.ErrorContext(ctx, "health", "part", "uploads", "error", err)
	}
	for i := range all {
		if all[i].State == desk.UploadWaiting {
			waiting++
		}
	}
	return slices.ContainsFunc(all, func(u desk.Upload) bool { return u.State == desk.UploadRunning }), waiting
}
