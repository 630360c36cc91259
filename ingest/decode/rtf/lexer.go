package rtf

import "bytes"

// kind is what a token is.
type kind int

const (
	end     kind = iota
	open         // {
	shut         // }
	word         // \par, \f2
	sign         // \~, \*
	literal      // of the text, as they are or as \'d4
)

// token is a piece of a file.
type token struct {
	kind  kind
	word  string // the name of a control word, or the character of a control symbol
	param int
	has   bool // there is a parameter
	bytes []byte
}

// lexer takes a file apart.
type lexer struct {
	data []byte
	at   int
	one  [1]byte
}

// next gives the next token.
func (l *lexer) next() token {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; c {
		case '{':
			l.at++
			return token{kind: open}
		case '}':
			l.at++
			return token{kind: shut}
		case '\\':
			return l.control()
		case '\r', '\n', 0:
			l.at++
		default:
			return l.plain()
		}
	}
	return token{kind: end}
}

// plain takes the bytes up to the next special one.
func (l *lexer) plain() token {
	rest := l.data[l.at:]
	n := bytes.IndexAny(rest, "{}\\\r\n\x00")
	if n < 0 {
		n = len(rest)
	}
	l.at += n
	return token{kind: literal, bytes: rest[:n]}
}

// control reads a control word or symbol.
func (l *lexer) control() token {
	l.at++ // the backslash
	if l.at >= len(l.data) {
		return token{kind: end}
	}
	c := l.data[l.at]
	if isLetter(c) {
		return l.controlWord()
	}
	l.at++
	switch c {
	case '\'':
		return l.hex()
	case '\\', '{', '}':
		return token{kind: literal, bytes: l.data[l.at-1 : l.at]}
	case '\r', '\n':
		return token{kind: word, word: "par"}
	}
	return token{kind: sign, word: string(rune(c))}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// hex reads the two digits of \'d4. What has no digits there is nothing.
func (l *lexer) hex() token {
	value, digits := byte(0), 0
	for ; digits < 2 && l.at < len(l.data); digits++ {
		c := l.data[l.at]
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return token{kind: sign}
		}
		value = value<<4 | c
		l.at++
	}
	if digits < 2 {
		return token{kind: end}
	}
	l.one[0] = value
	return token{kind: literal, bytes: l.one[:]}
}

// Bounds of control words: longer names do not exist, larger numbers mean
// nothing.
const (
	longestWord  = 64
	largestParam = 1 << 30
)

// controlWord reads a control word, its parameter, and the space that ends it.
func (l *lexer) controlWord() token {
	from := l.at
	for l.at < len(l.data) && isLetter(l.data[l.at]) && l.at-from < longestWord {
		l.at++
	}
	t := token{kind: word, word: string(l.data[from:l.at])}
	negative := l.at < len(l.data) && l.data[l.at] == '-'
	if negative {
		l.at++
	}
	for ; l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '9'; l.at++ {
		t.has = true
		t.param = min(t.param*10+int(l.data[l.at]-'0'), largestParam)
	}
	if negative {
		t.param = -t.param
		if !t.has {
			l.at-- // a hyphen of the text
		}
	}
	if l.at < len(l.data) && l.data[l.at] == ' ' {
		l.at++
	}
	return t
}

// drop passes over bytes that are no text, and tells whether all were there.
func (l *lexer) drop(n int) bool {
	whole := n <= len(l.data)-l.at
	l.at = min(l.at+max(n, 0), len(l.data))
	return whole
}
