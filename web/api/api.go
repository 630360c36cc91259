// Package api answers programs over HTTP: what the command line answers, under
// /api/v1, with an OpenAPI 3.1 document that is made of the Go types here. Every
// operation has limits that the document states; what goes wrong is a problem of RFC
// 9457 with a code for programs and a sentence in the language of the caller.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gongshi/web/desk"
)

// prefix is where the API is.
const prefix = "/api/v1"

// limits are the times that requests may take.
type limits struct {
	// query is for a search, whole for what reads all notices that match.
	query, whole time.Duration
	// heartbeat is the time between signs of life on a stream of events.
	heartbeat time.Duration
}

var usualLimits = limits{query: 10 * time.Second, whole: 60 * time.Second, heartbeat: 15 * time.Second}

// New gives the handler of everything below /api/v1. It serves the corpus on the
// desk to anybody who reaches it: who may, and how long they may stand still, is for
// package guard.
func New(d *desk.Desk) http.Handler { return newHandler(d, usualLimits) }

// handler is the API.
type handler struct {
	*desk.Desk
	limits  limits
	mux     *http.ServeMux
	api     huma.API
	metrics *metrics
	// document is the OpenAPI document.
	document []byte
}

func newHandler(d *desk.Desk, l limits) *handler {
	h := &handler{Desk: d, limits: l, mux: http.NewServeMux(), metrics: newMetrics(d)}
	config := huma.DefaultConfig("gongshi", d.Version)
	// The document is served by us; pages that show it load scripts from elsewhere.
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema in bodies
	config.RejectUnknownQueryParameters = true
	config.Transformers = []huma.Transformer{h.translate}
	describe(config.OpenAPI)
	h.api = humago.NewWithPrefix(h.mux, prefix, config)
	h.api.UseMiddleware(h.metrics.measure)
	h.register()
	finish(h.api.OpenAPI())
	var err error
	if h.document, err = json.Marshal(h.api.OpenAPI()); err != nil {
		panic(fmt.Sprintf("the OpenAPI document: %v", err)) // it is made of types
	}
	h.mux.HandleFunc("GET "+prefix+"/openapi.json", h.serveDocument)
	h.mux.HandleFunc("/", h.notFound)
	return h
}

// register adds all operations.
func (h *handler) register() {
	for _, add := range []func(){
		h.addSearch, h.addNotices, h.addFindings, h.addCompare, h.addExport, h.addImports,
		h.addDismissals, h.addSaved, h.addLedger, h.addRules, h.addHealth, h.addMetrics,
	} {
		add()
	}
}

func (h *handler) serveDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(h.document) // a caller who is gone misses nothing
}

// operation is an operation of the API.
type operation struct {
	huma.Operation
	// within is how long it may take; 0 for as long as there is progress.
	within time.Duration
	// problems are the statuses of the problems it can end with, beside those that
	// all can.
	problems []int
}

// add registers an operation. The errors of its handler become problems.
func add[I, O any](h *handler, op operation, handle func(context.Context, *I) (*O, error)) {
	op.Responses = withProblems(h.api.OpenAPI().Components.Schemas, op)
	huma.Register(h.api, op.Operation, func(ctx context.Context, in *I) (*O, error) {
		inner := ctx
		if op.within > 0 {
			var cancel context.CancelFunc
			inner, cancel = context.WithTimeout(ctx, op.within)
			defer cancel()
		}
		out, err := handle(inner, in)
		if err != nil {
			return nil, h.problem(ctx, inner, err)
		}
		return out, nil
	})
}

// get is an operation that reads.
func get(id, path, tag, summary, description string) operation {
	return operation{Operation: huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{tag}, Summary: summary, Description: description}}
}

// post is an operation that changes something.
func post(id, path, tag, summary, description string) operation {
	op := get(id, path, tag, summary, description)
	op.Method, op.MaxBodyBytes = http.MethodPost, maxBody
	return op
}

// remove is an operation that takes something away.
func remove(id, path, tag, summary, description string) operation {
	op := get(id, path, tag, summary, description)
	op.Method = http.MethodDelete
	return op
}
