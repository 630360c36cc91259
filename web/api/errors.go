package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/search"
	"gongshi/search/query"
	"gongshi/web/desk"
)

// Problem says what is wrong with a request, as RFC 9457 has it.
type Problem struct {
	Type   string `json:"type" format:"uri" doc:"Names the problem: urn:gongshi: and its code." example:"urn:gongshi:bad-query"`
	Title  string `json:"title" doc:"What the status means." example:"Bad Request"`
	Status int    `json:"status" doc:"The status of the answer." example:"400"`
	Detail string `json:"detail" doc:"What is wrong and what can be done, in the language of the caller." example:"查询语法有误（第 1 个字）：括号没有配对"`
	Code   string `json:"code" doc:"Stays the same for programs." example:"bad-query"`
	// Offset is for queries.
	Offset *int            `json:"offset,omitempty" doc:"For bad-query: the byte of the query at which the trouble begins." example:"3"`
	Holder *Holder         `json:"holder,omitempty" doc:"For locked: the process that writes to the corpus."`
	Errors []InvalidDetail `json:"errors,omitempty" doc:"For invalid: what is wrong, one by one."`

	detail gongshi.Text
	retry  time.Duration // after which it is worth trying again
	header http.Header
}

// Holder is a process that writes to the corpus.
type Holder struct {
	PID     int       `json:"pid" example:"4711"`
	Command string    `json:"command" example:"gongshi import"`
	Since   time.Time `json:"since"`
}

// InvalidDetail is something wrong with a parameter or a body.
type InvalidDetail struct {
	Location string `json:"location" doc:"Where it stands: query, path, header or body, and its name." example:"query.limit"`
	Message  string `json:"message" doc:"What is wrong with it, in the language of the caller." example:"应不大于 200"`
}

// Error says it in English.
func (p *Problem) Error() string { return p.Code + ": " + p.detail.En }

// GetStatus gives the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders gives the headers that go with it.
func (p *Problem) GetHeaders() http.Header {
	header := http.Header{}
	for name, values := range p.header {
		header[name] = values
	}
	if p.retry > 0 {
		header.Set("Retry-After", strconv.Itoa(int(p.retry.Seconds())))
	}
	return header
}

// ContentType is that of problems.
func (*Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

func newProblem(status int, code string, detail gongshi.Text) *Problem {
	return &Problem{Type: "urn:gongshi:" + code, Title: http.StatusText(status), Status: status, Code: code, detail: detail}
}

// invalid says that a value of a parameter or body is none that it can have.
func invalid(location string, message gongshi.Text, lang string) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, "invalid", invalidText)
	p.Errors = []InvalidDetail{{location, message.In(lang)}}
	return p
}

var invalidText = gongshi.Text{Zh: "参数或内容有误，见 errors", En: "a parameter or the body is wrong: see errors"}

func wrongAddress() *Problem {
	return newProblem(http.StatusBadRequest, "bad-address", gongshi.Text{
		Zh: "地址中的 % 编码有误，或不是 UTF-8", En: "the address has broken %-escapes, or is not UTF-8"})
}

// notFound says that there is nothing of that name.
func notFound(code string, zh, en string) *Problem {
	return newProblem(http.StatusNotFound, code, gongshi.Text{Zh: zh, En: en})
}

// The times after which it is worth to try again.
const (
	retryLocked = 5 * time.Second
	retryFull   = 30 * time.Second
)

// problem turns the error of an operation into a problem in the language of the
// caller. ctx is that of the request, inner that of the operation, which ends
// earlier. Who is gone gets nothing.
func (h *handler) problem(ctx, inner context.Context, err error) error {
	lang := langOf(ctx)
	p := problemOf(err, lang)
	// A body that stands still ends the context, too, but its sender is there.
	if p == nil && errors.Is(ctx.Err(), context.Canceled) {
		panic(http.ErrAbortHandler)
	}
	// The store tells an interruption in words of its own.
	if p == nil && (errors.Is(inner.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)) {
		p = newProblem(http.StatusGatewayTimeout, "timeout", gongshi.Text{
			Zh: "没有在限定的时间内完成：请减少词语，或加上地区、年份等筛选；正在导入时会慢一些",
			En: "it was not done in time: use fewer words, or filters such as region and year; during an import it takes longer"})
	}
	if p == nil {
		h.Log.ErrorContext(ctx, "api", "error", err)
		p = newProblem(http.StatusInternalServerError, "internal", gongshi.Text{Zh: "服务器出错，详见其日志", En: "the server failed; its log says how"})
	}
	p.Detail = cmp.Or(p.Detail, p.detail.In(lang))
	return p
}

// problemOf gives the problem that an error is for the caller; nil if it is ours.
func problemOf(err error, lang string) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if wrong, ok := errors.AsType[*query.Error](err); ok {
		return badQuery(wrong)
	}
	if wrong, ok := errors.AsType[*search.RequestError](err); ok {
		return invalid("query."+wrong.Field, wrong.Message, lang)
	}
	if held, ok := errors.AsType[*lockfile.HeldError](err); ok {
		return locked(held.Holder)
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = desk.ErrTooLarge
	}
	switch {
	case errors.Is(err, desk.ErrTooLarge):
		return newProblem(http.StatusRequestEntityTooLarge, "too-large", gongshi.Text{Zh: "文件超过服务器接受的大小", En: "the file is larger than the server takes"})
	case errors.Is(err, desk.ErrFull):
		p := newProblem(http.StatusServiceUnavailable, "queue-full", gongshi.Text{Zh: "排队的导入太多，请稍后再传", En: "too many uploads are waiting: try again later"})
		p.retry = retryFull
		return p
	case errors.Is(err, desk.ErrNoUpload):
		return notFound("unknown-import", "没有这次导入", "there is no such import")
	case errors.Is(err, store.ErrNotFound):
		return notFound("unknown-notice", "没有这个编号的公示", "there is no notice with this id")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return newProblem(http.StatusRequestTimeout, "too-slow", gongshi.Text{Zh: "传输停顿太久", En: "the transfer stood still for too long"})
	}
	return nil
}

func badQuery(wrong *query.Error) *Problem {
	p := newProblem(http.StatusBadRequest, "bad-query", gongshi.Text{
		Zh: "查询语法有误：" + wrong.Message.Zh, En: "the query does not parse: " + wrong.Message.En})
	p.Offset = &wrong.Offset
	return p
}

func locked(by lockfile.Holder) *Problem {
	text := gongshi.Text{Zh: "另一进程正在写入资料库，请稍后再试", En: "another process writes to the corpus: try again later"}
	if by.PID != 0 {
		text = gongshi.Text{
			Zh: fmt.Sprintf("进程 %d（%s）正在写入资料库，请稍后再试", by.PID, by.Command),
			En: fmt.Sprintf("process %d (%s) writes to the corpus: try again later", by.PID, by.Command)}
	}
	p := newProblem(http.StatusServiceUnavailable, "locked", text)
	p.retry = retryLocked
	if by.PID != 0 {
		p.Holder = &Holder{by.PID, by.Command, by.Since}
	}
	return p
}

// writeProblem answers with a problem outside of an operation.
func (h *handler) writeProblem(w http.ResponseWriter, r *http.Request, p *Problem) {
	p.Detail = cmp.Or(p.Detail, p.detail.In(langOf(r.Context())))
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // a caller who is gone misses nothing
}

// translate makes problems of ours of what the framework says of a request.
func (h *handler) translate(ctx huma.Context, _ string, body any) (any, error) {
	theirs, ok := body.(*huma.ErrorModel)
	if !ok {
		return body, nil
	}
	lang := langOf(ctx.Context())
	known, ok := frameworkProblems[theirs.Status]
	if !ok {
		h.Log.ErrorContext(ctx.Context(), "api", "error", theirs.Detail, "errors", theirs.Errors)
		known = codeText{"internal", gongshi.Text{Zh: "服务器出错，详见其日志", En: "the server failed; its log says how"}}
	}
	p := newProblem(theirs.Status, known.code, known.text)
	p.Detail = known.text.In(lang)
	if ok {
		for _, e := range theirs.Errors {
			p.Errors = append(p.Errors, InvalidDetail{strings.ToValidUTF8(e.Location, "\uFFFD"), validationText(e.Message).In(lang)})
		}
	}
	return p, nil
}

type codeText struct {
	code string
	text gongshi.Text
}

// frameworkProblems are the problems that are found before an operation begins.
var frameworkProblems = map[int]codeText{
	http.StatusBadRequest:            {"bad-body", gongshi.Text{Zh: "内容不是所要的 JSON", En: "the body is not the JSON that is wanted"}},
	http.StatusRequestTimeout:        {"too-slow", gongshi.Text{Zh: "传输停顿太久", En: "the transfer stood still for too long"}},
	http.StatusRequestEntityTooLarge: {"too-large", gongshi.Text{Zh: "内容太大", En: "the body is too large"}},
	http.StatusUnsupportedMediaType:  {"wrong-type", gongshi.Text{Zh: "内容的类型应为 application/json", En: "the type of the body has to be application/json"}},
	http.StatusUnprocessableEntity:   {"invalid", invalidText},
}

// validationText gives in both languages what the framework says in English.
func validationText(english string) gongshi.Text {
	for _, known := range validationTexts {
		if rest, ok := strings.CutPrefix(english, known.english); ok {
			return gongshi.Text{Zh: strings.TrimSpace(known.chinese + strings.Trim(strings.TrimSuffix(rest, " to be present"), `" `)), En: english}
		}
	}
	return gongshi.Text{Zh: "值不可用：" + english, En: english}
}

// validationTexts are beginnings of what the framework says, with the Chinese in
// front of what follows.
var validationTexts = []struct{ english, chinese string }{
	{"unknown query parameter", "没有这个参数"},
	{"required query parameter is missing", "缺少这个参数"},
	{"required path parameter is missing", "缺少这个参数"},
	{"unexpected property", "没有这一项"},
	{"invalid integer", "应为整数"},
	{"invalid float", "应为数字"},
	{"invalid boolean", "应为 true 或 false"},
	{"expected boolean", "应为 true 或 false"},
	{"expected integer", "应为整数"},
	{"expected number >= ", "应不小于 "},
	{"expected number <= ", "应不大于 "},
	{"expected number", "应为数字"},
	{"expected string to be ", "应为："},
	{"expected string to match pattern ", "应符合 "},
	{"expected string", "应为文字"},
	{"expected array length >= ", "个数应不少于 "},
	{"expected array length <= ", "个数应不多于 "},
	{"expected array", "应为列表"},
	{"expected object", "应为对象"},
	{"expected value to be one of ", "可用："},
	{"expected length >= ", "字数应不少于 "},
	{"expected length <= ", "字数应不多于 "},
	{"expected required property ", "缺少："},
}
