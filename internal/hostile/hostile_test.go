package hostile

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// Every case has a name and a file of its own, an aim, and an outcome.
func TestCases(t *testing.T) {
	cases := Cases(true)
	names, files := map[string]bool{}, map[string]bool{}
	kinds := map[string]int{}
	aims := []Aim{Size, Memory, Time, Loop, Crash, Escape}
	for _, c := range cases {
		ways := 0
		for _, has := range []bool{c.Make != nil, c.Write != nil, c.Place != nil} {
			if has {
				ways++
			}
		}
		if names[c.Name] || files[c.File()] || !slices.Contains(aims, c.Aim) || len(c.Codes) == 0 || ways != 1 {
			t.Errorf("%q is not whole, or there twice", c.Name)
		}
		names[c.Name], files[c.File()] = true, true
		kind, _, _ := strings.Cut(c.Name, ":")
		kinds[kind]++
	}
	const least = 80
	if len(cases) < least {
		t.Errorf("%d cases, want %d", len(cases), least)
	}
	for _, kind := range []string{"zip", "gzip", "bzip2", "xz", "zstd", "tar", "7z", "rar 4", "rar 5", "warc", "pdf", "docx", "odt", "xlsx", "doc", "xls", "ofd", "png", "tif", "txt", "html", "rtf", "eml", "mht", "name"} {
		if kinds[kind] == 0 {
			t.Errorf("no case of kind %s", kind)
		}
	}
	t.Logf("%d cases: %v", len(cases), kinds)
}

// A mutant is the same for the same seed, mostly unlike its original, and
// leaves that alone.
func TestMutant(t *testing.T) {
	from := Originals()
	before := make([]Original, len(from))
	for i, o := range from {
		if len(o.Data) == 0 {
			t.Errorf("%s is empty", o.Name)
		}
		before[i] = Original{o.Name, bytes.Clone(o.Data)}
	}
	same, made := 0, map[string]int{}
	const n = 1000
	for seed := range uint64(n) {
		m := Mutant(seed, from)
		if !bytes.Equal(m.Data, Mutant(seed, from).Data) {
			t.Fatalf("seed %d: two mutants", seed)
		}
		made[m.Name]++
		for _, o := range from {
			if bytes.Equal(m.Data, o.Data) {
				same++
			}
		}
	}
	if same > n/5 || len(made) < len(from) {
		t.Errorf("%d of %d are no mutants; of %v", same, n, made)
	}
	for i, o := range from {
		if !bytes.Equal(o.Data, before[i].Data) {
			t.Errorf("%s was changed", o.Name)
		}
	}
}
