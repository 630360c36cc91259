package parse

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

// text is a notice's text in the form that patterns are matched on, with its
// lines and the way back. Offsets within the package are bytes of form; only
// span and mention lead to the offsets that are reported.
type text struct {
	own   string              // the text as the notice shows it
	form  string              // what patterns see
	maps  []gongshi.OffsetMap // from form to own, last rewriting first
	lines []line
}

// line is a line of a text's form without the white space around it.
type line struct {
	start, end int
	web        bool // belongs to the web page around the notice
}

// newText folds own for matching. A tab is a border of cells, like "|".
func newText(own string) *text {
	t := &text{own: own}
	form, back := normal.Pattern(strings.ReplaceAll(own, "\t", "|"))
	t.form, t.maps = form, []gongshi.OffsetMap{back}
	if folded, back, changed := foldScript(form); changed {
		t.form, t.maps = folded, []gongshi.OffsetMap{back, t.maps[0]}
	}
	for start := 0; start <= len(t.form); {
		end := len(t.form)
		if i := strings.IndexByte(t.form[start:], '\n'); i >= 0 {
			end = start + i
		}
		if l := t.trim(start, end); l.start < l.end {
			t.lines = append(t.lines, l)
		}
		start = end + 1
	}
	return t
}

// trim takes the white space off both ends of form[start:end].
func (t *text) trim(start, end int) line {
	for start < end && isSpace(t.form[start]) {
		start++
	}
	for end > start && isSpace(t.form[end-1]) {
		end--
	}
	return line{start: start, end: end}
}

// of gives the line's text.
func (t *text) of(l line) string { return t.form[l.start:l.end] }

// span leads from offsets of the form to those of the notice's text.
func (t *text) span(start, end int) gongshi.Span {
	s := gongshi.Span{Start: start, End: end}
	for _, m := range t.maps {
		s = m.Source(s)
	}
	return s
}

// mention is form[start:end] as the notice writes it.
func (t *text) mention(start, end int) gongshi.Mention {
	s := t.span(start, end)
	return gongshi.Mention{Span: s, Text: s.Of(t.own)}
}

// lineAt gives the index of the line that holds or follows the offset.
func (t *text) lineAt(at int) int {
	lo, hi := 0, len(t.lines)
	for lo < hi {
		if mid := (lo + hi) / 2; t.lines[mid].end <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// wordSet is words of two bytes or more that are looked for together, in one
// pass: heads tells of most places by a look at three bytes that none of them
// begins there.
type wordSet struct {
	heads [1 << 10]uint64 // a bit for each beginning of three bytes
	words []string
}

func newWordSet(words ...string) *wordSet {
	set := &wordSet{words: words}
	for _, w := range words {
		if len(w) < 3 { // whatever follows
			set.heads[uint(w[0]&0xF)<<6|uint(w[1]&0x3F)] = ^uint64(0)
			continue
		}
		head := headBits(w)
		set.heads[head/64] |= 1 << (head % 64)
	}
	return set
}

// headBits are those bits of the first three bytes of s by which characters of
// three bytes, as ideographs are, differ.
func headBits(s string) uint {
	return uint(s[0]&0xF)<<12 | uint(s[1]&0x3F)<<6 | uint(s[2]&0x3F)
}

// may tells whether one of the words can begin at i.
func (set *wordSet) may(s string, i int) bool {
	s = s[i:]
	if len(s) < 3 {
		return len(s) > 1 && s[0] < utf8.RuneSelf
	}
	head := headBits(s)
	return set.heads[head/64]&(1<<(head%64)) != 0
}

// at gives the first of the words that begins at i.
func (set *wordSet) at(s string, i int) string {
	if !set.may(s, i) {
		return ""
	}
	return anyPrefix(s[i:], set.words)
}

// index gives where the first of the words stands in s: -1 without one.
func (set *wordSet) index(s string) int {
	for i := 0; i < len(s); i += runeLen(s[i]) {
		if set.at(s, i) != "" {
			return i
		}
	}
	return -1
}

// lastIndex gives where the last of the words stands in s: -1 without one.
func (set *wordSet) lastIndex(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if utf8.RuneStart(s[i]) && set.at(s, i) != "" {
			return i
		}
	}
	return -1
}

// found gives those of the words that stand in s, until there are enough.
func (set *wordSet) found(s string, enough int) []string {
	var found []string
	for i := 0; i < len(s) && len(found) < enough; i += runeLen(s[i]) {
		if !set.may(s, i) {
			continue
		}
		for _, w := range set.words {
			if strings.HasPrefix(s[i:], w) && !slices.Contains(found, w) {
				found = append(found, w)
			}
		}
	}
	return found
}

// wordsByRune are words by their first character: which of many words a text
// begins with takes a look at few of them.
type wordsByRune map[rune][]string

func newWordsByRune(words []string) wordsByRune {
	table := wordsByRune{}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		table[r] = append(table[r], w)
	}
	return table
}

// at gives the words that have the first character of s.
func (t wordsByRune) at(s string) []string {
	r, _ := utf8.DecodeRuneInString(s)
	return t[r]
}

// indexHan is strings.Index for one ideograph. It goes by the last of its three
// bytes: a fifth of all ideographs begin with the same one.
func indexHan(s, han string) int {
	for at := 2; at < len(s); at++ {
		i := strings.IndexByte(s[at:], han[2])
		if i < 0 {
			return -1
		}
		if at += i; s[at-2] == han[0] && s[at-1] == han[1] {
			return at - 2
		}
	}
	return -1
}

// indexEither gives where the first of two ASCII characters stands in s: -1
// without one.
func indexEither(s string, a, b byte) int {
	i := strings.IndexByte(s, a)
	if i < 0 {
		return strings.IndexByte(s, b)
	}
	if j := strings.IndexByte(s[:i], b); j >= 0 {
		return j
	}
	return i
}

// runeLen is the length of the character that begins with b, in valid text.
func runeLen(b byte) int {
	switch {
	case b >= 0xE0 && b < 0xF0: // most of every text
		return 3
	case b < 0xC0:
		return 1
	case b < 0xE0:
		return 2
	}
	return 4
}

// skipSpace gives the first offset from i on that is no blank.
func skipSpace(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// skipSpaceBack gives the offset after the last character before i that is no
// blank.
func skipSpaceBack(s string, i int) int {
	for i > 0 && s[i-1] == ' ' {
		i--
	}
	return i
}

// skipBytes is skipAny for a set of ASCII characters.
func skipBytes(s string, i int, set string) int {
	for i < len(s) && strings.IndexByte(set, s[i]) >= 0 {
		i++
	}
	return i
}

// skipAny gives the first offset from i on whose character is not in set.
func skipAny(s string, i int, set string) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !strings.ContainsRune(set, r) {
			break
		}
		i += n
	}
	return i
}

// longerThan tells whether s has more than n characters; those of a long text
// are not counted for it.
func longerThan(s string, n int) bool {
	return len(s) > n*utf8.UTFMax || utf8.RuneCountInString(s) > n
}

// squeeze takes all blanks out of s.
func squeeze(s string) string {
	if !hasBlank(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// hasBlank tells whether s has a blank, a tab, a line end or a wide blank.
func hasBlank(s string) bool {
	for i := 0; i < len(s); i += runeLen(s[i]) {
		if s[i] <= ' ' || s[i] == 0xE3 && strings.HasPrefix(s[i:], "　") {
			return true
		}
	}
	return false
}

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '〇' || r >= 0x20000 && r <= 0x3FFFF
}

func hasAnyPrefix(s string, prefixes []string) bool { return anyPrefix(s, prefixes) != "" }

// anyPrefix gives the first of prefixes that s begins with.
func anyPrefix(s string, prefixes []string) string {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return p
		}
	}
	return ""
}

func hasAnySuffix(s string, suffixes []string) bool {
	for _, p := range suffixes {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
