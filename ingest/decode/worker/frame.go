package worker

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongshi"
	"gongshi/ingest/decode"
)

// Limits on what is taken from the other side of the pipe.
const (
	maxHead  = 1 << 20
	maxFile  = 1 << 30
	maxReply = 512 << 20
)

// pipeSize is what a pipe holds: a file of that size, or a text, is passed on at
// once.
const pipeSize = 64 << 10

// request is the head of a frame to the worker; the bytes of the file follow.
type request struct {
	Format    string `json:"format,omitempty"` // empty: the worker finds it
	Name      string `json:"name"`
	PDFEngine string `json:"pdf_engine,omitempty"`
	OCRPages  int    `json:"ocr_pages,omitempty"`
	Size      int64  `json:"size"`
}

// state is what a worker is about to do.
type state string

// The states that a worker tells of. The time that it may take begins anew with
// each.
const (
	done      state = ""          // nothing: the frame is the answer
	reading   state = "reading"   // it has the file, or has done a step of it
	preparing state = "preparing" // what the format needs once
)

// reply is a frame from the worker; the text of the document, which is most of
// it, follows as it is.
type reply struct {
	State    state             `json:"state,omitempty"`
	Format   string            `json:"format,omitempty"`
	Document *gongshi.Document `json:"document,omitempty"`
	TextSize int64             `json:"text_size,omitempty"`
	Code     decode.Code       `json:"code,omitempty"`
	Detail   string            `json:"detail,omitempty"`
}

func writeReply(w io.Writer, r reply) error {
	if r.Document == nil {
		return writeFrame(w, r)
	}
	rest := *r.Document
	text := rest.Text
	rest.Text, r.Document, r.TextSize = "", &rest, int64(len(text))
	if err := writeFrame(w, r); err != nil {
		return err
	}
	_, err := io.WriteString(w, text)
	return err
}

func readReply(r io.Reader) (reply, error) {
	var answer reply
	if err := readFrame(r, maxReply, &answer); err != nil {
		return reply{}, err
	}
	if answer.TextSize > maxReply {
		return reply{}, fmt.Errorf("a text of %d bytes, the limit is %d", answer.TextSize, maxReply)
	}
	text, err := readBytes(r, answer.TextSize)
	if err != nil {
		return reply{}, noEOF(err)
	}
	if answer.Document != nil {
		answer.Document.Text = strings.ToValidUTF8(string(text), "\uFFFD")
	}
	return answer, nil
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
		return noEOF(err)
	}
	return json.Unmarshal(body, v)
}

// trusted is how many bytes are made room for before they are there.
const trusted = 1 << 20

// readBytes reads exactly n bytes, without trusting n to be there.
func readBytes(r io.Reader, n int64) ([]byte, error) {
	if n < 0 || n > maxFile {
		return nil, fmt.Errorf("a size of %d bytes", n)
	}
	if n <= trusted {
		data := make([]byte, n)
		_, err := io.ReadFull(r, data)
		return data, err
	}
	data, err := io.ReadAll(io.LimitReader(r, n))
	if err == nil && int64(len(data)) < n {
		err = io.ErrUnexpectedEOF
	}
	return data, err
}

// noEOF is err where the other side has not ended in good order.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
