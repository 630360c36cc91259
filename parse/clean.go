package parse

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

// sourceLine is a line of a document without the white space around it.
type sourceLine struct {
	start, end int // bytes of the document's text
	width      int // columns: a Han character takes two
	indent     int // columns of white space in front
	blank      bool
	page       bool // the first line of a page
}

// paragraph is the pieces of a document that read as one paragraph, in order.
type paragraph []gongshi.Span

// place says where a piece of the document went.
type place struct{ src, end, own int }

// paragraphs gives the paragraphs of doc. Lines are joined where a page or a
// line of fixed width ended inside a sentence; page numbers are left out.
func paragraphs(doc *gongshi.Document) []paragraph {
	lines := dropPageNumbers(doc.Text, sourceLines(doc))
	lay := measure(doc.Text, lines)
	var out []paragraph
	for i, l := range lines {
		piece := gongshi.Span{Start: l.start, End: l.end}
		if i > 0 && lay.continues(doc.Text, lines[i-1], l) {
			out[len(out)-1] = append(out[len(out)-1], piece)
			continue
		}
		out = append(out, paragraph{piece})
	}
	return out
}

// sourceLines cuts the document at its line and page ends; blank lines are
// remembered by the line after them.
func sourceLines(doc *gongshi.Document) []sourceLine {
	s, pages := doc.Text, doc.Pages
	var lines []sourceLine
	blank, page := false, false
	for start := 0; start < len(s); {
		end, next := lineEnd(s, start)
		for len(pages) > 0 && pages[0].Start <= start {
			page = page || pages[0].Start > 0
			pages = pages[1:]
		}
		l := trimLine(s, start, end)
		if l.start < l.end && (s[l.start] == '<' || s[l.end-1] == '>') {
			from, to := withoutTags(s, l.start, l.end)
			l = trimLine(s, from, to)
		}
		if l.start == l.end {
			blank = true
		} else {
			l.blank, l.page = blank, page
			lines = append(lines, l)
			blank, page = false, false
		}
		if end < len(s) && s[end] == '\f' {
			page = true
		}
		start = next
	}
	return lines
}

// lineEnd gives where the line that begins at start ends and where the next
// one begins.
func lineEnd(s string, start int) (end, next int) {
	for i := start; i < len(s); i += runeLen(s[i]) {
		switch b := s[i]; {
		case b > '\r' && b != 0xC2 && b != 0xE2: // most bytes of every text
		case b == '\n' || b == '\f' || b == '\v' || b == '\r':
			return i, i + 1
		case strings.HasPrefix(s[i:], "\u0085"):
			return i, i + len("\u0085")
		case strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029"):
			return i, i + len("\u2028")
		}
	}
	return len(s), len(s)
}

// trimLine takes white space and invisible characters off both ends.
func trimLine(s string, start, end int) sourceLine {
	l := sourceLine{start: start, end: end}
	for l.start < end {
		r, n := utf8.DecodeRuneInString(s[l.start:end])
		if !unseen(r) && !unicode.IsSpace(r) {
			break
		}
		l.start += n
		l.indent += columns(r)
	}
	for l.end > l.start {
		r, n := utf8.DecodeLastRuneInString(s[l.start:l.end])
		if !unseen(r) && !unicode.IsSpace(r) {
			break
		}
		l.end -= n
	}
	l.width = width(s[l.start:l.end])
	return l
}

// width is the sum of the columns of the characters of s, told from their first
// bytes.
func width(s string) int {
	n := 0
	for i := 0; i < len(s); {
		switch b := s[i]; {
		case b < utf8.RuneSelf:
			n, i = n+1, i+1
		case b <= 0xE1:
			r, size := utf8.DecodeRuneInString(s[i:])
			n, i = n+columns(r), i+size
		case b < 0xF0:
			n, i = n+2, i+3
		default:
			n, i = n+2, i+4
		}
	}
	return n
}

// unseen tells whether a character leaves nothing on paper; such characters
// are taken out of a notice's text.
func unseen(r rune) bool {
	return r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf)
}

func columns(r rune) int {
	if r >= 0x1100 {
		return 2
	}
	return 1
}

// Page numbers alone on a line: "— 3 —", "-12-", "第 3 页", "第3页 共8页", "3/5".
var pageNumber = regexp.MustCompile(
	`^(?:[-—–－―·•]+\s*[0-9０-９]{1,4}\s*[-—–－―·•]+|第\s*\d{1,4}\s*页[\s,，/|]*(?:共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3}|[Pp]age\s*\d+(?:\s*of\s*\d+)?)$`)

// A bare number, which is a page number only next to the border of a page.
var bareNumber = regexp.MustCompile(`^\d{1,4}$`)

// dropPageNumbers leaves out the lines that are page numbers. What follows one
// begins a page.
func dropPageNumbers(s string, lines []sourceLine) []sourceLine {
	kept := lines[:0:0]
	page, blank := false, false
	for i, l := range lines {
		piece := s[l.start:l.end]
		border := l.page || page || i+1 < len(lines) && lines[i+1].page || i+1 == len(lines) && len(kept) > 0 && kept[0].page
		if l.width <= 24 && (pageNumber.MatchString(piece) || border && bareNumber.MatchString(piece)) {
			page, blank = true, blank || l.blank
			continue
		}
		l.page, l.blank = l.page || page, l.blank || blank
		page, blank = false, false
		kept = append(kept, l)
	}
	return kept
}

// layout is how a document's lines were set.
type layout struct {
	wrap     int  // columns of a full line; 0 when lines are paragraphs
	indented bool // paragraphs begin with an indent
}

// measure finds out whether lines were cut at a fixed width: then no line is
// wider, most long lines are as wide, and many of those end inside a sentence.
func measure(s string, lines []sourceLine) layout {
	var lay layout
	full, indents := 0, 0
	for _, l := range lines {
		full = max(full, l.width+l.indent)
		if l.indent >= 2 && l.indent <= 8 {
			indents++
		}
	}
	lay.indented = indents*10 > len(lines)
	if len(lines) < 6 || full < 40 || full > 120 {
		return lay
	}
	long, near, open := 0, 0, 0
	for _, l := range lines {
		w := l.width + l.indent
		if w*2 >= full && l.indent <= 8 {
			long++
		}
		if w >= full-wrapSlack {
			near++
			if r, _ := utf8.DecodeLastRuneInString(s[l.start:l.end]); !endsSentence(r) {
				open++
			}
		}
	}
	if near >= 4 && near*2 >= long && open*5 >= near*2 {
		lay.wrap = full
	}
	return lay
}

// wrapSlack is by how many columns a full line can fall short of the width: a
// Han character and a sign that must not begin a line.
const wrapSlack = 6

// endsSentence tells whether a paragraph may end with r.
func endsSentence(r rune) bool { return strings.ContainsRune("。！？!?；;：:…", r) }

// leavesOpen tells whether the sentence must go on after r.
func leavesOpen(r rune) bool { return strings.ContainsRune("，、,（(《〈“‘〔[［", r) }

// continues tells whether b goes on with the sentence that a broke off.
func (lay layout) continues(s string, a, b sourceLine) bool {
	before, after := s[a.start:a.end], s[b.start:b.end]
	if hasBorder(before) || hasBorder(after) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	wrapped := lay.wrap > 0 && a.width+a.indent >= lay.wrap-wrapSlack && (!b.blank || b.page)
	if endsSentence(last) {
		return wrapped && lay.indented && b.indent < 2 && !startsParagraph(after)
	}
	switch {
	case wrapped:
		return (!lay.indented || b.indent < 2) && !startsParagraph(after)
	case leavesOpen(last):
		return a.width >= 20 && !startsParagraph(after)
	case a.width < 20 || !hasClause(after) || !b.page && !hasClause(before) && a.width < 40:
		return false
	}
	return !startsParagraph(after) && !startsSentence(after) && !standsByItself(before)
}

// hasBorder tells whether s has a border of cells.
func hasBorder(s string) bool {
	return strings.IndexByte(s, '|') >= 0 || strings.IndexByte(s, '\t') >= 0
}

// hasClause tells whether s has the punctuation of sentences.
func hasClause(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r == '，' || r == '。' || r == '；' || r == ',' || r == ';'
	})
}

// standsByItself tells whether a line without a full stop is whole as it is: a
// title, a name, the label of a section.
func standsByItself(s string) bool {
	if len(s) > 400 {
		return false
	}
	form, _ := normal.Pattern(s)
	if isTitleEnd(form) || isOrganisation(form) || isWebLine(form) {
		return true
	}
	t := text{form: form}
	h, ok := headAt(&t, line{end: len(form)})
	return ok && h.body >= len(form)
}

// sentenceStarts are words that begin a sentence rather than go on with one:
// "如对上述公示内容有异议,…".
var sentenceStarts = []string{
	"根据", "按照", "现将", "现就", "现予", "如对", "如有", "若对", "若有", "以上", "特此", "截至目前", "截止目前",
	"对该", "对上述", "目前,", "欢迎", "为进一步", "为贯彻", "经现场", "经核查", "经验收",
}

func startsSentence(s string) bool {
	form, _ := normal.Pattern(firstRunes(s, 12))
	return hasAnyPrefix(form, sentenceStarts)
}

// startsParagraph tells whether a line is one that stands by itself or opens a
// paragraph: a head, an item, a label, a signature, a date.
func startsParagraph(s string) bool {
	form, _ := normal.Pattern(firstRunes(s, 60))
	form = strings.TrimSpace(form)
	if e, ok := enumerator(form, 0); ok && (e.end == len(form) || !isDigit(form[e.end]) || startsYear(form[e.end:])) {
		return true
	}
	if strings.HasPrefix(form, "【") || strings.HasPrefix(form, "附件") || isDateLine(form) || isOrganisation(form) {
		return true
	}
	if i := strings.IndexByte(form, ':'); i > 0 && i <= 36 && !strings.ContainsAny(form[:i], ",.;") && !strings.Contains(form[:i], "。") {
		return isLabel(form[:i]) || isContactLabel(form[:i])
	}
	return isLabel(form)
}

// startsYear tells whether s begins with a year, as in "1.2021年底前".
func startsYear(s string) bool {
	return len(s) > 4 && digitEnd(s, 0) == 4 && strings.HasPrefix(s[skipSpace(s, 4):], "年")
}

func firstRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := 0; i < len(s); i++ {
		if utf8.RuneStart(s[i]) {
			if n == 0 {
				return s[:i]
			}
			n--
		}
	}
	return s
}

// assemble makes a notice's text of paragraphs, one a line.
func assemble(src string, paras []paragraph) (string, gongshi.OffsetMap, []place) {
	w := gongshi.NewRewriter(src)
	if n := len(paras); n > 0 {
		last := paras[n-1]
		w.Grow(last[len(last)-1].End-paras[0][0].Start, 2*n)
	}
	var places []place
	end := 0
	for i, p := range paras {
		for j, piece := range p {
			gap := gongshi.Span{Start: end, End: piece.Start}
			switch {
			case j > 0 && needsSpace(src, end, piece.Start):
				w.Put(" ", gap)
			case j == 0 && i > 0:
				w.Put("\n", gap)
			}
			places = append(places, place{piece.Start, piece.End, w.Len()})
			copySeen(w, src, piece)
			end = piece.End
		}
	}
	own, origin := w.Result()
	return own, origin, places
}

// needsSpace tells whether the word before a line end and the one after it are
// to be kept apart: both Latin letters or digits.
func needsSpace(src string, end, start int) bool {
	a, _ := utf8.DecodeLastRuneInString(src[:end])
	b, _ := utf8.DecodeRuneInString(src[start:])
	return a < 0x2E80 && b < 0x2E80 && unicode.IsLetter(a) && unicode.IsLetter(b)
}

// Tags that a page's source left in a text: <p>, </p>, <br/>, <span style="…">.
var tag = regexp.MustCompile(`</?(?:p|br|span|div|strong|b|em|i|u|a|font|td|tr|th|table|tbody|img|o:p|section)(?:\s[^<>]{0,300})?/?>`)

// withoutTags takes the tags off both ends of s[start:end].
func withoutTags(s string, start, end int) (int, int) {
	all := tag.FindAllStringIndex(s[start:end], -1)
	from, to := start, end
	for len(all) > 0 && start+all[0][0] == from {
		from, all = start+all[0][1], all[1:]
	}
	for n := len(all); n > 0 && start+all[n-1][1] == to; n-- {
		to = start + all[n-1][0]
	}
	return from, to
}

// copySeen copies a piece without its invisible characters and tags.
func copySeen(w *gongshi.Rewriter, src string, piece gongshi.Span) {
	if strings.IndexByte(src[piece.Start:piece.End], '<') >= 0 {
		from := piece.Start
		for _, m := range tag.FindAllStringIndex(src[from:piece.End], -1) {
			copyVisible(w, src, gongshi.Span{Start: piece.Start, End: from + m[0]})
			piece.Start = from + m[1]
		}
	}
	copyVisible(w, src, piece)
}

func copyVisible(w *gongshi.Rewriter, src string, piece gongshi.Span) {
	start := piece.Start
	for i := piece.Start; i < piece.End; {
		if n := seenAt(src, i); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(src[i:piece.End])
		if unseen(r) {
			w.Copy(start, i)
			start = i + n
		}
		i += n
	}
	w.Copy(start, piece.End)
}

// seenAt gives the length of the character at i where its first byte says that
// it leaves something on paper: printed ASCII, and three bytes from U+3000 on to
// U+DFFF, where nothing invisible is. It is 0 where one has to look closer.
func seenAt(s string, i int) int {
	switch b := s[i]; {
	case b >= 0x20 && b < 0x7F:
		return 1
	case b >= 0xE3 && b <= 0xED:
		return 3
	}
	return 0
}
