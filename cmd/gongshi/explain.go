package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
	"gongshi/search"
)

// explain says what an error means and what can be done about it.
func (a *app) explain(err error) string {
	if held, ok := errors.AsType[*lockfile.HeldError](err); ok {
		if held.Holder.PID != 0 && held.Holder.PID == lockfile.ReadHolder(a.serveLock()).PID {
			return fmt.Sprintf(a.tr("gongshi serve（进程 %d）正在导入上传的文件。请等它导入完，或把文件上传到那里，或停止它。",
				"gongshi serve (process %d) is importing what was uploaded: wait until it has, upload there, or stop it"), held.Holder.PID)
		}
		return fmt.Sprintf(a.tr("数据目录正被另一进程占用（进程 %d：%s，自 %s）。请等它结束，或用 --data 指定另一目录。",
			"the data folder is in use by process %d (%s) since %s: wait until it ends, or name another folder with --data"),
			held.Holder.PID, held.Holder.Command, held.Holder.Since.Local().Format("2006-01-02 15:04:05"))
	}
	if wrong, ok := errors.AsType[*search.RequestError](err); ok {
		return fmt.Sprintf(a.tr("--%s 的值“%s”不对：%s", "--%s: %q is no value of it: %s"), wrong.Field, wrong.Value, wrong.Message.In(a.lang))
	}
	if errors.Is(err, store.ErrEmpty) {
		return fmt.Sprintf(a.tr("数据目录 %s 里还没有数据：请先运行 gongshi import 文件或文件夹。",
			"nothing in the data folder %s yet: run gongshi import FILE-OR-FOLDER first"), a.data)
	}
	if text := shortageOf(err); text != nil {
		reason := strings.ReplaceAll(err.Error(), "\n", "; ")
		next := cmp.Or(strings.TrimSpace(a.interrupted), a.tr("然后再次运行同一命令。", "Then run the same command again."))
		return fmt.Sprintf(a.tr("%s%s（%s）", "%s %s (%s)"), a.ofShortage(text), next, reason)
	}
	if errors.Is(err, fs.ErrNotExist) {
		path := err.Error()
		if where, ok := errors.AsType[*fs.PathError](err); ok {
			path = where.Path
		}
		return fmt.Sprintf(a.tr("找不到 %s：请检查路径是否写对。", "not found: %s"), path)
	}
	switch {
	case errors.Is(err, store.ErrUnfinished):
		return fmt.Sprintf(a.tr("数据目录 %s 不能写入，而其中的库上次没有正常关闭，现在读不了。请让能写入它的用户运行一次 gongshi ledger，之后即可只读使用。",
			"the data folder %s cannot be written to, and its store was not closed: somebody who may write there has to run gongshi ledger once; then it can be read"), a.data)
	case errors.Is(err, store.ErrChanged):
		return a.tr("资料库在读取期间被别人改动，以上结果可能不对：请再运行一次。", "the store was changed while it was read, and the result may be wrong: run the command again")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return a.explainPermission(err)
	}
	return err.Error()
}

// shortages are what the system can run out of, and what can be done then; DATA
// stands for the data folder.
var shortages = []struct {
	errno syscall.Errno
	// said is what stands in messages of libraries that keep no errno.
	said string
	text gongshi.Text
}{
	{syscall.ENOSPC, "database or disk is full", diskFull},
	{syscall.ENOSPC, "no space left on device", diskFull},
	{syscall.EDQUOT, "disk quota exceeded", diskFull},
	{syscall.EFBIG, "file too large", gongshi.Text{
		Zh: "数据目录 DATA 中的文件达到了系统允许的最大尺寸：请放宽限制（ulimit -f），或用 --data 换一个磁盘。",
		En: "a file in the data folder DATA is as large as the system allows: raise the limit (ulimit -f), or use another disk with --data."}},
	{syscall.ENFILE, "too many open files in system", gongshi.Text{
		Zh: "整个系统打开的文件太多：请关闭别的程序。",
		En: "too many files are open in the whole system: close other programs."}},
	{syscall.EMFILE, "too many open files", gongshi.Text{
		Zh: "系统不允许本程序同时打开这么多文件：请提高限制（如 ulimit -n 1024）。",
		En: "the system does not let the program open so many files at once: raise the limit (such as ulimit -n 1024)."}},
	{syscall.ENOMEM, "cannot allocate memory", gongshi.Text{
		Zh: "内存不足：请关闭别的程序。",
		En: "there is not enough memory: close other programs."}},
}

var diskFull = gongshi.Text{
	Zh: "磁盘已满，数据目录 DATA 写不下了：请腾出空间。",
	En: "the disk is full, the data folder DATA cannot grow: make room.",
}

// shortageOf tells what the system lacks, nil if that is not why something
// failed.
func shortageOf(err error) *gongshi.Text {
	for i := range shortages {
		if s := &shortages[i]; errors.Is(err, s.errno) || strings.Contains(err.Error(), s.said) {
			return &s.text
		}
	}
	return nil
}

func (a *app) ofShortage(text *gongshi.Text) string {
	return strings.ReplaceAll(text.In(a.lang), "DATA", a.data)
}

func (a *app) explainPermission(err error) string {
	path := err.Error()
	if where, ok := errors.AsType[*fs.PathError](err); ok {
		path = where.Path
	}
	if !strings.HasPrefix(path, a.data) {
		return fmt.Sprintf(a.tr("没有权限使用 %s", "no permission for %s"), path)
	}
	return fmt.Sprintf(a.tr("没有权限使用 %s。检索和查看要能读取数据目录 %s（请其主人运行 chmod -R a+rX），导入和重建索引要能写入；也可用 --data 指定自己的目录。",
		"no permission for %s. To search, the data folder %s has to be readable (its owner can run chmod -R a+rX); to import or reindex, writable. Or name your own folder with --data"), path, a.data)
}

// checkData tells whether the data folder can be one.
func (a *app) checkData() error {
	if a.data == "" {
		return fmt.Errorf(a.tr("--data 是空的：请写出数据目录，或去掉此选项使用默认目录 %s", "--data is empty: name a folder, or leave it out for %s"), a.dataFolder())
	}
	info, err := os.Stat(a.data)
	if err == nil && !info.IsDir() || errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf(a.tr("数据目录 %s 不能用：它是文件，或在一个文件之下。请用 --data 指定一个文件夹（不存在时 import 会新建）",
			"the data folder %s is a file, or below one: name a folder with --data (import makes it if it does not exist)"), a.data)
	}
	return nil
}
