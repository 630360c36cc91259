package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const testdata = "../../../testdata"

// TestDerivedIsUpToDate: what is derived in testdata is what its sources give
// now, byte for byte. If not, run go generate ./internal/corpus; archives and
// Word files also change when a version of Go compresses better.
func TestDerivedIsUpToDate(t *testing.T) {
	files, err := derived(testdata)
	if err != nil {
		t.Fatal(err)
	}
	again, err := derived(testdata)
	if err != nil {
		t.Fatal(err)
	}
	inputs := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !bytes.Equal(files[name], again[name]) {
			t.Errorf("%s is not the same when it is made again", name)
		}
		found, err := os.ReadFile(filepath.Join(testdata, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(found, files[name]) {
			t.Errorf("%s is not what its source gives", name)
		}
		if filepath.Dir(filepath.Dir(name)) == "notices" {
			inputs++
		}
	}
	if inputs < 20 {
		t.Errorf("%d inputs of notices", inputs)
	}
}

// TestNoticesAreWhole: each has one input and its labels, and none an input
// beside the one that its source gives.
func TestNoticesAreWhole(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(testdata, "notices", "*", "want.json"))
	if err != nil || len(folders) < 40 {
		t.Fatalf("%d labelled notices, %v", len(folders), err)
	}
	all, err := os.ReadDir(filepath.Join(testdata, "notices"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if !f.IsDir() {
			continue
		}
		if inputs, _ := filepath.Glob(filepath.Join(testdata, "notices", f.Name(), "input.*")); len(inputs) != 1 {
			t.Errorf("%s has inputs %v, want one", f.Name(), inputs)
		}
		if _, err := os.Stat(filepath.Join(testdata, "notices", f.Name(), "want.json")); err != nil {
			t.Error(err)
		}
	}
}
