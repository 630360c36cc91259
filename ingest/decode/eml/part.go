package eml

import (
	"bytes"
	"cmp"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"path"
	"regexp"
	"slices"
	"strings"

	"gongshi"
	"gongshi/ingest/charset"
	"gongshi/ingest/decode"
)

// Limits of a mail.
const (
	maxParts  = 2000
	maxDepth  = 12
	maxFields = 10_000   // of a header
	maxField  = 64 << 10 // bytes; the rest is passed over
)

// mail is what was found in a mail so far.
type mail struct {
	parts    int    // that may still come
	texts    []text // of the mail, in their order
	inner    []text // of mails within it
	attached []attachment
	locked   bool // encrypted
	cut      bool // ends too early, or is broken
}

// part is a mail, or a part of one.
type part struct {
	header textproto.MIMEHeader
	body   []byte

	kind   string // media type
	params map[string]string
}

// attachment is a file in a mail that is none of its texts.
type attachment struct {
	name string
	part *part
}

// text is one text of a mail in several forms, the best first.
type text []body

// body is a text in one form.
type body struct {
	data    []byte // in its own encoding
	charset string // as declared; empty: not at all
	html    bool
	flowed  bool // lines were broken by the sender's program
	joined  bool // … without a blank
}

func (p *part) get(name string) string { return p.header.Get(name) }

// posted tells whether a mail was sent to somebody; a saved web page was not.
func (p *part) posted() bool {
	for _, name := range []string{"To", "Received", "Delivered-To", "Return-Path"} {
		if p.get(name) != "" {
			return true
		}
	}
	return false
}

// open reads a mail, from its header on.
func (m *mail) open(data []byte, depth int) (*part, error) {
	header, rest := splitHeader(data)
	p := newPart(header, rest)
	found, err := m.visit(p, depth)
	m.texts = append(m.texts, found...)
	return p, err
}

// splitHeader cuts the header off. Lines that are no field are passed over.
func splitHeader(data []byte) (textproto.MIMEHeader, []byte) {
	header := textproto.MIMEHeader{}
	name := ""
	fields := 0
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		data = rest
		if len(line) == 0 {
			break
		}
		text := string(line)
		if text[0] == ' ' || text[0] == '\t' {
			if values := header[name]; len(values) > 0 && len(values[len(values)-1]) < maxField {
				values[len(values)-1] += " " + strings.TrimSpace(text)
			}
			continue
		}
		name = ""
		if fields++; fields > maxFields {
			continue
		}
		if key, value, found := strings.Cut(text, ":"); found && headerLine.MatchString(text) {
			name = textproto.CanonicalMIMEHeaderKey(key)
			header.Add(name, strings.TrimSpace(value))
		}
	}
	return header, data
}

// `boundary="----=_NextPart_000"`, `charset=gb2312`, where the rest of the field
// breaks the rules
var looseParam = regexp.MustCompile(`(?i)\b(boundary|charset|name|filename|type|start)\s*=\s*"?([^";]+)`)

func newPart(header textproto.MIMEHeader, body []byte) *part {
	p := &part{header: header, body: body}
	p.kind, p.params = parameters(header.Get("Content-Type"))
	if p.kind == "" {
		p.kind = "text/plain"
	}
	return p
}

// parameters takes a field apart, also one that breaks the rules.
func parameters(field string) (kind string, params map[string]string) {
	kind, params, err := mime.ParseMediaType(field)
	if err == nil {
		return kind, params
	}
	kind, _, _ = strings.Cut(field, ";")
	params = map[string]string{}
	for _, m := range looseParam.FindAllStringSubmatch(field, -1) {
		params[strings.ToLower(m[1])] = strings.TrimSpace(m[2])
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}

// visit gives the texts in a part and notes the rest.
func (m *mail) visit(p *part, depth int) ([]text, error) {
	if m.parts--; m.parts < 0 || depth > maxDepth {
		return nil, errTooDeep
	}
	attached := p.disposition() == "attachment"
	switch {
	case p.kind == "multipart/encrypted", strings.HasSuffix(p.kind, "pkcs7-mime") && p.params["smime-type"] != "signed-data":
		m.locked = true
	case strings.HasPrefix(p.kind, "multipart/"):
		return m.multipart(p, depth)
	case p.kind == "message/rfc822" && !attached:
		return nil, m.forwarded(p, depth)
	case (p.kind == "text/html" || p.kind == "text/plain" || p.kind == "application/xhtml+xml") && !attached:
		return []text{{m.body(p)}}, nil
	default:
		m.attach(p)
	}
	return nil, nil
}

// forwarded visits a mail within a mail: its text counts if there is no other.
func (m *mail) forwarded(p *part, depth int) error {
	header, rest := splitHeader(p.decoded(m))
	inner := newPart(header, rest)
	subject := decodeWords(header.Get("Subject"))
	if subject == "" {
		subject = "a mail"
	}
	m.attached = append(m.attached, attachment{subject + ".eml", p})
	found, err := m.visit(inner, depth+1)
	m.inner = append(m.inner, found...)
	return err
}

// multipart visits the parts of a part.
func (m *mail) multipart(p *part, depth int) ([]text, error) {
	reader := multipart.NewReader(bytes.NewReader(p.body), p.params["boundary"])
	var found []text
	m.cut = m.cut || !bytes.Contains(p.body, []byte("--"+p.params["boundary"]+"--"))
	for {
		next, err := reader.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			m.cut = true
			break
		}
		data, err := io.ReadAll(next)
		m.cut = m.cut || err != nil
		inner := newPart(next.Header, data)
		if p.kind == "multipart/related" && inner.resource() {
			continue
		}
		texts, err := m.visit(inner, depth+1)
		if err != nil {
			return nil, err
		}
		if start := p.params["start"]; start != "" && start == inner.get("Content-ID") {
			found = append(texts, found...)
		} else {
			found = append(found, texts...)
		}
	}
	switch p.kind {
	case "multipart/alternative":
		return forms(found, func(b body) bool { return b.html }), nil
	case "multipart/related": // a page, and what it shows in frames
		return forms(found, func(body) bool { return true }), nil
	}
	return found, nil
}

// forms makes one text of several, the preferred forms first.
func forms(found []text, preferred func(body) bool) []text {
	all := slices.Concat(found...)
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b body) int {
		switch {
		case preferred(a) == preferred(b):
			return 0
		case preferred(a):
			return -1
		}
		return 1
	})
	return []text{all}
}

// resource tells of a part that belongs to a page, such as an image in it.
func (p *part) resource() bool {
	kind, _, _ := strings.Cut(p.kind, "/")
	return kind != "text" && kind != "multipart" && kind != "message" && p.disposition() != "attachment" && p.kind != "application/xhtml+xml" ||
		p.kind == "text/css" || p.kind == "text/javascript"
}

func (p *part) disposition() string {
	kind, _ := parameters(p.get("Content-Disposition"))
	return kind
}

// attach notes a file by its name.
func (m *mail) attach(p *part) {
	_, params := parameters(p.get("Content-Disposition"))
	name := cmp.Or(params["filename"], p.params["name"], p.kind)
	if name != p.kind {
		name = path.Base(strings.ReplaceAll(decodeWords(name), `\`, "/"))
	}
	m.attached = append(m.attached, attachment{name, p})
}

func (m *mail) body(p *part) body {
	return body{
		data: p.decoded(m), charset: p.params["charset"], html: p.kind != "text/plain",
		flowed: strings.EqualFold(p.params["format"], "flowed"), joined: strings.EqualFold(p.params["delsp"], "yes"),
	}
}

// decoded undoes the transfer encoding.
func (p *part) decoded(m *mail) []byte {
	switch strings.ToLower(strings.TrimSpace(p.get("Content-Transfer-Encoding"))) {
	case "base64":
		data, whole := fromBase64(p.body)
		m.cut = m.cut || !whole
		return data
	case "quoted-printable":
		return fromQuoted(p.body)
	}
	return p.body
}

// text gives the text in UTF-8, and the encoding that it had; that of a page
// that its mail does not declare is left to the page.
func (b *body) text() (data []byte, name string, remarks []gongshi.Diagnostic) {
	if b.html && b.charset == "" {
		return b.data, "", nil
	}
	decoded, name, repairs := charset.Decode(b.data, b.charset)
	if b.flowed {
		decoded = unfold(decoded, b.joined)
	}
	// The mark keeps what the page says of its encoding from being believed.
	return []byte("\uFEFF" + decoded), name, decode.Repaired(name, repairs)
}

// decodeWords decodes a field that may have encoded words, or bytes in any
// encoding: "=?gb2312?B?1fu4xA==?=".
func decodeWords(field string) string {
	decoder := mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
		data, err := io.ReadAll(r)
		decoded, _, _ := charset.Decode(data, name)
		return strings.NewReader(decoded), err
	}}
	decoded, err := decoder.DecodeHeader(field)
	if err != nil {
		decoded = field
	}
	decoded, _, _ = charset.Decode([]byte(decoded), "utf-8")
	return strings.Join(strings.Fields(decoded), " ")
}
