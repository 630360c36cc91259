// Command gen writes the table of characters that package index writes texts
// with: those that notices have, the most frequent first. Frequencies are the sum
// of two shares, of all characters in the labelled notices and of all in the words
// of gojieba's dictionary by their weight. A new table is a new encoding: the
// versions in package index have to follow.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"gongshi/normal"
)

// size is how many characters the table has. Those behind it have longer codes.
const size = 4096

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run is called by go generate in the folder of package index.
func run() error {
	notices, err := inNotices("../parse/gold/testdata/*/*.txt")
	if err != nil {
		return err
	}
	words, err := inWords("segment/dict/jieba.dict.utf8.zst")
	if err != nil {
		return err
	}
	shares := notices.shares()
	for r, share := range words.shares() {
		shares[r] += share
	}
	maps.DeleteFunc(shares, func(r rune, _ float64) bool { return r > math.MaxUint16 }) // so that a small table has the numbers
	characters := slices.SortedFunc(maps.Keys(shares), func(a, b rune) int {
		return cmp.Or(cmp.Compare(shares[b], shares[a]), cmp.Compare(a, b))
	})
	return os.WriteFile("alphabet.txt", []byte(string(characters[:size])), 0o644)
}

// counts are how often characters stand in texts.
type counts map[rune]int

func (c counts) add(text string, times int) {
	for _, r := range text {
		c[r] += times
	}
}

func (c counts) shares() map[rune]float64 {
	total := 0
	for _, n := range c {
		total += n
	}
	shares := map[rune]float64{}
	for r, n := range c {
		shares[r] = float64(n) / float64(total)
	}
	return shares
}

func inNotices(pattern string) (counts, error) {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	c := counts{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c.add(normal.Search(string(text)), 1)
	}
	return c, nil
}

// inWords counts in a dictionary: a word a line, its weight behind it.
func inWords(name string) (counts, error) {
	packed, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	reader, err := zstd.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	var text bytes.Buffer
	if _, err := reader.WriteTo(&text); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := counts{}
	for line := range strings.Lines(text.String()) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			return nil, fmt.Errorf("%s: %q is no word with its weight", name, line)
		}
		weight, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.add(normal.Search(fields[0]), weight)
	}
	return c, nil
}
