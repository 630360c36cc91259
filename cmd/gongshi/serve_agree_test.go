//go:build linux

package main

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"gongshi/internal/corpus"
)

// answered is what a search says it found: how many notices, and the first of them.
type answered struct {
	Total int `json:"total"`
	Hits  []struct {
		ID string `json:"id"`
	} `json:"hits"`
}

func (f answered) ids() (ids []string) {
	for _, hit := range f.Hits {
		ids = append(ids, hit.ID)
	}
	return ids
}

var (
	totalForm = regexp.MustCompile(`<h2 id="total"[^>]*>[^<0-9]*(\d+)`)   // <h2 id="total" class="total">共 44 份
	hitForm   = regexp.MustCompile(`<li class="hit" id="n-([0-9a-f]+)">`) // <li class="hit" id="n-8f71e5eb61b15ed8">
)

// What the command, the API and the page find for a query is the same, in the same
// order, and so is what they say of how much there is.
func TestCommandAPIAndPageAgree(t *testing.T) {
	program := buildProgram(t)
	data := inventedCorpus(t, program, 150)
	s := startedServer(t, program, data)
	random := rand.New(rand.NewPCG(7, 7))
	total := 0
	for range 50 {
		asked := randomQuery(random)
		var said, api answered
		out, err := command(t, program, data, "search", "--json", "--limit", "100", "--", asked).Output()
		if err == nil || len(out) > 0 { // 1 says that nothing is found
			err = json.Unmarshal(out, &said)
		}
		if err != nil {
			t.Fatalf("%s: %v %s", asked, err, out)
		}
		values := "?" + url.Values{"q": {asked}, "limit": {"100"}}.Encode()
		if err := json.Unmarshal(got(t, s.url+"/api/v1/search"+values), &api); err != nil {
			t.Fatal(err)
		}
		page := got(t, s.url+"/"+values)
		number := totalForm.FindSubmatch(page)
		if number == nil {
			t.Fatalf("%s: the page names no total", asked)
		}
		var shown []string
		for _, hit := range hitForm.FindAllSubmatch(page, -1) {
			shown = append(shown, string(hit[1]))
		}
		if said.Total != api.Total || strconv.Itoa(api.Total) != string(number[1]) {
			t.Errorf("%s: %d, %d and %s notices", asked, said.Total, api.Total, number[1])
		}
		if !slices.Equal(said.ids(), api.ids()) || !slices.Equal(api.ids(), shown) {
			t.Errorf("%s: %v, %v and %v", asked, said.ids(), api.ids(), shown)
		}
		total += api.Total
	}
	if total < 50 {
		t.Errorf("50 queries found %d notices: nothing was compared", total)
	}
	if code, err := s.end(syscall.SIGTERM); code != exitDone || err != nil {
		t.Errorf("exit code %d, %v", code, err)
	}
}

// randomQuery makes a query of pieces of the corpus, with operators and fields.
func randomQuery(random *rand.Rand) string {
	piece := func() string {
		text := []rune(corpus.Invent(3, random.IntN(150), corpus.LongNotice).Text())
		for {
			at, n := random.IntN(len(text)-6), 1+random.IntN(5)
			if part := text[at : at+n]; !slices.ContainsFunc(part, func(r rune) bool { return r < 0x4E00 || r > 0x9FFF }) {
				return string(part)
			}
		}
	}
	switch random.IntN(6) {
	case 0:
		return piece() + " " + piece()
	case 1:
		return piece() + " OR " + piece()
	case 2:
		return piece() + " NOT " + piece()
	case 3:
		return "issue:" + piece()
	case 4:
		return piece() + " round:" + strconv.Itoa(1+random.IntN(3))
	}
	return piece()
}

func got(t *testing.T, address string) []byte {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v: %s", address, answer.StatusCode, err, body)
	}
	return body
}
