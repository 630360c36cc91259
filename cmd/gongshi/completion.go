package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/search"
)

// shells are those that completion scripts are made for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   a.tr("completion 外壳", "completion SHELL"),
		Short: a.tr("生成命令行补全脚本", "write a script for completion in the shell"),
		Long: a.tr(`生成命令行补全脚本，可用的外壳：bash、zsh、fish、powershell。
例：
  source <(gongshi completion bash)                                    在当前 bash 中启用
  gongshi completion zsh > "${fpath[1]}/_gongshi"                      zsh，重新登录后生效
  gongshi completion fish > ~/.config/fish/completions/gongshi.fish    fish`,
			`Writes a script for completion in bash, zsh, fish or powershell.
Examples:
  source <(gongshi completion bash)                                    in this bash
  gongshi completion zsh > "${fpath[1]}/_gongshi"                      zsh, from the next login on
  gongshi completion fish > ~/.config/fish/completions/gongshi.fish    fish`),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runCompletion(a, cmd.Root(), strings.Join(args, " "))
		},
	}
}

func runCompletion(a *app, root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(a.out, true)
	case "zsh":
		return root.GenZshCompletion(a.out)
	case "fish":
		return root.GenFishCompletion(a.out, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(a.out)
	}
	return fmt.Errorf(a.tr("completion 后面要写 %s 之一", "completion needs one of %s"), strings.Join(shells, ", "))
}

// choice is a value that a flag can have, with what it means.
type choice struct{ value, meaning string }

// completeFlag lets the shell complete the values of a flag, also behind commas.
func completeFlag(cmd *cobra.Command, flag string, choices ...choice) {
	complete := func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		before := begun[:strings.LastIndexByte(begun, ',')+1]
		var all []string
		for _, c := range choices {
			if value := before + c.value; strings.HasPrefix(value, begun) {
				all = append(all, cobra.CompletionWithDesc(value, c.meaning))
			}
		}
		return all, cobra.ShellCompDirectiveNoFileComp
	}
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // a flag that the command does not have
	}
}

// noCompletion is for arguments that are no file names.
func noCompletion(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

func values(list ...string) []choice {
	var choices []choice
	for _, v := range list {
		choices = append(choices, choice{value: v})
	}
	return choices
}

// named gives values with what they mean, of two lists.
func named(list, meanings []string) []choice {
	choices := values(list...)
	for i := range choices {
		choices[i].meaning = meanings[i]
	}
	return choices
}

func (a *app) sectionChoices() []choice {
	choices := []choice{{"title", a.titleName()}}
	for _, kind := range gongshi.SectionKinds {
		choices = append(choices, choice{string(kind), kind.Name().In(a.lang)})
	}
	return choices
}

func (a *app) ruleChoices() []choice {
	var choices []choice
	for _, r := range allRules() {
		choices = append(choices, choice{r.ID, r.Title.In(a.lang)})
	}
	return choices
}

func (a *app) severityChoices() []choice {
	var choices []choice
	for _, s := range []gongshi.Severity{gongshi.SeverityError, gongshi.SeverityWarning, gongshi.SeverityNote} {
		choices = append(choices, choice{string(s), s.Name().In(a.lang)})
	}
	return choices
}

func (a *app) facetChoices() []choice {
	var choices []choice
	for _, name := range search.FacetNames() {
		choices = append(choices, choice{name, a.facetName(name)})
	}
	return choices
}

func (a *app) roundChoices() []choice {
	return append(values("1", "2", "3"), choice{"lookback", a.tr("回头看", "look-back")})
}
