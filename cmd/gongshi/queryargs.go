package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// takesQuery is the annotation of commands whose arguments are a query.
const takesQuery = "gongshi-query"

func isQueryCommand(cmd *cobra.Command) bool {
	_, ok := cmd.Annotations[takesQuery]
	return ok
}

// word is put before a word of a query that looks like a flag. No argument from
// outside can have it.
const word = "\x00"

// markWords marks arguments that leave a word out, as -洞庭湖, so that they are not
// taken for flags: those begin with a small letter.
func markWords(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil || !isQueryCommand(cmd) {
		return args
	}
	marked := slices.Clone(args)
	for i, arg := range args {
		rest, ok := strings.CutPrefix(arg, "-")
		if !ok || rest == "" || rest[0] == '-' || 'a' <= rest[0] && rest[0] <= 'z' {
			continue
		}
		if i == 0 || !awaitsValue(cmd, args[i-1]) {
			marked[i] = word + arg
		}
	}
	return marked
}

// awaitsValue tells whether an argument is a flag whose value is the next one.
func awaitsValue(cmd *cobra.Command, arg string) bool {
	name, ok := strings.CutPrefix(arg, "--")
	if !ok {
		return false
	}
	f := cmd.Flag(name)
	return f != nil && f.NoOptDefVal == ""
}

// joinQuery makes a query of arguments.
func joinQuery(args []string) string {
	return strings.ReplaceAll(strings.Join(args, " "), word, "")
}
