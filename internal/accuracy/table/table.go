// Package table answers how much of known texts comes out of files of all formats, read
// as an import reads them, and how much other programs get out of the same files.
package table

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gongshi/compliance/workday"
	"gongshi/ingest"
	"gongshi/ingest/archive"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/decode/pdf"
	"gongshi/ingest/decode/worker"
	"gongshi/internal/accuracy"
)

// Row is what became of a file.
type Row struct {
	File
	// Status is "ok", or the code of the failure.
	Status, Engine string
	Method         string
	Accuracy       float64
	// Peers are the shares of the other programs by their names.
	Peers map[string]float64
}

// Least is the share of characters that has to be right.
func (r Row) Least() float64 {
	if r.Scanned {
		return 0.95
	}
	return 0.99
}

// Read reads files with what an import reads them with. The program that calls it must
// become a worker when it is asked to.
func Read(ctx context.Context, files []File) ([]Row, error) {
	pool, err := worker.New(worker.Options{Size: 2, Again: pdf.Fallback})
	if err != nil {
		return nil, err
	}
	defer func() { _ = pool.Close() }()
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	reader := &ingest.Reader{Formats: all.Formats(), Isolated: pool.Read, Calendar: workday.Official(),
		Archives: archive.Walker{Command: []string{program}}}
	rows := make([]Row, 0, len(files))
	for _, f := range files {
		data, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, err
		}
		reading, err := reader.Read(ctx, filepath.Base(f.Path), data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		row := Row{File: f, Status: "ok"}
		if reading.Failure != nil {
			row.Status = reading.Failure.Code
		} else {
			doc := reading.Document
			row.Engine, row.Method = doc.Source.Engine, string(doc.Source.Method)
			row.Accuracy = accuracy.Of(doc.Text, f.Known)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Shared gives the files of a folder whose known text is in a.txt of it, and others
// with a text of their own.
func Shared(folder string) ([]File, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var out []File
	for _, e := range entries {
		name := e.Name()
		known := name + ".txt"
		if strings.HasPrefix(name, "a-") || name == "a.odt" {
			known = "a.txt"
		}
		text, err := os.ReadFile(filepath.Join(folder, known))
		if err != nil || strings.Contains(name, ".warc") {
			continue
		}
		scanned := strings.Contains(name, "scan") || strings.Contains(name, "no-tounicode")
		out = append(out, File{Name: name, Path: filepath.Join(folder, name), Known: string(text), Scanned: scanned})
	}
	return out, nil
}
