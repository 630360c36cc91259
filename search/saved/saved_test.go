package saved_test

import (
	"strings"
	"testing"
	"time"

	"gongshi/search"
	"gongshi/search/saved"
)

func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{
		"岳阳雨污": true, "a b": true, strings.Repeat("长", saved.MaxName): true,
		"": false, " a": false, "-a": false, "a\nb": false, "a\u202eb": false, "a\xff": false, strings.Repeat("长", saved.MaxName+1): false,
	} {
		if got := saved.IsName(name); got != want {
			t.Errorf("IsName(%q) = %v", name, got)
		}
	}
}

func TestNew(t *testing.T) {
	now := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	q, err := saved.New("a", search.Request{Query: "雨污分流", Rounds: []string{"2"}, Pinyin: true, Limit: 7}, 5, now)
	if err != nil || q.Seq != 5 || string(q.Filters) != `{"round":["2"],"pinyin":true}` || !q.Looked.Equal(now) {
		t.Errorf("%+v %v", q, err)
	}
	if _, err := saved.New("a", search.Request{Query: "(a OR"}, 5, now); err == nil {
		t.Error("a query that does not parse is saved")
	}
}
