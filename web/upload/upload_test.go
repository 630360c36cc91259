package upload

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gongshi/web/desk"
)

// importer is an Import that notes what it was given.
type importer struct {
	mu      sync.Mutex
	names   []string
	again   []bool
	content []string
	// steps are what it tells; next is received from before each, if it is set.
	steps []Progress
	next  chan struct{}
	end   Progress
	err   error
}

func (im *importer) run(ctx context.Context, paths []string, again bool, progress func(Progress)) (Progress, error) {
	data, err := os.ReadFile(paths[0])
	if err != nil {
		return Progress{}, err
	}
	im.mu.Lock()
	im.names = append(im.names, filepath.Base(paths[0]))
	im.again = append(im.again, again)
	im.content = append(im.content, string(data))
	im.mu.Unlock()
	for _, p := range im.steps {
		if im.next != nil {
			select {
			case <-im.next:
			case <-ctx.Done():
				return Progress{}, ctx.Err()
			}
		}
		progress(p)
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.end, im.err
}

func openSpool(t *testing.T, dir string, o Options) *Spool {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// running runs a spool until the function that is given back is called.
func running(t *testing.T, s *Spool) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func accept(t *testing.T, s *Spool, name, body string) desk.Upload {
	t.Helper()
	u, err := s.Accept(t.Context(), name, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// over waits until an upload is over.
func over(t *testing.T, s *Spool, id string) desk.Upload {
	t.Helper()
	u, states, err := s.Watch(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for u = range states {
	}
	if u.ID == "" {
		u, _, _ = s.Watch(t.Context(), id)
	}
	if !u.State.Over() {
		t.Fatalf("the channel was closed in state %s", u.State)
	}
	return u
}

// files are the names in the spool.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, e.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestAcceptAndImport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	im := &importer{end: Progress{Seen: 3, Imported: 2, Skipped: 1, Notices: 2}}
	s := openSpool(t, dir, Options{Import: im.run})
	first := accept(t, s, "岳阳.zip", "one")
	if first.State != desk.UploadWaiting || first.Name != "岳阳.zip" || first.Bytes != 3 || first.Accepted.IsZero() {
		t.Errorf("accepted: %+v", first)
	}
	second := accept(t, s, "b.pdf", "two")
	stop := running(t, s)
	over(t, s, first.ID)
	got := over(t, s, second.ID)
	want := desk.Upload{ID: second.ID, Name: "b.pdf", Bytes: 3, Accepted: second.Accepted, Ended: got.Ended, State: desk.UploadDone,
		Seen: 3, Imported: 2, Skipped: 1, Notices: 2}
	if diff := cmp.Diff(want, got); diff != "" || got.Ended.IsZero() {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"岳阳.zip", "b.pdf"}, im.names); diff != "" {
		t.Error(diff)
	}
	all, err := s.List(t.Context())
	if err != nil || len(all) != 2 || all[0].ID != second.ID {
		t.Errorf("List: %v, %v", all, err)
	}
	stop()

	// Another server knows what has become of them; the files are gone.
	s = openSpool(t, dir, Options{Import: im.run})
	again, err := s.List(t.Context())
	if diff := cmp.Diff(all, again); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if got := files(t, dir); len(got) != 2 {
		t.Errorf("the spool holds %q", got)
	}
	if _, err := s.Retry(t.Context(), first.ID); !errors.Is(err, desk.ErrNoUpload) {
		t.Errorf("retry of what did not fail: %v", err)
	}
}

// An upload is on the disk when it is accepted: whatever ends the server, in
// whatever state, the next one imports it.
func TestKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	blocked := &importer{steps: []Progress{{Seen: 1}}, next: make(chan struct{})}
	s := openSpool(t, dir, Options{Import: blocked.run})
	var ids []string
	for _, name := range []string{"1.txt", "2.txt", "3.txt"} {
		ids = append(ids, accept(t, s, name, name).ID)
	}
	stop := running(t, s)
	for u, states, err := s.Watch(t.Context(), ids[0]); u.State != desk.UploadRunning; u = <-states {
		if err != nil {
			t.Fatal(err)
		}
	}
	// What a server leaves that is killed while it receives: a folder that no
	// report speaks of, a report that is half written.
	unborn := filepath.Join(dir, newID(time.Now()))
	if err := os.Mkdir(unborn, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(unborn, ".gongshi-00000001.part"), filepath.Join(dir, ".gongshi-00000002.part")} {
		if err := os.WriteFile(name, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// The running server is not asked to stop: its spool is as a kill leaves it.
	im := &importer{}
	after := openSpool(t, dir, Options{Import: im.run})
	finish := running(t, after)
	for _, id := range ids {
		if u := over(t, after, id); u.State != desk.UploadDone {
			t.Errorf("%+v", u)
		}
	}
	if diff := cmp.Diff([]string{"1.txt", "2.txt", "3.txt"}, im.content); diff != "" {
		t.Error(diff)
	}
	finish()
	if got := files(t, dir); len(got) != 3 {
		t.Errorf("the spool holds %q", got)
	}
	stop()
}

// A server that is told to stop leaves the import that runs to the next.
func TestStopped(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	im := &importer{steps: []Progress{{Seen: 1}}, next: make(chan struct{})}
	s := openSpool(t, dir, Options{Import: im.run})
	u := accept(t, s, "a.txt", "a")
	stop := running(t, s)
	for now, states, _ := s.Watch(t.Context(), u.ID); now.State != desk.UploadRunning; now = <-states {
	}
	stop()
	if all, _ := s.List(t.Context()); all[0].State != desk.UploadWaiting {
		t.Errorf("it is %s", all[0].State)
	}
	s = openSpool(t, dir, Options{Import: (&importer{}).run})
	running(t, s)
	if got := over(t, s, u.ID); got.State != desk.UploadDone {
		t.Errorf("%+v", got)
	}
}

// The file of a report that was written before the server was killed is removed
// then; one that is wanted stays.
func TestKilledBeforeTidyingUp(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	s := openSpool(t, dir, Options{Import: (&importer{}).run})
	u := accept(t, s, "a.txt", "a")
	stop := running(t, s)
	over(t, s, u.ID)
	stop()
	if err := os.MkdirAll(filepath.Join(dir, u.ID), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, u.ID, "a.txt"), []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	openSpool(t, dir, Options{Import: (&importer{}).run})
	if _, err := os.Stat(filepath.Join(dir, u.ID)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}

func TestRetry(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	im := &importer{}
	s := openSpool(t, dir, Options{Import: im.run})
	u := accept(t, s, "a.zip", "a")
	inside := filepath.Join(dir, u.ID, "a.zip!", "岳阳", "1.pdf")
	im.end = Progress{Seen: 2, Imported: 1, Failed: 1, Failures: []desk.Failure{{Path: inside, Code: "timeout"}}}
	running(t, s)
	got := over(t, s, u.ID)
	if want := filepath.Join("a.zip!", "岳阳", "1.pdf"); len(got.Failures) != 1 || got.Failures[0].Path != want {
		t.Errorf("failures: %+v", got.Failures)
	}
	im.mu.Lock()
	im.end, im.err = Progress{}, errors.New("the disk is full")
	im.mu.Unlock()
	again, err := s.Retry(t.Context(), u.ID)
	if err != nil || again.State != desk.UploadWaiting || again.Failed != 0 || again.Failures != nil {
		t.Errorf("Retry: %+v, %v", again, err)
	}
	if got := over(t, s, u.ID); got.State != desk.UploadFailed || got.Error == nil || got.Error.En != "the disk is full" {
		t.Errorf("%+v", got)
	}
	im.mu.Lock()
	im.end, im.err = Progress{Seen: 2, Imported: 1, Unchanged: 1}, nil
	im.mu.Unlock()
	if _, err := s.Retry(t.Context(), u.ID); err != nil {
		t.Fatal(err)
	}
	if got := over(t, s, u.ID); got.State != desk.UploadDone || got.Error != nil {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff([]bool{false, true, true}, im.again); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Retry(t.Context(), u.ID); !errors.Is(err, desk.ErrNoUpload) {
		t.Errorf("retry of what succeeded: %v", err)
	}
	for _, id := range []string{"", "../../etc/passwd", u.ID + "/..", "20260101T000000000-0000000000000000"} {
		if _, err := s.Retry(t.Context(), id); !errors.Is(err, desk.ErrNoUpload) {
			t.Errorf("Retry(%q): %v", id, err)
		}
		if _, _, err := s.Watch(t.Context(), id); !errors.Is(err, desk.ErrNoUpload) {
			t.Errorf("Watch(%q): %v", id, err)
		}
	}
}

// What is not whole in the corpus is kept for another try.
func TestIncompleteIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	im := &importer{end: Progress{Seen: 1, Imported: 1, Incomplete: true}}
	s := openSpool(t, dir, Options{Import: im.run})
	u := accept(t, s, "scan.pdf", "a")
	stop := running(t, s)
	over(t, s, u.ID)
	stop()
	s = openSpool(t, dir, Options{Import: im.run})
	if _, err := s.Retry(t.Context(), u.ID); err != nil {
		t.Error(err)
	}
}

func TestLimits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	s := openSpool(t, dir, Options{Import: (&importer{}).run, MaxBytes: 10, MaxWaiting: 2, MaxReports: 3})
	if u := accept(t, s, "a", "0123456789"); u.Bytes != 10 {
		t.Errorf("%+v", u)
	}
	if _, err := s.Accept(t.Context(), "b", strings.NewReader("0123456789a")); !errors.Is(err, desk.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("012"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := s.Accept(t.Context(), "b", broken); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a connection that breaks off: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Accept(gone, "b", strings.NewReader("0")); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that is gone: %v", err)
	}
	if got := files(t, dir); len(got) != 2 { // of the first: its file, its report
		t.Errorf("refused uploads left something: %q", got)
	}
	accept(t, s, "c", "")
	if _, err := s.Accept(t.Context(), "d", iotest.ErrReader(errors.New("it was read"))); !errors.Is(err, desk.ErrFull) {
		t.Errorf("full: %v", err)
	}
	// An upload that is being received takes a place.
	running(t, s)
	all, _ := s.List(t.Context())
	for _, u := range all {
		over(t, s, u.ID)
	}
	for range 5 {
		over(t, s, accept(t, s, "e", "e").ID)
	}
	if all, _ := s.List(t.Context()); len(all) > 4 { // one may just have ended
		t.Errorf("%d reports are kept", len(all))
	}
}

// Two who watch are told of the same end; one that reads slowly is told the last
// state, and holds nobody up.
func TestWatch(t *testing.T) {
	steps := make([]Progress, 1000)
	for i := range steps {
		steps[i].Seen = i + 1
	}
	im := &importer{steps: steps, end: Progress{Seen: 1000}, next: make(chan struct{})}
	s := openSpool(t, filepath.Join(t.TempDir(), "uploads"), Options{Import: im.run})
	u := accept(t, s, "a", "a")
	watch := func(ctx context.Context) <-chan desk.Upload {
		now, states, err := s.Watch(ctx, u.ID)
		if err != nil || now.State != desk.UploadWaiting {
			t.Fatal(now, err)
		}
		return states
	}
	ctx, leave := context.WithCancel(t.Context())
	eager, slow, leaving := watch(t.Context()), watch(t.Context()), watch(ctx)
	running(t, s)
	leave()
	for range leaving { // it is closed, whatever comes
	}
	close(im.next)
	var seen []int
	var last desk.Upload
	for last = range eager {
		seen = append(seen, last.Seen)
	}
	if last.State != desk.UploadDone || !slices.IsSorted(seen) {
		t.Errorf("the eager one was told %v, the last %+v", seen, last)
	}
	var told []desk.Upload
	for state := range slow { // after all is over
		told = append(told, state)
	}
	if len(told) != 1 || !cmp.Equal(told[0], last) {
		t.Errorf("the slow one was told %+v", told)
	}
	if _, states, err := s.Watch(t.Context(), u.ID); err != nil {
		t.Error(err)
	} else if _, open := <-states; open {
		t.Error("an upload that is over has a next state")
	}
}

// Whatever an upload is called, its file lies in its folder.
func TestHostileNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	for _, c := range []struct{ name, shown, stored string }{
		{"公示.pdf", "公示.pdf", "公示.pdf"},
		{"../../etc/passwd", "passwd", "passwd"},
		{`C:\Users\a\公示.doc`, "公示.doc", "公示.doc"},
		{`..\..\a.txt`, "a.txt", "a.txt"},
		{"..", "..", nameless},
		{".", ".", nameless},
		{"", nameless, nameless},
		{"/", nameless, nameless},
		{"a/", nameless, nameless},
		{"   ", nameless, nameless},
		{".bashrc", ".bashrc", "_bashrc"},
		{"~$公示.docx", "~$公示.docx", "_$公示.docx"},
		{"a\x00b.txt", "ab.txt", "ab.txt"},
		{"a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt", "aSet-Cookie_ x.txt"},
		{"\xff\xfe.txt", "\uFFFD.txt", "\uFFFD.txt"},
		{"fdp.\u202etxt.exe", "fdp.txt.exe", "fdp.txt.exe"},
		{"con", "con", "_con"},
		{"NUL.txt", "NUL.txt", "_NUL.txt"},
		{"lpt1.tar.gz", "lpt1.tar.gz", "_lpt1.tar.gz"},
		{"a.txt. . ", "a.txt. .", "a.txt"},
		{`<img src=x onerror="alert(1)">.zip`, `<img src=x onerror="alert(1)">.zip`, `_img src=x onerror=_alert(1)__.zip`},
		{"a.txt:stream", "a.txt:stream", "a.txt_stream"},
		{"-rf", "-rf", "-rf"},
		{"a.zip!", "a.zip!", "a.zip!"},
		{strings.Repeat("长", 300) + ".pdf", strings.Repeat("长", 65) + ".pdf", strings.Repeat("长", 65) + ".pdf"},
		{strings.Repeat("a", 300), strings.Repeat("a", 200), strings.Repeat("a", 200)},
	} {
		if got := shownName(c.name); got != c.shown {
			t.Errorf("shownName(%q) = %q, want %q", c.name, got, c.shown)
		}
		if got := storedName(c.name); got != c.stored {
			t.Errorf("storedName(%q) = %q, want %q", c.name, got, c.stored)
		}
		im := &importer{}
		s := openSpool(t, dir, Options{Import: im.run})
		u := accept(t, s, c.name, c.name)
		if data, err := os.ReadFile(filepath.Join(dir, u.ID, c.stored)); err != nil || string(data) != c.name {
			t.Errorf("%q: %v", c.name, err)
		}
		stop := running(t, openSpool(t, dir, Options{Import: im.run}))
		stop()
	}
	for _, e := range must(os.ReadDir(filepath.Dir(dir))) {
		if e.Name() != "uploads" {
			t.Errorf("there is %q beside the spool", e.Name())
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func FuzzStoredName(f *testing.F) {
	for _, name := range []string{"公示.pdf", "../a", `a\b`, "con.txt", ". . ~", "a\u3000.", "a.\u00a0.", "\xff.", strings.Repeat("长", 100) + ". ."} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := storedName(name)
		if got == "" || len(got) > longestName || !utf8.ValidString(got) || !filepath.IsLocal(got) || filepath.Base(got) != got ||
			strings.ContainsAny(got, "/\\\x00<>:\"|?*") || strings.HasPrefix(got, ".") || strings.HasSuffix(got, ".") || strings.HasSuffix(got, " ") {
			t.Errorf("storedName(%q) = %q", name, got)
		}
		if twice := storedName(got); twice != got {
			t.Errorf("storedName(%q) = %q, and of that %q", name, got, twice)
		}
	})
}

// A report that is not of its upload leads to no file outside.
func TestForgedReport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	s := openSpool(t, dir, Options{Import: (&importer{}).run})
	u := accept(t, s, "a", "a")
	data := must(os.ReadFile(s.reportOf(u.ID)))
	for _, forged := range [][2]string{{`"stored":"a"`, `"stored":"../../a"`}, {u.ID, newID(time.Now())}} {
		bad := bytes.Replace(data, []byte(forged[0]), []byte(forged[1]), 1)
		if err := os.WriteFile(s.reportOf(u.ID), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		again := openSpool(t, dir, Options{})
		if all := must(again.List(t.Context())); len(all) != 0 {
			t.Errorf("%s was believed: %+v", bad, all)
		}
		if _, err := os.Stat(filepath.Join(dir, u.ID, "a")); err != nil {
			t.Errorf("the file of an upload whose report cannot be read is gone: %v", err)
		}
	}
}

// Of many retries at once one counts: the upload is imported once more, and what it has
// become stays.
func TestRetriesAtOnce(t *testing.T) {
	im := &importer{end: Progress{Seen: 1, Failed: 1}}
	s := openSpool(t, filepath.Join(t.TempDir(), "uploads"), Options{Import: im.run})
	u := accept(t, s, "a", "a")
	running(t, s)
	over(t, s, u.ID)
	im.mu.Lock()
	im.end = Progress{Seen: 1, Imported: 1}
	im.mu.Unlock()
	var retries sync.WaitGroup
	for range 20 {
		retries.Go(func() {
			if _, err := s.Retry(t.Context(), u.ID); err != nil && !errors.Is(err, desk.ErrNoUpload) { // it has succeeded by then
				t.Error(err)
			}
		})
	}
	retries.Wait()
	if got := over(t, s, u.ID); got.State != desk.UploadDone || got.Imported != 1 {
		t.Errorf("%+v", got)
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	if len(im.names) != 2 {
		t.Errorf("it was imported %d times", len(im.names))
	}
}
