package layout

import (
	"math"
	"regexp"
	"slices"
	"strconv"
)

// "— 3 —", "第 3 页 共 5 页", "3/5", "-3-", "Page 3 of 5"
var pageNumberPattern = regexp.MustCompile(`^(?i)(?:[-—－–―‐·•~～]+ ?\d{1,4} ?[-—－–―‐·•~～]+|第 ?\d{1,4} ?页(?:[ ,，/]*共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}|page \d{1,4}(?: of \d{1,4})?)$`)

// "3"
var bareNumberPattern = regexp.MustCompile(`^\d{1,4}$`)

// "12"
var digitsPattern = regexp.MustCompile(`\d+`)

// dropFurniture leaves out what stands at the top or bottom of pages and is no
// part of the text: page numbers, and heads that most pages repeat. It says
// which heads it dropped.
func dropFurniture(pages [][]line) (heads []string) {
	dropPageNumbers(pages)
	heads = dropHeads(pages)
	dropPageNumbers(pages) // some stand inside the heads
	return heads
}

func dropPageNumbers(pages [][]line) {
	for i, lines := range pages {
		if n := len(lines); n > 0 && isPageNumber(lines, n-1, i) {
			lines = lines[:n-1]
		}
		if len(lines) > 0 && isPageNumber(lines, 0, i) {
			lines = lines[1:]
		}
		pages[i] = lines
	}
}

// isPageNumber tells whether lines[at], the first or last of a page, is its
// number. A bare number must be the one to expect, or stand far off the text.
func isPageNumber(lines []line, at, index int) bool {
	text := lines[at].text
	if pageNumberPattern.MatchString(text) {
		return true
	}
	if !bareNumberPattern.MatchString(text) {
		return false
	}
	if n, err := strconv.Atoi(text); err == nil && n == index+1 {
		return true
	}
	if len(lines) < 2 {
		return false
	}
	neighbour := 1
	if at > 0 {
		neighbour = at - 1
	}
	return math.Abs(lines[neighbour].y-lines[at].y) > 3*lines[neighbour].size
}

// dropHeads leaves out first and last lines that, but for their digits, stand
// on most of at least three pages in the same place.
func dropHeads(pages [][]line) (heads []string) {
	for _, last := range []bool{false, true} {
		for { // heads may have several lines
			text, ok := commonHead(pages, last)
			if !ok {
				break
			}
			heads = append(heads, text)
		}
	}
	slices.Sort(heads)
	return slices.Compact(heads)
}

// commonHead drops the line that most pages have at one end and gives its text
// as the first of them has it.
func commonHead(pages [][]line, last bool) (string, bool) {
	count := map[string]int{}
	filled := 0
	for _, lines := range pages {
		if len(lines) > 1 { // a page that has nothing else keeps it
			filled++
			count[headKey(lines, last)]++
		}
	}
	for _, lines := range pages {
		if len(lines) < 2 {
			continue
		}
		key := headKey(lines, last)
		if count[key] < 3 || 2*count[key] <= filled {
			continue
		}
		text := end(lines, last).text
		for i, lines := range pages {
			if len(lines) > 1 && headKey(lines, last) == key {
				pages[i] = without(lines, last)
			}
		}
		return text, true
	}
	return "", false
}

// headKey is equal for heads that differ in nothing but numbers.
func headKey(lines []line, last bool) string {
	l := end(lines, last)
	return digitsPattern.ReplaceAllString(l.text, "0") + "@" + strconv.Itoa(int(math.Round(l.y/4)))
}

func end(lines []line, last bool) line {
	if last {
		return lines[len(lines)-1]
	}
	return lines[0]
}

func without(lines []line, last bool) []line {
	if last {
		return lines[:len(lines)-1]
	}
	return lines[1:]
}
