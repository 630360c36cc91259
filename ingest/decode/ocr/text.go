package ocr

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/ingest/decode/layout"
)

// Text is what was recognised on a picture.
type Text struct {
	// Glyphs are the characters in points, in the order of reading. Where a
	// character stands within its word is a guess.
	Glyphs []layout.Glyph
	// Confidence is how sure the program is on average, from 0 to 1.
	Confidence float64
	// Turned is by how many quarters the page was turned clockwise to be read;
	// the glyphs stand on the turned page.
	Turned int
	// Dropped is how many lines the program was so unsure of that they are left
	// out.
	Dropped int
	// Cut is why a look at the page failed after the text had been read: red letters
	// may be missing, or the page may lie on its side.
	Cut error
}

// add puts what was read in another way beside it, where nothing was read before.
func (t *Text) add(more Text) {
	more.Glyphs = layout.Beside(t.Glyphs, more.Glyphs, layout.Near)
	n, m := float64(len(t.Glyphs)), float64(len(more.Glyphs))
	if m > 0 {
		t.Confidence = (t.Confidence*n + more.Confidence*m) / (n + m)
		t.Glyphs = append(t.Glyphs, more.Glyphs...)
	}
}

// word is what the program takes for a word, in pixels from the upper left.
type word struct {
	text                     string
	left, top, width, height float64
	confidence               float64
}

func (w word) right() float64 { return w.left + w.width }

// line is the words that stand on one line.
type line struct {
	words          []word
	bottom, height float64
}

// columns of the program's table; it names them in its first row.
const (
	colLevel      = 0
	colLeft       = 6
	colTop        = 7
	colWidth      = 8
	colHeight     = 9
	colConfidence = 10
	colText       = 11
	colCount      = 12

	levelLine = 4
	levelWord = 5
)

// Confidence below which what was recognised is no text: as a line it is a
// picture or specks of dirt, as a page it lies on its head. Red letters are only
// believed when they are as certain as those of a good page, and enough of them
// to be no part of a seal.
const (
	unsureLine = 0.3
	unsurePage = 0.5
	certainRed = 0.6
	enoughHan  = 4
	// longLine is how many characters are a line of text for certain.
	longLine = 5
)

// enoughToTurn is how many characters there must be for another try with the
// page on its head.
const enoughToTurn = 30

// length counts the characters of lines.
func length(lines []line) (n float64) {
	for _, l := range lines {
		_, more := l.confidence()
		n += more
	}
	return n
}

// parse reads the table of the program.
func parse(table string) []line {
	var lines []line
	for row := range strings.Lines(table) {
		fields := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", colCount)
		if len(fields) < colCount {
			continue
		}
		n := make([]float64, colText)
		for i := range n {
			n[i] = number(fields[i])
		}
		switch n[colLevel] {
		case levelLine:
			lines = append(lines, line{bottom: n[colTop] + n[colHeight], height: n[colHeight]})
		case levelWord:
			text := strings.TrimSpace(fields[colText])
			if len(lines) == 0 || text == "" || !utf8.ValidString(text) {
				continue
			}
			last := &lines[len(lines)-1]
			last.words = append(last.words, word{text, n[colLeft], n[colTop], n[colWidth], n[colHeight], n[colConfidence] / 100})
		}
	}
	return lines
}

// number reads a number of the table; the names of the columns are 0.
func number(field string) float64 {
	const most = 1 << 20
	n, err := strconv.ParseFloat(field, 64)
	if err != nil || math.IsNaN(n) {
		return 0
	}
	return max(-most, min(n, most))
}

// place turns lines of words into glyphs.
func (p Place) place(lines []line) Text {
	var out Text
	var runs []run
	sum, count := 0.0, 0.0
	for _, l := range lines {
		confidence, n := l.confidence()
		switch {
		case n == 0:
		case confidence < unsureLine:
			if n >= longLine {
				out.Dropped++
			}
		default:
			sum, count = sum+confidence*n, count+n
			runs = append(runs, l.runs()...)
		}
	}
	usual := usualSize(runs)
	for _, r := range runs {
		out.Glyphs = append(out.Glyphs, p.glyphs(r, usual)...)
	}
	if count > 0 {
		out.Confidence = sum / count
	}
	return out
}

// confidence is that of the characters of a line, and how many they are.
func (l line) confidence() (mean, n float64) {
	sum := 0.0
	for _, w := range l.words {
		length := float64(utf8.RuneCountInString(w.text))
		sum, n = sum+max(0, w.confidence)*length, n+length
	}
	return sum / max(n, 1), n
}

// certain tells whether a line of red letters is text.
func (l line) certain() bool {
	han := 0
	for _, w := range l.words {
		for _, r := range w.text {
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
	}
	confidence, _ := l.confidence()
	return confidence >= certainRed && han >= enoughHan
}

// sideways tells whether most lines of some length run up or down the picture.
func sideways(lines []line) bool {
	upright, aside := 0.0, 0.0
	for _, l := range lines {
		if _, n := l.confidence(); n >= longLine {
			left, right := math.Inf(1), math.Inf(-1)
			for _, w := range l.words {
				left, right = min(left, w.left), max(right, w.left+w.width)
			}
			if l.height > right-left {
				aside += n
			} else {
				upright += n
			}
		}
	}
	return aside > upright
}

// run is words that follow on each other without a gap, in pixels.
type run struct {
	text                        []rune
	left, width, height, bottom float64
}

// size is how wide a character is that fills a square.
func (r run) size() float64 { return max(1, r.width) / units(string(r.text)) }

// usualSize is the size of most long runs of a page; 0 if there are none.
func usualSize(runs []run) float64 {
	var sizes []float64
	for _, r := range runs {
		if len(r.text) >= longLine {
			sizes = append(sizes, r.size())
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// glyphs spreads the characters of a run evenly: the boxes of words are too
// narrow, and overlap; their order counts.
func (p Place) glyphs(r run, usual float64) []layout.Glyph {
	size := r.size()
	// What is wider than it is high is a rule that was taken for a character.
	seen := min(size, 1.6*r.height)
	if len(r.text) < longLine && 0.5*usual < seen && seen < 1.3*usual {
		seen = usual // a point at the end takes a corner of its square
	}
	out := make([]layout.Glyph, 0, len(r.text))
	at := r.left
	for _, c := range r.text {
		width := size * layout.Advance(c, 1)
		out = append(out, layout.Glyph{
			R: c, X: p.X + at*p.Scale, Y: p.Y - r.bottom*p.Scale, W: width * p.Scale, Size: seen * p.Scale,
		})
		at += width
	}
	return out
}

// narrow tells whether a word is of letters or digits.
func narrow(word string) bool { return units(word) <= 0.5*float64(utf8.RuneCountInString(word)) }

// widestGap is how far words of a run may be apart, in characters. Wider gaps are
// seen, such as those between the cells of a table.
const widestGap = 1.5

// runs cuts a line where its words are far apart.
func (l line) runs() (runs []run) {
	size := l.size()
	start := 0
	for i := 1; i <= len(l.words); i++ {
		if i < len(l.words) && l.words[i].left-l.words[i-1].right() <= widestGap*size {
			continue
		}
		words := l.words[start:i]
		runs = append(runs, run{
			text: spell(words), left: words[0].left, width: words[len(words)-1].right() - words[0].left,
			height: l.height, bottom: l.bottom,
		})
		start = i
	}
	return runs
}

// spell writes words one after another, those of letters with a blank between.
func spell(words []word) []rune {
	var text []rune
	for i, w := range words {
		if i > 0 && narrow(words[i-1].text) && narrow(w.text) {
			text = append(text, ' ')
		}
		text = append(text, []rune(w.text)...)
	}
	return text
}

// size is about that of the characters of a line: the usual distance from the
// beginning of a word to that of the next, for each square that it fills.
func (l line) size() float64 {
	var sizes []float64
	for i := 1; i < len(l.words); i++ {
		w := l.words[i-1]
		sizes = append(sizes, min(l.words[i].left-w.left, 1.5*w.width)/units(w.text))
	}
	if len(sizes) == 0 {
		return l.words[0].width / units(l.words[0].text)
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// units is how many squares a text fills.
func units(text string) (n float64) {
	for _, r := range text {
		n += layout.Advance(r, 1)
	}
	return n
}
