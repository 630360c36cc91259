package web_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// A text shown is the text stored, whatever is marked in it.
func TestNoticeTextIsUntouched(t *testing.T) {
	b := newBench(t)
	count := 0
	for checked, err := range b.Store.Notices(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n := &checked.Notice
		doc := b.get("/notice/" + n.ID + "?q=整改")
		var shown strings.Builder
		doc.Find("[data-text]").Each(func(_ int, s *goquery.Selection) { shown.WriteString(s.Text()) })
		if shown.String() != n.Text {
			t.Errorf("%s: the text on the page is not that of the notice", n.Source.Path)
		}
		if got := doc.Find("section.part h3").Length(); len(n.Sections) > 0 && got == 0 {
			t.Errorf("%s: %d sections, none on the page", n.Source.Path, len(n.Sections))
		}
		count++
	}
	if count < 30 {
		t.Fatalf("only %d notices", count)
	}
}
