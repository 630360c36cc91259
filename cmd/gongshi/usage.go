package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noSuchCommand says that a command is unknown, and which one is like it.
func (a *app) noSuchCommand(root *cobra.Command, name string) error {
	hint := ""
	if like := root.SuggestionsFor(name); len(like) > 0 {
		hint = fmt.Sprintf(a.tr("是不是要用 %s？", " Do you mean %s?"), strings.Join(like, a.tr("、", ", ")))
	}
	return fmt.Errorf(a.tr("没有“%s”这个命令。%s所有命令见 gongshi --help", "there is no command %q.%s See gongshi --help"), name, hint)
}

// noCommand is for the program without a command: an argument is a command that
// does not exist.
func (a *app) noCommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return a.noSuchCommand(cmd, args[0])
	}
	return nil
}

func (a *app) noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf(a.tr("%s 后面不用写参数，但有“%s”。%s", "%s takes no arguments, but there is %q. %s"), cmd.CommandPath(), args[0], a.seeHelp(cmd))
}

func (a *app) somePaths(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return nil
	}
	return fmt.Errorf(a.tr("%s 后面要写文件、文件夹或压缩包（“-”表示从标准输入读取清单）。%s", "%s needs files, folders or archives (- reads a list from standard input). %s"),
		cmd.CommandPath(), a.seeHelp(cmd))
}

func (a *app) oneID(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return fmt.Errorf(a.tr("%s 后面要写一个编号，现有 %d 个。%s", "%s needs one id, there are %d. %s"), cmd.CommandPath(), len(args), a.seeHelp(cmd))
}

func (a *app) seeHelp(cmd *cobra.Command) string {
	return fmt.Sprintf(a.tr("用法见 %s --help", "See %s --help"), cmd.CommandPath())
}

// flagError says what is wrong with a flag in the language of the user.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	text := err.Error()
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		text = a.unknownFlag(cmd, e)
	} else if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		text = fmt.Sprintf(a.tr("选项 --%s 后面缺少值。", "the flag --%s needs a value."), e.GetFlag().Name)
	} else if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		text = fmt.Sprintf(a.tr("选项 --%s 的值“%s”不对，%s。", "the value of --%s, %q, is wrong: it is %s."), e.GetFlag().Name, e.GetValue(), a.valueWanted(e.GetFlag()))
	} else if e, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		text = fmt.Sprintf(a.tr("选项“%s”写法不对。", "the flag %q is not written as a flag."), e.GetSpecifiedFlag())
	}
	return errors.New(text + a.tr("", " ") + a.seeHelp(cmd))
}

func (a *app) unknownFlag(cmd *cobra.Command, e *pflag.NotExistError) string {
	letters := e.GetSpecifiedShortnames()
	if letters == "" {
		return fmt.Sprintf(a.tr("没有选项 --%s。", "there is no flag --%s."), e.GetSpecifiedName())
	}
	text := fmt.Sprintf(a.tr("没有选项 -%s。", "there is no flag -%s."), strings.ToValidUTF8(letters, string(utf8.RuneError)))
	if isQueryCommand(cmd) {
		text += fmt.Sprintf(a.tr("要排除这个词，请写 NOT %s。", " To leave the word out, write NOT %s."), letters)
	}
	return text
}

// notEmpty refuses flags that were given without a value: --save "$NAME".
func (a *app) notEmpty(cmd *cobra.Command, flags ...string) error {
	for _, name := range flags {
		if f := cmd.Flag(name); f != nil && f.Changed && (f.Value.String() == "" || f.Value.String() == "[]") {
			return fmt.Errorf(a.tr("选项 --%s 的值是空的。%s", "the value of --%s is empty. %s"), name, a.seeHelp(cmd))
		}
	}
	return nil
}

// valueWanted says what the value of a flag is.
func (a *app) valueWanted(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int":
		return a.tr("应为整数", "a whole number")
	case "float64":
		return a.tr("应为数", "a number")
	case "duration":
		return a.tr("应为带单位的时长，如 10s、2m；0 为不限", "a time with its unit, as 10s or 2m; 0: no limit")
	case "bool":
		return a.tr("应为 true 或 false，或者不写值", "true or false, or left out")
	}
	return a.tr("写法有误", "something else")
}
