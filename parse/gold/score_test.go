package gold_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/parse"
	"gongshi/parse/gold"
)

// TestShared scores the labelled texts of $GONGSHI_SHARED/notices, when there
// are any, with both kinds of punctuation.
func TestShared(t *testing.T) {
	shared := os.Getenv("GONGSHI_SHARED")
	if shared == "" {
		t.Skip("GONGSHI_SHARED names no folder with labelled notices")
	}
	score(t, filepath.Join(shared, "notices"))
}

// TestOwn scores the notices of testdata; README.md there says where each set
// comes from.
func TestOwn(t *testing.T) {
	var dirs []string
	for _, set := range []string{"notices", "catalogue", "clerks", "frequencies"} {
		dirs = append(dirs, filepath.Join("testdata", set))
	}
	score(t, dirs...)
}

// score parses the labelled texts of folders as they are and with full-width
// punctuation, and fails below what is asked of the parser.
func score(t *testing.T, dirs ...string) {
	var texts []gold.Text
	for _, dir := range dirs {
		some, err := gold.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, some...)
	}
	for _, form := range []struct {
		name string
		fold func(string) string
	}{{"ascii", func(s string) string { return s }}, {"full-width", gold.FullWidth}} {
		score := gold.NewScore()
		for _, text := range texts {
			text.Text = form.fold(text.Text)
			notices := parse.Parse(&gongshi.Document{Text: text.Text})
			score.Add(text, &notices[0])
		}
		t.Logf("%s\n%s", form.name, score)
		for _, m := range score.Misses {
			t.Logf("%s %s want %q got %q", m.ID, m.Field, m.Want, m.Got)
		}
		for _, field := range gold.Fields {
			if f1 := score.Counts[field].F1(); f1 < 0.90 {
				t.Errorf("%s: F1 of %s %.3f, want at least 0.90", form.name, field, f1)
			}
		}
		if score.Mean() < 0.95 {
			t.Errorf("%s: mean F1 %.3f, want at least 0.95", form.name, score.Mean())
		}
	}
}

// TestSample parses the notice $GONGSHI_SHARED/notices/sample.txt, a real one
// whose paragraphs are cut by pages.
func TestSample(t *testing.T) {
	shared := os.Getenv("GONGSHI_SHARED")
	if shared == "" {
		t.Skip("GONGSHI_SHARED names no folder with the sample")
	}
	data, err := os.ReadFile(filepath.Join(shared, "notices", "sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	n := parse.Parse(&gongshi.Document{Text: string(data)})[0]
	var got []string
	for _, s := range n.Sections {
		runes := []rune(s.Text)
		got = append(got, fmt.Sprintf("%s %s %s…%s %d", s.Kind, s.Label, string(runes[:6]), string(runes[len(runes)-6:]), len(s.Items)))
	}
	want := []string{
		"issue 一、反馈问题 一些地方和部…在薄弱环节。 0", "goal 二、整改目标 对长江大保护…取得新进展。 0",
		"measures 三、整改措施 1. 深入学…改工作成效。 5", "implementation 四、整改落实情况 1. 加强对…必须管环保。 4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, healed := range []string{"不从水产养殖污染、农药化肥减量不到位", "加快推进和实施", "深入贯彻落实《中共", "民生实项目，区委督查室"} {
		if !strings.Contains(n.Text, healed) {
			t.Errorf("not healed: %s", healed)
		}
	}
}
