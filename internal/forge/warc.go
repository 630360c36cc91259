package forge

import (
	"fmt"
	"strings"
)

// Record builds a WARC record.
func Record(kind, url, mediaType, block string, more ...string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nWARC-Target-URI: %s\r\n"+
		"WARC-Date: 2023-10-13T01:02:03Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n", kind, url, mediaType, len(block))
	for _, line := range more {
		b.WriteString(line + "\r\n")
	}
	return []byte(b.String() + "\r\n" + block + "\r\n\r\n")
}

// Page is a record of a web page; head are more lines of the answer.
func Page(url, body string, head ...string) []byte {
	return Answer(url, "200 OK", "text/html; charset=utf-8", body, head...)
}

func Answer(url, status, mediaType, body string, head ...string) []byte {
	lines := append([]string{"HTTP/1.1 " + status, "Content-Type: " + mediaType}, head...)
	return Record("response", url, "application/http;msgtype=response", strings.Join(lines, "\r\n")+"\r\n\r\n"+body)
}
