package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
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
	if os.Getenv(parentMarker) != "" {
		beParent()
	}
	os.Exit(m.Run())
}

// parentMarker makes the test binary a process that has a busy worker.
const parentMarker = "GONGSHI_TEST_PARENT"

// beParent prints the process number of its worker, keeps it busy and waits
// for its own end.
func beParent() {
	p, err := New(Options{Size: 1})
	if err != nil {
		panic(err)
	}
	doc, err := p.Decode(context.Background(), "pid", decode.Input{})
	if err != nil {
		panic(err)
	}
	fmt.Println(doc.Text)
	_, err = p.Decode(context.Background(), "spin", decode.Input{})
	panic(err)
}

// formats are readers that do what bad files make good readers do.
func formats() []decode.Format {
	format := func(name string, f func(in decode.Input) (*gongshi.Document, error)) decode.Format {
		return decode.Format{Name: name, Types: []string{"test/" + name},
			Decode: func(_ context.Context, in decode.Input) (*gongshi.Document, error) { return f(in) }}
	}
	all := []decode.Format{
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
		format("spin", func(in decode.Input) (*gongshi.Document, error) {
			if in.PDFEngine != "" {
				return &gongshi.Document{Text: "read with " + in.PDFEngine}, nil
			}
			for n := uint(0); ; n++ {
				if n == ^uint(0) {
					return nil, nil // in a few centuries
				}
			}
		}),
		{Name: "slow-start", Prepare: func() { time.Sleep(time.Second) },
			Decode: func(context.Context, decode.Input) (*gongshi.Document, error) {
				return &gongshi.Document{Text: "ready"}, nil
			}},
		format("steps", func(in decode.Input) (*gongshi.Document, error) {
			for range 4 {
				time.Sleep(300 * time.Millisecond)
				if in.OCRPages == 4 {
					in.Step()
				}
			}
			return &gongshi.Document{Text: "done"}, nil
		}),
		{Name: "no-start", Prepare: func() { select {} }},
		format("pid", func(decode.Input) (*gongshi.Document, error) {
			return &gongshi.Document{Text: strconv.Itoa(os.Getpid())}, nil
		}),
		format("wait", func(in decode.Input) (*gongshi.Document, error) {
			// Until the file is there that the name says; its worker tells who it is.
			if err := os.WriteFile(in.Name+".pid", []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
				return nil, err
			}
			for {
				if _, err := os.Stat(in.Name); err == nil {
					return &gongshi.Document{Text: "waited"}, nil
				}
				time.Sleep(time.Millisecond)
			}
		}),
		format("dial", func(in decode.Input) (*gongshi.Document, error) {
			network, address, _ := strings.Cut(in.Name, " ")
			conn, err := net.Dial(network, address)
			if err != nil {
				return &gongshi.Document{Text: err.Error()}, nil
			}
			defer conn.Close()
			return &gongshi.Document{Text: "connected"}, nil
		}),
		format("status", func(decode.Input) (*gongshi.Document, error) {
			text, err := os.ReadFile("/proc/self/status")
			return &gongshi.Document{Text: string(text)}, err
		}),
		format("keep", func(in decode.Input) (*gongshi.Document, error) {
			kept = bytes.Repeat([]byte{1}, len(in.Data)*1000)
			return &gongshi.Document{Text: strconv.Itoa(os.Getpid())}, nil
		}),
		format("odd", func(decode.Input) (*gongshi.Document, error) {
			return &gongshi.Document{Text: "公\xFF示", Blocks: []gongshi.Block{{Span: gongshi.Span{Start: 0, End: 3}, Kind: gongshi.BlockHeading, Level: 2}}}, nil
		}),
		format("environ", func(decode.Input) (*gongshi.Document, error) {
			return &gongshi.Document{Text: strings.Join(os.Environ(), "\n")}, nil
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
	for i, f := range all {
		all[i].Match = func(head []byte) bool {
			if string(head) == "mine the finder" {
				panic("lost")
			}
			return bytes.HasPrefix(head, []byte(f.Name+" "))
		}
	}
	return all
}

// kept is what a format does not let go of.
var kept []byte

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

// What a format has to do once is no time of the file, however slow the machine.
func TestPrepare(t *testing.T) {
	p := newPool(t, Options{Size: 1, Wall: 500 * time.Millisecond})
	for range 2 {
		doc, err := p.Decode(t.Context(), "slow-start", decode.Input{})
		if err != nil || doc.Text != "ready" {
			t.Fatalf("got %+v, %v", doc, err)
		}
	}
	p = newPool(t, Options{Size: 1, Start: 200 * time.Millisecond})
	if _, err := p.Decode(t.Context(), "no-start", decode.Input{}); decode.CodeOf(err) != decode.CodeTimeout {
		t.Errorf("a format that is never ready: %v, want a timeout", err)
	}
}

// The limit of time holds for each step of a file.
func TestSteps(t *testing.T) {
	p := newPool(t, Options{Size: 1, Wall: time.Second})
	doc, err := p.Decode(t.Context(), "steps", decode.Input{OCRPages: 4})
	if err != nil || doc.Text != "done" {
		t.Errorf("got %+v, %v", doc, err)
	}
	if _, err := p.Decode(t.Context(), "steps", decode.Input{}); decode.CodeOf(err) != decode.CodeTimeout {
		t.Errorf("without steps: %v, want a timeout", err)
	}
	if doc, err := p.Decode(t.Context(), "echo", decode.Input{Name: "next"}); err != nil || !strings.HasPrefix(doc.Text, "next") {
		t.Errorf("the next file: %+v, %v", doc, err)
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

// A worker that is busy does not look at its input; it must end all the same
// when the program that started it is killed.
func TestParentDies(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("workers learn of it by the end of their input only")
	}
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentMarker+"=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Fscan(out, &pid); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // the worker begins the file that it does not end
	if !runs(pid) {
		t.Fatal("the worker is not there")
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // killed
	for end := time.Now().Add(5 * time.Second); runs(pid); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the worker runs on")
		}
	}
}

// runs tells whether a process is there and not waiting to be buried.
func runs(pid int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, state, _ := bytes.Cut(status, []byte(") "))
	return len(state) > 0 && state[0] != 'Z' && state[0] != 'X'
}

func TestProcessorTime(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("not limited")
	}
	p := newPool(t, Options{Size: 1, CPU: time.Second, Wall: 30 * time.Second})
	begun := time.Now()
	_, err := p.Decode(t.Context(), "spin", decode.Input{})
	if decode.CodeOf(err) != decode.CodeTimeout || time.Since(begun) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
}

func TestAgain(t *testing.T) {
	p := newPool(t, Options{Size: 1, Wall: 200 * time.Millisecond, Again: func(in decode.Input) (decode.Input, bool) {
		ok := in.PDFEngine == ""
		in.PDFEngine = "the safe one"
		return in, ok
	}})
	doc, err := p.Decode(t.Context(), "spin", decode.Input{})
	if err != nil || doc.Text != "read with the safe one" {
		t.Fatalf("%v, %v", doc, err)
	}
	if len(doc.Diagnostics) != 1 || !strings.Contains(doc.Diagnostics[0].Message, "timeout") {
		t.Errorf("%v does not tell why", doc.Diagnostics)
	}
	if _, err := p.Decode(t.Context(), "hang", decode.Input{}); decode.CodeOf(err) != decode.CodeTimeout {
		t.Errorf("both ways hang: %v", err)
	}
	if _, err := p.Decode(t.Context(), "refuse", decode.Input{}); decode.CodeOf(err) != decode.CodeEncrypted {
		t.Errorf("what the worker survives is not tried again: %v", err)
	}
}

// What the environment of the program holds is none of a worker's business.
func TestEnvironment(t *testing.T) {
	t.Setenv("GONGSHI_TEST_SECRET", "sesame")
	doc, err := newPool(t, Options{Size: 1}).Decode(t.Context(), "environ", decode.Input{})
	if err != nil || strings.Contains(doc.Text, "sesame") || !strings.Contains(doc.Text, "GOMEMLIMIT=") {
		t.Errorf("%v, %v", doc, err)
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
