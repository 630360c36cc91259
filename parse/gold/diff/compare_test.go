package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/parse"
)

func TestCompare(t *testing.T) {
	notice := func(path string, phones ...string) gongshi.Notice {
		n := gongshi.Notice{Source: gongshi.Source{Path: path}, Title: "公示"}
		for _, p := range phones {
			n.Phones = append(n.Phones, gongshi.Phone{Number: p, Kind: gongshi.PhoneLandline, Role: gongshi.PhoneContact})
		}
		return n
	}
	c := newComparison()
	err := c.compare(
		[]gongshi.Notice{notice("a", "1"), notice("a", "2", "3"), notice("gone"), notice("same", "4")},
		[]gongshi.Notice{notice("a", "1"), notice("a", "3", "5"), notice("same", "4"), notice("new")},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"a#1", "  -     phone 2 landline contact", "  +     phone 5 landline contact",
		"gone#0", "  - notice 公示", "new#0", "  + notice 公示",
		"5 notices, 1 differ, 1 only old, 1 only new; labels: 0 gains, 0 losses; 2 differences without a label", "",
	}, "\n")
	if diff := cmp.Diff(want, c.text()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Labels say what of a difference is right.
func TestJudge(t *testing.T) {
	const dir = "../testdata/notices"
	path := filepath.Join(dir, "01-heilongjiang.txt")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole := parse.Parse(&gongshi.Document{Source: gongshi.Source{Path: path}, Text: string(text)})
	broken := []gongshi.Notice{whole[0]}
	broken[0].Sections = broken[0].Sections[:1]
	for _, test := range []struct {
		was, is []gongshi.Notice
		losses  bool
	}{{whole, broken, true}, {broken, whole, false}, {whole, whole, false}} {
		c := newComparison()
		if err := c.compare(test.was, test.is); err != nil {
			t.Fatal(err)
		}
		if (c.losses > 0) != test.losses || c.losses > 0 && c.gains > 0 {
			t.Errorf("%d gains, %d losses:\n%s", c.gains, c.losses, c.text())
		}
		if test.losses != strings.Contains(c.text(), "loss  section: want") {
			t.Error(c.text())
		}
	}
}

// Two programs are run as they would be; they print what parse prints.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	program := func(name string, exit string, n gongshi.Notice) string {
		data, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		script := "#!/bin/sh\n[ \"$1 $2\" = 'parse --json' ] || exit 9\ncat <<'END'\n" + string(data) + "\nEND\nexit " + exit + "\n"
		if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	source := gongshi.Source{Path: "x.txt"}
	before := program("old", "0", gongshi.Notice{Source: source, Issuer: "甲县政府"})
	after := program("new", "3", gongshi.Notice{Source: source, Issuer: "乙县政府"})
	var out strings.Builder
	if _, err := run(t.Context(), before, after, []string{"x.txt"}, &out); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); !strings.Contains(s, "-     issuer 甲县政府") || !strings.Contains(s, "+     issuer 乙县政府") {
		t.Error(s)
	}
	if _, err := run(t.Context(), before, program("failing", "2", gongshi.Notice{}), nil, &out); err == nil {
		t.Error("a program that failed was taken for one that found nothing")
	}
}
