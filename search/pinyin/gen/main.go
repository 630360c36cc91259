// Command gen writes words.txt of package pinyin: the terms of the dictionary of
// the field, and the words in them, with the syllables they are read in. The
// readings of single characters are those of the go-pinyin module in go.mod.
package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"gongshi/index/segment"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	made, err := generate(".")
	if err != nil {
		return err
	}
	for name, text := range made {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// polyphones are the characters of the dictionary that are read in several ways
// there. Of every other the module's first reading is the only one: its others are
// of old texts, or of names.
var polyphones = map[rune]string{
	'长': "chang/zhang", '调': "diao/tiao", '重': "zhong/chong", '行': "xing/hang", '会': "hui/kuai", '率': "lv/shuai",
	'畜': "chu/xu", '露': "lu/lou", '还': "hai/huan", '系': "xi/ji", '降': "jiang/xiang", '浚': "jun/xun", '弹': "dan/tan",
	'传': "chuan/zhuan", '便': "bian/pian", '粘': "zhan/nian", '圩': "wei/xu", '泊': "bo/po", '涌': "yong/chong", '了': "le/liao",
}

// generate makes the files of the folder of package pinyin that are made by this
// program, by their names.
func generate(dir string) (map[string][]byte, error) {
	domain, err := os.ReadFile(filepath.Join(dir, "../../index/segment/domain.txt"))
	if err != nil {
		return nil, err
	}
	words, err := wordsOf(string(domain))
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}} {{.Version}}", "github.com/mozillazg/go-pinyin").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	module, version, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	licence, err := os.ReadFile(filepath.Join(module, "LICENSE"))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Written by gen, with the readings of go-pinyin %s. A word a line, then its syllables; other readings of one behind a stroke.\n", version)
	for _, word := range words {
		syllables, err := read(word)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s %s\n", word, strings.Join(syllables, " "))
	}
	return map[string][]byte{"words.txt": []byte(b.String()), "LICENSE.go-pinyin": licence}, nil
}

// wordsOf gives the terms of a dictionary that are Chinese throughout, and the
// words that they are made of, sorted, short ones first.
func wordsOf(domain string) ([]string, error) {
	trie, err := segment.LoadTrie()
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for line := range strings.Lines(domain) {
		term, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(term, "#") {
			continue
		}
		found[term] = true
		for _, piece := range trie.Cut(term) {
			found[piece.Text] = true
		}
		trie.Words(term, func(start, end int) { found[term[start:end]] = true })
	}
	maps.DeleteFunc(found, func(word string, _ bool) bool {
		return utf8.RuneCountInString(word) < 2 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
	})
	return slices.SortedFunc(maps.Keys(found), func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	}), nil
}

// read gives the syllables of a word.
func read(word string) ([]string, error) {
	var all []string
	for _, r := range word {
		if several, ok := polyphones[r]; ok {
			all = append(all, several)
			continue
		}
		readings := pinyin.SinglePinyin(r, pinyin.NewArgs())
		if len(readings) != 1 {
			return nil, fmt.Errorf("%s: no reading of %c", word, r)
		}
		all = append(all, readings[0])
	}
	return all, nil
}
