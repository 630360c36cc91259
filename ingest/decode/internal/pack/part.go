package pack

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"gongshi/ingest/decode"
)

// Limits of a part.
const (
	// MaxDepth is how deep elements may be nested.
	MaxDepth  = 256
	maxTokens = 20_000_000
)

// Start is the beginning of an element.
type Start = xml.StartElement

// Names gives the short name of an element, whatever prefix the file uses; ""
// for elements that the format does not care about.
type Names func(xml.Name) string

// Visitor is called for a child element, under its short name. It must read to
// the end of the element: with Each, Text, Content or Skip.
type Visitor func(name string, e Start) error

// Part is an XML part that is being read.
type Part struct {
	ctx    context.Context
	name   string
	names  Names
	file   io.Closer
	source *source
	xml    *xml.Decoder
	depth  int
	tokens int
}

func newPart(ctx context.Context, name string, names Names, r io.ReadCloser) *Part {
	s := newSource(r)
	return &Part{ctx: ctx, name: name, names: names, file: r, source: s, xml: xml.NewDecoder(s)}
}

// LimitToken ends the reading with an error at a token, such as a text, of more
// than n bytes.
func (p *Part) LimitToken(n int, err error) { p.source.most, p.source.tooLong = n, err }

// Close ends the reading of the part.
func (p *Part) Close() { p.file.Close() }

// token gives the next token. Entities other than those of XML are errors of
// the decoder, so nothing expands.
func (p *Part) token() (xml.Token, error) {
	token, err := p.xml.Token()
	p.source.taken = 0
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
	if p.depth > MaxDepth {
		return nil, &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("part %q is nested deeper than %d", p.name, MaxDepth)}
	}
	return token, nil
}

// fault makes an error of the decoder one of the file.
func (p *Part) fault(err error) error {
	// At a limit within a character the decoder only complains of that.
	if decode.CodeOf(p.source.err) != "" {
		return p.source.err
	}
	if err == io.EOF && p.depth == 0 {
		return err
	}
	return &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("part %q cannot be read", p.name), Err: err}
}

// Each visits the children of the current element, or the root at the start,
// and reads to its end.
func (p *Part) Each(visit Visitor) error { return p.Content(visit, nil) }

// Content is Each for elements whose text matters: it goes to text, piece by
// piece, between the calls of visit.
func (p *Part) Content(visit Visitor, text func(string)) error {
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
			if err := visit(p.names(token.Name), token); err != nil {
				return err
			}
		case xml.CharData:
			if text != nil {
				text(string(token))
			}
		}
	}
}

// Local is the short name of elements of formats that have no rivals in other
// namespaces, or of which files have invented several.
func Local(n xml.Name) string { return n.Local }

// Walk visits the elements of a part by their local names, at any depth and from
// the top down. A visit that has read its element to the end says so; otherwise
// those within come next.
func (p *Package) Walk(part string, visit func(r *Part, name string, e Start) (done bool, err error)) error {
	r, err := p.Part(part, Local)
	if err != nil {
		return err
	}
	defer r.Close()
	var element Visitor
	element = func(name string, e Start) error {
		if done, err := visit(r, name, e); err != nil || done {
			return err
		}
		return r.Each(element)
	}
	return r.Each(element)
}

// Skip reads to the end of the current element.
func (p *Part) Skip() error {
	for depth := p.depth; p.depth >= depth; {
		if _, err := p.token(); err != nil {
			return err
		}
	}
	return nil
}

// Text gives the text of the current element and reads to its end.
func (p *Part) Text() (string, error) {
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

// Attr gives an attribute by its local name: in the formats that are read, they
// have no rivals in other namespaces.
func Attr(e Start, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
