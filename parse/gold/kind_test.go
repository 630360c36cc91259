package gold_test

import (
	"os"
	"path/filepath"
	"testing"

	"gongshi"
	"gongshi/parse"
	"gongshi/parse/gold"
)

// labelledKinds are the kinds that labels give, and what they are to the parser.
var labelledKinds = map[string]gongshi.NoticeKind{
	"cepi-closeout": gongshi.KindCloseOut,
	"cepi-related":  gongshi.KindOtherOfficial, // lists of petitions, reports, plans
	"other-gov-doc": gongshi.KindOtherOfficial,
	"news":          gongshi.KindNotANotice,
}

// TestKinds compares the kinds of the texts of $GONGSHI_SHARED/notices with
// their labels, with both kinds of punctuation: at most one in twenty may
// differ.
func TestKinds(t *testing.T) {
	shared := os.Getenv("GONGSHI_SHARED")
	if shared == "" {
		t.Skip("GONGSHI_SHARED names no folder with labelled notices")
	}
	texts, err := gold.Load(filepath.Join(shared, "notices"))
	if err != nil {
		t.Fatal(err)
	}
	right, wrong := 0, 0
	for _, text := range texts {
		want, labelled := labelledKinds[text.Label.Kind]
		if !labelled {
			continue
		}
		for _, form := range []string{text.Text, gold.FullWidth(text.Text)} {
			n := parse.Parse(&gongshi.Document{Text: form})[0]
			if n.Kind == want {
				right++
				continue
			}
			wrong++
			t.Logf("%s: %s (%s), want %s", text.Label.ID, n.Kind, n.KindReason, want)
		}
	}
	t.Logf("kinds: %d right, %d wrong", right, wrong)
	if right == 0 || wrong*20 > right+wrong {
		t.Errorf("%d of %d kinds are wrong", wrong, right+wrong)
	}
}
