// Package powercut answers what a disk may hold after the power failed. It
// records what a program does to a folder, by the system calls that it makes,
// and gives the folder as it may be found when the machine is on again: without
// writes that were not synced, with some of them, with parts of some.
//
// The calls are recorded with strace, not behind an interface of ours, so that
// what is tested is the program with all its libraries as they are: SQLite's own
// layer for the operating system, the index's mapped files, renames. A recording
// that does not give the very folder that the program left is refused, so that
// no kind of call is missed.
//
// The model is stricter than most file systems. What is written to a file is
// certain once the file was synced after it; that a name stands in a folder, or
// no longer, once the folder was. Of the rest, writes are lost or kept in any
// order, in sectors; changes of one folder in their order.
package powercut

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrUnable says that this machine cannot record.
var ErrUnable = errors.New("nothing can be recorded here")

// Recording is what a program did to a folder.
type Recording struct {
	steps []step
	root  *node
}

// Record runs a command and records what it does to the folder, which has to be
// empty. What it writes to its standard output is part of the recording.
func Record(ctx context.Context, folder string, cmd *exec.Cmd) (*Recording, error) {
	tracer, err := exec.LookPath("strace")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnable, err)
	}
	if out, err := exec.CommandContext(ctx, tracer, "-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync", "true").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %w: %s", ErrUnable, err, out)
	}
	place, err := os.MkdirTemp("", "gongshi-powercut-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(place)
	trace, said := filepath.Join(place, "trace"), filepath.Join(place, "said")
	// Only the program itself has this file: what it starts gets pipes.
	output, err := os.Create(said)
	if err != nil {
		return nil, err
	}
	defer output.Close()
	args := []string{"-f", "-y", "-xx", "-s", fmt.Sprint(maxWrite), "-qq", "--seccomp-bpf", "-e", "signal=none", "-e", "trace=" + calls, "-o", trace, "--"}
	traced := exec.CommandContext(ctx, tracer, append(append(args, cmd.Path), cmd.Args[1:]...)...)
	var complaints bytes.Buffer
	traced.Env, traced.Dir, traced.Stdout, traced.Stderr = cmd.Env, cmd.Dir, output, &complaints
	if err := traced.Run(); err != nil {
		return nil, fmt.Errorf("record %s: %w: %s", cmd, err, &complaints)
	}
	r := &recorder{folder: folder, said: said, root: &node{folder: true}, offset: map[int]int64{}, appends: map[int]bool{}, begun: map[string]call{}}
	if err := r.readTrace(trace); err != nil {
		return nil, fmt.Errorf("record %s: %w", cmd, err)
	}
	recording := &Recording{r.steps, r.root}
	if err := recording.verify(folder); err != nil {
		return nil, fmt.Errorf("record %s: %w", cmd, err)
	}
	return recording, nil
}

// Len is the number of steps that were recorded.
func (r *Recording) Len() int { return len(r.steps) }

// Said is what the program had written to its standard output when it had done
// so many steps.
func (r *Recording) Said(steps int) string {
	var b strings.Builder
	for _, s := range r.steps[:steps] {
		if s.kind == stepSay {
			b.Write(s.data)
		}
	}
	return b.String()
}

// Sayings are the numbers of steps after which something new had been said.
func (r *Recording) Sayings() []int {
	var after []int
	for i, s := range r.steps {
		if s.kind == stepSay {
			after = append(after, i+1)
		}
	}
	return after
}

// Loss is what becomes of that which was not synced.
type Loss int

// What is lost. Everything is the worst for what should be there; Some is the
// worst for what should be in order.
const (
	Nothing Loss = iota
	Everything
	Some
)

// Restore fills an empty folder with what may be found in it when the power fails
// after so many steps.
func (r *Recording) Restore(folder string, steps int, loss Loss, random *rand.Rand) error {
	d := &disk{steps: r.steps[:steps], loss: loss, random: random}
	d.sync()
	return d.write(r.root, folder)
}

// verify compares what was recorded with what is there. Files in which processes
// agree by mapping them are not compared: nobody syncs them, or relies on them
// after a crash.
func (r *Recording) verify(folder string) error {
	again, err := os.MkdirTemp("", "gongshi-powercut-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(again)
	if err := r.Restore(again, len(r.steps), Nothing, nil); err != nil {
		return err
	}
	for _, pair := range [][2]string{{folder, again}, {again, folder}} {
		if err := sameFiles(pair[0], pair[1]); err != nil {
			return err
		}
	}
	return nil
}

// sameFiles tells whether all that is in one folder is in the other.
func sameFiles(one, other string) error {
	return filepath.WalkDir(one, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		counterpart := filepath.Join(other, strings.TrimPrefix(path, one))
		info, err := os.Stat(counterpart)
		if err != nil || entry.IsDir() != info.IsDir() {
			return fmt.Errorf("the recording misses %s", path)
		}
		if entry.IsDir() || strings.HasSuffix(path, "-shm") {
			return nil
		}
		a, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(counterpart)
		if err == nil && !bytes.Equal(a, b) {
			err = fmt.Errorf("the recording misses a change to %s", path)
		}
		return err
	})
}
