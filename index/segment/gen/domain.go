package main

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/normal"
)

// term is a line of the user dictionary. Frequency 0 means none of its own: it
// gets the median of the main dictionary.
type term struct {
	word      string
	frequency int
}

const (
	minTerm, maxTerm = 2, 16 // characters
	// maxFrequency is above that of every word of the main dictionary.
	maxFrequency = 1_000_000
)

// readTerms reads domain.txt: a word a line, after a space its frequency if it
// needs one. gojieba ends the process when it reads a line that it does not
// understand, so all that is wrong is found here.
func readTerms(text string) ([]term, error) {
	var terms []term
	var errs []error
	seen := map[string]int{}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		t, err := readTerm(line)
		if before := seen[t.word]; err == nil && before > 0 {
			err = fmt.Errorf("%q is in line %d already", t.word, before)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("domain.txt:%d: %w", number, err))
			continue
		}
		seen[t.word] = number
		terms = append(terms, t)
	}
	return terms, errors.Join(errs...)
}

func readTerm(line string) (term, error) {
	word, frequency, has := strings.Cut(line, " ")
	t := term{word: word}
	if err := checkWord(word); err != nil {
		return t, err
	}
	if !has {
		return t, nil
	}
	n, err := strconv.Atoi(frequency)
	if err != nil || n < 1 || n > maxFrequency || strconv.Itoa(n) != frequency {
		return t, fmt.Errorf("%q: frequency %q is not a number from 1 to %d", word, frequency, maxFrequency)
	}
	t.frequency = n
	return t, nil
}

// checkWord tells why a word cannot be one: gojieba does not bear it, or no
// text that is searched has it.
func checkWord(word string) error {
	n := utf8.RuneCountInString(word)
	switch {
	case !utf8.ValidString(word):
		return fmt.Errorf("%q is not UTF-8", word)
	case n < minTerm || n > maxTerm:
		return fmt.Errorf("%q has %d characters, not %d to %d", word, n, minTerm, maxTerm)
	case strings.ContainsFunc(word, unwanted):
		return fmt.Errorf("%q has a character that is neither letter nor digit", word)
	case !strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return fmt.Errorf("%q has no Chinese character", word)
	case normal.Search(word) != word:
		return fmt.Errorf("%q is %q in the texts that are searched", word, normal.Search(word))
	}
	return nil
}

func unwanted(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// withPlaces adds the names of divisions.tsv that are not among the terms.
func withPlaces(terms []term, divisions string) ([]term, error) {
	seen := map[string]bool{}
	for _, t := range terms {
		seen[t.word] = true
	}
	var errs []error
	for line := range strings.Lines(divisions) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) < 2 {
			return nil, fmt.Errorf("divisions.tsv: %q is no division", line)
		}
		name := fields[1]
		if !strings.ContainsFunc(name, unwanted) {
			name = normal.Search(name) // 乾县 is searched as 干县
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		errs = append(errs, checkWord(name))
		terms = append(terms, term{word: name})
	}
	return terms, errors.Join(errs...)
}

// unknown gives the terms that say something new: those with a frequency of
// their own, and those that the main dictionary has not or has as a rarer word.
// A user dictionary wins over the main one, and would make a word like 排污口
// rarer than it is.
func unknown(terms []term, main *mainDictionary) []term {
	var left []term
	for _, t := range terms {
		if t.frequency > 0 || main.frequency[t.word] < main.median {
			left = append(left, t)
		}
	}
	return left
}

// userDictionary writes the terms as gojieba reads them.
func userDictionary(terms []term) []byte {
	var b bytes.Buffer
	for _, t := range terms {
		if t.frequency == 0 {
			fmt.Fprintf(&b, "%s\n", t.word)
		} else {
			fmt.Fprintf(&b, "%s %d n\n", t.word, t.frequency)
		}
	}
	return b.Bytes()
}
