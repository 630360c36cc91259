package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"gongshi/ingest"
)

// progress shows on a terminal how far an import is, once it has taken longer
// than a second.
type progress struct {
	app     *app
	begun   time.Time
	mu      sync.Mutex
	last    time.Time
	visible bool
}

// newProgress gives nil where nothing is to be shown; its methods know.
func newProgress(a *app) *progress {
	if a.noProgress || width(a.stderr) == 0 {
		return nil
	}
	return &progress{app: a, begun: time.Now()}
}

func (p *progress) update(now ingest.Progress) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.begun) < time.Second || time.Since(p.last) < 200*time.Millisecond {
		return
	}
	p.last, p.visible = time.Now(), true
	seconds := time.Since(p.begun).Seconds()
	line := fmt.Sprintf(p.app.tr("已处理 %d 个文件，%.1f MB，公示 %d 份，每秒 %.0f 份，失败 %d  %s",
		"%d files, %.1f MB, %d notices, %.0f notices/s, %d failed  %s"),
		now.Seen, float64(now.Bytes)/1e6, now.Notices, float64(now.Notices)/seconds, now.Failed, now.Current)
	columnsLeft := width(p.app.stderr) - 1
	fmt.Fprintf(p.app.stderr, "\r%s\x1b[K", columns.Truncate(printable(line), columnsLeft, "…"))
}

// done clears the line for what is said next.
func (p *progress) done() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.visible {
		fmt.Fprint(p.app.stderr, "\r\x1b[K")
	}
}

// printable takes control characters out of text that came from files, so that
// a file name cannot steer the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x202E || r == 0x202D {
			return '\uFFFD'
		}
		return r
	}, s)
}
