package html

import (
	"context"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/ingest/decode"
)

// raw are the elements whose content the tokenizer gives as one piece of text
// that is none of the page.
var raw = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Iframe: true, atom.Textarea: true, atom.Title: true,
	atom.Noframes: true, atom.Noembed: true,
}

// flat writes a whole page tag by tag, without building its tree.
func flat(ctx context.Context, w *writer, source string) (about, error) {
	var info about
	var inside atom.Atom // a raw element
	tokens := html.NewTokenizer(strings.NewReader(source))
	for ctx.Err() == nil && w.out.Len() <= decode.MaxText {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			w.breakLine()
			if err := tokens.Err(); err != io.EOF {
				return info, &decode.Error{Code: decode.CodeDamaged, Detail: "the page cannot be read", Err: err}
			}
			return info, nil
		case html.TextToken:
			if text := string(tokens.Text()); inside == 0 {
				w.text(text)
			} else if inside == atom.Title && info.title == "" {
				info.title = collapse(text)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			if token.DataAtom == atom.Meta {
				info.meta(metaName(token.Attr), attr(token.Attr, "content"))
			}
			inside = 0
			if raw[token.DataAtom] && kind == html.StartTagToken {
				inside = token.DataAtom
			}
			w.open(token.DataAtom)
		case html.EndTagToken:
			inside = 0
			w.close(tokens.Token().DataAtom)
		}
	}
	return info, ctx.Err()
}
