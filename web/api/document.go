package api

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gongshi"
)

// The types of bodies.
const (
	jsonType  = "application/json"
	csvType   = "text/csv; charset=utf-8"
	octets    = "application/octet-stream"
	eventType = "text/event-stream"
)

// stamp is how a moment is written in the name of a file.
const stamp = "20060102-150405"

// maxValues is how many values a filter has at most.
const maxValues = 20

func pathEscape(s string) string { return url.PathEscape(s) }

// text and binary are bodies that are no JSON.
var (
	text   = &huma.Schema{Type: huma.TypeString}
	binary = &huma.Schema{Type: huma.TypeString, Format: "binary"}
)

// describe says what the document is about, and how types of other packages are
// written.
func describe(d *huma.OpenAPI) {
	d.Info.Description = "Notices on the close-out of rectification (整改销号公示): search, compare, check, export, import.\n\n" +
		"Limits: a query has 4 KB, 64 clauses and 10 s; what reads every match (compare, related, saved queries, the beginning of an export) has 60 s. " +
		"A page has 200 elements at most, a filter 20 values of 200 characters, a body of JSON 64 KB. Parameters that are not known, empty filters and repeated parameters that take one value are refused.\n\n" +
		"Errors are problems (RFC 9457) with a code. 400: the address, the query or the body cannot be read. 422: a value is none that it can have. 503 with Retry-After: another process writes, or too much is waiting. 504: it was not done in time."
	d.Info.License = nil
	d.Tags = []*huma.Tag{
		{Name: "search", Description: "Find, compare and export notices."},
		{Name: "notices", Description: "One notice, and what is like it."},
		{Name: "compliance", Description: "Findings of the rules, and their dismissal."},
		{Name: "imports", Description: "Take files in, and see what became of them."},
		{Name: "saved queries", Description: "Keep a query, and see what is new."},
		{Name: "server", Description: "How the server is."},
	}
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	d.Components.Schemas = registry
	registry.RegisterTypeAlias(reflect.TypeFor[gongshi.Span](), reflect.TypeFor[spanSchema]())
	registry.RegisterTypeAlias(reflect.TypeFor[gongshi.Date](), reflect.TypeFor[dateSchema]())
}

// schemaName names the schema of a type. What a notice consists of gets a name of
// its own, since there are sources and problems of other kinds.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && t.PkgPath() == "gongshi" {
		return "Notice" + name
	}
	return name
}

// spanSchema says how a gongshi.Span is written.
type spanSchema struct{}

// Schema is for the registry.
func (spanSchema) Schema(huma.Registry) *huma.Schema {
	two, zero := 2, 0.0
	return &huma.Schema{Type: huma.TypeArray, MinItems: &two, MaxItems: &two, Items: &huma.Schema{Type: huma.TypeInteger, Minimum: &zero},
		Description: "Bytes of the text: where it begins, and where it ends, half-open.", Examples: []any{[]int{12, 24}}}
}

// dateSchema says how a gongshi.Date is written.
type dateSchema struct{}

// Schema is for the registry.
func (dateSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`,
		Description: "A day, or a month or a year where no more is said.", Examples: []any{"2023-10-13"}}
}

// finish makes the document say what bodies are: lists in them are never null, and
// errors are problems of ours.
func finish(d *huma.OpenAPI) {
	schemas := d.Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	seen := make(map[*huma.Schema]bool)
	for _, s := range schemas {
		neverNull(s, seen)
	}
	for _, item := range d.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Delete} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				neverNull(p.Schema, seen)
			}
			for status, r := range op.Responses {
				for kind, m := range r.Content {
					neverNull(m.Schema, seen)
					if kind != problemType && status[0] == '2' {
						m.Example = example(op.OperationID, kind)
					}
				}
			}
		}
	}
}

func neverNull(s *huma.Schema, seen map[*huma.Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	neverNull(s.Items, seen)
	for _, p := range s.Properties {
		neverNull(p, seen)
	}
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		neverNull(more, seen)
	}
}

// schemaOf gives the schema of a type.
func schemaOf[T any](h *handler) *huma.Schema {
	return h.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[T](), true, "")
}

// content says what an operation answers with that is not only JSON: pairs of type
// and schema.
func content(description string, pairs ...any) map[string]*huma.Response {
	r := &huma.Response{Description: description, Content: map[string]*huma.MediaType{}}
	for i := 0; i < len(pairs); i += 2 {
		r.Content[pairs[i].(string)] = &huma.MediaType{Schema: pairs[i+1].(*huma.Schema)}
	}
	return map[string]*huma.Response{"200": r}
}

func notModified() map[string]*huma.Response {
	return map[string]*huma.Response{"304": {Description: "The notice is as it is at hand."}}
}

func notReady(h *handler) map[string]*huma.Response {
	r := content("The server is not ready; the body says why.", jsonType, schemaOf[Health](h))
	return map[string]*huma.Response{"503": r["200"]}
}

func uploadBody() *huma.RequestBody {
	return &huma.RequestBody{Required: true, Description: "The file, as the part file of a form or as the body itself.", Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{"file": binary}}},
		octets:                {Schema: binary},
	}}
}

// everyProblem are the statuses that every operation can end with.
var everyProblem = []int{http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusInternalServerError}

// withProblems adds the problems that an operation can end with to its answers.
func withProblems(registry huma.Registry, op operation) map[string]*huma.Response {
	responses := maps.Clone(op.Responses)
	if responses == nil {
		responses = make(map[string]*huma.Response)
	}
	schema := registry.Schema(reflect.TypeFor[Problem](), true, "")
	for _, status := range slices.Concat(everyProblem, op.problems) {
		key := strconv.Itoa(status)
		if responses[key] == nil {
			responses[key] = &huma.Response{Description: http.StatusText(status), Content: map[string]*huma.MediaType{problemType: {Schema: schema, Example: exampleProblem(status)}}}
		}
		if status == http.StatusServiceUnavailable {
			responses[key].Headers = map[string]*huma.Param{"Retry-After": {Schema: &huma.Schema{Type: huma.TypeInteger}, Description: "Seconds after which it is worth trying again."}}
		}
	}
	return responses
}
