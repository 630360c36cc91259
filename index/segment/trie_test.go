package segment

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/corpus"
	"gongshi/internal/cputime"
)

// both gives the trie and gojieba, which is the truth about it.
func both(t testing.TB) (*Trie, *Segmenter) {
	t.Helper()
	trie, err := LoadTrie()
	if err != nil {
		t.Fatal(err)
	}
	reference, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return trie, reference
}

// checkSame tells whether the trie cuts the text as gojieba does.
func checkSame(t *testing.T, text string) {
	t.Helper()
	trie, reference := both(t)
	got, want := trie.Cut(text), reference.Cut(text)
	if !slices.Equal(got, want) {
		t.Fatalf("Cut(%.300q): -gojieba +trie\n%s", text, cmp.Diff(want, got))
	}
	checkTokens(t, text, got)
}

// Notices as they are written, line by line and whole.
func TestSameOnNotices(t *testing.T) {
	folders := []string{"../../testdata/notices", "../../parse/gold/testdata"}
	if shared := os.Getenv("GONGSHI_SHARED"); shared != "" {
		folders = append(folders, filepath.Join(shared, "notices"))
	}
	for _, folder := range folders {
		n := 0
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			text, err := os.ReadFile(path)
			n += len(text)
			checkSame(t, string(text))
			for line := range strings.Lines(string(text)) {
				checkSame(t, line)
			}
			return err
		})
		if err != nil || n == 0 {
			t.Errorf("%s: %d bytes, %v", folder, n, err)
		}
	}
}

func TestSameOnInvented(t *testing.T) {
	n := 0
	for notice := range corpus.Notices(5) {
		checkSame(t, notice.Text())
		if n++; n == 300 {
			break
		}
	}
}

func TestSameOnRandom(t *testing.T) {
	words := dictionaryWords(t)
	random := rand.New(rand.NewPCG(1, 2))
	texts := 40_000
	if cputime.Raced { // make test runs this without the detector too, whole
		texts /= 10
	}
	for range texts {
		checkSame(t, randomText(random, words, 1+random.IntN(40)))
	}
	// Longer than a piece, with few separators or none.
	for range 60 {
		checkSame(t, randomText(random, words, 4000))
		checkSame(t, strings.Map(func(r rune) rune {
			if strings.ContainsRune(separators, r) {
				return -1
			}
			return r
		}, randomText(random, words, 6000)))
	}
}

// The words themselves, alone and side by side: ties are decided alike.
func TestSameOnWords(t *testing.T) {
	words := dictionaryWords(t)
	var b strings.Builder
	for i, word := range words {
		b.WriteString(word)
		if i%7 == 0 {
			b.WriteString("，")
		}
		if b.Len() > 10_000 {
			checkSame(t, b.String())
			b.Reset()
		}
	}
	checkSame(t, b.String())
}

// A damaged dictionary is an error, not another way to cut.
func TestDamagedTrie(t *testing.T) {
	packed, err := dictFS.ReadFile("dict/trie.zst")
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"empty": nil, "half": packed[:len(packed)/2], "cut short": packed[:len(packed)-1], "no checksum": packed[:len(packed)-4],
	} {
		if _, err := unpackTrie(damaged); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for i := range 5 {
		damaged := slices.Clone(packed)
		damaged[len(packed)/2+i*len(packed)/11] ^= 1
		if _, err := unpackTrie(damaged); err == nil {
			t.Errorf("one bit at %d: no error", i)
		}
	}
}

func TestParallel(t *testing.T) {
	trie, _ := both(t)
	var wait sync.WaitGroup
	for i := range 20 {
		notice := corpus.Invent(9, i, corpus.LongNotice)
		text := notice.Text()
		want := trie.Cut(text)
		for range 4 {
			wait.Go(func() {
				if !slices.Equal(trie.Cut(text), want) {
					t.Error("cut differently beside others")
				}
			})
		}
	}
	wait.Wait()
}

// ranges are the characters that random texts are made of.
var ranges = [][2]rune{
	{0x4E00, 0x9FFF}, {0x3400, 0x4DBF}, {0x20000, 0x2A6DF}, {0x30000, 0x3134A}, {0xF900, 0xFAFF}, {0x2E80, 0x2FDF},
	{' ', '~'}, {'0', '9'}, {'a', 'z'}, {0, 0x1F}, {0x80, 0x24F}, {0x370, 0x52F}, {0x2000, 0x206F}, {0x2460, 0x24FF},
	{0x3000, 0x30FF}, {0xFF00, 0xFFEF}, {0xFE00, 0xFE0F}, {0x1F300, 0x1FAFF}, {0xE0000, 0xE007F}, {0xAC00, 0xD7A3}, {0x10FFF0, utf8.MaxRune},
}

// randomText is a text of n parts: words, frequent characters, any characters,
// now and then bytes that are not UTF-8.
func randomText(random *rand.Rand, words []string, n int) string {
	const usual = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取據處隊給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝，。、；：（）《》〔〕“”\t\n "
	usuals := []rune(usual)
	var b strings.Builder
	for range n {
		switch random.IntN(10) {
		case 0, 1, 2, 3:
			b.WriteString(words[random.IntN(len(words))])
		case 4, 5, 6:
			b.WriteRune(usuals[random.IntN(len(usuals))])
		case 7, 8:
			r := ranges[random.IntN(len(ranges))]
			for range 1 + random.IntN(3) {
				b.WriteRune(r[0] + random.Int32N(r[1]-r[0]+1))
			}
		default:
			switch random.IntN(4) {
			case 0:
				b.WriteString([]string{"\xff", "\xe5\x8c", "\xc3", "\x80"}[random.IntN(4)])
			case 1:
				b.WriteString([]string{"\x00", "\u200b", "\ufeff", "\u00ad", "\r"}[random.IntN(5)])
			default:
				word := []rune(words[random.IntN(len(words))])
				b.WriteString(string(word[random.IntN(len(word)):]))
			}
		}
	}
	return b.String()
}

// dictionaryWords are the words of both dictionaries as gojieba reads them.
func dictionaryWords(t testing.TB) []string {
	t.Helper()
	dir := t.TempDir()
	if err := unpack(dir); err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, name := range []string{"jieba.dict.utf8", "user.dict.utf8"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			word, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func FuzzCut(f *testing.F) {
	for _, s := range []string{
		"一、反馈问题：雨污分流不到位", "雨污\x00分流\xff到位\u200b。\n下一段", "\xe5\x8c", "T恤 PM2.5 ①㈠ AT&T C++",
		"\u00ad\ufeff农药", "𠮷野家\U0010ffff", strings.Repeat("污，x", 1500), strings.Repeat("a、", 3000), strings.Repeat("總磷", 1400),
	} {
		f.Add(s)
	}
	trie, reference := both(f)
	f.Fuzz(func(t *testing.T, text string) {
		got, want := trie.Cut(text), reference.Cut(text)
		if !slices.Equal(got, want) {
			t.Fatalf("Cut(%q): -gojieba +trie\n%s", text, cmp.Diff(want, got))
		}
		checkTokens(t, text, got)
		checkCover(t, text, got)
	})
}
