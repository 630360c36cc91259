package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// valueName is the annotation of a flag that names its value in the help.
const valueName = "gongshi-value"

// nameValue names the value of a flag in the help.
func nameValue(flags *pflag.FlagSet, flag, name string) {
	if f := flags.Lookup(flag); f != nil {
		f.Annotations = map[string][]string{valueName: {name}}
	}
}

// speakHelp makes the command and all below it speak of themselves in the
// language of the user; cobra's own texts are English.
func (a *app) speakHelp(root *cobra.Command) {
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		var to io.Writer = a.out
		if a.json { // nothing but JSON goes to standard output
			to = a.stderr
		}
		a.writeHelp(to, cmd)
	})
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		a.writeHelp(a.stderr, cmd)
		return nil
	})
	root.SetHelpCommand(a.newHelpCommand())
	root.SetFlagErrorFunc(a.flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SuggestionsMinimumDistance = 2
	root.PersistentFlags().BoolP("help", "h", false, a.tr("显示帮助", "show this help"))
}

func (a *app) newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   a.tr("help [命令]", "help [COMMAND]"),
		Short: a.tr("查看某个命令的帮助", "help about a command"),
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return a.noSuchCommand(cmd.Root(), strings.Join(args, " "))
			}
			return about.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if about, _, err := cmd.Root().Find(args); err == nil {
				for _, sub := range about.Commands() {
					names = append(names, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func (a *app) writeHelp(w io.Writer, cmd *cobra.Command) {
	use := cmd.Use
	if cmd.HasParent() {
		use = cmd.Parent().CommandPath() + " " + use
	}
	if cmd.HasParent() && cmd.HasAvailableLocalFlags() {
		use += a.tr(" [选项]", " [FLAGS]")
	}
	fmt.Fprintf(w, "%s\n\n%s\n  %s\n", cmp.Or(cmd.Long, cmd.Short), a.tr("用法：", "Usage:"), use)
	var commands table
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			commands.add("  "+sub.Name(), sub.Short)
		}
	}
	writePart(w, a.tr("命令：", "Commands:"), commands)
	writePart(w, a.tr("选项：", "Flags:"), a.flagTable(cmd.LocalNonPersistentFlags()))
	common := cmd.InheritedFlags()
	if !cmd.HasParent() {
		common = cmd.PersistentFlags()
	}
	writePart(w, a.tr("通用选项：", "Flags of every command:"), a.flagTable(common))
}

func writePart(w io.Writer, title string, t table) {
	if len(t.rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	_ = t.write(w, 0) // standard output keeps its error
}

func (a *app) flagTable(flags *pflag.FlagSet) table {
	var t table
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			t.add("  "+a.flagSyntax(f), f.Usage+a.flagDefault(f))
		}
	})
	return t
}

// flagSyntax is how a flag is written: "-h, --help", "--data 目录".
func (a *app) flagSyntax(f *pflag.Flag) string {
	text := "    --" + f.Name
	if f.Shorthand != "" {
		text = "-" + f.Shorthand + ", --" + f.Name
	}
	if f.Value.Type() == "bool" {
		return text
	}
	name := a.tr("值", "VALUE")
	switch f.Value.Type() {
	case "int":
		name = a.tr("个数", "N")
	case "stringSlice":
		name = a.tr("值,…", "VALUE,…")
	}
	if named := f.Annotations[valueName]; len(named) > 0 {
		name = named[0]
	}
	if f.NoOptDefVal != "" {
		return text + "[=" + name + "]"
	}
	return text + " " + name
}

func (a *app) flagDefault(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "false", "0", "[]":
		return ""
	}
	return fmt.Sprintf(a.tr("（默认 %s）", " (default %s)"), strings.Trim(f.DefValue, "[]"))
}
