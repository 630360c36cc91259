// Package html reads web pages: the article of a page as paragraphs, without the
// navigation around it, and what the page says about its title and date.
package html

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"gongshi"
	"gongshi/ingest/charset"
	"gongshi/ingest/decode"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{Name: "html", Types: []string{"text/html", "application/xhtml+xml"}, Match: matches, Decode: read}
}

var (
	// What may stand before the first tag:
	// "<?xml version="1.0"?>", "<!-- saved from url=(0042)http://… -->"
	prologue = regexp.MustCompile(`^(?:\s|\x{FEFF}|<\?xml[^>]*>|<!--(?s:.*?)-->)*`)
	// "<!DOCTYPE html PUBLIC …", "<html>", "<div class=…"
	firstTag = regexp.MustCompile(`^(?i:<!doctype\s+html|<(?:html|head|body|meta|title|link|style|script|base|table|div|p|span|font|center|h[1-6]|ul|ol|br|a|b|article|section)[\s>/])`)
	// A page after the message of a server: "Warning: …<html><head>"
	anyPage = regexp.MustCompile(`(?i)<html[\s>](?s:.*?)<(?:head|body)[\s>]`)
	// `<meta http-equiv=Content-Type content="text/html; charset=gb2312">`, `<meta charset='gbk'>`
	metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)`)
	// `<?xml version="1.0" encoding="gb2312"?>`
	xmlCharset = regexp.MustCompile(`(?i)^\s*<\?xml[^>]+encoding\s*=\s*["']([\w:-]+)`)
)

// matches tells whether a file begins as a page does. The encoding is found out
// first: the page may be in UTF-16.
func matches(head []byte) bool {
	const enough = 4 << 10
	text, _, _ := charset.Decode(wholeUTF8(head[:min(len(head), enough)]), "")
	start := text[len(prologue.FindString(text)):]
	return firstTag.MatchString(start) || anyPage.MatchString(text)
}

// wholeUTF8 is the head without the character that it ends within, where all
// before that is UTF-8: else every encoding would be weighed for a mistake that
// cutting made.
func wholeUTF8(head []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(head); n++ {
		rest, last := head[:len(head)-n], head[len(head)-n:]
		if !utf8.RuneStart(last[0]) {
			continue
		}
		if !utf8.FullRune(last) && utf8.Valid(rest) {
			return rest
		}
		break
	}
	return head
}

// declared is the encoding that a page names for itself.
func declared(data []byte) string {
	const within = 8 << 10
	head := data[:min(len(data), within)]
	for _, pattern := range []*regexp.Regexp{metaCharset, xmlCharset} {
		if m := pattern.FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// maxTags is the number of tags from which no tree is built: a tag of three
// bytes takes 150 in it.
const maxTags = 1 << 20

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	if err := decode.CheckInput(in.Data); err != nil {
		return nil, err
	}
	source, name, repairs := charset.Decode(in.Data, declared(in.Data))
	doc := &gongshi.Document{
		Source:      gongshi.Source{Charset: name, Method: gongshi.MethodNative},
		Diagnostics: decode.Repaired(name, repairs),
	}
	w := newWriter()
	info, err := article(ctx, w, source)
	if err != nil {
		// Pages nested too deep for the parser, and very large ones.
		w = newWriter()
		doc.Diagnostics = append(doc.Diagnostics, gongshi.Diagnostic{Stage: "decode", Code: "html-flat",
			Message: "read without regard to its structure: " + err.Error()})
		if info, err = flat(ctx, w, source); err != nil {
			return nil, err
		}
	}
	doc.Title, doc.Published = info.bestTitle(), info.published
	if err := w.out.Finish(doc); err != nil {
		return nil, err
	}
	lead(doc, info.headline)
	return doc, ctx.Err()
}

// article writes the article of a page.
func article(ctx context.Context, w *writer, source string) (about, error) {
	if strings.Count(source, "<") > maxTags {
		return about{}, errors.New("too many tags")
	}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return about{}, err
	}
	if ctx.Err() != nil {
		return about{}, ctx.Err()
	}
	for _, n := range content(root) {
		w.node(n)
		w.breakLine()
	}
	info := aboutTree(root)
	info.headline = headline(root, info)
	return info, nil
}
