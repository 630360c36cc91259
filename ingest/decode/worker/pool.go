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
	// MaxFiles is after how many files a worker is replaced; 0: 200.
	MaxFiles int
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
		o.MaxFiles = 200
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

// Decode reads a file with the format of that name in a worker. A file that
// takes too long, or ends its worker, is an error with [decode.CodeTimeout],
// [decode.CodeLimit] or [decode.CodeCrashed], unless it can be read another way
// (see Options); when ctx is done, its error is given.
func (p *Pool) Decode(ctx context.Context, format string, in decode.Input) (*gongshi.Document, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
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
		return nil, err
	}
	return answer.document()
}

// attempt has a worker read a file. An error means that the worker is gone.
func (p *Pool) attempt(ctx context.Context, format string, in decode.Input) (reply, error) {
	c, err := p.take()
	if err != nil {
		return reply{}, err
	}
	answer, err := p.ask(ctx, c, request{format, in.Name, in.PDFEngine, in.OCRPages, int64(len(in.Data))}, in.Data)
	if err != nil {
		c.kill()
		return reply{}, err
	}
	p.give(c)
	return answer, nil
}

// document is the document of the reply with what is to be added about it, or
// the error of the file.
func (r reply) document(remarks ...gongshi.Diagnostic) (*gongshi.Document, error) {
	if r.Document == nil {
		return nil, &decode.Error{Code: r.Code, Detail: r.Detail}
	}
	r.Document.Diagnostics = append(r.Document.Diagnostics, remarks...)
	return r.Document, nil
}

// ask sends a file to a worker and waits for the answer, or for the end of
// time.
func (p *Pool) ask(ctx context.Context, c *child, req request, data []byte) (answer reply, err error) {
	done, ready, step := make(chan error, 1), make(chan struct{}), make(chan struct{}, 1)
	go func() { done <- c.exchange(req, data, ready, step, &answer) }()
	limit := p.options.Start
	wall := time.NewTimer(limit)
	defer wall.Stop()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case err := <-done:
			if err != nil {
				return reply{}, c.obituary(err)
			}
			return answer, nil
		case <-ready:
			ready, limit = nil, p.options.Wall
			wall.Reset(limit)
		case <-step:
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
			c.kill()
			<-done // nobody writes to answer any more
			return reply{}, err
		}
	}
}

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

func (p *Pool) give(c *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.files++; p.closed || c.files >= p.options.MaxFiles {
		c.kill()
		return
	}
	p.idle = append(p.idle, c)
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
	out    *bufio.Reader
	stderr *confine.FirstWords
	files  int
	end    sync.Once
	status error
}

func start(o Options) (*child, error) {
	cmd := exec.Command(o.Command[0], o.Command[1:]...)
	cmd.Env = []string{
		fmt.Sprintf("%s=%d %d %d", marker, o.AddressSpace, int(max(1, o.CPU.Seconds())), int(max(1, 2*o.Start.Seconds()))),
		fmt.Sprintf("GOMEMLIMIT=%d", o.Memory/2),
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
	c.out = bufio.NewReader(out)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start worker: %w", err)
	}
	return c, nil
}

// exchange sends a file and reads the answer. It closes ready when the worker
// begins with the file, and sends on step, if there is room, when a step of it
// is done.
func (c *child) exchange(req request, data []byte, ready, step chan<- struct{}, answer *reply) error {
	if err := writeFrame(c.in, req); err != nil {
		return err
	}
	if _, err := c.in.Write(data); err != nil {
		return err
	}
	var begun begin
	if err := readFrame(c.out, maxHead, &begun); err != nil {
		return err
	}
	close(ready)
	for {
		*answer = reply{}
		if err := readFrame(c.out, maxReply, answer); err != nil || !answer.Step {
			return err
		}
		select {
		case step <- struct{}{}:
		default:
		}
	}
}

// kill ends the worker and waits until it has gone.
func (c *child) kill() {
	c.end.Do(func() {
		_ = c.cmd.Process.Kill() // it may have gone by itself
		c.status = c.cmd.Wait()
	})
}

// obituary says why a worker is gone.
func (c *child) obituary(cause error) error {
	c.end.Do(func() {
		c.in.Close()
		// Dying takes a moment, in which it says why; one that does not die
		// has broken the protocol.
		grace := time.AfterFunc(2*time.Second, func() { _ = c.cmd.Process.Kill() })
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
