package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gongshi/ingest/archive"
	"gongshi/ingest/decode/worker"
)

// TestMain makes this test binary the program under test, and its worker.
func TestMain(m *testing.M) {
	if worker.Child() || archive.Child() || os.Getenv("GONGSHI_TEST_PROGRAM") != "" {
		main()
		os.Exit(0)
	}
	testscript.Main(m, map[string]func(){"gongshi": main})
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
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join(testdata, "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("TESTDATA", testdata)
			env.Setenv("GONGSHI_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("LANG", "zh_CN.UTF-8")
			// What the program unpacks or compiles once is shared by the scripts.
			env.Setenv("XDG_CACHE_HOME", cache)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"json":  jsonField,
		},
		RequireExplicitExec: true,
	})
}
