package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// runningServer is a gongshi serve that a test has started.
type runningServer struct {
	cmd *exec.Cmd
	url string // without a slash at its end
}

// startServer starts gongshi serve, at a free port of its own choice, and waits
// until it says where it is.
func startServer(cmd *exec.Cmd) (*runningServer, error) {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	var said struct{ Listening string }
	if err == nil {
		err = json.Unmarshal([]byte(line), &said)
	}
	if err != nil {
		cmd.Process.Kill()
		return nil, fmt.Errorf("gongshi serve: %w: %q, %w", err, line, cmd.Wait())
	}
	go io.Copy(io.Discard, out)
	return &runningServer{cmd, "http://" + said.Listening}, nil
}

// end sends a signal and gives the exit code; -1 if the signal killed it.
func (s *runningServer) end(signal os.Signal) (int, error) {
	if err := s.cmd.Process.Signal(signal); err != nil {
		return 0, err
	}
	err := s.cmd.Wait()
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		err = nil
	}
	return s.cmd.ProcessState.ExitCode(), err
}

// scriptServer is the key of a script's server.
type scriptServer struct{}

// serve is the script command "serve [ARG…]": it starts gongshi serve. Its address
// is put into the variable URL.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serve [ARG…]")
	}
	cmd := exec.Command(ts.Getenv("PROGRAM"), append([]string{"serve", "--json", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Stderr = ts.Stderr()
	cmd.Env = os.Environ()
	for _, name := range []string{"GONGSHI_DATA", "LANG", "XDG_CACHE_HOME"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	s, err := startServer(cmd)
	ts.Check(err)
	ts.Defer(func() { cmd.Process.Kill(); cmd.Wait() })
	ts.Setenv("URL", s.url)
	*ts.Value(scriptServer{}).(*runningServer) = *s
}

// stop is the script command "stop CODE": it asks the server to stop.
func stop(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: stop CODE")
	}
	code, err := ts.Value(scriptServer{}).(*runningServer).end(syscall.SIGTERM)
	ts.Check(err)
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("the server ended with %d, want %s", code, args[0])
	}
}

// ask is the script command "ask STATUS METHOD PATH [HEADER=VALUE…] [@FILE]": it
// sends a request to the server, with a file as its body, and prints the answer.
func ask(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: ask STATUS METHOD PATH [HEADER=VALUE…] [@FILE]")
	}
	status, body := send(ts, args[1], args[2], args[3:])
	fmt.Fprint(ts.Stdout(), body)
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("%s %s: %d, want %s: %s", args[1], args[2], status, args[0], body)
	}
}

// until is the script command "until PATH TEXT [HEADER=VALUE…]": it asks the server until the answer
// contains the text.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until PATH TEXT [HEADER=VALUE…]")
	}
	var body string
	for range 300 {
		if _, body = send(ts, "GET", args[0], args[2:]); strings.Contains(body, args[1]) {
			fmt.Fprint(ts.Stdout(), body)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("%s has no %q: %s", args[0], args[1], body)
}

func send(ts *testscript.TestScript, method, path string, more []string) (int, string) {
	var content io.Reader
	headers := http.Header{}
	for _, arg := range more {
		if file, ok := strings.CutPrefix(arg, "@"); ok {
			content = strings.NewReader(ts.ReadFile(file))
			continue
		}
		name, value, _ := strings.Cut(arg, "=")
		headers.Set(name, value)
	}
	r, err := http.NewRequest(method, ts.Getenv("URL")+path, content)
	ts.Check(err)
	r.Header, r.Host = headers, headers.Get("Host")
	answer, err := http.DefaultTransport.RoundTrip(r)
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	return answer.StatusCode, string(body)
}
