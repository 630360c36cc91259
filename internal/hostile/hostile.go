// Package hostile makes files that want to harm whoever opens them: archives
// and documents that are small and unpack to the size of a disk, that lead to
// themselves, lie about their sizes, ask for all of the memory, keep a reader
// busy for ever, or have names that lead elsewhere. It also damages good files
// at random ([Mutant]).
package hostile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Aim is what a file is meant to do to its reader.
type Aim string

// The aims.
const (
	Size   Aim = "size"   // unpack to far more than it is
	Memory Aim = "memory" // have memory asked for by a number in a header
	Time   Aim = "time"   // keep the reader busy
	Loop   Aim = "loop"   // lead back to itself, or down without end
	Crash  Aim = "crash"  // run into sums that overflow and cases that nobody thought of
	Escape Aim = "escape" // be written to, or read from, somewhere else
)

// Case is a hostile file.
type Case struct {
	// Name says the kind and what is wrong: "zip: twenty levels". It is unique.
	Name string
	Aim  Aim
	// Codes are the reasons of which one must be given for the file or something
	// in it; "" stands for text, or for members that harm nobody.
	Codes []string
	// Good is how many notices are in it that have to be imported.
	Good int
	// Slow tells that it takes long, if only to the limit of time.
	Slow bool
	// Crowd tells that it holds 30,000 members, which are too many only where the
	// budget says so.
	Crowd bool
	// Path is its path in a folder, if that is what is wrong with it.
	Path string

	// One of the following makes the file.
	Make  func() []byte
	Write func(w io.Writer) error // where it is large
	Place func(path string) error // where it is no ordinary file
}

// suffixes are those of the kinds whose name is not their suffix.
var suffixes = map[string]string{"gzip": "gz", "bzip2": "bz2", "zstd": "zst", "rar 4": "rar", "rar 5": "rar", "folder": ""}

// File gives the path of the case in its folder, with slashes: what its name
// says, unless it has one of its own.
func (c *Case) File() string {
	if c.Path != "" {
		return c.Path
	}
	kind, about, _ := strings.Cut(c.Name, ": ")
	suffix, known := suffixes[kind]
	if !known {
		suffix = kind
	}
	name := strings.NewReplacer("/", " of ", ":", " to ").Replace(about)
	if suffix == "" {
		return name
	}
	return name + "." + suffix
}

// WriteTo writes the file into a folder of its own and gives its path.
func (c *Case) WriteTo(folder string) (path string, err error) {
	path = filepath.Join(folder, filepath.FromSlash(c.File()))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	switch {
	case c.Place != nil:
		return path, c.Place(path)
	case c.Make != nil:
		return path, os.WriteFile(path, c.Make(), 0o644)
	}
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	w := bufio.NewWriter(f)
	return path, errors.Join(c.Write(w), w.Flush(), f.Close())
}

// Archives are the cases that are archives, all of them made by Make.
func Archives() []Case {
	return slices.Concat(zips, streams, tars, sevenZips, rars, warcs)
}

// Cases are all cases, or those that are soon done.
func Cases(all bool) []Case {
	cases := slices.Concat(Archives(), named, documents(), onDisk(), odd)
	if all {
		return cases
	}
	return slices.DeleteFunc(cases, func(c Case) bool { return c.Slow || c.Crowd })
}

// WriteAll writes each case into the folder that [Folder] names.
func WriteAll(folder string, cases []Case) error {
	for i, c := range cases {
		if _, err := c.WriteTo(Folder(folder, i)); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return nil
}

// Folder is where WriteAll writes the case of a number.
func Folder(folder string, i int) string { return filepath.Join(folder, fmt.Sprintf("%03d", i)) }

// documents are those that a format has to read.
func documents() []Case {
	return slices.Concat(pdfs, officeFiles, sheetFiles, oleFiles, ofdFiles, images, texts)
}
