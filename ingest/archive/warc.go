package archive

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
	"time"
)

const signWARC = "WARC/"

func warcKind() Kind {
	return Kind{Name: "warc", Match: isWARC, open: func(s *source) (reader, error) {
		return newWARCReader(&plainRecords{r: bufio.NewReaderSize(s.r, bufferSize)}, s.meter), nil
	}}
}

func isWARC(head []byte) bool { return bytes.HasPrefix(head, []byte(signWARC)) }

// records is a stream of WARC records, which may be packed one by one.
type records interface {
	// record gives the stream at the next record. After a broken one, lost is
	// true, and it may be further on; if it is although lost is false, gap is
	// true. io.EOF: there are no more.
	record(lost bool) (r *bufio.Reader, gap bool, err error)
}

// warcReader reads a web archive: what servers answered, in the order in which
// a crawler asked. The members are the pages and documents; what else there is
// besides them (questions, remarks, answers that were the same as before) is
// passed over.
type warcReader struct {
	records records
	meter   *meter
	block   *block // of the last record; nil: none was begun
	lost    bool   // the last record was broken
	hidden  int    // broken ones that are not told by a member
	n       int
}

func newWARCReader(r records, m *meter) *warcReader { return &warcReader{records: r, meter: m} }

func (w *warcReader) Close() error { return nil }

func (w *warcReader) next() (*member, error) {
	for {
		if err := w.finish(); err != nil {
			return nil, err
		}
		r, gap, err := w.records.record(w.lost)
		if gap {
			w.hidden++
		}
		if err == io.EOF && w.hidden > 0 {
			return nil, &Error{Code: CodeDamaged, Detail: fmt.Sprintf("records are broken: at least %d", w.hidden)}
		}
		if err != nil {
			return nil, err
		}
		w.n++
		w.lost = false
		m, err := w.read(r)
		if err != nil && w.meter.over() {
			return nil, err
		}
		if err != nil {
			w.lost, w.block = true, nil
			name := fmt.Sprintf("record %d", w.n)
			return &member{raw: []byte(name), name: name, size: -1, packed: -1, err: brokenRecord(err)}, nil
		}
		if m != nil {
			return m, nil
		}
	}
}

func brokenRecord(err error) *Error {
	if CodeOf(err) != "" {
		return asError(err)
	}
	return &Error{Code: CodeDamaged, Detail: "a broken record", Err: err}
}

// finish reads the rest of the last record. An error is a limit of the archive,
// not of the record.
func (w *warcReader) finish() error {
	if w.block == nil {
		return nil
	}
	err := w.block.end()
	if err != nil && w.meter.over() {
		return err
	}
	if err != nil {
		w.lost = true
		if !w.block.told {
			w.hidden++
		}
	}
	w.block = nil
	return nil
}

// read reads the headers of a record; nil: it holds no file.
func (w *warcReader) read(r *bufio.Reader) (*member, error) {
	_, fields, err := readFields(r)
	if err != nil {
		return nil, err
	}
	size, err := strconv.ParseInt(fields.get("Content-Length"), 10, 64)
	if err != nil || size < 0 {
		return nil, fmt.Errorf("a length of %q", fields.get("Content-Length"))
	}
	w.block = newBlock(r, size, fields.get("WARC-Block-Digest"))
	url := strings.Trim(fields.get("WARC-Target-URI"), "<>")
	kind := fields.get("WARC-Type")
	if kind != "response" && kind != "resource" || !isAddress(url) {
		return nil, nil
	}
	captured, _ := time.Parse(time.RFC3339, fields.get("WARC-Date"))
	m := &member{raw: []byte(url), name: cleanURL(url), url: url, captured: captured, size: size, packed: -1, free: true}
	body, mediaType := io.Reader(w.block), fields.get("Content-Type")
	if kind == "response" {
		answer, err := readAnswer(w.block, w.meter)
		switch {
		case CodeOf(err) != "":
			m.err = asError(err)
		case err != nil:
			m.err = &Error{Code: CodeDamaged, Detail: "the answer of the server cannot be read", Err: err}
		case answer.status != 200:
			m.err = &Error{Code: CodeSkipped, Detail: fmt.Sprintf("the server answered %d", answer.status)}
		}
		body, mediaType, m.size = answer.body, answer.mediaType, -1
	}
	switch {
	case m.err != nil:
	case !isDocumentType(mediaType):
		m.err = &Error{Code: CodeSkipped, Detail: fmt.Sprintf("a part of a web page (%s)", mediaType)}
	case fields.get("WARC-Truncated") != "":
		m.err = &Error{Code: CodeDamaged, Detail: fmt.Sprintf("the crawler cut it short (%s)", fields.get("WARC-Truncated"))}
	}
	m.open = func() (io.ReadCloser, error) { return io.NopCloser(&bodyReader{body, w.block}), nil }
	return m, nil
}

// isAddress tells whether a record is about something that was fetched, and not
// about the crawl itself.
func isAddress(url string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(url), ":")
	switch scheme {
	case "http", "https", "ftp", "file":
		return true
	}
	return false
}

// bodyReader is the body of a record. It ends well only if the whole record
// does.
type bodyReader struct {
	io.Reader
	block *block
}

func (b *bodyReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		if ended := b.block.end(); ended != nil {
			err = ended
		}
	}
	if err != nil && err != io.EOF {
		b.block.told = true
		if CodeOf(err) == "" {
			err = &Error{Code: CodeDamaged, Detail: "the record is cut short or broken", Err: err}
		}
	}
	return n, err
}

// block is the content of a record, as it stands there.
type block struct {
	*bufio.Reader
	counted *io.LimitedReader
	sum     hash.Hash // nil: the record has no checksum
	want    string
	ended   bool
	err     error
	told    bool // whoever read the member knows that it is broken
}

func newBlock(r *bufio.Reader, size int64, digest string) *block {
	b := &block{counted: &io.LimitedReader{R: r, N: size}}
	algorithm, want, _ := strings.Cut(digest, ":")
	switch strings.ToLower(algorithm) {
	case "sha1":
		b.sum, b.want = sha1.New(), want
	case "sha256", "sha-256":
		b.sum, b.want = sha256.New(), want
	}
	var content io.Reader = b.counted
	if b.sum != nil {
		content = io.TeeReader(content, b.sum)
	}
	b.Reader = bufio.NewReaderSize(content, bufferSize)
	return b
}

// end reads what was not yet read and tells whether the record was whole.
func (b *block) end() error {
	if b.ended {
		return b.err
	}
	b.ended = true
	_, b.err = io.Copy(io.Discard, b.Reader)
	if b.err == nil && b.counted.N > 0 {
		b.err = io.ErrUnexpectedEOF
	}
	if b.err == nil && b.sum != nil && !sameDigest(b.sum.Sum(nil), b.want) {
		b.err = errors.New("the record has another checksum than it says")
	}
	return b.err
}

// sameDigest compares a digest with one written in base 32, or in base 16. What
// is written in another way cannot be compared.
func sameDigest(sum []byte, written string) bool {
	switch len(strings.TrimRight(written, "=")) {
	case base32.StdEncoding.WithPadding(base32.NoPadding).EncodedLen(len(sum)):
		return strings.EqualFold(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum), strings.TrimRight(written, "="))
	case hex.EncodedLen(len(sum)):
		return strings.EqualFold(hex.EncodeToString(sum), written)
	}
	return true
}

// fields are the lines "Name: value" at the head of a record or an answer.
type fields map[string]string

func (f fields) get(name string) string { return f[strings.ToLower(name)] }

// Limits of such a head.
const (
	maxHead   = 256 << 10 // bytes
	maxFields = 1000
)

// readFields reads the first line, and the fields up to an empty line. A field
// that comes twice has both values, with a comma between.
func readFields(r *bufio.Reader) (first string, f fields, err error) {
	f = fields{}
	last, size := "", 0
	for n := 0; ; n++ {
		line, err := r.ReadSlice('\n')
		if size += len(line); err != nil || size > maxHead || n > maxFields {
			return "", nil, errors.Join(errors.New("the head is cut short or too long"), noEnd(err))
		}
		text := strings.TrimRight(string(line), "\r\n")
		switch name, value, ok := strings.Cut(text, ":"); {
		case n == 0:
			first = text
		case text == "":
			return first, f, nil
		case text[0] == ' ' || text[0] == '\t':
			f[last] += " " + strings.TrimSpace(text)
		case ok:
			last = strings.ToLower(strings.TrimSpace(name))
			if f[last] != "" {
				f[last] += ","
			}
			f[last] += strings.TrimSpace(value)
		}
	}
}
