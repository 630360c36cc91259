package main

import (
	"encoding/json"
	"errors"
	"net/http"

	"gongshi/search"
	"gongshi/web/desk"
)

// newPages is what is served behind the guard: the API under /api/, pages elsewhere.
//
// Until those packages are there it has the least by which a server can be tried:
// api.New(d) and web.New(d) take the place of all but the mux.
func newPages(d *desk.Desk) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/health", func(w http.ResponseWriter, r *http.Request) {
		seq, err := d.Store.Seq(r.Context())
		reply(w, http.StatusOK, map[string]any{"status": "ok", "version": d.Version, "seq": seq}, err)
	})
	mux.HandleFunc("GET /api/v1/search", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		found, err := d.Search.Search(r.Context(), search.Request{Query: q.Get("q"), Rounds: q["round"], Regions: q["region"], Facets: q["facet"], Sort: q.Get("sort"), Limit: 20})
		reply(w, http.StatusOK, found, err)
	})
	mux.HandleFunc("POST /api/v1/imports", func(w http.ResponseWriter, r *http.Request) {
		if d.Uploads == nil {
			reply(w, http.StatusServiceUnavailable, nil, nil)
			return
		}
		u, err := d.Uploads.Accept(r.Context(), r.URL.Query().Get("name"), r.Body)
		reply(w, http.StatusAccepted, u, err)
	})
	mux.HandleFunc("GET /api/v1/imports", func(w http.ResponseWriter, r *http.Request) {
		if d.Uploads == nil {
			reply(w, http.StatusOK, []desk.Upload{}, nil)
			return
		}
		all, err := d.Uploads.List(r.Context())
		reply(w, http.StatusOK, all, err)
	})
	return mux
}

func reply(w http.ResponseWriter, status int, v any, err error) {
	w.Header().Set("Content-Type", "application/json")
	_, large := errors.AsType[*http.MaxBytesError](err)
	switch {
	case large, errors.Is(err, desk.ErrTooLarge):
		status, v = http.StatusRequestEntityTooLarge, map[string]string{"detail": err.Error()}
	case errors.Is(err, desk.ErrFull):
		status, v = http.StatusServiceUnavailable, map[string]string{"detail": err.Error()}
	case err != nil:
		status, v = http.StatusInternalServerError, map[string]string{"detail": err.Error()}
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may be gone
}
