//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"gongshi/ingest/store"
	"gongshi/internal/corpus"
	"gongshi/web/desk"
)

// What a server said it had accepted ends in the store, although it is told to
// stop, or killed, while clients hand in files and an import runs.
func TestNoUploadIsLost(t *testing.T) {
	program, data := buildProgram(t), filepath.Join(t.TempDir(), "data")
	random := rand.New(rand.NewPCG(7, 1))
	accepted := map[string]bool{}
	for round, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGKILL, syscall.SIGTERM} {
		s := startedServer(t, program, data)
		var mu sync.Mutex
		var clients sync.WaitGroup
		for client := range 4 {
			clients.Go(func() {
				for i := 0; ; i++ {
					n := corpus.Invent(uint64(round*10+client), i, corpus.ShortNotice)
					name := fmt.Sprintf("%d-%d-%d.txt", round, client, i)
					status, err := hand(s.url, name, corpus.Text(n.Text()))
					if err != nil {
						return // the server is gone
					}
					if status/100 == 2 {
						mu.Lock()
						accepted[name] = true
						mu.Unlock()
					}
				}
			})
		}
		time.Sleep(time.Duration(300+random.IntN(900)) * time.Millisecond)
		code, err := s.end(signal)
		if err != nil || signal == syscall.SIGTERM && code != exitDone {
			t.Errorf("%v: exit code %d, %v", signal, code, err)
		}
		clients.Wait()
	}
	if len(accepted) == 0 {
		t.Fatal("nothing was accepted: nothing was tested")
	}
	s := startedServer(t, program, data)
	waitForUploads(t, s.url)
	if code, err := s.end(syscall.SIGTERM); code != exitDone || err != nil {
		t.Errorf("exit code %d, %v", code, err)
	}
	states := storedNames(t, data)
	for name := range accepted {
		if state := states[name]; state != store.StateImported && state != store.StateDuplicate {
			t.Errorf("%s was accepted, and is %q", name, state)
		}
	}
	left, err := filepath.Glob(filepath.Join(data, "uploads", "*", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("files are left in the spool: %q, %v", left, err)
	}
	t.Logf("%d uploads", len(accepted))
}

func startedServer(t *testing.T, program, data string, args ...string) *runningServer {
	t.Helper()
	cmd := command(t, program, data, append([]string{"serve", "--json", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Stderr = os.Stderr
	s, err := startServer(cmd)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// hand hands a file in, and gives the status of the answer.
func hand(server, name string, content []byte) (int, error) {
	answer, err := http.Post(server+"/api/v1/imports?name="+url.QueryEscape(name), "text/plain", bytes.NewReader(content))
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

// waitForUploads waits until all uploads are over.
func waitForUploads(t *testing.T, server string) {
	t.Helper()
	for range 600 {
		answer, err := http.Get(server + "/api/v1/imports")
		if err != nil {
			t.Fatal(err)
		}
		var all struct{ Imports []desk.Upload }
		err = json.NewDecoder(answer.Body).Decode(&all)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		waiting := 0
		for _, u := range all.Imports {
			if !u.State.Over() {
				waiting++
			}
		}
		if waiting == 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("uploads are never over")
}

// storedNames gives what became of the sources, by their names.
func storedNames(t *testing.T, data string) map[string]store.State {
	t.Helper()
	st, err := store.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	states := map[string]store.State{}
	for src, err := range st.Sources(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		states[path.Base(filepath.ToSlash(src.Path))] = src.State
	}
	return states
}
