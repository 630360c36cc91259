package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/web"
	"gongshi/web/desk"
)

// fakeUploads takes files in, and imports them into the store of a bench once told to.
type fakeUploads struct {
	t     *testing.T
	store *store.Store
	dir   string
	gate  chan struct{} // an import goes on when it is closed

	mu     sync.Mutex
	all    []desk.Upload // newest first
	change chan struct{} // closed at each change
	err    error         // that Accept gives
}

func newFakeUploads(b *bench) *fakeUploads {
	f := &fakeUploads{t: b.t, store: b.Store, dir: b.t.TempDir(), gate: make(chan struct{}), change: make(chan struct{})}
	b.Uploads = f
	pages := web.New(b.Desk)
	b.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id, ok := strings.CutPrefix(r.URL.Path, "/api/v1/imports/"); ok {
			f.events(w, r, strings.TrimSuffix(id, "/events"))
			return
		}
		pages.ServeHTTP(w, r)
	})
	return f
}

// events is the stream of events as the API has it.
func (f *fakeUploads) events(w http.ResponseWriter, r *http.Request, id string) {
	now, states, err := f.Watch(r.Context(), id)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(u desk.Upload) {
		data, _ := json.Marshal(u)
		name := "progress"
		if u.State.Over() {
			name = "done"
		}
		fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, data)
		w.(http.Flusher).Flush()
	}
	send(now)
	for u := range states {
		send(u)
	}
}

func (f *fakeUploads) set(id string, change func(*desk.Upload)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.all {
		if f.all[i].ID == id {
			change(&f.all[i])
		}
	}
	close(f.change)
	f.change = make(chan struct{})
}

func (f *fakeUploads) Accept(_ context.Context, name string, body io.Reader) (desk.Upload, error) {
	if f.err != nil {
		return desk.Upload{}, f.err
	}
	f.mu.Lock()
	u := desk.Upload{ID: "u" + strconv.Itoa(len(f.all)+1), Name: name, Accepted: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC), State: desk.UploadWaiting}
	f.mu.Unlock()
	path := filepath.Join(f.dir, u.ID+filepath.Ext(name))
	file, err := os.Create(path)
	if err != nil {
		return u, err
	}
	if u.Bytes, err = io.Copy(file, body); err != nil {
		return u, err
	}
	if err := file.Close(); err != nil {
		return u, err
	}
	f.mu.Lock()
	f.all = slices.Insert(f.all, 0, u)
	f.mu.Unlock()
	go f.run(u.ID, path)
	return u, nil
}

func (f *fakeUploads) run(id, path string) {
	f.set(id, func(u *desk.Upload) { u.State, u.Current, u.Seen = desk.UploadRunning, "岳阳/1.txt", 3 })
	<-f.gate
	err := load(context.Background(), f.store, path)
	counts, errCounts := f.store.Counts(context.Background())
	f.set(id, func(u *desk.Upload) {
		u.State, u.Current = desk.UploadDone, ""
		u.Imported, u.Failed, u.Duplicate, u.Skipped = counts[store.StateImported], counts[store.StateFailed], counts[store.StateDuplicate], counts[store.StateSkipped]
		u.Seen = u.Imported + u.Failed + u.Duplicate + u.Skipped
		for src := range f.store.Sources(context.Background(), store.StateFailed) {
			u.Failures = append(u.Failures, desk.Failure{Path: src.Path, Stage: src.Stage, Code: src.Code, Message: gongshi.Text{Zh: "请重新下载：" + src.Code, En: "download it again"}})
		}
		if err = errors.Join(err, errCounts); err != nil {
			u.State, u.Error = desk.UploadFailed, &gongshi.Text{Zh: err.Error(), En: err.Error()}
		}
	})
}

func (f *fakeUploads) List(context.Context) ([]desk.Upload, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.all), nil
}

func (f *fakeUploads) Watch(ctx context.Context, id string) (desk.Upload, <-chan desk.Upload, error) {
	find := func() (desk.Upload, chan struct{}, bool) {
		f.mu.Lock()
		defer f.mu.Unlock()
		i := slices.IndexFunc(f.all, func(u desk.Upload) bool { return u.ID == id })
		if i < 0 {
			return desk.Upload{}, nil, false
		}
		return f.all[i], f.change, true
	}
	now, change, ok := find()
	if !ok {
		return now, nil, desk.ErrNoUpload
	}
	states := make(chan desk.Upload)
	go func() {
		defer close(states)
		for u := now; !u.State.Over(); {
			select {
			case <-ctx.Done():
				return
			case <-change:
			}
			u, change, _ = find()
			select {
			case <-ctx.Done():
				return
			case states <- u:
			}
		}
	}()
	return now, states, nil
}

func (f *fakeUploads) Retry(ctx context.Context, id string) (desk.Upload, error) {
	now, _, err := f.Watch(ctx, id)
	if err == nil {
		f.set(id, func(u *desk.Upload) { u.State, u.Failed, u.Failures = desk.UploadWaiting, 0, nil })
	}
	return now, err
}

// post sends files as the form does.
func (b *bench) post(files map[string][]byte) *http.Response {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range files {
			if !yield(name) {
				return
			}
		}
	}) {
		part, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}})
		if err == nil {
			_, err = part.Write(files[name])
		}
		if err != nil {
			b.t.Fatal(err)
		}
	}
	form.Close()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, "/import", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w.Result()
}

func demo(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/archives/demo.zip")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// over waits until nothing is imported any more and gives the page then.
func (b *bench) over() *goquery.Document {
	b.t.Helper()
	for range 1500 {
		if doc := b.get("/import"); doc.Find("progress:not(#sending)").Length() == 0 {
			return doc
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatal("the import does not end")
	return nil
}

// Without script, the form sends files, and the page tells what becomes of them.
func TestUploadByForm(t *testing.T) {
	b := newOwnBench(t, map[string]string{})
	f := newFakeUploads(b)
	has(t, b.get("/import"), "#uploads", "还没有上传过")
	answer := b.post(map[string][]byte{`公示 <b>.zip`: demo(t), `C:\资料\空.txt`: {}})
	if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || to != "/import#uploads" {
		t.Fatalf("%d to %q", answer.StatusCode, to)
	}
	doc := b.get("/import")
	has(t, doc, ".upload h3", "公示 <b>.zip")
	has(t, doc, ".upload h3", "空.txt")
	if doc.Find(".upload progress").Length() != 2 || doc.Find("b").Length() != 0 || strings.Contains(text(doc, "h3"), "资料") {
		t.Errorf("uploads: %s", text(doc, "#uploads"))
	}
	close(f.gate)
	doc = b.over()
	counts, err := b.Store.Counts(t.Context())
	if err != nil || counts[store.StateImported] == 0 {
		t.Fatal(counts, err)
	}
	has(t, doc, ".failures", "请重新下载")
	report := b.get(doc.Find(".upload h3 a").Last().AttrOr("href", ""))
	if report.Find(".failures li").Length() != number(t, report.Find(".failed-count")) {
		t.Errorf("the report has not all failures: %s", text(report, "main"))
	}
	retry := doc.Find("form[action$='/retry']").First().AttrOr("action", "")
	if answer := b.ask(http.MethodPost, retry, map[string][]string{"back": {"/import"}}); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("retry: %d", answer.StatusCode)
	}
	if b.get("/import").Find(".upload progress").Length() != 1 {
		t.Error("nothing is tried again")
	}
}

func TestUploadRefuses(t *testing.T) {
	b := newOwnBench(t, map[string]string{})
	has(t, b.get("/import"), ".warn", "不能导入") // no uploads at all
	b.page(b.post(map[string][]byte{"a.txt": {1}}), http.StatusConflict)
	f := newFakeUploads(b)
	close(f.gate)
	has(t, b.page(b.post(nil), http.StatusBadRequest), "h1", "没有选择文件")
	b.page(b.ask(http.MethodPost, "/import", map[string][]string{"file": {"a"}}), http.StatusBadRequest)
	for err, status := range map[error]int{desk.ErrTooLarge: http.StatusRequestEntityTooLarge, desk.ErrFull: http.StatusServiceUnavailable,
		fmt.Errorf("body: %w", &http.MaxBytesError{Limit: 1}): http.StatusRequestEntityTooLarge, io.ErrClosedPipe: http.StatusInternalServerError} {
		f.err = err
		b.page(b.post(map[string][]byte{"a.txt": {1}}), status)
	}
	b.page(b.ask(http.MethodGet, "/import/u77", nil), http.StatusNotFound)
	b.page(b.ask(http.MethodPost, "/import/u77/retry", map[string][]string{}), http.StatusNotFound)
}

// The ledger has all sources, page by page, with names in GBK as they are read.
func TestLedger(t *testing.T) {
	b := newOwnBench(t, map[string]string{})
	if err := load(t.Context(), b.Store, "../testdata/archives/demo.zip"); err != nil {
		t.Fatal(err)
	}
	many := t.TempDir()
	for i := range 150 {
		if err := os.WriteFile(filepath.Join(many, fmt.Sprintf("%03d.css", i)), []byte("a{}"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := load(t.Context(), b.Store, many); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for src, err := range b.Store.Sources(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		want[src.Path]++
	}
	got, pages := map[string]int{}, 0
	for address := "/import/ledger"; address != ""; pages++ {
		doc := b.get(address)
		doc.Find(".ledger tbody tr").Each(func(_ int, row *goquery.Selection) { got[row.Find("td").Eq(1).Text()]++ })
		address = doc.Find("a[rel=next]").AttrOr("href", "")
	}
	if len(got) != len(want) || pages < 2 {
		t.Errorf("%d sources on %d pages, want %d", len(got), pages, len(want))
	}
	for path := range want {
		if got[path] != 1 {
			t.Errorf("%s is there %d times", path, got[path])
		}
	}
	counts, err := b.Store.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.Reason = func(src *store.Source) (string, gongshi.Text) {
		return src.Code, gongshi.Text{Zh: "办法：" + src.Code, En: "do"}
	}
	doc := b.get("/import/ledger?state=failed")
	if doc.Find(".ledger tbody tr").Length() != counts[store.StateFailed] || counts[store.StateFailed] == 0 {
		t.Errorf("%d failed, want %d", doc.Find(".ledger tbody tr").Length(), counts[store.StateFailed])
	}
	has(t, doc, ".ledger tbody", "办法：empty")
	has(t, doc, ".states a[aria-current] .count", strconv.Itoa(counts[store.StateFailed]))
	b.page(b.ask(http.MethodGet, "/import/ledger?state=lost", nil), http.StatusBadRequest)
	b.page(b.ask(http.MethodGet, "/import/ledger?offset=-1", nil), http.StatusBadRequest)
}

// In a browser, a zip with names in GBK is chosen, sent without leaving the page, and its import
// is seen live to its end; a file can be dropped as well.
func TestBrowserImport(t *testing.T) {
	b := newOwnBench(t, map[string]string{})
	f := newFakeUploads(b)
	w := newBrowser(t, b)
	w.open("/import")
	file, err := filepath.Abs("../testdata/archives/demo.zip")
	if err != nil {
		t.Fatal(err)
	}
	w.do(chromedp.SetUploadFiles("#file", []string{file}, chromedp.ByQuery), chromedp.Click("#drop button", chromedp.ByQuery),
		chromedp.Poll(`document.querySelector("[data-live]")?.textContent.includes("岳阳/1.txt")`, nil))
	if got := w.text("[data-live]"); !strings.Contains(got, "已处理 3 个文件") {
		t.Errorf("live: %q", got)
	}
	w.do(chromedp.WaitVisible(".upload progress", chromedp.ByQuery))
	w.accessible("import, running")
	w.shoot("import-running", 1280)
	close(f.gate)
	w.do(chromedp.Poll(`document.querySelector("[data-live]")?.textContent === "导入完成"`, nil), chromedp.WaitVisible(".failures", chromedp.ByQuery))
	w.do(chromedp.Evaluate(`{
		const data = new DataTransfer();
		data.items.add(new File(["关于整改的公示"], "拖来的.txt"));
		document.getElementById("drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
	}`, nil), chromedp.Poll(`document.querySelectorAll("[data-state=done]").length === 2`, nil))
	if got := w.text(".upload h3"); got != "拖来的.txt" {
		t.Errorf("dropped: %q", got)
	}
	if w.at() != "/import" {
		t.Errorf("the page is left for %s", w.at())
	}
	f.err = desk.ErrFull
	w.do(chromedp.SetUploadFiles("#file", []string{file}, chromedp.ByQuery), chromedp.Click("#drop button", chromedp.ByQuery),
		chromedp.Poll(`document.getElementById("sent").textContent.includes("等待导入的太多")`, nil))
	w.accessible("import, done")
	w.shoot("import", 1280)
	w.shoot("import-narrow", 390)
	w.open("/import/ledger?state=failed")
	w.accessible("ledger")
	w.shoot("ledger", 1280)
	w.shoot("ledger-narrow", 390)
}

// The pages of comparison and compliance in a browser: nothing serious for axe-core, nothing that
// the policy forbids, no page wider than a narrow screen.
func TestBrowserAnalysis(t *testing.T) {
	b := newBench(t)
	b.remember()
	b.settled()
	w := newBrowser(t, b)
	for _, c := range []struct{ name, path string }{
		{"compare", "/compare?q=整改&by=round,province"}, {"compare-bars", "/compare?q=污水&by=year"}, {"compliance", "/compliance"}, {"rule", "/compliance/rule/PUB01"},
		{"between", "/compliance/corpus"}, {"coverage", "/compliance/coverage"}, {"dismissed", "/compliance/dismissed"}, {"ledger", "/import/ledger"},
	} {
		w.open(c.path)
		w.accessible(c.name)
		w.shoot(c.name, 1280)
		w.emulatePrint(c.name + "-print")
		w.do(chromedp.EmulateViewport(390, 800))
		var wide int
		w.do(chromedp.Evaluate("document.documentElement.scrollWidth", &wide))
		if wide > 390 {
			t.Errorf("%s is %d wide on a narrow screen", c.name, wide)
		}
		w.shoot(c.name+"-narrow", 390)
		w.do(chromedp.EmulateViewport(1280, 900))
	}
}

// A finding is dismissed and taken back by clicks.
func TestBrowserDismissal(t *testing.T) {
	b := newOwnBench(t, someNotices())
	w := newBrowser(t, b)
	w.open("/compliance")
	w.click(`a[href="/compliance/rule/PUB01"]`)
	w.do(chromedp.Click(".finding summary", chromedp.ByQuery), chromedp.SendKeys(".finding input[name=reason]", "已核实", chromedp.ByQuery))
	w.click(".finding details button")
	if got := w.text(".finding.dismissed"); !strings.Contains(got, "已核实") {
		t.Errorf("dismissed: %q", got)
	}
	w.accessible("rule with a dismissal")
	w.click(".finding.dismissed button")
	if all, err := b.Store.Dismissals(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}
