package gold_test

import (
	"os"
	"path/filepath"
	"testing"

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

// TestOwn scores the notices of testdata, written after the templates of the
// provinces.
func TestOwn(t *testing.T) { score(t, "testdata/notices") }

// score parses the labelled texts of a folder as they are and with full-width
// punctuation, and fails below what is asked of the parser.
func score(t *testing.T, dir string) {
	texts, err := gold.Load(dir)
	if err != nil {
		t.Fatal(err)
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
		if score.Mean() < 0.95 {
			t.Errorf("%s: mean F1 %.3f, want at least 0.95", form.name, score.Mean())
		}
	}
}
