package ingest

import (
	"path"
	"runtime"
	"strings"
)

// excluded gives the reason to leave out a file that lies beside documents
// but is none: the style sheets, scripts and fonts of saved web pages. Some of
// them would be read as text. Everything else that no format reads is a
// failure, since it might have been a notice.
func excluded(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico":
		return codeNotADocument
	}
	return ""
}

func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}
