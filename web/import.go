package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"gongshi"
	"gongshi/web/desk"
)

// importPage is the page that takes files in and tells what became of them.
type importPage struct {
	Uploads []shownUpload
	More    int
	Closed  bool // the data folder cannot be written to
	Tabs    []tab
}

// shownUpload is an upload as pages show it.
type shownUpload struct {
	desk.Upload
	URL, StateName string
	Failures       []desk.Failure // those that are shown
	More           int            // failures beside them
	Again          bool           // it can be tried again
}

// The pages show so many uploads, and so many failures of each.
const (
	maxUploads       = 50
	failuresInList   = 5
	failuresInReport = 1000
)

// maxNameBytes is how long the name of a file may be; what is longer is cut.
const maxNameBytes = 1024

// The problems of uploads.
var (
	errClosed = &problem{http.StatusConflict,
		gongshi.Text{Zh: "这里不能导入", En: "Nothing can be imported here"},
		gongshi.Text{Zh: "数据目录不能写入，请与管理员联系。", En: "The data folder cannot be written to: ask whoever runs the server."}}
	errNoFile = &problem{http.StatusBadRequest,
		gongshi.Text{Zh: "没有选择文件", En: "No file was chosen"},
		gongshi.Text{Zh: "请返回上一页，选择文件或压缩包后再导入。", En: "Go back and choose files or archives first."}}
	errNoUpload = &problem{http.StatusNotFound,
		gongshi.Text{Zh: "没有这次上传", En: "There is no such upload"},
		gongshi.Text{Zh: "请从导入页的列表进入。", En: "Use the list on the page of imports."}}
)

// imports shows the form and the uploads.
func (v *visit) imports() error {
	data := &importPage{Closed: v.Uploads == nil, Tabs: v.importTabs("/import")}
	if !data.Closed {
		list, err := v.Uploads.List(v.r.Context())
		if err != nil {
			return err
		}
		data.More = max(0, len(list)-maxUploads)
		for _, u := range list[:len(list)-data.More] {
			data.Uploads = append(data.Uploads, v.shownUpload(u, failuresInList))
		}
	}
	return v.show("import", page{Title: v.tr("导入", "Import"), Path: "/import", Data: data})
}

func (v *visit) importTabs(here string) []tab {
	return []tab{{v.tr("上传", "Uploads"), "/import", here == "/import"}, {v.tr("台账", "Ledger"), "/import/ledger", here == "/import/ledger"}}
}

func (v *visit) shownUpload(u desk.Upload, failures int) shownUpload {
	shown := shownUpload{Upload: u, URL: "/import/" + url.PathEscape(u.ID), StateName: v.uploadState(u.State), Failures: u.Failures[:min(len(u.Failures), failures)]}
	shown.More = max(0, max(u.Failed, len(u.Failures))-len(shown.Failures))
	shown.Again = u.State == desk.UploadFailed || u.State == desk.UploadDone && u.Failed > 0
	return shown
}

func (v *visit) uploadState(s desk.UploadState) string {
	switch s {
	case desk.UploadWaiting:
		return v.tr("等待导入", "waiting")
	case desk.UploadRunning:
		return v.tr("正在导入", "being imported")
	case desk.UploadDone:
		return v.tr("已完成", "done")
	}
	return v.tr("没有完成", "failed")
}

// receive takes the files of a form in, as they come: a body can be larger than the memory.
func (v *visit) receive() error {
	if v.Uploads == nil {
		return errClosed
	}
	parts, err := v.r.MultipartReader()
	if err != nil {
		return errForm
	}
	taken := 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return uploadProblem(err, taken, "")
		}
		name := fileNameOf(part.Header.Get("Content-Disposition"))
		if part.FormName() != "file" || name == "" {
			continue
		}
		if _, err := v.Uploads.Accept(v.r.Context(), name, part); err != nil {
			return uploadProblem(err, taken, name)
		}
		taken++
	}
	if taken == 0 {
		return errNoFile
	}
	return v.redirect("/import#uploads")
}

// fileNameOf gives the name of a file as its sender writes it, of a folder the last part.
func fileNameOf(disposition string) string {
	_, values, err := mime.ParseMediaType(disposition)
	if err != nil {
		return ""
	}
	name := values["filename"]
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return strings.ToValidUTF8(name[:min(len(name), maxNameBytes)], "\uFFFD")
}

// uploadProblem says what a sender can do about a file that was not taken, and how many before it
// were.
func uploadProblem(err error, taken int, name string) error {
	before := gongshi.Text{}
	if taken > 0 {
		before = gongshi.Text{Zh: fmt.Sprintf("它之前的 %d 个文件已经收下。", taken), En: fmt.Sprintf(" The %d files before it were taken.", taken)}
	}
	about := gongshi.Text{Zh: "没有收下“" + name + "”：", En: fmt.Sprintf("%q was not taken: ", name)}
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case tooLarge || errors.Is(err, desk.ErrTooLarge):
		return &problem{http.StatusRequestEntityTooLarge, gongshi.Text{Zh: about.Zh + "文件太大", En: about.En + "it is too large"},
			gongshi.Text{Zh: before.Zh + "请拆成几个压缩包分次导入，或在服务器上用 gongshi import 导入。", En: "Part it into several archives, or use gongshi import on the server." + before.En}}
	case errors.Is(err, desk.ErrFull):
		return &problem{http.StatusServiceUnavailable, gongshi.Text{Zh: about.Zh + "等待导入的太多", En: about.En + "too many are waiting"},
			gongshi.Text{Zh: before.Zh + "请等前面的导入完成后再试。", En: "Wait until some are done and try again." + before.En}}
	case name == "":
		return &problem{http.StatusBadRequest, gongshi.Text{Zh: "上传中断，文件不完整", En: "The upload broke off"},
			gongshi.Text{Zh: before.Zh + "请重新上传。", En: "Try again." + before.En}}
	}
	return err
}

// upload is the report of one upload.
func (v *visit) upload() error {
	u, err := v.uploadOf(v.r.Context(), v.r.PathValue("id"))
	if err != nil {
		return err
	}
	data := &importPage{Uploads: []shownUpload{v.shownUpload(u, failuresInReport)}, Tabs: v.importTabs("/import")}
	return v.show("upload", page{Title: u.Name + " · " + v.tr("导入", "Import"), Path: "/import", Data: data})
}

// uploadOf gives an upload as it is now.
func (v *visit) uploadOf(ctx context.Context, id string) (u desk.Upload, err error) {
	if v.Uploads == nil {
		return u, errClosed
	}
	ctx, cancel := context.WithCancel(ctx) // only the present state is wanted
	defer cancel()
	u, _, err = v.Uploads.Watch(ctx, id)
	if errors.Is(err, desk.ErrNoUpload) {
		return u, errNoUpload
	}
	return u, err
}

// retry has an upload imported again.
func (v *visit) retry() error {
	if v.Uploads == nil {
		return errClosed
	}
	u, err := v.Uploads.Retry(v.r.Context(), v.r.PathValue("id"))
	switch {
	case errors.Is(err, desk.ErrNoUpload):
		return errNoUpload
	case err != nil:
		return uploadProblem(err, 0, cmp.Or(u.Name, v.r.PathValue("id")))
	}
	return v.redirect(v.back("/import"))
}
