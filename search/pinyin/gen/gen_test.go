package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

// The files are what the program makes of the dictionary now.
func TestUpToDate(t *testing.T) {
	made, err := generate("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range made {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what go generate makes", name)
		}
	}
}

// What is said of characters with several readings is what the module knows, too,
// and leaves out none that it puts first.
func TestPolyphones(t *testing.T) {
	every := pinyin.NewArgs()
	every.Heteronym = true
	for r, list := range polyphones {
		known := pinyin.SinglePinyin(r, every)
		ours := strings.Split(list, "/")
		if len(ours) < 2 || !slices.Contains(ours, known[0]) {
			t.Errorf("%c: %q leaves out %q", r, ours, known[0])
		}
		for _, reading := range ours {
			if !slices.Contains(known, reading) {
				t.Errorf("%c is not read %q, but %q", r, reading, known)
			}
		}
	}
}

func TestWordsOf(t *testing.T) {
	words, err := wordsOf("# 污水\n\n污水处理厂 5\n挥发性vocs治理\n锌\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"污水", "处理", "污水处理厂"} {
		if !slices.Contains(words, want) {
			t.Errorf("%q is not in %q", want, words)
		}
	}
	for _, not := range []string{"# 污水", "锌", "5", "挥发性vocs治理", ""} {
		if slices.Contains(words, not) {
			t.Errorf("%q is in %q", not, words)
		}
	}
}
