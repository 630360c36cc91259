package ingest

import (
	"path"
	"regexp"
	"runtime"
	"strings"
)

// excluded gives the reason to leave out a file that lies beside documents
// but is none: the style sheets, scripts and fonts of saved web pages. Some of
// them would be read as text. Everything else that no format reads is a
// failure, since it might have been a notice.
func excluded(name string) string {
	switch suffix(name) {
	case ".json", ".jsonl", ".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico":
		return codeNotADocument
	}
	return ""
}

// counter is what tells members of the same name apart: "a.css#2".
var counter = regexp.MustCompile(`#\d+$`)

// suffix gives the suffix of a file name in small letters, without what comes
// from an address: "a.html?id=1" as wget names files, or a web archive.
func suffix(name string) string {
	if i := strings.LastIndex(name, "!/"); i >= 0 {
		name = name[i+2:]
	}
	name = counter.ReplaceAllString(name, "")
	if !strings.Contains(name, "://") {
		name = path.Base(name)
	}
	name, _, _ = strings.Cut(name, "?")
	return strings.ToLower(path.Ext(name))
}

func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}
