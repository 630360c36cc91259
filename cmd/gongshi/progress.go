package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"gongshi/ingest"
)

// How often the display changes, and for how long there is none.
const (
	progressPace  = 200 * time.Millisecond
	progressDelay = time.Second
)

// progress shows on a terminal how far a command is, once it has taken longer
// than a second. It changes also while nothing is told to it, so that a long wait
// for a single file does not look like a program that hangs.
type progress struct {
	app   *app
	begun time.Time
	end   chan struct{}
	ended sync.WaitGroup

	mu      sync.Mutex
	now     standing
	visible bool
}

// standing is how far a command is.
type standing struct {
	// done counts of total; total is 0 where it is not known.
	done, total int
	failed      int
	// counts say more, the most important first.
	counts []string
	// unit names what is counted.
	unit string
	// current is the path of the file being read.
	current string
}

// newProgress begins a display. It gives nil where none is wanted; its methods
// know.
func (a *app) newProgress() *progress {
	if a.noProgress || width(a.stderr) == 0 || a.shown != nil {
		return nil
	}
	p := &progress{app: a, begun: time.Now(), end: make(chan struct{})}
	a.shown = p
	a.out.around = p.around
	p.ended.Go(p.run)
	return p
}

func (p *progress) run() {
	pace := time.NewTicker(progressPace)
	defer pace.Stop()
	for {
		select {
		case <-p.end:
			return
		case <-pace.C:
			p.draw()
		}
	}
}

// update tells how far the command is.
func (p *progress) update(now standing) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = now
}

func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	elapsed := time.Since(p.begun)
	if elapsed < progressDelay {
		return
	}
	p.visible = true
	fmt.Fprintf(p.app.stderr, "\r%s\x1b[K", p.app.progressLine(p.now, elapsed, width(p.app.stderr)-1))
}

// around writes something else to the terminal while the display is away.
func (p *progress) around(write func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	write()
}

func (p *progress) clear() {
	if p.visible {
		fmt.Fprint(p.app.stderr, "\r\x1b[K")
		p.visible = false
	}
}

// done ends the display and clears its line.
func (p *progress) done() {
	if p == nil {
		return
	}
	close(p.end)
	p.ended.Wait()
	p.clear()
	p.app.shown, p.app.out.around = nil, nil
}

// progressLine says in so many columns how far a command is. What does not fit is
// left out from the end; of the path, the end is kept.
func (a *app) progressLine(s standing, elapsed time.Duration, room int) string {
	first := fmt.Sprintf(a.tr("已处理 %d %s", "%d %s done"), s.done, s.unit)
	if s.total > 0 {
		first = fmt.Sprintf(a.tr("已处理 %d / %d %s", "%d of %d %s done"), s.done, s.total, s.unit)
	}
	parts := []string{first}
	if s.failed > 0 {
		parts = append(parts, fmt.Sprintf(a.tr("失败 %d", "%d failed"), s.failed))
	}
	if left, ok := timeLeft(s, elapsed); ok {
		parts = append(parts, a.tr("剩余约 ", "about ")+a.duration(left)+a.tr("", " left"))
	} else if len(s.counts) == 0 { // nothing else moves during a long file
		parts = append(parts, a.tr("已用 ", "")+a.duration(elapsed)+a.tr("", " so far"))
	}
	parts = append(parts, s.counts...)
	separator := a.tr("，", ", ")
	line := parts[0]
	for _, part := range parts[1:] {
		if columns.StringWidth(line+separator+part) > room {
			return columns.Truncate(line, room, "…")
		}
		line += separator + part
	}
	if left := room - columns.StringWidth(line) - 2; s.current != "" && left > 10 {
		line += "  " + truncateLeft(printable(s.current), left)
	}
	return columns.Truncate(line, room, "…")
}

// timeLeft guesses how long the rest takes, once enough is done to guess.
func timeLeft(s standing, elapsed time.Duration) (time.Duration, bool) {
	if s.total == 0 || s.done < s.total/50 || s.done == 0 || s.done > s.total {
		return 0, false
	}
	return time.Duration(float64(elapsed) / float64(s.done) * float64(s.total-s.done)), true
}

// duration says how long something takes, to the precision that a guess has.
func (a *app) duration(d time.Duration) string {
	switch seconds := int(d.Round(time.Second).Seconds()); {
	case seconds < 60:
		return fmt.Sprintf(a.tr("%d 秒", "%d s"), max(seconds, 1))
	case seconds < 3600:
		return fmt.Sprintf(a.tr("%d 分 %d 秒", "%d min %d s"), seconds/60, seconds%60)
	default:
		return fmt.Sprintf(a.tr("%d 小时 %d 分", "%d h %d min"), seconds/3600, seconds%3600/60)
	}
}

// truncateLeft gives the end of s in so many columns.
func truncateLeft(s string, room int) string {
	if columns.StringWidth(s) <= room {
		return s
	}
	runes := []rune(s)
	used := columns.StringWidth("…")
	at := len(runes)
	for at > 0 && used+columns.RuneWidth(runes[at-1]) <= room {
		at--
		used += columns.RuneWidth(runes[at])
	}
	return "…" + strings.TrimLeft(string(runes[at:]), " ")
}

// ofImport is how far an import is.
func (a *app) ofImport(now ingest.Progress, elapsed time.Duration) standing {
	return standing{done: now.Seen, failed: now.Failed, unit: a.tr("个文件", "files"), current: now.Current, counts: []string{
		fmt.Sprintf(a.tr("公示 %d 份", "%d notices"), now.Notices),
		fmt.Sprintf(a.tr("每秒 %.0f 份", "%.0f notices/s"), float64(now.Notices)/elapsed.Seconds()),
		fmt.Sprintf("%.1f MB", float64(now.Bytes)/1e6),
	}}
}
