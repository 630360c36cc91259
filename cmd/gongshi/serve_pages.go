package main

import (
	"net/http"

	"gongshi/web"
	"gongshi/web/api"
	"gongshi/web/desk"
)

// newPages is what is served behind the guard: the API under /api/, pages elsewhere.
func newPages(d *desk.Desk) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", api.New(d))
	mux.Handle("/", web.New(d))
	return mux
}
