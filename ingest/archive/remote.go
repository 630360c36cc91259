package archive

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"gongshi/internal/confine"
)

// Limits of a process that unpacks. It holds a dictionary, the list of the
// members and little else.
const (
	childAddresses = 6 << 30
	childMemory    = 1 << 30
	childSeconds   = 120         // of processor time for one member
	childSilence   = time.Minute // between two signs of life
	maxRestarts    = 3
)

// remote is a container that is read by another process.
type remote struct {
	ctx     context.Context
	command []string
	task    task
	source  *source
	silence time.Duration
	p       *process
	current *remoteContent // of the last member; nil: it has none
	ended   error          // why there is nothing more
	starts  int
}

// openRemote starts a process that reads a container.
func openRemote(ctx context.Context, command []string, kind string, s *source) (reader, error) {
	r := &remote{
		ctx: ctx, command: command, source: s, silence: childSilence,
		task: task{Kind: kind, Passwords: s.passwords, Budget: s.meter.limits, Addresses: childAddresses, Seconds: childSeconds},
	}
	if s.silence > 0 {
		r.silence = s.silence
	}
	return r, r.start()
}

func (r *remote) start() error {
	r.starts++
	p, err := startProcess(r)
	if err != nil {
		return &Error{Code: CodeUnreadable, Detail: "the process that unpacks cannot be started", Err: err}
	}
	r.p = p
	return nil
}

func (r *remote) Close() error {
	r.p.kill(nil)
	return nil
}

func (r *remote) next() (*member, error) {
	if err := r.finish(); err != nil {
		return nil, err
	}
	kind, body, err := r.p.frame()
	if err != nil {
		r.ended = err
		return nil, err
	}
	switch kind {
	case frameMember:
		r.task.Skip++
		return r.member(body)
	case frameLast:
		r.ended = io.EOF
		if reason := readWireError(body); reason != nil {
			r.ended = reason
		}
		return nil, r.ended
	}
	r.ended = &Error{Code: CodeCrashed, Detail: fmt.Sprintf("what unpacks it says %q", kind)}
	return nil, r.ended
}

// finish goes to the end of the last member. If the process died of it, another
// one goes on behind it.
func (r *remote) finish() error {
	if r.ended != nil {
		return r.ended
	}
	if r.current == nil {
		return nil
	}
	_, err := io.Copy(io.Discard, &meteredReader{ReadCloser: r.current, meter: r.source.meter, packed: -1, whole: true})
	died, whole := r.current.died, r.current.err != nil
	r.current = nil
	switch {
	case err != nil && !whole: // a limit of ours
		r.ended = err
		return err
	case died && r.starts > maxRestarts:
		r.ended = &Error{Code: CodeCrashed, Detail: "what unpacks it ended again and again", Err: err}
		return r.ended
	case died:
		return r.start()
	}
	return nil
}

func (r *remote) member(body []byte) (*member, error) {
	var w wireMember
	if err := json.Unmarshal(body, &w); err != nil {
		return nil, &Error{Code: CodeCrashed, Detail: "what unpacks it does not say what", Err: err}
	}
	m := &member{
		raw: w.Raw, name: w.Name, mode: w.Mode, modified: w.Modified, size: w.Size, packed: w.Packed, err: w.Err.error(),
	}
	if m.err == nil {
		r.current = &remoteContent{p: r.p}
		m.open = func() (io.ReadCloser, error) { return io.NopCloser(r.current), nil }
	}
	return m, nil
}

func readWireError(body []byte) *Error {
	if len(body) == 0 {
		return nil
	}
	var w wireError
	if err := json.Unmarshal(body, &w); err != nil {
		return &Error{Code: CodeCrashed, Detail: "what unpacks it does not say why", Err: err}
	}
	return w.error()
}

// remoteContent is the content of a member.
type remoteContent struct {
	p    *process
	data []byte
	err  error
	died bool
}

func (c *remoteContent) Close() error { return nil }

func (c *remoteContent) Read(p []byte) (int, error) {
	for len(c.data) == 0 && c.err == nil {
		kind, body, err := c.p.frame()
		switch {
		case err != nil:
			c.err, c.died = err, true
		case kind == frameData:
			c.data = body
		case kind == frameEnd:
			c.err = io.EOF
			if reason := readWireError(body); reason != nil {
				c.err = reason
			}
		default:
			c.err, c.died = &Error{Code: CodeCrashed, Detail: fmt.Sprintf("what unpacks it says %q", kind)}, true
		}
	}
	if len(c.data) == 0 {
		return 0, c.err
	}
	n := copy(p, c.data)
	c.data = c.data[n:]
	return n, nil
}

// process is a running child.
type process struct {
	cmd    *exec.Cmd
	out    *bufio.Reader
	stderr confine.FirstWords
	body   []byte // of the last frame
	wall   time.Duration
	end    sync.Once
	status error
	ended  chan struct{}
	mu     sync.Mutex
	cause  *Error // why we killed it
}

func startProcess(r *remote) (*process, error) {
	value, err := json.Marshal(r.task)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(r.ctx, r.command[0], r.command[1:]...)
	cmd.Env = []string{marker + "=" + string(value), fmt.Sprintf("GOMEMLIMIT=%d", childMemory/2)}
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "TMPDIR", "LocalAppData", "SystemRoot", "TEMP"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	confine.Apart(cmd)
	p := &process{cmd: cmd, wall: r.silence, ended: make(chan struct{})}
	cmd.Stdin, cmd.Stderr = r.source.file, &p.stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReaderSize(out, bufferSize)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go p.watch()
	return p, nil
}

// watch looks at the memory of the process until it ends.
func (p *process) watch() {
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-p.ended:
			return
		case <-look.C:
			if confine.Memory(p.cmd.Process.Pid) > childMemory {
				p.stop(&Error{Code: CodeLimit, Detail: fmt.Sprintf("unpacking it takes more than %d MB of memory", childMemory>>20)})
			}
		}
	}
}

// stop kills the process; its last words are then cause.
func (p *process) stop(cause *Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cause == nil {
		p.cause = cause
	}
	_ = p.cmd.Process.Kill() // it may have gone by itself
}

// kill ends the process and waits until it has gone.
func (p *process) kill(cause *Error) {
	p.end.Do(func() {
		p.stop(cause)
		p.status = p.cmd.Wait()
		close(p.ended)
	})
}

func (p *process) gone() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// frame reads a frame. An error says why the process is gone.
func (p *process) frame() (kind byte, body []byte, err error) {
	if p.gone() {
		return 0, nil, p.obituary(nil)
	}
	alarm := time.AfterFunc(p.wall, func() {
		p.stop(&Error{Code: CodeTimeout, Detail: fmt.Sprintf("unpacking it gave nothing for %v", p.wall)})
	})
	defer alarm.Stop()
	var head [5]byte
	if _, err := io.ReadFull(p.out, head[:]); err != nil {
		return 0, nil, p.obituary(err)
	}
	size := binary.BigEndian.Uint32(head[1:])
	if size > maxFrame {
		p.kill(nil)
		return 0, nil, &Error{Code: CodeCrashed, Detail: fmt.Sprintf("a frame of %d bytes", size)}
	}
	if cap(p.body) < int(size) {
		p.body = make([]byte, size)
	}
	p.body = p.body[:size]
	if _, err := io.ReadFull(p.out, p.body); err != nil {
		return 0, nil, p.obituary(err)
	}
	return head[0], p.body, nil
}

// obituary says why a process is gone.
func (p *process) obituary(cause error) *Error {
	p.end.Do(func() {
		// Dying takes a moment, in which it says why.
		grace := time.AfterFunc(2*time.Second, func() { _ = p.cmd.Process.Kill() })
		defer grace.Stop()
		p.status = p.cmd.Wait()
		close(p.ended)
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cause != nil {
		return p.cause
	}
	words := p.stderr.String()
	switch {
	case strings.Contains(words, confine.Overtime):
		return &Error{Code: CodeTimeout, Detail: "unpacking it takes too much processor time", Err: cause}
	case strings.Contains(words, "out of memory"), strings.Contains(words, "cannot allocate"):
		return &Error{Code: CodeLimit, Detail: "unpacking it takes too much memory", Err: cause}
	}
	detail := "what unpacks it ended"
	if line, _, _ := strings.Cut(words, "\n"); line != "" {
		detail += ": " + line
	} else if p.status != nil {
		detail += ": " + p.status.Error()
	}
	return &Error{Code: CodeCrashed, Detail: detail, Err: cause}
}
