package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2/validation"

	"gongshi/index"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/search"
	"gongshi/search/query"
)

// wantProblem tells whether an answer is the problem of that code.
func (f *fixture) wantProblem(a answer, status int, code string) Problem {
	f.t.Helper()
	var p Problem
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != status || p.Status != status || p.Code != code || p.Type != "urn:gongshi:"+code ||
		p.Title != http.StatusText(status) || p.Detail == "" || a.header.Get("Content-Type") != problemType {
		f.t.Errorf("%d %s %s %v, want %d %s", a.status, a.header.Get("Content-Type"), a.body, err, status, code)
	}
	return p
}

func TestProblems(t *testing.T) {
	f := newFixture(t)
	long := strings.Repeat("污", 1400)
	for path, want := range map[string]string{
		"/search?q=((":                   "400 bad-query",
		"/export?q=((":                   "400 bad-query",
		"/compare?q=((":                  "400 bad-query",
		"/findings?q=((":                 "400 bad-query",
		"/search?q=%ff":                  "400 bad-address",
		"/search?q=%zz":                  "400 bad-address",
		"/search?%ff=1":                  "400 bad-address",
		"/notices/%ff":                   "400 bad-address",
		"/search?limit=201":              "422 invalid",
		"/search?limit=-1":               "422 invalid",
		"/search?limit=x":                "422 invalid",
		"/search?offset=10001":           "422 invalid",
		"/search?sort=best":              "422 invalid",
		"/search?facet=colour":           "422 invalid",
		"/search?section=nothing":        "422 invalid",
		"/search?round=many":             "422 invalid",
		"/search?regoin=x":               "422 invalid",
		"/search?region=":                "422 invalid",
		"/search?region=a&region=":       "422 invalid",
		"/search?q=a&q=b":                "422 invalid",
		"/search?q=" + long:              "422 invalid",
		"/search?cursor=abc":             "422 invalid",
		"/search?offset=1&cursor=abc":    "422 invalid",
		"/search?lang=fr":                "422 invalid",
		"/search?synonyms=maybe":         "422 invalid",
		"/findings?cursor=abc":           "422 invalid",
		"/findings?severity=heavy":       "422 invalid",
		"/ledger?cursor=abc":             "422 invalid",
		"/ledger?cursor=eyJwIjoieCJ9":    "422 invalid", // of a path that is not there
		"/dismissals?cursor=abc":         "422 invalid",
		"/imports?cursor=abc":            "422 invalid",
		"/compare?by=colour":             "422 invalid",
		"/compare?by=round&by=round":     "422 invalid",
		"/compare?by=a&by=b&by=c":        "422 invalid",
		"/compare?examples=11":           "422 invalid",
		"/notices/0000":                  "404 unknown-notice",
		"/notices/" + f.written[:8]:      "404 unknown-notice", // the whole id is wanted
		"/notices/0000/related":          "404 unknown-notice",
		"/notices/0000/original":         "404 unknown-notice",
		"/imports/u99":                   "404 unknown-import",
		"/imports/u99/events":            "404 unknown-import",
		"/saved/x":                       "404 unknown-saved",
		"/nothing":                       "404 no-operation",
		"/notices//related":              "404 no-operation",
		"/notices/../search":             "404 no-operation",
		"/search/":                       "404 no-operation",
		"/notices/a/related?limit=1e3":   "422 invalid",
		"/export?format=pdf":             "422 invalid",
		"/saved/x/look":                  "405 wrong-method",
		"/imports/u1/retry":              "405 wrong-method",
		"/search?round=" + long + "&q=a": "422 invalid",
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		below, asked, _ := strings.Cut(path, "?")
		req.URL.Opaque, req.URL.RawQuery = "//"+req.URL.Host+prefix+below, asked
		resp, err := f.server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		if err := errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		var status int
		var code string
		if _, err := fmt.Sscan(want, &status, &code); err != nil {
			t.Fatal(err)
		}
		t.Run(path[:min(len(path), 40)], func(t *testing.T) {
			inner := *f
			inner.t = t
			p := inner.wantProblem(answer{resp.StatusCode, resp.Header, data}, status, code)
			if code == "invalid" && (len(p.Errors) == 0 || p.Errors[0].Message == "" || p.Errors[0].Location == "") {
				t.Errorf("%+v", p)
			}
		})
	}
	if f.log.Len() > 0 {
		t.Error("what a caller did wrong is in the log: ", f.log)
	}
}

// A query that does not parse is told where, in the language of the caller; with
// lenient it is read as words, as the command does.
func TestQueryThatDoesNotParse(t *testing.T) {
	f := newFixture(t)
	asked := "雨污分流 (总磷"
	_, err := query.Parse(asked)
	wrong, ok := errors.AsType[*query.Error](err)
	if !ok {
		t.Fatal(err)
	}
	path := "/search?q=" + url.QueryEscape(asked)
	zh := f.wantProblem(f.ask(http.MethodGet, path, nil), http.StatusBadRequest, "bad-query")
	en := f.wantProblem(f.ask(http.MethodGet, path, nil, "Accept-Language", "fr, en;q=0.5"), http.StatusBadRequest, "bad-query")
	if zh.Offset == nil || *zh.Offset != wrong.Offset || !has(zh.Detail, wrong.Message.Zh) || !has(en.Detail, wrong.Message.En) {
		t.Errorf("%+v %+v", zh, en)
	}
	words := fetch[SearchResult](f, path+"&lenient=true")
	if words.SyntaxError == nil || words.SyntaxError.Offset != wrong.Offset || words.SyntaxError.Message != wrong.Message.Zh || len(words.Warnings) == 0 {
		t.Errorf("%+v", words)
	}
}

func TestProblemsOfBodies(t *testing.T) {
	f := newFixture(t)
	fingerprint := strings.Repeat("0", 32)
	for _, test := range []struct{ path, body, kind, want string }{
		{"/dismissals", `{"fingerprint": "x", "reason": "a"}`, jsonType, "422 invalid"},
		{"/dismissals", `{"fingerprint": "` + fingerprint + `"}`, jsonType, "422 invalid"},
		{"/dismissals", `{"fingerprint": "` + fingerprint + `", "reason": "  "}`, jsonType, "422 invalid"},
		{"/dismissals", `{"fingerprint": "` + fingerprint + `", "reason": "a", "until": "2023-02-30"}`, jsonType, "422 invalid"},
		{"/dismissals", `{"fingerprint": "` + fingerprint + `", "reason": "a", "until": "0000-00-00"}`, jsonType, "422 invalid"},
		{"/dismissals", `{"fingerprint": "` + fingerprint + `", "reason": "a", "why": "a"}`, jsonType, "422 invalid"},
		{"/dismissals", `{`, jsonType, "400 bad-body"},
		{"/dismissals", ``, jsonType, "400 bad-body"},
		{"/dismissals", `a=b`, "application/x-www-form-urlencoded", "415 wrong-type"},
		{"/dismissals", strings.Repeat(" ", maxBody+1), jsonType, "413 too-large"},
		{"/saved", `{"name": "a", "query": "(("}`, jsonType, "400 bad-query"},
		{"/saved", `{"name": "-a", "query": "a"}`, jsonType, "422 invalid"},
		{"/saved", `{"name": "a\nb", "query": "a"}`, jsonType, "422 invalid"},
		{"/saved", `{"name": " a", "query": "a"}`, jsonType, "422 invalid"},
		{"/saved", `{"name": "` + strings.Repeat("名", 61) + `", "query": "a"}`, jsonType, "422 invalid"},
		{"/saved", `{"name": "a", "query": "a", "filters": {"region": [""]}}`, jsonType, "422 invalid"},
		{"/saved", `{"name": "a", "query": "a", "filters": {"round": ["many"]}}`, jsonType, "422 invalid"},
		{"/saved", `{"name": "a", "query": "` + strings.Repeat("污", 1400) + `"}`, jsonType, "422 invalid"},
		{"/saved/x/look", `{"seq": 1}`, jsonType, "404 unknown-saved"},
		{"/imports", "x", octets, "422 invalid"},
		{"/imports?name=%20", "x", octets, "422 invalid"},
		{"/imports?name=a", strings.Repeat("x", mostBytes+1), octets, "413 too-large"},
		{"/imports", "x", "multipart/form-data", "400 bad-form"},
		{"/imports", "--b\r\nContent-Disp", "multipart/form-data; boundary=b", "400 bad-form"},
		{"/imports", "--b--\r\n", "multipart/form-data; boundary=b", "422 invalid"},
		{"/imports", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhalf", "multipart/form-data; boundary=b", "400 bad-form"},
		{"/imports", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", "422 invalid"},
		{"/imports/u9/retry", "", "", "404 unknown-import"},
	} {
		var status int
		var code string
		if _, err := fmt.Sscan(test.want, &status, &code); err != nil {
			t.Fatal(err)
		}
		a := f.ask(http.MethodPost, test.path, strings.NewReader(test.body), "Content-Type", test.kind)
		t.Run(test.path+" "+test.body[:min(len(test.body), 60)], func(t *testing.T) {
			inner := *f
			inner.t = t
			inner.wantProblem(a, status, code)
		})
	}
	several, kind := form(t, "file", "a.txt", "1", "b.txt", "2")
	p := f.wantProblem(f.ask(http.MethodPost, "/imports", several, "Content-Type", kind), http.StatusUnprocessableEntity, "invalid")
	if len(p.Errors) != 1 || !has(p.Errors[0].Message, "一个文件") {
		t.Errorf("%+v", p)
	}
	if len(f.uploads.all) != 0 {
		t.Errorf("accepted all the same: %+v", f.uploads.all)
	}
}

func TestUploadsThatCannotBe(t *testing.T) {
	f := newFixture(t)
	f.uploads.full = true
	a := f.ask(http.MethodPost, "/imports?name=a", strings.NewReader("x"))
	f.wantProblem(a, http.StatusServiceUnavailable, "queue-full")
	if a.header.Get("Retry-After") != "30" {
		t.Error(a.header)
	}
	f.desk.Uploads = nil
	for _, path := range []string{"/imports", "/imports/u1", "/imports/u1/events"} {
		f.wantProblem(f.ask(http.MethodGet, path, nil), http.StatusServiceUnavailable, "read-only")
	}
	f.wantProblem(f.ask(http.MethodPost, "/imports?name=a", strings.NewReader("x")), http.StatusServiceUnavailable, "read-only")
	if got := fetch[Health](f, "/health"); got.Importing {
		t.Errorf("%+v", got)
	}
}

// Who writes is named, and when it is worth trying again.
func TestLocked(t *testing.T) {
	f := newFixture(t)
	since := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	f.desk.Write = func(context.Context, func(*store.Store) error) error {
		return fmt.Errorf("lend: %w", &lockfile.HeldError{Path: "/d", Holder: lockfile.Holder{PID: 4711, Command: "gongshi import", Since: since}})
	}
	f.put("x", nil)
	send[any](f, http.MethodPost, "/dismissals", map[string]string{"fingerprint": strings.Repeat("0", 32), "reason": "x"}, http.StatusServiceUnavailable)
	a := f.ask(http.MethodDelete, "/dismissals/"+strings.Repeat("0", 32), nil)
	p := f.wantProblem(a, http.StatusServiceUnavailable, "locked")
	if a.header.Get("Retry-After") != "5" || p.Holder == nil || p.Holder.PID != 4711 || !p.Holder.Since.Equal(since) || !has(p.Detail, "4711", "gongshi import") {
		t.Errorf("%v %+v", a.header, p)
	}
	f.wantProblem(f.ask(http.MethodDelete, "/saved/x", nil), http.StatusServiceUnavailable, "locked")
	send[any](f, http.MethodPost, "/saved", map[string]string{"name": "a", "query": "a"}, http.StatusServiceUnavailable)
}

// waiting is a searcher that answers when its time is up.
type waiting struct{ search.Searcher }

func (waiting) Search(ctx context.Context, _ search.Request) (*search.Result, error) {
	<-ctx.Done()
	return nil, errors.New("interrupted (9)") // as the store tells it
}

func (w waiting) Each(ctx context.Context, req search.Request) (query.Node, iter.Seq2[*index.Record, error], error) {
	return query.All{}, func(yield func(*index.Record, error) bool) {
		_, err := w.Search(ctx, req)
		yield(nil, err)
	}, nil
}

func TestTimeouts(t *testing.T) {
	f := newFixture(t, func(f *fixture, l *limits) {
		f.desk.Search = waiting{}
		l.query, l.whole = 20*time.Millisecond, 20*time.Millisecond
	})
	for _, path := range []string{"/search?q=a", "/findings", "/compare", "/export", "/notices/" + f.written + "/related"} {
		f.wantProblem(f.ask(http.MethodGet, path, nil), http.StatusGatewayTimeout, "timeout")
	}
	if f.log.Len() > 0 {
		t.Errorf("in the log: %s", f.log)
	}
}

// A failure of ours is told to the log, and nothing of it to the caller.
func TestFailureOfOurs(t *testing.T) {
	f := newFixture(t)
	f.desk.Write = func(context.Context, func(*store.Store) error) error { return errors.New("secret: no space on /dev/x") }
	p := f.wantProblem(f.ask(http.MethodDelete, "/dismissals/"+strings.Repeat("0", 32), nil), http.StatusInternalServerError, "internal")
	if has(fmt.Sprint(p), "secret") || !has(f.log.String(), "secret") {
		t.Errorf("%+v, log %s", p, f.log)
	}
}

// Who is gone gets nothing, and the log nothing of it.
func TestCallerThatIsGone(t *testing.T) {
	f := newFixture(t, func(f *fixture, _ *limits) { f.desk.Search = waiting{} })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	defer func() {
		if r := recover(); r != http.ErrAbortHandler || w.Body.Len() > 0 || f.log.Len() > 0 {
			t.Errorf("%v, wrote %s, log %s", r, w.Body, f.log)
		}
	}()
	newHandler(f.desk, usualLimits).ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, prefix+"/search?q=a", nil))
	t.Error("it was answered")
}

func TestLanguages(t *testing.T) {
	f := newFixture(t)
	for _, test := range []struct{ desk, query, header, want string }{
		{"zh", "", "", "zh"}, {"en", "", "", "en"}, {"zh", "", "en", "en"}, {"en", "", "zh-TW", "zh"}, {"zh", "", "fr", "zh"}, {"en", "", "fr", "en"},
		{"zh", "?lang=en", "zh", "en"}, {"zh", "", "de, en;q=0.1", "en"}, {"zh", "", "en;q=0.1, zh", "zh"}, {"zh", "", "x;;=", "zh"}, {"zh", "", strings.Repeat("en,", 2000), "zh"},
	} {
		f.desk.Lang = test.desk
		a := f.ask(http.MethodGet, "/rules"+test.query, nil, "Accept-Language", test.header)
		if got := a.header.Get("Content-Language"); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}

// Everything that the framework says of a value has Chinese, if the document can
// make it say so.
func TestValidationHasChinese(t *testing.T) {
	for _, message := range []string{validation.MsgUnexpectedProperty, validation.MsgExpectedBoolean, validation.MsgExpectedNumber, validation.MsgExpectedInteger, validation.MsgExpectedString,
		validation.MsgExpectedArray, validation.MsgExpectedObject, validation.MsgExpectedOneOf, validation.MsgExpectedMinimumNumber, validation.MsgExpectedMaximumNumber,
		validation.MsgExpectedMinLength, validation.MsgExpectedMaxLength, validation.MsgExpectedMatchPattern, validation.MsgExpectedMaxItems, validation.MsgExpectedRequiredProperty} {
		if text := validationText(message); strings.HasPrefix(text.Zh, "值不可用") || bytes.ContainsAny([]byte(text.Zh), "{") {
			t.Errorf("%q: %q", message, text.Zh)
		}
	}
	if text := validationText(`expected value to be one of "zh, en"`); text.Zh != "可用：zh, en" {
		t.Error(text)
	}
	if text := validationText("expected required property reason to be present"); text.Zh != "缺少：reason" {
		t.Error(text)
	}
}
