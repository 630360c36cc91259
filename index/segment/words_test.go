package segment

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
)

type occurrence struct {
	Start int
	Word  string
}

func occurrences(t *testing.T, trie *Trie, text string) []occurrence {
	t.Helper()
	var got []occurrence
	trie.Words(text, func(start, end int) { got = append(got, occurrence{start, text[start:end]}) })
	return got
}

func TestWords(t *testing.T) {
	trie, _ := both(t)
	for _, test := range []struct {
		text string
		want []occurrence
	}{
		{"", nil},
		{"农药", nil},
		{"环境保护局", []occurrence{{0, "环境保护"}, {0, "环境保护局"}, {6, "保护局"}}},
		{"人民政\x00府", nil},
		{"\xff人民政府\xe4", []occurrence{{1, "人民政府"}}},
		{"c++AT&T", []occurrence{{0, "c++"}, {3, "AT&T"}}},
	} {
		if diff := gocmp.Diff(test.want, occurrences(t, trie, test.text)); diff != "" {
			t.Errorf("Words(%q): -want +got\n%s", test.text, diff)
		}
	}
}

// A text contains a word if and only if Words says so, as often as it says, and
// at these places: asked of every word of the dictionary, for texts with a few
// words and for some that are longer than all buffers.
func TestWordsIsContains(t *testing.T) {
	trie, _ := both(t)
	all := dictionaryWords(t)
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 40 {
		text := randomText(random, all, 1+random.IntN(12))
		if i%20 == 0 {
			text = randomText(random, all, 1000)
		}
		var want []occurrence
		for _, word := range all {
			if isWord := utf8.RuneCountInString(word) >= minWord; isWord != trie.IsWord(word) {
				t.Fatalf("IsWord(%q) = %t", word, !isWord)
			} else if isWord {
				want = append(want, places(text, word)...)
			}
		}
		slices.SortFunc(want, func(a, b occurrence) int { return cmp.Or(a.Start-b.Start, len(a.Word)-len(b.Word)) })
		if got := occurrences(t, trie, text); !slices.Equal(want, got) {
			t.Fatalf("Words(%q): -want +got\n%s", text, gocmp.Diff(want, got))
		}
	}
}

// places are all places at which the text has the word.
func places(text, word string) []occurrence {
	var all []occurrence
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return all
		}
		all = append(all, occurrence{from + i, word})
		from += i + 1
	}
}

// What is no word for IsWord is none for Words either.
func TestIsWord(t *testing.T) {
	trie, _ := both(t)
	for s, want := range map[string]bool{
		"": false, "水": false, "农药": false, "环境保护": true, "环境保": false, "环境保护局": true, "环境保护局局": false, "AT&T": true, "at&t": false,
		"环境\x00保护": false, "环境保护\xff": false, "\xff环境保护": false, "人民政府人民政府": false, "\ufffd\ufffd\ufffd": false, "aaa": false,
	} {
		if got := trie.IsWord(s); got != want {
			t.Errorf("IsWord(%q) = %t", s, got)
		}
	}
	all := dictionaryWords(t)
	random := rand.New(rand.NewPCG(5, 6))
	for range 200_000 {
		s := randomText(random, all, 1+random.IntN(2))
		_, found := slices.BinarySearch(all, s)
		if want := found && utf8.RuneCountInString(s) >= minWord; trie.IsWord(s) != want {
			t.Fatalf("IsWord(%q) = %t", s, !want)
		}
	}
}

// Every stretch of a text is given if it is a word, and only then.
func FuzzWords(f *testing.F) {
	for _, s := range []string{
		"一、反馈问题：雨污分流不到位", "生态环境保护督察\x00整改落实情况\xff人民政府\xe4", "c++AT&T", "\xe5生态环境局\xe5\xb1",
		strings.Repeat("总", 255) + "人民政府", strings.Repeat("中华人民共和国", 60), strings.Repeat("a", 250) + "双江拉祜族佤族布朗族傣族自治县",
	} {
		f.Add(s)
	}
	trie, _ := both(f)
	known := map[string]bool{}
	longest := 0
	for _, word := range dictionaryWords(f) {
		known[word] = utf8.RuneCountInString(word) >= minWord
		longest = max(longest, len(word))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			text = text[:4000]
		}
		var want []occurrence
		for i := range len(text) {
			for j := i + 1; j <= min(len(text), i+longest); j++ {
				if known[text[i:j]] {
					want = append(want, occurrence{i, text[i:j]})
				}
				if trie.IsWord(text[i:j]) != known[text[i:j]] {
					t.Fatalf("IsWord(%q) = %t", text[i:j], !known[text[i:j]])
				}
			}
		}
		if got := occurrences(t, trie, text); !slices.Equal(want, got) {
			t.Fatalf("Words(%q): -want +got\n%s", text, gocmp.Diff(want, got))
		}
	})
}
