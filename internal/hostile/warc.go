package hostile

import (
	"bytes"
	"strings"

	"gongshi/internal/forge"
)

// warcs are web archives.
var warcs = []Case{
	{Name: "warc: a length of eight exabytes", Aim: Memory, Make: func() []byte {
		return bytes.Replace(forge.Page("http://h/1", "x"), []byte("Content-Length: "), []byte("Content-Length: 9223372036854775"), 1)
	}, Codes: []string{"damaged", ""}},
	{Name: "warc: a head without an end", Aim: Memory, Make: func() []byte {
		return forge.Gzip(append([]byte("WARC/1.0\r\n"), bytes.Repeat([]byte("x"), 8<<20)...))
	}, Codes: []string{"damaged"}},
	{Name: "warc: a head of a million lines", Aim: Memory, Make: func() []byte {
		return append([]byte("WARC/1.0\r\n"), bytes.Repeat([]byte("a: b\r\n"), 1<<20)...)
	}, Codes: []string{"damaged"}},
	{Name: "warc: an answer of a million lines", Aim: Memory, Make: func() []byte {
		return forge.Record("response", "http://h/1", "application/http", "HTTP/1.1 200 OK\r\n"+strings.Repeat("a: b\r\n", 1<<20)+"\r\nx")
	}, Codes: []string{"damaged"}},
	{Name: "warc: a body of zeros", Aim: Size, Make: func() []byte {
		return forge.Page("http://h/1", string(forge.Gzip(make([]byte, 16<<20))), "Content-Encoding: gzip")
	}, Codes: []string{"limit"}},
	{Name: "warc: a body of bodies", Aim: Size, Make: func() []byte {
		return forge.Page("http://h/1", string(forge.Gzip(forge.Gzip(forge.Gzip(make([]byte, 16<<20))))), "Content-Encoding: gzip, gzip, gzip")
	}, Codes: []string{"limit"}},
	{Name: "warc: a thousand encodings", Aim: Time, Make: func() []byte {
		return forge.Page("http://h/1", "x", "Content-Encoding: "+strings.Repeat("gzip,", 1000))
	}, Codes: []string{"damaged", "unsupported"}},
	{Name: "warc: 30,000 broken records", Aim: Time, Crowd: true, Make: func() []byte { return bytes.Repeat([]byte("WARC/1.0\r\n\r\n"), 30_000) }, Codes: []string{"limit"}},
	{Name: "warc: a bomb among good records", Aim: Size, Make: func() []byte {
		return bytes.Join([][]byte{forge.Gzip(forge.Page("http://h/1", "1")), forge.Gzip(forge.Page("http://h/2", forge.Blanks(16<<20))), forge.Gzip(forge.Page("http://h/3", "3"))}, nil)
	}, Codes: []string{"limit"}},
}
