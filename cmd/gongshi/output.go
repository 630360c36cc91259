package main

import (
	"bufio"
	"fmt"
	"io"
)

// output is standard output. It gathers what is written, unless a person looks
// on, and remembers that it could not be written: a result that is lost must not
// look like one that is empty.
type output struct {
	io.Writer
	gathered *bufio.Writer
	file     io.Writer
	err      error
	// failed is told the first error, to end a command whose result nobody can
	// have.
	failed func(error)
	// around, if set, writes while a display of progress is away.
	around func(write func())
}

func newOutput(file io.Writer, failed func(error)) *output {
	o := &output{file: file, failed: failed}
	o.gathered = bufio.NewWriterSize(writerFunc(o.pass), 64<<10)
	o.Writer = o.gathered
	if width(file) > 0 {
		o.Writer = writerFunc(o.pass)
	}
	return o
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// pass writes to the file itself.
func (o *output) pass(p []byte) (n int, err error) {
	write := func() { n, err = o.file.Write(p) }
	if o.around != nil {
		o.around(write)
	} else {
		write()
	}
	if err != nil && o.err == nil {
		o.err = err
		o.failed(err)
	}
	return n, err
}

// flush writes what was gathered, and gives the first error there was.
func (o *output) flush() error {
	if err := o.gathered.Flush(); o.err == nil {
		o.err = err
	}
	return o.err
}

// say writes a line for people to standard error, behind what went to standard
// output before it.
func (a *app) say(format string, args ...any) {
	_ = a.out.flush() // the error is kept
	write := func() { fmt.Fprintf(a.stderr, format+"\n", args...) }
	if a.shown != nil {
		a.shown.around(write)
		return
	}
	write()
}

// print writes a line of the result to standard output.
func (a *app) print(format string, args ...any) {
	fmt.Fprintf(a.out, format+"\n", args...)
}
