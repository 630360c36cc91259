package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"gongshi/internal/cputime"
)

// The committed files are what the sources give today.
func TestUpToDate(t *testing.T) {
	if cputime.Raced {
		t.Skip("make test runs this without the race detector, with which it takes a minute")
	}
	made, err := generate("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range made {
		want, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".zst") {
			got, want = unpacked(t, got), unpacked(t, want)
		}
		if name == "dict/trie.zst" {
			got, want = withoutWeights(t, got, want)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what go generate makes", name)
		}
	}
}

// unpacked: another version of the library packs otherwise, which is no fault.
func unpacked(t *testing.T, packed []byte) []byte {
	t.Helper()
	r, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := r.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// withoutWeights compares the weights of two tries as numbers and leaves them
// out: their last bit is the C library's, and may be another on a machine of
// another kind.
func withoutWeights(t *testing.T, a, b []byte) ([]byte, []byte) {
	t.Helper()
	const header = 16
	if len(a) < header || len(b) < header || !bytes.Equal(a[:header], b[:header]) {
		return a, b
	}
	end := header + 8*int(binary.LittleEndian.Uint32(a))
	for i := header; i < end; i += 8 {
		v, w := math.Float64frombits(binary.LittleEndian.Uint64(a[i:])), math.Float64frombits(binary.LittleEndian.Uint64(b[i:]))
		if math.Abs(v-w) > 1e-14 {
			t.Errorf("weight %d: %g, %g", (i-header)/8, v, w)
		}
	}
	return a[end:], b[end:]
}

// Another domain dictionary is another version.
func TestVersion(t *testing.T) {
	seen := map[string]bool{}
	for _, terms := range [][]term{nil, {{"总磷", 0}}, {{"总磷", 4}}, {{"总氮", 0}}} {
		code, err := table("v1", []file{{"jieba.dict.utf8", []byte("水 6 n\n")}, {"user.dict.utf8", userDictionary(terms)}})
		if err != nil {
			t.Fatal(err)
		}
		_, digest, found := strings.Cut(string(code), "const dictDigest = ")
		if !found || seen[digest] {
			t.Errorf("digest %s again", digest)
		}
		seen[digest] = true
	}
}

// domain.txt is worth its name.
func TestDomain(t *testing.T) {
	text, err := os.ReadFile("../domain.txt")
	if err != nil {
		t.Fatal(err)
	}
	terms, err := readTerms(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(terms) < 600 {
		t.Errorf("%d terms", len(terms))
	}
}

func TestReadTerms(t *testing.T) {
	got, err := readTerms("# 水\n雨污分流\n\n总磷 20\npm2.5\n一级a标准\n")
	if err == nil || strings.Count(err.Error(), "\n") != 0 || !strings.Contains(err.Error(), "domain.txt:5: ") {
		t.Errorf("error: %v", err)
	}
	want := []term{{"雨污分流", 0}, {"总磷", 20}, {"一级a标准", 0}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(term{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Each of these lines would end gojieba's process, change a word without a
// word, or make one that no text has.
func TestRefusedTerms(t *testing.T) {
	for line, want := range map[string]string{
		"雨污\xff":                  "UTF-8",
		"雨污\xe5\x88":              "UTF-8",
		"水":                       "1 characters",
		strings.Repeat("水", 17):   "17 characters",
		"雨污　分流":                   "neither letter nor digit",
		"雨污\t分流":                  "neither letter nor digit",
		"雨污\x00分流":                "neither letter nor digit",
		"雨污\u200b分流":              "neither letter nor digit",
		"雨污\r":                    "neither letter nor digit",
		"雨污，分流":                   "neither letter nor digit",
		"\ufeff雨污":                "neither letter nor digit",
		"cod":                     "no Chinese character",
		"ＣＯＤ超标":                   "cod超标",
		" 雨污":                     "0 characters",
		"总磷 ":                     "frequency",
		"总磷 x":                    "frequency",
		"总磷 0":                    "frequency",
		"总磷 -3":                   "frequency",
		"总磷 +3":                   "frequency",
		"总磷 3.5":                  "frequency",
		"总磷 99999999999999999999": "frequency",
		"总磷 1000001":              "frequency",
		"总磷 3 n":                  "frequency",
		"总磷  3":                   "frequency",
		"总磷\n总氮\n总磷 3":            "line 1 already",
		"总磷\n\xff\xfe\n总氮\n总磷\n总磷总磷": "line 1 already",
	} {
		if _, err := readTerms(line + "\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}

// A term does not make a word rarer than the main dictionary has it.
func TestUnknown(t *testing.T) {
	main := &mainDictionary{frequency: map[string]int{"排污口": 40, "销号": 2, "危险废物": 3, "反馈": 500}, median: 3}
	got := unknown([]term{{"排污口", 0}, {"销号", 0}, {"危险废物", 0}, {"反馈", 70}, {"总磷", 0}}, main)
	if text := string(userDictionary(got)); text != "销号\n反馈 70 n\n总磷\n" {
		t.Errorf("%q", text)
	}
}

func TestWithPlaces(t *testing.T) {
	got, err := withPlaces([]term{{"华容县", 9}}, "# x\n430623\t华容县\t-\t-\t\n430602\t岳阳楼区\t-\t-\t\n430603\t岳阳楼区\t-\t-\t\n")
	if want := []term{{"华容县", 9}, {"岳阳楼区", 0}}; err != nil || !cmp.Equal(want, got, cmp.AllowUnexported(term{})) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"430623\n", "430623\t华 容\n", "430623\t华\n"} {
		if _, err := withPlaces(nil, bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestReadMain(t *testing.T) {
	d, err := readMain([]byte("水 6 n\n总 3 n\n雨污 1 n\n"))
	if err != nil || d.sum != 10 || d.min != 1 || d.median != 3 {
		t.Errorf("%+v, %v", d, err)
	}
	if w := d.weight(6); math.Abs(w-math.Log(0.6)) > 1e-15 {
		t.Errorf("weight %g", w)
	}
	for _, bad := range []string{"水 6\n", "水 x n\n", "水 0 n\n", "水 6 n n\n", "\n"} {
		if _, err := readMain([]byte(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// Every word is found in the double array, and nothing else.
func TestTrie(t *testing.T) {
	main := &mainDictionary{frequency: map[string]int{"水": 6, "水污染": 3, "水污": 1, "水利": 3, "利": 3, "𠮷": 6}, sum: 22, min: 1, median: 3}
	tr := newTrie(main, []term{{"水利", 9}, {"污染源", 0}})
	want := map[string]int{"水": 6, "水污染": 3, "水污": 1, "水利": 9, "利": 3, "𠮷": 6, "污染源": 3}
	codes := map[rune]int{}
	for i, r := range tr.alphabet {
		codes[r] = i + 1
	}
	got := map[string]int{}
	var walk func(base int, word string)
	walk = func(base int, word string) {
		for r, code := range codes {
			if i := base + code; i < len(tr.check) && int(tr.check[i]) == code {
				next := word + string(r)
				if utf8.RuneCountInString(next) > tr.maxWord {
					t.Fatalf("%q", next)
				}
				if v := tr.value[i]; v != 0 {
					got[next] = int(math.Round(22 * math.Exp(tr.weights[v])))
				}
				if tr.base[i] != 0 {
					walk(int(tr.base[i]), next)
				}
			}
		}
	}
	walk(0, "")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if n := math.Round(22 * math.Exp(tr.weights[0])); n != 1 || tr.maxWord != 3 {
		t.Errorf("no word weighs as %g times, the longest has %d characters", n, tr.maxWord)
	}
}
