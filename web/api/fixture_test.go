package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/index"
	"gongshi/ingest"
	"gongshi/ingest/decode"
	textformat "gongshi/ingest/decode/text"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
	"gongshi/search"
	"gongshi/web/desk"
)

// written is a notice that says what the tests ask for.
const written = `岳阳楼区突出环境问题整改工作领导小组办公室
关于第二轮中央生态环境保护督察反馈问题编号一整改销号情况的公示
根据《湖南省突出环境问题整改验收销号办法》，现将中央生态环境保护督察反馈问题整改情况予以公示。公示时间：2023年10月13日至2023年10月20日，公示期10个工作日。
一、反馈问题
岳阳楼区雨污分流不到位，污水直排南湖。老城区管网错接混接严重，雨季溢流频发，部分小区化粪池满溢，生活污水经雨水口流入湖中，水质长期不能稳定达标，群众反映强烈。
二、整改目标
2022年底前完成雨污分流改造。
三、整改措施
1.新建管网12公里。
四、整改落实情况
1.已新建管网12公里（岳办发〔2022〕4号）。
联系电话：0730-8245473
岳阳楼区突出环境问题整改工作领导小组办公室
2023年10月13日
`

// fixture is a corpus behind a server.
type fixture struct {
	t       *testing.T
	desk    *desk.Desk
	store   *store.Store
	uploads *uploads
	log     *bytes.Buffer
	server  *httptest.Server
	folder  string
	// written is the id of the notice that says what the tests ask for.
	written string
}

// newFixture imports a notice of ours, some invented ones, one in an archive, and
// a file that fails; then it serves them.
func newFixture(t *testing.T, change ...func(*fixture, *limits)) *fixture {
	t.Helper()
	f := &fixture{t: t, folder: t.TempDir(), log: new(bytes.Buffer), uploads: newUploads()}
	f.put("原文.txt", []byte(written))
	for i := range 24 {
		f.put(fmt.Sprintf("第%02d份.txt", i), []byte(corpus.Invent(31, i, 300).Text()))
	}
	f.put("档案.zip", zipped(t, "岳阳/公示\t<1>.txt", corpus.Invent(31, 100, 300).Text()))
	f.put("空.txt", nil)
	var err error
	if f.store, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "data")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.store.Close() })
	f.importFolder()
	logger := slog.New(slog.NewTextHandler(f.log, nil))
	f.desk = &desk.Desk{Search: f.searcher(), Store: f.store, Uploads: f.uploads, Rules: compliance.Rules(), Calendar: workday.Official(),
		Version: "test", Reader: ingest.Version, Lang: "zh", Log: logger, Now: time.Now,
		Write: func(_ context.Context, change func(*store.Store) error) error { return change(f.store) }}
	f.written = f.idOf("雨污分流 number:岳办发〔2022〕4号 \"污水直排南湖\"")
	limits := usualLimits
	for _, change := range change {
		change(f, &limits)
	}
	f.server = httptest.NewServer(newHandler(f.desk, limits))
	t.Cleanup(f.server.Close)
	return f
}

func (f *fixture) put(name string, data []byte) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.folder, name), data, 0o644); err != nil {
		f.t.Fatal(err)
	}
}

func zipped(t *testing.T, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (f *fixture) importFolder() {
	f.t.Helper()
	reader := &ingest.Reader{Formats: []decode.Format{textformat.Format()}, Calendar: workday.Official(), Rules: compliance.Rules()}
	im := ingest.Importer{Reader: reader, Store: f.store, Version: "test"}
	if _, err := im.Import(f.t.Context(), []string{f.folder}); err != nil {
		f.t.Fatal(err)
	}
}

// searcher searches the records of the store, which it keeps as long as nothing
// changes.
func (f *fixture) searcher() search.Searcher {
	var mu sync.Mutex
	var kept []index.Record
	var of uint64
	records := func(ctx context.Context) ([]index.Record, error) {
		mu.Lock()
		defer mu.Unlock()
		seq, err := f.store.Seq(ctx)
		if err != nil || seq == of {
			return kept, err
		}
		all := []index.Record{}
		for checked, err := range f.store.Notices(ctx) {
			if err != nil {
				return nil, err
			}
			all = append(all, index.NewRecord(&checked.Notice, checked.Findings))
		}
		kept, of = all, seq
		return kept, nil
	}
	scan := search.Scan(func(ctx context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			all, err := records(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range all {
				if !yield(&all[i], ctx.Err()) || ctx.Err() != nil {
					return
				}
			}
		}
	})
	return search.New(scan, search.Options{
		Text: func(ctx context.Context, id string) (*gongshi.Notice, error) {
			checked, err := f.store.Notice(ctx, id)
			if err != nil {
				return nil, err
			}
			return &checked.Notice, nil
		},
		State: func(ctx context.Context) (string, error) {
			seq, err := f.store.Seq(ctx)
			return fmt.Sprint(seq), err
		},
	})
}

func (f *fixture) idOf(asked string) string {
	f.t.Helper()
	found, err := f.desk.Search.Search(f.t.Context(), search.Request{Query: asked, Limit: 2})
	if err != nil || found.Total != 1 {
		f.t.Fatalf("%s: %+v, %v", asked, found, err)
	}
	return found.Hits[0].ID
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask sends a request to a path below /api/v1; headers are pairs of name and value.
func (f *fixture) ask(method, path string, body io.Reader, headers ...string) answer {
	f.t.Helper()
	req, err := http.NewRequestWithContext(f.t.Context(), method, f.server.URL+prefix+path, body)
	if err != nil {
		f.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := f.server.Client().Do(req)
	if err != nil {
		f.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, data}
}

// fetch asks for JSON of a type.
func fetch[T any](f *fixture, path string, headers ...string) T {
	f.t.Helper()
	return decoded[T](f, f.ask(http.MethodGet, path, nil, headers...), http.StatusOK)
}

// send posts JSON and reads what comes back.
func send[T any](f *fixture, method, path string, body any, status int) T {
	f.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		f.t.Fatal(err)
	}
	return decoded[T](f, f.ask(method, path, bytes.NewReader(data), "Content-Type", jsonType), status)
}

func decoded[T any](f *fixture, a answer, status int) (v T) {
	f.t.Helper()
	if a.status != status {
		f.t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		f.t.Fatalf("%v: %s", err, a.body)
	}
	return v
}

// uploads takes files in and imports nothing.
type uploads struct {
	mu    sync.Mutex
	full  bool
	all   []desk.Upload // newest first
	bytes map[string][]byte
	// states are sent to who watches.
	states map[string]chan desk.Upload
}

const mostBytes = 1 << 20

func newUploads() *uploads {
	return &uploads{bytes: map[string][]byte{}, states: map[string]chan desk.Upload{}}
}

func (u *uploads) Accept(_ context.Context, name string, body io.Reader) (desk.Upload, error) {
	data, err := io.ReadAll(io.LimitReader(body, mostBytes+1))
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case err != nil:
		return desk.Upload{}, fmt.Errorf("store %q: %w", name, err)
	case len(data) > mostBytes:
		return desk.Upload{}, desk.ErrTooLarge
	case u.full:
		return desk.Upload{}, desk.ErrFull
	}
	one := desk.Upload{ID: fmt.Sprintf("u%d", len(u.all)+1), Name: name, Bytes: int64(len(data)), Accepted: time.Now().UTC().Truncate(time.Second), State: desk.UploadWaiting}
	u.all = append([]desk.Upload{one}, u.all...)
	u.bytes[one.ID], u.states[one.ID] = data, make(chan desk.Upload)
	return one, nil
}

func (u *uploads) List(context.Context) ([]desk.Upload, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]desk.Upload(nil), u.all...), nil
}

func (u *uploads) Watch(_ context.Context, id string) (desk.Upload, <-chan desk.Upload, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for i := range u.all {
		if u.all[i].ID == id {
			return u.all[i], u.states[id], nil
		}
	}
	return desk.Upload{}, nil, desk.ErrNoUpload
}

func (u *uploads) Retry(ctx context.Context, id string) (desk.Upload, error) {
	one, _, err := u.Watch(ctx, id)
	if err == nil && u.full {
		err = desk.ErrFull
	}
	return one, err
}

// change sets the state of an upload without telling anybody.
func (u *uploads) change(id string, state desk.UploadState) desk.Upload {
	u.mu.Lock()
	defer u.mu.Unlock()
	for i := range u.all {
		if u.all[i].ID == id {
			u.all[i].State = state
			return u.all[i]
		}
	}
	return desk.Upload{}
}

func has(s string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(s, part) {
			return false
		}
	}
	return true
}
