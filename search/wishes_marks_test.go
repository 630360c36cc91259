package search_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi"
	"gongshi/index/indextest"
	"gongshi/index/segment"
	"gongshi/normal"
	"gongshi/search"
)

// marks gives what is marked in snippets.
func marks(snippets []search.Snippet) []string {
	var marked []string
	for _, s := range snippets {
		for _, p := range s.Parts {
			if p.Match {
				marked = append(marked, p.Text)
			}
		}
	}
	return marked
}

// drifting are texts in which an offset that is counted wrong is off: signs,
// stop words, what folds to more or fewer bytes, what nobody sees.
var drifting = []string{
	"，。、的了，雨污分流。。。的", "（一）　ＰＭ２．５，超标；PM10 达标", "總\u200b磷、总　磷：0.2mg/L", "ﬃ㈠㌀①②③，黑臭水體", "\u3000\u3000！！！——……化学需氧量",
	"İSTANBUL ǅ ß 的 锰", "a\u0301b́ 氨氮\ufeff，\u00ad氨氮", "𠮷野家，𠀀污水",
}

// WISHES row 9: offsets drifted after signs and stop words. Every word is where
// it says.
func TestWish09OffsetsOfWords(t *testing.T) {
	for _, text := range append([]string{strings.Join(drifting, "\n")}, drifting...) {
		tokens, err := segment.Cut(text)
		if err != nil || len(tokens) == 0 {
			t.Fatalf("%q: %d words, %v", text, len(tokens), err)
		}
		for _, token := range tokens {
			if text[token.Start:token.End] != token.Text || utf8.RuneCountInString(text[:token.Start]) != token.Position {
				t.Errorf("%q: %+v is %q there", text, token, text[token.Start:token.End])
			}
		}
	}
}

// WISHES row 9: in a notice of several sections, the later ones too are marked
// at the place where the source has the word.
func TestWish09OffsetsInLaterSections(t *testing.T) {
	n := gongshi.Notice{ID: "0", Text: "，。的。\n"}
	for _, text := range drifting {
		at := len(n.Text)
		n.Text += text + "\n"
		n.Sections = append(n.Sections, gongshi.Section{Kind: gongshi.SectionIssue, Text: text, Span: gongshi.Span{Start: at, End: at + len(text)}})
	}
	searcher := over([]gongshi.Notice{n})
	for query, want := range map[string][]string{
		"雨污分流": {"雨污分流"}, "pm2.5": {"ＰＭ２．５"}, "总磷": {"總\u200b磷", "总　磷"}, "黑臭水体": {"黑臭水體"}, "化学需氧量": {"化学需氧量"},
		"锰": {"锰"}, "氨氮": {"氨氮", "氨氮"}, "污水": {"污水"}, "1": {"①", "１", "1"}, "超标": {"超标"},
	} {
		result, err := searcher.Search(t.Context(), search.Request{Query: query, Limit: 1})
		if err != nil || len(result.Hits) != 1 {
			t.Fatalf("%q: %+v, %v", query, result, err)
		}
		for _, s := range result.Hits[0].Snippets {
			before, after := "", ""
			for _, p := range s.Parts {
				after += p.Text
			}
			for _, p := range s.Parts {
				if p.Match && !slices.Contains(want, p.Text) {
					t.Errorf("%q marks %q, want one of %q", query, p.Text, want)
				}
				before += p.Text
				after = after[len(p.Text):]
			}
			if !strings.Contains(n.Text, before) || after != "" {
				t.Errorf("%q: snippet %q is not in the source", query, before)
			}
		}
		if got := marks(result.Hits[0].Snippets); len(got) == 0 {
			t.Errorf("%q marks nothing", query)
		}
	}
}

// WISHES row 9: what is marked has what was asked for, and what is not marked
// has not, in any notice.
func TestWish09MarksAreTheMatches(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	marked := 0
	for i := range 60 {
		n, _ := indextest.Notice(i, 800)
		searcher := over([]gongshi.Notice{*n})
		for range 5 {
			runes := []rune(n.Text)
			at := random.IntN(len(runes) - 6)
			piece := string(runes[at : at+1+random.IntN(5)])
			if strings.ContainsAny(piece, "\"\\\n") || strings.TrimSpace(piece) != piece {
				continue
			}
			result, err := searcher.Search(t.Context(), search.Request{Query: `"` + piece + `"`, Limit: 1})
			if err != nil || len(result.Hits) != 1 {
				t.Fatalf("%q: %+v, %v", piece, result, err)
			}
			for _, s := range result.Hits[0].Snippets {
				for _, p := range s.Parts {
					if strings.Contains(normal.Search(p.Text), normal.Search(piece)) != p.Match {
						t.Errorf("%q: marked %v: %q", piece, p.Match, p.Text)
					}
					if p.Match {
						marked++
					}
				}
			}
		}
	}
	if marked < 200 {
		t.Errorf("only %d marks", marked)
	}
}

// WISHES row 10: a highlighter left words out or doubled them.
func TestWish10MarksChangeNothing(t *testing.T) {
	list := texts{"高清下载，数据结构数据结构。" + strings.Repeat("污", 500), strings.Repeat("数据，", 300)}
	for query, want := range map[string]string{"高清下载": "高清下载", "数据结构": "数据结构数据结构", "高清 下载": "高清下载"} {
		if got := marks(list[:1].search(t, query).Hits[0].Snippets); len(got) != 1 || got[0] != want {
			t.Errorf("%q marks %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"污", "数据", "，", "数", "高清 OR 污污", `"数据，数据"`} {
		for _, hit := range list.search(t, query).Hits {
			checkSnippets(t, query, list.notice(hit.ID), hit.Snippets)
		}
	}
}

// checkSnippets: parts put together are a piece of the source, no snippet is
// long or repeats another's text, and what is marked is no gap.
func checkSnippets(t *testing.T, query string, n *gongshi.Notice, snippets []search.Snippet) {
	t.Helper()
	if len(snippets) == 0 || len(snippets) > 3 {
		t.Fatalf("%q: %d snippets", query, len(snippets))
	}
	for _, s := range snippets {
		text := ""
		for i, p := range s.Parts {
			text += p.Text
			if p.Text == "" || i > 0 && p.Match == s.Parts[i-1].Match {
				t.Errorf("%q: parts %+v", query, s.Parts)
			}
		}
		if !utf8.ValidString(text) || !strings.Contains(n.Text, text) || utf8.RuneCountInString(text) > 200 {
			t.Errorf("%q: snippet %q of %q", query, text, n.Text)
		}
	}
}

// WISHES row 11: highlighting panicked on Chinese text. Texts and queries are
// pieces of what folds in unequal ways, cut anywhere between characters.
func TestWish11NoPanic(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 11))
	runes := []rune(strings.Join(drifting, "\n") + "污水污水的 OR -()（）“”:：")
	piece := func(most int) string {
		var b strings.Builder
		for range 1 + random.IntN(most) {
			at := random.IntN(len(runes))
			b.WriteString(string(runes[at:min(at+1+random.IntN(4), len(runes))]))
		}
		return b.String()
	}
	hits := 0
	for range 500 {
		list := texts{piece(60), strings.Repeat(piece(3), 80)}
		query := piece(2)
		for _, hit := range list.search(t, query).Hits {
			checkSnippets(t, query, list.notice(hit.ID), hit.Snippets)
			hits++
		}
	}
	if hits < 100 {
		t.Errorf("only %d hits", hits)
	}
}

// WISHES row 11, for longer.
func FuzzWish11Snippets(f *testing.F) {
	f.Add("一、雨污分流\u200b不到位，ﬃ ＰＭ２．５ ㈠\n\n雨污", "雨污 OR ㈠ OR f")
	f.Add(strings.Repeat("污水", 200)+"\n", "污水 OR 水 水污")
	f.Fuzz(func(t *testing.T, text, query string) {
		text = strings.ToValidUTF8(text, "?")
		list := texts{text}
		for _, hit := range list.search(t, query).Hits {
			checkSnippets(t, query, list.notice(hit.ID), hit.Snippets)
		}
	})
}

// WISHES row 20: each hit shows where it matches, with the section's name.
func TestWish20SnippetForEachHit(t *testing.T) {
	list := texts{strings.Repeat("很长的正文。", 2000) + "总磷超标", "总磷"}
	for _, hit := range list.search(t, "总磷").Hits {
		if len(hit.Snippets) != 1 || hit.Snippets[0].Section != "issue" || len(marks(hit.Snippets)) != 1 {
			t.Errorf("%s: %+v", hit.ID, hit.Snippets)
		}
	}
}

// WISHES row 20: wherever the word stands, in the title, in a section, behind
// them, the hit shows it and says where.
func TestWish20SnippetNamesThePlace(t *testing.T) {
	title, goal := "某县总磷整改公示", "氨氮达标。"
	n := gongshi.Notice{ID: "0", Title: title, Text: "正文开头，" + strings.Repeat("很长的正文。", 3000)}
	at := len(n.Text)
	n.Text += goal + "\n" + strings.Repeat("落款。", 3000) + "镉"
	n.Sections = []gongshi.Section{{Kind: gongshi.SectionGoal, Text: goal, Span: gongshi.Span{Start: at, End: at + len(goal)}}}
	searcher := over([]gongshi.Notice{n})
	for query, want := range map[string]string{"总磷": "title 总磷", "氨氮": "goal 氨氮", "镉": "text 镉", "开头": "text 开头"} {
		result, err := searcher.Search(t.Context(), search.Request{Query: query, Limit: 1})
		if err != nil || len(result.Hits) != 1 || len(result.Hits[0].Snippets) != 1 {
			t.Fatalf("%q: %+v, %v", query, result, err)
		}
		s := result.Hits[0].Snippets
		if got := s[0].Section + " " + strings.Join(marks(s), " "); got != want {
			t.Errorf("%q shows %q, want %q", query, got, want)
		}
	}
}

// WISHES row 20: no hit is without a marked snippet.
func TestWish20EveryHit(t *testing.T) {
	random := rand.New(rand.NewPCG(20, 20))
	var notices []gongshi.Notice
	for i := range 40 {
		n, _ := indextest.Notice(i, 1500)
		notices = append(notices, *n)
	}
	searcher := over(notices)
	hits := 0
	for range 60 {
		runes := []rune(notices[random.IntN(len(notices))].Text)
		at := random.IntN(len(runes) - 4)
		word := string(runes[at : at+1+random.IntN(3)])
		if strings.ContainsAny(word, "\"\\\n") || strings.TrimSpace(word) != word {
			continue
		}
		result, err := searcher.Search(t.Context(), search.Request{Query: `"` + word + `"`, Limit: len(notices)})
		if err != nil {
			t.Fatal(err)
		}
		for _, hit := range result.Hits {
			hits++
			if len(marks(hit.Snippets)) == 0 || slices.ContainsFunc(hit.Snippets, func(s search.Snippet) bool { return s.Section == "" }) {
				t.Errorf("%q in %s: %+v", word, hit.ID, hit.Snippets)
			}
		}
	}
	if hits < 100 {
		t.Errorf("only %d hits", hits)
	}
}
