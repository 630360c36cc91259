package hostile

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every case has a name and a file of its own, an aim, and an outcome.
func TestCases(t *testing.T) {
	cases := Cases()
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

func TestTimes(t *testing.T) {
	for _, c := range Cases() {
		begun := time.Now()
		path, err := c.WriteTo(t.TempDir())
		if err != nil {
			t.Error(err)
		}
		info, _ := os.Lstat(path)
		if d := time.Since(begun); d > 100*time.Millisecond || info.Size() > 5<<20 {
			t.Log(c.Name, d, info.Size()>>10)
		}
	}
}
