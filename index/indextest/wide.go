package indextest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/search"
)

// wideQueries have words with synonyms and words that are pinyin.
var wideQueries = []string{
	"回头看", "督察回头看", "环保督察 -总磷", "-环境保护督察", "养殖粪污 OR 污水厂", "title:环保督察", "issue:(回头看 OR 黑臭水)",
	"zonglin", "yuwufenliu -dongtinghu", "-(changjiang OR 污水厂)", "tp heichoushuiti", `"zonglin" OR "污水厂"`,
}

// testWide: queries that are widened give the same hits in the same order as a
// scan does, also page by page.
func testWide(t *testing.T, b *bench) {
	b.fill(t, 250)
	for _, asked := range wideQueries {
		for _, order := range []string{search.SortRelevance, search.SortDate} {
			req := search.Request{Query: asked, Sort: order, Limit: 1000, Synonyms: true, Pinyin: true}
			want, err := search.New(b.scan(), b.words).Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			if quoted := asked[0] == '"'; quoted != (want.Total == 0) || quoted != (want.Widened == nil) {
				t.Errorf("%q by %s: %d hits, widened by %v", asked, order, want.Total, want.Widened)
			}
			if len(want.Hits) != want.Total {
				t.Errorf("%q by %s: %d hits of %d", asked, order, len(want.Hits), want.Total)
			}
			for _, size := range []int{1000, 40} {
				if diff := cmp.Diff(want.Hits, b.pages(t, req, size)); diff != "" {
					t.Errorf("%q by %s, pages of %d: -want +got\n%.2000s", asked, order, size, diff)
				}
			}
		}
	}
}

// pages gives the hits of all pages, one after the other.
func (b *bench) pages(t *testing.T, req search.Request, size int) []search.Hit {
	t.Helper()
	hits := []search.Hit{}
	for req.Limit = size; ; {
		result, err := search.New(b.Index, b.words).Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		hits = append(hits, result.Hits...)
		if req.Cursor = result.Next; req.Cursor == "" || len(hits) > 1000 {
			return hits
		}
	}
}
