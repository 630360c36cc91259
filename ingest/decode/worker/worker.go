// Package worker reads files in another process. Some libraries that read
// foreign bytes can hang, or take the memory of the whole machine, or end the
// process that they run in, and nothing in that process can prevent it. A
// worker is this same program, executed again with limits; when a file ends
// it, the file has failed and the next one gets a new worker.
package worker

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"gongshi"
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

// request is the head of a frame to the worker; the bytes of the file follow.
type request struct {
	Format    string `json:"format"`
	Name      string `json:"name"`
	PDFEngine string `json:"pdf_engine,omitempty"`
	OCRPages  int    `json:"ocr_pages,omitempty"`
	Size      int64  `json:"size"`
}

// begin is the frame that comes back when the format is ready for the file.
type begin struct{}

// reply is the frame that comes back at last, or after a step: then more will.
type reply struct {
	Step     bool              `json:"step,omitempty"`
	Document *gongshi.Document `json:"document,omitempty"`
	Code     decode.Code       `json:"code,omitempty"`
	Detail   string            `json:"detail,omitempty"`
}

// Limits on what is taken from the other side of the pipe.
const (
	maxHead  = 1 << 20
	maxFile  = 1 << 30
	maxReply = 512 << 20
)

// Serve reads files that come on r with the formats and writes what they give
// to w, until r ends. It puts the limits of a worker on this process.
func Serve(formats []decode.Format, r io.Reader, w io.Writer) error {
	var addresses, seconds, start uint64
	if _, err := fmt.Sscan(os.Getenv(marker), &addresses, &seconds, &start); err != nil {
		return fmt.Errorf("worker: %s=%q: %w", marker, os.Getenv(marker), err)
	}
	if err := confine.Limit(addresses); err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	debug.SetMaxStack(64 << 20)
	if w == os.Stdout {
		// What a library prints must not get between the frames.
		os.Stdout = os.Stderr
	}
	in, out := bufio.NewReader(r), bufio.NewWriter(w)
	prepared := map[string]bool{}
	for {
		var req request
		err := readFrame(in, maxHead, &req)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("worker: read request: %w", err)
		}
		data, err := readBytes(in, req.Size)
		if err != nil {
			return fmt.Errorf("worker: read file: %w", err)
		}
		f, known := find(formats, req.Format)
		if f.Prepare != nil && !prepared[f.Name] {
			if err := confine.Allow(start); err != nil {
				return fmt.Errorf("worker: %w", err)
			}
			f.Prepare()
			prepared[f.Name] = true
		}
		if err := errors.Join(confine.Allow(seconds), writeFrame(out, begin{}), out.Flush()); err != nil {
			return fmt.Errorf("worker: %w", err)
		}
		answer := reply{Code: decode.CodeUnsupported, Detail: "the worker has no format " + req.Format}
		if known {
			answer = serve(f, req, data, func() {
				// What goes wrong here shows when the answer is written.
				_ = errors.Join(confine.Allow(seconds), writeFrame(out, reply{Step: true}), out.Flush())
			})
		}
		if err := errors.Join(writeFrame(out, answer), out.Flush()); err != nil {
			return fmt.Errorf("worker: write reply: %w", err)
		}
	}
}

func find(formats []decode.Format, name string) (f decode.Format, known bool) {
	i := slices.IndexFunc(formats, func(f decode.Format) bool { return f.Name == name })
	if i < 0 {
		return f, false
	}
	return formats[i], true
}

func serve(f decode.Format, req request, data []byte, step func()) reply {
	doc, err := decode.Run(context.Background(), f, decode.Input{
		Name: req.Name, Data: data, PDFEngine: req.PDFEngine, OCRPages: req.OCRPages, Step: step,
	})
	if err == nil {
		return reply{Document: doc}
	}
	if e, ok := errors.AsType[*decode.Error](err); ok {
		return reply{Code: e.Code, Detail: e.Detail}
	}
	return reply{Code: decode.CodeDamaged, Detail: err.Error()}
}

func writeFrame(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var size [4]byte
	binary.BigEndian.PutUint32(size[:], uint32(len(body)))
	if _, err := w.Write(size[:]); err != nil {
		return err
	}
	_, err = w.Write(body)
	return err
}

// readFrame reads a frame of at most limit bytes. io.EOF is given only where no
// frame has begun.
func readFrame(r io.Reader, limit uint32, v any) error {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > limit {
		return fmt.Errorf("a frame of %d bytes, the limit is %d", size, limit)
	}
	body, err := readBytes(r, int64(size))
	if err != nil {
		return err
	}
	return json.Unmarshal(body, v)
}

// readBytes reads exactly n bytes, without trusting n to be there.
func readBytes(r io.Reader, n int64) ([]byte, error) {
	if n < 0 || n > maxFile {
		return nil, fmt.Errorf("a size of %d bytes", n)
	}
	data, err := io.ReadAll(io.LimitReader(r, n))
	if err == nil && int64(len(data)) < n {
		err = io.ErrUnexpectedEOF
	}
	return data, err
}
