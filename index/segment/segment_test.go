package segment

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

// cutters are the two ways to cut a text.
func cutters(t *testing.T) map[string]func(string) []Token {
	trie, reference := both(t)
	return map[string]func(string) []Token{"trie": trie.Cut, "gojieba": reference.Cut}
}

// texts gives the texts of the tokens.
func texts(tokens []Token) []string {
	out := []string{}
	for _, token := range tokens {
		out = append(out, token.Text)
	}
	return out
}

func TestCut(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", []string{}},
		{"、,。 \n", []string{}},
		{"雨污分流不到位", []string{"分流", "雨污分流", "不", "到位"}},
		{"污浊分流不到位", []string{"污浊", "分流", "不", "到位"}},
		{"生态环境保护督察", []string{"生态", "环境", "保护", "督察", "生态环境保护督察"}},
		{"雨污\x00分流到位", []string{"分流", "雨污\x00分流", "到位"}},
		{"汨罗江\x00畔到位", []string{"汨罗", "罗江", "汨罗江", "畔", "到位"}},
		{"\x00到位", []string{"到位"}},
		{"农\u200b药", []string{"农\u200b药"}},
		{"农药\xff化肥", []string{"农药", "化肥"}},
		{"农药\xe5\x8c", []string{"农药"}},
		{"农\xc3(药\x80肥", []string{"农", "药", "肥"}},
		{"0730-8245473", []string{"0730", "8245473"}},
		{"岳办发〔2022〕4号", []string{"岳", "办发", "2022", "4", "号"}},
		{"pm2.5达标", []string{"pm2", "5", "达标"}},
	}
	for name, cut := range cutters(t) {
		for _, test := range tests {
			tokens := cut(test.text)
			if diff := cmp.Diff(test.want, texts(tokens)); diff != "" {
				t.Errorf("%s: Cut(%q): -want +got\n%s", name, test.text, diff)
			}
			checkTokens(t, test.text, tokens)
		}
	}
}

// WISHES row 9: offsets never drift, whatever stands before a word.
func checkTokens(t *testing.T, text string, tokens []Token) {
	t.Helper()
	positions := map[int]int{} // of the characters that begin at these bytes
	for i := range text {
		positions[i] = len(positions)
	}
	for _, token := range tokens {
		if token.Start >= token.End || text[token.Start:token.End] != token.Text {
			t.Fatalf("Cut(%q): token %q at [%d,%d)", text, token.Text, token.Start, token.End)
		}
		if n, ok := positions[token.Start]; !ok || n != token.Position {
			t.Fatalf("Cut(%q): token %q at position %d, want %d", text, token.Text, token.Position, n)
		}
	}
}

// Every character that can be part of a word is in a token: no text is lost.
func checkCover(t *testing.T, text string, tokens []Token) {
	t.Helper()
	covered := make([]bool, len(text))
	for _, token := range tokens {
		for i := token.Start; i < token.End; i++ {
			covered[i] = true
		}
	}
	for i, r := range text {
		if isWordRune(r) && !covered[i] {
			t.Fatalf("Cut(%q) lost %q at %d", text, r, i)
		}
	}
}

// The field's words, offices and places are words, whatever stands around them.
func TestDomainWords(t *testing.T) {
	trie, _ := both(t)
	for name, cut := range cutters(t) {
		for _, word := range []string{
			"雨污分流", "黑臭水体", "总磷", "水产养殖污染", "畜禽养殖", "入河排污口", "扬尘", "危险废物", "一般工业固体废物", "挥发性有机物",
			"生态环境保护督察", "整改落实情况", "反馈问题", "销号", "回头看", "约谈", "三同时", "水环境", "劣v类", "一级a标准",
			"生态环境局", "住房和城乡建设局", "自然资源和规划局", "人民政府", "岳阳楼区", "华容县", "双江拉祜族佤族布朗族傣族自治县", "钱塘区",
		} {
			for _, text := range []string{word, "对" + word + "的", "、" + word + "不到位", "2021年" + word + "等问题"} {
				if got := texts(cut(text)); !slices.Contains(got, word) {
					t.Errorf("%s: Cut(%q) = %q", name, text, got)
				}
			}
			if long := utf8.RuneCountInString(word) >= minWord; trie.IsWord(word) != long {
				t.Errorf("IsWord(%q) = %t", word, !long)
			}
		}
	}
	if !trie.IsWord("突出问题") || len(trie.Cut("突出问题")) != 2 {
		t.Errorf("突出问题 is cut into %q", texts(trie.Cut("突出问题")))
	}
}

// Package function and trie are the same.
func TestCutIsTrie(t *testing.T) {
	trie, _ := both(t)
	got, err := Cut("雨污分流不到位")
	if want := trie.Cut("雨污分流不到位"); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

// A border between two pieces changes no word when there is a separator near.
func TestPieces(t *testing.T) {
	sentence := "切实加强农业面源污染治理，加快推进水产养殖尾水治理。"
	for name, cut := range cutters(t) {
		var want []string
		for range 2000 {
			want = append(want, texts(cut(sentence))...)
		}
		if diff := cmp.Diff(want, texts(cut(strings.Repeat(sentence, 2000)))); diff != "" {
			t.Errorf("%s: a long text is cut differently: %.300s", name, diff)
		}
	}
	for text := strings.Repeat("污，x", 5000); text != ""; {
		n, _ := next(text)
		if n > maxPiece || !utf8.ValidString(text[:n]) {
			t.Fatalf("piece of %d bytes", n)
		}
		text = text[n:]
	}
}

// Hostile: megabytes without a separator, which took gojieba gigabytes.
func TestCutWithoutSeparators(t *testing.T) {
	for name, cut := range cutters(t) {
		for _, c := range []string{"a", "1", "污"} {
			text := strings.Repeat(c, 2<<20/len(c))
			start := time.Now()
			tokens := cut(text)
			checkCover(t, text, tokens)
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("%s: 2 MiB of %q took %v", name, c, d)
			}
		}
	}
	if peak, err := peakKB(); err != nil || peak > 1<<20 {
		t.Errorf("peak of %d KiB, %v", peak, err)
	}
}

// The trie takes memory for the tokens it gives and a desk, whatever the text.
func TestMemory(t *testing.T) {
	const size = 4 << 20
	trie, _ := both(t)
	for _, c := range []string{"a", "1", "污", "。", "\x00", "\xff", "雨污分流", "a、", "生态环境保护督察 "} {
		text := strings.Repeat(c, size/len(c))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		tokens := trie.Cut(text)
		runtime.ReadMemStats(&after)
		took := after.TotalAlloc - before.TotalAlloc
		if allowed := 4<<20 + 3*uint64(len(tokens))*uint64(unsafe.Sizeof(Token{}))/2; took > allowed {
			t.Errorf("4 MiB of %q: %d bytes for %d tokens", c, took, len(tokens))
		}
		runtime.ReadMemStats(&before)
		trie.Words(text, func(int, int) {})
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
			t.Errorf("4 MiB of %q: Words took %d bytes", c, took)
		}
	}
}

// peakKB is the largest resident size the process had, 0 where it is not told.
func peakKB() (int, error) {
	if runtime.GOOS != "linux" {
		return 0, nil
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	var n int
	for line := range strings.Lines(string(status)) {
		fmt.Sscanf(line, "VmHWM: %d kB", &n)
	}
	return n, nil
}

// WISHES row 12: one instance in a process, however often it is asked for.
func TestOneInstance(t *testing.T) {
	first, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := Load(); again != first {
		t.Error("a second instance")
	}
}

func TestUnpackOnce(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "gongshi")
	paths, err := unpackOnce(parent)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unpackOnce(parent); err != nil {
		t.Fatal(err)
	}
	if again, _ := os.Stat(paths[0]); !os.SameFile(before, again) {
		t.Error("unpacked twice")
	}
	// A damaged dictionary would end the process in gojieba.
	if err := os.WriteFile(paths[0], []byte("污 x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := unpackOnce(parent); err != nil {
		t.Fatal(err)
	}
	if _, err := verified(filepath.Dir(paths[0])); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(parent)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
