package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongshi/web/api"
)

// What pages lead to in the API is answered there.
func TestLinksIntoTheAPI(t *testing.T) {
	b := newBench(t)
	h := api.New(b.Desk)
	followed := 0
	for _, page := range []string{"/?q=雨污分流&sort=date&limit=5&region=湖南省", "/?q=整改&synonyms=1&pinyin=1&round=2&year=2023", "/compare?q=整改&by=round,region", "/compare?q=整改&by=year"} {
		b.get(page).Find(`a[href^="/api/"]`).Each(func(_ int, s *goquery.Selection) {
			followed++
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, s.AttrOr("href", ""), nil))
			if w.Code != http.StatusOK {
				t.Errorf("%s: %s: %d %s", page, s.AttrOr("href", ""), w.Code, strings.TrimSpace(w.Body.String()))
			}
		})
	}
	if followed < 8 {
		t.Errorf("%d links", followed)
	}
}
