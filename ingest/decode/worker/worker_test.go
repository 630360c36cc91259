package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"gongshi"
	"gongshi/ingest/decode"
)

func TestMain(m *testing.M) {
	if Child() {
		if err := Serve(formats(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// formats are readers that do what bad files make good readers do.
func formats() []decode.Format {
	format := func(name string, f func(in decode.Input) (*gongshi.Document, error)) decode.Format {
		return decode.Format{Name: name, Types: []string{"test/" + name}, Isolated: true,
			Decode: func(_ context.Context, in decode.Input) (*gongshi.Document, error) { return f(in) }}
	}
	return []decode.Format{
		format("echo", func(in decode.Input) (*gongshi.Document, error) {
			fmt.Println("chatter of a library")
			return &gongshi.Document{Text: in.Name + "|" + in.PDFEngine + "|" + string(in.Data)}, nil
		}),
		format("refuse", func(decode.Input) (*gongshi.Document, error) {
			return nil, &decode.Error{Code: decode.CodeEncrypted, Detail: "needs a password"}
		}),
		format("panic", func(decode.Input) (*gongshi.Document, error) { panic("oh no") }),
		format("exit", func(decode.Input) (*gongshi.Document, error) { os.Exit(3); return nil, nil }),
		format("hang", func(decode.Input) (*gongshi.Document, error) {
			for {
				time.Sleep(time.Millisecond)
			}
		}),
		format("overflow", func(decode.Input) (*gongshi.Document, error) {
			return nil, errors.New(strings.Repeat("x", overflow(0)))
		}),
		format("allocate", func(decode.Input) (*gongshi.Document, error) {
			return nil, errors.New(string(make([]byte, 1<<40)))
		}),
		format("fill", func(decode.Input) (*gongshi.Document, error) {
			var all [][]byte
			for {
				block := make([]byte, 32<<20)
				for i := 0; i < len(block); i += 4096 {
					block[i] = 1
				}
				all = append(all, block)
				time.Sleep(time.Duration(len(all)) * time.Millisecond)
			}
		}),
		format("huge", func(decode.Input) (*gongshi.Document, error) {
			return &gongshi.Document{Text: strings.Repeat("大", 1<<20)}, nil
		}),
	}
}

// overflow ends only in theory.
func overflow(n int) int {
	if n < 0 {
		return 0
	}
	return overflow(n+1) + len(fmt.Sprint(n))
}

func newPool(t *testing.T, o Options) *Pool {
	t.Helper()
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func TestDecode(t *testing.T) {
	p := newPool(t, Options{Size: 1})
	data := bytes.Repeat([]byte("数据"), 100_000)
	doc, err := p.Decode(t.Context(), "echo", decode.Input{Name: "甲.pdf", Data: data, PDFEngine: "pdfium"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "甲.pdf|pdfium|" + string(data); doc.Text != want || doc.Source.MediaType != "test/echo" {
		t.Errorf("got %d bytes of %q", len(doc.Text), doc.Source.MediaType)
	}
	doc, err = p.Decode(t.Context(), "huge", decode.Input{})
	if err != nil || len(doc.Text) != 3<<20 {
		t.Errorf("huge reply: %v", err)
	}
}

// Whatever a file does to its worker, it gets a code, and the next file is
// read.
func TestBadFiles(t *testing.T) {
	p := newPool(t, Options{Size: 1, Wall: 3 * time.Second, Memory: 300 << 20})
	tests := []struct {
		format, detail string
		code           decode.Code
	}{
		{"refuse", "needs a password", decode.CodeEncrypted},
		{"panic", "oh no", decode.CodeCrashed},
		{"exit", "exit status 3", decode.CodeCrashed},
		{"hang", "not done after", decode.CodeTimeout},
		{"overflow", "stack", decode.CodeCrashed},
		{"allocate", "", ""}, // a panic or the end of the process, as the runtime likes
		{"fill", "memory", decode.CodeLimit},
		{"nonsense", "no format", decode.CodeUnsupported},
	}
	for _, test := range tests {
		_, err := p.Decode(t.Context(), test.format, decode.Input{Data: []byte("x")})
		e, ok := errors.AsType[*decode.Error](err)
		if !ok || test.code != "" && e.Code != test.code || !strings.Contains(e.Detail, test.detail) {
			t.Errorf("%s: %v, want %s with %q", test.format, err, test.code, test.detail)
		}
		doc, err := p.Decode(t.Context(), "echo", decode.Input{Data: []byte("next")})
		if err != nil || doc.Text != "||next" {
			t.Fatalf("after %s: %v", test.format, err)
		}
	}
}

func TestCancel(t *testing.T) {
	p := newPool(t, Options{Size: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if _, err := p.Decode(ctx, "hang", decode.Input{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("cancelling took %v", took)
	}
	if _, err := p.Decode(t.Context(), "echo", decode.Input{}); err != nil {
		t.Error(err)
	}
}

func TestManyAtOnceAndReplacement(t *testing.T) {
	p := newPool(t, Options{Size: 2, MaxFiles: 3})
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			name := fmt.Sprint(i)
			doc, err := p.Decode(t.Context(), "echo", decode.Input{Name: name})
			if err != nil || doc.Text != name+"||" {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	all.Wait()
}

func TestCloseLeavesNoProcess(t *testing.T) {
	p := newPool(t, Options{Size: 1})
	if _, err := p.Decode(t.Context(), "echo", decode.Input{}); err != nil {
		t.Fatal(err)
	}
	process := p.idle[0].cmd.Process
	p.Close()
	if err := process.Signal(os.Interrupt); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("the worker is still there: %v", err)
	}
	if _, err := p.Decode(t.Context(), "echo", decode.Input{}); err == nil {
		t.Error("a closed pool reads files")
	}
}

func FuzzServe(f *testing.F) {
	var good bytes.Buffer
	writeFrame(&good, request{Format: "refuse", Size: 3})
	good.WriteString("abc")
	f.Add(good.Bytes())
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Add([]byte("\x00\x00\x00\x02{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := bytes.NewReader(data)
		for {
			var req request
			if readFrame(in, maxHead, &req) != nil {
				return
			}
			if _, err := readBytes(in, req.Size); err != nil {
				return
			}
		}
	})
}
