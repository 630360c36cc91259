// Package eml reads saved mails (EML) and web pages saved as one file (MHT), which
// are made like mails. The text of a mail is its document; what is attached to
// it are files of their own: the document names them, and [Attached] gives them.
package eml

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/html"
	plain "gongshi/ingest/decode/text"
)

// Format gives the format.
func Format() decode.Format {
	return decode.Format{Name: "eml", Types: []string{"message/rfc822", "multipart/related"}, Match: matches, Decode: read}
}

// "Subject: =?gb2312?B?…?="
var headerLine = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]*):`)

// Fields of mails: those that hardly any other text begins with, and those that
// go with them.
var (
	telling = []string{"mime-version", "received", "return-path", "message-id", "dkim-signature", "from", "snapshot-content-location"}
	usual   = []string{"to", "subject", "date", "content-type", "content-transfer-encoding", "delivered-to", "reply-to", "sender", "cc", "x-mailer"}
)

// matches tells whether a file begins with the header of a mail.
func matches(head []byte) bool {
	found := map[string]bool{}
	hits := 0
	for line := range bytes.Lines(start(head)) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		m := headerLine.FindSubmatch(line)
		if m == nil {
			break
		}
		name := strings.ToLower(string(m[1]))
		if !found[name] && slices.Contains(telling, name) {
			hits += 2
		}
		if !found[name] && slices.Contains(usual, name) {
			hits++
		}
		found[name] = true
	}
	return hits >= 3 && slices.ContainsFunc(telling, func(name string) bool { return found[name] })
}

// start gives the file from its first field on. A line of a mailbox may stand
// before it: "From wang@example.cn Mon Jun  5 09:00:00 2023".
func start(data []byte) []byte {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), "\r\n\t ")
	if bytes.HasPrefix(data, []byte("From ")) {
		if _, rest, found := bytes.Cut(data, []byte("\n")); found {
			return rest
		}
	}
	return data
}

// Attached gives the names of the files attached to a mail, and what is in them.
// Of a mail that is encrypted, or has too many parts, it gives those that were
// found.
func Attached(data []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		m := mail{parts: maxParts}
		// What is wrong with the mail, its own reading tells.
		_, _ = m.open(start(data), 0)
		for _, a := range m.attached {
			if !yield(a.name, a.part.decoded(&m)) {
				return
			}
		}
	}
}

func read(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
	if err := decode.CheckInput(in.Data); err != nil {
		return nil, err
	}
	m := mail{parts: maxParts}
	top, err := m.open(start(in.Data), 0)
	if err != nil {
		return nil, err
	}
	doc, err := m.document(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	doc.Source.MediaType = "message/rfc822"
	subject := decodeWords(top.get("Subject"))
	if doc.Title == "" || top.posted() && subject != "" {
		doc.Title = subject
	}
	doc.Diagnostics = append(doc.Diagnostics, m.remarks()...)
	return doc, nil
}

// document reads the texts of the mail; if they say nothing, those of the mails
// within it.
func (m *mail) document(ctx context.Context, name string) (*gongshi.Document, error) {
	if m.locked {
		return nil, &decode.Error{Code: decode.CodeEncrypted, Detail: "the mail is encrypted"}
	}
	for _, texts := range [][]text{m.texts, m.inner} {
		var doc *gongshi.Document
		for _, t := range texts {
			next, err := t.read(ctx, name)
			if err != nil && decode.CodeOf(err) != decode.CodeEmpty {
				return nil, err
			}
			doc = join(doc, next)
		}
		if doc != nil {
			return doc, ctx.Err()
		}
	}
	code := decode.CodeEmpty
	if m.cut {
		code = decode.CodeDamaged
	}
	return nil, &decode.Error{Code: code, Detail: "the mail has no text of its own" + m.others()}
}

// read decodes the first form that says anything.
func (t text) read(ctx context.Context, name string) (doc *gongshi.Document, err error) {
	for i := range t {
		if doc, err = t[i].read(ctx, name); decode.CodeOf(err) != decode.CodeEmpty {
			break
		}
	}
	return doc, err
}

// read decodes a text.
func (b *body) read(ctx context.Context, name string) (*gongshi.Document, error) {
	data, charset, remarks := b.text()
	f := plain.Format()
	if b.html {
		f = html.Format()
	}
	doc, err := f.Decode(ctx, decode.Input{Name: name, Data: data})
	if err != nil {
		return nil, err
	}
	if charset != "" {
		doc.Source.Charset = charset
	}
	doc.Diagnostics = append(doc.Diagnostics, remarks...)
	return doc, nil
}

// join puts a text behind another. Either may be nil.
func join(doc, next *gongshi.Document) *gongshi.Document {
	if doc == nil || next == nil {
		return cmp.Or(doc, next)
	}
	if !strings.HasSuffix(doc.Text, "\n") {
		doc.Text += "\n"
	}
	tables := 0
	for _, b := range doc.Blocks {
		tables = max(tables, b.Table)
	}
	for _, b := range next.Blocks {
		b.Span.Start += len(doc.Text)
		b.Span.End += len(doc.Text)
		if b.Table > 0 {
			b.Table += tables
		}
		doc.Blocks = append(doc.Blocks, b)
	}
	doc.Text += next.Text
	doc.Diagnostics = append(doc.Diagnostics, next.Diagnostics...)
	return doc
}

// mostNames is how many of the attached files are named.
const mostNames = 20

// others names what is attached: "; attached: a.pdf, b.doc".
func (m *mail) others() string {
	if len(m.attached) == 0 {
		return ""
	}
	var shown []string
	for _, a := range m.attached[:min(len(m.attached), mostNames)] {
		shown = append(shown, a.name)
	}
	names := strings.Join(shown, ", ")
	if more := len(m.attached) - mostNames; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	return "; attached: " + names
}

// remarks tell what of the mail is not in its document.
func (m *mail) remarks() []gongshi.Diagnostic {
	var out []gongshi.Diagnostic
	if len(m.attached) > 0 {
		out = append(out, gongshi.Diagnostic{Stage: "decode", Code: "attachments-left-out",
			Message: fmt.Sprintf("%d files are not read%s", len(m.attached), m.others())})
	}
	if m.cut {
		out = append(out, gongshi.Diagnostic{Stage: "decode", Code: "mail-partial", Message: "the mail is cut short, or parts of it are broken"})
	}
	return out
}

var errTooDeep = &decode.Error{Code: decode.CodeLimit, Detail: "parts within parts, too many or too deep"}
