package web_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/index"
	"gongshi/ingest"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/web"
	"gongshi/web/desk"
)

// bench is a corpus with its pages, and a browser without script that keeps cookies.
type bench struct {
	*desk.Desk
	t       *testing.T
	dir     string
	handler http.Handler
	cookies map[string]*http.Cookie
	log     *strings.Builder
}

// load imports files into the store.
func load(ctx context.Context, st *store.Store, paths ...string) error {
	i := ingest.Importer{Store: st, Version: "test", Keep: ingest.KeepAll,
		Reader: &ingest.Reader{Formats: all.Formats(), Calendar: workday.Official(), Rules: compliance.Rules()}}
	_, err := i.Import(ctx, paths)
	return err
}

// published is the corpus of notices that were really published, as text and web page,
// and of an archive with names in GBK. It is read once for all tests, none of which may
// change it.
var published = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "web-corpus")
	if err != nil {
		return "", err
	}
	st, err := store.Open(context.Background(), dir)
	if err != nil {
		return dir, err
	}
	defer st.Close()
	var paths []string
	for _, pattern := range []string{"../testdata/notices/*/input.txt", "../testdata/notices/*/input.html", "../testdata/archives/demo.zip"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			return dir, fmt.Errorf("%s: nothing found (%w)", pattern, err)
		}
		paths = append(paths, found...)
	}
	return dir, load(context.Background(), st, paths...)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := published(); err == nil || dir != "" {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// newBench gives the pages of the published notices, not to be changed.
func newBench(t *testing.T) *bench {
	t.Helper()
	dir, err := published()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.OpenReadOnly(t.Context(), dir)
	return benchOf(t, dir, st, err)
}

// newOwnBench gives the pages of a corpus of its own, made of files by name.
func newOwnBench(t *testing.T, files map[string]string) *bench {
	t.Helper()
	dir, from := t.TempDir(), t.TempDir()
	for name, text := range files {
		path := filepath.Join(from, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	st, err := store.Open(t.Context(), dir)
	if err == nil {
		err = load(t.Context(), st, from)
	}
	return benchOf(t, dir, st, err)
}

func benchOf(t *testing.T, dir string, st *store.Store, err error) *bench {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	b := &bench{t: t, dir: dir, cookies: map[string]*http.Cookie{}, log: &strings.Builder{}}
	notice := func(ctx context.Context, id string) (*gongshi.Notice, error) {
		found, err := st.Notice(ctx, id)
		if err != nil {
			return nil, err
		}
		return &found.Notice, nil
	}
	b.Desk = &desk.Desk{
		Search: search.New(records(st), search.Options{Text: notice}), Store: st,
		Write: func(ctx context.Context, change func(*store.Store) error) error { return change(st) },
		Rules: compliance.Rules(), Calendar: workday.Official(), Version: "test", Lang: "zh",
		Log: slog.New(slog.NewTextHandler(b.log, nil)),
		Now: func() time.Time { return time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC) },
	}
	b.handler = web.New(b.Desk)
	return b
}

// records gives the records of all notices in the store. They are made once for each
// state of it.
func records(st *store.Store) search.Scan {
	var mu sync.Mutex
	var made uint64
	var all []index.Record
	current := func(ctx context.Context) ([]index.Record, error) {
		mu.Lock()
		defer mu.Unlock()
		seq, err := st.Seq(ctx)
		if err != nil || seq == made {
			return all, err
		}
		var fresh []index.Record
		for checked, err := range st.Notices(ctx) {
			if err != nil {
				return nil, err
			}
			fresh = append(fresh, index.NewRecord(&checked.Notice, checked.Findings))
		}
		made, all = seq, fresh
		return all, nil
	}
	return func(ctx context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			found, err := current(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range found {
				record := found[i]
				if !yield(&record, nil) {
					return
				}
			}
		}
	}
}

// written is a URL as browsers send it: what is not ASCII in percent signs.
func written(target string) string {
	var b strings.Builder
	for i := range len(target) {
		if c := target[i]; c >= 0x80 || c == ' ' || c == '"' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// ask sends a request, with a form if there is one, and gives the answer.
func (b *bench) ask(method, target string, form url.Values) *http.Response {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(b.t.Context(), method, written(target), body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	answer := w.Result()
	for _, c := range answer.Cookies() {
		b.cookies[c.Name] = c
	}
	return answer
}

// askWith sends a request with a header of its own.
func (b *bench) askWith(method, target string, header http.Header) *http.Response {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, target, nil)
	r.Header = header
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w.Result()
}

// get gives a page, which must be there.
func (b *bench) get(target string) *goquery.Document {
	b.t.Helper()
	return b.page(b.ask(http.MethodGet, target, nil), http.StatusOK)
}

// page reads an answer that must be a page of that status.
func (b *bench) page(answer *http.Response, status int) *goquery.Document {
	b.t.Helper()
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if answer.StatusCode != status {
		b.t.Fatalf("status %d, want %d: %s\n%s", answer.StatusCode, status, strings.TrimSpace(doc.Find("main").Text()), b.log)
	}
	if got := answer.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		b.t.Errorf("Content-Type %q", got)
	}
	return doc
}

// text gives what a selector finds, with one space for any white space.
func text(doc *goquery.Document, selector string) string {
	return strings.Join(strings.Fields(doc.Find(selector).Text()), " ")
}

// has tells that a selector finds something, with the text in it.
func has(t *testing.T, doc *goquery.Document, selector, want string) {
	t.Helper()
	found := doc.Find(selector)
	if found.Length() == 0 {
		t.Errorf("no %s on the page", selector)
	} else if !strings.Contains(text(doc, selector), want) {
		t.Errorf("%s is %q, want %q in it", selector, text(doc, selector), want)
	}
}

// anID gives the id of the first notice that a query finds.
func (b *bench) anID(asked string) string {
	b.t.Helper()
	found, err := b.Search.Search(b.t.Context(), search.Request{Query: asked, Limit: 1})
	if err != nil || len(found.Hits) == 0 {
		b.t.Fatalf("nothing found for %q: %v", asked, err)
	}
	return found.Hits[0].ID
}
