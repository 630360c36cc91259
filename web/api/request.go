package api

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"gongshi"
)

// ServeHTTP answers a request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	lang := h.language(values.Get("lang"), r.Header.Get("Accept-Language"))
	r = r.WithContext(context.WithValue(r.Context(), langKey{}, lang))
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache")
	header.Set("Content-Language", lang)
	header.Set("Vary", "Accept-Language")
	switch {
	case err != nil || !utf8.ValidString(r.URL.Path) || !validUTF8(values):
		h.writeProblem(w, r, wrongAddress())
		return
	case path.Clean(r.URL.EscapedPath()) != r.URL.EscapedPath(): // the mux would redirect
		h.writeProblem(w, r, noOperation())
		return
	}
	// Written in one way, so that a parameter without a value has none.
	r.URL.RawQuery = values.Encode()
	h.mux.ServeHTTP(w, r)
}

func validUTF8(values url.Values) bool {
	for name, list := range values {
		if !utf8.ValidString(name) || !utf8.ValidString(strings.Join(list, "")) {
			return false
		}
	}
	return true
}

// notFound answers for paths and methods that are none of an operation.
func (h *handler) notFound(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := h.mux.Handler(other); pattern != "/" && strings.HasPrefix(pattern, method) {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		h.writeProblem(w, r, noOperation())
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	h.writeProblem(w, r, newProblem(http.StatusMethodNotAllowed, "wrong-method", gongshi.Text{
		Zh: "这个接口只能用 " + strings.Join(allowed, "、"), En: "this operation takes " + strings.Join(allowed, ", ")}))
}

func noOperation() *Problem {
	return notFound("no-operation", "没有这个接口："+prefix+"/openapi.json 列出全部接口", "there is no such operation: "+prefix+"/openapi.json lists all")
}

type langKey struct{}

// langOf gives the language in which a request is answered.
func langOf(ctx context.Context) string {
	lang, _ := ctx.Value(langKey{}).(string)
	return lang
}

// maxAccept is how much of a header of languages is read.
const maxAccept = 1 << 10

// language gives the language that a request asks for, by parameter or header.
func (h *handler) language(parameter, header string) string {
	if parameter == "zh" || parameter == "en" {
		return parameter
	}
	fallback := "zh"
	if h.Lang == "en" {
		fallback = "en"
	}
	if len(header) > maxAccept {
		return fallback
	}
	tags, weights, err := language.ParseAcceptLanguage(header) // the heaviest first
	if err != nil {
		return fallback
	}
	for i, tag := range tags {
		if base, _ := tag.Base(); weights[i] > 0 && (base.String() == "zh" || base.String() == "en") {
			return base.String()
		}
	}
	return fallback
}
