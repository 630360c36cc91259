package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"syscall"
	"time"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/search"
)

// problem is an error that a visitor can do something about.
type problem struct {
	status int
	// Title says what happened, Advice what can be done.
	Title, Advice gongshi.Text
}

func (p *problem) Error() string { return fmt.Sprintf("%d %s", p.status, p.Title.En) }

// The problems that more than one page has.
var (
	errNoPage = &problem{http.StatusNotFound,
		gongshi.Text{Zh: "没有这个页面", En: "There is no such page"},
		gongshi.Text{Zh: "请核对地址，或从检索页开始。", En: "Check the address, or begin with the search."}}
	errNoNotice = &problem{http.StatusNotFound,
		gongshi.Text{Zh: "没有这份公示", En: "There is no such notice"},
		gongshi.Text{Zh: "编号有误，或这份公示已不在资料库中。请用检索查找。", En: "The id is wrong, or the notice is no longer in the corpus. Look for it by searching."}}
	errTimeout = &problem{http.StatusServiceUnavailable,
		gongshi.Text{Zh: "查询超时，没有结果", En: "The query timed out, there is no result"},
		gongshi.Text{Zh: "请减少词语，或加上地区、年份等筛选；正在导入时会慢一些，可稍后再试。", En: "Use fewer words, or filters such as region and year. During an import it takes longer: try again later."}}
	errBusy = &problem{http.StatusConflict,
		gongshi.Text{Zh: "资料库正由另一进程写入，没有保存", En: "Another process writes to the store; nothing was saved"},
		gongshi.Text{Zh: "请等它结束后再试一次。", En: "Try again when it is done."}}
	errReadOnly = &problem{http.StatusConflict,
		gongshi.Text{Zh: "数据目录不能写入，没有保存", En: "The data folder cannot be written to; nothing was saved"},
		gongshi.Text{Zh: "请告诉管理员。查看和检索不受影响。", En: "Tell whoever runs the server. Reading and searching go on."}}
	errMethod = &problem{http.StatusMethodNotAllowed,
		gongshi.Text{Zh: "不能这样访问此页面", En: "The page cannot be asked for in this way"},
		gongshi.Text{Zh: "请从页面上的链接或按钮进入。", En: "Use the links and buttons of the pages."}}
	errForm = &problem{http.StatusBadRequest,
		gongshi.Text{Zh: "表单不完整", En: "The form is not complete"},
		gongshi.Text{Zh: "请返回上一页重填。", En: "Go back and fill it in again."}}
	errInternal = &problem{http.StatusInternalServerError,
		gongshi.Text{Zh: "程序出错", En: "Something went wrong here"},
		gongshi.Text{Zh: "错误已记入服务日志。请稍后再试；仍然出错时请告诉管理员。", En: "It was noted in the server's log. Try again later, and tell whoever runs the server if it stays so."}}
)

// problemOf gives the problem that an error is, as far as a visitor can do something
// about it; nil for what went wrong here.
func problemOf(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	if e, ok := errors.AsType[*search.RequestError](err); ok {
		return &problem{http.StatusBadRequest,
			gongshi.Text{Zh: fmt.Sprintf("参数 %s 的值“%s”不能用", e.Field, e.Value), En: fmt.Sprintf("%q is no value of the parameter %s", e.Value, e.Field)}, e.Message}
	}
	if _, held := errors.AsType[*lockfile.HeldError](err); held {
		return errBusy
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return errNoNotice
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return errReadOnly
	case errors.Is(err, context.DeadlineExceeded):
		return errTimeout
	}
	return nil
}

// fail answers with a page about the error. What went wrong here is logged.
func (v *visit) fail(err error) {
	if errors.Is(v.r.Context().Err(), context.Canceled) {
		return // nobody waits for the answer any more
	}
	p := problemOf(err)
	if p == nil {
		v.Log.Error("page", "method", v.r.Method, "path", v.r.URL.Path, "err", err)
		p = errInternal
	}
	if err := v.show("problem", page{Title: p.Title.In(v.lang), Data: p, status: p.status}); err != nil {
		v.Log.Error("page of an error", "err", err)
		http.Error(v.w, p.Title.In(v.lang), p.status)
	}
}

// queryTime is how long a question to the corpus may take.
const queryTime = 10 * time.Second

// within asks the corpus something, and gives up when it takes longer than queryTime.
func (v *visit) within(ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(v.r.Context(), queryTime)
	defer cancel()
	err := ask(ctx)
	// The store tells an interruption in words of its own.
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return errTimeout
	}
	return err
}

// nowhere answers what no route takes: a path that there is not, or a method that
// its path does not have.
func nowhere(mux *http.ServeMux) func(*visit) error {
	return func(v *visit) error {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := v.r.Clone(v.r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "/" && pattern != "" {
				return errMethod
			}
		}
		return errNoPage
	}
}
