// Package worker reads files in another process. Readers of foreign bytes can
// hang, or take the memory of the whole machine, or end the process that they
// run in, and nothing in that process can prevent it. A worker is this same
// program, executed again with limits and without a way into the network; when a
// file ends it, the file has failed and the next one gets a new worker.
package worker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"gongshi/ingest/decode"
	"gongshi/internal/confine"
)

// marker is the environment variable that tells a program to be a worker; its
// value is the address space it may take, in bytes, and the processor time that
// a file and the preparation of a format may take, in seconds:
// "8589934592 120 600".
const marker = "GONGSHI_WORKER"

// Child tells whether this process was started to be a worker. A program asks
// before it does anything else, and calls [Serve] if so.
func Child() bool { return os.Getenv(marker) != "" }

// Serve reads files that come on r with the formats and writes what they give
// to w, until r ends. It puts the limits of a worker on this process.
func Serve(formats []decode.Format, r io.Reader, w io.Writer) error {
	s := &server{
		formats: formats, prepared: map[string]bool{},
		in: bufio.NewReaderSize(r, pipeSize), out: bufio.NewWriterSize(w, pipeSize),
	}
	var addresses uint64
	if _, err := fmt.Sscan(os.Getenv(marker), &addresses, &s.seconds, &s.start); err != nil {
		return fmt.Errorf("worker: %s=%q: %w", marker, os.Getenv(marker), err)
	}
	if err := confine.Limit(addresses); err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	// Where the operating system cannot close the network, the readers still
	// have no code that opens a connection.
	_ = confine.Offline()
	debug.SetMaxStack(64 << 20)
	if w == os.Stdout {
		// What a library prints must not get between the frames.
		os.Stdout = os.Stderr
	}
	for {
		err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("worker: %w", err)
		}
	}
}

// server is a worker from within.
type server struct {
	formats        []decode.Format
	in             *bufio.Reader
	out            *bufio.Writer
	seconds, start uint64
	prepared       map[string]bool
	begun          bool
}

// next reads a file and answers. io.EOF is given if there is none.
func (s *server) next() error {
	var req request
	if err := readFrame(s.in, maxHead, &req); err != nil {
		return err
	}
	data, err := readBytes(s.in, req.Size)
	if err != nil {
		return fmt.Errorf("read file: %w", noEOF(err))
	}
	if err := confine.Allow(s.seconds); err != nil {
		return err
	}
	if !s.begun {
		s.begun = true
		if err := s.tell(reading); err != nil {
			return err
		}
	}
	answer, err := s.read(req.Format, decode.Input{Name: req.Name, Data: data, PDFEngine: req.PDFEngine, OCRPages: req.OCRPages})
	if err != nil {
		return err
	}
	return errors.Join(writeReply(s.out, answer), s.out.Flush())
}

// tell says what the worker is about to do.
func (s *server) tell(now state) error {
	return errors.Join(writeReply(s.out, reply{State: now}), s.out.Flush())
}

// read reads a file. An error is given when nobody listens any more.
func (s *server) read(format string, in decode.Input) (reply, error) {
	f, err := s.find(format, in)
	if err != nil {
		return failed(err), nil
	}
	if err := s.prepare(f); err != nil {
		return reply{}, err
	}
	in.Step = func() {
		// What goes wrong here shows when the answer is written.
		_ = errors.Join(confine.Allow(s.seconds), s.tell(reading))
	}
	doc, err := decode.Run(context.Background(), f, in)
	if err != nil {
		return failed(err), nil
	}
	return reply{Format: f.Name, Document: doc}, nil
}

// find gives the format of that name, or that of the file if none is named.
func (s *server) find(name string, in decode.Input) (decode.Format, error) {
	if name == "" {
		return decode.Find(s.formats, in)
	}
	i := slices.IndexFunc(s.formats, func(f decode.Format) bool { return f.Name == name })
	if i < 0 {
		return decode.Format{}, &decode.Error{Code: decode.CodeUnsupported, Detail: "the worker has no format " + name}
	}
	return s.formats[i], nil
}

// prepare does once what the format needs.
func (s *server) prepare(f decode.Format) error {
	if f.Prepare == nil || s.prepared[f.Name] {
		return nil
	}
	s.prepared[f.Name] = true
	if err := errors.Join(confine.Allow(s.start), s.tell(preparing)); err != nil {
		return err
	}
	f.Prepare()
	return errors.Join(confine.Allow(s.seconds), s.tell(reading))
}

// failed is the reply about a file that gave no document.
func failed(err error) reply {
	if e, ok := errors.AsType[*decode.Error](err); ok {
		return reply{Code: e.Code, Detail: e.Detail}
	}
	return reply{Code: decode.CodeDamaged, Detail: err.Error()}
}
