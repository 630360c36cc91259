package worker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/internal/confine"
)

// Options are how workers are run. The zero value is good.
type Options struct {
	// Size is how many workers run at once; 0: one for each CPU.
	Size int
	// Wall is how long a file may take, or each step of it (see
	// [decode.Input.Step]); 0: 60 s.
	Wall time.Duration
	// Start is how long a worker may take until a format is ready, apart from
	// the files themselves (see [decode.Format.Prepare]); 0: 5 minutes.
	Start time.Duration
	// AddressSpace is how many bytes of addresses a worker may take, and
	// Memory how many bytes of memory; 0: 8 GiB and 2 GiB. They are held where
	// the operating system can hold them (Linux).
	AddressSpace, Memory uint64
	// MaxFiles is after how many files a worker is replaced, and MaxKept the bytes
	// of memory that it may hold on to between two files; 0: 1,000 and a quarter
	// of Memory.
	MaxFiles int
	MaxKept  uint64
	// CPU is how much processor time a file may take, in whole seconds; 0:
	// twice Wall. It ends workers that run on after the pool's process has died
	// or been stopped. Held like the two above.
	CPU time.Duration
	// Again gives another way to read a file whose worker ended or was killed
	// over it; false if there is none. Nil: there never is.
	Again func(in decode.Input) (decode.Input, bool)
	// Command is the program that becomes a worker; empty: this one.
	Command []string
}

func (o Options) withDefaults() (Options, error) {
	if o.Size <= 0 {
		o.Size = runtime.GOMAXPROCS(0)
	}
	if o.Wall <= 0 {
		o.Wall = time.Minute
	}
	if o.Start <= 0 {
		o.Start = 5 * time.Minute
	}
	if o.CPU <= 0 {
		o.CPU = 2 * o.Wall
	}
	if o.AddressSpace == 0 {
		o.AddressSpace = 8 << 30
	}
	if o.Memory == 0 {
		o.Memory = 2 << 30
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = 1000
	}
	if o.MaxKept == 0 {
		o.MaxKept = o.Memory / 4
	}
	if len(o.Command) == 0 {
		program, err := os.Executable()
		if err != nil {
			return o, fmt.Errorf("find this program: %w", err)
		}
		o.Command = []string{program}
	}
	return o, nil
}

// Pool reads files in workers. Its methods may be called from several
// goroutines. Workers are started when they are needed.
type Pool struct {
	options Options
	slots   chan struct{} // one for each worker that may run
	mu      sync.Mutex
	idle    []*child
	closed  bool
}

// New gives a pool without workers yet.
func New(o Options) (*Pool, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Pool{options: o, slots: make(chan struct{}, o.Size)}, nil
}

// Read finds the format of a file and reads it in a worker; it gives the name of
// the format as well. A file that takes too long, or ends its worker, is an error
// with [decode.CodeTimeout], [decode.CodeLimit] or [decode.CodeCrashed], unless it
// can be read another way (see Options); when ctx is done, its error is given.
func (p *Pool) Read(ctx context.Context, in decode.Input) (doc *gongshi.Document, format string, err error) {
	return p.read(ctx, "", in)
}

// Decode is [Pool.Read] with the format of that name, whatever the file is.
func (p *Pool) Decode(ctx context.Context, format string, in decode.Input) (*gongshi.Document, error) {
	doc, _, err := p.read(ctx, format, in)
	return doc, err
}

func (p *Pool) read(ctx context.Context, format string, in decode.Input) (*gongshi.Document, string, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
	answer, err := p.attempt(ctx, format, in)
	if code := decode.CodeOf(err); code != "" && p.options.Again != nil {
		if other, ok := p.options.Again(in); ok {
			if second, again := p.attempt(ctx, format, other); again == nil {
				return second.document(gongshi.Diagnostic{
					Stage: "decode", Code: "second-attempt", Message: "read another way after: " + err.Error(),
				})
			}
		}
	}
	if err != nil {
		return nil, "", err
	}
	return answer.document()
}

// attempt has a worker read a file. A worker that somebody kills, perhaps before
// it saw the file, does not speak against the file: a new one gets it, once. An
// error means that the worker is gone.
func (p *Pool) attempt(ctx context.Context, format string, in decode.Input) (reply, error) {
	c, err := p.take()
	if err != nil {
		return reply{}, err
	}
	answer, err := p.ask(ctx, c, format, in)
	if err != nil && c.killedByOthers() {
		if c, err = start(p.options); err != nil {
			return reply{}, err
		}
		answer, err = p.ask(ctx, c, format, in)
	}
	if err != nil {
		return reply{}, err
	}
	p.give(c)
	return answer, nil
}

// document is the document of the reply with what is to be added about it and
// the name of its format, or the error of the file.
func (r reply) document(remarks ...gongshi.Diagnostic) (*gongshi.Document, string, error) {
	if r.Document == nil {
		return nil, "", &decode.Error{Code: r.Code, Detail: r.Detail}
	}
	r.Document.Diagnostics = append(r.Document.Diagnostics, remarks...)
	return r.Document, r.Format, nil
}

// ask sends a file to a worker and waits for the answer, or for the end of
// time. After an error the worker is gone.
func (p *Pool) ask(ctx context.Context, c *child, format string, in decode.Input) (reply, error) {
	answered, stop := make(chan error, 1), make(chan struct{})
	states := make(chan state)
	var answer reply
	go func() {
		var err error
		answer, err = c.exchange(format, in, states, stop)
		answered <- err
	}()
	limit := p.options.Wall
	if c.files == 0 { // it may still be starting
		limit = p.options.Start
	}
	wall := time.NewTimer(limit)
	defer wall.Stop()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for {
		var err error
		select {
		case err := <-answered:
			if err != nil {
				return reply{}, c.obituary(err)
			}
			return answer, nil
		case now := <-states:
			limit = p.options.Wall
			if now == preparing {
				limit = p.options.Start
			}
			wall.Reset(limit)
		case <-ctx.Done():
			err = ctx.Err()
		case <-wall.C:
			err = &decode.Error{Code: decode.CodeTimeout, Detail: fmt.Sprintf("not done after %v", limit)}
		case <-look.C:
			if used := confine.Memory(c.cmd.Process.Pid); used > p.options.Memory {
				err = &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("reading it takes more than %d MB of memory", p.options.Memory>>20)}
			}
		}
		if err != nil {
			close(stop)
			c.kill()
			<-answered // nobody uses the pipes any more
			return reply{}, err
		}
	}
}

// take gives a worker: one that waits, or a new one.
func (p *Pool) take() (*child, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errors.New("the worker pool is closed")
	}
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return c, nil
	}
	return start(p.options)
}

// give takes a worker back. One that has read many files, or holds on to much
// memory, is replaced: what libraries leave behind adds up.
func (p *Pool) give(c *child) {
	c.files++
	worn := c.files >= p.options.MaxFiles || confine.Memory(c.cmd.Process.Pid) > p.options.MaxKept
	p.mu.Lock()
	worn = worn || p.closed
	if !worn {
		p.idle = append(p.idle, c)
	}
	p.mu.Unlock()
	if worn {
		c.kill()
	}
}

// Close ends all workers. No Decode may be under way.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, c := range p.idle {
		c.kill()
	}
	p.idle = nil
	return nil
}

// child is a running worker.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	send   *bufio.Writer
	out    *bufio.Reader
	stderr *confine.FirstWords
	files  int
	end    sync.Once
	ours   atomic.Bool // we killed it
	status error
}

func start(o Options) (*child, error) {
	cmd := exec.Command(o.Command[0], o.Command[1:]...)
	cmd.Env = []string{
		fmt.Sprintf("%s=%d %d %d", marker, o.AddressSpace, int(max(1, o.CPU.Seconds())), int(max(1, 2*o.Start.Seconds()))),
		// Most files are small: without the limit being near, garbage is left lying
		// for a while.
		fmt.Sprintf("GOMEMLIMIT=%d", o.Memory/2), "GOGC=400",
	}
	for _, name := range []string{"PATH", "TESSDATA_PREFIX", "HOME", "XDG_CACHE_HOME", "TMPDIR", "LocalAppData", "SystemRoot", "TEMP"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	confine.Apart(cmd)
	c := &child{cmd: cmd, stderr: new(confine.FirstWords)}
	cmd.Stderr = c.stderr
	var err error
	if c.in, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start worker: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start worker: %w", err)
	}
	c.send, c.out = bufio.NewWriterSize(c.in, pipeSize), bufio.NewReaderSize(out, pipeSize)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start worker: %w", err)
	}
	return c, nil
}

// exchange sends a file and reads the answer. What the worker says in between goes
// to states, until stop is closed.
func (c *child) exchange(format string, in decode.Input, states chan<- state, stop <-chan struct{}) (reply, error) {
	req := request{format, in.Name, in.PDFEngine, in.OCRPages, int64(len(in.Data))}
	if err := writeFrame(c.send, req); err != nil {
		return reply{}, err
	}
	if _, err := c.send.Write(in.Data); err != nil {
		return reply{}, err
	}
	if err := c.send.Flush(); err != nil {
		return reply{}, err
	}
	for {
		answer, err := readReply(c.out)
		if err != nil || answer.State == done {
			return answer, err
		}
		select {
		case states <- answer.State:
		case <-stop:
		}
	}
}

// kill ends the worker and waits until it has gone.
func (c *child) kill() {
	c.end.Do(func() {
		c.destroy()
		c.status = c.cmd.Wait()
	})
}

func (c *child) destroy() {
	c.ours.Store(true)
	_ = c.cmd.Process.Kill() // it may have gone by itself
}

// killedByOthers tells of a worker that is gone whether neither we nor the file
// ended it: the system was out of memory, or somebody cleaned up.
func (c *child) killedByOthers() bool {
	exit, ok := errors.AsType[*exec.ExitError](c.status)
	if !ok || c.ours.Load() {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// obituary says why a worker is gone.
func (c *child) obituary(cause error) error {
	c.end.Do(func() {
		c.in.Close()
		// Dying takes a moment, in which it says why; one that does not die
		// has broken the protocol.
		grace := time.AfterFunc(2*time.Second, c.destroy)
		defer grace.Stop()
		c.status = c.cmd.Wait()
	})
	words := c.stderr.String()
	detail := "its reader ended without an answer"
	if line := firstLine(words, "fatal error:", "panic:", "runtime:"); line != "" {
		detail += ": " + line
	} else if c.status != nil {
		detail += ": " + c.status.Error()
	}
	if strings.Contains(words, confine.Overtime) {
		return &decode.Error{Code: decode.CodeTimeout, Detail: "reading it takes too much processor time", Err: cause}
	}
	if strings.Contains(words, "out of memory") || strings.Contains(words, "cannot allocate") {
		return &decode.Error{Code: decode.CodeLimit, Detail: "reading it takes too much memory", Err: cause}
	}
	return &decode.Error{Code: decode.CodeCrashed, Detail: detail, Err: cause}
}

// firstLine gives the first line of text that begins with one of the words.
func firstLine(text string, words ...string) string {
	for line := range strings.Lines(text) {
		for _, word := range words {
			if strings.HasPrefix(line, word) {
				return strings.TrimSpace(line)
			}
		}
	}
	return ""
}
