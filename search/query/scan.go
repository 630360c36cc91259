package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a piece of a query is.
type tokenKind int

const (
	tokenWord  tokenKind = iota
	tokenOpen            // (
	tokenClose           // )
	tokenOr              // OR
	tokenNot             // NOT, -
	tokenField           // name:
)

// token is a piece of a query; at is its place in bytes.
type token struct {
	kind   tokenKind
	text   string // of words, without quotes; the name of fields
	quoted bool
	at     int
}

// Quotation marks and brackets that mean the same as the ASCII ones.
var (
	openQuotes = map[rune]rune{'"': '"', '＂': '＂', '“': '”', '「': '」', '『': '』'}
	openings   = "(（"
	closings   = ")）"
	colons     = ":："
	dashes     = "-－"
)

// endsWord tells whether r cannot stand in a word without quotes.
func endsWord(r rune) bool {
	_, quote := openQuotes[r]
	return quote || unicode.IsSpace(r) || strings.ContainsRune(openings+closings, r) || strings.ContainsRune("”」』", r)
}

// scan cuts the query into tokens.
func (p *parser) scan() error {
	for at := 0; at < len(p.text); {
		r, n := utf8.DecodeRuneInString(p.text[at:])
		add := func(kind tokenKind) { p.tokens = append(p.tokens, token{kind: kind, at: at}) }
		switch {
		case unicode.IsSpace(r):
		case strings.ContainsRune(openings, r):
			add(tokenOpen)
		case strings.ContainsRune(closings, r):
			add(tokenClose)
		case strings.ContainsRune(dashes, r) && p.startsOperand(at+n):
			add(tokenNot)
		case openQuotes[r] != 0:
			end, err := p.scanQuoted(at, n, openQuotes[r])
			if err != nil {
				return err
			}
			at = end
			continue
		case strings.ContainsRune("”」』", r): // a stray one says nothing
		default:
			at = p.scanWord(at)
			continue
		}
		at += n
	}
	return nil
}

// startsOperand tells whether something that can be negated begins at at: a
// dash before a space is a dash.
func (p *parser) startsOperand(at int) bool {
	r, _ := utf8.DecodeRuneInString(p.text[at:])
	return at < len(p.text) && !unicode.IsSpace(r) && !strings.ContainsRune(closings, r)
}

// scanQuoted reads a quoted text from at, whose quotation mark is n bytes long.
func (p *parser) scanQuoted(at, n int, closing rune) (end int, err error) {
	var text strings.Builder
	for i := at + n; i < len(p.text); {
		r, size := utf8.DecodeRuneInString(p.text[i:])
		i += size
		switch {
		case r == closing:
			p.tokens = append(p.tokens, token{tokenWord, text.String(), true, at})
			return i, nil
		case r == '\\' && i < len(p.text) && strings.ContainsRune(`\"`, rune(p.text[i])):
			text.WriteByte(p.text[i])
			i++
		default:
			text.WriteString(p.text[i-size : i])
		}
	}
	return 0, p.fail(at, errQuote)
}

// scanWord reads a word from at, or the name of a field with its colon.
func (p *parser) scanWord(at int) (end int) {
	for end = at; end < len(p.text); {
		r, n := utf8.DecodeRuneInString(p.text[end:])
		if endsWord(r) {
			break
		}
		if strings.ContainsRune(colons, r) && end > at {
			if name := strings.ToLower(p.text[at:end]); isField(name) {
				p.tokens = append(p.tokens, token{tokenField, name, false, at})
				end += n
				if fieldNames[name].kind == kindValue {
					return p.scanValue(end, fieldNames[name].brackets)
				}
				return end
			}
		}
		end += n
	}
	text := p.text[at:end]
	switch text {
	case "OR", "NOT":
		kind := tokenOr
		if text == "NOT" {
			kind = tokenNot
		}
		p.tokens = append(p.tokens, token{kind: kind, at: at})
	case "AND", "&&": // what words mean anyway
	default:
		p.tokens = append(p.tokens, token{tokenWord, text, false, at})
	}
	return end
}

// isField tells whether a name before a colon is that of a field, or looks so
// much like one that taking it for a word would hide a slip.
func isField(name string) bool {
	_, known := fieldNames[name]
	return known || isName(name)
}

// scanValue reads the value of a property from at. Where brackets belong to the
// value, they are read as long as they are closed.
func (p *parser) scanValue(at int, brackets bool) (end int) {
	depth := 0
	for end = at; end < len(p.text); {
		r, n := utf8.DecodeRuneInString(p.text[end:])
		switch {
		case brackets && strings.ContainsRune(openings, r):
			depth++
		case brackets && strings.ContainsRune(closings, r) && depth > 0:
			depth--
		case endsWord(r):
			if end > at {
				p.tokens = append(p.tokens, token{tokenWord, p.text[at:end], false, at})
			}
			return end
		}
		end += n
	}
	if end > at {
		p.tokens = append(p.tokens, token{tokenWord, p.text[at:end], false, at})
	}
	return end
}
