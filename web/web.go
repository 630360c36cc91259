// Package web answers requests of browsers with pages: search, a notice, two
// notices side by side, comparisons, compliance, imports. What a page shows is said
// by its URL alone, apart from the language, which a cookie can keep.
//
// A page is a method of visit with a template of its own file in the folder template.
// Handlers return errors; problem.go makes pages of them.
package web

import (
	"net/http"

	"gongshi"
	"gongshi/web/desk"
)

// route is a page, or what a form is sent to.
type route struct {
	// pattern is one of http.ServeMux.
	pattern string
	handle  func(*visit) error
	// menu is what the menu of all pages calls it; empty for what is not there.
	menu gongshi.Text
}

// routes are all there are beside the static files. The menu has their order.
func routes() []route {
	return []route{
		{"GET /{$}", (*visit).search, gongshi.Text{Zh: "检索", En: "Search"}},
		{"GET /saved", (*visit).saved, gongshi.Text{Zh: "保存的查询", En: "Saved"}},
		{"POST /saved", (*visit).keepQuery, gongshi.Text{}},
		{"POST /saved/look", (*visit).lookAtQuery, gongshi.Text{}},
		{"POST /saved/delete", (*visit).deleteQuery, gongshi.Text{}},
		{"GET /notice/{id}", (*visit).notice, gongshi.Text{}},
		{"GET /notice/{id}/original", (*visit).original, gongshi.Text{}},
		{"GET /notice/{id}/related", (*visit).related, gongshi.Text{}},
		{"GET /side", (*visit).side, gongshi.Text{Zh: "并排", En: "Side by side"}},
		{"GET /compare", (*visit).compare, gongshi.Text{Zh: "比对", En: "Compare"}},
		{"GET /compliance", (*visit).compliance, gongshi.Text{Zh: "合规", En: "Compliance"}},
		{"GET /compliance/rule/{id}", (*visit).rule, gongshi.Text{}},
		{"GET /compliance/corpus", (*visit).between, gongshi.Text{}},
		{"GET /compliance/coverage", (*visit).covered, gongshi.Text{}},
		{"GET /compliance/report", (*visit).report, gongshi.Text{}},
		{"GET /compliance/dismissed", (*visit).dismissed, gongshi.Text{}},
		{"POST /compliance/dismiss", (*visit).dismiss, gongshi.Text{}},
		{"POST /compliance/undismiss", (*visit).undismiss, gongshi.Text{}},
		{"GET /import", (*visit).imports, gongshi.Text{Zh: "导入", En: "Import"}},
		{"POST /import", (*visit).receive, gongshi.Text{}},
		{"GET /import/ledger", (*visit).ledger, gongshi.Text{}},
		{"GET /import/{id}", (*visit).upload, gongshi.Text{}},
		{"POST /import/{id}/retry", (*visit).retry, gongshi.Text{}},
		{"GET /about", (*visit).about, gongshi.Text{Zh: "说明", En: "About"}},
	}
}

// server is what all visits share.
type server struct {
	*desk.Desk
	pages  pages
	static static
	menu   []menuEntry
	pass   corpusPass
}

// menuEntry is a page that the menu leads to.
type menuEntry struct {
	Path string
	Name gongshi.Text
}

// New gives the handler of all pages of the desk.
func New(d *desk.Desk) http.Handler {
	s := &server{Desk: d, static: newStatic()}
	s.pages = newPages(s.static)
	mux := http.NewServeMux()
	for _, r := range routes() {
		mux.Handle(r.pattern, s.handler(r.handle))
		if r.menu != (gongshi.Text{}) {
			s.menu = append(s.menu, menuEntry{pathOf(r.pattern), r.menu})
		}
	}
	mux.Handle("GET /static/", s.static)
	mux.Handle("/", s.handler(nowhere(mux)))
	return mux
}
