package main

import (
	"archive/zip"
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"gongshi/internal/corpus"
)

type options struct {
	count, size int
	out         string
	seed        uint64
	facts       bool
}

func run(o options) error {
	switch {
	case o.out == "":
		return errors.New("say where to write with -out")
	case o.count == 0:
		return derive(o.out)
	case strings.HasSuffix(o.out, ".zip"):
		return inventArchive(o)
	}
	return inventFolder(o)
}

// notices calls write with each notice that the options ask for.
func (o options) notices(write func(corpus.Notice) error) error {
	for i := range o.count {
		n := corpus.Invent(o.seed, i, cmp.Or(o.size, corpus.LongNotice))
		if err := write(n); err != nil {
			return err
		}
	}
	return nil
}

// inventFolder writes a file a notice, in a folder for each city.
func inventFolder(o options) (err error) {
	facts := func(corpus.Facts) error { return nil }
	if o.facts {
		w, err := newFactsFile(o.out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		facts = w.write
	}
	return o.notices(func(n corpus.Notice) error {
		name := filepath.Join(o.out, n.Facts.Region.City, n.Name+".txt")
		return errors.Join(facts(n.Facts), writeFile(name, corpus.Text(n.Text())))
	})
}

// inventArchive writes one archive. Its names are UTF-8.
func inventArchive(o options) error {
	file, err := os.Create(o.out)
	if err != nil {
		return err
	}
	w := zip.NewWriter(file)
	err = o.notices(func(n corpus.Notice) error {
		member, err := w.Create(n.Facts.Region.City + "/" + n.Name + ".txt")
		if err == nil {
			_, err = member.Write(corpus.Text(n.Text()))
		}
		return err
	})
	return errors.Join(err, w.Close(), file.Close())
}

// factsFile holds the facts of a corpus, a notice a line.
type factsFile struct {
	file *os.File
	out  *bufio.Writer
}

func newFactsFile(folder string) (*factsFile, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	file, err := os.Create(filepath.Join(folder, "facts.jsonl"))
	if err != nil {
		return nil, err
	}
	return &factsFile{file, bufio.NewWriter(file)}, nil
}

func (w *factsFile) write(f corpus.Facts) error { return json.NewEncoder(w.out).Encode(f) }

func (w *factsFile) close() error { return errors.Join(w.out.Flush(), w.file.Close()) }

func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}
