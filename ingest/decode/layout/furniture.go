package layout

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// furniture is what stands at the top or bottom of pages and is no part of the text.
// It is said what of it was left out, as far as it could be text after all.
type furniture struct {
	heads   []string // running heads and feet, each wording once
	numbers []string // numbers of pages that are nothing but digits
}

// ends marks pages at their first and their last line.
type ends [][2]bool

const first, last = 0, 1

// dropFurniture leaves out page numbers, and heads that most pages repeat.
func dropFurniture(pages [][]line) furniture {
	all := make(ends, len(pages))
	for i := range all {
		all[i] = [2]bool{true, true}
	}
	numbers, numbered := dropPageNumbers(pages, all)
	heads, bared := dropHeads(pages)
	for i := range bared { // some numbers stand inside the heads; a page has one
		for _, at := range []int{first, last} {
			bared[i][at] = bared[i][at] && numbered[i] == [2]bool{}
		}
	}
	more, _ := dropPageNumbers(pages, bared)
	return furniture{heads: distinct(heads), numbers: distinct(append(numbers, more...))}
}

func distinct(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

// "— 3 —", "第 3 页 共 5 页", "-3-", "Page 3 of 5"
var pageNumberPattern = regexp.MustCompile(`^(?i)(?:[-—－–―‐·•~～]+ ?\d{1,4} ?[-—－–―‐·•~～]+|第 ?\d{1,4} ?页(?:[ ,，/]*共 ?\d{1,4} ?页)?|page \d{1,4}(?: of \d{1,4})?)$`)

// "3", "3/5"
var bareNumberPattern = regexp.MustCompile(`^(\d{1,4})(?: ?/ ?(\d{1,4}))?$`)

// A bareNumber is a line of digits: the number of a page, of so many pages if that
// is told; or a date, a sum, a part of a table.
type bareNumber struct{ n, of int }

// bareNumberOf reads a line; false if it is something else.
func bareNumberOf(l line) (bareNumber, bool) {
	found := bareNumberPattern.FindStringSubmatch(l.text)
	if found == nil {
		return bareNumber{}, false
	}
	n, _ := strconv.Atoi(found[1])
	of, _ := strconv.Atoi(found[2])
	return bareNumber{n, of}, true
}

// dropPageNumbers leaves out page numbers at the ends that may have one, and says
// which of them were nothing but digits, and where any was.
func dropPageNumbers(pages [][]line, at ends) (bare []string, dropped ends) {
	dropped = make(ends, len(pages))
	for _, end := range []int{last, first} {
		counts := pagesCounting(pages, end)
		for i, lines := range pages {
			if len(lines) == 0 || !at[i][end] {
				continue
			}
			l := lines[place(lines, end, 0)]
			n, isBare := bareNumberOf(l)
			switch {
			case isBare && n.expected(i, len(pages), counts[n.n-i], lines, end):
				bare = append(bare, l.text)
			case !pageNumberPattern.MatchString(l.text):
				continue
			}
			pages[i], dropped[i][end] = without(lines, end, 1), true
		}
	}
	return bare, dropped
}

// pagesCounting counts the pages whose bare numbers at one end are by as much ahead
// of their index.
func pagesCounting(pages [][]line, end int) map[int]int {
	count := map[int]int{}
	for i, lines := range pages {
		if len(lines) > 0 {
			if n, ok := bareNumberOf(lines[place(lines, end, 0)]); ok {
				count[n.n-i]++
			}
		}
	}
	return count
}

// expected tells whether a bare number can be that of its page: it is the one to
// expect, or other pages count on from it and it stands far off the text.
func (b bareNumber) expected(index, pages, agreeing int, lines []line, end int) bool {
	due := b.n == index+1
	if b.of > 0 {
		near := math.Abs(float64(b.of-pages)) <= 1+float64(pages)/10
		return b.of >= b.n && (due && near || agreeing > 1)
	}
	if due {
		return true
	}
	if len(lines) < 2 || agreeing < 2 {
		return false
	}
	number, neighbour := lines[place(lines, end, 0)], lines[place(lines, end, 1)]
	return math.Abs(neighbour.y-number.y) > 3*neighbour.size
}

// mostHeadLines is how many lines a head or foot may have.
const mostHeadLines = 3

// dropHeads leaves out first and last lines that stand on most of at least three
// pages in the same place, and says which, and where.
func dropHeads(pages [][]line) (heads []string, dropped ends) {
	dropped = make(ends, len(pages))
	all := slices.Concat(pages...)
	if len(pages) < 3 || len(all) == 0 {
		return nil, dropped
	}
	size := bodySize(all)
	f := frame{size: size, pitch: pitchOf(all, size)}
	for _, end := range []int{first, last} {
		for n := mostHeadLines; n > 0; n-- {
			on := f.commonHead(pages, end, n)
			if len(on) == 0 {
				continue
			}
			for _, i := range on {
				for k := range n {
					heads = append(heads, pages[i][place(pages[i], end, k)].text)
				}
			}
			for _, i := range f.surplus(pages, on, end, n) {
				pages[i], dropped[i][end] = without(pages[i], end, n), true
			}
			break
		}
	}
	return heads, dropped
}

// commonHead gives the pages that have a head of n lines in common, if most do.
func (f frame) commonHead(pages [][]line, end, n int) []int {
	groups := map[string][]int{}
	filled := 0
	for i, lines := range pages {
		if len(lines) > 1 { // a page that has nothing else keeps it
			filled++
		}
		if len(lines) > 2*n && f.mayBeHead(lines, end, n) { // the text is what is more
			key := headKey(lines, end, n)
			groups[key] = append(groups[key], i)
		}
	}
	for _, on := range groups {
		if len(on) >= 3 && 2*len(on) > filled && counting(pages, on, end, n) {
			return on
		}
	}
	return nil
}

// A label with what it is a label of: "销号编号：第3号"
var labelPattern = regexp.MustCompile(`\p{Han}\s*[:：]`)

// mayBeHead tells whether the outermost lines stand off the text, no larger than it,
// and say nothing that differs from page to page.
func (f frame) mayBeHead(lines []line, end, n int) bool {
	for k := range n {
		if l := lines[place(lines, end, k)]; l.size > 1.1*f.size || labelPattern.MatchString(l.text) {
			return false
		}
	}
	inner, body := lines[place(lines, end, n-1)], lines[place(lines, end, n)]
	return math.Abs(inner.y-body.y) > 1.1*f.pitch
}

// "12"
var digitsPattern = regexp.MustCompile(`\d+`)

// headKey is equal for heads that differ in nothing but numbers.
func headKey(lines []line, end, n int) string {
	var b strings.Builder
	for k := range n {
		l := lines[place(lines, end, k)]
		b.WriteString(digitsPattern.ReplaceAllString(l.text, "0") + "@" + strconv.Itoa(int(math.Round(l.y/4))) + "\n")
	}
	return b.String()
}

// counting tells whether each number of a head is the same on all pages or counts
// with them. Other numbers are what the pages have to say.
func counting(pages [][]line, on []int, end, n int) bool {
	start := headNumbers(pages[on[0]], end, n)
	still, counted := make([]int, len(start)), make([]int, len(start))
	for _, i := range on {
		for j, number := range headNumbers(pages[i], end, n) {
			before, _ := strconv.Atoi(start[j])
			if now, err := strconv.Atoi(number); err == nil && now-before == i-on[0] {
				counted[j]++
			}
			if number == start[j] {
				still[j]++
			}
		}
	}
	for j := range start {
		if still[j] < len(on) && counted[j] < len(on) {
			return false
		}
	}
	return true
}

// headNumbers are the numbers of a head in their order.
func headNumbers(lines []line, end, n int) (numbers []string) {
	for k := range n {
		numbers = append(numbers, digitsPattern.FindAllString(lines[place(lines, end, k)].text, -1)...)
	}
	return numbers
}

// surplus gives the pages that lose a head. One that is as large as the text and has
// the same wording everywhere may be the title of forms of one page each: it stays
// once, where it does not come between two pages.
func (f frame) surplus(pages [][]line, on []int, end, n int) []int {
	one, other := pages[on[0]], pages[on[1]]
	for k := range n {
		l := one[place(one, end, k)]
		if l.size < 0.95*f.size || l.text != other[place(other, end, k)].text {
			return on
		}
	}
	if end == last {
		return on[:len(on)-1]
	}
	return on[1:]
}

// place is where the k-th line from an end is, the outermost being 0.
func place(lines []line, end, k int) int {
	if end == last {
		return len(lines) - 1 - k
	}
	return k
}

// without leaves out the n outermost lines.
func without(lines []line, end, n int) []line {
	if end == last {
		return lines[:len(lines)-n]
	}
	return lines[n:]
}
