// Package ocr answers what stands on a picture of a page. The work is done by
// tesseract, a program that may be on the machine or not; it is given nothing but
// pixels.
package ocr

import (
	"bytes"
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

// found looks for tesseract once a process.
var found = sync.OnceValues(find)

// Find gives a reader, or an error with [decode.CodeNeedsOCR] that says what was
// looked for and how to get it.
func Find() (*Reader, error) {
	r, err := found()
	if err != nil {
		return nil, err
	}
	found := *r
	return &found, nil
}

func find() (*Reader, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, missing(fmt.Sprintf("the program %s was not found on the PATH (%s)", program, os.Getenv("PATH")))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	languages, err := ask(ctx, path, "--list-langs")
	if err != nil {
		return nil, missing(fmt.Sprintf("%s does not run: %v", path, err))
	}
	if have := strings.Fields(languages); !slices.Contains(have, language) {
		return nil, missing(fmt.Sprintf("%s was found, but not its data for Chinese, %s (it says: %.200s)", path, language, strings.Join(have, " ")))
	}
	version, err := ask(ctx, path, "--version")
	if err != nil {
		return nil, missing(fmt.Sprintf("%s does not run: %v", path, err))
	}
	version, _, _ = strings.Cut(version, "\n")
	return &Reader{path: path, version: strings.TrimSpace(version)}, nil
}

func missing(what string) error {
	return &decode.Error{Code: decode.CodeNeedsOCR, Detail: what +
		"; install tesseract with Chinese data (Debian, Ubuntu: apt-get install tesseract-ocr tesseract-ocr-chi-sim; macOS: brew install tesseract tesseract-lang), then gongshi ledger --retry"}
}

// ask runs the program for what it says of itself.
func ask(ctx context.Context, path, question string) (string, error) {
	cmd := exec.CommandContext(ctx, path, question)
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput() // which of the two depends on the version
	return string(out), err
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

// Page recognises the text of a page.
func (r *Reader) Page(ctx context.Context, img image.Image, at Place) (Text, error) {
	limit := r.PageTime
	if limit <= 0 {
		limit = DefaultPageTime
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	text, err := r.page(limited, img, at)
	if err != nil && ctx.Err() == nil && errors.Is(limited.Err(), context.DeadlineExceeded) {
		err = &decode.Error{Code: decode.CodeTimeout, Detail: fmt.Sprintf("%s was not done with a page after %v", program, limit)}
	}
	return text, err
}

func (r *Reader) page(ctx context.Context, img image.Image, at Place) (Text, error) {
	factor := fit(img.Bounds().Dx(), img.Bounds().Dy())
	at.Scale /= factor
	printed, red, share := layers(flatten(img, factor))
	if angle := skew(printed); angle != 0 {
		printed, red = straight(printed, angle), straight(red, angle)
	}
	text, err := r.upright(ctx, printed, at)
	if err != nil || share < enoughRed {
		return text, err
	}
	lines, err := r.read(ctx, turn(red, text.Turned), at.dpi())
	if err != nil {
		return text, err
	}
	text.add(at.place(slices.DeleteFunc(lines, func(l line) bool { return !l.certain() })))
	return text, nil
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
		best.Confidence, others = 0, []int{1, 3}
	case best.Confidence < unsurePage && length(lines) >= enoughToTurn:
		others = []int{2}
	}
	for _, quarters := range others {
		lines, err := r.read(ctx, turn(picture, quarters), at.dpi())
		if err != nil {
			return best, err
		}
		if text := at.place(lines); text.Confidence > best.Confidence && !sideways(lines) {
			best, best.Turned = text, quarters
		}
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
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	cmd.Stdin = graymap(picture)
	out, words := new(capped), new(confine.FirstWords)
	cmd.Stdout, cmd.Stderr = out, words
	confine.Apart(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	confine.Bound(cmd.Process.Pid, maxMemory, maxSeconds)
	err := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %.200s", program, err, strings.Join(strings.Fields(words.String()), " "))
	}
	return parse(out.String()), nil
}

// capped keeps as much of what is written to it as a page may have.
type capped struct{ bytes.Buffer }

func (c *capped) Write(p []byte) (int, error) {
	c.Buffer.Write(p[:min(len(p), maxOutput-c.Len())])
	return len(p), nil
}
