package api

import (
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/search"
	"gongshi/web/desk"
)

var update = flag.Bool("update", false, "write docs/openapi.yaml")

const documentPath = "../../docs/openapi.yaml"

// bare is a handler with nothing behind it.
func bare() *handler {
	return newHandler(&desk.Desk{Version: "1", Lang: "zh", Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now}, usualLimits)
}

func TestDocumentIsCurrent(t *testing.T) {
	got, err := bare().api.OpenAPI().YAML()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(documentPath, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/openapi.yaml is not what the types say: go test ./web/api -run Document -update\n%s", diff)
	}
}

// operations gives all operations of the document, with their paths.
func operations(d *huma.OpenAPI) map[string]*huma.Operation {
	all := make(map[string]*huma.Operation)
	for path, item := range d.Paths {
		for method, op := range map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodDelete: item.Delete} {
			if op != nil {
				all[method+" "+path] = op
			}
		}
	}
	return all
}

func TestEveryOperationIsDescribed(t *testing.T) {
	d := bare().api.OpenAPI()
	if d.OpenAPI != "3.1.0" || len(operations(d)) != 24 {
		t.Errorf("OpenAPI %s with %d operations", d.OpenAPI, len(operations(d)))
	}
	for name, op := range operations(d) {
		if op.OperationID == "" || op.Summary == "" || op.Description == "" || len(op.Tags) != 1 {
			t.Errorf("%s: %+v", name, op)
		}
		for _, p := range op.Parameters {
			if p.Description == "" {
				t.Errorf("%s: parameter %s has no description", name, p.Name)
			}
		}
		for status, r := range op.Responses {
			if r.Description == "" {
				t.Errorf("%s: %s has no description", name, status)
			}
			for kind, m := range r.Content {
				if m.Schema == nil || m.Example == nil && (status[0] == '2' || kind == problemType) {
					t.Errorf("%s: %s %s has no schema, or no example", name, status, kind)
				}
			}
		}
		for _, status := range []string{"400", "422", "500"} {
			if op.Responses[status] == nil {
				t.Errorf("%s can end with %s", name, status)
			}
		}
	}
}

// The document is served as it is, and names no host.
func TestServedDocument(t *testing.T) {
	f := newFixture(t)
	a := f.ask(http.MethodGet, "/openapi.json", nil)
	var d struct {
		OpenAPI string
		Servers []struct{ URL string }
	}
	if err := json.Unmarshal(a.body, &d); err != nil || d.OpenAPI != "3.1.0" || len(d.Servers) != 1 || d.Servers[0].URL != prefix {
		t.Errorf("%v %+v", err, d)
	}
	if strings.Contains(string(a.body), "http://") || strings.Contains(string(a.body), "https://") || strings.Contains(string(a.body), "ErrorModel") {
		t.Error("the document has a host, or an error of the framework")
	}
	for _, path := range []string{"/docs", "/schemas/Hit", "/openapi.yaml"} {
		if a := f.ask(http.MethodGet, path, nil); a.status != http.StatusNotFound {
			t.Errorf("%s is served: %d", path, a.status)
		}
	}
}

// What tags say, which cannot be computed, is what the packages say.
func TestEnumsAreThoseOfThePackages(t *testing.T) {
	op := bare().api.OpenAPI().Paths["/search"].Get
	for _, p := range op.Parameters {
		if p.Name != "facet" {
			continue
		}
		var names []string
		for _, value := range p.Schema.Items.Enum {
			names = append(names, value.(string))
		}
		slices.Sort(names)
		if diff := cmp.Diff(search.FacetNames(), names); diff != "" {
			t.Error(diff)
		}
	}
	for _, s := range []gongshi.Severity{gongshi.SeverityError, gongshi.SeverityWarning, gongshi.SeverityNote} {
		if !s.AtLeast(gongshi.SeverityNote) {
			t.Errorf("%q is no severity", s)
		}
	}
}
