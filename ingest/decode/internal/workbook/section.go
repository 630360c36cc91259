package workbook

import (
	"math"
	"strconv"
	"strings"
)

// section is one of the parts of the code of a format, which are parted by
// semicolons: for numbers above zero, below it, for zero and for text, or for
// what their conditions say.
type section struct {
	tokens    []token
	condition string // how numbers are compared with the limit, "" for none
	limit     float64
	below     bool // only for numbers below zero: their sign is for it to write
	zero      string
	other     string // the code for the library, for zero and for other numbers
}

// token is a piece of a code.
type token struct {
	kind tokenKind
	text string // of a literal, without its quotation marks
}

type tokenKind int

const (
	plainToken   tokenKind = iota // a character that means something
	literalToken                  // what is written as it is
	bracketToken                  // a colour, a language, a kind of numerals
	generalToken                  // a number as it is without a format
	spaceToken                    // _x or *x: room as wide as a character, or up to the edge
)

// sectionsOf reads a code. More than four sections are none of Excel.
func sectionsOf(code string) []section {
	const most = 4
	sections := []section{{}}
	for code != "" {
		var t token
		t, code = nextToken(code)
		if t == (token{plainToken, ";"}) {
			if len(sections) == most {
				break
			}
			sections = append(sections, section{})
			continue
		}
		s := &sections[len(sections)-1]
		if t.kind == bracketToken && s.readCondition(t.text) {
			continue
		}
		s.tokens = append(s.tokens, t)
	}
	return sections
}

// The names that a number without a format has in codes.
var generals = []string{"General", "G/通用格式"}

// nextToken takes the first token off a code. An exclamation mark is, in Chinese
// Excel, what a backslash is elsewhere.
func nextToken(code string) (t token, rest string) {
	switch code[0] {
	case '"':
		text, rest, _ := strings.Cut(code[1:], `"`)
		return token{literalToken, text}, rest
	case '[':
		text, rest, _ := strings.Cut(code[1:], "]")
		return token{bracketToken, text}, rest
	case '\\', '!':
		text, rest := firstRune(code[1:])
		return token{literalToken, text}, rest
	case '_', '*':
		text, rest := firstRune(code[1:])
		return token{spaceToken, code[:1] + text}, rest
	}
	for _, name := range generals {
		if len(code) >= len(name) && strings.EqualFold(code[:len(name)], name) {
			return token{kind: generalToken}, code[len(name):]
		}
	}
	text, rest := firstRune(code)
	return token{plainToken, text}, rest
}

func firstRune(s string) (first, rest string) {
	for i := range s {
		if i > 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// readCondition tells whether what stands in brackets is a condition: ">=100".
func (s *section) readCondition(text string) bool {
	limit := strings.TrimLeft(text, "<>=")
	condition := text[:len(text)-len(limit)]
	value, err := strconv.ParseFloat(strings.TrimSpace(limit), 64)
	if condition == "" || err != nil {
		return false
	}
	s.condition, s.limit = condition, value
	return true
}

// holds tells whether the condition of a section holds for a number.
func (s section) holds(value float64) bool {
	switch s.condition {
	case "<":
		return value < s.limit
	case "<=":
		return value <= s.limit
	case ">":
		return value > s.limit
	case ">=":
		return value >= s.limit
	case "=":
		return value == s.limit
	case "<>":
		return value != s.limit
	}
	return true
}

// isBelow tells whether a condition holds for nothing but numbers below zero.
func (s section) isBelow() bool {
	return s.condition == "<" && s.limit <= 0 || (s.condition == "<=" || s.condition == "=") && s.limit < 0
}

// has tells whether one of the tokens is of a kind and among some characters.
func (s section) has(kind tokenKind, texts string) bool {
	for _, t := range s.tokens {
		if t.kind == kind && strings.Contains(texts, t.text) {
			return true
		}
	}
	return false
}

// ofNumbers leaves out the section for text.
func ofNumbers(sections []section) []section {
	const numbers = 3
	n := len(sections)
	if n > numbers {
		return sections[:numbers]
	}
	if sections[n-1].has(plainToken, "@") {
		return sections[:n-1]
	}
	return sections
}

// choose gives the section for a number; none if Excel has none for it.
func choose(sections []section, value float64) (s section, ok bool) {
	for _, s := range sections {
		if s.holds(value) {
			return s, true
		}
	}
	return section{}, false
}

// imply gives sections that do not say what they are for their conditions, which
// depend on how many there are, and all of them their codes.
func imply(sections []section) {
	say := func(i int, condition string) {
		if sections[i].condition == "" {
			sections[i].condition = condition
		}
	}
	const both, three = 2, 3
	switch len(sections) {
	case both:
		first := sections[0]
		if sections[1].condition != "" {
			say(0, ">")
		}
		say(0, ">=")
		// What the first leaves is for the second.
		sections[1].below = sections[1].condition == "" && (first.condition == "" || first.condition[0] == '>' && first.limit <= 0)
	case three:
		say(0, ">")
		say(1, "<")
	}
	for i := range sections {
		s := &sections[i]
		s.below = s.below || s.isBelow()
		s.zero, s.other = s.code(true), s.code(false)
	}
}

// isGeneral tells whether a section writes a number as it is without a format:
// it says so, or says nothing but a colour or a kind of numerals.
func (s section) isGeneral() bool {
	bare := true
	for _, t := range s.tokens {
		if t.kind == generalToken {
			return true
		}
		bare = bare && t.kind == bracketToken
	}
	return bare && len(s.tokens) > 0
}

// general writes a number as it is, in the numerals and with what else the
// section has.
func (s section) general(value float64) string {
	number := general(math.Abs(value))
	for _, t := range s.tokens {
		if set, ok := numeralSets[strings.ToLower(t.text)]; ok && t.kind == bracketToken {
			number = set.write(number)
		}
	}
	var b strings.Builder
	if value < 0 {
		b.WriteByte('-')
	}
	written := false
	for _, t := range s.tokens {
		switch t.kind {
		case generalToken:
			b.WriteString(number)
			written = true
		case literalToken, plainToken:
			b.WriteString(t.text)
		case spaceToken:
			b.WriteByte(' ')
		}
	}
	if !written {
		b.WriteString(number)
	}
	return b.String()
}

// standIn is the character that stands for the first literal.
const standIn = '\uE000'

// code writes a section for the library, which reads it as Excel does but for
// the sign of escape of Chinese Excel and for room for digits that are not there.
// Zero has no digit where none is asked for. Characters of no meaning stand in
// for literals, among which the library looks for semicolons and the like.
func (s section) code(zero bool) string {
	digitless := zero && !s.has(plainToken, "0./%Ee")
	fraction := s.has(plainToken, "/")
	literals := 0
	var b strings.Builder
	for _, t := range s.tokens {
		switch {
		case t.kind == literalToken:
			b.WriteString(`"` + string(standIn+rune(literals)) + `"`)
			literals++
		case t.kind == bracketToken && t.text == "":
		case t.kind == bracketToken:
			b.WriteString("[" + t.text + "]")
		case t.kind == plainToken && digitless && strings.Contains("?#,", t.text):
		case t.kind == plainToken && t.text == "?" && !fraction:
			b.WriteByte('#')
		default:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// expand puts the literals of a section where others stand in for them.
func (s section) expand(text string) string {
	var b strings.Builder
	var literals []string
	for _, t := range s.tokens {
		if t.kind == literalToken {
			literals = append(literals, t.text)
		}
	}
	for _, r := range text {
		if i := int(r - standIn); i >= 0 && i < len(literals) {
			b.WriteString(literals[i])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
