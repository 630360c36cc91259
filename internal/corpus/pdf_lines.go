package corpus

import "strings"

// textLine is a line of text on a page.
type textLine struct {
	text   string
	size   float64 // of the font
	indent float64 // from the left margin
	space  float64 // added after each character
	bold   bool
}

func (l textLine) width() float64 { return ems(l.text) * l.size }

// ems is the width of s: one em a character, half an em in ASCII.
func ems(s string) float64 {
	n := 0.0
	for _, r := range s {
		if r < 0x80 {
			n += 0.5
		} else {
			n++
		}
	}
	return n
}

// setLines breaks the paragraphs into lines.
func setLines(paragraphs []Paragraph) []textLine {
	var lines []textLine
	for i, p := range paragraphs {
		switch p.Style {
		case Title:
			lines = append(lines, centred(p.Text)...)
			if i+1 < len(paragraphs) && paragraphs[i+1].Style != Title {
				lines = append(lines, textLine{})
			}
		case Right:
			l := textLine{text: p.Text, size: bodySize}
			l.indent = max(0, measure-l.width()-2*bodySize)
			lines = append(lines, l)
		default:
			lines = append(lines, justified(p)...)
		}
	}
	return lines
}

func centred(text string) []textLine {
	var lines []textLine
	for _, s := range breakLines(text, measure/titleSize, 0) {
		l := textLine{text: s, size: titleSize, bold: true}
		l.indent = (measure - l.width()) / 2
		lines = append(lines, l)
	}
	return lines
}

// justified sets a paragraph: the first line is indented, all but the last are
// stretched to the measure.
func justified(p Paragraph) []textLine {
	const indent = 2
	var lines []textLine
	broken := breakLines(p.line(), measure/bodySize, indent)
	for i, s := range broken {
		l := textLine{text: s, size: bodySize, bold: p.Style == Heading}
		if i == 0 {
			l.indent = indent * bodySize
		}
		if gaps := len([]rune(s)) - 1; i+1 < len(broken) && gaps > 0 {
			l.space = (measure - l.indent - l.width()) / float64(gaps)
		}
		lines = append(lines, l)
	}
	return lines
}

// Characters that may not begin, or end, a line.
const (
	closers = "，。、；：！？）》〉】〕”’％%,.;:!?)]"
	openers = "（《〈【〔“‘(["
)

// breakLines breaks text into lines of at most width ems, the first of them
// shorter by indent. Runs of ASCII stay whole where they can.
func breakLines(text string, width, indent float64) []string {
	var lines []string
	room := width - indent
	for ems(text) > room {
		n := breakPoint(text, room)
		lines = append(lines, strings.TrimRight(text[:n], " "))
		text = strings.TrimLeft(text[n:], " ")
		room = width
	}
	return append(lines, text)
}

// breakPoint is the offset at which a line of at most room ems ends.
func breakPoint(text string, room float64) int {
	full, allowed := 0, 0
	used := 0.0
	var before rune
	for i, r := range text {
		if i > 0 {
			full = i
			if canBreak(before, r) {
				allowed = i
			}
		}
		used += ems(string(r))
		if used > room {
			break
		}
		before = r
	}
	if allowed == 0 {
		return full
	}
	return allowed
}

func canBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(closers, after), strings.ContainsRune(openers, before):
		return false
	case before == ' ' || after == ' ':
		return true
	}
	return before >= 0x80 || after >= 0x80
}
