// Package text reads plain text in whatever encoding China has used.
package text

import (
	"bytes"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
	"gongshi/ingest/charset"
	"gongshi/ingest/decode"
)

// Format gives the format. It matches everything that reads as text, so it must
// be asked last.
func Format() decode.Format {
	return decode.Format{Name: "text", Types: []string{"text/plain"}, Match: matches, Decode: read}
}

// matches tells whether a file begins with text: in the likeliest encoding there
// is hardly anything that text does not have. Blanks and NULs alone match as
// well, so that they are reported as an empty file.
func matches(head []byte) bool {
	if _, ok := decode.Markup(head); ok {
		return false
	}
	decoded, name, repairs := charset.Decode(head, "")
	replaced := strings.Count(decoded, "\uFFFD")
	dropped := max(0, repairs-replaced)
	if dropped == len(head) || decoded == "" {
		return true
	}
	// The head may end within a character, and so may a file cut short.
	decoded = strings.TrimRight(decoded, "\uFFFD")
	runes, odd, familiar := 0, dropped, 0
	for _, r := range decoded {
		runes++
		if !isText(r) {
			odd++
		}
		if r < utf8.RuneSelf || isHan(r) || r >= 0x3000 && r < 0x3100 || r >= 0xFF00 || unicode.Is(unicode.Han, r) {
			familiar++
		}
	}
	// Almost any bytes are letters of some script in UTF-16.
	if strings.HasPrefix(name, "utf-16") && (familiar*2 < runes || isKnownBinary(head)) {
		return false
	}
	const oneIn = 20
	return runes > 0 && odd*oneIn <= runes
}

// isKnownBinary tells whether a file has the signature of another kind of file.
func isKnownBinary(head []byte) bool {
	kind := decode.Sniff(head)
	return !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "application/octet-stream")
}

// isHan tells of the Chinese characters of the basic block, which are nearly all
// there are in most texts: the tables need not be asked for those.
func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// isText tells whether a character occurs in texts: not controls, private use
// and code points without a character.
func isText(r rune) bool {
	switch {
	case isHan(r):
		return true
	case r == utf8.RuneError:
		return false
	case unicode.IsSpace(r), r == '\uFEFF', r == '\u001A': // the last ended files in DOS
		return true
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cf)
}

func read(_ context.Context, in decode.Input) (*gongshi.Document, error) {
	if err := decode.CheckInput(in.Data); err != nil {
		return nil, err
	}
	if len(bytes.Trim(in.Data, "\x00")) == 0 {
		return nil, &decode.Error{Code: decode.CodeEmpty, Detail: "nothing but NUL bytes"}
	}
	raw, name, repairs := charset.Decode(in.Data, "")
	if err := decode.CheckText(raw); err != nil {
		return nil, err
	}
	doc := &gongshi.Document{
		Source:      gongshi.Source{Charset: name, Method: gongshi.MethodNative},
		Diagnostics: decode.Repaired(name, repairs),
	}
	doc.Text, doc.Pages = pages(strings.Map(plain, raw))
	return doc, nil
}

// plain leaves out controls and gives the rarer line ends their usual form.
func plain(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\f':
		return r
	case r == '\v', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case unicode.IsControl(r):
		return -1
	}
	return r
}

// pages takes form feeds, which part pages, out of a text. A text without them
// has no pages.
func pages(text string) (string, []gongshi.Span) {
	if !strings.Contains(text, "\f") {
		return text, nil
	}
	var b strings.Builder
	var spans []gongshi.Span
	for page := range strings.SplitSeq(strings.TrimSuffix(text, "\f"), "\f") {
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
		start := b.Len()
		b.WriteString(page)
		spans = append(spans, gongshi.Span{Start: start, End: b.Len()})
	}
	return b.String(), spans
}
