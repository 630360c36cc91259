package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// answer is what a server sent, without what only served to send it.
type answer struct {
	status    int
	mediaType string
	body      io.Reader
}

// readAnswer reads the head of an HTTP response and undoes the encodings that
// its body has. Crawlers that undo one themselves often leave the field there
// that names it, so the body has to look like it.
func readAnswer(r *block, m *meter) (answer, error) {
	first, head, err := readFields(r.Reader)
	if err != nil {
		return answer{}, err
	}
	var a answer
	parts := strings.Fields(first)
	if len(parts) < 2 || !strings.HasPrefix(parts[0], "HTTP/") {
		return answer{}, errors.New("no HTTP response")
	}
	if a.status, err = strconv.Atoi(parts[1]); err != nil {
		return answer{}, errors.New("no HTTP status")
	}
	a.mediaType = head.get("Content-Type")
	body := r.Reader
	if strings.Contains(strings.ToLower(head.get("Transfer-Encoding")), "chunked") && startsChunk(body) {
		body = bufio.NewReaderSize(httputil.NewChunkedReader(body), bufferSize)
	}
	a.body, err = decodeContent(body, head.get("Content-Encoding"), m)
	return a, err
}

// startsChunk tells whether a body begins with a hexadecimal number on a line
// of its own.
func startsChunk(body *bufio.Reader) bool {
	head, _ := body.Peek(20)
	line, _, found := strings.Cut(string(head), "\n")
	size, _, _ := strings.Cut(strings.TrimSpace(line), ";")
	_, err := strconv.ParseUint(strings.TrimSpace(size), 16, 63)
	return found && err == nil
}

// maxEncodings is how many encodings a body may have on top of each other.
// Servers use one.
const maxEncodings = 3

// decodeContent undoes the encodings, the one applied last first.
func decodeContent(body *bufio.Reader, encodings string, m *meter) (io.Reader, error) {
	names := strings.Split(strings.ToLower(encodings), ",")
	if len(names) > maxEncodings {
		return nil, fmt.Errorf("%d encodings of one body", len(names))
	}
	for i := len(names) - 1; i >= 0; i-- {
		packed := &byteCounter{r: body}
		unpacked, err := decodeOnce(packed, strings.TrimSpace(names[i]))
		if err != nil {
			return nil, err
		}
		if unpacked == nil {
			continue
		}
		body = bufio.NewReaderSize(&layer{
			Reader: unpacked, packed: packed, meter: m, ratio: m.limits.Ratio,
		}, bufferSize)
	}
	return body, nil
}

// decodeOnce undoes one encoding; nil: the body does not have it.
func decodeOnce(packed *byteCounter, encoding string) (io.Reader, error) {
	head, err := packed.r.Peek(4)
	if len(head) == 0 && err == io.EOF {
		return nil, nil
	}
	switch encoding {
	case "gzip", "x-gzip":
		if bytes.HasPrefix(head, []byte(magicGzip)) {
			return gunzip(packed)
		}
	case "deflate":
		// It should be zlib; some servers leave the frame out.
		if len(head) > 1 && head[0]&0xf == 8 && (int(head[0])<<8+int(head[1]))%31 == 0 {
			return zlib.NewReader(packed)
		}
		if !looksLikeText(head) {
			return flate.NewReader(packed), nil
		}
	case "br":
		if !looksLikeText(head) {
			return brotli.NewReader(packed), nil
		}
	case "zstd":
		if isZstd(head) {
			return unzstd(packed)
		}
	case "", "identity":
	default:
		return nil, &Error{Code: CodeUnsupported, Detail: fmt.Sprintf("content encoded as %q", encoding)}
	}
	return nil, nil
}

// looksLikeText tells whether bytes begin a web page or a document, and are not
// packed: neither of the encodings has a mark of its own.
func looksLikeText(head []byte) bool {
	for _, start := range []string{"%PDF", "\xef\xbb\xbf", "PK\x03\x04", "\r\n\r\n", "<!", "<?"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return len(head) > 1 && head[0] == '<' && ('a' <= head[1]|0x20 && head[1]|0x20 <= 'z')
}

// isDocumentType tells whether what a server calls its answer can be a
// document. Whatever it does not say, or says that nobody knows, can be one.
func isDocumentType(mediaType string) bool {
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	mediaType = strings.TrimSpace(mediaType)
	kind, sub, _ := strings.Cut(mediaType, "/")
	switch kind {
	case "image", "audio", "video", "font", "model":
		return false
	}
	for _, part := range []string{"javascript", "ecmascript", "css", "json", "font", "x-shockwave-flash", "wasm"} {
		if strings.Contains(sub, part) {
			return false
		}
	}
	return true
}
