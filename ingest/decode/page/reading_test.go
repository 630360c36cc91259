package page

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/layout"
	"gongshi/ingest/decode/ocr"
)

// set puts text on a page, a line a line, in a font of that number.
func set(font int, y float64, text string) (glyphs []layout.Glyph) {
	for line := range strings.Lines(text) {
		x := 80.0
		for _, r := range strings.TrimSuffix(line, "\n") {
			w := layout.Advance(r, 16)
			glyphs = append(glyphs, layout.Glyph{R: r, X: x, Y: y, W: w, Size: 16, Font: font})
			x += w
		}
		y -= 28
	}
	return glyphs
}

// coded is text of a font without a table: the file only has numbers.
func coded(font int, y float64, codes string) []layout.Glyph {
	glyphs := set(font, y, codes)
	for i := range glyphs {
		glyphs[i].Lost = true
	}
	return glyphs
}

const body = "根据整改方案要求，我区已完成第八项问题的整改任务。\n现将整改销号情况公示如下，公示时间为十个工作日。\n城区排水管网雨污混接，生活污水溢流进入青石河。\n"

// Fonts are judged one by one, and garbage is no text.
func TestLostFonts(t *testing.T) {
	tests := []struct {
		about  string
		glyphs []layout.Glyph
		text   string
		code   decode.Code
		codes  []string
	}{
		{"a good page", set(1, 700, body), "根据整改方案", "", nil},
		{"a title without a table", slices.Concat(coded(2, 750, "ᖦ䟌ᚥᖦ䟌ₒඃ"), set(1, 700, body)), strings.Repeat("\uFFFD", 7), "", []string{"page-lost"}},
		{"numbers of glyphs, some of which are letters", slices.Concat(coded(2, 750, "\x03\x13\x14\x13$%"), set(2, 720, "Z"), set(1, 700, body)), "\uFFFD", "", []string{"page-lost"}},
		{"a body without a table", slices.Concat(set(1, 750, "关于情况的公示"), coded(2, 700, "ᖦ䟌ᚥᖦ䟌ₒඃᖦ䟌ᚥᖦ䟌ₒඃ")), "", decode.CodeNeedsOCR, nil},
		{"codes that are right", slices.Concat(coded(2, 750, "关于整改销号情况的公示"), set(1, 700, body)), "关于整改销号情况的公示", "", nil},
		{"Latin codes that are right", slices.Concat(coded(2, 750, "Environment 2023"), set(1, 700, body)), "Environment 2023", "", nil},
		{"numbers that are right", slices.Concat(coded(2, 750, "2023-10"), set(1, 700, body)), "2023-10", "", nil},
		{"Latin codes that are shifted", slices.Concat(coded(2, 750, "(QYLURQPHQW"), set(1, 700, body)), "\uFFFD", "", []string{"page-lost"}},
		{"a font of accents", slices.Concat(set(2, 750, "ÖÐ»ªÈË"+"ÃñÖÐ"), set(1, 700, strings.Repeat(body, 2))), "\uFFFD", "", []string{"page-lost"}},
		{"a few signs of a font of signs", slices.Concat(set(2, 750, "§"), set(1, 700, body)), "§", "", nil},
		{"private use on the whole page", set(1, 700, strings.Repeat("\uE001\uE002\uE003", 30)), "", decode.CodeNeedsOCR, nil},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			readings := Merge(nil, "x", []Found{{Glyphs: test.glyphs, Drawn: true}})
			doc, err := Document(readings, gongshi.MethodPDFText)
			if decode.CodeOf(err) != test.code {
				t.Fatalf("%v, %v", doc, err)
			}
			if err != nil {
				return
			}
			if !strings.Contains(doc.Text, test.text) {
				t.Errorf("no %q in %q", test.text, doc.Text)
			}
			var codes []string
			for _, d := range doc.Diagnostics {
				if d.Code != "garbled-text" {
					codes = append(codes, d.Code)
				}
			}
			if !slices.Equal(codes, test.codes) {
				t.Errorf("diagnostics %v, want %v", doc.Diagnostics, test.codes)
			}
		})
	}
}

// A reading in which nothing is lost is better than one with holes.
func TestMergeLost(t *testing.T) {
	holes := Found{Glyphs: slices.Concat(coded(2, 750, "ᖦ䟌ᚥᖦ䟌"), set(1, 700, body)), Drawn: true}
	whole := Found{Glyphs: slices.Concat(set(2, 750, "情况的公示"), set(1, 700, body)), Drawn: true}
	first := Merge(nil, "a", []Found{holes})
	if !WantOpinion(first) {
		t.Error("no second opinion on a page with holes")
	}
	if got := Merge(first, "b", []Found{whole}); got[0].Engine != "b" {
		t.Errorf("%s won", got[0].Engine)
	}
	if got := Merge(Merge(nil, "b", []Found{whole}), "a", []Found{holes}); got[0].Engine != "b" {
		t.Errorf("%s won", got[0].Engine)
	}
}

// Recognised characters go where others are lost, and nowhere else.
func TestFill(t *testing.T) {
	page := slices.Concat(set(1, 750, "临办发"), coded(2, 750, "ᖦ䟌ᚥ")[:3], set(1, 600, "正文"))
	for i := range 3 {
		page[3+i].X, page[3+i].Y, page[3+i].W = 128+16*float64(i), 750, 16
	}
	page, lost := lose(page)
	if lost != 3 {
		t.Fatalf("%d lost", lost)
	}
	seen := set(0, 747, "临办发〔22正") // boxes of lines reach below the baseline
	got := fill(page, append(seen, set(0, 600, "政文")...))
	if text := layout.Compose([][]layout.Glyph{got.glyphs}).Text; text != "临办发〔22正\n正文\n" || got.runs != 1 {
		t.Errorf("got %q, %d runs", text, got.runs)
	}
	if got := fill(page, set(0, 500, "别处")); layout.Text(got.glyphs) != layout.Text(page) || got.runs != 0 || got.uneven {
		t.Errorf("got %+v", got)
	}
}

// at puts glyphs on another place of their line.
func at(x float64, glyphs []layout.Glyph) []layout.Glyph {
	for i := range glyphs {
		glyphs[i].X, glyphs[i].W = x+16*float64(i), 16
	}
	return glyphs
}

// What the page says itself is not said again by what was recognised.
func TestFillBetween(t *testing.T) {
	numbers := slices.Concat(at(80, coded(2, 700, "ᖦ")), at(176, coded(2, 700, "䟌")))
	for _, test := range []struct {
		about  string
		page   []layout.Glyph
		seen   string
		want   string
		uneven bool
	}{
		{"numbers around a word", slices.Concat(numbers, at(112, set(1, 700, "已完成"))), "１２已完成　４", "１已完成４", false},
		{"numbers around nothing", numbers, "１　　　　　４", "１ ４", false},
		{"numbers beside a word", slices.Concat(at(80, coded(2, 700, "ᖦ")), at(96, set(1, 700, "已完成"))), "１已完成", "１已完成", false},
		{"fewer are recognised than are lost", at(80, coded(2, 700, "ᖦ䟌")), "整", "整", true},
	} {
		page, _ := lose(test.page)
		seen := slices.DeleteFunc(set(0, 697, test.seen), func(g layout.Glyph) bool { return g.R == '　' })
		got := fill(page, seen)
		if text := layout.Compose([][]layout.Glyph{got.glyphs}).Text; text != test.want+"\n" || got.uneven != test.uneven {
			t.Errorf("%s: got %q, uneven %v; want %q", test.about, text, got.uneven, test.want)
		}
	}
}

// A page is recognised as far as it got something of it.
func TestTake(t *testing.T) {
	holes := Found{Glyphs: slices.Concat(coded(2, 750, "ᖦ䟌ᚥᖦ䟌"), set(1, 700, body)), Drawn: true}
	cut := errors.New("cut")
	for _, test := range []struct {
		about  string
		page   Found
		text   ocr.Text
		failed bool
		codes  []string
	}{
		{"nothing where characters are lost", holes, ocr.Text{Glyphs: set(0, 500, "别处的文字"), Confidence: 0.9}, true, []string{"page-lost", "ocr-missing"}},
		{"fewer than are lost", holes, ocr.Text{Glyphs: set(0, 747, "整改")[:2], Confidence: 0.9}, false, []string{"ocr-part", "ocr-doubtful"}},
		{"red letters not read", Found{Drawn: true, Scanned: true}, ocr.Text{Glyphs: set(0, 700, body), Confidence: 0.9, Cut: cut}, false, []string{"ocr-page", "ocr-cut"}},
		{"nothing but red letters, not read", Found{Drawn: true, Scanned: true}, ocr.Text{Cut: cut}, true, nil},
	} {
		r := New("x", test.page)
		if r.unread = r.take(test.text, ocr.Engine); (r.unread != nil) != test.failed {
			t.Errorf("%s: %v", test.about, r.unread)
		}
		doc, err := Document([]Reading{r}, gongshi.MethodPDFText)
		if test.codes == nil {
			if decode.CodeOf(err) != decode.CodeNeedsOCR || !strings.Contains(err.Error(), "cut") {
				t.Errorf("%s: %v", test.about, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, d := range doc.Diagnostics {
			if d.Code != "garbled-text" {
				codes = append(codes, d.Code)
			}
		}
		if recognised := doc.PageMethods != nil; !slices.Equal(codes, test.codes) || recognised == test.failed {
			t.Errorf("%s: %+v, %v", test.about, doc.Diagnostics, doc.PageMethods)
		}
	}
}

// A file is not recognised for longer than it may take.
func TestAllowance(t *testing.T) {
	begun := time.Now()
	slow := &decode.Error{Code: decode.CodeTimeout}
	a := newAllowance(decode.Input{OCRPages: 4}, begun)
	if err := a.refusal(begun.Add(mostTime)); err != nil {
		t.Error(err)
	}
	if err := a.refusal(begun.Add(mostTime + 1)); decode.CodeOf(err) != decode.CodeTimeout || !strings.Contains(err.Error(), "10m") {
		t.Errorf("after its time: %v", err)
	}
	for i, step := range []struct {
		err  error
		code decode.Code
	}{{slow, ""}, {nil, ""}, {slow, ""}, {slow, decode.CodeNeedsOCR}} {
		a.spend(step.err)
		if err := a.refusal(begun); decode.CodeOf(err) != step.code {
			t.Errorf("after page %d: %v", i+1, err)
		}
	}
	b := newAllowance(decode.Input{}, begun)
	b.spend(slow)
	b.spend(slow)
	if err := b.refusal(begun); decode.CodeOf(err) != decode.CodeTimeout {
		t.Errorf("two slow pages: %v", err)
	}
	if err := newAllowance(decode.Input{OCRPages: -1}, begun).refusal(begun); decode.CodeOf(err) != decode.CodeNeedsOCR {
		t.Errorf("switched off: %v", err)
	}
}

func TestPageMethods(t *testing.T) {
	readings := Merge(nil, "x", []Found{{Glyphs: set(1, 700, body), Drawn: true}, {}, {Drawn: true, Scanned: true}})
	doc, err := Document(readings, gongshi.MethodPDFText)
	if err != nil || doc.PageMethods != nil || doc.Source.Method != gongshi.MethodPDFText {
		t.Fatalf("%+v, %v", doc, err)
	}
	readings[2].Glyphs, readings[2].state, readings[2].recognised, readings[2].confidence, readings[2].Engine = set(0, 700, body), stateText, true, 0.7, "tesseract"
	doc, err = Document(readings, gongshi.MethodPDFText)
	want := []gongshi.Method{gongshi.MethodPDFText, "", gongshi.MethodOCR}
	if err != nil || !slices.Equal(doc.PageMethods, want) || doc.Source.Method != gongshi.MethodOCR || len(doc.Pages) != 3 {
		t.Errorf("%+v, %v", doc, err)
	}
	if got := []string{doc.Diagnostics[0].Code, doc.Diagnostics[1].Code}; !slices.Equal(got, []string{"ocr-page", "ocr-doubtful"}) {
		t.Errorf("%+v", doc.Diagnostics)
	}
}

// The reason for which a file is no document is that of its pages.
func TestReasons(t *testing.T) {
	scan := Reading{Found: Found{Drawn: true, Scanned: true}, state: stateImage}
	with := func(err error) Reading { r := scan; r.unread = err; return r }
	picture := Reading{state: statePicture}
	failed := Reading{state: stateFailed, Found: Found{Trouble: errors.New("broken")}}
	for _, test := range []struct {
		about    string
		readings []Reading
		code     decode.Code
		says     string
	}{
		{"no program", []Reading{with(&decode.Error{Code: decode.CodeNeedsOCR, Detail: "not on the PATH"})}, decode.CodeNeedsOCR, "not on the PATH"},
		{"a broken picture", []Reading{with(&decode.Error{Code: decode.CodeDamaged, Detail: "cut"})}, decode.CodeDamaged, "cut"},
		{"too slow", []Reading{scan, with(&decode.Error{Code: decode.CodeTimeout, Detail: "slow"})}, decode.CodeTimeout, "slow"},
		{"a painter without a code", []Reading{with(errors.New("no memory"))}, decode.CodeNeedsOCR, "no memory"},
		{"pictures without text", []Reading{picture, {state: stateBlank}}, decode.CodeEmpty, "no text was recognised"},
		{"broken pages", []Reading{failed}, decode.CodeDamaged, "broken"},
		{"no pages", nil, decode.CodeEmpty, "0 pages"},
	} {
		_, err := Document(test.readings, gongshi.MethodPDFText)
		if decode.CodeOf(err) != test.code || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.about, err)
		}
	}
}

func FuzzNew(f *testing.F) {
	f.Add("整改销号\x03\x13", uint8(3), 16.0)
	f.Add("ÖÐ»ª-È", uint8(0), 0.0)
	f.Fuzz(func(t *testing.T, text string, lost uint8, size float64) {
		glyphs := set(1, 700, text)
		for i := range glyphs {
			glyphs[i].Lost, glyphs[i].Size, glyphs[i].Font = i < int(lost), size, i%3
		}
		readings := Merge(Merge(nil, "a", []Found{{Glyphs: glyphs}}), "b", []Found{{Glyphs: glyphs, Drawn: true}})
		readings[0].Glyphs = fill(readings[0].Glyphs, set(0, 700, text)).glyphs
		doc, err := Document(readings, gongshi.MethodPDFText)
		if err == nil && strings.TrimSpace(doc.Text) == "" {
			t.Error("a document without text is no success")
		}
	})
}
