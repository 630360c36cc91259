package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// exits is the script command "exits CODE COMMAND [ARG…]": it runs a command
// that must end with exactly that code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// jsonField is the script command "json PATH VALUE": it looks up a value in the
// last output, which must be JSON, one value a line. PATH is like
// "2.hits.0.id": an optional line number from 0, names and indexes; "count" at the
// end counts. A leading "!" wants the value to be anything else.
func jsonField(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH VALUE")
	}
	if got := outputField(ts, args[0]); (got == args[1]) == neg {
		ts.Fatalf("%s is %q", args[0], got)
	}
}

// keep is the script command "keep PATH NAME": it puts a value in the last output
// into a variable.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep PATH NAME")
	}
	ts.Setenv(args[1], outputField(ts, args[0]))
}

// outputField looks a value up in the last output.
func outputField(ts *testscript.TestScript, path string) string {
	var values []any
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	for decoder.More() {
		var v any
		ts.Check(decoder.Decode(&v))
		values = append(values, v)
	}
	var at any = values
	if len(values) == 1 {
		at = values[0]
	}
	for name := range strings.SplitSeq(path, ".") {
		next, err := step(at, name)
		if err != nil {
			ts.Fatalf("%s: %v", path, err)
		}
		at = next
	}
	return fmt.Sprint(at)
}

// step goes one name down in a JSON value. What is not there is nil.
func step(v any, name string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		return v[name], nil
	case []any:
		if name == "count" {
			return len(v), nil
		}
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || i >= len(v) {
			return nil, fmt.Errorf("no element %q of %d", name, len(v))
		}
		return v[i], nil
	case nil:
		return nil, nil
	}
	return nil, fmt.Errorf("%v has no %q", v, name)
}
