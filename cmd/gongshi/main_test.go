package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gongshi/ingest/archive"
	"gongshi/ingest/decode/worker"
)

// TestMain makes this test binary the worker of the programs that tests run in
// this process.
func TestMain(m *testing.M) {
	if worker.Child() || archive.Child() {
		main()
		return
	}
	if source := os.Getenv("GONGSHI_TEST_ACKNOWLEDGE"); source != "" {
		if err := importAcknowledging(context.Background(), os.Getenv("GONGSHI_DATA"), []string{source}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitFailure)
		}
		os.Exit(exitDone)
	}
	code := m.Run()
	os.RemoveAll(programFolder)
	os.Exit(code)
}

// programFolder is where the program is once it is built.
var programFolder string

// build builds the program. It is the program as it is shipped: with the race
// detector a search takes five times as long to start, and the tests of the
// packages are what looks for races.
var build = sync.OnceValue(func() (err error) {
	if programFolder, err = os.MkdirTemp("", "gongshi-program"); err != nil {
		return err
	}
	if err := os.Chmod(programFolder, 0o755); err != nil {
		return err
	}
	out, err := exec.Command("go", "build", "-o", filepath.Join(programFolder, "gongshi"), ".").CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
})

// buildProgram gives the path of the program, which any user may run.
func buildProgram(t *testing.T) string {
	t.Helper()
	if err := build(); err != nil {
		t.Fatalf("build: %v", err)
	}
	return filepath.Join(programFolder, "gongshi")
}

// The scripts are the outer contract: commands, exit codes, JSON.
func TestScripts(t *testing.T) {
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Dir(buildProgram(t))
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join(testdata, "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", program+string(filepath.ListSeparator)+env.Getenv("PATH"))
			env.Setenv("TESTDATA", testdata)
			env.Setenv("GONGSHI_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("LANG", "zh_CN.UTF-8")
			// What the program unpacks or compiles once is shared by the scripts.
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("PROGRAM", filepath.Join(program, "gongshi"))
			env.Values[scriptServer{}] = new(runningServer)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"json":  jsonField,
			"keep":  keep,
			"serve": serve,
			"stop":  stop,
			"ask":   ask,
			"until": until,
		},
		RequireExplicitExec: true,
	})
}
