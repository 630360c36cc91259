package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gongshi"
	"gongshi/web/desk"
)

// ImportID names an upload in a path.
type ImportID struct {
	ID string `path:"id" maxLength:"100" doc:"The id of the import."`
}

// ImportInput asks for an upload.
type ImportInput struct {
	Caller
	ImportID
}

// ImportOutput is an upload and what became of it.
type ImportOutput struct{ Body desk.Upload }

// ImportsInput asks for a page of uploads.
type ImportsInput struct {
	Caller
	PageParameters
}

// ImportsOutput is a page of uploads.
type ImportsOutput struct{ Body Imports }

// Imports is a page of uploads, the newest first.
type Imports struct {
	Total   int           `json:"total"`
	Imports []desk.Upload `json:"imports"`
	Next    string        `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// UploadInput is a file or an archive.
type UploadInput struct {
	Caller
	Name string `query:"name" maxLength:"255" doc:"The name of the file, where the body is the file itself." example:"岳阳.zip"`

	request  *http.Request
	response http.ResponseWriter
}

// Resolve keeps the request: its body is not read before it is stored.
func (in *UploadInput) Resolve(ctx huma.Context) []error {
	in.request, in.response = humago.Unwrap(ctx)
	return onceEach(ctx)
}

// UploadOutput is the upload that was accepted.
type UploadOutput struct {
	Location string `header:"Location" doc:"Where what becomes of it can be asked."`
	Body     desk.Upload
}

func (h *handler) addImports() {
	op := get("list-imports", "/imports", "imports", "List imports", "The uploads that the server has taken in, the newest first, with what became of them.")
	op.within, op.problems = h.limits.query, []int{http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	add(h, op, h.listImports)
	op = post("import", "/imports", "imports", "Upload a file or an archive",
		"Takes a file or an archive in: as the part file of a form (multipart/form-data, one file), or as the body itself with its name as a parameter. Once it is accepted, it is on the disk and will be imported, even if the server ends in between.")
	op.MaxBodyBytes = 0
	op.DefaultStatus, op.problems = http.StatusAccepted, []int{http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusServiceUnavailable}
	add(h, op, h.upload)
	h.api.OpenAPI().Paths[op.Path].Post.RequestBody = uploadBody() // only now: the framework would read it
	op = get("get-import", "/imports/{id}", "imports", "Get an import", "What became of an upload until now.")
	op.within, op.problems = h.limits.query, []int{http.StatusNotFound, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	add(h, op, h.getImport)
	op = get("watch-import", "/imports/{id}/events", "imports", "Watch an import",
		"Server-sent events: progress for each new state of the upload, done for the last one, after which the stream ends. The data is the upload as JSON. A line of comment comes now and then as a sign of life.")
	op.problems = []int{http.StatusNotFound, http.StatusServiceUnavailable}
	op.Responses = content("The events.", eventType, text)
	add(h, op, h.watchImport)
	op = post("retry-import", "/imports/{id}/retry", "imports", "Import an upload again", "Queues an upload again that failed, or of which files failed.")
	op.DefaultStatus, op.within, op.problems = http.StatusAccepted, h.limits.query, []int{http.StatusNotFound, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	add(h, op, h.retryImport)
}

// takesIn gives what takes files in.
func (h *handler) takesIn() (desk.Uploads, error) {
	if h.Uploads == nil {
		return nil, newProblem(http.StatusServiceUnavailable, "read-only", gongshi.Text{
			Zh: "服务器的数据目录不能写入，不能导入", En: "the data folder of the server cannot be written to: nothing can be imported"})
	}
	return h.Uploads, nil
}

// importCursor is the last upload of a page.
type importCursor struct {
	ID string `json:"i"`
	At int    `json:"n"` // how many came before the next
}

func (h *handler) listImports(ctx context.Context, in *ImportsInput) (*ImportsOutput, error) {
	uploads, err := h.takesIn()
	if err != nil {
		return nil, err
	}
	var last importCursor
	if err := decodeCursor(in.Cursor, &last, langOf(ctx)); err != nil {
		return nil, err
	}
	all, err := uploads.List(ctx)
	if err != nil {
		return nil, err
	}
	from := 0
	if in.Cursor != "" {
		from = min(max(last.At, 0), len(all))
		for i := range all {
			if all[i].ID == last.ID { // newer ones may have come in front
				from = i + 1
			}
		}
	}
	until := min(from+in.Limit, len(all))
	out := Imports{Total: len(all), Imports: list(all[from:until])}
	if until < len(all) {
		out.Next = encodeCursor(importCursor{all[until-1].ID, until})
	}
	return &ImportsOutput{out}, nil
}

func (h *handler) getImport(ctx context.Context, in *ImportInput) (*ImportOutput, error) {
	uploads, err := h.takesIn()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // one state is enough
	now, _, err := uploads.Watch(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &ImportOutput{now}, nil
}

func (h *handler) retryImport(ctx context.Context, in *ImportInput) (*ImportOutput, error) {
	uploads, err := h.takesIn()
	if err != nil {
		return nil, err
	}
	again, err := uploads.Retry(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &ImportOutput{again}, nil
}

func (h *handler) upload(ctx context.Context, in *UploadInput) (*UploadOutput, error) {
	uploads, err := h.takesIn()
	if err != nil {
		return nil, err
	}
	lang := langOf(ctx)
	body := &arriving{Reader: in.request.Body}
	in.request.Body = struct {
		io.Reader
		io.Closer
	}{body, in.request.Body}
	name, file, err := fileOf(in, lang)
	if err != nil {
		return nil, err
	}
	accepted, err := uploads.Accept(ctx, name, file)
	if err != nil {
		return nil, body.blame(err)
	}
	return &UploadOutput{prefix + "/imports/" + accepted.ID, accepted}, nil
}

// fileOf gives the file of an upload with its name: a part of a form, or the body.
func fileOf(in *UploadInput, lang string) (name string, file io.Reader, err error) {
	kind, _, err := mime.ParseMediaType(in.request.Header.Get("Content-Type"))
	if err == nil && kind == "multipart/form-data" {
		return fileOfForm(in.request, lang)
	}
	if strings.TrimSpace(in.Name) == "" {
		return "", nil, invalid("query.name", gongshi.Text{Zh: "缺少文件名", En: "the name of the file is missing"}, lang)
	}
	return in.Name, in.request.Body, nil
}

// mostParts is how many parts of a form are looked through for the file.
const mostParts = 20

func fileOfForm(r *http.Request, lang string) (name string, file io.Reader, err error) {
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, brokenForm()
	}
	for range mostParts {
		part, err := form.NextPart()
		if err == io.EOF { // as it is: that of a form which is cut is wrapped
			break
		}
		if err != nil {
			return "", nil, formProblem(err)
		}
		if part.FormName() != "file" {
			continue
		}
		name := strings.ToValidUTF8(part.FileName(), "\uFFFD")
		if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > 255 {
			return "", nil, invalid("body.file", gongshi.Text{Zh: "文件应有不超过 255 字的名称", En: "the file needs a name of 255 characters at most"}, lang)
		}
		return name, &onlyFile{part: part, form: form, lang: lang}, nil
	}
	return "", nil, invalid("body.file", gongshi.Text{Zh: "表单里没有 file 一项", En: "the form has no part file"}, lang)
}

func brokenForm() *Problem {
	return newProblem(http.StatusBadRequest, "bad-form", gongshi.Text{Zh: "表单不完整", En: "the form is broken or cut"})
}

// formProblem is the problem of a form that cannot be read on, unless the error says
// something of its own.
func formProblem(err error) error {
	if problemOf(err, "") != nil {
		return err
	}
	return brokenForm()
}

// onlyFile is the file of a form. It ends well only if the form does, without
// another file: what would be lost silently is refused.
type onlyFile struct {
	part *multipart.Part
	form *multipart.Reader
	lang string
}

func (f *onlyFile) Read(p []byte) (int, error) {
	n, err := f.part.Read(p)
	switch {
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		return n, formProblem(err)
	}
	for range mostParts {
		next, err := f.form.NextPart()
		if err == io.EOF { // as it is: that of a form which is cut is wrapped
			return n, io.EOF
		}
		if err != nil {
			return n, formProblem(err)
		}
		if next.FormName() == "file" {
			break
		}
	}
	return n, invalid("body.file", gongshi.Text{Zh: "一次请求只传一个文件", En: "one file a request"}, f.lang)
}

// arriving is a body on its way, of any length. It notes what ends it: package guard
// does, when nothing arrives for a while.
type arriving struct {
	io.Reader
	err error // what ended it but its end
}

func (b *arriving) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return n, err
}

// blame gives the error of storing a body: that of the body, if it did not arrive.
func (b *arriving) blame(err error) error {
	if b.err == nil || problemOf(err, "") != nil {
		return err
	}
	if problemOf(b.err, "") != nil {
		return b.err
	}
	return newProblem(http.StatusBadRequest, "cut", gongshi.Text{Zh: "文件没有传完", En: "the file did not arrive whole"})
}

// WatchOutput is a stream of events.
type WatchOutput struct{ Body func(huma.Context) }

func (h *handler) watchImport(ctx context.Context, in *ImportInput) (*WatchOutput, error) {
	uploads, err := h.takesIn()
	if err != nil {
		return nil, err
	}
	now, states, err := uploads.Watch(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &WatchOutput{func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		w.Header().Set("Content-Type", eventType)
		if r.Method != http.MethodHead {
			h.sendStates(ctx.Context(), newTransfer(w), now, states)
		}
	}}, nil
}

// sendStates sends the states of an upload until the last, or until nobody listens.
func (h *handler) sendStates(ctx context.Context, to *transfer, now desk.Upload, states <-chan desk.Upload) {
	alive := time.NewTicker(h.limits.heartbeat)
	defer alive.Stop()
	for {
		if sendState(to, &now) != nil || now.State.Over() {
			return
		}
		for waiting := true; waiting; {
			select {
			case <-ctx.Done():
				return
			case next, more := <-states:
				if !more {
					return
				}
				now, waiting = next, false
			case <-alive.C:
				if _, err := io.WriteString(to, ":\n\n"); err != nil || to.control.Flush() != nil {
					return
				}
			}
		}
	}
}

func sendState(to *transfer, u *desk.Upload) error {
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	event := "progress"
	if u.State.Over() {
		event = "done"
	}
	if _, err := fmt.Fprintf(to, "event: %s\ndata: %s\n\n", event, data); err != nil {
		return err
	}
	return to.control.Flush()
}
