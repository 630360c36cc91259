package archive

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/forge"
	"gongshi/internal/hostile"
)

// A process that says nothing is ended, and what else there is goes on.
func TestSilence(t *testing.T) {
	path := write(t, "a", forge.NewZip().Add("slow.rar", string(hostile.SlowRAR())).Add("x", "x").File())
	w := &Walker{Passwords: []string{"secret"}, Command: command(t), silence: 300 * time.Millisecond}
	begun := time.Now()
	var got []string
	err := w.Walk(t.Context(), path, func(f File) error {
		got = append(got, strings.TrimPrefix(f.Path, path)+": "+describe(f))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"!/slow.rar: <timeout>", "!/x: x"}, got); diff != "" {
		t.Error(diff)
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

// A program that cannot be started, or does not unpack, is said to be so.
func TestWrongCommand(t *testing.T) {
	for _, command := range [][]string{{"/no/such/program"}, {"/bin/false"}, {"/bin/echo", strings.Repeat("x", 100)}} {
		if _, err := os.Stat(command[0]); err != nil && command[0] != "/no/such/program" {
			continue
		}
		w := &Walker{Command: command}
		err := w.Walk(t.Context(), write(t, "a", forge.NewRAR5().Add("x", "x").File()), func(f File) error {
			if code := CodeOf(f.Err); code != CodeCrashed && code != CodeUnreadable {
				t.Errorf("%q: %v", command, f.Err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// When the walk is given up, so is the process.
func TestRemoteStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := forge.NewRAR5()
	for range 1000 {
		r.Add("x", strings.Repeat("x", 100_000))
	}
	w := &Walker{Command: command(t)}
	calls := 0
	err := w.Walk(ctx, write(t, "a", r.File()), func(File) error {
		calls++
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

// Members that nobody reads are passed over.
func TestRemoteUnread(t *testing.T) {
	data := forge.NewRAR5().Add("1", strings.Repeat("1", 300_000)).Add("2", strings.Repeat("2", 300_000)).Add("3", "three").File()
	path := write(t, "a", data)
	w := &Walker{Command: command(t), Budget: Budget{MemberSize: 200_000}}
	var got []string
	err := w.Walk(t.Context(), path, func(f File) error {
		got = append(got, strings.TrimPrefix(f.Path, path)+": "+describe(f))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"!/1: <limit>", "!/2: <limit>", "!/3: three"}, got); diff != "" {
		t.Error(diff)
	}
}
