package archive

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"time"

	"gongshi/internal/confine"
)

// marker is the environment variable that tells a program to unpack what is on
// its standard input; its value is a task in JSON.
const marker = "GONGSHI_UNPACK"

// task is what a child has to do.
type task struct {
	Kind      string   `json:"kind"`
	Passwords []string `json:"passwords,omitempty"`
	Budget    Budget   `json:"budget"`
	// Skip is how many members were dealt with before; those are not opened.
	Skip int `json:"skip,omitempty"`
	// Addresses and Seconds are the limits of the process.
	Addresses uint64 `json:"addresses"`
	Seconds   uint64 `json:"seconds"`
}

// Child tells whether this process was started to unpack a container. A program
// asks before it does anything else, and calls [Serve] if so.
func Child() bool { return os.Getenv(marker) != "" }

// The frames that a child writes: a byte that says what it is, four bytes of
// the size, and that many bytes.
const (
	frameMember = 'm' // wireMember; its data follow if it has no error
	frameData   = 'd'
	frameEnd    = 'e' // of a member: nothing, or a wireError
	frameLast   = 'z' // of the container: the same
)

const maxFrame = 1 << 20

// wireMember is a member on its way between processes.
type wireMember struct {
	Raw      []byte      `json:"raw"`
	Name     string      `json:"name"`
	Mode     fs.FileMode `json:"mode"`
	Modified time.Time   `json:"modified"`
	Size     int64       `json:"size"`
	Packed   int64       `json:"packed"`
	Err      *wireError  `json:"err,omitempty"`
}

type wireError struct {
	Code   Code   `json:"code"`
	Detail string `json:"detail"`
	Cause  string `json:"cause,omitempty"`
}

func newWireError(err *Error) *wireError {
	if err == nil {
		return nil
	}
	w := &wireError{Code: err.Code, Detail: err.Detail}
	if err.Err != nil {
		w.Cause = err.Err.Error()
	}
	return w
}

func (w *wireError) error() *Error {
	if w == nil {
		return nil
	}
	err := &Error{Code: w.Code, Detail: w.Detail}
	if w.Cause != "" {
		err.Err = errors.New(w.Cause)
	}
	return err
}

// Serve unpacks the container that in is, and writes its members to out. It
// puts limits on this process.
func Serve(in *os.File, out io.Writer) error {
	var t task
	if err := json.Unmarshal([]byte(os.Getenv(marker)), &t); err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	if err := confine.Limit(t.Addresses); err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	// Where that cannot be held, there still is no code that opens a connection.
	_ = confine.Offline()
	debug.SetMaxStack(64 << 20)
	if out == os.Stdout {
		// What a library prints must not get between the frames.
		os.Stdout = os.Stderr
	}
	w := &frames{bufio.NewWriterSize(out, bufferSize)}
	if err := errors.Join(t.serve(in, w), w.Flush()); err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	return nil
}

func (t *task) serve(in *os.File, w *frames) error {
	info, err := in.Stat()
	if err != nil {
		return err
	}
	s := &source{
		r: in, at: in, file: in, size: info.Size(), passwords: t.Passwords,
		meter: &meter{limits: t.Budget.withDefaults(), packed: -1},
	}
	if err := confine.Allow(t.Seconds); err != nil {
		return err
	}
	r, err := t.open(s)
	if err != nil {
		return w.failure(frameLast, asError(err))
	}
	defer r.Close()
	for n := 0; ; n++ {
		if err := confine.Allow(t.Seconds); err != nil {
			return err
		}
		m, err := r.next()
		switch {
		case err == io.EOF:
			return w.failure(frameLast, nil)
		case err != nil:
			return w.failure(frameLast, asError(err))
		case n < t.Skip:
			continue
		}
		if err := w.member(m); err != nil {
			return err
		}
	}
}

func (t *task) open(s *source) (reader, error) {
	for _, kind := range Kinds() {
		if kind.Name == t.Kind {
			return openGuarded(kind, s)
		}
	}
	return nil, &Error{Code: CodeUnsupported, Detail: fmt.Sprintf("no kind %q", t.Kind)}
}

// frames writes frames.
type frames struct{ *bufio.Writer }

func (w *frames) frame(kind byte, body []byte) error {
	head := [5]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(body)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(body)
	return err
}

// failure writes the end of something, which was a good one if reason is nil.
func (w *frames) failure(kind byte, reason *Error) error {
	var body []byte
	if reason != nil {
		var err error
		if body, err = json.Marshal(newWireError(reason)); err != nil {
			return err
		}
	}
	return w.frame(kind, body)
}

// member writes a member and its content.
func (w *frames) member(m *member) error {
	body, err := json.Marshal(wireMember{
		Raw: m.raw, Name: m.name, Mode: m.mode, Modified: m.modified, Size: m.size, Packed: m.packed, Err: newWireError(m.err),
	})
	if err != nil {
		return err
	}
	if err := w.frame(frameMember, body); err != nil || m.err != nil || m.open == nil {
		return err
	}
	// A parent that does not want the content can say so only by ending us.
	content, err := m.open()
	if err != nil {
		return w.failure(frameEnd, asError(err))
	}
	defer content.Close()
	return w.content(content)
}

func (w *frames) content(content io.Reader) error {
	buffer := make([]byte, bufferSize)
	for {
		n, err := content.Read(buffer)
		if n > 0 {
			if err := w.frame(frameData, buffer[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return w.failure(frameEnd, nil)
		}
		if err != nil {
			return w.failure(frameEnd, asError(err))
		}
	}
}
