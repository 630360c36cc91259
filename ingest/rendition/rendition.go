// Package rendition answers whether two notices are one and the same, published
// in several forms: as a web page, as PDF, as a Word file.
//
// Hiding a notice behind another one that only looks like it is worse than
// showing one twice, so everything that tells two notices apart has to agree
// where both say it: title, issuer, county, problem, period, document numbers.
// Counties use each other's texts, and one office closes out several problems
// in the same words. The sections have to be equal letter for letter, but for the
// numbers of their items, which some formats lose. Only where one of the two was
// recognised on an image is near equality enough, and then the numbers and the
// words that say no have to be equal still.
package rendition

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/internal/minhash"
	"gongshi/normal"
	"gongshi/parse"
)

// Print is what is kept of a notice to recognise it by.
type Print struct {
	// Text is equal for notices with the same text, white space and width of
	// characters aside.
	Text string
	// Block is equal for all renditions of a notice: only notices of the same
	// block need to be compared. Empty: there is too little to go by.
	Block string
	// Body is equal for notices whose sections have the same letters.
	Body string
	// Recognised tells that the text was read on the image of a page: some of its
	// characters are taken for others.
	Recognised bool
	// Facts are what has to agree; empty where the
	// notice does not say it.
	Facts  [factCount]string
	Sketch Sketch
}

// The facts that have to agree.
const (
	factTitle = iota
	factIssuer
	factCounty
	factProblems
	factPeriod
	factNumbers
	factRest // what stands outside of the sections; of texts that were recognised it does not count
	factTold // the numbers and denials in it
	factCount
)

// Sketch estimates how much the sections of two notices have in common.
type Sketch = minhash.Sketch

const (
	// shingle is the length of the sequences in characters.
	shingle = 3
	// minBody is how many characters the sections must have to be compared.
	minBody = 80
	// minNumbers is how many numbers the sections must have: texts without
	// numbers are too easily alike.
	minNumbers = 3
	// Alike is the share of common sequences from which texts that agree in
	// everything else are one, if one of them was recognised.
	Alike = 0.9
)

// Of gives the print of a notice.
func Of(n *gongshi.Notice) Print {
	p := Print{Text: digest(normal.Letters(n.Text)), Recognised: n.Source.Method == gongshi.MethodOCR, Facts: facts(n)}
	var body strings.Builder
	var numbers []string
	for i := range n.Sections {
		text, told := tell(n.Sections[i].Text)
		body.WriteString(text)
		numbers = append(numbers, told...)
	}
	if len(numbers) >= minNumbers && utf8.RuneCountInString(body.String()) >= minBody {
		p.Block = digest(strings.Join(numbers, " "))
		p.Body = digest(body.String())
		p.Sketch = minhash.Of(body.String(), shingle)
		p.Facts[factRest], p.Facts[factTold] = around(n)
	}
	return p
}

// around gives digests of what stands outside of the sections: an annex, a
// correction, whom to call. The title is left out, since forms cut it short, and
// so is what belongs to a web page.
func around(n *gongshi.Notice) (rest, told string) {
	var outside strings.Builder
	at := 0
	for _, s := range slices.SortedFunc(slices.Values(n.Sections), func(a, b gongshi.Section) int { return a.Span.Start - b.Span.Start }) {
		outside.WriteString(n.Text[at:max(at, s.Span.Start)])
		at = max(at, s.Span.End)
	}
	outside.WriteString(n.Text[at:])
	title := normal.Letters(n.Title)
	var letters strings.Builder
	var numbers []string
	for line := range strings.Lines(outside.String()) {
		plain, _ := normal.Pattern(strings.TrimSpace(line))
		if parse.IsPageFurniture(plain) || strings.Contains(title, normal.Letters(plain)) {
			continue
		}
		text, found := tell(line)
		letters.WriteString(text)
		numbers = append(numbers, found...)
	}
	return digest(letters.String()), digest(strings.Join(numbers, " "))
}

// facts gives what tells notices apart.
func facts(n *gongshi.Notice) (f [factCount]string) {
	f[factTitle] = normal.Letters(n.Title)
	f[factIssuer] = normal.Letters(n.Issuer)
	if n.Region != nil {
		f[factCounty] = n.Region.County
	}
	var problems, numbers []string
	for _, p := range n.Problems {
		if p.Number != "" {
			problems = append(problems, p.Number)
		}
	}
	for _, d := range n.DocumentNumbers {
		numbers = append(numbers, d.Number)
	}
	f[factProblems], f[factNumbers] = sorted(problems), sorted(numbers)
	if p := n.Publicity; p != nil && !p.Start.IsZero() && !p.End.IsZero() {
		f[factPeriod] = p.Start.String() + "/" + p.End.String()
	}
	return f
}

func sorted(list []string) string {
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}

// Same tells whether two prints are of one notice, and how alike they are: 1
// for equal texts.
func (p *Print) Same(q *Print) (likeness float64, same bool) {
	if p.Text == q.Text {
		return 1, true
	}
	if p.Block == "" || p.Block != q.Block || !p.agrees(q) {
		return 0, false
	}
	if p.Body == q.Body {
		return 1, true
	}
	if !p.Recognised && !q.Recognised {
		return 0, false
	}
	likeness = p.Sketch.Likeness(&q.Sketch)
	return likeness, likeness >= Alike
}

// agrees tells whether no fact speaks against it. A title may be cut short, or
// have the issuer in front.
func (p *Print) agrees(q *Print) bool {
	for i := range p.Facts {
		a, b := p.Facts[i], q.Facts[i]
		if i == factRest && (p.Recognised || q.Recognised) {
			continue
		}
		if a == "" || b == "" || a == b || i == factTitle && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a)) {
			continue
		}
		return false
	}
	return true
}

// isNumeral tells of Chinese numerals, which count as numbers do.
func isNumeral(r rune) bool {
	switch r {
	case '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '两', '半':
		return true
	}
	return false
}

// isRoman tells of the numerals in the classes of water quality (Ⅲ类).
func isRoman(r rune) bool { return r == 'I' || r == 'V' || r == 'X' }

// isDenial tells of the characters that make of a sentence its opposite.
func isDenial(r rune) bool {
	switch r {
	case '不', '未', '无', '没', '非', '否':
		return true
	}
	return false
}

// tell gives the letters of a text without the numbers of its items, and what
// must not differ even where characters are taken for others: its numbers, in
// either script, and its denials, in their order.
func tell(s string) (letters string, told []string) {
	s, _ = normal.Pattern(s)
	var rest strings.Builder
	for i := 0; i < len(s); {
		end := numberEnd(s, i)
		switch {
		case end == i:
			r, n := utf8.DecodeRuneInString(s[i:])
			end = i + n
			if isDenial(r) {
				told = append(told, s[i:end])
			}
			rest.WriteString(s[i:end])
		case !isItemNumber(s, i, end):
			told = append(told, s[i:end])
			rest.WriteString(s[i:end])
		}
		i = end
	}
	return normal.Letters(rest.String()), told
}

// numberEnd gives the end of the number at i, i if there is none.
func numberEnd(s string, i int) int {
	end := i
	if isDigit(s[i]) {
		for end < len(s) && (isDigit(s[end]) || s[end] == '.' && end+1 < len(s) && isDigit(s[end+1])) {
			end++
		}
		return end
	}
	isSign := isNumeral
	if isRoman(rune(s[i])) {
		isSign = isRoman
	}
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !isSign(r) {
			break
		}
		end += n
	}
	return end
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isItemNumber tells of "1." "2、" "(三)" "一是" from other numbers.
func isItemNumber(s string, start, end int) bool {
	if end-start > 2 && isDigit(s[start]) {
		return false
	}
	for _, mark := range []string{".", "、", ")", "是"} {
		if strings.HasPrefix(s[end:], mark) {
			return true
		}
	}
	return false
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// Rank orders renditions by how faithful their text is, the best first.
func Rank(m gongshi.Method) int {
	return max(0, slices.Index([]gongshi.Method{gongshi.MethodNative, gongshi.MethodPDFText, gongshi.MethodOCR}, m))
}
