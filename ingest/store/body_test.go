package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/all"
	invent "gongshi/internal/corpus"
	"gongshi/internal/cputime"
	"gongshi/parse"
)

// examples are the documents of testdata and as many invented ones.
func examples(t testing.TB, invented int) []*gongshi.Document {
	t.Helper()
	files, err := filepath.Glob("../../testdata/notices/*/input.*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no notices: %v", err)
	}
	var docs []*gongshi.Document
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in := decode.Input{Name: name, Data: data}
		format, err := decode.Find(all.Formats(), in)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := decode.Run(t.Context(), format, in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		docs = append(docs, doc)
	}
	for i := range invented {
		docs = append(docs, &gongshi.Document{Text: invent.Invent(41, i, invent.LongNotice).Text()})
	}
	return docs
}

// put stores the notices and gives how many bytes of JSON they are by themselves,
// and as they are stored.
func (c *corpus) putNotices(notices []gongshi.Notice) (plain, stored int) {
	c.t.Helper()
	var outcomes []Outcome
	var sources []Source
	for i := range notices {
		src := Source{Path: fmt.Sprint(i), Seen: fmt.Sprint("sha256:", i), Reader: 1, State: StateImported}
		sources = append(sources, src)
		outcomes = append(outcomes, Outcome{Source: src, Document: new(gongshi.Document), Notices: notices[i : i+1],
			Findings: make([][]gongshi.Finding, 1)})
		plain += len(toJSON(c.t, &notices[i]))
	}
	if err := c.Begin(c.t.Context(), c.run, sources); err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.Commit(c.t.Context(), outcomes); err != nil {
		c.t.Fatal(err)
	}
	if err := c.read.QueryRow("SELECT sum(length(CAST(body AS BLOB))) FROM notice").Scan(&stored); err != nil {
		c.t.Fatal(err)
	}
	return plain, stored
}

func toJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A notice comes back as it would if all of it had been stored.
func TestTextsComeBack(t *testing.T) {
	invented := 2000
	if testing.Short() || cputime.Raced { // make test runs this without the detector too, whole
		invented = 100
	}
	var notices []gongshi.Notice
	for i, doc := range examples(t, invented) {
		for j, n := range parse.Parse(doc) {
			n.ID = fmt.Sprintf("%d-%d", i, j)
			notices = append(notices, n)
		}
	}
	c := newCorpus(t)
	plain, stored := c.putNotices(notices)
	t.Logf("%d notices, %d bytes of JSON each, %d stored", len(notices), plain/len(notices), stored/len(notices))
	for i := range notices {
		before := toJSON(t, &notices[i])
		got, err := c.Checked(t.Context(), notices[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		if after := toJSON(t, &got.Notice); after != before {
			t.Fatalf("stored:\n%s\ncame back:\n%s", before, after)
		}
		var want gongshi.Notice
		if err := json.Unmarshal([]byte(before), &want); err != nil {
			t.Fatal(err)
		}
		alone, err := c.Unchecked(t.Context(), notices[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(want, got.Notice) || !reflect.DeepEqual(want, *alone) {
			t.Fatalf("%s came back otherwise", before)
		}
	}
	if stored*4 > plain*3 {
		t.Errorf("%d bytes are stored of %d", stored, plain)
	}
}

// What is no text of its span, or could be taken for one that was left out, comes
// back as it was.
func TestOddTextsComeBack(t *testing.T) {
	const text = "关于第12号问题的公示"
	date := func(start, end int, text string) []gongshi.DateMention {
		return []gongshi.DateMention{{Mention: gongshi.Mention{Span: gongshi.Span{Start: start, End: end}, Text: text}}}
	}
	odd := map[string]gongshi.Notice{
		"as it is":         {Text: text, Dates: date(9, 11, "12")},
		"another text":     {Text: text, Dates: date(9, 11, "13")},
		"empty":            {Text: text, Dates: date(9, 11, "")},
		"empty, and not":   {Text: text, Dates: append(date(9, 11, ""), date(9, 11, "12")...)},
		"empty span":       {Text: text, Dates: date(9, 9, "")},
		"outside":          {Text: text, Dates: date(9, 99, "12")},
		"outside, empty":   {Text: text, Dates: date(9, 99, "")},
		"the wrong way":    {Text: text, Dates: date(11, 9, "12")},
		"before":           {Text: text, Dates: date(-1, 9, "12")},
		"half a character": {Text: text, Dates: date(9, 12, text[9:12])},
		"no UTF-8":         {Text: "第\xff12号", Dates: date(4, 6, "12")},
		"no text":          {Dates: date(0, 0, "12")},
		"nothing":          {},
		"inspection":       {Text: text, Inspection: &gongshi.Inspection{Text: text[9:11], Span: gongshi.Span{Start: 9, End: 11}}},
		"batch":            {Text: text, Batch: &gongshi.Batch{Mention: date(9, 11, "12")[0].Mention}},
		"no inspection":    {Text: text, Inspection: new(gongshi.Inspection)},
	}
	for name, n := range odd {
		before := toJSON(t, &n)
		var want gongshi.Notice // JSON has its own way with what is no UTF-8
		if err := json.Unmarshal([]byte(before), &want); err != nil {
			t.Fatal(err)
		}
		body, err := encodeNotice(&n)
		if err != nil {
			t.Fatal(err)
		}
		var got gongshi.Notice
		if err := decodeNotice(body, &got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s: stored %s, came back %s", name, before, toJSON(t, &got))
		}
		if now := toJSON(t, &n); now != before {
			t.Errorf("%s: storing it made %s of %s", name, now, before)
		}
	}
}

// A notice that an earlier version of the program stored is read as it is, and a
// body that nobody can have written is an error.
func TestBodies(t *testing.T) {
	const old = `{"id":"a","text":"第12号","dates":[{"span":[3,5],"text":"","date":"2023","role":"body"}]`
	var n gongshi.Notice
	if err := decodeNotice([]byte(old+`}`), &n); err != nil || n.Dates[0].Text != "" {
		t.Errorf("%+v, %v", n, err)
	}
	if err := decodeNotice([]byte(old+`,"cut":true}`), &n); err != nil || n.Dates[0].Text != "12" {
		t.Errorf("%+v, %v", n, err)
	}
	if err := decodeNotice([]byte(strings.Replace(old, "5", "50", 1)+`,"cut":true}`), &n); err == nil {
		t.Errorf("%+v", n)
	}
}

// No text that has a span is forgotten, also of kinds that are yet to come.
func TestEachText(t *testing.T) {
	n := reflect.New(reflect.TypeFor[gongshi.Notice]())
	want := fillTexts(n.Elem())
	got := 0
	eachText(n.Interface().(*gongshi.Notice), func(_ gongshi.Span, text *string) {
		if *text == "filled" {
			got++
		}
		*text = ""
	})
	if got != want || want < 14 {
		t.Errorf("eachText gives %d texts, a notice with one of each has %d", got, want)
	}
}

// fillTexts makes one of each of what v can hold, writes a text beside every
// span, and gives how many.
func fillTexts(v reflect.Value) int {
	n := 0
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		n += fillTexts(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		n += fillTexts(v.Index(0))
	case reflect.Struct:
		own := func(name string) bool {
			f, ok := v.Type().FieldByName(name)
			return ok && len(f.Index) == 1
		}
		if own("Span") && own("Text") {
			v.FieldByName("Text").SetString("filled")
			n++
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n += fillTexts(v.Field(i))
			}
		}
	}
	return n
}

// A notice that is written is not changed, and neither is what it was made of.
func TestWithoutRepeatsCopies(t *testing.T) {
	n := new(gongshi.Notice)
	fillTexts(reflect.ValueOf(n).Elem())
	n.Text = "filled"
	eachText(n, func(_ gongshi.Span, text *string) { *text = "filled" })
	setSpans(reflect.ValueOf(n).Elem())
	before := toJSON(t, n)
	lean := withoutRepeats(n)
	if after := toJSON(t, n); after != before {
		t.Errorf("%s is now %s", before, after)
	}
	eachText(lean, func(span gongshi.Span, text *string) {
		if *text != "" {
			t.Errorf("%v keeps its text %q", span, *text)
		}
	})
}

// setSpans makes every span one of six bytes.
func setSpans(v reflect.Value) {
	if span, ok := v.Addr().Interface().(*gongshi.Span); ok {
		*span = gongshi.Span{Start: 0, End: 6}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			setSpans(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			setSpans(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				setSpans(v.Field(i))
			}
		}
	}
}

// A document comes back as it was, whatever of its text its notice has.
func TestDocumentsComeBack(t *testing.T) {
	c := newCorpus(t)
	texts := map[string][]string{ // of the document, of its notices
		"as a rule":       {"关于甲的公示\n", "关于甲的公示"},
		"equal":           {"关于甲的公示", "关于甲的公示"},
		"two notices":     {"关于甲的公示\n关于乙的公示\n", "关于甲的公示", "关于乙的公示"},
		"another text":    {"关于甲的\f公示", "关于甲的公示"},
		"notice is empty": {"关于甲的公示", ""},
		"all is empty":    {"", ""},
		"no notice":       {"关于甲的公示"},
		"NUL":             {"关于\x00甲", "关于\x00"},
		"cut in two":      {"公示", "公示"[:4]},
	}
	put := func(name string, reader int, texts []string) {
		src := Source{Path: name, Seen: "sha256:" + name, Reader: reader, State: StateImported}
		o := Outcome{Source: src, Document: &gongshi.Document{Text: texts[0], Title: name, Pages: []gongshi.Span{{Start: 0, End: len(texts[0])}}},
			Findings: make([][]gongshi.Finding, len(texts)-1)}
		for i, text := range texts[1:] {
			o.Notices = append(o.Notices, gongshi.Notice{ID: fmt.Sprint(name, i), Text: text})
		}
		before := toJSON(t, o.Document)
		c.commit(o)
		got, err := c.Document(t.Context(), src.Seen)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if after := toJSON(t, got); after != before {
			t.Errorf("%s: stored %s, came back %s", name, before, after)
		}
		if now := toJSON(t, o.Document); now != before {
			t.Errorf("%s: storing it made %s of %s", name, now, before)
		}
	}
	for name, texts := range texts {
		put(name, 1, texts)
	}
	// A newer reader finds another text, and no notice any more.
	put("as a rule", 2, []string{"关于甲的公示公告\n", "关于甲的公示公告"})
	put("as a rule", 3, []string{"关于甲的公示公告\n"})
	// An earlier version of the program stored the whole text.
	if _, err := c.write.Exec(`UPDATE document SET body = '{"text":"关于丙的公示"}' WHERE digest = 'sha256:equal'`); err != nil {
		t.Fatal(err)
	}
	if doc, err := c.Document(t.Context(), "sha256:equal"); err != nil || doc.Text != "关于丙的公示" {
		t.Errorf("%+v, %v", doc, err)
	}
	// What nobody can have written.
	if _, err := c.write.Exec(`UPDATE document SET body = '{"text":"","begins":"x"}' WHERE digest = 'sha256:equal'`); err != nil {
		t.Fatal(err)
	}
	if doc, err := c.Document(t.Context(), "sha256:equal"); !errors.Is(err, ErrNotFound) {
		t.Errorf("%+v, %v", doc, err)
	}
}

// BenchmarkNotice reads a notice of 8 KB with its findings, and without.
func BenchmarkNotice(b *testing.B) {
	s, err := Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	run, err := s.BeginRun(b.Context(), "test", nil)
	if err != nil {
		b.Fatal(err)
	}
	const notices = 50
	for i, doc := range examples(b, notices) {
		n := parse.Parse(doc)[0]
		n.ID = fmt.Sprintf("%016d", i)
		src := Source{Path: n.ID, Seen: n.ID, Reader: 1, State: StateImported}
		findings := make([]gongshi.Finding, 2)
		if err := s.Begin(b.Context(), run, []Source{src}); err != nil {
			b.Fatal(err)
		}
		o := Outcome{Source: src, Document: doc, Notices: []gongshi.Notice{n}, Findings: [][]gongshi.Finding{findings}}
		if _, err := s.Commit(b.Context(), []Outcome{o}); err != nil {
			b.Fatal(err)
		}
	}
	id := func(i int) string { return fmt.Sprintf("%016d", i%notices) }
	b.Run("checked", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Notice(b.Context(), id(i)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("unchecked", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Unchecked(b.Context(), id(i)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
