package docx

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongshi/ingest/decode"
)

// Limits of a part.
const (
	maxDepth  = 256
	maxTokens = 20_000_000
)

type start = xml.StartElement

// visitor is called for a child element, under its short name: "w:p" for those
// of word processing, "mc:…" for alternatives, "m:…" for formulas, "" for all
// others. It must read to the end of the element: with each, text or skip.
type visitor func(name string, e start) error

// part is an XML part that is being read.
type part struct {
	ctx    context.Context
	name   string
	file   io.Closer
	xml    *xml.Decoder
	depth  int
	tokens int
}

func newPart(ctx context.Context, name string, r io.ReadCloser) *part {
	limited := &limitedReader{r, decode.MaxInput}
	return &part{ctx: ctx, name: name, file: r, xml: xml.NewDecoder(limited)}
}

func (p *part) close() { p.file.Close() }

// token gives the next token. Entities other than those of XML are errors of
// the decoder, so nothing expands.
func (p *part) token() (xml.Token, error) {
	token, err := p.xml.Token()
	if err != nil {
		return nil, p.fault(err)
	}
	if p.tokens++; p.tokens > maxTokens {
		return nil, &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("part %q has more than %d tokens", p.name, maxTokens)}
	}
	if p.tokens%4096 == 0 && p.ctx.Err() != nil {
		return nil, p.ctx.Err()
	}
	switch token.(type) {
	case xml.StartElement:
		p.depth++
	case xml.EndElement:
		p.depth--
	}
	if p.depth > maxDepth {
		return nil, &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("part %q is nested deeper than %d", p.name, maxDepth)}
	}
	return token, nil
}

// fault makes an error of the decoder one of the file.
func (p *part) fault(err error) error {
	if _, ok := errors.AsType[*decode.Error](err); ok || err == io.EOF && p.depth == 0 {
		return err
	}
	return &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("part %q cannot be read", p.name), Err: err}
}

// each visits the children of the current element, or the root at the start,
// and reads to its end.
func (p *part) each(visit visitor) error {
	for {
		token, err := p.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := visit(shortName(token.Name), token); err != nil {
				return err
			}
		}
	}
}

// skip reads to the end of the current element.
func (p *part) skip() error {
	for depth := p.depth; p.depth >= depth; {
		if _, err := p.token(); err != nil {
			return err
		}
	}
	return nil
}

// text gives the text of the current element and reads to its end.
func (p *part) text() (string, error) {
	var b strings.Builder
	for depth := p.depth; p.depth >= depth; {
		token, err := p.token()
		if err != nil {
			return "", err
		}
		if data, ok := token.(xml.CharData); ok {
			b.Write(data)
		}
	}
	return b.String(), nil
}

// shortName names an element whatever prefix the file uses. The namespaces of
// the two editions of the standard differ in all but their ends.
func shortName(n xml.Name) string {
	switch {
	case n.Space == "w", strings.Contains(n.Space, "wordprocessingml") && strings.HasSuffix(n.Space, "main"):
		return "w:" + n.Local
	case strings.HasSuffix(n.Space, "markup-compatibility/2006"):
		return "mc:" + n.Local
	case strings.HasSuffix(n.Space, "officeDocument/2006/math"), strings.HasSuffix(n.Space, "officeDocument/math"):
		return "m:" + n.Local
	}
	return ""
}

// attr gives an attribute by its local name: they have no rivals in others.
func attr(e start, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// isOn tells whether a property that is on when it merely stands there is on.
func isOn(e start) bool {
	switch attr(e, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}
