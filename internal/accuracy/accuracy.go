// Package accuracy answers how much of a known text came out of a file.
package accuracy

import (
	"strings"
	"unicode"

	"gongshi/normal"
)

// Of is the share of the characters of a known text that came out right: one less the
// edit distance by the longer length. White space and the forms of compatibility do
// not count.
func Of(got, want string) float64 {
	a, b := bare(got), bare(want)
	if len(a)+len(b) == 0 {
		return 1
	}
	return 1 - float64(distance(a, b))/float64(max(len(a), len(b)))
}

// bare is a text without white space, in the forms that are searched: one for all
// forms of compatibility, such as radicals in place of characters.
func bare(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, normal.Search(s)))
}

// distance counts the characters to insert, remove or replace.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range b {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
