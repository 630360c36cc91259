package ingest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/index"
	"gongshi/ingest"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// memory is an index that keeps the ids.
type memory struct {
	seq     uint64
	store   string
	ids     map[string]bool
	batches int
	fail    error
}

func (m *memory) Seq(context.Context) (uint64, error) { return m.seq, nil }

func (m *memory) Store(context.Context) (string, error) { return m.store, nil }

func (m *memory) Apply(_ context.Context, b index.Batch) error {
	if m.fail != nil {
		return m.fail
	}
	for _, id := range b.Delete {
		delete(m.ids, id)
	}
	for _, r := range b.Put {
		m.ids[r.ID] = true
	}
	m.seq, m.store = b.Seq, b.Store
	m.batches++
	return nil
}

type bench struct {
	t     *testing.T
	store *store.Store
	index *memory
	ingest.Importer
}

func newBench(t *testing.T) *bench {
	t.Helper()
	st, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	b := &bench{t: t, store: st, index: &memory{ids: map[string]bool{}}}
	b.Importer = ingest.Importer{Reader: reader(), Store: st, Index: b.index, Version: "test"}
	return b
}

// reader reads in this process: what hangs or kills it is tested with workers.
func reader() *ingest.Reader {
	return &ingest.Reader{Formats: all.Formats(), Calendar: workday.Official(), Rules: compliance.Rules()}
}

func (b *bench) run(paths ...string) ingest.Summary {
	b.t.Helper()
	s, err := b.Import(b.t.Context(), paths)
	if err != nil {
		b.t.Fatal(err)
	}
	if sum := s.Imported + s.Unchanged + s.Duplicate + s.Skipped + s.Failed; sum != s.Seen {
		b.t.Errorf("%d files seen, %d accounted for: %+v", s.Seen, sum, s)
	}
	return s
}

func (b *bench) notices() []gongshi.Notice {
	b.t.Helper()
	var list []gongshi.Notice
	for c, err := range b.store.Notices(b.t.Context()) {
		if err != nil {
			b.t.Fatal(err)
		}
		list = append(list, c.Notice)
	}
	return list
}

// renditions gives the notice in all its forms.
func (b *bench) renditions(id string) []gongshi.Notice {
	b.t.Helper()
	forms, err := b.store.Renditions(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	var list []gongshi.Notice
	for _, form := range forms {
		c, err := b.store.Notice(b.t.Context(), form.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		list = append(list, c.Notice)
	}
	return list
}

func counts(s ingest.Summary) string {
	return fmt.Sprintf("seen %d imported %d unchanged %d duplicate %d skipped %d failed %d notices %d",
		s.Seen, s.Imported, s.Unchanged, s.Duplicate, s.Skipped, s.Failed, s.Notices)
}

const testdata = "../testdata"

// One notice as text, GB18030, web page, PDF and Word file is the same notice.
func TestRenditionsAreTheSameNotice(t *testing.T) {
	b := newBench(t)
	s := b.run(filepath.Join(testdata, "renditions"), filepath.Join(testdata, "archives", "renditions.zip"))
	if got, want := counts(s), "seen 10 imported 1 unchanged 0 duplicate 9 skipped 0 failed 0 notices 1"; got != want {
		t.Errorf("%s, want %s\n%+v", got, want, s.Failures)
	}
	want := corpus.Invent(7, 0, corpus.LongNotice).Facts
	forms := b.renditions(b.notices()[0].ID)
	if len(forms) != 5 {
		t.Errorf("%d forms of the notice, want 5", len(forms))
	}
	for _, n := range forms {
		t.Run(filepath.Base(n.Source.Path), func(t *testing.T) {
			got := facts(&n)
			if diff := cmp.Diff(factsOf(want), got); diff != "" {
				t.Errorf("facts differ (-written +found):\n%s", diff)
			}
			checkSpans(t, &n)
		})
	}
}

// flat are the facts of a notice in a form that can be compared.
type flat struct {
	Title, Issuer, Issued, Publicity string
	Sections, Numbers, Phones        []string
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func factsOf(f corpus.Facts) flat {
	out := flat{squeezed(f.Title), squeezed(f.Issuer), f.Issued.String(), period(&f.Publicity), nil, slices.Clone(f.DocumentNumbers), []string{f.Phone}}
	for _, s := range f.Sections {
		out.Sections = append(out.Sections, string(s.Kind)+": "+squeezed(s.Text))
	}
	slices.Sort(out.Numbers)
	return out
}

func facts(n *gongshi.Notice) flat {
	out := flat{squeezed(n.Title), squeezed(n.Issuer), n.Issued.String(), period(n.Publicity), nil, nil, nil}
	for _, s := range n.Sections {
		out.Sections = append(out.Sections, string(s.Kind)+": "+squeezed(s.Text))
	}
	for _, d := range n.DocumentNumbers {
		if !slices.Contains(out.Numbers, d.Number) {
			out.Numbers = append(out.Numbers, d.Number)
		}
	}
	for _, p := range n.Phones {
		out.Phones = append(out.Phones, p.Number)
	}
	slices.Sort(out.Numbers)
	return out
}

func period(p *gongshi.Publicity) string {
	if p == nil {
		return ""
	}
	return fmt.Sprint(p.Start, "…", p.End, " ", p.StatedDays, p.StatedUnit)
}

func TestAgainChangesNothing(t *testing.T) {
	b := newBench(t)
	demo := filepath.Join(testdata, "archives", "demo.zip")
	first := b.run(demo)
	if got, want := counts(first), "seen 44 imported 40 unchanged 0 duplicate 2 skipped 0 failed 2 notices 40"; got != want {
		t.Errorf("%s, want %s\n%+v", got, want, first.Failures)
	}
	if len(b.index.ids) != 40 {
		t.Errorf("%d notices in the index", len(b.index.ids))
	}
	seq, batches := b.index.seq, b.index.batches
	second := b.run(demo)
	if got, want := counts(second), "seen 44 imported 0 unchanged 42 duplicate 0 skipped 0 failed 2 notices 0"; got != want {
		t.Errorf("again: %s, want %s", got, want)
	}
	if now, _ := b.store.Seq(t.Context()); now != seq || b.index.batches != batches {
		t.Errorf("the second run changed something: %d to %d", seq, now)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestChangedFile(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "公示.txt")
	write(t, path, corpus.Text(corpus.Invent(1, 0, corpus.LongNotice).Text()))
	b.run(path)
	before := b.notices()
	write(t, path, corpus.Text(corpus.Invent(1, 1, corpus.LongNotice).Text()))
	if s := b.run(path); s.Imported != 1 {
		t.Errorf("changed content: %s", counts(s))
	}
	after := b.notices()
	if len(after) != 1 || after[0].ID == before[0].ID || len(b.index.ids) != 1 || !b.index.ids[after[0].ID] {
		t.Errorf("notices %v, index %v", after[0].ID, b.index.ids)
	}
	write(t, path, nil)
	if s := b.run(path); s.Failed != 1 || s.Failures[0].Code != "empty" {
		t.Errorf("emptied: %s", counts(s))
	}
	if now := b.notices(); len(now) != 1 || now[0].ID != after[0].ID {
		t.Error("what was stored is lost when the file is emptied")
	}
}

// Whatever is wrong with a file, it is said, and the others are imported.
func TestBadFiles(t *testing.T) {
	b := newBench(t)
	dir := t.TempDir()
	good := corpus.Text(corpus.Invent(2, 0, corpus.LongNotice).Text())
	write(t, filepath.Join(dir, "好.txt"), good)
	for _, name := range []string{"empty.txt", "truncated.pdf", "encrypted.pdf", "error-page.pdf", "half.zip", "truncated.docx"} {
		data, err := os.ReadFile(filepath.Join(testdata, "broken", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), data)
	}
	write(t, filepath.Join(dir, "a.bin"), []byte("\x7fELF\x02\x01\x01"+strings.Repeat("\x00\x01\xfe\x90\x00\x00\x03", 500)))
	write(t, filepath.Join(dir, "latin.txt"), []byte("nothing Chinese here at all, but a text"))
	write(t, filepath.Join(dir, "large.txt"), bytes.Repeat([]byte("a"), 70<<20))
	write(t, filepath.Join(dir, "style.css"), []byte("body { color: red }"))
	s := b.run(dir)
	got := map[string]string{}
	for _, f := range s.Failures {
		got[strings.TrimPrefix(filepath.ToSlash(f.Path), filepath.ToSlash(dir)+"/")] = f.Code
		if f.Message("zh") == "" || f.Message("en") == "" || f.Message("zh") == f.Message("en") {
			t.Errorf("%s: no message in both languages", f.Path)
		}
	}
	want := map[string]string{
		"empty.txt": "empty", "truncated.pdf": "damaged", "encrypted.pdf": "encrypted", "error-page.pdf": "wrong-type",
		"half.zip": "damaged", "truncated.docx": "damaged", "a.bin": "unsupported", "latin.txt": "suspect", "large.txt": "limit",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	if s.Skipped != 1 || len(b.notices()) == 0 {
		t.Errorf("%s", counts(s))
	}
}

func TestPathThatIsNotThere(t *testing.T) {
	b := newBench(t)
	if _, err := b.Import(t.Context(), []string{filepath.Join(t.TempDir(), "nothing")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// An index that cannot be written stops the import with an error; the store
// keeps what it has, and the index catches up later.
func TestIndexFailsAndCatchesUp(t *testing.T) {
	b := newBench(t)
	b.index.fail = errors.New("disk full")
	demo := filepath.Join(testdata, "archives", "demo.zip")
	if _, err := b.Import(t.Context(), []string{demo}); !errors.Is(err, b.index.fail) {
		t.Errorf("got %v", err)
	}
	b.index.fail = nil
	b.run(demo)
	if stored := b.notices(); len(stored) != 40 || len(b.index.ids) != 40 {
		t.Errorf("%d notices stored, %d indexed", len(stored), len(b.index.ids))
	}
}

func TestCancelledImportGoesOn(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "many.zip")
	var members []corpus.Member
	for i := range 200 {
		members = append(members, corpus.Member{Name: fmt.Sprintf("%03d.txt", i), Data: corpus.Text(corpus.Invent(9, i, 400).Text())})
	}
	write(t, path, corpus.Zip(members))
	ctx, cancel := context.WithCancel(t.Context())
	b.Progress = func(p ingest.Progress) {
		if p.Imported >= 64 {
			cancel()
		}
	}
	if _, err := b.Import(ctx, []string{path}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	b.Progress = nil
	s := b.run(path)
	if s.Imported == 0 || s.Unchanged < 64 || s.Imported+s.Unchanged != 200 {
		t.Errorf("the rest: %s", counts(s))
	}
	if len(b.notices()) != 200 || len(b.index.ids) != 200 {
		t.Errorf("%d notices, %d indexed", len(b.notices()), len(b.index.ids))
	}
}

// Invented notices are found as they were written, in all templates.
func TestInventedNotices(t *testing.T) {
	r := reader()
	for i := range 60 {
		n := corpus.Invent(31, i, corpus.LongNotice/2)
		got, err := r.Read(t.Context(), n.Name+".txt", corpus.Text(n.Text()))
		if err != nil || got.Failure != nil || len(got.Notices) != 1 {
			t.Fatalf("%s: %v %+v", n.Name, err, got.Failure)
		}
		if diff := cmp.Diff(factsOf(n.Facts), facts(&got.Notices[0])); diff != "" {
			t.Errorf("%s (-written +found):\n%s", n.Name, diff)
		}
		wrong := slices.ContainsFunc(got.Findings[0], func(f gongshi.Finding) bool { return f.Rule == "PUB01" })
		if wrong == n.Facts.ClaimRight && n.Facts.Publicity.StatedUnit == gongshi.UnitWorking {
			t.Errorf("%s: PUB01 %v, the claim is right: %v", n.Name, wrong, n.Facts.ClaimRight)
		}
	}
}

func TestNoticeJSONRoundTrip(t *testing.T) {
	n := corpus.Invent(31, 0, corpus.LongNotice)
	got, err := reader().Read(t.Context(), "x.txt", corpus.Text(n.Text()))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(&got.Notices[0])
	if err != nil {
		t.Fatal(err)
	}
	var again gongshi.Notice
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	got.Notices[0].Origin = gongshi.OffsetMap{}
	if diff := cmp.Diff(got.Notices[0], again, cmp.AllowUnexported(gongshi.OffsetMap{})); diff != "" {
		t.Error(diff)
	}
}
