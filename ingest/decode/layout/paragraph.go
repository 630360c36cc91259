package layout

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A paragraph is a run of lines that say one thing.
type paragraph struct {
	lines   []line
	heading bool
}

// A frame is how the body of a document is set, in points.
type frame struct {
	left, right float64 // margins
	size        float64 // of the font of most characters
	pitch       float64 // from baseline to baseline inside a paragraph
	indents     bool    // paragraphs are told by their first line standing in
}

// paragraphsOf puts the lines of all pages together, also where a page ends
// inside a sentence.
func paragraphsOf(pages [][]line) []paragraph {
	all := slices.Concat(pages...)
	if len(all) == 0 {
		return nil
	}
	frames := framesOf(all)
	var out []paragraph
	titles := true // nothing but centred lines so far
	for i, l := range all {
		if l.cells != nil {
			out = append(out, paragraph{lines: []line{l}})
			titles = false
			continue
		}
		f := frames[l.measure]
		centred := f.centred(l)
		if i > 0 && f.continues(all[i-1], l, titles) {
			last := &out[len(out)-1]
			last.lines = append(last.lines, l)
		} else {
			out = append(out, paragraph{lines: []line{l}})
		}
		titles = titles && centred
		out[len(out)-1].heading = f.larger(l) || titles
	}
	return out
}

// framesOf measures the text of each width; rows of tables are none.
func framesOf(lines []line) map[measure]frame {
	sets := map[measure][]line{}
	for _, l := range lines {
		if l.cells == nil {
			sets[l.measure] = append(sets[l.measure], l)
		}
	}
	frames := make(map[measure]frame, len(sets))
	for m, set := range sets {
		frames[m] = frameOf(set)
	}
	return frames
}

// frameOf measures the body of a document.
func frameOf(lines []line) frame {
	f := frame{size: bodySize(lines)}
	var body []line
	for _, l := range lines {
		if near(l.size, f.size, 0.15) {
			body = append(body, l)
		}
	}
	if len(body) == 0 { // sizes of less than a tenth of a point
		body, f.size = lines, lines[0].size
	}
	f.left, f.right = leftMargin(body, f.size), rightMargin(body, f.size)
	f.pitch = pitchOf(body, f.size)
	stand := 0
	for _, l := range body {
		if f.indented(l) && !f.centred(l) {
			stand++
		}
	}
	f.indents = stand >= 2 && stand*20 >= len(body)
	return f
}

// bodySize is the font size that most characters have, sizes within a tenth of
// a point being one.
func bodySize(lines []line) float64 {
	count := map[int]int{}
	best := 0
	for _, l := range lines {
		key := int(math.Round(l.size * 10))
		count[key] += l.count
		if count[key] > count[best] || count[key] == count[best] && key > best {
			best = key
		}
	}
	return float64(best) / 10
}

// leftMargin is the leftmost place at which a fair share of the lines start.
// The place at which most start would be the indent where paragraphs are short.
func leftMargin(lines []line, size float64) float64 {
	starts := make([]float64, len(lines))
	for i, l := range lines {
		starts[i] = l.x0
	}
	return margin(starts, size/2)
}

// rightMargin is the rightmost place at which a fair share of the lines end.
func rightMargin(lines []line, size float64) float64 {
	ends := make([]float64, len(lines))
	for i, l := range lines {
		ends[i] = -l.x1
	}
	return -margin(ends, size/2)
}

// margin is the first of the places, in order, that at least two and a twelfth
// of all are near to; if there is none, the very first.
func margin(places []float64, near float64) float64 {
	slices.Sort(places)
	for i, x := range places {
		n := 0
		for n < len(places)-i && places[i+n] < x+near {
			n++
		}
		if n >= 2 && n*12 >= len(places) {
			return x
		}
	}
	return places[0]
}

// pitchOf is the usual distance of the baselines of neighbouring lines.
func pitchOf(lines []line, size float64) float64 {
	var steps []float64
	for i := 1; i < len(lines); i++ {
		if step := lines[i-1].y - lines[i].y; lines[i].follows(lines[i-1]) && step < 4*size {
			steps = append(steps, step)
		}
	}
	if len(steps) == 0 {
		return 1.5 * size
	}
	slices.Sort(steps)
	return steps[len(steps)/3] // below the middle: steps between paragraphs may be wider, never narrower
}

// near tells whether a and b differ by no more than a share of b.
func near(a, b, share float64) bool { return math.Abs(a-b) <= share*b }

func (f frame) indented(l line) bool { return l.x0-f.left > 0.8*f.size }

func (f frame) larger(l line) bool { return l.size > 1.1*f.size }

// centred tells whether a line stands in the middle between the margins,
// leaving room at both sides.
func (f frame) centred(l line) bool {
	room := min(l.x0-f.left, f.right-l.x1)
	return math.Abs(l.middle()-(f.left+f.right)/2) < 1.2*l.size && (room > 0.8*l.size || f.larger(l))
}

// full tells whether a line goes as far as it could, given the line after it.
func (f frame) full(l, next line) bool {
	return f.right-l.x1 < next.unit+0.7*l.size
}

// ragged tells of a line that ends early, yet not so early that a sentence
// could not have been cut there by a program that counts characters. Only where
// paragraphs are indented: elsewhere it could be a heading.
func (f frame) ragged(l line) bool {
	return f.indents && l.x1-f.left > 0.75*(f.right-f.left)
}

// "一、", "（二）", "3.", "第四条", "五是"
var itemPattern = regexp.MustCompile(`^(?:[一二三四五六七八九十]+[、.．是]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2} ?[.．、](?:\D|$)|第[一二三四五六七八九十百\d]+[条章节项])`)

// sentenceEnd ends a sentence or leads to a list.
const sentenceEnd = "。！？!?；;：:"

// never starts a paragraph.
const never = "，。、；：！？）〕》”’】〉」』％"

// continues tells whether line b goes on with the paragraph of line a, the
// line before it. Titles are told to be in the middle of the head of the
// document.
func (f frame) continues(a, b line, titles bool) bool {
	if a.cells != nil || a.measure != b.measure || !near(b.size, a.size, 0.2) || b.page > a.page+1 || f.apart(a, b) {
		return false
	}
	if f.centred(a) && f.centred(b) && (titles || f.larger(b)) {
		return b.follows(a)
	}
	if f.larger(a) && f.larger(b) {
		return b.follows(a) && f.full(a, b)
	}
	if strings.ContainsRune(opening, lastRune(a.text)) || strings.ContainsRune(never, firstRune(b.text)) {
		return true
	}
	ended := strings.ContainsRune(sentenceEnd, lastRune(strings.TrimRight(a.text, "”’）)")))
	if f.indented(b) || !f.full(a, b) && (ended || !f.ragged(a)) {
		return false
	}
	switch {
	case f.indents || !ended:
		return true
	case !b.follows(a):
		return false
	}
	return !itemPattern.MatchString(b.text)
}

// apart tells whether the paper between two lines of a page is wider than
// between the lines of a paragraph, or the second stands above the first.
func (f frame) apart(a, b line) bool {
	if !b.follows(a) {
		return false
	}
	step := a.y - b.y
	return step > 1.35*max(f.pitch, 1.2*a.size) || step < 0
}

// join writes the lines of a paragraph one after another. Words of letters are
// kept apart; Chinese needs nothing between lines.
func join(before, text string) string {
	if before != "" && isLetter(lastRune(before)) && isLetter(firstRune(text)) {
		return " " + text
	}
	return text
}

func isLetter(r rune) bool { return unicode.IsLetter(r) && !wide(r) }
