package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/internal/wholefile"
)

// target is where a command writes its result: standard output, or a file that
// appears under its name once it is whole.
type target struct {
	io.Writer
	file   *wholefile.File // nil: standard output
	buffer *bufio.Writer
}

func (a *app) openTarget(path string) (*target, error) {
	if path == "" {
		return &target{Writer: a.out}, nil
	}
	file, err := wholefile.Create(path)
	if err != nil {
		return nil, err
	}
	buffer := bufio.NewWriterSize(file, 64<<10)
	return &target{buffer, file, buffer}, nil
}

// end makes the file whole, or leaves nothing of it if there was an error.
func (t *target) end(err error) error {
	if t.file == nil {
		return err
	}
	if err == nil {
		err = t.buffer.Flush()
	}
	if err != nil {
		return errors.Join(err, t.file.Abort())
	}
	return t.file.Commit()
}

// outputFlags are the flags of commands whose result can be a file.
func (a *app) outputFlags(cmd *cobra.Command, format, path *string, formats ...string) {
	cmd.Flags().StringVar(format, "format", "", a.tr("输出格式：", "output: ")+strings.Join(formats, a.tr("、", ", "))+
		a.tr("（默认依 -o 的文件名，否则为第一种）", " (default: what the name of -o says, else the first)"))
	cmd.Flags().StringVarP(path, "output", "o", "", a.tr("写入文件，写完整后才出现（默认写到标准输出）", "write a file, which appears once it is whole (default: standard output)"))
	nameValue(cmd.Flags(), "output", a.tr("文件", "FILE"))
	completeFlag(cmd, "format", values(formats...)...)
}

// outputFormat is the format that the flags say, of those that there are.
func (a *app) outputFormat(format, path, json string, formats ...string) (string, error) {
	if suffix := strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."); format == "" && !a.json && slices.Contains(formats, suffix) {
		format = suffix
	}
	switch {
	case format == "" && a.json:
		format = json
	case format == "":
		format = formats[0]
	case a.json && format != json:
		return "", fmt.Errorf(a.tr("--json 与 --format %s 不能同用：标准输出只能是 JSON", "--json and --format %s exclude each other"), format)
	}
	if !slices.Contains(formats, format) {
		return "", a.wrongValue("format", format, formats...)
	}
	if format == "xlsx" && path == "" {
		return "", errors.New(a.tr("xlsx 要写入文件：请加 -o 文件.xlsx", "xlsx is written to a file: add -o FILE.xlsx"))
	}
	return format, nil
}
