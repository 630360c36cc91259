package web_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongshi/internal/cputime"
)

// contentPolicy is what the server allows pages, as package guard sets it.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri /violations"

// browser is a Chromium on the pages of a bench. It keeps what must not happen: dialogs,
// violations of the policy, errors of scripts.
type browser struct {
	t   *testing.T
	ctx context.Context
	url string

	mu    sync.Mutex
	wrong []string
}

// chromium is the browser of this machine, "" if there is none.
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func newBrowser(t *testing.T, b *bench) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("tests with a browser are left out with -short")
	}
	if cputime.Raced { // make test runs these without the detector too
		t.Skip("tests with a browser are left out with the race detector")
	}
	program := chromium()
	if program == "" {
		t.Skip("no Chromium on this machine: the pages were not tested in a browser")
	}
	w := &browser{t: t}
	pages := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/violations" {
			report, _ := io.ReadAll(io.LimitReader(r.Body, 1<<16))
			w.note("policy violated: " + string(report))
			return
		}
		rw.Header().Set("Content-Security-Policy", contentPolicy)
		b.handler.ServeHTTP(rw, r)
	}))
	t.Cleanup(pages.Close)
	w.url = pages.URL
	profile, err := os.MkdirTemp("", "chromium")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(profile) }) // as far as it lets go of it
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(profile), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		// A page that comes back as it was is none that chromedp can be asked about.
		chromedp.Flag("disable-features", "site-per-process,Translate,BlinkGenPropertyTrees,BackForwardCache"), chromedp.Flag("lang", "zh-CN"))
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // waits until it is gone
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	w.ctx = ctx
	chromedp.ListenTarget(ctx, w.listen)
	w.do(page.Enable(), chromedp.EmulateViewport(1280, 900))
	t.Cleanup(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, wrong := range w.wrong {
			t.Error(wrong)
		}
	})
	return w
}

func (w *browser) note(wrong string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, wrong)
}

func (w *browser) listen(event any) {
	switch event := event.(type) {
	case *page.EventJavascriptDialogOpening:
		w.note("a dialog opened: " + event.Message)
		go func() { _ = chromedp.Run(w.ctx, page.HandleJavaScriptDialog(false)) }()
	case *runtime.EventExceptionThrown:
		w.note("a script failed: " + event.ExceptionDetails.Error())
	}
}

func (w *browser) do(actions ...chromedp.Action) {
	w.t.Helper()
	if err := chromedp.Run(w.ctx, actions...); err != nil {
		w.t.Fatal(err)
	}
}

// open goes to a page of ours.
func (w *browser) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.url+path), chromedp.WaitReady("main"))
}

// click clicks what is found first and waits for another page.
func (w *browser) click(selector string) {
	w.t.Helper()
	w.follow(selector, chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible))
}

// follow does what leads to another page and waits until that is there.
func (w *browser) follow(what string, action chromedp.Action) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, 20*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, action); err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
	w.do(chromedp.WaitReady("main"))
}

// back goes back, to a page that the browser may still have.
func (w *browser) back(to string) {
	w.t.Helper()
	w.do(chromedp.ActionFunc(func(ctx context.Context) error {
		current, entries, err := page.GetNavigationHistory().Do(ctx)
		if err != nil {
			return err
		}
		return page.NavigateToHistoryEntry(entries[current-1].ID).Do(ctx)
	}))
	for range 100 {
		if w.at() == to {
			w.do(chromedp.WaitReady("main"))
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.t.Fatalf("back leads to %s, want %s", w.at(), to)
}

// text gives what is found first as text; at gives where the browser is, without host.
func (w *browser) text(selector string) (s string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Run(ctx, chromedp.Text(selector, &s, chromedp.ByQuery)); err != nil {
		w.t.Fatalf("%s: %v", selector, err)
	}
	return strings.TrimSpace(s)
}

func (w *browser) at() string {
	w.t.Helper()
	var s string
	w.do(chromedp.Location(&s))
	return strings.TrimPrefix(s, w.url)
}

// press types keys, as a hand does that has no mouse.
func (w *browser) press(keys string) {
	w.t.Helper()
	w.do(chromedp.KeyEvent(keys))
}

// tap presses a key that writes nothing if the page takes it.
func (w *browser) tap(key string) {
	w.t.Helper()
	w.do(input.DispatchKeyEvent(input.KeyRawDown).WithKey(key), input.DispatchKeyEvent(input.KeyUp).WithKey(key))
}

// tabTo presses the tabulator until the element is focused that fits the selector.
func (w *browser) tabTo(selector string) {
	w.t.Helper()
	for range 200 {
		w.press(kb.Tab)
		var there bool
		w.do(chromedp.Evaluate(fmt.Sprintf("document.activeElement.matches(%q)", selector), &there))
		if there {
			return
		}
	}
	w.t.Fatalf("%s: the keyboard does not lead to %s", w.at(), selector)
}

// shoot takes a picture of the whole page, if the environment says where to put it.
func (w *browser) shoot(name string, width int64) {
	w.t.Helper()
	dir := os.Getenv("GONGSHI_SCREENSHOTS")
	if dir == "" {
		return
	}
	var picture []byte
	w.do(chromedp.EmulateViewport(width, 900), chromedp.FullScreenshot(&picture, 100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// axeVersion is the version of axe-core that pages are tested with.
const axeVersion = "4.10.3"

// axe gives the script of axe-core, which npm has; the test is skipped where it cannot
// be had.
var axe = sync.OnceValues(func() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "gongshi-test")
	file := filepath.Join(dir, "axe-core-"+axeVersion+".tgz")
	if _, err := os.Stat(file); err != nil {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return "", err
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, "npm", "pack", "--silent", "axe-core@"+axeVersion)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("npm pack: %w: %s", err, out)
		}
	}
	packed, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	for r := tar.NewReader(unzipped); ; {
		header, err := r.Next()
		if err != nil {
			return "", fmt.Errorf("axe.min.js: %w", err)
		}
		if header.Name == "package/axe.min.js" {
			script, err := io.ReadAll(r)
			return string(script), err
		}
	}
})

// accessible has axe-core look at the page, and reports what is serious or critical.
func (w *browser) accessible(name string) {
	w.t.Helper()
	script, err := axe()
	if err != nil {
		w.t.Skipf("axe-core cannot be had, so pages were not tested for accessibility: %v", err)
	}
	var found string
	w.do(chromedp.Evaluate(script+";0", nil), chromedp.Evaluate(
		`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.html + " " + n.failureSummary)}))))`,
		&found, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	var violations []struct {
		ID, Impact string
		Nodes      []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		w.t.Fatal(err)
	}
	for _, v := range violations {
		message := fmt.Sprintf("%s: %s (%s): %s", name, v.ID, v.Impact, strings.Join(v.Nodes[:min(len(v.Nodes), 3)], "\n  "))
		if v.Impact == "serious" || v.Impact == "critical" {
			w.t.Error(message)
		} else {
			w.t.Log(message)
		}
	}
}

// emulatePrint shows the page as it is printed.
func (w *browser) emulatePrint(name string) {
	w.t.Helper()
	w.do(emulation.SetEmulatedMedia().WithMedia("print"))
	w.shoot(name, 794)
	w.do(emulation.SetEmulatedMedia())
}
