// Package ocr answers what stands on a picture of a page. The work is done by
// tesseract, a program that may be on the machine or not; it is given nothing but
// pixels.
package ocr

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"gongshi/ingest/decode"
	"gongshi/internal/confine"
)

// What is looked for on a machine: a program, and its data for Chinese.
const (
	program  = "tesseract"
	language = "chi_sim"
)

// Reader recognises text on pictures.
type Reader struct {
	path    string
	version string
	// PageTime is how long a page may take; 0: [DefaultPageTime].
	PageTime time.Duration
}

// DefaultPageTime is how long a page may take; a few seconds are usual. A step of a
// worker may take longer.
const DefaultPageTime = 40 * time.Second

// finder remembers what is found once a process: the program, or that it is not
// there. Other failures may pass.
type finder struct {
	mu     sync.Mutex
	known  bool
	reader *Reader
	err    error
}

var found finder

// Find gives a reader, or an error with [decode.CodeNeedsOCR] that says what was
// looked for and how to get it, or with [decode.CodeTimeout] if the program did not
// answer this time.
func Find() (*Reader, error) {
	r, err := found.find()
	if err != nil {
		return nil, err
	}
	own := *r
	return &own, nil
}

func (f *finder) find() (*Reader, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known {
		return f.reader, f.err
	}
	r, err := find()
	if err == nil || errors.Is(err, errNotThere) {
		f.known, f.reader, f.err = true, r, err
	}
	return r, err
}

// errNotThere tells that there is no program on the PATH.
var errNotThere = errors.New("not on the PATH")

func find() (*Reader, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, missing(fmt.Sprintf("the program %s was not found on the PATH (%s)", program, os.Getenv("PATH")), errNotThere)
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerTime)
	defer cancel()
	languages, err := ask(ctx, path, "--list-langs")
	if err != nil {
		return nil, silent(path, err)
	}
	if have := strings.Fields(languages); !slices.Contains(have, language) {
		return nil, missing(fmt.Sprintf("%s was found, but not its data for Chinese, %s (it says: %.200s)", path, language, strings.Join(have, " ")), nil)
	}
	version, err := ask(ctx, path, "--version")
	if err != nil {
		return nil, silent(path, err)
	}
	version, _, _ = strings.Cut(version, "\n")
	return &Reader{path: path, version: strings.TrimSpace(version)}, nil
}

// answerTime is how long the program may take to say what it is.
const answerTime = 20 * time.Second

// silent is the error of a program that does not say what it is: the machine may be
// busy, or out of memory.
func silent(path string, err error) error {
	return &decode.Error{Code: decode.CodeTimeout, Detail: fmt.Sprintf("%s does not run: %v", path, err), Err: err}
}

func missing(what string, cause error) error {
	return &decode.Error{Code: decode.CodeNeedsOCR, Err: cause, Detail: what +
		"; install tesseract with Chinese data (Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-chi-sim; macOS: brew install tesseract tesseract-lang), then gongshi ledger --retry"}
}

// ask runs the program for what it says of itself.
func ask(ctx context.Context, path, question string) (string, error) {
	cmd := exec.CommandContext(ctx, path, question)
	out := new(confine.FirstWords)
	cmd.Stdout, cmd.Stderr = out, out // which of the two depends on the version
	if err := confined(cmd); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return "", err
	}
	return out.String(), nil
}

// confined runs the program within its limits; it dies with this process.
func confined(cmd *exec.Cmd) error {
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	confine.Apart(cmd)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", program, err)
	}
	confine.Bound(cmd.Process.Pid, maxMemory, maxSeconds)
	return cmd.Wait()
}

// String names the program: "tesseract 5.3.0 (chi_sim)".
func (r *Reader) String() string { return r.version + " (" + language + ")" }

// Engine is the name under which text of this reader is known.
const Engine = program

// environment is all that the program gets to see of the environment. One page is
// read by one thread: several pages are read at once anyway.
func environment() []string {
	env := []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "TESSDATA_PREFIX", "SystemRoot", "TEMP"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// Page recognises the text of a page. What is read once is given, whatever becomes of
// further looks at the page (see Text.Cut).
func (r *Reader) Page(ctx context.Context, img image.Image, at Place) (Text, error) {
	factor := fit(img.Bounds().Dx(), img.Bounds().Dy())
	at.Scale /= factor
	printed, red, share := layers(flatten(img, factor))
	if angle := skew(printed); angle != 0 {
		printed, red = straight(printed, angle), straight(red, angle)
	}
	limit := r.PageTime
	if limit <= 0 {
		limit = DefaultPageTime
	}
	var text Text
	err := within(ctx, limit, func(ctx context.Context) (err error) {
		text, err = r.upright(ctx, printed, at)
		return err
	})
	if err == nil && share >= enoughRed {
		late := within(ctx, limit/redShare, func(ctx context.Context) error {
			lines, err := r.read(ctx, turn(red, text.Turned), at.dpi())
			text.add(at.place(slices.DeleteFunc(lines, func(l line) bool { return !l.certain() })))
			return err
		})
		text.Cut = cmp.Or(text.Cut, late)
	}
	return text, cmp.Or(err, ctx.Err())
}

// redShare is the part of the time of a page, on top of it, in which red letters are
// read: there are few, if any.
const redShare = 4

// within does something within a limit of time. Going over it is an error with
// [decode.CodeTimeout].
func within(ctx context.Context, limit time.Duration, do func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := do(limited)
	if err != nil && ctx.Err() == nil && errors.Is(limited.Err(), context.DeadlineExceeded) {
		err = &decode.Error{Code: decode.CodeTimeout, Detail: fmt.Sprintf("%s was not done with a page after %v", program, limit)}
	}
	return err
}

// upright reads a picture, and if it seems to lie on its side or on its head, the
// other ways as well.
func (r *Reader) upright(ctx context.Context, picture *image.Gray, at Place) (Text, error) {
	lines, err := r.read(ctx, picture, at.dpi())
	if err != nil {
		return Text{}, err
	}
	best := at.place(lines)
	var others []int
	switch {
	case sideways(lines):
		others = []int{1, 3}
	case best.Confidence < unsurePage && length(lines) >= enoughToTurn:
		others = []int{2}
	}
	first := best.Confidence
	if sideways(lines) {
		best.Confidence = 0
	}
	for _, quarters := range others {
		lines, err := r.read(ctx, turn(picture, quarters), at.dpi())
		if err != nil {
			best.Cut = fmt.Errorf("turned: %w", err)
			break
		}
		if text := at.place(lines); text.Confidence > best.Confidence && !sideways(lines) {
			best, best.Turned = text, quarters
		}
	}
	if best.Cut != nil && best.Turned == 0 {
		best.Confidence = first // nobody knows better
	}
	return best, nil
}

// Limits of the program. A page takes a tenth of the memory, and less than a tenth
// of the processor time, which is for the case that nobody looks at the clock any
// more.
const (
	maxMemory  = 2 << 30 // bytes of addresses
	maxSeconds = 300     // of processor time
	maxOutput  = 32 << 20
)

// read has the program read a picture.
func (r *Reader) read(ctx context.Context, picture *image.Gray, dpi int) ([]line, error) {
	cmd := exec.CommandContext(ctx, r.path, "stdin", "stdout", "-l", language, "--psm", "3", "--dpi", strconv.Itoa(dpi), "tsv")
	cmd.Stdin = graymap(picture)
	out, words := new(capped), new(confine.FirstWords)
	cmd.Stdout, cmd.Stderr = out, words
	err := confined(cmd)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.over:
		return nil, &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("%s wrote more than %d MB about a page", program, maxOutput>>20)}
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %.200s", program, err, strings.Join(strings.Fields(words.String()), " "))
	}
	return parse(out.text.String()), nil
}

// capped keeps as much of what is written to it as a page may have, and ends the
// writer that writes more.
type capped struct {
	text bytes.Buffer // not embedded: its ReadFrom has no limit
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	if len(p) > maxOutput-c.text.Len() {
		c.over = true
		return 0, errTooMuch
	}
	return c.text.Write(p)
}

var errTooMuch = errors.New("too much output")
