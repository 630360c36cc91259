package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/ingest/rendition"
)

// form imports a file that holds a notice in some form. Notices of one story
// are renditions of each other; equal texts are equal.
func (c *corpus) form(path, content, story, text string, method gongshi.Method) State {
	c.t.Helper()
	n := gongshi.Notice{ID: "id-" + content, Text: text, Source: gongshi.Source{Method: method, MediaType: "text/" + content}}
	print := rendition.Print{Text: text, Block: story, Sketch: rendition.Sketch{1, 2, 3}}
	return c.commit(Outcome{
		Source:   Source{Path: path, Seen: "sha256:" + content, Reader: 1, State: StateImported},
		Document: &gongshi.Document{Text: text}, Notices: []gongshi.Notice{n}, Findings: [][]gongshi.Finding{nil}, Prints: []rendition.Print{print},
	})
}

func (c *corpus) state(path string) string {
	c.t.Helper()
	src, ok, err := c.Source(c.t.Context(), path)
	if err != nil || !ok {
		c.t.Fatalf("%s: %v %v", path, ok, err)
	}
	return fmt.Sprint(src.State, " ", src.Code)
}

// WISHES 18: copies fill result pages, and hiding them must lose nothing.
func TestRenditionsAreOneNotice(t *testing.T) {
	c := newCorpus(t)
	if got := c.form("1.pdf", "pdf", "s", "text p", gongshi.MethodPDFText); got != StateImported {
		t.Errorf("the first form: %q", got)
	}
	if got := c.form("2.txt", "gbk", "s", "text", gongshi.MethodNative); got != StateImported {
		t.Errorf("a better form: %q", got)
	}
	c.form("3.txt", "utf8", "s", "text", gongshi.MethodNative)
	c.form("4.txt", "utf8", "s", "text", gongshi.MethodNative)
	c.form("5.txt", "other", "s2", "other text", gongshi.MethodNative)
	if diff := cmp.Diff([]string{"id-gbk", "id-other"}, c.live()); diff != "" {
		t.Errorf("live (-want +got):\n%s", diff)
	}
	for path, want := range map[string]string{
		"1.pdf": "duplicate same-notice", "2.txt": "imported ", "3.txt": "duplicate same-text", "4.txt": "duplicate same-bytes", "5.txt": "imported ",
	} {
		if got := c.state(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	got, err := c.Renditions(t.Context(), "id-utf8")
	want := []Rendition{
		{ID: "id-gbk", Live: true, MediaType: "text/gbk", Method: "native", Paths: []string{"2.txt"}},
		{ID: "id-pdf", MediaType: "text/pdf", Method: "pdf-text", Paths: []string{"1.pdf"}},
		{ID: "id-utf8", MediaType: "text/utf8", Method: "native", Paths: []string{"3.txt", "4.txt"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("renditions: %v (-want +got):\n%s", err, diff)
	}
}

func TestTheNextRenditionTakesOver(t *testing.T) {
	c := newCorpus(t)
	c.form("1.txt", "gbk", "s", "text", gongshi.MethodNative)
	c.form("2.pdf", "pdf", "s", "text p", gongshi.MethodPDFText)
	c.form("1.txt", "other", "s2", "other", gongshi.MethodNative)
	if diff := cmp.Diff([]string{"id-other", "id-pdf"}, c.live()); diff != "" {
		t.Error(diff)
	}
	if got := c.state("2.pdf"); got != "imported " {
		t.Errorf("the remaining form is %q", got)
	}
	c.form("3.txt", "gbk", "s", "text", gongshi.MethodNative)
	if diff := cmp.Diff([]string{"id-gbk", "id-other"}, c.live()); diff != "" {
		t.Error(diff)
	}
	if got := c.state("2.pdf"); got != "duplicate same-notice" {
		t.Errorf("the other form is %q", got)
	}
}

// A place that loses its content leaves it to the copies.
func TestACopyTakesOver(t *testing.T) {
	c := newCorpus(t)
	c.put("1", "甲")
	c.put("2", "甲")
	c.fail("1", "", "empty")
	if got := c.state("2"); got != "imported " {
		t.Errorf("the copy is %q", got)
	}
	if diff := cmp.Diff([]string{"id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
}

// Many files with one text: an error page that was saved again and again.
func TestManyCopies(t *testing.T) {
	c := newCorpus(t)
	var outcomes []Outcome
	var sources []Source
	for i := range 3000 {
		content := fmt.Sprint("c", i)
		src := Source{Path: content, Seen: "sha256:" + content, Reader: 1, State: StateImported}
		sources = append(sources, src)
		outcomes = append(outcomes, Outcome{Source: src, Document: &gongshi.Document{Text: "t"}, Notices: []gongshi.Notice{{ID: "id-" + content, Text: "t"}},
			Findings: [][]gongshi.Finding{nil}, Prints: []rendition.Print{{Text: "same"}}})
	}
	if err := c.Begin(t.Context(), c.run, sources); err != nil {
		t.Fatal(err)
	}
	states, err := c.Commit(t.Context(), outcomes)
	if err != nil {
		t.Fatal(err)
	}
	if states[0] != StateImported || states[2999] != StateDuplicate || len(c.live()) != 1 {
		t.Errorf("first %q, last %q, %d live", states[0], states[2999], len(c.live()))
	}
}

// Whatever happens to places, each story that has a place has exactly one live
// notice, of the best method it has, and the ledger says so.
func TestFamiliesHoldTogether(t *testing.T) {
	methods := []gongshi.Method{gongshi.MethodNative, gongshi.MethodPDFText, gongshi.MethodOCR}
	for round := range uint64(20) {
		random := rand.New(rand.NewPCG(round, 7))
		c := newCorpus(t)
		held := map[string][2]int{} // path → story, form
		for range 40 {
			path, story, form := fmt.Sprint("p", random.IntN(6)), random.IntN(3), random.IntN(3)
			content := fmt.Sprint(story, "-", form)
			c.form(path, content, fmt.Sprint("s", story), "text of "+content, methods[form])
			held[path] = [2]int{story, form}
			best := map[int]int{}
			for _, h := range held {
				if b, ok := best[h[0]]; !ok || h[1] < b {
					best[h[0]] = h[1]
				}
			}
			var want []string
			for story, form := range best {
				want = append(want, fmt.Sprintf("id-%d-%d", story, form))
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, c.live()); diff != "" {
				t.Fatalf("round %d (-want +got):\n%s", round, diff)
			}
			c.checkStates(held, best)
		}
	}
}

// checkStates tells whether of the places of each story exactly one is called
// imported, and it holds the best form.
func (c *corpus) checkStates(held map[string][2]int, best map[int]int) {
	c.t.Helper()
	owners := map[int]int{}
	for path, h := range held {
		if c.state(path) == "imported " {
			owners[h[0]]++
			if h[1] != best[h[0]] {
				c.t.Fatalf("%s is imported, but not the best form of %d", path, h[0])
			}
		}
	}
	for story := range best {
		if owners[story] != 1 {
			c.t.Fatalf("story %d has %d imported places: %v", story, owners[story], held)
		}
	}
}

func TestEarlierVersionsOfTheFileAreOpened(t *testing.T) {
	c := newCorpus(t)
	c.put("1", "甲")
	c.put("2", "甲")
	for _, statement := range []string{
		"DROP INDEX notice_family", "DROP INDEX notice_live", "DROP INDEX notice_text", "DROP INDEX notice_block", "ALTER TABLE source DROP COLUMN owns",
		"ALTER TABLE notice DROP COLUMN placed", "ALTER TABLE notice DROP COLUMN family", "ALTER TABLE notice DROP COLUMN rank", "ALTER TABLE notice DROP COLUMN text",
		"ALTER TABLE notice DROP COLUMN block", "ALTER TABLE notice DROP COLUMN first", "ALTER TABLE notice DROP COLUMN body_print",
		"ALTER TABLE notice DROP COLUMN facts", "ALTER TABLE notice DROP COLUMN sketch", "DROP TABLE original",
		"PRAGMA user_version = 1",
	} {
		if _, err := c.write.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	c.Close()
	// Reading brings it up to date as well.
	r, err := OpenReadOnly(t.Context(), c.dir)
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	c.open()
	if diff := cmp.Diff([]string{"id-甲"}, c.live()); diff != "" {
		t.Error(diff)
	}
	c.put("1", "乙")
	c.put("2", "乙")
	if diff := cmp.Diff([]string{"id-乙"}, c.live()); diff != "" {
		t.Error(diff)
	}
}

// What is asked of every notice that comes is answered by an index: reading all
// notices for each makes an import of ten thousand take hours.
func TestRelativesByIndex(t *testing.T) {
	c := newCorpus(t)
	for query, index := range map[string]string{selectSameText: "notice_text", selectRelatives: "notice_block"} {
		values := []any{"x", "y", 1}[:strings.Count(query, "?")]
		rows, err := c.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, values...)
		if err != nil {
			t.Fatal(err)
		}
		plan := ""
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			plan += step + "\n"
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, "SEARCH notice USING INDEX "+index) {
			t.Errorf("%s\n%s", query, plan)
		}
	}
}
